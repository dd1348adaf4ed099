"""When a counter is open: its hours by weekday in words, and whether it works on a date.

A date is judged by its weekday, unless the calendar of the region says that it is a public holiday (法定节假日) or a
weekend that is worked (调休). A year for which nobody has published a calendar is never taken for a plain one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.models import CalendarDay, Office, OfficeHours
from registry.places import NATION
from registry.publication import nearest
from registry.snapshot import Snapshot, per_snapshot
from registry.typed.dates import WEEKDAYS

#: Opens and closes.
Span = tuple[dt.time, dt.time]
#: Weekday (0 is Monday) → the openings of that day.
Week = Mapping[int, tuple[Span, ...]]

_SATURDAY = 5
_RING = "先打电话问。"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a region that differ from their weekday, and the years that are known at all."""

    days: Mapping[dt.date, CalendarDay]
    years: frozenset[int]


@dataclass(frozen=True, slots=True)
class Opening:
    """When a counter is open: ``hours`` by weekday, a line each, and ``today``, the sentence about one date."""

    hours: tuple[str, ...]
    today: str


@per_snapshot
def calendar(snapshot: Snapshot, chain: tuple[str, ...], on: dt.date) -> Calendar:
    """The calendar of a region as published on a date; days whose check has expired count as not published."""
    rows = [row for row in snapshot.rows(CalendarDay) if row.in_force(on) and row.is_trusted(on)]
    # Neither a local holiday nor the statutory days make a year known: that takes the national arrangement of the
    # year, which says which weekends are worked.
    national = (row for row in rows if row.region_id == NATION and row.kind == CalendarDay.Kind.WORKDAY)
    years = frozenset(row.date.year for row in national)
    return Calendar({row.date: row for row in nearest(rows, chain)}, years)


def opening(office: Office, days: Calendar, on: dt.date) -> Opening:
    """What a page may say about an office's hours; nothing about those that nobody has looked at for too long."""
    if not office.is_trusted(on):
        return Opening((), f"办公时间太久没有核对，{_RING}")
    openings = week(office.hours.all())
    note = (office.hours_note,) if office.hours_note else ()
    missing = "具体几点没有查到" if note else "没有查到办公时间"
    return Opening((*lines(openings), *note), today(openings, days, on, f"{missing}，{_RING}"))


def week(hours: Iterable[OfficeHours]) -> Week:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for row in hours:
        found[row.weekday].append((row.opens, row.closes))
    return {weekday: tuple(sorted(spans)) for weekday, spans in found.items()}


def lines(openings: Week) -> tuple[str, ...]:
    """“周一至周五 8:30–11:30，13:30–17:00”: days with equal hours share a line, closed days come last."""
    alike: defaultdict[tuple[Span, ...], list[int]] = defaultdict(list)
    for weekday in range(7):
        alike[openings.get(weekday, ())].append(weekday)
    closed = alike.pop((), [])
    if not alike:
        return ()
    said = tuple(f"{weekday_words(weekdays)} {_spans(spans)}" for spans, weekdays in alike.items())
    return (*said, f"{weekday_words(closed)}不上班") if closed else said


def today(openings: Week, days: Calendar, on: dt.date, missing: str) -> str:
    """今天上班吗, in one sentence or two; ``missing`` where the hours are not known."""
    special = days.days.get(on)
    if special and special.kind == CalendarDay.Kind.HOLIDAY:
        return f"今天{special.name}放假，窗口一般不上班。"
    if special:
        return _worked_weekend(openings, on)
    if not openings:
        answer = missing
    elif spans := openings.get(on.weekday()):
        answer = f"今天{weekday_words([on.weekday()])}上班：{_spans(spans)}。"
    else:
        answer = f"今天{weekday_words([on.weekday()])}不上班。"
    return answer if on.year in days.years else f"{answer}今年的放假安排没有查到，节假日请先打电话。"


def _worked_weekend(openings: Week, on: dt.date) -> str:
    """Which weekday such a day follows is nowhere said; where all weekdays are alike it does not matter."""
    weekdays = {openings.get(weekday, ()) for weekday in range(_SATURDAY)}
    answer = f"今天{weekday_words([on.weekday()])}调休上班，"
    if len(weekdays) == 1 and (spans := weekdays.pop()):
        return f"{answer}平日的时间是 {_spans(spans)}。去之前{_RING}"
    return f"{answer}时间请{_RING}"


def _spans(spans: Iterable[Span]) -> str:
    return "，".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in spans)


def _clock(time: dt.time) -> str:
    return f"{time.hour}:{time:%M}"


def weekday_words(weekdays: Sequence[int]) -> str:
    """周一至周五; 周六、周日; 周一至周三、周五."""
    runs: list[list[int]] = []
    for weekday in weekdays:
        if runs and runs[-1][-1] == weekday - 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    return "、".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    names = [f"周{WEEKDAYS[weekday]}" for weekday in run]
    return f"{names[0]}至{names[-1]}" if len(names) > 2 else "、".join(names)
