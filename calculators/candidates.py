"""The rows of one region and day, ready to be chosen from: by slot, nearest region first, read by the core once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cached_property, lru_cache
from itertools import product
from typing import Any

from calculators.circumstances import TIERS
from calculators.models import AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteRule
from calculators.money import ONE
from calculators.rows import PolicyRow
from calculators.terms import BasicRule
from registry.evidence import Freshness
from registry.places import NATION, Place
from registry.snapshot import Snapshot

ANY = "any"
KINDS: tuple[type[PolicyRow], ...] = (BasicPolicy, RemoteRule, CriticalIllnessPolicy, AssistancePolicy)
Kind = type[PolicyRow]


class Reason(Enum):
    """Why a rule gives no number."""

    ABSENT = "没有这份规定"
    NOT_IN_FORCE = "没有生效的规定"
    EXPIRED = "规定已过核对期限"
    INCOMPLETE = "缺参数"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing without which there is no number; ``parameter`` names the figure that an incomplete row lacks."""

    kind: Kind
    reason: Reason
    row: PolicyRow | None = None
    parameter: str = ""

    @property
    def what(self) -> str:
        """The missing figure, or else the whole rule."""
        return self.parameter or str(self.kind._meta.verbose_name)

    @property
    def why(self) -> str:
        return f"缺{self.parameter}" if self.parameter else self.reason.value

    def __str__(self) -> str:
        return self.parameter or f"{self.what}（{self.why}）"


def raised(rule: BasicRule, points: Decimal) -> BasicRule:
    """A rule whose rates are higher by an 年龄加点; a rate above 1 is the core's to cap."""
    return replace(rule, rate_add=min(rule.rate_add + points, ONE))


class Candidate:
    """A published row and its region; what the core makes of it is worked out once."""

    def __init__(self, row: Any, place: Place) -> None:
        self.row = row
        self.place = place

    @cached_property
    def rule(self) -> Any:
        return self.row.rule()

    @cached_property
    def lacking(self) -> tuple[Missing, ...]:
        """The figures an incomplete row lacks; a row that only waives is no rule at all."""
        kind = type(self.row)
        if self.row.waived:
            return (Missing(kind, Reason.ABSENT, self.row),)
        return tuple(Missing(kind, Reason.INCOMPLETE, self.row, name) for name in self.row.missing)

    @cached_property
    def add_ons(self) -> tuple[tuple[int, Decimal], ...]:
        """年龄加点, the highest age first; none for a row that has no such thing."""
        rows = self.row.age_add_ons.all() if isinstance(self.row, BasicPolicy) else ()
        return tuple(sorted(((add_on.from_age, add_on.rate_add) for add_on in rows), reverse=True))

    def rule_at(self, age: int | None) -> BasicRule:
        """The basic rule with the 年龄加点 of the highest age reached."""
        rule: BasicRule = self.rule
        reached = next((rate for from_age, rate in self.add_ons if age is not None and age >= from_age), None)
        return rule if reached is None else raised(rule, reached)

    def missing(self, on: dt.date) -> tuple[Missing, ...]:
        """Why nothing may be computed with this row on a day; empty when it may."""
        if self.row.freshness(on) is Freshness.EXPIRED and not self.row.waived:
            return (Missing(type(self.row), Reason.EXPIRED, self.row),)
        return self.lacking


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for one layer. While something is missing there is neither a row nor a rule."""

    found: Candidate | None
    missing: tuple[Missing, ...]

    @property
    def candidate(self) -> Candidate:
        assert self.found is not None, "ask for missing first"
        return self.found

    @property
    def row(self) -> Any:
        return None if self.missing else self.candidate.row

    @property
    def rule(self) -> Any:
        return None if self.missing else self.candidate.rule


Slots = dict[tuple[Any, ...], Candidate]


class Candidates:
    """The rows of a region and of everything above it that are in force on one day."""

    def __init__(self, levels: Sequence[dict[Kind, tuple[Candidate, ...]]], on: dt.date) -> None:
        self.on = on
        self._levels = levels
        self._slots = {kind: _by_slot((level.get(kind, ()) for level in levels), on) for kind in KINDS}
        self._tiers = {
            (kind, getattr(candidate.row, "care_type", ""))
            for kind, levels_of_kind in self._slots.items()
            for slots in levels_of_kind
            for candidate in slots.values()
            if candidate.row.scheme in TIERS and not candidate.row.waived
        }

    def has(self, kind: Kind) -> bool:
        return bool(self._slots[kind])

    def know_tiers(self, kind: Kind, care_type: str = "") -> bool:
        """Whether some row here is for one tier (职工一档、二档) of this care type."""
        return (kind, care_type) in self._tiers

    def choose(self, kind: Kind, *preferences: tuple[str, ...]) -> Choice:
        """The nearest row; within one region the one whose slot comes first by ``preferences``, field by field."""
        wanted = _wanted(preferences)
        for slots in self._slots[kind]:
            for slot in wanted:
                if slot in slots:
                    return Choice(slots[slot], slots[slot].missing(self.on))
        return Choice(None, (self._absent(kind, wanted),))

    def _absent(self, kind: Kind, wanted: tuple[tuple[str, ...], ...]) -> Missing:
        others = (candidate.row for level in self._levels for candidate in level.get(kind, ()))
        row = next((row for row in others if row.slot() in wanted and not row.waived), None)
        return Missing(kind, Reason.NOT_IN_FORCE if row else Reason.ABSENT, row)


@lru_cache(maxsize=1024)  # a few closed sets of choices
def _wanted(preferences: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(product(*preferences))


def _by_slot(levels: Iterable[tuple[Candidate, ...]], on: dt.date) -> tuple[Slots, ...]:
    found = ({candidate.row.slot(): candidate for candidate in level if candidate.row.in_force(on)} for level in levels)
    return tuple(slots for slots in found if slots)


def candidates(snapshot: Snapshot, region_code: str, on: dt.date) -> Candidates:
    """The rows for one region and day, kept with the snapshot."""
    chain = snapshot.places.chain(region_code)
    return snapshot.derived(("policy rows", chain, on), lambda: candidates_of(snapshot, chain, on))


def candidates_of(snapshot: Snapshot, chain: Sequence[str], on: dt.date) -> Candidates:
    by_region = snapshot.derived("policy rows by region", lambda: _by_region(snapshot))
    return Candidates([by_region[code] for code in chain if code in by_region], on)


def _by_region(snapshot: Snapshot) -> dict[str, dict[Kind, tuple[Candidate, ...]]]:
    found: dict[str, dict[Kind, list[Candidate]]] = defaultdict(lambda: defaultdict(list))
    for kind in KINDS:
        for row in snapshot.rows(kind):
            place = snapshot.places.get(row.region_id or NATION)
            if place is not None:
                found[place.code][kind].append(Candidate(row, place))
    return {code: {kind: tuple(rows) for kind, rows in kinds.items()} for code, kinds in found.items()}
