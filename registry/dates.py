"""Dates in words, and the end of a month."""

import datetime as dt

from dateutil.relativedelta import relativedelta

WEEKDAYS = "一二三四五六日"


def date_words(day: dt.date, weekday: bool = False) -> str:
    """2026年11月21日, or 2026年11月21日（星期六）."""
    words = f"{day.year}年{day.month}月{day.day}日"
    return f"{words}（星期{WEEKDAYS[day.weekday()]}）" if weekday else words


def month_end(day: dt.date) -> dt.date:
    """The last day of the day's month."""
    return day + relativedelta(day=31)
