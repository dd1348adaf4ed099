"""The hours of a counter in one line, as notices write them: 周一至周五 8:30-11:30、13:30-17:00；周六 9:00-12:00."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import groupby

from django.core.exceptions import ValidationError

from registry.models import OfficeHours
from registry.offices.calendars import weekday_words
from registry.typed.dates import WEEKDAYS
from registry.typed.signs import half_width
from registry.typed.times import TimeError, read_time

EXAMPLE = "周一至周五 8:30-11:30、13:30-17:00"
_AS = f"请照“{EXAMPLE}”的样子写。"
_DAY = "(?:周|星期|礼拜)?[一二三四五六日天]"
_DAYS = re.compile(rf"(?:周|星期|礼拜)[一二三四五六日天](?: ?[-、,，和及] ?{_DAY}(?!点))*")
_NAMED = {"工作日": range(5), "每天": range(7), "每日": range(7), "周末": range(5, 7), "双休日": range(5, 7)}
_TIME = r"(?:[0-9]{1,2}(?:[:.][0-9]{1,2}|[点时](?:[0-9]{1,2}分?|半)?))"
_SPAN = re.compile(
    rf"(?P<half>上午|早上|中午|下午)?(?P<opens>{_TIME}) ?- ?(?P<other>上午|中午|下午)?(?P<closes>{_TIME})"
)
_CLOSED = re.compile("不办公|不上班|休息|不开门|(?:法定)?节假日(?:除外|休息)")
_BETWEEN = re.compile(r"[\s、,，;；:：.。和及]+|办公时间|上班时间|[()（）]")
_DASHES = re.compile("[—–―─~～至到]+|-{2,}")


def read(typed: str) -> list[OfficeHours]:
    """The openings, unsaved, weekday by weekday. Raises ValidationError with what to write instead."""
    text = _DASHES.sub("-", half_width(typed)).strip()
    days: list[int] = []
    found: list[OfficeHours] = []
    place = 0
    while place < len(text):
        if span := _SPAN.match(text, place):
            if not days:
                raise ValidationError(f"“{span[0]}”前面请写哪几天，例如“{EXAMPLE}”。")
            found += [_opening(day, span) for day in days]
            place = span.end()
        elif (named := _days(text, place)) is not None:
            days, place = named
        elif other := _CLOSED.match(text, place) or _BETWEEN.match(text, place):
            place = other.end()
        else:
            raise ValidationError(f"看不懂“{text[place : place + 20]}”。{_AS}别的话写在“办公时间说明”里。")
    if text and not found:
        raise ValidationError(f"“{typed.strip()}”没有写几点。{_AS}")
    return sorted(found, key=lambda one: (one.weekday, one.opens))


def _days(text: str, place: int) -> tuple[list[int], int] | None:
    """The weekdays that are named here, and where the text goes on."""
    for name, days in _NAMED.items():
        if text.startswith(name, place):
            return list(days), place + len(name)
    if (found := _DAYS.match(text, place)) is None:
        return None
    named: list[int] = []
    for sign, day in re.findall(r"([-、,，和及])? ?(?:周|星期|礼拜)?([一二三四五六日天])", found[0]):
        number = WEEKDAYS.index("日" if day == "天" else day)
        if sign == "-" and number < named[-1]:
            raise ValidationError(f"“{found[0]}”前后倒了。{_AS}")
        named += range(named[-1] + 1, number + 1) if sign == "-" else [number]
    return named, found.end()


def _opening(day: int, span: re.Match[str]) -> OfficeHours:
    half = span["half"] or ""
    opens, closes = _time(span["opens"], half), _time(span["closes"], span["other"] or half)
    opening = OfficeHours(weekday=day, opens=opens, closes=closes)
    try:
        opening.clean()
    except ValidationError as error:
        raise ValidationError(error.messages) from None
    if closes <= opens:
        raise ValidationError(f"“{span[0]}”关门要晚于开门，请改时间。")
    return opening


def _time(written: str, half: str) -> dt.time:
    """Half past one in the afternoon is 13:30, where it is said that it is. Raises ValidationError."""
    try:
        time = read_time(written)
    except TimeError as error:
        raise ValidationError(error.sentence) from None
    return time.replace(hour=time.hour + 12) if half == "下午" and time.hour < 12 else time


def show(hours: list[OfficeHours]) -> str:
    """The line that says these openings; days with the same ones stand together."""
    by_day = {day: list(_times(group)) for day, group in groupby(sorted(hours, key=_moment), lambda one: one.weekday)}
    lines: dict[tuple[str, ...], list[int]] = {}
    for day, times in by_day.items():
        lines.setdefault(tuple(times), []).append(day)
    return "；".join(f"{weekday_words(days)} {'、'.join(times)}" for times, days in lines.items())


def _moment(one: OfficeHours) -> tuple[int, dt.time]:
    return one.weekday, one.opens


def _times(openings: Iterator[OfficeHours]) -> Iterator[str]:
    for one in openings:
        yield f"{one.opens.hour}:{one.opens:%M}-{one.closes.hour}:{one.closes:%M}"
