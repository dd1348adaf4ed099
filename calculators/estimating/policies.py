"""Published rows → the settlement policy for one region, person and day; refuses where nothing may be computed with.

For each layer the nearest region that has a row in force decides, and within it the most specific row: exact scheme
before any, then exact person, then exact hospital level. The row that is chosen so is never passed over for another
one, even where it waives, is incomplete, or was not checked for too long. Everything is read from a snapshot.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain, product
from typing import Any, NamedTuple

from calculators.circumstances import ANY, TIERS, CareType, Circumstances, Distance, HospitalLevel, Scheme
from calculators.core.terms import BasicRule, Policy
from calculators.estimating.candidates import Candidates, Choice, Kind, Missing, Reason, candidates, candidates_of
from calculators.estimating.deciders import deciders
from calculators.models import LAYERS, OWN_WORDS, BasicPolicy, CriticalIllnessPolicy, RemoteRule, SupplementPolicy
from calculators.rows import PolicyRow
from registry.snapshot import Snapshot, per_snapshot

__all__ = ["Found", "Missing", "NoPolicyError", "Reason", "choose", "coverage", "find", "options"]

LEVELS = tuple(value for value, _ in HospitalLevel.asked())
_GRADED = frozenset({HospitalLevel.PRIMARY, HospitalLevel.SECONDARY, HospitalLevel.TERTIARY})


class NoPolicyError(LookupError):
    """There is no policy to settle with; ``missing`` says everything that is in the way."""

    def __init__(self, missing: Iterable[Missing]) -> None:
        self.missing = tuple(missing)
        super().__init__("、".join(map(str, self.missing)))


@dataclass(frozen=True, slots=True)
class Found:
    """The policy, the rows it was made of, and the layers that there are but that cannot be computed with."""

    policy: Policy
    rows: tuple[PolicyRow, ...]
    unknown: tuple[Missing, ...] = ()

    def row(self, kind: Kind) -> Any:
        """The row of a kind that was used; None where there was none."""
        return next((row for row in self.rows if isinstance(row, kind)), None)

    @property
    def unknown_layers(self) -> tuple[str, ...]:
        """The names of the layers that are left out although they may pay."""
        return tuple(dict.fromkeys(str(missing.kind._meta.verbose_name) for missing in self.unknown))


def find(snapshot: Snapshot, wanted: Circumstances) -> Found:
    """The policy for one region, person, care and day; an answer that is open is met only by rows that hold for all.

    Raises ``NoPolicyError`` when the basic rule, or the rule for care away from home, is absent, not in force, not
    checked for too long, or incomplete. The other layers are then left out and named in ``Found.unknown_layers``.
    """
    rows = candidates(snapshot, wanted.region, wanted.on)
    choices = {layer: choose(rows, kind, wanted, **fixed) for layer, kind, fixed in _layers(wanted)}
    needed = [choice for layer, choice in choices.items() if layer in _NEEDED]
    if missing := [thing for choice in needed for thing in choice.missing]:
        raise NoPolicyError(missing)
    used = {layer: choice.candidate for layer, choice in choices.items() if not choice.missing}
    rules: dict[str, Any] = {"basic": wanted.own and wanted.own.rule()}
    rules |= {layer: candidate.rule for layer, candidate in used.items()}
    return Found(
        policy=Policy(**rules),
        rows=tuple(candidate.row for candidate in used.values()),
        unknown=tuple(m for choice in choices.values() for m in choice.missing if _may_pay(m, rules["basic"], wanted)),
    )


def _may_pay(missing: Missing, basic: BasicRule, wanted: Circumstances) -> bool:
    """Whether a layer without a usable rule may pay all the same: there is one, or it is the one that everybody has.

    Residents have critical illness insurance everywhere; employees something like it, which a place's other rows may hold.
    """
    if missing.reason is not Reason.ABSENT:
        return True
    everywhere = missing.kind is CriticalIllnessPolicy and missing.row is None and basic.feeds_critical_illness
    return everywhere and (not wanted.is_employee or wanted.own is not None)


def knows_away(snapshot: Snapshot, wanted: Circumstances) -> bool:
    """Whether there is a usable rule for care away from home under this filing category, however far it was."""
    rows = candidates(snapshot, wanted.region, wanted.on)
    distances = [wanted.distance] if wanted.distance in Distance.values else Distance.values
    return any(not choose(rows, RemoteRule, wanted._replace(distance=distance)).missing for distance in distances)


_NEEDED = frozenset(kind.LAYER for kind in LAYERS if kind.NEEDED)


def _layers(wanted: Circumstances) -> Iterator[tuple[str, Kind, dict[str, str]]]:
    """The layers that somebody needs, each with the kind of its rows: no rule for care elsewhere at home, and none
    below one's own figures. Rows of supplements say behind which layers they pay."""
    for kind in LAYERS:
        if (kind.NEEDED and wanted.own) or (kind is RemoteRule and wanted.category is None):
            continue
        if kind is SupplementPolicy:
            yield "supplement", kind, {"position": "supplement"}
            yield "further", kind, {"position": "further"}
        else:
            yield kind.LAYER, kind, {}


