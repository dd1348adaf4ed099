"""Takes in what the public says is wrong, within limits; keeps nothing about who said it, and nothing for ever."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from registry.ageing import forget_before
from registry.counting import count
from registry.evidence import named
from registry.models import Report
from registry.places import NATION
from registry.publication import Status
from registry.snapshot import stored

#: Reports heard from one network address in an hour.
PER_VISITOR = 10
#: New reports on the whole site in an hour. Beyond it everybody is still heard, but once: whoever floods the site
#: uses up their own share, never anybody else's.
PER_SITE = 300
#: Reports on the whole site in an hour that are heard at all: who has a network of addresses fills no disk.
MOST_PER_SITE = 3_000

#: Digits of a key: a longer one is nobody's, and databases break on it.
_LONGEST_KEY = 18
#: Days for which reports are kept: after their answer, and while nobody answers.
ANSWERED_KEPT, OPEN_KEPT = 30, 180
#: Answered reports that go when a new one comes, so that few stay where no timer runs.
_GO_AT_ONCE = 100

#: What stands for the guide where no guide is meant: the page of a place's counters, and the estimate.
OFFICES, ESTIMATE = "offices", "estimate"

#: Where a clerk sees what a report is about: told by those who make the pages. Address and words.
Leads = Callable[[Report], list[tuple[str, str]]]
LEADS: list[Leads] = []
#: What else is forgotten in time: told by those who keep it. Each deletes what is old on a day, and says how much.
FORGETTERS: list[Callable[[dt.date], int]] = []


class Taken(Enum):
    NEW = "new"
    COUNTED = "counted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class About:
    """What is said to be wrong: an outcome of a guide, never the answers that led to it.

    ``title`` names it for clerks; ``region`` is the code whose rules it shows, '' where not known; ``row`` names the one
    thing on it that is meant, '' where none was named.
    """

    guide: str
    outcome: str
    title: str
    region: str
    row: str = ""


def take(visitor: str | None, about: About, reason: str, on: dt.date) -> Taken:
    """Keep a report, or count it where the same was said today and is still open; refuse what is too much.

    ``visitor`` is a network address, of which nothing is kept but a hash in the cache for an hour; None where it cannot
    be read.
    """
    said = count(f"visitor:{visitor}", on) if visitor else 0
    if said > PER_VISITOR:
        return Taken.REFUSED
    same = {
        "guide": about.guide,
        "outcome": about.outcome,
        "region_id": about.region or NATION,
        "row": about.row,
        "reason": reason,
        "on": on,
    }
    if _said_again(same):
        return Taken.COUNTED
    if _flooded("site", said, on):
        return Taken.REFUSED
    _delete(_answered_long_ago(on), most=_GO_AT_ONCE)
    return _first(same, about.title)


def _first(same: dict[str, Any], title: str) -> Taken:
    """Keep what nobody has said. Where somebody says it in this very moment, nothing is refused by the database: it
    would write into its own log what was reported and when."""
    with transaction.atomic():
        Report.objects.bulk_create([Report(title=title, count=0, **same)], ignore_conflicts=True)
        if not _said_again(same):
            return Taken.REFUSED
        return Taken.NEW if Report.objects.filter(**same, state=Report.State.OPEN, count=1).exists() else Taken.COUNTED


def may_tell(visitor: str | None, on: dt.date) -> bool:
    """Whether somebody may tell something else that is counted: within the limits of an hour, his own and the site's."""
    mine = count(f"told:{visitor}", on) if visitor else 0
    return mine <= PER_VISITOR and not _flooded("told", mine, on)


def _flooded(name: str, said: int, on: dt.date) -> bool:
    """Whether the site hears too much in this hour to hear this one too, who spoke ``said`` times in it."""
    told = count(name, on)
    return told > MOST_PER_SITE or (told > PER_SITE and said != 1)


def _said_again(same: dict[str, Any]) -> bool:
    """Count an open report up, in one statement of the database."""
    return Report.objects.filter(**same, state=Report.State.OPEN).update(count=F("count") + 1) == 1


def rows_meant(names: Iterable[str]) -> dict[str, Any]:
    """The rows, whatever their state, that reports name (``evidence.named``): one query for each kind among them."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for name in names:
        kind, _, number = name.partition("-")
        kinds[kind] += [int(number)] if number.isdecimal() and len(number) <= _LONGEST_KEY else []
    found: dict[str, Any] = {}
    for model in stored.published_models():
        if wanted := kinds.get(str(model._meta.model_name)):
            rows = model._default_manager.select_related("region").filter(pk__in=wanted)
            found |= {named(row): row for row in rows}
    return found


def in_its_place(row: Any) -> Iterator[Any]:
    """What was published to take the place of a row that is public no more, one behind the other, and what says the same
    now."""
    kind, found = type(row)._default_manager, [row]
    while found:
        taken = kind.filter(status__in=[Status.PUBLISHED, Status.RETIRED], supersedes__in=found)
        found = list(taken.order_by("pk"))
        yield from found
    yield from kind.published().same_slot(row).filter(region=row.region_id).order_by("-effective_from")


def forget(on: dt.date) -> int:
    """Delete reports that have been kept long enough; how many went."""
    waiting = Report.objects.filter(state=Report.State.OPEN)
    return _delete(_answered_long_ago(on)) + forget_before(waiting, "on", on - dt.timedelta(days=OPEN_KEPT))


def _answered_long_ago(on: dt.date) -> Q:
    """What may go whenever another comes: no clock that is wrong for a moment takes what nobody has answered."""
    return Q(closed_at__date__lt=on - dt.timedelta(days=ANSWERED_KEPT))


def _delete(which: Q, most: int | None = None) -> int:
    old = Report.objects.filter(which).order_by("pk")
    gone, _ = Report.objects.filter(pk__in=old.values("pk")[:most]).delete()
    return gone
