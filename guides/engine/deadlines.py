"""From the day a term runs from and the term to the last day on which papers may be handed in. Plain calendar arithmetic."""

import datetime as dt
import re

from dateutil.relativedelta import relativedelta

#: The closed set of terms: kind → its words. What the amount of each looks like is the business of :func:`problem`.
TERMS = {
    "months": "出院后几个月",
    "from_receipt": "开收据后几个月",
    "days": "出院后几天",
    "year_end": "出院那年的年底",
    "next_year": "出院第二年的某月某日",
}
#: Those for which the year is enough.
BY_YEAR = ("year_end", "next_year")
#: No rule on record is longer; more is a slip of the finger.
_MOST = {"months": 60, "from_receipt": 60, "days": 1800}
_WRITE = {
    "months": "请写几个月，只写数字，例如 12。",
    "from_receipt": "请写几个月，只写数字，例如 6。",
    "days": "请写几天，只写数字，例如 90。",
    "year_end": "“年底”不用写数。请把“数”清空。",
    "next_year": "请写哪一天，例如 3月31日。",
}


#: A day of every year as people write it: 3月31日, 3-31, 3.31, 次年3月31日.
_DAY = re.compile(r"(?:次年|第二年|下一?年)?(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?P<before>之?前)?")
#: A number with its unit: 6个月, 90天内.
_COUNT = re.compile(r"(\d{1,4})\s*(?:个?月|天|日)(?:之?内|以内)?", re.ASCII)
_UNITS = {"months": "月", "from_receipt": "月", "days": "天日"}


def as_written(kind: str, typed: str) -> str:
    """What was typed as the amount of a term, in the one form that is stored: 3月31日 is 03-31."""
    if kind == "next_year":
        day = _DAY.fullmatch(typed)
        return f"{int(day[1]):02}-{int(day[2]):02}" if day and not day["before"] else typed
    count = _COUNT.fullmatch(typed)
    return count[1] if count and any(unit in typed for unit in _UNITS.get(kind, "")) else typed


def problem(kind: str, amount: str) -> str:
    """What to mend in a term; '' when it is sound."""
    if kind == "next_year" and (day := _DAY.fullmatch(amount)) and day["before"]:
        return f"“{amount}”：{day[1]}月{day[2]}日当天还收吗？收就写 {day[1]}月{day[2]}日；不收，写它的前一天。"
    return "" if _is_sound(kind, amount) else _WRITE[kind]


def _is_sound(kind: str, amount: str) -> bool:
    if kind == "year_end":
        return amount == ""
    if kind == "next_year":
        return _is_day_of_every_year(amount)
    return amount.isascii() and amount.isdigit() and 1 <= int(amount) <= _MOST[kind]


def _is_day_of_every_year(amount: str) -> bool:
    try:
        return f"{dt.date.fromisoformat(f'2001-{amount}'):%m-%d}" == amount
    except ValueError:
        return False


def words(kind: str, amount: str) -> str:
    """A sound term as people say it."""
    if kind == "next_year":
        month, day = map(int, amount.split("-"))
        return f"出院第二年 {month} 月 {day} 日前"
    if kind == "from_receipt":
        return f"开收据后 {amount} 个月内"
    return {"months": f"出院后 {amount} 个月内", "days": f"出院后 {amount} 天内", "year_end": "出院那年年底前"}[kind]


def runs_from(kind: str) -> str:
    """The day from which a term runs, as people say it."""
    return "开收据的日子" if kind == "from_receipt" else "出院、看完的日子"


def last_day(kind: str, amount: str, start: dt.date) -> dt.date:
    """The last day, itself included, for a sound term and the day that it runs from. A month that is too short ends on its own last day:
    half a year from 31 August is 28 or 29 February. Raises ValueError for a term that is not sound."""
    if problem(kind, amount):
        raise ValueError(f"no such term: {kind} {amount}")
    if kind in ("months", "from_receipt"):
        return start + relativedelta(months=int(amount))
    if kind == "days":
        return start + dt.timedelta(days=int(amount))
    if kind == "year_end":
        return dt.date(start.year, 12, 31)
    month, day = map(int, amount.split("-"))
    return dt.date(start.year + 1, month, day)
