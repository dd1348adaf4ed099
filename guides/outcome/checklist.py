"""Published rows + answers → the rows that apply to one person, one region and one date.

Rows whose condition does not hold are left out first; then, for each slot, the nearest region wins.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeVar

from guides.engine.flow import holds
from guides.engine.steps import Answers, Given, Lookup, Relation, Values
from guides.models import GuideRow, Introduction, Parameter, Wording
from registry.evidence import Freshness
from registry.places import NATION, Places
from registry.publication import PublishedRow, nearest
from registry.snapshot import Snapshot

Row = TypeVar("Row", bound=GuideRow)
Anywhere = TypeVar("Anywhere", bound=PublishedRow)


def rows(
    snapshot: Snapshot, model: type[Row], guide: str, chain: Sequence[str], facts: Mapping[str, Values], on: dt.date
) -> list[Row]:
    """The rows of one kind for these facts, in the order of the page."""
    outcome = next(iter(facts.get("outcome", ())), "")
    candidates = _candidates(snapshot, model, guide, tuple(chain), on, outcome)
    applying = nearest((row for row in candidates if holds(row.when, facts)), chain)
    return sorted(applying, key=lambda row: (row.position, row.key))


def _candidates(
    snapshot: Snapshot, model: type[Row], guide: str, chain: tuple[str, ...], on: dt.date, outcome: str = ""
) -> tuple[Row, ...]:
    """Rows in force that this outcome can show, whatever else was answered."""

    def find() -> tuple[Row, ...]:
        return tuple(
            row
            for row in snapshot.rows(model)
            if guide in row.guides
            and row.region_id in chain
            and row.in_force(on)
            and outcome in row.when.get("outcome", (outcome,))
        )

    return snapshot.derived((model, guide, chain, on, outcome), find)


def everywhere(snapshot: Snapshot, model: type[Anywhere], on: dt.date) -> list[Anywhere]:
    """The rows of one kind in force on a date, of every region, in their own order."""
    rows = [row for row in snapshot.rows(model) if row.in_force(on) and not row.waived]
    return sorted(rows, key=lambda row: getattr(row, "position", 0))


def wordings(snapshot: Snapshot, guide: str, chain: Sequence[str], on: dt.date) -> dict[str, Wording]:
    """The words of each question, by its key: of the nearest region that words it."""

    def find() -> dict[str, Wording]:
        candidates = _candidates(snapshot, Wording, guide, tuple(chain), on)
        farthest_first = sorted(candidates, key=lambda row: -list(chain).index(str(row.region_id)))
        return {row.question: row for row in farthest_first if not row.waived}

    return snapshot.derived(("wordings", guide, tuple(chain), on), find)


def introduction(snapshot: Snapshot, guide: str, on: dt.date) -> Introduction | None:
    """The words of a guide; None when nobody has published any, and the guide then stays off the home page."""

    def find() -> Introduction | None:
        return next(iter(rows(snapshot, Introduction, guide, (NATION,), {}, on)), None)

    return snapshot.derived(("introduction", guide, on), find)


def parameter(snapshot: Snapshot, name: str, chain: Sequence[str], on: dt.date) -> str:
    """The value of a local rule; '' when nobody has published one or its check is too old to act on."""

    def find() -> str:
        found = nearest((row for row in snapshot.rows(Parameter) if row.name == name and row.in_force(on)), chain)
        return next((row.value for row in found if row.freshness(on) is not Freshness.EXPIRED), "")

    return snapshot.derived(("parameter", name, tuple(chain), on), find)


def lookup(snapshot: Snapshot, on: dt.date) -> Lookup:
    """Answers the flows' given steps from places and local rules."""
    places = snapshot.places

    def value(step: Given, answers: Answers) -> str:
        def place_of(key: str) -> str:
            return next(iter(answers.get(key, ())), "")

        rule = step.rule
        if isinstance(rule, Relation):
            return _relation(places, place_of(rule.one), place_of(rule.other))
        published = parameter(snapshot, rule.name, places.chain(place_of(rule.of)), on)
        return rule.decisive if published == rule.decisive else rule.otherwise

    return value


def _relation(places: Places, one: str, other: str) -> str:
    if one == other:
        return "same"
    same_province = places.pool(one) and places.province_of(one) == places.province_of(other)
    return "same_province" if same_province else "elsewhere"
