"""Published rows + answers → the rows that apply to one person, one region and one date.

Rows whose condition does not hold are left out first; then, for each slot, the nearest region wins.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeVar

from guides import conditions
from guides.flow import Answers, Lookup, Values
from guides.models import GuideRow, Introduction, Parameter, Wording
from registry.places import NATION
from registry.publication import Freshness, PublishedRow, nearest
from registry.snapshot import Snapshot

Row = TypeVar("Row", bound=GuideRow)
Anywhere = TypeVar("Anywhere", bound=PublishedRow)


def rows(
    snapshot: Snapshot, model: type[Row], guide: str, chain: Sequence[str], facts: Mapping[str, Values], on: dt.date
) -> list[Row]:
    """The rows of one kind for these facts, in the order of the page."""
    outcome = next(iter(facts.get("outcome", ())), "")
    candidates = _candidates(snapshot, model, guide, tuple(chain), on, outcome)
    applying = nearest((row for row in candidates if conditions.hold(row.when, facts)), chain)
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
    """Answers the flows' given steps from places and local rules. A rule that nobody published changes nothing."""
    places = snapshot.places

    def value(key: str, answers: Answers) -> str:
        insured = next(iter(answers.get("insured_place", ())), "")
        care = next(iter(answers.get("care_place", ())), "")
        if key == "relation":
            return _relation(snapshot, insured, care)
        name, expected = _RULES[key]
        return expected if parameter(snapshot, name, places.chain(insured), on) == expected else _other(expected)

    return value


#: Given step → the local rule behind it, and the value which changes the questions.
_RULES = {
    "has_tiers": (Parameter.Name.HAS_TIERS, "yes"),
    "in_province_exempt": (Parameter.Name.IN_PROVINCE_EXEMPT, "yes"),
    "pledge_accepted": (Parameter.Name.PLEDGE_SUPPORTED, "no"),
}


def _other(value: str) -> str:
    return "no" if value == "yes" else "yes"


def _relation(snapshot: Snapshot, insured: str, care: str) -> str:
    if insured == care:
        return "same"
    places = snapshot.places
    if places.pool(insured) and places.province_of(insured) == places.province_of(care):
        return "same_province"
    return "elsewhere"
