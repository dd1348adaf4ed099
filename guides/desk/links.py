"""Whether the ways that rows name lead to something that people can open."""

import datetime as dt
from collections.abc import Iterator

from guides.models import Answer, Misconception
from guides.outcome import answers
from registry.places import NATION
from registry.snapshot import Snapshot


def dead(snapshot: Snapshot, row: Answer | Misconception, on: dt.date) -> Iterator[str]:
    """The keys of answers that a row names and that nobody where it holds can open on a date, and the guide that is not
    published."""
    place = str(row.region_id) if row.region_id != NATION else ""
    keys = row.related_keys if isinstance(row, Answer) else (row.answer,) if row.answer else ()
    yield from (key for key in keys if answers.link_to(snapshot, key, place, on) is None)
    if isinstance(row, Answer) and row.leads_to and answers.onward(snapshot, row, "", on) is None:
        yield row.leads_to
