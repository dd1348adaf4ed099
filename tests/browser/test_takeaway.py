"""What a person takes away from an outcome: ticks, prints, copies, pictures."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.addresses import GUIDE, OUTCOME, PLACE, QUESTION, TAKE

WAYS = ["打印", "存成文件", "大字文件", "存成图片", "发到家人群里", "分享网址"]


def ticked(page: Page) -> list[bool]:
    return [box.is_checked() for box in page.locator("[data-tick]").all()]


def clear(page: Page) -> None:
    if "/outcome/" in page.url:
        page.get_by_text("您的回答：看一看，改一改").click()
    page.get_by_role("link", name="清除我的回答").click()
    expect(page).to_have_url(
        re.compile(f"{GUIDE}$")
    )  # its script has run: it takes what it was called with off the address


@pytest.mark.parametrize("where", [OUTCOME, QUESTION, PLACE])
def test_ticks_survive_a_reload_and_go_with_the_answers(phone: Page, where: str) -> None:
    phone.goto(OUTCOME)
    phone.locator("[data-tick]").first.check()
    phone.reload()
    kept = ticked(phone)
    assert kept[0]
    assert not any(kept[1:])
    phone.goto(where)
    clear(phone)
    expect(phone).to_have_url(f"{phone.url.split('/guides/')[0]}{GUIDE}")
    assert phone.evaluate("localStorage.length") == 0
    phone.goto(OUTCOME)
    assert not any(ticked(phone))


def test_ticks_are_those_of_one_list_and_do_not_spell_out_answers(phone: Page) -> None:
    phone.goto(OUTCOME)
    phone.locator("[data-tick]").first.check()
    stored = phone.evaluate("JSON.stringify(localStorage)")
    assert "210300" not in stored
    assert "family" not in stored
    phone.goto(OUTCOME.replace("filed_before=no", "filed_before=yes"))
    assert not any(ticked(phone))


def test_ticks_made_after_clearing_stay_on_the_way_back(phone: Page) -> None:
    phone.goto(OUTCOME)
    clear(phone)
    phone.goto(OUTCOME)
    phone.locator("[data-tick]").first.check()
    phone.go_back()
    phone.reload()
    phone.goto(OUTCOME)
    assert ticked(phone)[0]


def test_going_back_after_clearing_shows_no_ticks(phone: Page) -> None:
    phone.goto(OUTCOME)
    phone.locator("[data-tick]").first.check()
    clear(phone)
    phone.go_back()
    expect(phone.locator("[data-tick]").first).not_to_be_checked()


@pytest.mark.parametrize("fixture", ["phone", "plain"])
def test_every_way_leads_somewhere_with_and_without_javascript(fixture: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(fixture)
    page.goto(OUTCOME)
    page.get_by_role("link", name="发给家人").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("带走这张单子")
    for name, kind in (
        ("下载文件（PDF），A4 纸两页", "application/pdf"),
        ("下载大字文件（PDF），最多四页", "application/pdf"),
    ):
        link = page.get_by_role("link", name=name).get_attribute("href")
        response = page.request.get(str(link))
        assert response.headers["content-type"] == kind
        assert response.body().startswith(b"%PDF-")
    page.get_by_role("link", name="打开图片，存到手机").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("长按图片，保存到手机")
    page.get_by_role("link", name="返回结果").first.click()
    assert page.url.endswith(OUTCOME)


@pytest.mark.parametrize("address", [OUTCOME, TAKE])
def test_without_javascript_nothing_dead_is_offered(plain: Page, address: str) -> None:
    plain.goto(address)
    for button in plain.locator("[data-print], [data-copy], [data-share]").all():
        expect(button).to_be_hidden()
    for how in plain.locator("[data-plain]").all():
        expect(how).to_be_visible()


def test_message_can_be_selected_without_javascript(plain: Page) -> None:
    plain.goto(TAKE)
    plain.locator("#chat").select_text()
    # The reader's own selection, seen by the browser although the page runs no script.
    chosen = plain.locator("#chat").evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert chosen == plain.locator("#chat").input_value()
    assert chosen.startswith("【")


COPIED = "已经复制，去粘贴就行。"


@pytest.mark.parametrize(("button", "box"), [("复制这段话", "#chat"), ("复制网址", "#address")])
def test_copy_fills_the_clipboard_and_says_so(phone: Page, site: str, button: str, box: str) -> None:
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    phone.goto(TAKE)
    phone.get_by_role("button", name=button).click()
    expect(phone.get_by_role("status")).to_have_text(COPIED)
    assert phone.evaluate("navigator.clipboard.readText()") == phone.locator(box).input_value()


def test_what_to_say_at_the_counter_can_be_copied(phone: Page, site: str) -> None:
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    phone.goto(OUTCOME)
    phone.get_by_role("button", name="复制这段话").click()
    expect(phone.get_by_text(COPIED)).to_be_in_viewport()
    copied = phone.evaluate("navigator.clipboard.readText()")
    lines = phone.locator("#script p").all_inner_texts()
    assert copied.split() == "\n".join(lines).split()
    assert lines


@pytest.mark.parametrize(("works", "said"), [("true", COPIED), ("false", "没有复制成，请按住上面的字自己复制。")])
@pytest.mark.parametrize("address", [OUTCOME, TAKE])
def test_copy_without_a_clipboard_still_works_or_says_it_did_not(
    phone: Page, address: str, works: str, said: str
) -> None:
    phone.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    chosen = "window.chosen = getSelection().toString()"
    phone.add_init_script(f"document.execCommand = () => {{ {chosen}; return {works} }}")
    phone.goto(address)
    phone.get_by_role("button", name="复制这段话").click()
    expect(phone.locator("[data-said]")).to_have_text(said)
    words = phone.locator("#script").inner_text() if address == OUTCOME else phone.locator("#chat").input_value()
    assert phone.evaluate("window.chosen").split() == words.split()


def test_print_button_prints(phone: Page) -> None:
    phone.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 }")
    phone.goto(OUTCOME)
    for button in phone.get_by_role("button", name="打印", exact=True).all():
        button.click()
    assert phone.evaluate("window.printed") == 2


@pytest.fixture
def wechat(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        base_url=site,
        user_agent="Mozilla/5.0 (iPhone) AppleWebKit/605 MicroMessenger/8.0.50",
    )
    yield context.new_page()
    context.close()


def test_wechat_changes_the_order_and_nothing_disappears(phone: Page, wechat: Page) -> None:
    found = []
    for page in (phone, wechat):
        page.goto(TAKE)
        found.append([name for name in page.locator("main h2").all_inner_texts() if name in WAYS])
    assert found == [WAYS, ["存成图片", "发到家人群里", "分享网址", "存成文件", "大字文件", "打印"]]
    expect(wechat.get_by_text("微信里不能打印")).to_be_visible()
    wechat.goto(OUTCOME)
    expect(wechat.get_by_role("button", name="打印")).to_have_count(0)  # it would do nothing there
    expect(wechat.get_by_role("link", name="存图片").first).to_be_visible()


def test_pictures_are_readable_on_a_phone_and_can_be_downloaded(phone: Page) -> None:
    phone.goto(OUTCOME.replace("outcome/?", "outcome/pictures/?"), wait_until="load")
    shown = phone.locator("figure img")
    assert shown.count() == 3
    for picture in shown.all():
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 750
        assert picture.bounding_box()["width"] <= 390
    with phone.expect_download() as download:
        phone.get_by_role("link", name="下载第 1 张").click()
    assert download.value.suggested_filename.endswith("（第 1 张）.png")
