"""What the rules of a place hang on beyond scheme, care, level and person: what is asked there, and tried while open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from calculators.circumstances import ANY, AT_HOME, ELSEWHERE, TIERS, Circumstances, Distance, Hardship, Scheme
from calculators.core.choices import BandScope, CeilingBasis, OrderBasis
from calculators.core.terms import BasicRule, Special
from calculators.estimating.candidates import Candidate, candidates
from calculators.models import AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteRule, SupplementPolicy
from registry.snapshot import Snapshot, per_snapshot


@dataclass(frozen=True, slots=True)
class Deciders:
    """Empty or False where no rule in force of a place hangs on it.

    ``ages`` and ``months`` are where something changes; the words are the place's own; ``distances`` are those a rule
    for care elsewhere is told apart by, ``at_home`` the categories of care at home that have one.
    """

    ages: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    person_classes: tuple[str, ...] = ()
    hospital_classes: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    hardships: tuple[str, ...] = ()
    distances: tuple[str, ...] = ()
    at_home: tuple[str, ...] = ()
    same_level: bool = False
    periods: bool = False
    transfers: bool = False
    grows: bool = False
    sums_of_year: bool = False

    @property
    def choices(self) -> dict[str, tuple[str, ...]]:
        """The questions that offer what the place tells apart, each with its values."""
        found = {
            "person_class": self.person_classes,
            "hospital_class": self.hospital_classes,
            "item": self.items,
            "hardship": self.hardships,
            "distance": self.distances,
            "at_home": self.at_home,
        }
        return {name: values for name, values in found.items() if values}

    @property
    def asks(self) -> tuple[str, ...]:
        """The questions that matter here, by the names of the form's fields."""
        typed = {
            "age": self.ages,
            "insured_months": self.months or self.grows,
            "unclaimed_years": self.grows,
            "level_admission": self.same_level,
            "days": self.periods,
            "transferred": self.transfers,
            "fund_before": self.sums_of_year,
            "expenses_before": self.sums_of_year,
        }
        return (*self.choices, *(name for name, does in typed.items() if does))

    def with_persons_of(self, others: Iterable["Deciders"]) -> "Deciders":
        """The same with what other bills of the person hang on that is theirs and not a bill's."""
        told = (self, *others)
        joined: dict[str, Any] = {
            name: tuple(dict.fromkeys(v for each in told for v in getattr(each, name))) for name in _OF_PERSONS
        }
        joined |= {name: tuple(sorted(joined[name])) for name in ("ages", "months")}
        return replace(self, **joined, grows=any(each.grows for each in told))


_OF_PERSONS = ("ages", "months", "person_classes", "hardships")


def deciders(snapshot: Snapshot, wanted: Circumstances) -> Deciders:
    """What decides between the rules for one region, scheme, care type, hospital level (every one while that is open)
    and day."""
    return _deciders(snapshot, wanted.region, wanted.scheme, wanted.care_type, wanted.hospital_level or ANY, wanted.on)


@per_snapshot
def _deciders(snapshot: Snapshot, region: str, scheme: str, care_type: str, level: str, on: Any) -> Deciders:
    rows = candidates(snapshot, region, on)
    schemes = {scheme, ANY, Scheme.EMPLOYEE.value} if scheme in TIERS else {scheme, ANY}
    of_care = (each for each in _usable(rows.rows(BasicPolicy), schemes, on) if each.row.care_type == care_type)
    basic = [each for each in of_care if ANY in (level, each.row.hospital_level) or each.row.hospital_level == level]
    upper: list[Any] = [CriticalIllnessPolicy, AssistancePolicy, SupplementPolicy]
    above = [each for kind in upper for each in _usable(rows.rows(kind), schemes, on)]
    away = _usable(rows.rows(RemoteRule), schemes, on)
    rules: list[BasicRule] = [each.rule for each in basic]
    specials = [special for rule in rules for special in rule.specials]
    distances = {each.row.distance for each in away if each.row.care_type in (ANY, care_type)} - {ANY}
    return Deciders(
        ages=_points(specials, "from_age", "below_age"),
        months=_points(specials, "from_months", "below_months"),
        person_classes=_words("person_class", basic, specials),
        hospital_classes=_words("hospital_class", basic, specials),
        items=_words("item", basic, specials),
        hardships=_hardships(above, specials),
        distances=_distances(distances),
        at_home=tuple(value for value in AT_HOME if any(each.row.category == value for each in away)),
        same_level=any(rule.order_basis is OrderBasis.SAME_LEVEL and len(rule.deductible) > 1 for rule in rules),
        periods=any(rule.period_days is not None for rule in rules),
        transfers=any(rule.transfer_tops_up for rule in rules),
        grows=any(getattr(each.rule, "growth", None) is not None for each in above),
        sums_of_year=any(map(_counts_the_year, rules)),
    )


