"""The figures of a place as people read them: what is in force on a day, a line a rule, for whom and since when.

Only what an estimate would reckon with is told: neither an incomplete row nor one whose check is too old.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators import policies
from calculators.candidates import candidates
from calculators.circumstances import ANY, CareType, Category, Circumstances, HospitalLevel, PersonKind, Scheme
from calculators.core.bands import Band
from calculators.core.choices import BandBasis, BurdenBasis, DeductibleBasis
from calculators.core.money import ONE, format_yuan
from calculators.core.terms import BasicRule, CriticalIllnessRule, MedicalAssistanceRule
from calculators.core.wording import format_points, format_rate
from calculators.models import LAYERS, AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteRule
from calculators.rows import PolicyRow
from registry.dates import date_words
from registry.evidence import Basis
from registry.places import NATION
from registry.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Figure:
    """One rule: ``who`` it holds for, '' for everybody, and what it says, part by part."""

    who: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of one kind that hold in one period; ``period`` in words, '' where no text says it; ``common`` is what all of
    several rules say, ``bases`` what they rest on, each once."""

    title: str
    period: str
    common: tuple[str, ...]
    figures: tuple[Figure, ...]
    bases: tuple[Basis, ...]


def in_force(snapshot: Snapshot, region: str, on: dt.date, rests: Callable[[PolicyRow], Basis]) -> tuple[Group, ...]:
    """The figures that a region and the province above it set themselves; ``rests`` says what a row rests on."""
    grouped: dict[tuple[str, str], list[PolicyRow]] = {}
    for row in _rows(snapshot, region, on):
        grouped.setdefault((_title(row), _period(row)), []).append(row)
    return tuple(_group(title, period, rows, rests) for (title, period), rows in grouped.items())


def _group(title: str, period: str, rows: Sequence[PolicyRow], rests: Callable[[PolicyRow], Basis]) -> Group:
    told = {_who(row): _says(row) for row in rows}
    first, *others = told.values()
    common = tuple(part for part in first if others and all(part in other for other in others))
    own = {who: tuple(part for part in parts if part not in common) for who, parts in told.items()}
    bases = {(basis.number, basis.differs): basis for basis in map(rests, rows)}
    return Group(title, period, common, tuple(Figure(*figure) for figure in own.items()), tuple(bases.values()))


def _rows(snapshot: Snapshot, region: str, on: dt.date) -> Iterator[PolicyRow]:
    """The rows that decide for whom they are made, kind by kind; what the nation sets is no figure of the place."""
    chain = [code for code in snapshot.places.chain(region) if code != NATION]
    known = candidates(snapshot, region, on)
    for kind in (BasicPolicy, CriticalIllnessPolicy, AssistancePolicy, RemoteRule):
        rows = (row for row in snapshot.rows(kind) if row.region_id in chain)
        decisive = [row for row in rows if policies.choose(known, kind, _whom(row, region, on)).row is row]
        yield from sorted(decisive, key=_order)


def _whom(row: Any, region: str, on: dt.date) -> Circumstances:
    """Somebody for whom the row is made."""
    return Circumstances(
        region=region,
        scheme=row.scheme,
        care_type=getattr(row, "care_type", ""),
        on=on,
        hospital_level=getattr(row, "hospital_level", None),
        retired={PersonKind.ACTIVE.value: False, PersonKind.RETIRED.value: True}.get(getattr(row, "person", ANY)),
        category=getattr(row, "category", None),
    )


def _order(row: Any) -> tuple[int, ...]:
    """As the closed sets are ordered, the highest hospital last."""
    sets: tuple[tuple[str, list[str]], ...] = (
        ("care_type", CareType.values),
        ("scheme", Scheme.values),
        ("category", Category.values),
        ("hospital_level", HospitalLevel.values),
        ("person", PersonKind.values),
    )
    return tuple(values.index(getattr(row, name)) for name, values in sets if hasattr(row, name))


def _title(row: Any) -> str:
    if isinstance(row, RemoteRule):
        return "去外地住院，跟在本地比"
    scheme = "" if row.scheme == ANY else str(Scheme(row.scheme).label)
    care = str(CareType(row.care_type).label) if isinstance(row, BasicPolicy) else _UPPER[type(row)]
    return f"{scheme}{'：' if scheme else ''}{care}"


_UPPER = {CriticalIllnessPolicy: "大病保险（大额补助）", AssistancePolicy: "困难家庭的医疗救助"}


def _period(row: PolicyRow) -> str:
    """2023年10月1日起; '' where the source says neither end."""
    since = f"{date_words(row.effective_from)}起" if row.effective_from else ""
    return f"{since}{'，' if since else ''}到{date_words(row.effective_to)}止" if row.effective_to else since


