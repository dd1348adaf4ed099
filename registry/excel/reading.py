"""Reads an uploaded workbook into lines of cells, trusting nothing: not its size, not what it says of itself.

Numbers come as ``Decimal`` by way of their shortest spelling: Excel keeps 0.57 as 0.56999999999999995, and both are the
same float, whose shortest spelling is what the clerk typed. That is exact to 15 digits; no field here is longer.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from itertools import compress
from typing import Any

from defusedxml.ElementTree import iterparse
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser

from registry.excel.layout import MARK, Layout
from registry.excel.package import BROKEN, CELLS, STRINGS, check, refuse, unbroken
from registry.excel.report import Refusal, beginning
from registry.excel.sheet import CHOICES, EXAMPLE, EXPLAINS, GUIDE, MARKED, Grid
from registry.excel.values import UNASKED, Unusable, Value, heading_key, read_cell, same, spoken

MAX_LINES = 2000
#: The last row and the last column where anything may stand; blank ones beyond are passed over.
LAST_ROW = 5000
LAST_COLUMN = 100
#: Cells that are written again for a clerk to mend: twice those of the longest sheet there is.
MOST_CELLS = 200_000
#: Letters in all cells of a page, several times those of the longest sheet there is: one string may stand in each of them.
MOST_LETTERS = 4_000_000

_ABSENT = "“{}”里没有“{}”这一列：新写的，就当这一格空着；已经有的，照原来的不变。要写这一列，请重新下载一份，把写好的行抄过去。"

#: The cells of one row with something in them, by column, the first being 0.
_Row = dict[int, Value]


@dataclass(frozen=True)
class Line:
    """One line of a page: its number, and its cells in the order of the layout's columns."""

    number: int
    cells: tuple[Value, ...]


@dataclass(frozen=True)
class Contents:
    """What stands on a page: its lines, the letter of each column, and what is wrong with lines that tell nothing, or with
    the page itself. ``way`` is how it came here, for the history of the rows. A page that ``corrects`` changes the
    writer's own drafts of the same source, and empties those of these columns that it says nothing in. ``absent`` are the
    headings of columns that it has not: a sheet that was handed out before there were such."""

    layout: Layout
    lines: tuple[Line, ...]
    letters: tuple[str, ...]
    problems: tuple[Refusal, ...] = ()
    way: str = "Excel 导入"
    corrects: frozenset[str] | None = None
    absent: tuple[str, ...] = ()

    def __len__(self) -> int:
        """How many lines say something, those that cannot be taken too."""
        return len(self.lines) + len(self.problems)


@dataclass(frozen=True)
class Book:
    """What stands in a workbook: on each page of a kind that was asked for; and the names of the pages left unread."""

    pages: tuple[Contents, ...]
    unread: tuple[str, ...]

    @property
    def absent(self) -> tuple[str, ...]:
        """What becomes of the columns that its pages have not, a sentence for each page."""
        told = ((page.layout.title, "”“".join(page.absent)) for page in self.pages if page.absent)
        return tuple(_ABSENT.format(*each) for each in told)


class _PageError(Exception):
    """A page of which no line can be read; the others can."""


def read(content: bytes, layouts: Sequence[Layout], go_on: Callable[[], None]) -> Book:
    """What stands on the layouts' pages: one at least is there. ``go_on`` is asked at every row.

    Raises ``UnreadableFile``, for more lines than may come at once on all pages too.
    """
    with _opened(content) as file:
        file.call([layout.title for layout in layouts])
        known = [layout for layout in layouts if layout.title in file.pages]
        if not known:
            refuse(_wrong_pages(layouts, file.pages))
        pages: list[Contents] = []
        for layout in known:
            pages.append(_contents(file, layout, go_on, MAX_LINES - sum(map(len, pages))))
        ours = {*(layout.title for layout in known), GUIDE, CHOICES, MARKED}
        return Book(tuple(pages), tuple(name[:31] for name in file.pages if name not in ours))


def cells(content: bytes, layouts: Sequence[Layout], go_on: Callable[[], None]) -> dict[str, Grid]:
    """Everything that stands on the layouts' pages, by title, where a clerk can see it. Raises ``UnreadableFile``."""
    with _opened(content) as file:
        file.call([layout.title for layout in layouts])
        found: dict[str, Grid] = {layout.title: {} for layout in layouts if layout.title in file.pages}
        room = MOST_CELLS
        for title, grid in found.items():
            with suppress(_PageError):
                for number, row in _placed(file.rows(title), go_on):
                    grid[number] = row
                    if (room := room - len(row)) < 0:
                        refuse(CELLS.sentence)
        return found


