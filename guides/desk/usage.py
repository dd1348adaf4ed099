"""Where a row is used: the outcomes that show it today, with answers that lead there; and rows that nobody ever sees.

Answers are real ones, with places that exist and the local rules published for them.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from guides.engine import addresses, reach
from guides.engine.flow import Flow
from guides.engine.graph import Known
from guides.engine.reach import Effort, Options, TooFar
from guides.engine.steps import PLACE, Answers, Given, Kind, Question, Step, Values, When
from guides.flows import FLOWS
from guides.models import GuideRow, conditions
from guides.outcome import checklist
from registry import relations
from registry.places import NATION, Place
from registry.publication import PublishedRow
from registry.snapshot import Snapshot, per_snapshot, published_models

#: A name with what belongs to it.
_Named = tuple[str, tuple[str, ...]]
#: Points of flows that may be looked at for the uses of one row; the published row that takes most takes 12,300.
MOST_POINTS = 20_000


@dataclass(frozen=True)
class Use:
    """An outcome that shows a row, and the query of answers that lead to it."""

    guide: str
    outcome: str
    query: str


def uses(snapshot: Snapshot, row: GuideRow, on: dt.date) -> tuple[Use, ...]:
    """The outcomes of its guides that show a row on a date; for a draft, those that would. The first of them, where it
    takes too long to find them all."""
    if any(conditions.problems(row.guides, row.when)):
        return ()
    flows = [FLOWS[slug] for slug in row.guides if checklist.introduction(snapshot, slug, on)]
    homes = tuple((flow.slug, tuple(_homes(snapshot, flow, row, on))) for flow in flows)
    return _found(snapshot, homes, tuple((key, tuple(wanted)) for key, wanted in row.when.items()), on)


@per_snapshot
def _found(snapshot: Snapshot, homes: tuple[_Named, ...], when: tuple[_Named, ...], on: dt.date) -> tuple[Use, ...]:
    """See above; ``homes`` are the places of each guide, ``when`` is the condition."""
    found: list[Use] = []
    with suppress(TooFar):
        effort = Effort(MOST_POINTS)
        found.extend(
            use for slug, codes in homes for use in _uses(snapshot, FLOWS[slug], dict(when), codes, on, effort)
        )
    return tuple(found)


def _uses(
    snapshot: Snapshot, flow: Flow, when: When, homes: Sequence[str], on: dt.date, effort: Effort
) -> Iterator[Use]:
    for outcome, _ in flow.outcomes:
        if outcome not in when.get("outcome", [outcome]):
            continue
        wanted = {**when, "outcome": (outcome,)}
        possible = reach.can_hold(flow, wanted)
        if possible is None:
            raise TooFar
        if not possible:
            continue
        found = (reach.fulfil(flow, wanted, _real(snapshot, flow, wanted, home, on), effort) for home in homes)
        if known := next(filter(None, found), None):
            yield Use(flow.slug, outcome, addresses.query(answers_of(flow, known)))


@per_snapshot
def example(snapshot: Snapshot, flow: Flow, outcome: str, home: str, on: dt.date) -> str | None:
    """The query of some answers by which somebody of a place gets an outcome; None where none are found in time."""
    if outcome not in dict(flow.outcomes):
        return None
    wanted = {"outcome": (outcome,)}
    homes = [home] if snapshot.places.pool(home) else flow.questions[flow.delivery.home].values
    effort = Effort()
    found = (reach.fulfil(flow, wanted, _real(snapshot, flow, wanted, code, on), effort) for code in homes)
    with suppress(TooFar):
        known = next(filter(None, found), None)
        return addresses.query(answers_of(flow, known)) if known else None
    return None


def answers_of(flow: Flow, known: Known) -> Answers:
    """The answers behind what is known, as an address carries them."""
    return {key: tuple(sorted(values - {PLACE})) for key, values in known.items() if key in flow.questions and values}


def _real(snapshot: Snapshot, flow: Flow, when: When, home: str, on: dt.date) -> Options:
    """Answers of somebody whose place is ``home``, other places being those of the condition or any; given steps as
    places and local rules answer them today."""
    lookup = checklist.lookup(snapshot, on)
    imagined = reach.imagined({})

    def options(step: Step, known: Known) -> Iterator[Values]:
        if isinstance(step, Given):
            yield frozenset({lookup(step, answers_of(flow, known))})
        elif isinstance(step, Question) and step.kind is Kind.PLACE:
            named = [value for value in when.get(step.key, ()) if value != PLACE]
            codes = [home] if step.key == flow.delivery.home else [*named, *_elsewhere(snapshot, home), *step.values]
            yield from (frozenset({code} if code in step.values else {code, PLACE}) for code in codes)
        else:
            yield from imagined(step, known)

    return options


def _elsewhere(snapshot: Snapshot, home: str) -> list[str]:
    """Places that stand differently to home: another province, the same one, those that a row relates, home itself."""
    places = snapshot.places
    province = places.province_of(home)
    others = [pool.code for pool in places.cities(province) if pool.code != home and not pool.is_provincial][:1]
    abroad = next(pool.code for pool in places.pools if places.province_of(pool.code) != province)
    return [abroad, *others, *relations.partners(snapshot, home), *([home] if places.pool(home) else [])]


def _homes(snapshot: Snapshot, flow: Flow, row: GuideRow, on: dt.date) -> list[str]:
    """Places where the row can stand: one for each way in which local rules answer the given steps."""
    wanted = row.when.get(flow.delivery.home, [PLACE])
    found: dict[tuple[str, ...], str] = {}
    for place in standing_in(snapshot, row, on):
        if PLACE in wanted or place.code in wanted:
            found.setdefault(_rules(snapshot, flow, place.code, on), place.code)
    unknown = [value for value in flow.questions[flow.delivery.home].values if row.region_id == NATION]
    return [*found.values(), *unknown]


@per_snapshot
def _rules(snapshot: Snapshot, flow: Flow, code: str, on: dt.date) -> tuple[str, ...]:
    """How a place answers the given steps, and how the places that it may be told apart by stand to it."""
    lookup = checklist.lookup(snapshot, on)
    given = [lookup(step, {flow.delivery.home: (code,)}) for step in flow.steps if isinstance(step, Given)]
    standings = {relations.between(snapshot, code, other, on).standing for other in _elsewhere(snapshot, code)}
    return (*given, *sorted(standings))


def standing_in(snapshot: Snapshot, row: PublishedRow, on: dt.date) -> list[Place]:
    """The 统筹区 where no nearer row takes the row's place."""
    region = row.region_id or NATION
    nearer = {
        other.region_id
        for other in _by_slot(snapshot, type(row)).get(row.slot(), ())
        if other.pk != row.pk and other.in_force(on) and _covers(other, row)
    }
    chains = ((place, snapshot.places.chain(place.code)) for place in snapshot.places.pools)
    return [place for place, chain in chains if region in chain and not nearer & set(chain[: chain.index(region)])]


