"""What a cell may hold, and what it says to the eye."""

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from registry.typed.signs import visible

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
