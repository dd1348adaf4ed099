"""The figures of a place as people read them: what is in force on a day, a line a rule, for whom and since when.

Only what an estimate would reckon with is told, and what is known of a rule of basic insurance that lacks a figure; none
whose check is too old.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calculators import policies
from calculators.candidates import Candidates, candidates
from calculators.circumstances import (
    ANY,
    CareType,
    Category,
    Circumstances,
    Distance,
    Hardship,
    HospitalLevel,
    PersonKind,
    Scheme,
)
from calculators.core.bands import Band
from calculators.core.choices import BandBasis, BandScope, BurdenBasis, CeilingBasis, DeductibleBasis, OrderBasis
from calculators.core.money import ONE, format_yuan
from calculators.core.specials import CHANGES, change_words, condition_words
from calculators.core.terms import BasicRule, CriticalIllnessRule, MedicalAssistanceRule, Special, SupplementRule
from calculators.core.wording import format_points, format_rate
from calculators.models import (
    LAYERS,
    OWN_WORDS,
    AssistancePolicy,
    BasicPolicy,
    CriticalIllnessPolicy,
    RemoteRule,
    SupplementPolicy,
)
from calculators.rows import PolicyRow
from registry.dates import date_words
from registry.evidence import Basis, named
from registry.places import NATION
from registry.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Figure:
    """One rule: ``who`` it holds for, '' for everybody, what it says, part by part, and what the page calls its row."""

    who: str
    says: tuple[str, ...]
    row: str


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
    told = {_who(row): (_says(row), named(row)) for row in rows}
    first, *others = (parts for parts, _ in told.values())
    common = tuple(part for part in first if others and all(part in other for other in others))
    own = [(who, tuple(part for part in parts if part not in common), row) for who, (parts, row) in told.items()]
    bases = {(basis.number, basis.differs): basis for basis in map(rests, rows)}
    return Group(title, period, common, tuple(Figure(*figure) for figure in own), tuple(bases.values()))


def _rows(snapshot: Snapshot, region: str, on: dt.date) -> Iterator[PolicyRow]:
    """The rows that decide for whom they are made, kind by kind; what the nation sets is no figure of the place."""
    chain = [code for code in snapshot.places.chain(region) if code != NATION]
    known = candidates(snapshot, region, on)
    for kind in (BasicPolicy, SupplementPolicy, CriticalIllnessPolicy, AssistancePolicy, RemoteRule):
        rows = (row for row in snapshot.rows(kind) if row.region_id in chain)
        decisive = [row for row in rows if _decides(known, row, _whom(row, region, on))]
        yield from sorted(decisive, key=_order)


def _decides(known: Candidates, row: Any, whom: Circumstances) -> bool:
    fixed = {"position": row.position} if isinstance(row, SupplementPolicy) else {}
    choice = policies.choose(known, type(row), whom, **fixed)
    return choice.found is not None and choice.found.row is row and (not choice.missing or _is_told(row))


def _is_told(row: Any) -> bool:
    """Whether something is known of what is not complete, and each figure that is missing can be named."""
    figures = {*row.REQUIRED.values()}
    return isinstance(row, BasicPolicy) and bool(row.missing) and figures > {*row.missing}


def _whom(row: Any, region: str, on: dt.date) -> Circumstances:
    """Somebody for whom the row is made."""
    hardship = getattr(row, "hardship", "") or None
    own: dict[str, Any] = {name: getattr(row, name, None) for name in OWN_WORDS}
    return Circumstances(
        region=region,
        scheme=row.scheme,
        care_type=getattr(row, "care_type", ""),
        on=on,
        hospital_level=getattr(row, "hospital_level", None),
        retired={PersonKind.ACTIVE.value: False, PersonKind.RETIRED.value: True}.get(getattr(row, "person", ANY)),
        category=getattr(row, "category", None),
        distance=getattr(row, "distance", None),
        supported=bool(hardship),
        hardship=hardship,
        **own,
    )


def _order(row: Any) -> tuple[int, ...]:
    """As the closed sets are ordered, the highest hospital last."""
    sets: tuple[tuple[str, list[str]], ...] = (
        ("care_type", [*CareType.values, ANY]),
        ("scheme", Scheme.values),
        ("category", Category.values),
        ("distance", Distance.values),
        ("hospital_level", HospitalLevel.values),
        ("person", PersonKind.values),
    )
    return tuple(values.index(getattr(row, name)) for name, values in sets if hasattr(row, name))


def _title(row: Any) -> str:
    if isinstance(row, RemoteRule):
        return "去外地住院，跟在本地比"
    scheme = "" if row.scheme == ANY else str(Scheme(row.scheme).label)
    if isinstance(row, SupplementPolicy):
        return f"{scheme}：{row.name}"
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
        care = "" if row.care_type == ANY else str(CareType(row.care_type).label)
        distance = "" if row.distance == ANY else str(Distance(row.distance).label)
        level = "" if row.hospital_level == ANY else HospitalLevel(row.hospital_level).short
        return "、".join(filter(None, (whom, Category(row.category).short, distance, care, level)))
    if not isinstance(row, BasicPolicy):
        return str(Hardship(row.hardship).label) if row.hardship else ""
    own = [getattr(row, name) for name in OWN_WORDS if getattr(row, name)]
    level = "" if row.hospital_level == ANY else HospitalLevel(row.hospital_level).short
    person = "" if row.person == ANY else str(PersonKind(row.person).label)
    return "、".join(filter(None, (level, person, *own)))


def _says(row: Any) -> tuple[str, ...]:
    """What a rule says, and what its text says beside that no row holds."""
    return (*_entered(row), *(f"没算进去：{line}" for line in row.left_out_lines))


def _entered(row: Any) -> tuple[str, ...]:
    if isinstance(row, RemoteRule):
        return (row.words,)
    if isinstance(row, BasicPolicy):
        return tuple(_basic(row.as_known(), row.missing))
    rule = row.rule()
    if isinstance(row, AssistancePolicy):
        return tuple(_assistance(rule))
    return tuple(_upper(rule))


def _basic(rule: BasicRule, missing: Sequence[str]) -> Iterator[str]:
    if rule.fixed_payment is not None:
        yield f"定额付{format_yuan(rule.fixed_payment)}"
    else:
        unknown = {name: f"{label}没有查到" for name, label in BasicPolicy.REQUIRED.items() if label in missing}
        yield unknown.get("deductible") or _deductible(rule)
        over = "（起付线也算在段里）" if rule.band_basis is BandBasis.ELIGIBLE else ""
        over += "（全年累计）" if rule.band_scope is BandScope.YEAR and len(rule.bands) > 1 else ""
        bands = [Band(band.up_to, rule.rate_at_home(band)) for band in rule.bands]
        yield unknown.get("bands") or _bands(bands, over)
    yield from _beside_the_deductible(rule)
    yield from _ceilings(rule)
    yield from (f"{condition_words(special)}：{_changes(special)}" for special in rule.specials)
    if not rule.feeds_critical_illness:
        yield "自付不算进大病"


def _changes(special: Special) -> str:
    return change_words({name: getattr(special, name) for name in CHANGES})


def _beside_the_deductible(rule: BasicRule) -> Iterator[str]:
    if rule.order_basis is OrderBasis.SAME_LEVEL and len(rule.deductible) > 1:
        yield "次数只数同级别的医院"
    if rule.deductible_annual_cap is not None:
        yield f"起付线一年合计不超过{format_yuan(rule.deductible_annual_cap)}"
    if rule.period_days is not None:
        yield f"住满 {rule.period_days} 天再付一条起付线"
    if rule.transfer_tops_up:
        yield "转院只补起付线差额"


def _ceilings(rule: BasicRule) -> Iterator[str]:
    shared = "（和别的就医合用）" if rule.ceiling_shared else ""
    if rule.annual_ceiling is not None and rule.ceiling_basis is CeilingBasis.EXPENSES:
        yield f"一年最多算{format_yuan(rule.annual_ceiling)}的费用，个人付的也算{shared}"
    elif rule.annual_ceiling is not None:
        yield f"一年最多付{format_yuan(rule.annual_ceiling)}{shared}"
    if rule.kind_ceiling is not None:
        yield f"这一类一年最多付{format_yuan(rule.kind_ceiling)}"
    if rule.visit_ceiling is not None:
        yield f"每次最多付{format_yuan(rule.visit_ceiling)}"
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


def _upper(rule: CriticalIllnessRule | SupplementRule) -> Iterator[str]:
    if rule.band_basis is BurdenBasis.BURDEN and len(rule.bands) > 1:
        yield "自付 " + "，".join(_burdens(rule))
    elif rule.deductible:
        yield f"一年自付满{format_yuan(rule.deductible)}，超出的{_bands(rule.bands, '')}"
    else:
        yield f"剩下的自付{_bands(rule.bands, '')}"
    if rule.annual_ceiling is not None:
        yield f"一年最多付{format_yuan(rule.annual_ceiling)}"
    if isinstance(rule, SupplementRule):
        return
    if growth := rule.growth:
        yield f"连续参保满 {growth.from_years} 年，每多一年封顶线提高{format_yuan(growth.per_year)}"
    if rule.support:
        yield "困难群体" + "，".join(_support(rule))


def _burdens(rule: CriticalIllnessRule | SupplementRule) -> Iterator[str]:
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


assert set(LAYERS) == {BasicPolicy, SupplementPolicy, CriticalIllnessPolicy, AssistancePolicy, RemoteRule}, (
    "each kind has its words here"
)