def _usable(found: Iterable[Candidate], schemes: set[str], on: Any) -> list[Candidate]:
    return [each for each in found if each.row.scheme in schemes and not each.missing(on)]


def _counts_the_year(rule: BasicRule) -> bool:
    """Whether what was spent before in the year changes what is paid, more than by a ceiling that few reach."""
    by_year = rule.band_scope is BandScope.YEAR or rule.ceiling_basis is CeilingBasis.EXPENSES
    kinds = (rule.kind_ceiling, *(special.kind_ceiling for special in rule.specials))
    return by_year or rule.ceiling_shared or any(kind is not None for kind in kinds)


def _points(specials: Iterable[Special], *names: str) -> tuple[int, ...]:
    found = {getattr(special, name) for special in specials for name in names}
    return tuple(sorted(point for point in found if point))


def _words(name: str, basic: Iterable[Candidate], specials: Iterable[Special]) -> tuple[str, ...]:
    found = [*(getattr(each.row, name) for each in basic), *(getattr(special, name) for special in specials)]
    return tuple(dict.fromkeys(word for word in found if word))


def _hardships(above: Iterable[Candidate], specials: Iterable[Special]) -> tuple[str, ...]:
    """The classes that some rule names; none where all are treated alike."""
    named = {each.row.hardship for each in above} | {special.hardship for special in specials if special.hardship}
    return tuple(value for value in Hardship.values if value in named and value != ANY)


def _distances(named: set[str]) -> tuple[str, ...]:
    """Where one distance is told apart, all that one can have gone: what else there is, is elsewhere."""
    if not named:
        return ()
    always = {Distance.SAME_PROVINCE.value, Distance.OTHER_PROVINCE.value}
    return tuple(value for value in Distance.values if value in named | always)


def persons(known: Circumstances, found: Deciders) -> Iterator[dict[str, Any]]:
    """What is not known of a person, in every way that a rule of the place tells apart."""
    ages = [known.age] if known.age is not None or not found.ages else [0, *found.ages]
    months = [known.insured_months] if known.insured_months is not None or not found.months else [0, *found.months]
    for age, month, hardship in product(ages, months, _hardships_tried(known, found)):
        yield {"age": age, "insured_months": month, "hardship": hardship}


def _hardships_tried(known: Circumstances, found: Deciders) -> Sequence[str | None]:
    if not known.supported or known.hardship or not found.hardships:
        return [known.hardship]
    return [*found.hardships, ANY]


def distances(known: Circumstances, found: Deciders) -> Sequence[str | None]:
    """How far care may have been, in every way that a rule of the place tells apart."""
    if is_distance_open(known, found):
        far = known.distance == ELSEWHERE
        return [each for each in found.distances if not (far and each == Distance.SAME_PROVINCE)]
    return [known.distance]


def is_distance_open(known: Circumstances, found: Deciders) -> bool:
    """Whether rules differ by how far care was, and that is not known: of another province not whether it is near."""
    if known.category in (None, *AT_HOME):
        return False
    if known.distance == ELSEWHERE:
        return Distance.CIRCLE in found.distances
    return bool(found.distances) and not known.distance
