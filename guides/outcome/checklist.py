"""Published rows + answers → the rows that apply to one person, one region and one date.

Rows whose condition does not hold are left out first; then, for each slot, the nearest region wins.
"""

import datetime as dt
from collections.abc import Hashable
from typing import TypeVar

from guides.engine.flow import holds
from guides.engine.steps import Answers, Given, Lookup, Relation, SameProvince, Values
from guides.models import GuideRow, Introduction, Parameter, Wording
from registry import relations
from registry.places import NATION
from registry.publication import PublishedRow, nearest
from registry.snapshot import Snapshot, per_snapshot, published_models

Row = TypeVar("Row", bound=GuideRow)
Told = tuple[str, Values]
Anywhere = TypeVar("Anywhere", bound=PublishedRow)


@per_snapshot
def rows(
    snapshot: Snapshot, model: type[Row], guide: str, chain: tuple[str, ...], told: frozenset[Told], on: dt.date
) -> tuple[Row, ...]:
    """The rows of one kind for what was told (:attr:`Walk.told`), in the order of the page."""
    facts = dict(told)
    outcome = next(iter(facts.get("outcome", ())), "")
    slots = _slots(snapshot, model, guide, chain, on, outcome)
    nearest_first = (next((row for row in slot if holds(row.when, facts)), None) for slot in slots)
    applying = (row for row in nearest_first if row and not row.waived)
    return tuple(sorted(applying, key=lambda row: (row.position, row.key)))


@per_snapshot
def _slots(
    snapshot: Snapshot, model: type[Row], guide: str, chain: tuple[str, ...], on: dt.date, outcome: str
) -> tuple[tuple[Row, ...], ...]:
    """Rows in force that this outcome can show, whatever else was answered: by slot, the nearest region's first."""
    found: dict[Hashable, list[Row]] = {}
    for row in _nearest_first(snapshot, model, guide, chain, on):
        if outcome in row.when.get("outcome", (outcome,)):
            found.setdefault(row.slot(), []).append(row)
    return tuple(map(tuple, found.values()))


def chain(snapshot: Snapshot, code: str) -> tuple[str, ...]:
    """The regions from a place up to 全国 of which any row of a guide speaks: most places have the same ones."""
    speaking = _speaking(snapshot)
    return tuple(region for region in snapshot.places.chain(code) if region in speaking)


@per_snapshot
def _speaking(snapshot: Snapshot) -> frozenset[str]:
    kinds = (model for model in published_models() if issubclass(model, GuideRow))
    return frozenset({NATION, *(str(row.region_id) for model in kinds for row in snapshot.rows(model))})


def _nearest_first(snapshot: Snapshot, model: type[Row], guide: str, chain: tuple[str, ...], on: dt.date) -> list[Row]:
    rows = (row for row in snapshot.rows(model) if guide in row.guides and row.region_id in chain and row.in_force(on))
    return sorted(rows, key=lambda row: chain.index(str(row.region_id)))


def everywhere(snapshot: Snapshot, model: type[Anywhere], on: dt.date) -> list[Anywhere]:
    """The rows of one kind in force on a date, of every region, in their own order."""
    rows = [row for row in snapshot.rows(model) if row.in_force(on) and not row.waived]
    return sorted(rows, key=lambda row: getattr(row, "position", 0))


def titled(snapshot: Snapshot, row: PublishedRow, title: str) -> str:
    """A title with the place whose row it is, where it stands among those of the whole country and does not say so."""
    place = snapshot.places.get(str(row.region_id))
    if row.region_id == NATION or place is None or place.short_name in title:
        return title
    return f"{place.short_name}：{title}"


@per_snapshot
def wordings(snapshot: Snapshot, guide: str, chain: tuple[str, ...], on: dt.date) -> dict[str, Wording]:
    """The words of each question, by its key: of the nearest region that words it."""
    nearest_first = _nearest_first(snapshot, Wording, guide, chain, on)
    return {row.question: row for row in reversed(nearest_first) if not row.waived}


@per_snapshot
def introduction(snapshot: Snapshot, guide: str, on: dt.date) -> Introduction | None:
    """The words of a guide; None when nobody has published any, and the guide then stays off the home page."""
    return next(iter(rows(snapshot, Introduction, guide, (NATION,), frozenset(), on)), None)


@per_snapshot
def parameter(snapshot: Snapshot, name: str, chain: tuple[str, ...], on: dt.date) -> str:
    """The value of a local rule; '' when nobody has published one or its check is too old to act on."""
    found = nearest((row for row in snapshot.rows(Parameter) if row.name == name and row.in_force(on)), chain)
    return next((row.value for row in found if row.is_trusted(on)), "")


def lookup(snapshot: Snapshot, on: dt.date) -> Lookup:
    """Answers the flows' given steps from relations of places and local rules."""

    def value(step: Given, answers: Answers) -> str:
        def place_of(key: str) -> str:
            return next(iter(answers.get(key, ())), "")

        rule = step.rule
        if isinstance(rule, Relation):
            return relations.between(snapshot, place_of(rule.one), place_of(rule.other), on).standing
        if isinstance(rule, SameProvince):
            codes = (snapshot.places.division(place_of(key)) for key in (rule.one, rule.other))
            return "yes" if len(set(map(snapshot.places.province_of, codes))) == 1 else "no"
        published = parameter(snapshot, rule.name, snapshot.places.chain(place_of(rule.of)), on)
        return rule.decisive if published == rule.decisive else rule.otherwise

    return value
