"""Reads an uploaded workbook into lines of cells, trusting nothing: not its size, not what it says of itself.

Numbers come as ``Decimal`` by way of their shortest spelling: Excel keeps 0.57 as 0.56999999999999995, and both are the
same float, whose shortest spelling is what the clerk typed. That is exact to 15 digits; no field here is longer.
"""

import datetime as dt
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import compress
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from registry.excel.columns import ReferenceColumn, Unusable, Value, same
from registry.excel.layout import MARK, Layout
from registry.excel.sheet import EXAMPLE, EXPLAINS, example

MAX_BYTES = 1_000_000
#: A sheet of 2,000 lines unpacks to about 5 MB.
MAX_UNPACKED = 30_000_000
MAX_PARTS = 200
MAX_LINES = 2000
MAX_COLUMNS = 100
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


class UnreadableFile(Exception):
    """A file that cannot be imported at all; says why, and what to do."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class Line:
    """One line of the sheet: its number, and its cells in the order of the layout's columns."""

    number: int
    cells: tuple[Value, ...]


@dataclass(frozen=True)
class Contents:
    """What stands in a sheet: its lines, the letter of each column, and sentences about lines that tell nothing."""

    lines: tuple[Line, ...]
    letters: tuple[str, ...]
    problems: tuple[str, ...]


def read(content: bytes, layout: Layout) -> Contents:
    """Raises ``UnreadableFile``."""
    _check_package(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        pages = book.sheetnames
        lines = _lines(book[layout.title]) if layout.title in pages else None
        return _contents(lines, layout) if lines else _refuse(_wrong_page(layout, pages))
    except UnreadableFile:
        raise
    except Exception:  # a broken file breaks the package anywhere, with whatever it meets there
        raise UnreadableFile("这个文件打不开，可能坏了。请用 Excel 打开，另存为 .xlsx，再传一次。") from None


def _refuse(sentence: str) -> Any:
    raise UnreadableFile(sentence)


def _check_package(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        _refuse(f"文件太大，最多 {MAX_BYTES // 1_000_000} MB。请分成几个文件，或者把图片删掉。")
    if content.startswith(_OLD_OR_LOCKED):
        _refuse("这是旧的 .xls，或者加了密码。请取消密码，另存为 .xlsx，再传一次。")
    if not zipfile.is_zipfile(BytesIO(content)):
        _refuse("这不是 Excel 表。请传从这里下载的 .xlsx 文件。")
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        _refuse("这个文件打不开，可能坏了。请用 Excel 打开，另存为 .xlsx，再传一次。")
    names = [part.filename.lower() for part in parts]
    if any("vbaproject" in name or "macrosheets" in name for name in names):
        _refuse("文件里有宏，不能导入。请另存为“Excel 工作簿（.xlsx）”，再传一次。")
    if "xl/workbook.xml" not in names:
        _refuse("这不是 Excel 表。请传从这里下载的 .xlsx 文件。")
    # What a part declares is an upper bound: zipfile never unpacks more of it.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        _refuse("文件打开以后太大，不能导入。请只留要导入的那张表，再传一次。")


def _wrong_page(layout: Layout, pages: list[str]) -> str:
    return f"文件里没有叫“{layout.title}”的表，只有：{'、'.join(pages)}。请用从这里下载的表，不要改表名。"


def _lines(page: Any) -> Iterator[tuple[Any, ...]]:
    page.reset_dimensions()  # what the file says of its size may be wrong
    lines: Iterator[tuple[Any, ...]] = page.iter_rows(max_col=MAX_COLUMNS)
    return lines


def _contents(pages: Iterator[tuple[Any, ...]], layout: Layout) -> Contents:
    headings = [str(cell.value or "").strip() for cell in next(pages, ())]
    places = _places(headings, layout)
    mark = headings.index(MARK) if MARK in headings else None
    lines, problems = [], []
    for number, cells in enumerate(pages, start=2):
        values = [_value(cell) for cell in cells]
        line = Line(number, tuple(values[place] if place < len(values) else None for place in places))
        if all(same(value, None) for value in line.cells):
            continue
        marked = values[mark] if mark is not None and mark < len(values) else None
        if same(marked, None):
            lines.append(line)
        elif problem := _marked(marked, line, layout):
            problems.append(f"第 {number} 行 {get_column_letter((mark or 0) + 1)} 列“{MARK}”：{problem}")
        if len(lines) > MAX_LINES:
            _refuse(f"一次最多导入 {MAX_LINES} 行。请分成几个文件。")
    return Contents(tuple(lines), tuple(get_column_letter(place + 1) for place in places), tuple(problems))


def _places(headings: list[str], layout: Layout) -> list[int]:
    """Where each column of the layout stands."""
    wanted = [column.heading for column in layout.columns]
    known = {*wanted, *(column.heading for column in layout.aside), MARK}
    if missing := [heading for heading in wanted if heading not in headings]:
        _refuse(f"第 1 行缺这几列：{'、'.join(missing)}。请用从这里下载的表，不要删列，不要改列名。")
    if repeated := [heading for heading in wanted if headings.count(heading) > 1]:
        _refuse(f"第 1 行里，“{repeated[0]}”有两列。请只留一列。")
    if strangers := [heading for heading in headings if heading and heading not in known]:
        _refuse(f"第 1 行里，不认识“{strangers[0]}”这一列。请删掉这一列，或者改回原来的名称。")
    return [headings.index(heading) for heading in wanted]


def _marked(mark: Value, line: Line, layout: Layout) -> str:
    """Why a marked line may not simply be passed over; '' where it may."""
    if mark == EXPLAINS:
        return ""
    if mark != EXAMPLE:
        return f"这里写着“{mark}”。要导入这一行，请把这一格清空。"
    # Which region and source stand there as an example depends on who downloads it, and when.
    fixed = [not isinstance(column, ReferenceColumn) for column in layout.columns]
    untouched = all(map(same, compress(line.cells, fixed), compress(example(layout.columns), fixed)))
    return "" if untouched else f"这一行标着“{EXAMPLE}”，可是改过了。要导入就把这一格清空，不要就删掉这一行。"


def _value(cell: Any) -> Value:
    value = cell.value
    if cell.data_type == "f":
        return Unusable("这一格是公式。请复制，再“只粘贴数值”。")
    if cell.data_type == "e":
        return Unusable(f"这一格是 Excel 的错误 {value}，请改成要写的字。")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return Decimal(repr(value))
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time.min
        return value.date() if midnight else Unusable("这里多写了几点几分，请只留日期。")
    return value.total_seconds() if isinstance(value, dt.timedelta) else value
