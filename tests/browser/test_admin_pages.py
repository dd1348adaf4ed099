"""Every page of the desk in a real browser under the strict policy, and the way in by password and phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.desk import PASSWORD, give_code, give_password, secret_on, sign_in
from tests.browser.test_access import RULES
from tests.browser.test_print import printed
from tests.thorough import some


@pytest.fixture(scope="module")
def desk(browser: Browser, site: str) -> Iterator[Page]:
    """The desk of a superuser whose phone is bound by the way every clerk binds it."""
    context = browser.new_context(base_url=site, locale="zh-CN", viewport={"width": 1200, "height": 900})
    yield sign_in(context, "boss")
    context.close()


class Visit:
    """Pages opened one after the other; what the console says is kept with the page that said it."""

    def __init__(self, page: Page) -> None:
        self.page, self.opened, self.faults = page, [], []
        page.on("console", self.hear)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"{self.page.url}: {message.text}")

    def open(self, address: str) -> None:
        response = self.page.goto(address)
        assert response is not None
        assert response.status == 200, address
        assert self.page.url.endswith(address), f"{address} led to {self.page.url}"
        self.opened.append(address)

    def links(self, selector: str) -> list[str]:
        return [str(link.get_attribute("href")) for link in self.page.locator(selector).all()]


def test_every_page_of_the_desk_opens_without_a_fault(desk: Page) -> None:
    visit = Visit(desk)
    visit.open("/admin/")
    lists = visit.links("#content-main th a[href]")
    assert len(lists) >= 16
    for address in lists:
        visit.open(address)
        add, rows = visit.links("a.addlink[href*='/add/']"), visit.links("#result_list tbody th a")
        if any(link.startswith(f"{address}add/") for link in add):
            visit.open(f"{address}add/")
        for sheet in visit.links(".object-tools a[href$='/excel/import/']"):
            visit.open(sheet)
            visit.open(address)
        if rows:
            visit.open(rows[0].split("?")[0])
            if history := visit.links("a.historylink"):
                visit.open(history[0].split("?")[0])
                for version in visit.links("#change-history td a")[:1]:
                    visit.open(version)
    for address in (
        "/admin/second-factor/",
        "/admin/password_change/",
        "/admin/guides/",
        "/admin/calculators/basicpolicy/grid/",
    ):
        visit.open(address)
    print(f"\n{len(visit.opened)} pages")
    assert visit.faults == []
    assert len(visit.opened) >= 60


def test_a_row_goes_from_draft_to_public_and_back(desk: Page) -> None:
    """The pages of each step, and of a row in each state."""
    visit = Visit(desk)
    visit.open("/admin/registry/office/?status__exact=published")
    desk.locator("#result_list tbody th a").first.click()
    take(desk, "修订", "窗口搬了")
    expect(desk.locator(".standing")).to_contain_text("草稿，公众看不到")
    take(desk, "提交复核", "改好了")
    expect(desk.locator(".standing")).to_contain_text("要由另一个人来复核发布")
    expect(desk.get_by_role("link", name="复核后发布")).to_have_count(0)
    take(desk, "退回修改", "再看看")
    expect(desk.locator(".standing")).to_contain_text("草稿，公众看不到")
    visit.open("/admin/registry/office/?status__exact=published")
    desk.locator("#result_list tbody th a").first.click()
    row = desk.url
    for name in ("核对无误", "马上撤下"):
        desk.goto(row)
        desk.get_by_role("link", name=name).click()
        expect(desk.locator("h1")).to_have_text(name)
    assert visit.faults == []


def test_calendar_names_its_days(desk: Page) -> None:
    desk.goto("/admin/registry/office/add/")
    desk.locator(".date-icon").first.click()
    assert desk.locator(".calendar >> visible=true").first.locator("th").all_inner_texts() == list("一二三四五六日")


def take(page: Page, step: str, reason: str) -> None:
    page.get_by_role("link", name=step).click()
    page.fill("#id_reason", reason)
    page.locator(".submit-row input").click()
    page.wait_for_selector(".messagelist .success")


AXED = ["", "registry/office/", "registry/office/add/", "guides/advice/add/", "guides/wording/add/"]
AXED += ["calculators/basicpolicy/add/", "registry/assignment/add/", "registry/authenticator/", "auth/user/"]
AXED += ["second-factor/", "registry/report/", "registry/event/", "registry/sourcedocument/1/change/"]
AXED += ["calculators/basicpolicy/grid/", "first-hour/"]
AXED += ["registry/office/step/verify/?ids=1,2", "registry/sourcedocument/step/revise/?ids=1"]


@pytest.mark.parametrize("address", some(AXED, 3))
def test_axe_finds_nothing_serious_on_the_desk(desk: Page, address: str) -> None:
    desk.goto(f"/admin/{address}")
    assert serious(desk) == []


def serious(page: Page) -> list[str]:
    """What keeps somebody out; the framework's own smaller faults, such as an empty table header, are left."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{fault['id']}: {[node['html'][:150] for node in fault['nodes'][:3]]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]


