"""The printed outcome: A4, two pages at most, and everything a counter asks about."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import ANSWERS, GUIDE, OUTCOME, PAGES

LONGEST = f"{GUIDE}outcome/?{ANSWERS}&stage=discharged&reason=lives_there&proof=residence_permit&injury=yes"


def printed(page: Page, address: str, folder: Path) -> tuple[int, str]:
    """Number of pages and their text."""
    page.goto(address)
    sheet = folder / "sheet.pdf"
    page.pdf(path=sheet, prefer_css_page_size=True)
    info = subprocess.run(["pdfinfo", sheet], capture_output=True, text=True, check=True).stdout
    text = subprocess.run(["pdftotext", "-layout", sheet, "-"], capture_output=True, text=True, check=True).stdout
    assert "595.92 x 842.88" in info or "A4" in info
    return int(info.split("Pages:")[1].split()[0]), text


@pytest.mark.parametrize("address", [LONGEST, *(address for address in PAGES.values() if "/outcome/?" in address)])
def test_sheet_fits_two_pages(phone: Page, tmp_path: Path, address: str) -> None:
    pages, _ = printed(phone, address, tmp_path)
    assert pages <= 2


def test_sheet_says_what_to_bring_whom_to_ring_and_how_sure_it_is(phone: Page, tmp_path: Path) -> None:
    _, text = printed(phone, OUTCOME, tmp_path)
    for words in ("要带的东西", "医保码", "0412-12393", "未经经办机构核对", "之前有效", "依据", "不是医保局官网"):
        assert words in "".join(text.split())
    assert "修改" not in text


def test_sheet_prints_alike_at_every_text_size(phone: Page, tmp_path: Path) -> None:
    phone.goto("/text-size/huge/?next=/")
    pages, _ = printed(phone, OUTCOME, tmp_path)
    assert pages <= 2


def test_sheet_carries_the_qr_of_its_address(phone: Page) -> None:
    phone.goto(OUTCOME)
    picture = phone.locator(".stamp img")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
