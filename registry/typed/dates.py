"""Dates in words, the end of a month, and dates as people type them: into three boxes, into a cell, into an address."""

import datetime as dt
import re
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from registry.typed.signs import half_width

WEEKDAYS = "一二三四五六日"
#: No bill that anybody still asks about is older.
EARLIEST_YEAR = 2000
#: Letters of a date, with all that notices write around it. Longer ones are none and are not looked at: what takes off
#: blanks works with the square of them, and meanwhile nobody else of the process does.
LONGEST_DATE = 100
_DIGITS_ALONE = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_IN_ONE = re.compile(r"(\d{4})[-/.年]+(\d{1,2})[-/.月]+(\d{1,2})(?!\d)[日号]?")
_SPACED = re.compile(r"(?<!\s)\s*+([-/.年月日号])\s*")
#: What notices write around a day: 自2027年1月1日起施行.
_AROUND = re.compile(r"自?从?\s*(?P<day>.{0,100}?)\s*(?:[起止]|(?:起|开始)?(?:施行|执行|实施|生效))?", re.DOTALL)
_DIGITS, _TENS = "〇一二三四五六七八九", "[一二三四五六七八九]?十?[一二三四五六七八九]?"
_IN_NUMERALS = re.compile(
    rf"(?:(?P<year>[{_DIGITS}零○]{{4}})|(?P<digits>\d{{4}}))年(?P<month>元|{_TENS}|\d{{1,2}})月(?P<day>{_TENS}|\d{{1,2}})(?=[日号])"
)


def date_words(day: dt.date, weekday: bool = False) -> str:
    """2026年11月21日, or 2026年11月21日（星期六）."""
    words = f"{day.year}年{day.month}月{day.day}日"
    return f"{words}（星期{WEEKDAYS[day.weekday()]}）" if weekday else words


def month_end(day: dt.date) -> dt.date:
    """The last day of the day's month."""
    return day + relativedelta(day=31)


class DateError(Exception):
    """What was typed is no date that can be meant; ``sentence`` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Typed:
    """A date as typed: year, month and day, each as it was written."""

    year: str = ""
    month: str = ""
    day: str = ""

    @property
    def parts(self) -> tuple[str, str, str]:
        return self.year, self.month, self.day

    def understood(self, on: dt.date) -> dt.date:
        """The date, which lies on or before ``on``. Raises DateError."""
        whole = None if self.month or self.day else in_one(self.year)
        parts = [half_width(part).strip().rstrip("年月日号") for part in (whole or self).parts]
        if not all(parts):
            raise DateError("年、月、日三个框都要写。不想填，就都空着。")
        if not all(part.isdecimal() and len(part) <= 4 for part in parts):
            raise DateError("请只写数字，例如 2026、10、3。")
        year, month, day = map(int, parts)
        if year < EARLIEST_YEAR:
            raise DateError(f"年份请写四位数，{EARLIEST_YEAR} 年以后的，例如 2026。")
        try:
            date = dt.date(year, month, day)
        except ValueError:
            raise DateError(f"{year}年没有{month}月{day}日。请对着单子再看一遍。") from None
        if date > on:
            raise DateError("这一天还没到。请写已经过去的日子，还没到就空着。")
        return date


def in_digits(text: str) -> str:
    """The text with its dates in digits: 二〇二七年元月一日 as 2027年1月1日."""
    return _IN_NUMERALS.sub(_digits, text)


def _digits(found: re.Match[str]) -> str:
    year = found["digits"] or "".join(str(_DIGITS.index(sign)) for sign in re.sub("[零○]", "〇", found["year"]))
    return f"{year}年{_numeral(found['month'])}月{_numeral(found['day'])}"


def _numeral(written: str) -> str:
    """元 and 一 are 1, 十二 is 12, 三十一 and 三一 are 31; digits are what they are."""
    if written.isdecimal():
        return written
    tens, ten, ones = written.replace("元", "一").rpartition("十")
    if not ten:
        return "".join(str(_DIGITS.index(sign)) for sign in ones)
    return str(_DIGITS.index(tens or "一") * 10 + (_DIGITS.index(ones) if ones else 0))


def in_one(text: str) -> Typed | None:
    """A date written in one, 2026-10-3, 2026/10/3, 20261003 or 2026年10月3日, taken apart; None for anything else."""
    typed = half_width(text).strip()
    if len(typed) > LONGEST_DATE:
        return None
    typed = in_digits(_SPACED.sub(r"\1", typed))
    typed = _AROUND.fullmatch(typed)["day"]  # type: ignore[index]  # of one line it matches whatever there is
    found = _IN_ONE.fullmatch(typed) or _DIGITS_ALONE.fullmatch(typed)
    return Typed(*found.groups()) if found else None


def read_day(text: str) -> dt.date:
    """A date written in one, of any year. Raises DateError."""
    typed = half_width(text).strip()
    if (found := in_one(typed)) is None:
        shown = typed if len(typed) <= LONGEST_DATE else f"{typed[:LONGEST_DATE]}……"
        raise DateError(f"“{shown}”不是日期。请照 2027-01-01 的样子写。")
    try:
        return dt.date(*map(int, found.parts))
    except ValueError:
        raise DateError(f"没有“{typed}”这一天，请看看月份和日子。") from None


def in_address(text: str) -> Typed:
    """A date at the end of a link, taken apart: what a chat wrote behind it is cut off, and whatever else stands there
    goes into the boxes as it is."""
    found = _IN_ONE.match(half_width(text).strip())
    return Typed(*found.groups()) if found else Typed(*text.split("-", 2))