@per_snapshot
def _by_slot(snapshot: Snapshot, model: type[PublishedRow]) -> dict[Any, list[PublishedRow]]:
    found: dict[Any, list[PublishedRow]] = {}
    for row in snapshot.rows(model):
        found.setdefault(row.slot(), []).append(row)
    return found


def _covers(other: PublishedRow, row: PublishedRow) -> bool:
    """Whether the other row applies whenever this one does."""
    mine, its = getattr(row, "when", {}), getattr(other, "when", {})
    return all(key in mine and set(mine[key]) <= set(wanted) for key, wanted in its.items())


@dataclass(frozen=True)
class Unused:
    """A published row that nobody ever sees, and why."""

    row: GuideRow
    why: str


@per_snapshot
def unused(snapshot: Snapshot, on: dt.date) -> tuple[Unused, ...]:
    """Published rows that no answers show, whatever the day and the place; rows that are over are left out."""
    models = [model for model in published_models() if issubclass(model, GuideRow)]
    rows = [row for model in models for row in snapshot.rows(model)]
    current = (row for row in rows if row.effective_to is None or row.effective_to >= on)
    return tuple(Unused(row, why) for row in current if (why := _why_unused(snapshot, row, on)))


def _why_unused(snapshot: Snapshot, row: GuideRow, on: dt.date) -> str:
    if not any(checklist.introduction(snapshot, slug, on) for slug in row.guides):
        return "它的指引都没有发布。"
    if len(conditions.never(row.guides, row.when)) == len(row.guides):
        return "没有人会答成这样。"
    if row.region_id != NATION and not standing_in(snapshot, row, on):
        return "下面每个统筹区都有自己的，轮不到它。"
    return ""