@contextmanager
def _opened(content: bytes) -> Iterator["_File"]:
    check(content)
    with unbroken():
        yield _File(content)


def _unfit(sentence: str) -> Any:
    raise _PageError(sentence)


class _Parser(WorkSheetParser):  # type: ignore[misc]
    def parse_formula(self, element: Any) -> str:
        """Formulas are refused, so they are not taken apart: a long shared one is translated for each of its cells."""
        found = element.find(FORMULA_TAG)
        return f"={(found.text or '')[:100]}"


class _File:
    """A workbook, opened; ``pages`` are its parts by the names of the pages.

    Not by ``load_workbook``: it makes up the rows and cells that are left out, a million of them before one stray
    cell, and reads every page, one as often as the file names it.
    """

    def __init__(self, content: bytes) -> None:
        self.reader = reader = ExcelReader(BytesIO(content), read_only=True, keep_links=False)
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        with warnings.catch_warnings():  # many programs write no styles, or not all of Excel's
            warnings.simplefilter("ignore")
            apply_stylesheet(reader.archive, reader.wb)
        self.pages = {sheet.name.strip(): relation.target for sheet, relation in reader.parser.find_sheets()}

    def call(self, titles: Iterable[str]) -> None:
        """Pages that a program gave a longer name, by the name that they had: Numbers writes “材料 - 表格 1”."""
        for title in titles:
            longer = [
                name for name in self.pages if re.fullmatch(rf"{re.escape(title)} ?(?:[-–].+|[(（]\d+[)）])", name)
            ]
            if title not in self.pages and len(longer) == 1:
                self.pages[title] = self.pages.pop(longer[0])

    def rows(self, title: str) -> Iterator[tuple[int, _Row]]:
        """The rows that stand on a page, with their numbers."""
        book = self.reader.wb
        dates = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
        room = MOST_LETTERS
        with self.reader.archive.open(self.pages[title]) as source:
            parser = _Parser(source, self.reader.shared_strings, epoch=book.epoch, **dates)
            for _, element in iterparse(source, forbid_dtd=True):
                if element.tag == ROW_TAG:
                    number, cells = parser.parse_row(element)
                    element.clear()
                    if (room := room - sum(len(cell["value"]) for cell in cells if isinstance(cell["value"], str))) < 0:
                        refuse(STRINGS.sentence)
                    yield (
                        number,
                        {cell["column"] - 1: value for cell in cells if not same(value := read_cell(cell), None)},
                    )
                elif element.tag == MERGE_TAG and len(element):
                    place = beginning(str(element[0].get("ref")))
                    _unfit(f"{place} 是合并的格子，只有第一格有字。请取消合并，每一格都写上，再传一次。")


def _wrong_pages(layouts: Sequence[Layout], pages: Iterable[str]) -> str:
    wanted = f"叫“{layouts[0].title}”的表" if len(layouts) == 1 else "认得的表"
    names = "、".join(page[:31] for page in pages)  # Excel allows no longer one
    return f"文件里没有{wanted}，只有：{names}。请用从这里下载的表，不要改表名。"


def _contents(file: _File, layout: Layout, go_on: Callable[[], None], room: int) -> Contents:
    """The page of a kind, with so many lines at most."""
    try:
        if copies := [name for name in file.pages if name.startswith(layout.title) and name != layout.title]:
            _unfit(
                f"文件里还有一张“{beginning(copies[0])}”，它不会导入。请把要导入的行都放到“{layout.title}”里，删掉那一张。"
            )
        return _lines(_placed(file.rows(layout.title), go_on), layout, room, go_on)
    except _PageError as error:
        return Contents(layout, (), ("",) * len(layout.columns), (Refusal(str(error), layout.title),))


