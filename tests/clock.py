"""The day that every test takes for today."""

import datetime as dt
import os

#: The last day on which something of the content pack was put together; ``TEST_DATE=2028-02-29 make test`` runs the tests on another.
TODAY = dt.date.fromisoformat(os.environ.get("TEST_DATE") or "2026-11-26")


def noon(day: dt.date) -> dt.datetime:
    """Noon in China, where every reader is: far from any midnight, however long a test takes."""
    return dt.datetime.combine(day, dt.time(12), dt.timezone(dt.timedelta(hours=8)))
