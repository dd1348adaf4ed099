"""What the web says, a claim a line: each opens in place, and an address opens its own."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

PAGE = "/misconceptions/"
OWN = "second-claim-liaoning-210000"


def test_page_is_short_and_every_claim_is_closed(phone: Page) -> None:
    phone.goto(PAGE)
    assert phone.locator("details.said").count() >= 23
    assert phone.locator("details.said[open]").count() == 0
    assert phone.evaluate("document.documentElement.scrollHeight / innerHeight") <= 5


@pytest.mark.parametrize("fixture", ["phone", "plain"])
def test_address_of_a_claim_opens_it_alone(fixture: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(fixture)
    page.goto(f"{PAGE}#{OWN}")
    expect(page.locator(f"#{OWN}")).to_be_visible()
    expect(page.locator(f"#{OWN}")).to_be_in_viewport()
    expect(page.locator("details.said[open]")).to_have_count(1)
    expect(page.locator("details.said[open] > summary")).to_be_in_viewport()


def test_claim_opens_where_the_browser_does_not_open_it_itself(phone: Page) -> None:
    phone.goto(f"{PAGE}#{OWN}")
    phone.evaluate("document.querySelector('details.said[open]').open = false")
    phone.evaluate("dispatchEvent(new Event('hashchange'))")
    expect(phone.locator(f"#{OWN}")).to_be_visible()


@pytest.mark.parametrize("fixture", ["phone", "plain"])
def test_paper_shows_what_is_so_of_every_claim(fixture: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    page: Page = request.getfixturevalue(fixture)
    page.goto(PAGE)
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert "".join(text.split()).count("实际是这样：") == page.locator("details.said").count()
