"""A person adds up the year's 自付 on an outcome: the whole page answers, with and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.addresses import SECOND
from tests.browser.test_access import RULES, TOO_SMALL


def add_up(page: Page, burden: str) -> None:
    if not page.locator("#burden_before").is_visible():  # folded until it has been used
        page.locator("summary").get_by_text("算一算过线没有").click()
    page.fill("#burden_before", burden)
    page.get_by_role("button", name="看过线没有").click()


@pytest.mark.on("2026-11-26")
@pytest.mark.parametrize("fixture", ["phone", "plain"])
def test_sum_changes_verdict_and_layers(fixture: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(fixture)
    page.goto(SECOND)
    second_layer = page.locator(".layers > li").nth(1).locator(".tag")
    expect(page.locator("main")).to_have_attribute("data-outcome", "ask_why_not")
    expect(second_layer).to_have_text("先问清楚")
    add_up(page, "18000")
    expect(page.locator("#payout h2")).to_have_text("今年还差约 1.24万元（12,404元）")
    expect(page.locator("main")).to_have_attribute("data-outcome", "below_threshold")
    expect(second_layer).to_have_text("暂时不够条件")
    page.locator("input[name=supported][value=yes]").check()
    add_up(page, "18000")
    expect(page.locator("#payout h2")).to_have_text("已经过线")
    expect(page.locator("main")).to_have_attribute("data-outcome", "ask_why_not")
    expect(second_layer).to_have_text("要您申请")
    said = page.url.removesuffix("#payout").replace("discharged=2026", "discharged=this_year")
    assert said.endswith(SECOND)


def test_answer_comes_in_place_and_is_what_the_reader_sees(phone: Page) -> None:
    phone.goto(SECOND)
    phone.evaluate("window.stayed = true")
    faults: list[str] = []
    phone.on("console", lambda message: faults.append(message.text))
    add_up(phone, "18000")
    expect(phone.locator("#payout h2")).to_be_in_viewport()
    assert phone.evaluate("window.stayed") is True
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    assert faults == []


def test_page_of_the_answer_is_printed_copied_and_ticked_as_before(phone: Page) -> None:
    phone.goto(SECOND)
    ways, boxes = phone.locator("[data-print]:visible, [data-copy]:visible"), phone.locator("[data-tick]")
    before = ways.count()
    boxes.first.check()
    add_up(phone, "18000")
    expect(phone.locator("#payout .result")).to_be_visible()
    assert before > 0
    expect(ways).to_have_count(before)
    expect(boxes.first).to_be_checked()
    boxes.first.uncheck()
    phone.reload()
    expect(boxes.first).not_to_be_checked()
    phone.evaluate("window.print = () => (window.printed = true)")
    phone.locator("[data-print]:visible").first.click()
    assert phone.evaluate("window.printed") is True


@pytest.mark.parametrize("fixture", ["phone", "plain"])
def test_mistake_is_explained_and_what_was_typed_stays(fixture: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(fixture)
    page.goto(SECOND)
    add_up(page, "一万二")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.get_by_role("alert")).to_contain_text("请改用数字写金额")
    assert page.input_value("#burden_before") == "一万二"
    assert page.title().startswith("错误：")


@pytest.mark.parametrize("burden", ["18000", "-1", "500万"])
def test_answers_are_accessible(phone: Page, burden: str) -> None:
    phone.goto(SECOND)
    phone.evaluate("document.getElementById('main').dataset.asked = ''")
    add_up(phone, burden)
    expect(phone.locator("[data-asked]")).to_have_count(0)  # the answer is a page of its own
    phone.locator("#payout .result, #problems, #payout .note").first.wait_for()
    report = Axe().run(phone, options=RULES)
    assert report.violations_count == 0, report.generate_report()
    phone.set_viewport_size({"width": 320, "height": 700})
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    assert (
        phone.evaluate(
            TOO_SMALL, {"selector": "main .choice, main button:not(.amiss, .quick), main input.text", "height": 60}
        )
        == []
    )
    assert phone.evaluate(TOO_SMALL, {"selector": "a[href], summary, .amiss, .quick", "height": 44}) == []


@pytest.mark.on("2026-11-26")
def test_sums_leave_no_amount_on_the_server(plain: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    for cents in range(5):
        plain.goto(SECOND)
        add_up(plain, f"76543.2{cents}")
        expect(plain.locator(".result")).to_be_visible()
        assert "76543" not in plain.url
    files = [file for file in tmp_path_factory.getbasetemp().glob("state*/*") if file.is_file()]
    kept = b"".join(file.read_bytes() for file in files)  # access and application log, database
    assert kept.count(b'"POST /guides/second-reimbursement/outcome/"') >= 5
    assert b"76543.2" not in kept  # without its fen it may stand in a digest of the content
