"""What goes on when something is withdrawn that has not begun: the row whose end was made for it alone.

It goes on no further than to the day before another row says otherwise of the same things: what publishing would refuse
comes about by no withdrawal either. The withdrawal itself is never refused for that: what is wrong can always be taken
away, people are then given the phone, and the page names the other row.
"""

import copy
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from registry.models import Event
from registry.publication import Status
from registry.workflow.rights import Action, can
from registry.workflow.transition import as_stored, events, save_step, versions_of

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sequel:
    """What comes of a withdrawal: ``row`` goes on, with the end it then has, None where nothing does; ``against`` is the
    row that says otherwise of the same from the day after, or from the first day on."""

    row: Any = None
    against: Any = None


def sequel(row: Any, together: Iterable[Any] = ()) -> Sequel:
    """What goes on when a row is withdrawn, together with others."""
    gone = {row.pk, *(one.pk for one in together if type(one) is type(row))}
    if row.effective_from is None or row.effective_from <= timezone.localdate() or not row.supersedes_id:
        return Sequel()
    previous = as_stored(row.supersedes)
    if previous.pk in gone:
        return sequel(previous, together)
    if row.effective_from <= (previous.effective_from or dt.date.min) and _was_replaced_whole(previous):
        return _begun_again(previous, gone)
    return next(_given_back(row, previous, gone), Sequel())


def reopen(row: Any, by: Any, reason: str) -> None:
    """Have a row go on, and the revision of it that somebody is at: an end that this took over, as it was copied, was made
    for what is withdrawn."""
    ended = as_stored(row).effective_to
    save_step(row, Event.Kind.REOPENED, by, reason)
    draft = (
        type(row)._default_manager.unfinished().filter(supersedes=row, effective_to=ended).first() if ended else None
    )
    if draft is not None and draft.history.earliest("history_id").effective_to == ended:
        draft.effective_to = row.effective_to
        save_step(draft, Event.Kind.REOPENED, by, reason)


def not_to_go_on(previous: Any, row: Any, by: Any) -> str | None:
    """What goes on may be another region's: who cannot publish there cannot end it there, nor have it go on."""
    if previous is None or previous.region_id == row.region_id or can(by, Action.PUBLISH, previous.region_id):
        return None
    return f"撤下以后，{previous.region.name}的“{previous}”接着有效，您没有复核那里的权限。请找管理员。"


def _given_back(row: Any, previous: Any, gone: set[int]) -> Iterator[Sequel]:
    """What ends for a row and goes on without it: what it superseded, or what has since taken the place of that, which
    took over its end. Each is looked for where it stands itself: a revision may have moved to another region or slot."""
    for place in _standing_for(previous, gone):
        for ended in _beside(place, gone).filter(effective_to=row.effective_from - _DAY):
            found = _until(ended, row.effective_from, _beside(ended, gone), gone)
            if found.row or found.against:
                yield found


def _standing_for(previous: Any, but: set[int]) -> Iterator[Any]:
    """A row, and what was published to take its place, one behind the other; without those that are withdrawn."""
    found = [previous]
    while found:
        yield from found
        revisions = type(previous)._default_manager.filter(status__in=[Status.PUBLISHED, Status.RETIRED])
        found = list(revisions.filter(supersedes__in=found).exclude(pk__in=but).order_by("pk"))


def _beside(row: Any, but: set[int]) -> Any:
    """What is public where a row stands, without what is withdrawn."""
    return type(row)._default_manager.published().same_slot(row).filter(region=row.region_id).exclude(pk__in=but)


def _was_replaced_whole(row: Any) -> bool:
    last = events(row).filter(kind__in=[Event.Kind.CLOSED, Event.Kind.REOPENED, Event.Kind.WITHDRAWN]).first()
    return row.status == Status.RETIRED and last is not None and last.kind == Event.Kind.CLOSED


def _begun_again(row: Any, gone: set[int]) -> Sequel:
    others = _beside(row, gone)
    if others.overlapping(row.effective_from, row.effective_from).exists():
        return Sequel()
    row.status = Status.PUBLISHED
    return _until(row, row.effective_from, others, gone)


def _until(row: Any, first: dt.date, others: Any, gone: set[int]) -> Sequel:
    """A row that holds on ``first`` and from then on until somebody wished its end, something takes its place, or another
    row says otherwise."""
    begins = (
        others.filter(effective_from__gte=first).order_by("effective_from").values_list("effective_from", flat=True)
    )
    ends = [end for end in (wished_end(row), *(day - _DAY for day in begins[:1])) if end is not None]
    row.effective_to = min(ends, default=None)
    if row.effective_to is not None and row.effective_to < first:
        return Sequel()
    against = _first_against(row, first, gone)
    if against is None:
        return Sequel(row)
    if (against.effective_from or first) <= first:
        return Sequel(None, against)
    row.effective_to = against.effective_from - _DAY
    return Sequel(row, against)


def _first_against(row: Any, first: dt.date, gone: set[int]) -> Any:
    """Of the rows that say otherwise of the same on some day from ``first`` on, the one that begins before the others."""
    rest = copy.copy(row)
    rest.effective_from = first
    found = [other for other in rest.contradicting(timezone.localdate()) if other.pk not in gone]
    return min(found, key=lambda other: other.effective_from or dt.date.min, default=None)


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
