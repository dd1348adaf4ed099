"""Pages that change where one stands: nothing typed is lost, and whatever is under way or failed is said."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.addresses import OUTCOME, PLACE
from tests.browser.test_estimate import fill, open_bill

ESTIMATE = "/estimate/"
BUTTON = "估一估"


@pytest.mark.on("2026-11-26")
def test_text_size_changes_on_the_spot_and_is_kept(phone: Page) -> None:
    phone.goto(ESTIMATE)
    fill(phone)
    expect(phone.locator(".result")).to_be_visible()
    with phone.expect_response(lambda response: "/text-size/huge/" in response.url):
        phone.get_by_role("link", name="字号 特大").click()
    assert phone.evaluate("getComputedStyle(document.body).fontSize") == "32px"
    expect(phone.locator(".result")).to_be_visible()
    assert phone.input_value("#total") == "6万"
    assert phone.locator(".sizes [aria-current]").all_text_contents() == ["字号特大"]
    phone.goto("/")
    assert phone.evaluate("getComputedStyle(document.body).fontSize") == "32px"


def test_text_size_is_a_link_without_javascript(plain: Page) -> None:
    plain.goto(OUTCOME)
    plain.get_by_role("link", name="字号 特大").click()
    assert plain.url.endswith(OUTCOME)
    assert plain.locator("html").get_attribute("class") == "text-huge"


@pytest.mark.parametrize(("status", "said"), [(0, "没有连上，请再试一次。您填的都还在。"), (500, "这次没有办成。")])
@pytest.mark.parametrize("address", [ESTIMATE, OUTCOME])
def test_an_answer_that_did_not_come_is_missed(phone: Page, address: str, status: int, said: str) -> None:
    phone.goto(address)
    if address == OUTCOME:
        open_bill(phone)
    refuse = (lambda route: route.fulfill(status=status)) if status else (lambda route: route.abort())
    phone.route(lambda url: "/text-size/" not in url, refuse)
    if address == ESTIMATE:
        fill(phone, total="12345")
    else:
        phone.fill("#total", "12345")
        phone.get_by_role("button", name=BUTTON).click()
    expect(phone.locator("[data-told]")).to_contain_text(said)
    expect(phone.locator("[data-told]")).to_be_in_viewport()
    assert phone.input_value("#total") == "12345"
    expect(phone.get_by_role("button", name=BUTTON)).to_be_focused()
    phone.unroute_all()
    phone.get_by_role("button", name=BUTTON).click()
    expect(phone.locator("#payout .result, #payout .note").first).to_be_visible()


@pytest.mark.on("2026-11-26")
def test_waiting_is_shown_and_asks_once(phone: Page) -> None:
    phone.goto(ESTIMATE)
    held: list[Route] = []
    phone.route("**/estimate/", lambda route: held.append(route))
    fill(phone)
    expect(phone.locator("[data-told]")).to_have_text("正在算…")
    expect(phone.get_by_role("button", name=BUTTON)).to_be_disabled()
    phone.wait_for_timeout(300)  # for a second one that must not come
    assert len(held) == 1
    held[0].continue_()
    expect(phone.locator(".result")).to_be_visible()


def test_reading_goes_on_at_the_answer(phone: Page) -> None:
    phone.goto(ESTIMATE)
    fill(phone)
    expect(phone.locator("#payout")).to_be_focused()
    phone.fill("#total", "一万二")
    phone.get_by_role("button", name=BUTTON).click()
    expect(phone.locator("#problems")).to_be_focused()


def test_search_says_how_many_places_it_found(phone: Page) -> None:
    phone.goto(PLACE)
    said = phone.locator("#place-said")
    said.evaluate("e => { e.lasts = true }")
    phone.locator("[name=find]").fill("suzhou")
    expect(said).to_have_text("找到 3 个")
    assert said.evaluate("e => e.lasts"), "a live region that is swapped says nothing"
    phone.locator("[name=find]").fill("zzzz")
    expect(said).to_contain_text("没有找到“zzzz”")


def test_half_a_word_is_not_said_to_be_missing(phone: Page) -> None:
    phone.goto(PLACE)
    box = phone.locator("[name=find]")
    box.focus()
    keyboard = phone.context.new_cdp_session(phone)
    for typed in ("a", "an's", "an'zz"):
        with phone.expect_response("**/insured_place/**"):
            keyboard.send(
                "Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)}
            )
        phone.wait_for_timeout(50)
        assert "没有找到" not in phone.locator("main").inner_text()
    keyboard.send("Input.insertText", {"text": "鞍山"})
    expect(phone.get_by_role("radio", name="辽宁省鞍山市").first).to_be_visible()
    box.fill("")
    keyboard.send("Input.imeSetComposition", {"text": "zzzz", "selectionStart": 4, "selectionEnd": 4})
    phone.wait_for_timeout(600)
    assert "没有找到" not in phone.locator("main").inner_text()
    keyboard.send("Input.insertText", {"text": "zzzz"})
    expect(phone.get_by_text("没有找到“zzzz”").last).to_be_visible()


def test_boxes_of_a_wrong_date_are_announced(phone: Page) -> None:
    phone.goto(ESTIMATE)
    phone.get_by_text("知道这些就填，算得更准").click()
    fill(phone, year="2026", month="2", day="30")
    for name in ("year", "month", "day"):
        box = phone.locator(f"#{name}")
        expect(box).to_have_attribute("aria-invalid", "true")
        said = phone.locator(f"#{box.get_attribute('aria-describedby')}")
        expect(said).to_contain_text("没有2月30日")
