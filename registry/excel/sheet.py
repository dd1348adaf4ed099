"""Writes the sheets: what there is, or an empty one; each explains itself to a clerk who was never trained.

Text is always written as text: what begins with = + - or @ never becomes a formula.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from registry.excel.columns import Column, Value
from registry.excel.layout import MARK, Layout

EXPLAINS, EXAMPLE = "说明", "例子"
GUIDE, CHOICES = "怎么填", "选项"
#: Lines that the drop-downs reach.
LAST_LINE = 2100
_GREY = PatternFill("solid", fgColor="EEEEEE")
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")

_GUIDE = (
    "一行写一条。第 1 行是列的名称，不要改；列的先后可以换，列不能少。",
    f"第一列“{MARK}”里写着“{EXPLAINS}”“{EXAMPLE}”的行不会导入；您填的行这一列空着。",
    "改已经发布的：只改要改的格子，再在“从哪天起”写新规定的施行日期。导入后是修订草稿，旧的到前一天为止。",
    "加新的：另起一行写。系统按“适用地区”和这一条是什么（{slot}）来认，认不出就是新的。",
    "没有改的行可以留着，导入时不会动它。从表里删掉一行，系统里的不会删。",
    "用筛选藏起来的行也会导入。",
    "导入的都是草稿，要提交、由另一个人复核，公众才看得到。灰色的列只给您看，导入时不理。",
    "格子里不要写公式。写了公式，请复制，再“只粘贴数值”。",
)


def example(columns: Iterable[Column]) -> list[Value]:
    return [column.example for column in columns]


def workbook(layout: Layout, rows: Iterable[Any]) -> bytes:
    """The sheet with these rows; without any, an empty one with a line of examples."""
    book = Workbook()
    page: Any = book.active
    page.title = layout.title
    shown = (*layout.columns, *layout.aside)
    _put(page, 1, [MARK, *(column.heading for column in shown)])
    _put(page, 2, [EXPLAINS, *map(_explained, layout.columns), *("只给您看，导入时不理。" for _ in layout.aside)])
    lines = [[None, *layout.cells(row), *(column.write(row, {}) for column in layout.aside)] for row in rows]
    for number, cells in enumerate(lines or [[EXAMPLE, *example(layout.columns)]], start=3):
        _put(page, number, cells)
    _dress(page, layout, shown)
    _add_choices(book, page, layout)
    _add_guide(book, layout)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _explained(column: Column) -> str:
    choices = f"可以写：{'、'.join(column.options)}。" if column.options and len(column.options) < 30 else ""
    return (
        f"{'要填。' if column.required else ''}{column.help}{choices or ('可以从下拉里选。' if column.options else '')}"
    )


def _put(page: Any, line: int, cells: Iterable[Value]) -> None:
    for position, value in enumerate(cells, start=1):
        if value is None or value == "":
            continue
        cell = page.cell(line, position)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value.replace("\r\n", "\n")) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"
            cell.quotePrefix = value[0] in "=+-@"


def _dress(page: Any, layout: Layout, shown: tuple[Column, ...]) -> None:
    page.freeze_panes = "C3"
    page.column_dimensions["A"].width = 11
    page.row_dimensions[2].height = 150
    for position, column in enumerate(shown, start=2):
        dimension = page.column_dimensions[get_column_letter(position)]
        dimension.width, dimension.number_format = column.width, column.format
    for line in page.iter_rows():
        for cell in line:
            cell.alignment = _WRAPPED
            if cell.row == 1:
                cell.font = _BOLD
            if cell.row < 3 or cell.column > len(layout.columns) + 1:
                cell.fill = _GREY
            if cell.column > 1 and cell.row > 2:
                cell.number_format = shown[cell.column - 2].format


def _add_choices(book: Workbook, page: Any, layout: Layout) -> None:
    """Drop-downs, from lists on a hidden page: Excel takes no long list in the rule itself."""
    lists = book.create_sheet(CHOICES)
    lists.sheet_state = "hidden"
    closed = [(place, column) for place, column in enumerate(layout.columns, start=2) if column.options]
    for number, (place, column) in enumerate(closed, start=1):
        _put_down(lists, number, column.options)
        letter, source = get_column_letter(place), get_column_letter(number)
        rule = DataValidation("list", formula1=f"'{CHOICES}'!${source}$1:${source}${len(column.options)}")
        rule.allow_blank, rule.showErrorMessage = True, True
        rule.errorTitle, rule.error = column.heading[:30], "请从下拉里选一个。"
        rule.add(f"{letter}3:{letter}{LAST_LINE}")
        page.add_data_validation(rule)


def _put_down(page: Any, column: int, words: Iterable[str]) -> None:
    for line, word in enumerate(words, start=1):
        cell = page.cell(line, column)
        cell.value, cell.data_type = word, "s"


def _add_guide(book: Workbook, layout: Layout) -> None:
    page = book.create_sheet(GUIDE)
    slot = "、".join(column.heading for column in layout.identity if column.name in layout.model.slot_fields)
    for number, sentence in enumerate(_GUIDE, start=1):
        _put(page, number, [f"{number}. {sentence.format(slot=slot)}"])
    table = [("列", "怎么填"), *((column.heading, _explained(column)) for column in layout.columns)]
    for number, cells in enumerate(table, start=len(_GUIDE) + 2):
        _put(page, number, cells)
        page.cell(number, 2).alignment = _WRAPPED
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 28, 90
