"""The walks of docs/clerk.md, as clerks go them: its pictures and the journeys of test_handbook.py are taken here.

Every name, notice and figure is invented; the cities and their hotlines are real.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import serving
from tests.browser.desk import PASSWORD, give_code, give_password, secret_on
from tests.clock import TODAY

WRITER, CHECKER, COLLEAGUE = "张三-示例", "李四-示例", "王五-示例"
_MAKE_CLERKS = f"""
from django.contrib.auth.models import User
from registry.models import Assignment
for name, role in (("{WRITER}", "editor"), ("{CHECKER}", "reviewer"), ("{COLLEAGUE}", "editor")):
    user = User.objects.create_user(name, password="{PASSWORD}", is_staff=True)
    Assignment.objects.create(user=user, role=role, region_id="210000")
"""
NEW_YEAR = dt.date(TODAY.year + 1, 1, 1)
YEAR_END = dt.date(TODAY.year, 12, 31)
NOTICE = "示例通知：本溪市职工基本医疗保险待遇"
NEXT_NOTICE = "示例通知：本溪市明年的待遇调整"
#: 本溪 has nothing of its own in the content pack; 鞍山 has counters.
CITY, CODE, OTHER = "本溪市", "210500", "鞍山市"
#: Counted through, so that nobody takes them for numbers of somebody.
WRONG_PHONE, RIGHT_PHONE = "0414-2345678", "0414-8765432"
KINDS = {"经办机构": "office", "本地规定": "deadline", "基本医保待遇": "policy"}
#: The part of the first page that says what waits.
WORK = "#content-main .work, #content-main .idle"
OFFICES = f"/offices/?place={CODE}"
ANSHAN_ARTICLES = "鞍山医保窗口的网上文章"
DISCHARGED = TODAY - dt.timedelta(days=30)
CLAIM = (
    f"/guides/manual-claim/outcome/?for_whom=self&insured_place={CODE}&scheme=employee&insured_now=yes"
    "&care_kind=inpatient&where=other_city&why_not_settled=not_filed&injury=no&receipts=paper&discharged=unknown"
    f"&discharged_on={DISCHARGED}"
)

DESK = {"width": 1100, "height": 900}
IN_CHINA = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}

#: Takes a picture: the page, its name, the first and the last thing that belong on it.
Camera = Callable[[Page, str, Locator | None, Locator | None], None]


def six_months_after(day: dt.date) -> dt.date:
    """The same day half a year later; a month that is too short ends on its own last day."""
    first = dt.date(day.year + (day.month + 5) // 12, (day.month + 5) % 12 + 1, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return min(first + dt.timedelta(days=day.day - 1), last)


def no_camera(page: Page, name: str, since: Locator | None = None, upto: Locator | None = None) -> None:
    """Journeys take no pictures."""


def make_clerks(state: Path) -> None:
    """An editor, a reviewer and another editor for 辽宁省 and its cities, none of whom has bound a phone."""
    serving.manage(state, "shell", "-c", _MAKE_CLERKS)


@dataclass
class Clerk:
    """Somebody at the desk: what they do is done with what stands on the page."""

    page: Page
    camera: Camera = no_camera

    def shot(self, name: str, upto: str, since: str = "") -> None:
        first, last = self.page.locator(since or "#content h1").first, self.page.locator(upto).last
        self.camera(self.page, name, first, last)

    def home(self) -> None:
        self.page.goto("/admin/")

    def listing(self, kind: str) -> None:
        """The list of a kind of row, from the first page."""
        self.home()
        self.page.locator("#content-main th").get_by_role("link", name=kind, exact=True).click()

    def adding(self, kind: str) -> None:
        self.listing(kind)
        self.page.locator(".object-tools .addlink").click()

    def find(self, kind: str, words: str) -> None:
        """Search the list, and open the first row that is found."""
        self.listing(kind)
        self.page.fill("#searchbar", words)
        with self.page.expect_navigation():
            self.page.locator("#changelist-search input[type=submit]").click()

    def open_first(self) -> None:
        self.page.locator("#result_list tbody th a").first.click()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.fill(f"#id_{name}", value)

    def pick(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.select_option(f"#id_{name}", label=value)

    def search_for(self, name: str, words: str) -> None:
        """Choose in a box that searches while one types."""
        self.page.locator(f"#id_{name} + .select2 .select2-selection").click()
        self.page.locator(".select2-search__field").fill(words)
        self.page.locator(".select2-results__option--highlighted", has_text=words).click()

    def tick(self, name: str, *values: str) -> None:
        for value in values:
            self.page.check(f"input[name={name}][value={value}]")

    def save(self) -> None:
        self.page.locator("input[name=_save]").last.click()
        self.page.wait_for_selector(".messagelist .success")

    def row_of(self, prefix: str, number: int, **fields: str) -> None:
        """One line of a table inside a form; a line is added where there is none left."""
        if not self.page.locator(f"#id_{prefix}-{number}-{next(iter(fields))}").count():
            self.page.locator(f"#{prefix}-group .add-row a").click()
        for name, value in fields.items():
            box = self.page.locator(f"#id_{prefix}-{number}-{name}")
            is_list = box.evaluate("box => box.tagName") == "SELECT"
            box.select_option(label=value) if is_list else box.fill(value)

    def begin(self, step: str) -> None:
        self.page.locator(".object-tools").get_by_role("link", name=step, exact=True).click()

    def finish(self, reason: str, **fields: str) -> None:
        self.fill(reason=reason, **fields)
        self.page.locator(".submit-row input").click()
        self.page.wait_for_selector(".messagelist li")

    def take(self, step: str, reason: str, **fields: str) -> None:
        self.begin(step)
        self.finish(reason, **fields)

    def said(self) -> str:
        """The sentences at the top of the page."""
        return self.page.locator(".messagelist").inner_text()


def sign_in(browser: Browser, site: str, name: str, camera: Camera = no_camera) -> Clerk:
    """A clerk who has an account. Whoever can publish binds a phone on the way."""
    context = browser.new_context(base_url=site, viewport=DESK, **IN_CHINA)
    clerk = Clerk(context.new_page(), camera)
    give_password(clerk.page, name)
    clerk.page.locator(".secret, #user-tools").first.wait_for()  # a click waits for the first bytes only
    if clerk.page.locator(".secret").count():
        give_code(clerk.page, secret_on(clerk.page))
    clerk.page.wait_for_selector("#user-tools")
    return clerk


# -- ① 第一个小时 ------------------------------------------------------------------------------------------------


def first_hour(browser: Browser, site: str, camera: Camera = no_camera) -> Clerk:
    """Log in, bind the phone, read the desk, find a row, look at the public page and at tomorrow's."""
    clerk = Clerk(browser.new_context(base_url=site, viewport=DESK, **IN_CHINA).new_page(), camera)
    page = clerk.page
    page.goto("/admin/")
    clerk.shot("login", ".submit-row", since="#container")
    give_password(page, CHECKER)
    clerk.shot("phone", "#content input[type=submit]", since="#container")
    give_code(page, secret_on(page))
    page.wait_for_selector("#user-tools")
    clerk.shot("desk", f"{WORK}, #content-main > .help", since="#header")
    clerk.find("经办机构", OTHER[:2])
    clerk.shot("list", "#result_list")
    page.goto(f"{page.url}&status__exact=published")  # others may have left a draft on top of the list
    clerk.open_first()
    clerk.shot("row", ".field-address")
    return clerk


