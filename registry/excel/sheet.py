"""Writes the workbooks: what there is, empty sheets, and what a clerk sent with the places marked that are to be mended;
each explains itself to a clerk who was never trained.

Text is always written as text: what begins with = + - or @ never becomes a formula.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from registry.excel.columns import Column
from registry.excel.layout import MARK, Layout
from registry.excel.report import Refusal
from registry.excel.values import Unusable, Value, heading_key

EXPLAINS, EXAMPLE = "说明", "例子"
#: The pages beside those of rows.
GUIDE, CHOICES, MARKED = "怎么填", "选项", "要改的地方"
#: Lines that the drop-downs reach.
LAST_LINE = 2100
#: Where the lines of rows begin.
_FIRST = 3
#: Lines of a notice's sheet that say already what is given.
_READY = 30
_GREY, _RED = PatternFill("solid", fgColor="EEEEEE"), PatternFill("solid", fgColor="F8B4B4")
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")

#: Cells of a page by row and column, the first row being 1 and the first column 0.
Grid = dict[int, dict[int, Value]]

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
_GUIDE_TO_NOTICE = (
    "这份通知说的，都写在这一个文件里：一类一张表，在下面的标签上点。用不到的表空着。",
    "地区、依据、日期已经写好，不用再填。多出来的行空着就行，不用删。不够就往下写，空着的也照通知算。",
    "通知说到的险种、级别这些也写好了，一样一行，只在后面填数。没填数的行不算；写得不对就改，不够就往下加。",
    "都写好了，回到这份通知的一页，一次传上去。有一处不对，就一行也不导入，并且告诉您怎么改。",
)


@dataclass(frozen=True)
class Page:
    """A page of a workbook, cell by cell, and what is to be mended on it."""

    layout: Layout
    grid: Grid
    refusals: Sequence[Refusal] = field(default_factory=tuple)


def page(layout: Layout, rows: Iterable[Any]) -> Page:
    """The page of a kind with these rows; without any with a line of examples, of a notice with lines to go on in."""
    shown = (*layout.columns, *layout.aside)
    lines = [[None, *layout.cells(row), *(column.write(row, {}) for column in layout.aside)] for row in rows]
    stored = [line[1 : len(layout.columns) + 1] for line in lines]
    if layout.given or not lines:
        lines.append([EXAMPLE, *layout.example()])
    if layout.given:
        *ready, blank = layout.lines_to_fill(stored)
        lines += [[None, *line] for line in (*ready, *[blank] * _READY)]
    explained = [EXPLAINS, *map(_explained, layout.columns), *("只给您看，导入时不理。" for _ in layout.aside)]
    written = [[MARK, *(column.heading for column in shown)], explained, *lines]
    return Page(layout, {number: dict(enumerate(cells)) for number, cells in enumerate(written, start=1)})


def workbook(pages: Sequence[Page]) -> bytes:
    """The pages with their drop-downs and the guide; in front of them what is to be mended."""
    book: Any = Workbook()
    book.remove(book.active)
    layouts = [one.layout for one in pages]
    closed = {column.options for layout in layouts for column in layout.columns if column.options}
    lists = {options: get_column_letter(number) for number, options in enumerate(sorted(closed), start=1)}
    for one in pages:
        _put_page(book.create_sheet(one.layout.title), one, lists)
    _add_choices(book.create_sheet(CHOICES), lists)
    of_notice = any(layout.given for layout in layouts)
    _add_guide(book.create_sheet(GUIDE, 0 if of_notice else None), layouts, of_notice)
    if refusals := [refusal for one in pages for refusal in one.refusals]:
        _add_marked(book.create_sheet(MARKED, 0), refusals)
    book.active = 0
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
        _put_cell(page, line, position, value)


def _put_cell(page: Any, line: int, position: int, value: Value) -> Any:
    """The cell; None where nothing is put."""
    if isinstance(value, Unusable):
        value = value.shown
    if value is None or value == "":
        return None
    cell = page.cell(line, position)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value.replace("\r\n", "\n")) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[0] in "=+-@"
    return cell


# -- the page of a kind -----------------------------------------------------------------------------------------------


def _put_page(page: Any, told: Page, lists: Mapping[tuple[str, ...], str]) -> None:
    shown = _placed(told)
    for line, cells in told.grid.items():
        for place, value in cells.items():
            if (cell := _put_cell(page, line, place + 1, value)) is not None:
                _dress_cell(cell, shown.get(place + 1), told.layout)
    _dress(page, told.layout, shown)
    for position, column in shown.items():
        if column in told.layout.columns and column.options:
            page.add_data_validation(_choice(column, get_column_letter(position), lists[column.options]))
    _mark(page, told.refusals)


def _placed(told: Page) -> dict[int, Column]:
    """The columns where their headings stand."""
    shown = {heading_key(column.heading): column for column in (*told.layout.columns, *told.layout.aside)}
    headings = {place: heading_key(heading) for place, heading in told.grid.get(1, {}).items()}
    return {place + 1: shown[heading] for place, heading in headings.items() if heading in shown}


def _dress_cell(cell: Any, column: Column | None, layout: Layout) -> None:
    cell.alignment = _WRAPPED
    if cell.row == 1:
        cell.font = _BOLD
    if cell.row < _FIRST or column in layout.aside:
        cell.fill = _GREY
    if column is not None and cell.row >= _FIRST:
        cell.number_format = column.format


def _dress(page: Any, layout: Layout, shown: Mapping[int, Column]) -> None:
    """The columns: cells in which nothing stands are not made, of which one stray letter would ask for half a million."""
    page.freeze_panes = f"C{_FIRST}"
    page.column_dimensions["A"].width = 11
    page.row_dimensions[2].height = 150
    for position, column in shown.items():
        dimension = page.column_dimensions[get_column_letter(position)]
        dimension.width, dimension.number_format, dimension.alignment = column.width, column.format, _WRAPPED
        if column in layout.aside:
            dimension.fill = _GREY


def _choice(column: Column, letter: str, source: str) -> DataValidation:
    """A drop-down, from a list on the hidden page: Excel takes no long list in the rule itself."""
    rule = DataValidation("list", formula1=f"'{CHOICES}'!${source}$1:${source}${len(column.options)}")
    rule.allow_blank, rule.showErrorMessage = True, not column.suggests
    rule.errorTitle, rule.error = column.heading[:30], "请从下拉里选一个。"
    rule.add(f"{letter}{_FIRST}:{letter}{LAST_LINE}")
    return rule


def _mark(page: Any, refusals: Iterable[Refusal]) -> None:
    """Red where something is to be mended, with the sentence that says how."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for refusal in refusals:
        found[_address(refusal)].append(_advice(refusal))
    for address, sentences in found.items():
        cell = page[address]
        cell.fill = _RED
        cell.comment = Comment("\n".join(sentences), "要改", height=120, width=320)


