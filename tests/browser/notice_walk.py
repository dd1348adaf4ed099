"""A whole notice from the first page to “waiting for my colleague”, and on to the public, with what it cost counted.

It has the shape of a notice that was once entered form by form with 106 clicks and 134 fields, and three refused saves: a
document, a counter, a deadline, five lines of basic insurance, what the poor have more, accidents and births, three rules
away from home, 大病保险 and two papers. The clerk goes where the pages lead: from the first page to the notice, from there to
the one table. Words and figures are invented; the city alone is real.
"""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser import serving
from tests.browser.clerk_walks import DESK, NEW_YEAR, Clerk
from tests.browser.desk import PASSWORD

CODE = "230800"
WRITER, CHECKER = "赵六-示例", "钱七-示例"
_MAKE_CLERKS = f"""
from django.contrib.auth.models import User
from registry.models import Assignment
for name, role in (("{WRITER}", "editor"), ("{CHECKER}", "reviewer")):
    user = User.objects.create_user(name, password="{PASSWORD}", is_staff=True)
    Assignment.objects.create(user=user, role=role, region_id="{CODE}")
"""
#: Lines of name and number, which stand before the clauses.
HEAD = 2
TITLE = "示例市医疗保障局关于调整佳木斯市居民医保待遇的通知"
CLAUSES = """第一条 居民住院，起付标准：乡镇卫生院 210 元，一级 310 元，二级 410 元，三级 710 元。支付比例：乡镇卫生院 88%，一级 78%，二级 73%，三级 63%。一年最多支付 7.7 万元。
第二条 转诊到省内的，起付标准 1010 元，支付 58%；转诊到省外的，起付标准 1510 元，支付 48%；没有备案的，起付标准 1510 元，支付 38%。
第三条 普通门诊不设起付标准，支付 47%，一年最多支付 110 元。
第四条 大病保险起付标准 1.1 万元，支付 51%，一年最多支付 21 万元。
第五条 自己垫付的，出院后 5 个月内交诊断证明和出院小结。
第六条 咨询电话 0454-2345678，在示例路办理。
第七条 特困人员、低保对象、建档立卡贫困人口住院，支付比例提高 6 个百分点。
第八条 意外伤害住院，一年最多支付 3100 元。
第九条 自然分娩定额 1200 元，剖宫产定额 1600 元。"""


@dataclass
class Cost:
    """What a walk takes: clicks with the mouse, boxes and lists that are filled in, saves that were refused."""

    clicks: int = 0
    fields: int = 0
    refused: int = 0


@dataclass
class Counted:
    """A clerk whose clicks and fields are counted."""

    clerk: Clerk
    cost: Cost

    def click(self, what: Locator) -> None:
        self.cost.clicks += 1
        what.click()

    def link(self, words: str, within: str = "#content") -> None:
        self.click(self.clerk.page.locator(within).get_by_role("link", name=words).first)

    def tick(self, name: str, *values: str) -> None:
        for value in values:
            self.click(self.clerk.page.locator(f"input[name={name}][value={value}]"))

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.cost.fields += 1
            self.clerk.page.fill(f"#id_{name.replace('__', '-')}", value)

    def pick(self, **fields: str) -> None:
        for name, label in fields.items():
            self.cost.fields += 1
            self.clerk.page.select_option(f"#id_{name}", label=label)

    def save(self, button: str = "input[name=_save]") -> None:
        with self.clerk.page.expect_navigation():
            self.click(self.clerk.page.locator(button).last)
        self.cost.refused += bool(self.clerk.page.locator(".errornote").count())

    def beside(self, clause: int, kind: str) -> None:
        """Begin a row of this kind at a clause of the notice."""
        self.link(kind, within=f"#clause-{HEAD + clause}")


def make_clerks(state: Path) -> None:
    """An editor and a reviewer of one city."""
    serving.manage(state, "shell", "-c", _MAKE_CLERKS)


def write(clerk: Clerk) -> Cost:
    """Everything the notice says, as drafts, handed over in one go."""
    hand = Counted(clerk, Cost())
    _document(hand)
    _figures(hand)
    _others(hand)
    clerk.shot("notice", f"#clause-{HEAD + 1} .one >> nth=1")
    hand.link("全部提交复核")
    hand.fill(reason="照示例通知录")
    hand.save(".submit-row input")
    return hand.cost


