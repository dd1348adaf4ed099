"""Rough years. Said as seen from one year (今年), they stand in an address as the year itself, and so still mean it when
that year is over. Rows and flows know them as seen from the year in which somebody looks."""

from registry.typed.dates import EARLIEST_YEAR

#: What may be said, by how many years ago it was; the last one for longer ago too.
AGO = ("this_year", "last_year", "earlier")


def seen(year: int, now: int) -> str:
    """A year as seen from another one."""
    return AGO[min(now - year, len(AGO) - 1)]


def read(value: str, now: int) -> str:
    """The value that an address means, seen from ``now``; anything but a year that was is left as it is."""
    known = value.isascii() and value.isdecimal() and len(value) == 4 and EARLIEST_YEAR <= int(value) <= now
    return seen(int(value), now) if known else value


def written(value: str, now: int) -> str:
    """The value as it stands in an address: 今年 is 2026. 更早 stays, it is earlier from every later year too."""
    return str(now - AGO.index(value)) if value in AGO[:-1] else value


def words(value: str, now: int) -> str:
    """What to write behind the answer: （2026年）, （2024年及以前）; '' for an answer that names no year."""
    if value not in AGO:
        return ""
    return f"（{now - AGO.index(value)}年{'及以前' if value == AGO[-1] else ''}）"