def _address(refusal: Refusal) -> str:
    return f"{refusal.letter or 'A'}{refusal.line or 1}"


def _advice(refusal: Refusal) -> str:
    return f"{refusal.sentence}可以写：{refusal.example}" if refusal.example else refusal.sentence


# -- the pages beside them --------------------------------------------------------------------------------------------


def _add_choices(page: Any, lists: Mapping[tuple[str, ...], str]) -> None:
    page.sheet_state = "hidden"
    for options, letter in lists.items():
        for line, word in enumerate(options, start=1):
            cell = page[f"{letter}{line}"]
            cell.value, cell.data_type = word, "s"


def _add_marked(page: Any, refusals: Sequence[Refusal]) -> None:
    _put(page, 1, ["哪张表", "哪一格", "哪一列", "现在写着", "怎么改", "例如"])
    for number, refusal in enumerate(refusals, start=2):
        address = _address(refusal) if refusal.line else ""
        _put(page, number, [refusal.page, address, refusal.heading, refusal.typed, refusal.sentence, refusal.example])
        if address:
            page.cell(number, 2).hyperlink = Hyperlink(f"B{number}", location=f"'{refusal.page}'!{address}")
    for letter, width in zip("ABCDEF", (24, 9, 24, 30, 70, 30), strict=True):
        page.column_dimensions[letter].width = width
    for line in page.iter_rows():
        for cell in line:
            cell.alignment = _WRAPPED
            if cell.row == 1:
                cell.font = _BOLD


def _add_guide(page: Any, layouts: Sequence[Layout], of_notice: bool) -> None:
    sentences = (*_GUIDE_TO_NOTICE, *_GUIDE) if of_notice else _GUIDE
    slots = {_slot(layout) for layout in layouts}
    slot = slots.pop() if len(slots) == 1 else "名称、险种、级别这些"
    lines: list[list[Value]] = [
        [f"{number}. {sentence.format(slot=slot)}"] for number, sentence in enumerate(sentences, start=1)
    ]
    for layout in layouts:
        lines += [[], [layout.title if of_notice else "列", "怎么填"]]
        lines += [[column.heading, _explained(column)] for column in layout.columns]
    for number, cells in enumerate(lines, start=1):
        _put(page, number, cells)
        page.cell(number, 2).alignment = _WRAPPED
        page.cell(number, 1).font = _BOLD if number > 1 and not lines[number - 2] else Font()
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 28, 90


def _slot(layout: Layout) -> str:
    return "、".join(column.heading for column in layout.identity if column.name in layout.model.slot_fields)
