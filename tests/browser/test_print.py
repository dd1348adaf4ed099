"""The printed outcome: A4, two pages at most, and everything a counter asks about."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import ANSWERS, GUIDE, OUTCOME, PAGES

IN_PRINT = "[data-open-in-print]"
WAITING = PAGES["manual_claim"].replace("employee", "resident").replace("deceased", "family")
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


@pytest.mark.parametrize("name", ["answer", "answer_local"])
def test_answer_fits_one_page_with_its_phone_and_grounds(phone: Page, tmp_path: Path, name: str) -> None:
    pages, text = printed(phone, PAGES[name], tmp_path)
    said = "".join(text.split())
    assert pages == 1
    assert [words for words in ("12393", "依据", "原文转录", PAGES[name]) if words not in said] == []
    assert [words for words in ("接着问", "看一看", "告诉我们", "给程序用") if words in said] == []


#: What a counter asks about stands on paper although it is closed on the screen, what is to be read at home does not.
PRINTED = [
    *("要带的东西", "医保码", "0412-12393", "还没有经鞍山市的经办机构核对", "之前有效", "不是医保局官网"),
    *("替别人办，多带什么", "这几样由去办的人带", "规定怎么写", "哪里容易出错", "办完以后", "您的回答", "给谁办："),
    *("依据和核对日期", "〔1〕"),
]
LEFT_OUT = [
    "看一看",
    "修改",
    "清除我的回答",
    "还想知道",
    "顺便问这几样",
    "这些词是什么意思",
    "网上有人这样说",
    "存图片",
    "填日期",
]


@pytest.mark.parametrize("fixture", ["phone", "plain"])
def test_sheet_says_what_to_bring_whom_to_ring_and_how_sure_it_is(
    fixture: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    _, text = printed(request.getfixturevalue(fixture), OUTCOME, tmp_path)
    said = "".join(text.split())
    assert [words for words in PRINTED if words not in said] == []
    assert [words for words in LEFT_OUT if words in said] == []
    assert said.count("还没有经鞍山市的经办机构核对") == 1


def test_printed_layers_say_how_each_stands(phone: Page, tmp_path: Path) -> None:
    _, text = printed(phone, PAGES["second"], tmp_path)
    layers = "".join(text.split()).partition("一层一层报")[2].partition("要带的东西")[0]
    shown = phone.locator(".layers .tag").all_inner_texts()
    assert len(shown) > 3
    assert [words for words in (*shown, "基本医保：", "医疗救助：") if words not in layers] == []


@pytest.mark.parametrize("name", ["outcome", "emergency", "card"])
def test_nothing_but_the_answer_is_printed_above_what_to_do(phone: Page, tmp_path: Path, name: str) -> None:
    _, text = printed(phone, PAGES[name], tmp_path)
    above = "".join(text.partition("现在就做")[0].split())
    answer = "".join((phone.locator(".over").inner_text() + phone.locator("h1").inner_text()).split())
    assert above.startswith(answer)
    assert [words for words in ("要带：", "打印", "存文件", "依据", "什么意思", "再看：") if words in above] == []


def test_drawing_of_the_waiting_period_is_printed(phone: Page, tmp_path: Path) -> None:
    pages, text = printed(phone, WAITING, tmp_path)
    assert pages <= 2
    assert "第2月" in "".join(text.split())


@pytest.mark.parametrize("fixture", ["phone", "plain"])
def test_drawing_of_whose_money_is_spent_is_printed(
    fixture: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    _, text = printed(request.getfixturevalue(fixture), PAGES["family"], tmp_path)
    said = "".join(text.split())
    assert [words for words in ("花您账户的钱", "花您转去的钱", "花家人自己的钱") if words not in said] == []


def test_what_paper_needs_is_opened_for_it_and_closed_again(phone: Page) -> None:
    """For browsers whose style sheets cannot open a disclosure."""
    phone.goto(OUTCOME)
    phone.get_by_text("您的回答：看一看，改一改").click()
    for_paper, others = (phone.locator(f"main details{which}") for which in (IN_PRINT, f":not({IN_PRINT})"))
    opened = "all => all.map(one => one.open)"
    before = for_paper.evaluate_all(opened)
    assert before.count(True) == 1
    phone.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert set(for_paper.evaluate_all(opened)) == {True}
    assert set(others.evaluate_all(opened)) == {False}
    phone.evaluate("dispatchEvent(new Event('afterprint'))")
    assert for_paper.evaluate_all(opened) == before


def test_sheet_prints_alike_at_every_text_size(phone: Page, tmp_path: Path) -> None:
    phone.goto("/text-size/huge/?next=/")
    pages, _ = printed(phone, OUTCOME, tmp_path)
    assert pages <= 2


def test_sheet_carries_the_qr_of_its_address(phone: Page) -> None:
    phone.goto(OUTCOME)
    picture = phone.locator(".stamp img")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
