"""What goes on when something is withdrawn that has not begun: the row whose end was made for it alone."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from registry.models import Event
from registry.publication import Status
from registry.workflow.transition import as_stored, events, versions_of

_DAY = dt.timedelta(days=1)


def reopened_by(row: Any) -> Any:
    """What goes on when a row is withdrawn, with the end it then has; None where nothing does."""
    if row.effective_from is None or row.effective_from <= timezone.localdate() or not row.supersedes_id:
        return None
    previous = as_stored(row.supersedes)
    if row.effective_from <= (previous.effective_from or dt.date.min) and _was_replaced_whole(previous):
        return _begun_again(previous, _beside(previous, row))
    return next(_given_back(row, previous), None)


def _given_back(row: Any, previous: Any) -> Iterator[Any]:
    """What ends for a row and goes on without it: what it superseded, or what has since taken the place of that, which
    took over its end. Each is looked for where it stands itself: a revision may have moved to another region or slot."""
    for place in _standing_for(previous, row):
        for ended in _beside(place, row).filter(effective_to=row.effective_from - _DAY):
            if extended := _extended(ended, _beside(ended, row)):
                yield extended


def _standing_for(previous: Any, but: Any) -> Iterator[Any]:
    """A row, and what was published to take its place, one behind the other; without one that is withdrawn."""
    found = [previous]
    while found:
        yield from found
        revisions = type(previous)._default_manager.filter(status__in=[Status.PUBLISHED, Status.RETIRED])
        found = list(revisions.filter(supersedes__in=found).exclude(pk=but.pk).order_by("pk"))


def _beside(row: Any, but: Any) -> Any:
    """What is public where a row stands, without one that is withdrawn."""
    return type(row)._default_manager.published().same_slot(row).filter(region=row.region_id).exclude(pk=but.pk)


def _was_replaced_whole(row: Any) -> bool:
    last = events(row).filter(kind__in=[Event.Kind.CLOSED, Event.Kind.REOPENED, Event.Kind.WITHDRAWN]).first()
    return row.status == Status.RETIRED and last is not None and last.kind == Event.Kind.CLOSED


def _begun_again(row: Any, others: Any) -> Any:
    if others.overlapping(row.effective_from, row.effective_from).exists():
        return None
    row.status, row.effective_to = Status.PUBLISHED, _end(row, row.effective_from, others)
    return row


def _extended(row: Any, others: Any) -> Any:
    ended, end = row.effective_to, _end(row, row.effective_to, others)
    row.effective_to = end
    return row if end is None or end > ended else None


def _end(row: Any, after: dt.date, others: Any) -> dt.date | None:
    """Until when a row holds that nothing takes the place of but what else begins after a day."""
    begins = others.filter(effective_from__gt=after).order_by("effective_from").values_list("effective_from", flat=True)
    ends = [end for end in (wished_end(row), *(day - _DAY for day in begins[:1])) if end is not None]
    return min(ends, default=None)


def wished_end(row: Any) -> dt.date | None:
    """The end that people gave a row: not one that it got when another took its place or was withdrawn, nor one that it
    took over from the row before it, which that had got in this way."""
    made = (versions_of(row, Event.Kind.CLOSED) | versions_of(row, Event.Kind.REOPENED)).order_by("history_id").first()
    before = row.history.filter(history_id__lt=made.history_id).order_by("-history_id").first() if made else None
    end: dt.date | None = before.effective_to if before else row.effective_to
    parent = _before(row) if end else None
    had_it = parent and parent.history.filter(effective_to=end, status__in=[Status.PUBLISHED, Status.RETIRED]).exists()
    return wished_end(parent) if had_it else end


def _before(row: Any) -> Any:
    """What a row was copied from: what it supersedes; of one that stands where another was retired, that one."""
    if row.supersedes_id:
        return as_stored(row.supersedes)
    retired = type(row)._default_manager.filter(status=Status.RETIRED, region=row.region_id, pk__lt=row.pk)
    return retired.same_slot(row).order_by("-pk").first()
