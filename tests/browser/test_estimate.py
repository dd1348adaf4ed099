"""A person estimates a payout: with htmx in place, without JavaScript, on the page and on an outcome."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.addresses import OUTCOME
from tests.browser.test_access import RULES, TOO_SMALL


def fill(page: Page, **fields: str) -> None:
    for name, value in {"city": "北京", "total": "6万", **fields}.items():
        page.fill(f"#{name}", value)
    page.locator("input[name=scheme][value=employee]").check()
    page.locator("input[name=care_type][value=inpatient]").check()
    page.get_by_role("button", name="估一估").click()


def open_bill(page: Page) -> None:
    """Open the form of an outcome, and wait for what answers it in place."""
    with page.expect_event("requestfinished", lambda request: "inplace" in request.url):
        page.locator("summary").get_by_text("能报多少", exact=True).click()
    page.wait_for_timeout(200)  # it was fetched; it has yet to run


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("fixture", ["phone", "plain"])
def test_estimate_from_one_figure(fixture: str, request: pytest.FixtureRequest, site: str) -> None:
    page: Page = request.getfixturevalue(fixture)
    page.goto("/estimate/")
    fill(page)
    expect(page.locator(".result")).to_contain_text("医保大约付 5.23万元 到 5.76万元")
    page.locator("input[name=hospital_level][value=tertiary]").check()
    page.locator("input[name=retired][value=active]").check()
    page.get_by_role("button", name="估一估").click()
    expect(page.locator(".result")).to_contain_text("5.23万元")
    assert page.url.removesuffix("#payout") == f"{site}/estimate/"


@pytest.mark.on("2026-11-26")
def test_htmx_answers_in_place(phone: Page) -> None:
    phone.goto("/estimate/")
    phone.evaluate("window.stayed = true")
    faults: list[str] = []
    phone.on("console", lambda message: faults.append(message.text))
    fill(phone)
    expect(phone.locator(".result")).to_be_visible()
    assert phone.evaluate("window.stayed") is True
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    assert faults == []


@pytest.mark.parametrize("fixture", ["phone", "plain"])
def test_mistake_is_explained_and_what_was_typed_stays(fixture: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(fixture)
    page.goto("/estimate/")
    fill(page, total="一万二")
    expect(page.get_by_role("alert")).to_contain_text("请改用数字写金额")
    assert page.input_value("#total") == "一万二"
    assert page.input_value("#city") == "北京"


@pytest.mark.on("2026-11-26")
def test_second_bill_of_the_year(plain: Page) -> None:
    plain.goto("/estimate/")
    fill(plain, total="10000")
    plain.get_by_role("button", name="再加一张").click()
    expect(plain.locator("form.bill")).to_contain_text("前面已经加了 1 张账单")
    plain.fill("#total", "20000")
    plain.get_by_role("button", name="估一估").click()
    expect(plain.get_by_role("list", name="今年的账单加起来")).to_contain_text("20,000")


def test_outcome_answers_a_bill_in_place_once_somebody_asks(phone: Page) -> None:
    fetched: list[str] = []
    phone.on("request", lambda request: fetched.append(request.url))
    phone.goto(OUTCOME)
    phone.wait_for_load_state("networkidle")
    assert not any("htmx" in address for address in fetched)
    phone.evaluate("window.stayed = true")
    open_bill(phone)
    phone.fill("#total", "2万")
    phone.get_by_role("button", name="估一估").click()
    expect(phone.locator("#payout")).to_contain_text("还算不出来，还差：")
    assert phone.evaluate("window.stayed") is True
    phone.fill("#own_deductible", "500")
    phone.fill("#own_rate", "80")
    phone.get_by_role("button", name="估一估").click()
    expect(phone.locator(".result")).to_contain_text("1.56万元")
    assert phone.url.removesuffix("#payout").endswith(OUTCOME)


@pytest.mark.parametrize("total", ["6万", "-1", "6000万"])
def test_answers_are_accessible(phone: Page, total: str) -> None:
    phone.goto("/estimate/")
    fill(phone, total=total)
    phone.locator("#payout .result, #problems, #payout .note").first.wait_for()
    report = Axe().run(phone, options=RULES)
    assert report.violations_count == 0, report.generate_report()
    phone.set_viewport_size({"width": 320, "height": 700})
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    assert (
        phone.evaluate(TOO_SMALL, {"selector": "main .choice, main button:not(.amiss), main input.text", "height": 60})
        == []
    )
    assert phone.evaluate(TOO_SMALL, {"selector": "a[href], summary, .amiss", "height": 44}) == []


@pytest.mark.on("2026-11-26")
def test_ten_estimates_leave_no_amount_on_the_server(plain: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    for cents in range(10):
        plain.goto("/estimate/")
        fill(plain, total=f"76543.2{cents}")
        expect(plain.locator(".result")).to_be_visible()
        assert "76543" not in plain.url
    files = [file for file in tmp_path_factory.getbasetemp().glob("state*/*") if file.is_file()]
    kept = b"".join(file.read_bytes() for file in files)  # access and application log, database
    assert kept.count(b'"POST /estimate/"') >= 10
    assert b"76543.2" not in kept  # without its fen it may stand in a digest of the content
