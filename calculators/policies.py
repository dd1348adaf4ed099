"""Published rows → the settlement policy for one region, person and day; refuses where nothing may be computed with.

For each layer the nearest region that has a row in force decides, and within it the most specific row: exact scheme
before any, then exact person, then exact hospital level. The row that is chosen so is never passed over for another
one, even where it waives, is incomplete, or was not checked for too long. Everything is read from a snapshot.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from calculators.candidates import ANY, Candidates, Choice, Missing, Reason, candidates, candidates_of
from calculators.circumstances import TIERS, CareType, HospitalLevel, Scheme
from calculators.core import terms
from calculators.models import AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteRule
from calculators.rows import PolicyRow
from registry.places import Place
from registry.snapshot import Snapshot

__all__ = ["Found", "Missing", "NoPolicyError", "Person", "Reason", "coverage", "find", "layer", "options", "schemes"]

LEVELS = tuple(level.value for level in HospitalLevel if level.value != ANY)


class NoPolicyError(LookupError):
    """There is no policy to settle with; ``missing`` says everything that is in the way."""

    def __init__(self, missing: Iterable[Missing]) -> None:
        self.missing = tuple(missing)
        super().__init__("、".join(map(str, self.missing)))


@dataclass(frozen=True, slots=True)
class Person:
    """Who is insured: ``scheme`` is 险种; ``age`` in years, None when it is not known."""

    scheme: str
    retired: bool
    age: int | None = None


class Origin(NamedTuple):
    """A row that was used, and the region it stands on: the person's own 统筹区, a province, or 全国."""

    row: PolicyRow
    place: Place


@dataclass(frozen=True, slots=True)
class Found:
    """The policy, the rows it was made of, and the layers of which there is a rule that cannot be computed with.

    ``needs_age``: the rates depend on an age that was not given; the policy then holds without any 年龄加点.
    """

    policy: terms.Policy
    basic: BasicPolicy | None
    remote: RemoteRule | None
    critical_illness: CriticalIllnessPolicy | None
    assistance: AssistancePolicy | None
    origins: tuple[Origin, ...]
    unknown: tuple[Missing, ...] = ()
    needs_age: bool = False

    @property
    def rows(self) -> tuple[PolicyRow, ...]:
        return tuple(origin.row for origin in self.origins)

    @property
    def unknown_layers(self) -> tuple[str, ...]:
        """The names of the layers that are left out because their rule cannot be computed with."""
        return tuple(dict.fromkeys(str(missing.kind._meta.verbose_name) for missing in self.unknown))


def find(
    snapshot: Snapshot,
    region_code: str,
    person: Person,
    care_type: str,
    hospital_level: str,
    category: str | None,
    on: dt.date,
    own: terms.BasicRule | None = None,
) -> Found:
    """The policy for one region, person, care and day; ``category`` is how care away from home was filed, or None.

    ``own`` is a basic rule that the person typed: it stands in for the published one and for the remote rule, and
    only the layers above come from rows.

    Raises ``NoPolicyError`` when the basic rule, or the rule for care away from home, is absent, not in force, not
    checked for too long, or incomplete. The other layers are then left out and named in ``Found.unknown_layers``.
    """
    rows = candidates(snapshot, region_code, on)
    basic = None if own else _basic(rows, person.scheme, person.retired, care_type, hospital_level)
    remote = _remote(rows, person.scheme, category) if category and not own else None
    if missing := [thing for choice in (basic, remote) if choice for thing in choice.missing]:
        raise NoPolicyError(missing)
    critical, assistance = (layer(rows, kind, person.scheme) for kind in (CriticalIllnessPolicy, AssistancePolicy))
    chosen = [choice.candidate for choice in (basic, remote, critical, assistance) if choice and not choice.missing]
    return Found(
        policy=terms.Policy(
            basic=basic.candidate.rule_at(person.age) if basic else own,
            remote=remote.rule if remote else terms.AwayRule(),
            critical_illness=critical.rule,
            medical_assistance=assistance.rule,
        ),
        basic=basic.row if basic else None,
        remote=remote.row if remote else None,
        critical_illness=critical.row,
        assistance=assistance.row,
        origins=tuple(Origin(candidate.row, candidate.place) for candidate in chosen),
        unknown=tuple(m for layer in (critical, assistance) for m in layer.missing if m.reason is not Reason.ABSENT),
        needs_age=bool(basic and person.age is None and basic.candidate.add_ons),
    )


def _basic(rows: Candidates, scheme: str, retired: bool, care_type: str, hospital_level: str) -> Choice:
    person = "retired" if retired else "active"
    level = (hospital_level, ANY) if hospital_level != ANY else (ANY,)
    insured = _schemes(rows, BasicPolicy, scheme, care_type)
    return rows.choose(BasicPolicy, insured, (person, ANY), (care_type,), level)


