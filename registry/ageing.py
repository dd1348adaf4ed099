"""What has been kept long enough, and what is later than now: a clock may be wrong for a while."""

import datetime as dt
from typing import Any

#: By how much two clocks that are right may differ: what lies further ahead was written under a wrong one.
AHEAD = dt.timedelta(minutes=5)
#: Days of which no more is deleted at once: a night under a wrong clock must not take all that the public told. Whatever
#: waits goes in the nights after it.
_DAYS_AT_ONCE = 3


def forget_before(rows: Any, field: str, day: dt.date) -> int:
    """Delete the rows whose date in ``field`` lies before a day, those of the oldest few dates; how many went."""
    dates = rows.filter(**{f"{field}__lt": day}).order_by(field).values_list(field, flat=True).distinct()
    gone, _ = rows.filter(**{f"{field}__in": list(dates[:_DAYS_AT_ONCE])}).delete()
    return int(gone)