def _document(hand: Counted) -> None:
    hand.clerk.home()
    hand.link("来了一份新通知")
    hand.fill(clause=f"{TITLE}\n示例〔2026〕1号　自{NEW_YEAR.year}年1月1日起施行\n{CLAUSES}")
    hand.pick(evidence="官方原文")
    hand.save()


def _figures(hand: Counted) -> None:
    hand.link("待遇表")
    hand.pick(scheme="居民医保", care_type="住院")
    hand.fill(home__any__any__annual_ceiling="7.7万")
    levels = {"community": ("210", "88%"), "primary": ("310", "78%"), "secondary": ("410", "73%")}
    for level, (entry, rate) in {**levels, "tertiary": ("710", "63%")}.items():
        hand.fill(**{f"home__{level}__any__deductible": entry, f"home__{level}__any__bands": rate})
    hand.fill(special__1__who="特困、低保、人群“建档立卡贫困人口”", special__1__change="提高6个百分点")
    hand.fill(special__2__item="意外伤害", special__2__change="一年最多3100元")
    for line, (birth, sum_) in enumerate((("自然分娩", "1200"), ("剖宫产", "1600")), start=3):
        hand.fill(**{f"special__{line}__item": birth, f"special__{line}__change": f"定额{sum_}元"})
        hand.pick(**{f"special-{line}-care": "生孩子"})
    hand.pick(**{"special-5-care": "普通门诊"})
    hand.fill(special__5__change="不设起付线，报47%，一年封顶110元")
    hand.fill(away__referral__same_province__deductible="1010", away__referral__same_province__value="58%")
    hand.fill(away__referral__other_province__deductible="1510", away__referral__other_province__value="48%")
    hand.fill(away__unfiled__any__deductible="1510", away__unfiled__any__value="38%")
    hand.fill(upper__1__deductible="1.1万", upper__1__bands="51%", upper__1__annual_ceiling="21万")
    hand.pick(**{"case-1-level": "三级"})
    hand.fill(case__1__bill="10710", case__1__expected="6300", case__1__note="两个人分别算的")
    hand.clerk.shot("grid", ".grid .submit-row")
    hand.save()


def _others(hand: Counted) -> None:
    hand.beside(5, "材料")
    hand.fill(name="诊断证明（示例）、出院小结（示例）")
    hand.pick(needed="必带", handling="收原件")
    hand.save()
    hand.beside(5, "本地规定")
    hand.pick(name="手工报销最晚什么时候交", term_kind="出院后几个月")
    hand.fill(value="出院后 5 个月内", term_amount="5")
    hand.save()
    hand.beside(6, "经办机构")
    hand.fill(name="（示例）佳木斯市医保窗口", phone="0454-2345678")
    hand.tick("services", "filing", "claims")
    hand.save()


def _judging(page: Page) -> None:
    """The button says what it will do: all or none at once, a row that is sent back is not published."""
    button = page.locator("[data-does]")
    button.wait_for()
    count = page.locator("input[name=row]").count()
    expect(button).to_have_value(f"发布这 {count} 条")
    for words, left in (("全不选", 0), ("全选", count)):
        page.get_by_role("button", name=words, exact=True).click()
        expect(button).to_have_value(f"发布这 {left} 条")
    page.locator(".back summary").first.click()
    expect(page.locator(".back textarea").first).to_be_focused()
    page.keyboard.type("起付线抄错了")
    expect(button).to_have_value(f"发布这 {count - 1} 条，退回这 1 条")
    page.locator(".back textarea").first.fill("")
    expect(button).to_have_value(f"发布这 {count} 条")


def approve(clerk: Clerk) -> Cost:
    """The colleague sees clause and figures side by side, and publishes all of it."""
    hand = Counted(clerk, Cost())
    clerk.home()
    hand.link(TITLE, within=".cards > li:has-text('等我复核')")
    hand.link("全部复核后发布")
    _judging(clerk.page)
    rows = clerk.page.locator("form.step > .module")
    rows.first.wait_for()
    heights = rows.evaluate_all("rows => rows.map(row => row.offsetHeight)")
    assert max(heights) <= DESK["height"], "a row is seen at one look"
    hand.fill(reason="对照过示例通知")
    hand.save(".submit-row input")
    return hand.cost
