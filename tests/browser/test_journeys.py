"""A person walks the first guide: with and without JavaScript, and by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ERROR, OUTCOME, QUESTION, SEVERAL


def choose(page: Page, value: str) -> None:
    page.locator(f"main label input[value='{value}']").check()
    page.get_by_role("button").filter(has_text=re.compile("下一步|看结果")).click()


def choose_place(page: Page, province: str, city: str = "") -> None:
    page.locator("select").select_option(label=province)
    page.get_by_role("button", name="下一步").click()
    if city:
        page.locator("select").select_option(label=city)
        page.get_by_role("button", name="下一步").click()


def walk_to_pledge(page: Page) -> None:
    """From the home page: 鞍山 insured, lives in 北京, no papers to prove it."""
    page.goto("/")
    page.get_by_role("link", name="去外地看病").click()
    page.get_by_role("link", name="开始回答").click()
    choose(page, "family")
    choose_place(page, "辽宁省", "鞍山市")
    choose(page, "employee")
    choose_place(page, "北京市")
    for value in ("planning", "lives_there", "none", "inpatient", "yes", "no", "no"):
        choose(page, value)


@pytest.mark.parametrize("fixture", ["phone", "plain"])
def test_walk_from_home_to_outcome(fixture: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(fixture)
    walk_to_pledge(page)
    main = page.locator("main")
    expect(main).to_have_attribute("data-outcome", "file_long_term_pledge")
    expect(main).to_have_attribute("data-blocks", "proxy")
    expect(page.get_by_role("link", name="0412-12393").first).to_have_attribute("href", "tel:041212393")
    assert page.url.endswith(OUTCOME)


def change(page: Page, key: str) -> None:
    """Change an answer on an outcome, as its list of answers offers it."""
    page.get_by_text("您的回答：看一看，改一改").click()
    page.locator(f"a[href*='edit={key}']").click()


def test_change_an_answer_keeps_the_others(plain: Page) -> None:
    plain.goto(OUTCOME)
    change(plain, "hospital_linked")
    expect(plain.locator("label input[value='yes']")).to_be_checked()
    choose(plain, "no")
    expect(plain.locator("main")).to_have_attribute("data-outcome", "hospital_not_linked")
    assert "filed_before=no" in plain.url


def test_change_drops_answers_that_no_longer_apply(plain: Page) -> None:
    plain.goto(OUTCOME)
    change(plain, "stage")
    choose(plain, "discharged")
    expect(plain.locator("main")).to_have_attribute("data-outcome", "file_late_then_claim")
    assert "care_type" not in plain.url
    assert "reason=lives_there" in plain.url


def test_back_leads_to_the_question_before(plain: Page) -> None:
    plain.goto(QUESTION)
    plain.get_by_role("link", name="返回上一步").click()
    assert "/care_place/" in plain.url
    assert "insured_place=210300" in plain.url


def test_browser_back_forward_and_reload(phone: Page) -> None:
    phone.goto("/guides/remote-care/for_whom/")
    choose(phone, "self")
    phone.wait_for_url("**/insured_place/?for_whom=self")
    phone.go_back()
    expect(phone.locator("h1")).to_have_text("给谁办？")
    phone.go_forward()
    phone.reload()
    expect(phone.locator("select")).to_be_visible()


def test_missing_answer_explains_and_takes_the_focus(phone: Page) -> None:
    phone.goto(QUESTION)
    phone.get_by_role("button", name="下一步").click()
    box = phone.get_by_role("alert")
    expect(box).to_contain_text("请检查以下问题")
    expect(box).to_be_focused()
    expect(phone).to_have_title(re.compile("^错误："))
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.locator("input[name=stage]").first).to_be_focused()


def test_missing_answer_says_the_same_words_twice(plain: Page) -> None:
    plain.goto(ERROR)
    words = plain.locator("#problems li").inner_text()
    assert plain.locator("#stage-problem").inner_text().removeprefix("错误：").strip() == words


def test_exclusive_answer_with_others_is_explained_and_kept(plain: Page) -> None:
    plain.goto(SEVERAL)
    plain.locator("label input[value='residence_permit']").check()
    choose(plain, "none")
    expect(plain.get_by_role("alert")).to_contain_text("都没有")
    expect(plain.locator("input[value='residence_permit']")).to_be_checked()
    expect(plain.locator("input[value='none']")).to_be_checked()


def test_place_is_found_while_typing(phone: Page) -> None:
    phone.goto("/guides/remote-care/insured_place/?for_whom=self")
    phone.get_by_role("searchbox").press_sequentially("anshan")
    phone.get_by_role("radio", name="辽宁省鞍山市").check()
    phone.get_by_role("button", name="下一步").click()
    phone.wait_for_url("**/scheme/?for_whom=self&insured_place=210300")


def test_county_is_found_while_typing_and_leads_to_its_city(phone: Page) -> None:
    phone.goto("/guides/remote-care/insured_place/?for_whom=self")
    phone.get_by_role("searchbox").press_sequentially("zhangwu")
    phone.get_by_role("radio", name="彰武县，归辽宁省阜新市管").check()
    phone.get_by_role("button", name="下一步").click()
    phone.wait_for_url("**/scheme/?for_whom=self&insured_place=210900&county=210922")
    expect(phone.get_by_text("彰武县归阜新市管。")).to_be_visible()


def test_place_is_found_without_javascript(plain: Page) -> None:
    plain.goto("/guides/remote-care/insured_place/?for_whom=self")
    plain.get_by_role("searchbox").fill("彰武")  # a county is confirmed: one is insured with its city
    plain.get_by_role("button", name="下一步").click()
    plain.get_by_role("radio", name="阜新").check()
    plain.get_by_role("button", name="下一步").click()
    assert plain.url.endswith("/scheme/?for_whom=self&insured_place=210900&county=210922")
    plain.goto("/guides/remote-care/insured_place/?for_whom=self")
    plain.get_by_role("searchbox").fill("鞍山")
    plain.get_by_role("button", name="下一步").click()
    assert plain.url.endswith("/scheme/?for_whom=self&insured_place=210300")


def test_emergency_exit_needs_no_answer(plain: Page) -> None:
    plain.goto("/guides/remote-care/")
    plain.get_by_role("link", name="正在急诊抢救").click()
    expect(plain.locator("main")).to_have_attribute("data-outcome", "emergency")
    expect(plain.get_by_role("link", name="12393").first).to_be_visible()


def test_walk_by_keyboard_alone(phone: Page) -> None:
    phone.goto("/guides/remote-care/for_whom/")
    for _ in range(20):
        phone.keyboard.press("Tab")
        if phone.evaluate("document.activeElement.name") == "for_whom":
            break
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/insured_place/?for_whom=family")
    for _ in range(20):
        phone.keyboard.press("Tab")
        if phone.evaluate("document.activeElement.type") == "search":
            break
    phone.keyboard.type("beijing")
    phone.get_by_role("radio", name="北京市").wait_for()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/scheme/?for_whom=family&insured_place=110000")
    expect(phone.locator("input[name=scheme]").first).to_be_visible()


def test_text_size_is_the_only_cookie(plain: Page) -> None:
    plain.goto(QUESTION)
    assert plain.context.cookies() == []
    plain.get_by_role("link", name="特大").click()
    assert plain.url.endswith(QUESTION)
    assert [(c["name"], c["value"]) for c in plain.context.cookies()] == [("text_size", "huge")]
    expect(plain.locator("html")).to_have_class("text-huge")