def _remote(rows: Candidates, scheme: str, category: str) -> Choice:
    return rows.choose(RemoteRule, _schemes(rows, RemoteRule, scheme), (category,))


def layer(rows: Candidates, kind: type[PolicyRow], scheme: str) -> Choice:
    """The rule of a layer above basic insurance for one scheme, or what is in its way."""
    return rows.choose(kind, _schemes(rows, kind, scheme))


def _schemes(rows: Candidates, kind: type[PolicyRow], scheme: str, care_type: str = "") -> tuple[str, ...]:
    """The schemes whose rows hold for a person. A tier uses the rows of all employees where no row knows tiers."""
    if scheme in TIERS and not rows.know_tiers(kind, care_type):
        return (scheme, Scheme.EMPLOYEE.value, ANY)
    return (scheme, ANY) if scheme != ANY else (ANY,)


@dataclass(frozen=True, slots=True)
class Options:
    """What has a usable row: all there is to try for an answer that is not known.

    ``levels`` is ("any",) where every hospital level has the same rule, ``retired`` (False,) where everybody has;
    both are empty where there is no usable row. ``ages`` are the ages from which a rate changes.
    """

    levels: tuple[str, ...]
    retired: tuple[bool, ...]
    ages: tuple[int, ...]


def options(snapshot: Snapshot, region_code: str, scheme: str, care_type: str, on: dt.date) -> Options:
    """The hospital levels and persons for which ``find`` has a basic rule."""

    def make() -> Options:
        rows = candidates(snapshot, region_code, on)
        tried = {
            (level, retired): _basic(rows, scheme, retired, care_type, level)
            for level in LEVELS
            for retired in (False, True)
        }
        usable = {key: choice.candidate for key, choice in tried.items() if not choice.missing}
        found = usable.values()
        same_level = all(candidate.row.hospital_level == ANY for candidate in found)
        same_person = all(candidate.row.person == ANY for candidate in found)
        return Options(
            levels=(ANY,) if usable and same_level else tuple(dict.fromkeys(level for level, _ in usable)),
            retired=(False,) if usable and same_person else tuple(sorted({retired for _, retired in usable})),
            ages=tuple(sorted({age for candidate in found for age, _ in candidate.add_ons})),
        )

    chain = snapshot.places.chain(region_code)
    return snapshot.derived(("policy options", chain, scheme, care_type, on), make)


def schemes(snapshot: Snapshot, region_code: str, care_type: str, on: dt.date) -> tuple[str, ...]:
    """The schemes of a region that have a usable row; the tiers only where rows know them."""
    rows = candidates(snapshot, region_code, on)
    named = (
        scheme for scheme in _named_schemes(rows) if scheme not in TIERS or rows.know_tiers(BasicPolicy, care_type)
    )
    return tuple(scheme for scheme in named if options(snapshot, region_code, scheme, care_type, on).levels)


def _named_schemes(rows: Candidates) -> tuple[str, ...]:
    tiers = any(rows.know_tiers(BasicPolicy, care_type) for care_type in CareType.values)
    return tuple(s.value for s in Scheme if s.value != ANY and (tiers or s.value not in TIERS))


class State(Enum):
    """How much of one scheme and care type can be computed in one 统筹区."""

    USABLE = "算得出来"
    INCOMPLETE = "有规定但缺参数，或核对已过期"
    NONE = "没有规定"


class Cell(NamedTuple):
    scheme: str
    care_type: str
    state: State


def coverage(snapshot: Snapshot, on: dt.date) -> Counter[Cell]:
    """How many 统筹区 are in which state, by scheme and care type; tiers are counted where rows know them."""
    counts: Counter[Cell] = Counter()
    for place in snapshot.places.pools:
        rows = candidates_of(snapshot, snapshot.places.chain(place.code), on)
        for scheme in _named_schemes(rows):
            for care_type in CareType.values:
                counts[Cell(scheme, care_type, _state(rows, scheme, care_type))] += 1
    return counts


def _state(rows: Candidates, scheme: str, care_type: str) -> State:
    if not rows.has(BasicPolicy):
        return State.NONE
    choices = [_basic(rows, scheme, retired, care_type, level) for level in LEVELS for retired in (False, True)]
    if any(not choice.missing for choice in choices):
        return State.USABLE
    stuck = {Reason.EXPIRED, Reason.INCOMPLETE}
    known = any(missing.reason in stuck for choice in choices for missing in choice.missing)
    return State.INCOMPLETE if known else State.NONE
