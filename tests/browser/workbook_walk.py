"""A whole notice in one workbook, as a newcomer sends it who has read the handbook: once with a slip, once without.

It has the shape of a notice that once took three refused uploads and left six rows that nobody could publish: figures by
level and class of hospital, what is half or a fifth less, rules away from home, 大病保险, a counter, two papers and a
deadline. Words and figures are invented; the city alone is real.
"""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.browser import serving
from tests.browser.clerk_walks import NEW_YEAR, Clerk
from tests.browser.desk import PASSWORD
from tests.browser.notice_walk import Cost, Counted
from tests.registry import sheets

CODE = "610600"
WRITER = "孙八-示例"
_MAKE_CLERK = f"""
from django.contrib.auth.models import User
from registry.models import Assignment
user = User.objects.create_user("{WRITER}", password="{PASSWORD}", is_staff=True)
Assignment.objects.create(user=user, role="editor", region_id="{CODE}")
"""
TITLE = "示例市医疗保障局关于调整延安市居民医保待遇的通知"
CLAUSES = """第一条 居民住院，起付标准：一级 210 元，二级 410 元，三级 1.1 万元。支付比例：一级 88%，二级 78%，三级甲等 61%，三级乙等 68%。一年最多支付 14 万元。
第二条 居民第二次及以上住院，起付标准降低 20%。
第三条 居民普通门诊支付 47%，一年最多支付 110 元，单次最多 31 元。
第四条 转诊到外地的，支付比例降低 9 个百分点；没有备案的，降低 19 个百分点。
第五条 居民大病保险起付标准 1.2 万元，支付 59%。
第六条 自己垫付的，出院后 5 个月内交诊断证明和出院小结。
第七条 咨询电话 0911-2345678，在示例路办理。"""

_STAY = {"险种": "居民医保", "看什么": "住院", "封顶线（元）": "14万", "条款": "第一条", "把握": "官方原文"}
_AGAIN = "第2次起：起付线按80%算"
LINES: dict[str, list[dict[str, Any]]] = {
    "基本医保待遇": [
        _STAY
        | {"医院级别": level, "起付线（元）": entry, "报销比例分段": rate, "当地的医院分类": own, "特别规定": _AGAIN}
        for level, own, entry, rate in (
            ("一级", "", "210", "全部 88%"),
            ("二级", "", "410", "全部78%"),
            ("三级", "三级甲等", "1.1万元", "61%"),
            ("三级", "三级乙等", "11000", "起付线以上 68%"),
        )
    ]
    + [
        {"险种": "居民医保", "看什么": "普通门诊", "起付线（元）": 0, "报销比例分段": "47％", "封顶线（元）": 110}
        | {"每次最多（元）": 31, "条款": "第三条"}
    ],
    "异地就医规则": [
        {"险种": "居民医保", "异地就医类别": kind, "怎么变": "比例降低若干百分点", "数值": points, "条款": "第四条"}
        for kind, points in (("转诊备案", "9个百分点"), ("没有备案", "19个百分点"))
    ],
    "大病保险（大额补助）": [{"险种": "居民医保", "起付线（元）": "1.2万", "报销比例分段": "59%", "条款": "第五条"}],
    "材料": [
        {"平时怎么叫": f"{paper}（示例）", "要不要带": "必带", "窗口怎么处理": "收原件", "用在哪个指引": "自己垫了钱"}
        | {"条款": "第六条"}
        for paper in ("诊断证明", "出院小结")
    ],
    "本地规定": [
        {"哪一项": "手工报销最晚什么时候交", "规定": "出院后 5 个月内", "期限怎么算": "出院后几个月", "数": 5}
        | {"用在哪个指引": "自己垫了钱", "条款": "第六条"}
    ],
    "经办机构": [
        {"名称": "（示例）延安市医保窗口", "能办的事": "备案；报销", "电话": "0911-2345678", "条款": "第七条"}
    ],
}


def make_clerk(state: Path) -> None:
    serving.manage(state, "shell", "-c", _MAKE_CLERK)


def fill_in(file: Path) -> int:
    """Every page; how many cells were typed."""
    book = load_workbook(file)
    typed = sum(sheets.fill_in(book[title], lines) for title, lines in LINES.items())
    book.save(file)
    return typed


def spoil(file: Path) -> None:
    """A slip as anybody makes it: “必须带”."""
    book = load_workbook(file)
    _needed(book["材料"]).value = "必须带"
    book.save(file)


def mend(file: Path) -> None:
    book = load_workbook(file)
    page = book["材料"]
    cell = _needed(page)
    assert cell.comment is not None
    cell.value = "必带"
    book.save(file)


def _needed(page: Any) -> Any:
    columns = {str(cell.value): cell.column for cell in page[1]}
    line = next(n for n in range(3, 99) if not page.cell(n, 1).value and page.cell(n, columns["平时怎么叫"]).value)
    return page.cell(line, columns["要不要带"])


def write(clerk: Clerk, file: Path, slip: bool) -> tuple[Cost, int]:
    """The document by its form, everything else by one workbook, handed over in one go; the cells that were typed."""
    hand = Counted(clerk, Cost())
    clerk.home()
    hand.link("来了一份新通知")
    hand.fill(clause=f"{TITLE}\n示例〔2026〕2号　自{NEW_YEAR.year}年1月1日起施行\n{CLAUSES}")
    hand.save()
    hand.link("用 Excel 一次录完")
    _take(hand, "下载这份通知的表", file)
    cells = fill_in(file)
    if slip:
        spoil(file)
        _send(hand, file)
        clerk.shot("marked", ".mending")
        clerk.home()  # the reasons are still there when one comes back
        clerk.page.go_back()
        _take(hand, "下载您的表，要改的地方标红了", file)
        mend(file)
    _send(hand, file)
    hand.save(".submit-row input.default")
    hand.link("全部提交复核")
    hand.fill(reason="照示例通知录")
    hand.save(".submit-row input")
    return hand.cost, cells


def _take(hand: Counted, words: str, file: Path) -> None:
    with hand.clerk.page.expect_download() as taken:
        hand.link(words)
    taken.value.save_as(file)


def _send(hand: Counted, file: Path) -> None:
    hand.cost.fields += 1
    hand.clerk.page.set_input_files("#id_file", file)
    hand.save("input[value=先看一遍]")