def choose(rows: Candidates, kind: Kind, wanted: Circumstances, **fixed: str) -> Choice:
    """The rule of one layer, or what is in its way; ``fixed`` are values of a slot that nobody chooses."""
    answers = {field: fixed.get(field) or getattr(wanted, field) for field in kind.slot_fields}
    key = (kind, wanted.supported, *answers.values())  # of somebody in hardship of no known class, all of them
    if key not in rows.chosen:
        found = (_preferences(rows, kind, field, answer, wanted) for field, answer in answers.items())
        rows.chosen[key] = rows.choose(kind, *found)
    return rows.chosen[key]


#: Fields for which no row holds for all: it is always one of them.
_ALWAYS = ("care_type", "category", "position")


def _preferences(
    rows: Candidates, kind: Kind, field: str, answer: str | None, wanted: Circumstances
) -> tuple[str, ...]:
    """The values of a row's field that hold for somebody, the most specific first."""
    if field == "scheme":
        return _schemes(rows, kind, wanted)
    if field == "care_type" and kind is not BasicPolicy:
        return (str(answer), ANY)
    if field in _ALWAYS:
        return (str(answer),)
    if field in OWN_WORDS:
        return (answer, "") if answer else ("",)
    if field == "hardship":  # a row of a class, of all classes, or of everybody
        return tuple(dict.fromkeys((answer, ANY, ""))) if answer else (ANY, "") if wanted.supported else ("",)
    return (answer, ANY) if answer not in (None, ANY) else (ANY,)


def _schemes(rows: Candidates, kind: Kind, wanted: Circumstances) -> tuple[str, ...]:
    """The schemes whose rows hold for a person. A tier uses the rows of all employees where no row knows tiers."""
    scheme = wanted.scheme
    care_type = wanted.care_type if kind is BasicPolicy else ""
    if scheme in TIERS and not rows.know_tiers(kind, care_type):
        return (scheme, Scheme.EMPLOYEE.value, ANY)
    return (scheme, ANY) if scheme != ANY else (ANY,)


#: Hospital level, retired or not, and the place's own words, in their order: what tells basic rows apart.
Told = tuple[str, bool, str, str, str]


@dataclass(frozen=True, slots=True)
class Options:
    """What has a usable row: all there is to try for an answer that is not known.

    ``levels`` is ("any",) where every hospital level has the same rule, ``retired`` (False,) where everybody has, and
    ``everybody`` says whether workers and pensioners both have one. The first two are empty where there is no usable
    row. ``usable`` are all combinations that have one.
    """

    levels: tuple[str, ...]
    retired: tuple[bool, ...]
    everybody: bool
    usable: frozenset[Told]

    @property
    def every_level(self) -> bool:
        """Whether an open level can be tried in every way. 社区 often counts as 一级, and then has no row of its own."""
        return self.levels == (ANY,) or set(self.levels) >= _GRADED

    def words(self, known: Circumstances, level: str, retired: bool) -> Iterator[dict[str, Any]]:
        """The place's own words that have a rule at a level for a person; where a class is open, each of them."""
        told = (known.person_class, known.hospital_class, known.item)
        found = [words for at, person, *words in sorted(self.usable) if (at, person) == (level, retired)]
        fitting = [
            words for words in found if all(given in (None, word) for given, word in zip(told, words, strict=True))
        ]
        plain = [words for words in fitting if not words[2]]
        # Nobody who says nothing of it gave birth or was hurt; where every rule names what it is for, each is tried.
        chosen = fitting if known.item or not plain else plain
        for words in chosen or [[given or "" for given in told]]:
            yield dict(zip(OWN_WORDS, words, strict=True))