def see_public(clerk: Clerk) -> Page:
    """The public page of the row that is open; a draft's is the preview."""
    address = clerk.page.locator(".object-tools .viewsitelink").get_attribute("href")
    public = clerk.page.context.new_page()
    public.goto(str(address))
    return public


def preview(clerk: Clerk, day: dt.date, path: str) -> Page:
    """A public page as it will be on a day, drafts included."""
    clerk.home()
    clerk.page.get_by_role("link", name="预览公众的页面").click()
    clerk.fill(on=day.isoformat(), path=path)
    clerk.shot("preview", ".submit-row")
    with clerk.page.expect_popup() as opened:
        clerk.page.locator(".submit-row input").click()
    opened.value.wait_for_selector(".preview")
    return opened.value


# -- ② 一个新城市从零开始 ----------------------------------------------------------------------------------------


def new_city(writer: Clerk, checker: Clerk) -> None:
    """From a printed notice to the public page: source, counter, deadline, rates; then a colleague publishes."""
    write_source(
        writer,
        NOTICE,
        "职工在三级医院住院，起付标准 700 元；起付标准以上至 3 万元的部分支付 85%，3 万元以上的部分支付 90%。"
        "统筹基金年度最高支付限额 20 万元。外地垫付的，出院后 6 个月内交齐票据。",
    )
    for write, kind in ((write_office, "经办机构"), (write_deadline, "本地规定"), (write_policy, "基本医保待遇")):
        write(writer)
        writer.take("提交复核", "照示例通知录入")
        approve(checker, kind, "对照过示例通知")


def write_source(clerk: Clerk, title: str, clause: str) -> None:
    clerk.adding("政策依据")
    clerk.fill(title=title, issuer="（示例）本溪市医疗保障局", clause=clause, note="示例，不是真的文件")
    clerk.search_for("region", CITY)
    clerk.shot("source", ".field-clause")
    clerk.save()


