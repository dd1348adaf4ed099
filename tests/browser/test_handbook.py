"""The walks of docs/clerk.md, each judged by what the public sees afterwards."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import clerk_walks as walks
from tests.browser import serving

HANDBOOK = serving.ROOT / "docs" / "clerk.md"


class Clerks(NamedTuple):
    writer: walks.Clerk
    checker: walks.Clerk
    colleague: walks.Clerk


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Path]:
    """Of these walks alone: what other journeys leave at the desk is none of theirs."""
    with serving.copied(prepared, tmp_path_factory.mktemp("handbook")) as state:
        yield state


@pytest.fixture(scope="module")
def site(state: Path) -> Iterator[str]:
    with serving.serving(state) as address:
        yield address


@pytest.fixture(scope="module")
def checker(browser: Browser, site: str, state: Path) -> walks.Clerk:
    walks.make_clerks(state)
    return walks.first_hour(browser, site)


@pytest.fixture(scope="module")
def clerks(browser: Browser, site: str, checker: walks.Clerk) -> Iterator[Clerks]:
    """Three clerks, by whom a city that had nothing has been written and published."""
    writer, colleague = (walks.sign_in(browser, site, name) for name in (walks.WRITER, walks.COLLEAGUE))
    walks.new_city(writer, checker)
    yield Clerks(writer, checker, colleague)
    for clerk in (writer, checker, colleague):
        clerk.page.context.close()


def test_first_hour_leads_from_a_row_to_the_public_page_and_to_the_preview(checker: walks.Clerk) -> None:
    public = walks.see_public(checker)
    expect(public.locator("main")).to_contain_text("鞍山市医保中心")
    assert "已发布，不能直接改；要改请找编辑来“修订”。" in checker.page.locator(".standing").inner_text()
    assert "备案、报销" in checker.page.locator(".field-does").inner_text()
    page = walks.preview(checker, walks.NEW_YEAR, "/offices/?place=210300")
    expect(page.locator(".preview")).to_contain_text(f"{walks.NEW_YEAR.year}年1月1日的样子")
    expect(page.locator("main")).to_contain_text("鞍山市医保中心")


def test_new_city_is_public_with_its_counter_deadline_and_figures(clerks: Clerks, phone: Page) -> None:
    phone.goto(walks.OFFICES)
    counter = phone.locator("main")
    expect(counter).to_contain_text("本溪市示例医保服务大厅")
    expect(counter).to_contain_text("示例路 1 号 2 楼")
    expect(counter).to_contain_text("13:30")
    phone.goto(walks.CLAIM)
    last = walks.six_months_after(walks.DISCHARGED)
    expect(phone.locator("main")).to_contain_text(f"{last.year}年{last.month}月{last.day}日")
    phone.goto("/estimate/")
    assert "8,500元" in walks.estimate(phone)


def test_dated_change_holds_from_midnight_in_china(clerks: Clerks, state: Path, browser: Browser) -> None:
    walks.change_from_a_day(clerks.writer, clerks.checker)
    page = walks.preview(clerks.writer, walks.NEW_YEAR, "/estimate/")
    assert "8,585 元" in walks.estimate(page)
    midnight = dt.datetime.combine(walks.NEW_YEAR, dt.time(), dt.timezone(dt.timedelta(hours=8)))
    clock = serving.set_clock(state / "midnight", midnight - dt.timedelta(minutes=2))
    with serving.serving(state, clock=clock) as site:
        visitor = browser.new_page(base_url=site)
        assert amounts(visitor) == {"8,500 元"}
        serving.set_clock(clock, midnight)
        assert amounts(visitor) == {"8,585 元"}
        visitor.close()


def amounts(visitor: Page) -> set[str]:
    """What the public page says that insurance pays of the bill, as this year's rule has it or as next year's."""
    visitor.goto("/estimate/")
    return set(re.findall(r"8,5\d\d 元", walks.estimate(visitor)))


def test_wrong_phone_is_replaced_checked_and_can_be_taken_down(clerks: Clerks, phone: Page) -> None:
    walks.report_phone(phone)
    expect(phone.locator("h1")).to_have_text("收到了，谢谢您")
    walks.right_the_phone(clerks.writer, clerks.checker)
    walks.answer_report(clerks.writer)
    assert "已添加" in clerks.writer.said() or "成功" in clerks.writer.said()
    phone.goto(walks.OFFICES)
    expect(phone.locator("main")).to_contain_text(walks.RIGHT_PHONE)
    expect(phone.locator("main")).not_to_contain_text(walks.WRONG_PHONE)
    today = walks.TODAY
    expect(phone.locator("main")).to_contain_text(f"{today.year}年{today.month}月已核对")
    walks.withdraw(clerks.checker)
    phone.goto(walks.OFFICES)
    expect(phone.locator("main")).not_to_contain_text(walks.RIGHT_PHONE)
    expect(phone.locator("main")).to_contain_text("12393")


def test_rule_that_ends_with_the_year_is_carried_over(clerks: Clerks) -> None:
    page = walks.preview(clerks.checker, walks.NEW_YEAR, walks.CLAIM)
    expect(page.locator("main")).not_to_contain_text("出院后 6 个月内")
    walks.carry_over(clerks.writer, clerks.checker)
    page = walks.preview(clerks.colleague, walks.NEW_YEAR, walks.CLAIM)
    expect(page.locator("main")).to_contain_text("出院后 6 个月内")


def test_sheet_brings_a_phone_to_the_public_page(clerks: Clerks, phone: Page, tmp_path: Path) -> None:
    walks.change_in_excel(clerks.writer, clerks.checker, tmp_path)
    phone.goto("/offices/?place=210300")
    expect(phone.locator("main")).to_contain_text("0412-4222222")


def test_yearly_check_of_many_rows_stands_on_the_public_page(clerks: Clerks, phone: Page) -> None:
    walks.verify_all(clerks.checker, walks.OTHER, walks.ANSHAN_ARTICLES)
    assert "核对无误：" in clerks.checker.said()
    phone.goto("/offices/?place=210300")
    today = walks.TODAY
    expect(phone.locator("main")).to_contain_text(f"{today.year}年{today.month}月已核对")
    expect(phone.locator("main")).not_to_contain_text("未经经办机构核对")


def test_second_of_two_editors_is_told_and_loses_nothing(clerks: Clerks) -> None:
    walks.both_at_once(clerks.writer, clerks.colleague)
    page = clerks.colleague.page
    expect(page.locator(".errorlist").first).to_contain_text(f"您打开以后，{walks.WRITER}在")
    expect(page.locator(".errorlist").first).to_contain_text("从“3 号窗口”改成“5 号窗口”")
    assert page.input_value("#id_window") == "6 号窗口"


def test_row_of_another_province_is_not_there(clerks: Clerks) -> None:
    clerks.writer.find("本地规定", "shenzhen")
    assert clerks.writer.page.locator("#result_list tbody tr").count() == 0


def test_empty_field_is_asked_for_in_plain_words(clerks: Clerks) -> None:
    clerks.writer.adding("经办机构")
    clerks.writer.page.locator("input[name=_save]").last.click()
    form = clerks.writer.page.locator("#office_form")
    expect(form).to_contain_text("请填“名称”。")
    expect(form).not_to_contain_text("必填项")


def test_handbook_shows_no_picture_that_is_not_there() -> None:
    shown = set(re.findall(r"\((clerk/[\w-]+\.png)\)", HANDBOOK.read_text()))
    there = {f"clerk/{path.name}" for path in HANDBOOK.with_suffix("").glob("*.png")}
    assert shown == there
    assert len(there) < 25
    assert all(path.stat().st_size < 120_000 for path in HANDBOOK.with_suffix("").glob("*.png"))