def options(snapshot: Snapshot, wanted: Circumstances) -> Options:
    """The hospital levels, persons and own words for which ``find`` has a basic rule."""
    return _options(snapshot, wanted.region, wanted.scheme, wanted.care_type, wanted.on)


@per_snapshot
def _options(snapshot: Snapshot, region: str, scheme: str, care_type: str, on: dt.date) -> Options:
    wanted = Circumstances(region, scheme, care_type, on)
    rows = candidates(snapshot, region, on)
    everybody = (_everybody(wanted, [level], _own_words(snapshot, wanted, level)) for level in LEVELS)
    tried = {key: choose(rows, BasicPolicy, person) for key, person in chain.from_iterable(everybody)}
    usable = {key: choice.candidate for key, choice in tried.items() if not choice.missing}
    found = usable.values()
    same_level = all(candidate.row.hospital_level == ANY for candidate in found)
    same_person = all(candidate.row.person == ANY for candidate in found)
    return Options(
        levels=(ANY,) if usable and same_level else tuple(dict.fromkeys(level for level, *_ in usable)),
        retired=(False,) if usable and same_person else tuple(sorted({retired for _, retired, *_ in usable})),
        everybody=same_person or len({retired for _, retired, *_ in usable}) > 1,
        usable=frozenset(_alike(key, same_level, same_person) for key in usable),
    )


def _alike(key: Told, same_level: bool, same_person: bool) -> Told:
    level, retired, *words = key
    return (ANY if same_level else level, retired and not same_person, *words)  # type: ignore[return-value]


def _own_words(snapshot: Snapshot, wanted: Circumstances, level: str) -> Iterator[tuple[str, ...]]:
    """The place's own words at a hospital level, each together with each, or none."""
    told = deciders(snapshot, wanted._replace(hospital_level=level))
    return product(*(("", *own) for own in (told.person_classes, told.hospital_classes, told.items)))


def _everybody(
    wanted: Circumstances, levels: Iterable[str], words: Iterable[tuple[str, ...]]
) -> Iterator[tuple[Told, Circumstances]]:
    """One scheme and care type at hospital levels, for workers and for pensioners, in the place's own words."""
    for level, retired, own in product(levels, (False, True), words):
        named: dict[str, Any] = dict(zip(OWN_WORDS, own, strict=True))
        person = wanted._replace(hospital_level=level, retired=retired, **named)
        yield (level, retired, *own), person  # type: ignore[misc]


def tiers(snapshot: Snapshot, wanted: Circumstances) -> tuple[str, ...]:
    """The tiers an employee may be in where rows know them; none where they hold for all employees."""
    rows = candidates(snapshot, wanted.region, wanted.on)
    if wanted.scheme != Scheme.EMPLOYEE or not rows.know_tiers(BasicPolicy, wanted.care_type):
        return ()
    return () if options(snapshot, wanted).levels else TIERS


def has_figures(snapshot: Snapshot, wanted: Circumstances) -> bool:
    """Whether a basic rule of the place gives a number for any answer to what is still open."""
    for scheme in tiers(snapshot, wanted) or (wanted.scheme,):
        levels = options(snapshot, wanted._replace(scheme=scheme)).levels
        if levels and (wanted.hospital_level in (None, ANY, *levels) or levels == (ANY,)):
            return True
    return False


def _named_schemes(rows: Candidates) -> tuple[str, ...]:
    known = any(rows.know_tiers(BasicPolicy, care_type) for care_type in CareType.values)
    return tuple(scheme.value for scheme in Scheme if scheme != ANY and (known or scheme not in TIERS))


class State(Enum):
    """How much of one scheme and care type can be computed in one 统筹区."""

    USABLE = "算得出来"
    INCOMPLETE = "有规定但缺参数，或核对已过期"
    NONE = "没有规定"


class Cell(NamedTuple):
    """One count of ``coverage``: a scheme, a care type, and how much of it can be computed."""

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
    wanted = Circumstances("", scheme, care_type, rows.on)
    own = {tuple(getattr(each.row, name) for name in OWN_WORDS) for each in rows.rows(BasicPolicy)} | {("", "", "")}
    choices = [choose(rows, BasicPolicy, tried) for _, tried in _everybody(wanted, LEVELS, own)]
    if any(not choice.missing for choice in choices):
        return State.USABLE
    stuck = {Reason.EXPIRED, Reason.INCOMPLETE}
    known = any(missing.reason in stuck for choice in choices for missing in choice.missing)
    return State.INCOMPLETE if known else State.NONE
