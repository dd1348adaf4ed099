"""The rows of one region and day, ready to be chosen from: by slot, nearest region first, read by the core once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import product
from typing import Any

from calculators.circumstances import TIERS
from calculators.models import LAYERS, OWN_WORDS, BasicPolicy
from calculators.rows import PolicyRow
from registry.places import NATION
from registry.snapshot import Snapshot, per_snapshot

Kind = type[PolicyRow]


class Reason(Enum):
    """Why a rule gives no number."""

    ABSENT = "没有收到"
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
        """What is wrong with it, in words: the figure is missing, or the whole rule is absent, over or unchecked."""
        return f"缺{self.parameter}" if self.parameter else self.reason.value

    def __str__(self) -> str:
        """For whoever asks for a number: what we lack is told as figures of a place, not as a right that is not there."""
        what = "本地的起付线和比例" if self.kind is BasicPolicy else self.what
        return self.parameter or f"{what}（{self.why}）"


class Candidate:
    """A published row; what the core makes of it is worked out once."""

    def __init__(self, row: Any) -> None:
        self.row = row

    @cached_property
    def rule(self) -> Any:
        """The row as terms of the core."""
        return self.row.rule()

    @cached_property
    def lacking(self) -> tuple[Missing, ...]:
        """The figures an incomplete row lacks; a row that only waives is no rule at all."""
        kind = type(self.row)
        if self.row.waived:
            return (Missing(kind, Reason.ABSENT, self.row),)
        return tuple(Missing(kind, Reason.INCOMPLETE, self.row, name) for name in self.row.missing)

    def missing(self, on: dt.date) -> tuple[Missing, ...]:
        """Why nothing may be computed with this row on a day; empty when it may."""
        if not self.row.waived and not self.row.is_trusted(on):
            return (Missing(type(self.row), Reason.EXPIRED, self.row),)
        return self.lacking


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for one layer. While something is missing there is neither a row nor a rule."""

    found: Candidate | None
    missing: tuple[Missing, ...]

    @property
    def candidate(self) -> Candidate:
        """The row that was chosen. To be asked for only where nothing is missing."""
        assert self.found is not None, "ask for missing first"
        return self.found

    @property
    def row(self) -> Any:
        """The row; None where something is missing."""
        return None if self.missing else self.candidate.row

    @property
    def rule(self) -> Any:
        """Its terms of the core; None where something is missing."""
        return None if self.missing else self.candidate.rule


Slots = dict[tuple[Any, ...], Candidate]


class Candidates:
    """The rows of a region and of everything above it that are in force on one day."""

    def __init__(self, levels: Sequence[dict[Kind, tuple[Candidate, ...]]], on: dt.date) -> None:
        self.on = on
        self._levels = levels
        #: What was chosen for answers of closed sets: a few dozen at most.
        self.chosen: dict[tuple[Any, ...], Choice] = {}
        self._slots = {kind: _by_slot((level.get(kind, ()) for level in levels), on) for kind in LAYERS}
        self._tiers = {
            (kind, getattr(candidate.row, "care_type", ""))
            for kind, levels_of_kind in self._slots.items()
            for slots in levels_of_kind
            for candidate in slots.values()
            if candidate.row.scheme in TIERS and not candidate.row.waived
        }

    def has(self, kind: Kind) -> bool:
        """Whether there is any row of a kind in force."""
        return bool(self._slots[kind])

    def know_tiers(self, kind: Kind, care_type: str = "") -> bool:
        """Whether some row here is for one tier (职工一档、二档) of this care type."""
        return (kind, care_type) in self._tiers

    def rows(self, kind: Kind) -> list[Candidate]:
        """All rows of a kind in force, nearest first."""
        return [candidate for slots in self._slots[kind] for candidate in slots.values()]

    def choose(self, kind: Kind, *preferences: tuple[str, ...]) -> Choice:
        """The nearest row; within one region the one whose slot comes first by ``preferences``, field by field."""
        wanted = tuple(product(*preferences))
        for slots in self._slots[kind]:
            for slot in wanted:
                if slot in slots:
                    return Choice(slots[slot], slots[slot].missing(self.on))
        return Choice(None, self._absent(kind, wanted))

    def _absent(self, kind: Kind, wanted: tuple[tuple[str, ...], ...]) -> tuple[Missing, ...]:
        others = (candidate.row for level in self._levels for candidate in level.get(kind, ()))
        row = next((row for row in others if row.slot() in wanted and not row.waived), None)
        if row:
            return (Missing(kind, Reason.NOT_IN_FORCE, row),)
        return self._in_own_words(kind, wanted) or (Missing(kind, Reason.ABSENT),)

    def _in_own_words(self, kind: Kind, wanted: tuple[tuple[str, ...], ...]) -> tuple[Missing, ...]:
        """What is wrong with the rules that the place has for its own classes and illnesses alone, where none of them gives
        a number: nobody is asked for such a word then, and yet there is a rule."""
        plain = {_without_own_words(kind, slot) for slot in wanted}
        own = [
            candidate
            for slots in self._slots[kind]
            for slot, candidate in slots.items()
            if _without_own_words(kind, slot) in plain and not candidate.row.waived
        ]
        missing = [candidate.missing(self.on) for candidate in own]
        return missing[0] if missing and all(missing) else ()


def _without_own_words(kind: Kind, slot: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for name, value in zip(kind.slot_fields, slot, strict=True) if name not in OWN_WORDS)


def _by_slot(levels: Iterable[tuple[Candidate, ...]], on: dt.date) -> tuple[Slots, ...]:
    found = ({candidate.row.slot(): candidate for candidate in level if candidate.row.in_force(on)} for level in levels)
    return tuple(slots for slots in found if slots)


def candidates(snapshot: Snapshot, region_code: str, on: dt.date) -> Candidates:
    """The rows for one region and day."""
    return candidates_of(snapshot, snapshot.places.chain(region_code), on)


@per_snapshot
def candidates_of(snapshot: Snapshot, chain: tuple[str, ...], on: dt.date) -> Candidates:
    """The rows for a chain of regions, nearest first, on one day."""
    by_region = _by_region(snapshot)
    return Candidates([by_region[code] for code in chain if code in by_region], on)


@per_snapshot
def _by_region(snapshot: Snapshot) -> dict[str, dict[Kind, tuple[Candidate, ...]]]:
    found: dict[str, dict[Kind, list[Candidate]]] = defaultdict(lambda: defaultdict(list))
    for kind in LAYERS:
        for row in snapshot.rows(kind):
            place = snapshot.places.get(row.region_id or NATION)
            if place is not None:
                found[place.code][kind].append(Candidate(row))
    return {code: {kind: tuple(rows) for kind, rows in kinds.items()} for code, kinds in found.items()}