def _lines(rows: Iterator[tuple[int, _Row]], layout: Layout, room: int, go_on: Callable[[], None]) -> Contents:
    number, first = next(rows, (0, {}))
    headings = _headings(first if number == 1 else {})
    if number == 1 and not any(heading_key(column.heading) in headings for column in layout.columns):
        _unfit("第 1 行要写列的名称，现在写的不是。上面多了标题，就把那几行删掉；或者用从这里下载的空表。")
    places = _places(headings, layout)
    mark = headings.index(heading_key(MARK)) if heading_key(MARK) in headings else None
    lines, problems = [], []
    for number, cells in rows:
        line = Line(number, tuple(cells.get(place) for place in places))
        if not layout.says_something(line.cells):
            continue
        marked = None if mark is None else cells.get(mark)
        if same(marked, None):
            lines += [Line(number, layout.completed(cells)) for cells in layout.meant(line.cells)]
        elif sentence := _marked(marked, line, layout, [place >= 0 for place in places]):
            letter = get_column_letter((mark or 0) + 1)
            problems.append(Refusal(sentence, layout.title, number, letter, MARK, typed=beginning(spoken(marked))))
        if len(lines) + len(problems) > room:
            refuse(f"一次最多导入 {MAX_LINES} 行。请分成几个文件。")
    several = zip(lines, layout.together([line.cells for line in lines], go_on), strict=True)
    lines = [Line(line.number, _asked(cells, places)) for line, found in several for cells in found]
    letters = tuple(get_column_letter(place + 1) if place >= 0 else "" for place in places)
    absent = tuple(column.heading for column, place in zip(layout.columns, places, strict=True) if place < 0)
    return Contents(layout, tuple(lines), letters, tuple(problems), absent=absent)


def _asked(cells: Sequence[Value], places: Sequence[int]) -> tuple[Value, ...]:
    """The cells of a line; those of columns that its page has not were not asked for, unless something has filled them."""
    return tuple(UNASKED if place < 0 and same(cell, None) else cell for cell, place in zip(cells, places, strict=True))


def _placed(rows: Iterator[tuple[int, _Row]], go_on: Callable[[], None]) -> Iterator[tuple[int, _Row]]:
    """The rows that hold something, all of them where a clerk can see it."""
    last = 0
    for number, cells in rows:
        go_on()
        if number <= last:
            refuse(BROKEN)
        last = number
        if not cells:
            continue
        if number > LAST_ROW:
            _unfit(f"第 {number} 行有字，离得太远，最多到第 {LAST_ROW} 行。请把这一行删掉，或者挪到前面。")
        if max(cells) >= LAST_COLUMN:
            letter = get_column_letter(max(cells) + 1)
            _unfit(f"第 {number} 行 {letter} 列有字，离得太远，最多 {LAST_COLUMN} 列。请把这一列删掉。")
        yield number, cells


def _headings(first: _Row) -> list[str]:
    for place, value in first.items():
        if isinstance(value, Unusable):
            _unfit(f"第 1 行 {get_column_letter(place + 1)} 列：{value.sentence}")
    return [heading_key(first.get(place)) for place in range(LAST_COLUMN)]


def _places(headings: list[str], layout: Layout) -> list[int]:
    """Where each column of the layout stands; -1 for one that the page has not and that goes without saying."""
    wanted = {heading_key(column.heading): column.heading for column in layout.columns}
    known = {*wanted, *(heading_key(column.heading) for column in layout.aside), heading_key(MARK)}
    needed = {column.heading for column in layout.columns if column.required or column in layout.identity}
    if missing := [heading for key, heading in wanted.items() if key not in headings and heading in needed]:
        _unfit(f"第 1 行缺这几列：{'、'.join(missing)}。请用从这里下载的表，不要删列，不要改列名。")
    if repeated := [heading for key, heading in wanted.items() if headings.count(key) > 1]:
        _unfit(f"第 1 行里，“{repeated[0]}”有两列。请只留一列。")
    if strangers := [heading for heading in headings if heading and heading not in known]:
        _unfit(f"第 1 行里，不认识“{beginning(strangers[0])}”这一列。请删掉这一列，或者改回原来的名称。")
    there = (heading_key(column.heading) for column in layout.columns)
    return [headings.index(key) if key in headings else -1 for key in there]


def _marked(mark: Value, line: Line, layout: Layout, present: Sequence[bool]) -> str:
    """Why a marked line may not simply be passed over; '' where it may."""
    if mark == EXPLAINS:
        return ""
    if mark != EXAMPLE:
        return f"这里写着“{beginning(spoken(mark))}”。要导入这一行，请把这一格清空。"
    # Which region and source stand there as an example depends on who downloads it, and when.
    columns = zip(layout.columns, present, strict=True)
    fixed = [there and not column.varies and column.name not in layout.given for column, there in columns]
    untouched = all(map(same, compress(line.cells, fixed), compress(layout.example(), fixed)))
    return "" if untouched else f"这一行标着“{EXAMPLE}”，可是改过了。要导入就把这一格清空，不要就删掉这一行。"