def test_way_in_by_password_and_phone(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, locale="zh-CN", viewport={"width": 390, "height": 844})
    page = context.new_page()
    visit = Visit(page)
    give_password(page, "newcomer")
    assert "/admin/second-factor/" in page.url
    assert page.locator("img").evaluate("image => image.naturalWidth") >= 150
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.fill("#id_code", "12")
    page.fill("#id_password", PASSWORD)
    page.locator("input[type=submit]").click()
    expect(page.locator(".errorlist")).to_have_text("请照手机上显示的，输入 6 位数字。")
    secret = secret_on(page)
    give_code(page, secret)
    page.wait_for_selector("#user-tools")
    assert visit.faults == []
    again = browser.new_context(base_url=site, locale="zh-CN").new_page()
    asked = Visit(again)
    give_password(again, "newcomer")
    expect(again.locator("h1")).to_have_text("请输入验证码")
    assert again.locator("img").count() == 0
    assert asked.faults == []
    assert serious(again) == []
    again.goto("/admin/registry/office/")
    assert "/admin/second-factor/" in again.url
    context.close()
    again.context.close()


def test_login_page_is_for_everyone(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, locale="zh-CN")
    page = context.new_page()
    visit = Visit(page)
    visit.open("/admin/login/")
    assert visit.faults == []
    assert page.locator("h1").inner_text() == "登录"
    assert serious(page) == []
    context.close()


def test_condition_is_ticked_without_a_fault(desk: Page) -> None:
    """The boxes narrow to the ticked guide, open where something is ticked, and keep everybody in."""
    visit = Visit(desk)
    visit.open("/admin/guides/advice/add/")
    stage = desk.locator(".condition summary", has_text="到哪一步了")
    trouble = desk.locator(".condition summary", has_text="出了什么事")
    assert not trouble.is_visible()  # what is seldom meant is folded
    desk.locator(".condition .rest > summary").click()
    assert trouble.is_visible()
    desk.locator('input[name=guides][value="remote-care"]').check()
    assert not trouble.is_visible()
    stage.click()
    desk.get_by_label("正在住院，还没结账").check()
    assert visit.faults == []
    assert serious(desk) == []  # axe itself puts styles on the page


def test_table_of_a_policy_fits_a_tablet_and_is_filled_by_keyboard(desk: Page) -> None:
    """All boxes of a line side by side, none of them beyond the edge, and from one to the next with the tabulator."""
    visit = Visit(desk)
    desk.set_viewport_size({"width": 768, "height": 1000})
    visit.open("/admin/calculators/basicpolicy/grid/")
    edges = desk.locator(".wide input").evaluate_all("boxes => boxes.map(box => box.getBoundingClientRect().right)")
    assert len(edges) > 99
    assert max(edges) <= 768
    first = desk.locator("#id_home-any-any-deductible")
    first.focus()
    for typed in ("800", "85%", "20万"):
        desk.keyboard.type(typed)
        desk.keyboard.press("Tab")
    assert desk.locator(":focus").get_attribute("aria-label") == "各级一样，在职，起付线"
    desk.select_option("#id_scheme", label="居民医保")
    assert not desk.locator("#id_home-any-active-deductible").is_visible()
    desk.set_viewport_size({"width": 1200, "height": 900})
    assert visit.faults == []
    assert serious(desk) == []


def test_first_hour_is_one_page_of_paper(desk: Page, tmp_path: Path) -> None:
    pages, text = printed(desk, "/admin/first-hour/", tmp_path)
    said = "".join(text.split())
    assert pages == 1
    assert "第一个小时" in said
    assert "任何一格里，都不要写参保人的名字、号码、病名。" in said
    assert "注销" not in said


def test_page_of_a_guide_is_drawn_under_the_policy(desk: Page) -> None:
    visit = Visit(desk)
    visit.open("/admin/guides/introduction/flow/remote-care/")
    assert desk.locator("svg.flow").bounding_box()["width"] > 700
    assert visit.faults == []
    assert serious(desk) == []