def write_office(clerk: Clerk) -> None:
    clerk.adding("经办机构")
    clerk.fill(
        name="（示例）本溪市示例医保服务大厅",
        district="平山区",
        address="示例路 1 号 2 楼",
        window="3 号窗口",
        phone=WRONG_PHONE,
    )
    clerk.tick("services", "filing", "claims")
    clerk.fill(opening="周一至周五 8:30-11:30、13:30-16:30")
    rest_on(clerk, "")
    clerk.shot("office", ".field-address")
    clerk.save()
    clerk.shot("saved", ".standing")


def write_deadline(clerk: Clerk) -> None:
    clerk.adding("本地规定")
    clerk.pick(name="手工报销最晚什么时候交", term_kind="出院后几个月")
    clerk.fill(value="出院后 6 个月内", term_amount="6", effective_to=f"{YEAR_END}")
    clerk.tick("guides", "manual-claim", "remote-care", "second-reimbursement")
    rest_on(clerk, "第 3 条")
    clerk.shot("deadline", ".field-guides")
    clerk.save()


def write_policy(clerk: Clerk) -> None:
    clerk.adding("基本医保待遇")
    clerk.pick(scheme="职工医保", care_type="住院", hospital_level="三级")
    clerk.fill(deductible="700", annual_ceiling="200000")
    clerk.row_of("bands", 0, up_to="30000", rate="0.85")
    clerk.row_of("bands", 1, rate="0.90")
    clerk.row_of("cases", 0, bill="10700", expected="8500", note="用笔算：（10700 − 700）× 85%")
    rest_on(clerk, "第 1 条、第 2 条")
    clerk.page.wait_for_selector("[data-try] table")
    clerk.shot("policy", "[data-try]", since=".field-scheme")
    clerk.shot("bands", "#cases-group", since="#bands-group")
    clerk.save()


def rest_on(clerk: Clerk, article: str, notice: str = NOTICE) -> None:
    """What every row says about itself: where it holds and what it rests on."""
    clerk.search_for("region", CITY)
    clerk.search_for("source", notice)
    clerk.fill(source_article=article)


def approve(checker: Clerk, kind: str, reason: str) -> None:
    """Open what waits for review from the first page, look, and publish."""
    checker.home()
    waiting = checker.page.locator(".cards > li", has_text="等我复核")
    checker.shot("waiting", WORK, since="#header")
    waiting.get_by_role("link", name=kind).click()
    checker.open_first()
    checker.begin("复核后发布")
    checker.shot(f"publish-{KINDS[kind]}", ".submit-row")
    checker.finish(reason)


def estimate(visitor: Page, total: str = "10700") -> str:
    """What a citizen is told about an employee's stay in a hospital of the third level."""
    visitor.fill("#city", CITY[:2])
    visitor.fill("#total", total)
    visitor.check("input[name=scheme][value=employee]")
    visitor.check("input[name=care_type][value=inpatient]")
    visitor.locator("details:has(input[name=hospital_level])").evaluate_all(
        "folds => folds.forEach(fold => { fold.open = true; })"
    )
    visitor.check("input[name=hospital_level][value=tertiary]")
    visitor.get_by_role("button", name="估一估").click()
    visitor.wait_for_selector(".result, #payout .note")
    visitor.locator("#payout details").evaluate_all("folds => folds.forEach(fold => { fold.open = true; })")
    return visitor.locator("#payout").inner_text()


# -- ③ 一条规定从某天起变 ----------------------------------------------------------------------------------------


def change_from_a_day(writer: Clerk, checker: Clerk) -> None:
    """Next year's deductible: a dated revision, its golden case put right, its effect seen, published by a colleague."""
    write_source(
        writer,
        NEXT_NOTICE,
        "职工在三级医院住院，起付标准降为 600 元；其余不变，3 万元以内支付 85%，以上支付 90%，年度限额 20 万元。",
    )
    writer.find("基本医保待遇", "benxi")
    writer.open_first()
    writer.begin("修订")
    writer.shot("revise", ".submit-row")
    writer.finish("明年起付线降到 600 元", start=f"{NEW_YEAR}")
    writer.fill(deductible="600")
    rest_on(writer, "第 1 条", NEXT_NOTICE)
    writer.save()
    writer.begin("提交复核")
    writer.shot("blocked", ".submit-row")
    writer.page.go_back()
    writer.row_of("cases", 0, bill="10700", expected="8585", note="用笔算：（10700 − 600）× 85%")
    writer.save()
    writer.take("提交复核", "照示例通知改")
    approve(checker, "基本医保待遇", "对照过明年的示例通知")


# -- ④ 一个电话错了 ----------------------------------------------------------------------------------------------


def report_phone(visitor: Page) -> None:
    """Somebody who rang in vain says so; nothing is asked about them."""
    visitor.goto(CLAIM)
    visitor.get_by_text("这条不对？告诉我们").click()
    visitor.check("input[name=reason][value=phone]")
    visitor.get_by_role("button", name="报给我们").click()