def _who(row: Any) -> str:
    if isinstance(row, RemoteRule):
        whom = "" if row.scheme == ANY else str(Scheme(row.scheme).label)
        return "、".join(filter(None, (whom, Category(row.category).short)))
    if not isinstance(row, BasicPolicy):
        return ""
    level = "" if row.hospital_level == ANY else HospitalLevel(row.hospital_level).short
    person = "" if row.person == ANY else str(PersonKind(row.person).label)
    return "、".join(filter(None, (level, person)))


def _says(row: Any) -> tuple[str, ...]:
    if isinstance(row, RemoteRule):
        return (row.words,)
    rule = row.rule()
    if isinstance(row, BasicPolicy):
        return (*_basic(rule), *_older(row, rule))
    return tuple(_upper(rule) if isinstance(row, CriticalIllnessPolicy) else _assistance(rule))


def _basic(rule: BasicRule) -> Iterator[str]:
    yield _deductible(rule)
    over = "（起付线也算在段里）" if rule.band_basis is BandBasis.ELIGIBLE else ""
    yield _bands([Band(band.up_to, rule.rate_at_home(band)) for band in rule.bands], over)
    if rule.annual_ceiling is not None:
        yield f"一年最多付{format_yuan(rule.annual_ceiling)}"
    if rule.over_ceiling_rate is not None:
        most = rule.over_ceiling_annual_ceiling
        yield f"再往上报 {format_rate(rule.over_ceiling_rate)}" + (f"，最多{format_yuan(most)}" if most else "")


def _deductible(rule: BasicRule) -> str:
    if not any(rule.deductible):
        return "没有起付线"
    if rule.deductible_basis is DeductibleBasis.PER_YEAR:
        return f"起付线一年{format_yuan(rule.deductible[0])}"
    *firsts, last = (format_yuan(amount) if amount else "没有" for amount in rule.deductible)
    if not firsts:
        return f"起付线每次{last}"
    counted = (f"第 {number} 次{amount}" for number, amount in enumerate(firsts, start=1))
    return f"起付线{'，'.join(counted)}，以后每次{last}".replace("每次没有", "没有")


def _bands(bands: Iterable[Band], counted: str) -> str:
    """报 85%; 30,000元以内报 85%，以上报 90%. ``counted`` says where bands count from."""
    told = tuple(bands)
    if len(told) == 1 and told[0].up_to is None:
        return f"报 {format_rate(told[0].rate)}"
    bounds = ("以上" if band.up_to is None else f"{format_yuan(band.up_to)}以内" for band in told)
    return "，".join(f"{bound}报 {format_rate(band.rate)}" for bound, band in zip(bounds, told, strict=True)) + counted


def _older(row: BasicPolicy, rule: BasicRule) -> Iterator[str]:
    for add_on in sorted(row.age_add_ons.all(), key=lambda each: each.from_age):
        raised = rule.raised(add_on.rate_add)
        yield f"满 {add_on.from_age} 岁，" + _bands([Band(b.up_to, raised.rate_at_home(b)) for b in rule.bands], "")


def _upper(rule: CriticalIllnessRule) -> Iterator[str]:
    if rule.band_basis is BurdenBasis.BURDEN and len(rule.bands) > 1:
        yield "自付 " + "，".join(_burdens(rule))
    else:
        yield f"一年自付满{format_yuan(rule.deductible)}，超出的{_bands(rule.bands, '')}"
    if rule.annual_ceiling is not None:
        yield f"一年最多付{format_yuan(rule.annual_ceiling)}"
    if rule.support:
        yield "困难群体" + "，".join(_support(rule))


def _burdens(rule: CriticalIllnessRule) -> Iterator[str]:
    """11,000元到 100,000元那一段报 60%, 100,000元以上报 70%: bands that count from the first yuan borne."""
    floor = rule.deductible
    for band in rule.bands:
        if band.up_to is None:
            yield f"{format_yuan(floor)}以上报 {format_rate(band.rate)}"
        elif band.up_to > floor:
            yield f"{format_yuan(floor)}到 {format_yuan(band.up_to)}那一段报 {format_rate(band.rate)}"
            floor = band.up_to


def _support(rule: CriticalIllnessRule) -> Iterator[str]:
    support = rule.support
    assert support is not None, "asked for where there is one"
    if support.deductible_factor != ONE:
        yield f"起付线降到{format_yuan(rule.for_person(supported=True).deductible)}"
    if support.rate_add:
        yield f"多报 {format_points(support.rate_add)} 个百分点"
    if support.no_ceiling:
        yield "不封顶"


def _assistance(rule: MedicalAssistanceRule) -> Iterator[str]:
    yield f"起付线{format_yuan(rule.deductible)}" if rule.deductible else "没有起付线"
    yield f"报 {format_rate(Decimal(rule.rate))}"
    if rule.annual_ceiling is not None:
        yield f"一年最多付{format_yuan(rule.annual_ceiling)}"


assert set(LAYERS) == {BasicPolicy, CriticalIllnessPolicy, AssistancePolicy, RemoteRule}, "each kind has its words here"
