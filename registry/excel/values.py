"""What a cell may hold, and what it says to the eye."""

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from registry.excel.package import refuse
from registry.typed.signs import visible

#: Letters in a cell, seven times the longest there is.
MAX_LETTERS = 2000
#: Letters that a cell of Excel can hold.
EXCEL_LETTERS = 32_767
#: Letters of an error of Excel's: #GETTING_DATA is among the longest.
LONGEST_ERROR = 20
#: Nothing, text, a number, a date or a time of day, or why the cell cannot be used.
Value = Any


class _Unasked:
    """A cell that nobody was asked for: a row keeps what it says there."""


UNASKED = _Unasked()


class Unusable:
    """A cell that holds something no column can take, such as a formula: why, and what it shows."""

    def __init__(self, sentence: str, shown: str) -> None:
        self.sentence = sentence
        self.shown = shown


def same(one: Value, other: Value) -> bool:
    """Whether two cells say the same to the eye."""
    return bool(_plain(one) == _plain(other))


def _plain(value: Value) -> Value:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    return value


def heading_key(text: Value) -> str:
    """Equal for headings that say the same, whatever keyboard and program wrote them: no blanks, brackets of one width."""
    return "".join(unicodedata.normalize("NFKC", visible(spoken(text))).split())


def spoken(value: Value) -> str:
    """What a cell shows."""
    if isinstance(value, Unusable):
        return value.shown
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(_plain(value) or "")


def text_of(value: Value) -> str:
    """What a clerk typed, as text, without signs that nobody can see. Raises ValidationError where Excel has made something else of it."""
    if isinstance(value, Unusable):
        raise ValidationError(value.sentence)
    if isinstance(value, dt.date | dt.time):
        raise ValidationError("Excel 把这一格变成了日期或时间。请先把格子设成“文本”，再写一遍。")
    return visible(spoken(value))


def read_cell(cell: dict[str, Any]) -> Value:
    """What openpyxl's parser found in a cell. Raises ``UnreadableFile`` where Excel could not hold it."""
    value, kind = cell["value"], cell["data_type"]
    if isinstance(value, str) and len(value) > EXCEL_LETTERS:
        refuse(f"有一格写了 {len(value)} 个字，一格放得下 {EXCEL_LETTERS} 个。请把这一格写短，再传一次。")
    if isinstance(value, str) and len(value) > MAX_LETTERS:
        return Unusable(f"这一格有 {len(value)} 个字，最多 {MAX_LETTERS} 个。请写短一些。", value)
    if kind == "f":
        return Unusable("这一格是公式。请复制，再“只粘贴数值”。", str(value))
    if kind == "e":
        name = str(value)[:LONGEST_ERROR]
        return Unusable(f"这一格是 Excel 的错误 {name}，请改成要写的字。", name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return Decimal(repr(value))
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time.min
        return value.date() if midnight else Unusable("这里多写了几点几分，请只留日期。", str(value))
    return value.total_seconds() if isinstance(value, dt.timedelta) else value