def open_report(clerk: Clerk) -> None:
    clerk.home()
    line = clerk.page.locator(".cards > li", has_text="公众说不对的")
    clerk.shot("told", WORK, since="#header")
    line.get_by_role("link", name="还没查的").click()
    clerk.open_first()
    clerk.shot("report", ".submit-row")


def answer_report(clerk: Clerk) -> None:
    """Say what came of it, and by which change."""
    open_report(clerk)
    clerk.pick(state="已改")
    clerk.page.select_option("#id_change", index=1)
    clerk.fill(answer="打过电话，号码换了，已经改好发布")
    clerk.save()


def right_the_phone(writer: Clerk, checker: Clerk) -> None:
    """A revision without a date takes the place of the row as soon as it is published; then it is checked."""
    writer.find("经办机构", "示例医保服务大厅")
    writer.open_first()
    writer.take("修订", "电话换了，打过新号码，是服务大厅")
    writer.fill(phone=RIGHT_PHONE)
    writer.save()
    writer.take("提交复核", "只改电话")
    approve(checker, "经办机构", "打过新号码")
    verify(checker)


def verify(checker: Clerk, notice: str = NOTICE) -> None:
    """Note on the row that is open that it was held against its document."""
    checker.begin("核对无误")
    checker.page.select_option("#id_source", label=notice)
    checker.shot("verify", ".submit-row")
    checker.finish("对照示例通知，打过电话")


def withdraw(checker: Clerk) -> None:
    checker.page.goto("/admin/registry/office/?status__exact=published&q=示例医保服务大厅")
    checker.open_first()
    checker.begin("马上撤下")
    checker.shot("withdraw", ".submit-row")
    checker.finish("号码成了别人的，先撤下")


# -- ⑤ 一年一次的核对 --------------------------------------------------------------------------------------------


def carry_over(writer: Clerk, checker: Clerk) -> None:
    """A rule that ends with the year goes on unchanged into the next."""
    writer.find("本地规定", CITY[:2])
    writer.open_first()
    writer.begin("顺延到下一年")
    writer.shot("carry-over", ".submit-row")
    writer.finish("明年照旧，问过待遇科")
    writer.take("提交复核", "顺延，内容没变")
    approve(checker, "本地规定", "明年照旧")


def change_in_excel(writer: Clerk, checker: Clerk, folder: Path) -> None:
    """Take a list away, change a cell, bring it back: a draft like any other."""
    writer.find("经办机构", OTHER[:2])
    with writer.page.expect_download() as taken:
        writer.page.get_by_role("link", name="导出 Excel").click()
    file = folder / "offices.xlsx"
    taken.value.save_as(file)
    _ring_in_sheet(file, "鞍山市医保中心", "0412-4222222")
    writer.page.get_by_role("link", name="从 Excel 导入").click()
    writer.page.set_input_files("#id_file", file)
    writer.fill(reason="电话核对以后改的")
    writer.page.get_by_role("button", name="先看一遍").click()
    writer.shot("excel", ".submit-row")
    expect(writer.page.locator("#content")).to_contain_text("这个文件里有什么")
    expect(writer.page.locator("#content")).not_to_contain_text("要先改")
    writer.page.get_by_role("button", name="看清楚了").click()
    writer.page.check("#action-toggle")
    writer.page.select_option("select[name=action]", label="提交复核")
    writer.page.locator(".actions button").first.click()
    writer.finish("电话核对以后改的")
    approve(checker, "经办机构", "打过电话")


def _ring_in_sheet(file: Path, name: str, phone: str) -> None:
    book = load_workbook(file)
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "电话" for cell in row))
    columns = {str(cell.value): cell.column for cell in head}
    line = next(row for row in sheet.iter_rows() if any(cell.value == name for cell in row))
    sheet.cell(line[0].row, columns["电话"], phone)
    book.save(file)


def verify_all(checker: Clerk, city: str, source: str) -> None:
    """Many rows at once, held against one document."""
    checker.page.goto(f"/admin/registry/office/?status__exact=published&q={city}")
    checker.page.check("#action-toggle")
    checker.page.select_option("select[name=action]", label="核对无误")
    checker.shot("together", "#result_list")
    checker.page.locator(".actions button").first.click()
    checker.page.select_option("#id_source", label=source)
    checker.finish("挨个打过电话")


# -- 会碰到的拒绝 ------------------------------------------------------------------------------------------------


def both_at_once(writer: Clerk, colleague: Clerk) -> None:
    """Two people open the same draft; the second to save is told what the first one changed."""
    write_office(writer)
    address = writer.page.url
    colleague.page.goto(address)
    writer.fill(window="5 号窗口")
    writer.save()
    colleague.fill(window="6 号窗口")
    colleague.page.locator("input[name=_save]").last.click()
    colleague.shot("both", ".errornote + .errorlist")
