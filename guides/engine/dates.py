"""Exact dates: as typed into three boxes, and against a rough answer."""

import datetime as dt
from dataclasses import dataclass

from guides.engine.flow import Walk
from guides.engine.steps import Detail

EARLIEST_YEAR = 2000
#: A rough answer → how many years ago that is, at least and at most. Answers not listed here fit any date.
_YEARS_AGO = {"this_year": (0, 0), "last_year": (1, 1), "earlier": (2, 9999)}


class DateError(Exception):
    """Three boxes that are no past date; ``sentence`` says what to do."""

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
        parts = [part.strip().rstrip("年月日号") for part in self.parts]
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
            raise DateError(f"{year}年没有{month}月{day}日。请对着出院小结或发票再看一遍。") from None
        if date > on:
            raise DateError("这一天还没到。请写已经出院的日期，没出院就空着。")
        return date


def typed(iso: str) -> Typed:
    """A date as it stands in an address, taken apart; whatever else stands there goes into the boxes as it is."""
    return Typed(*iso.split("-", 2))


def exact(walk: Walk, detail: Detail) -> dt.date | None:
    """The date that the answers hold for this detail."""
    held = walk.kept.get(detail.key)
    return dt.date.fromisoformat(held[0]) if held else None


def contradicted(walk: Walk, detail: Detail, on: dt.date) -> str:
    """The rough answer which the exact date cannot be true with, seen from ``on``; '' when both can be."""
    date = exact(walk, detail)
    rough = next(iter(walk.answers.get(detail.refines, ())), "")
    if date is None or rough not in _YEARS_AGO:
        return ""
    least, most = _YEARS_AGO[rough]
    return "" if least <= on.year - date.year <= most else rough
