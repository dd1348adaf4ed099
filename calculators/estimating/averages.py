"""What insurance paid on average in the whole country: all that can be said where a place has no figures.

An average is never reckoned with. It stands with its year as what it is, beside the words that get the real figures.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from calculators.circumstances import ANY, CareType, Category, Circumstances, HospitalLevel, PersonKind, Scheme
from calculators.core.wording import format_rate
from calculators.estimating import policies
from calculators.models import NationalAverage
from registry.evidence import Basis
from registry.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Share:
    """What was paid at one hospital level, in words (“83.1%”), and what that rests on."""

    level: str
    rate: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Average:
    """``title`` names year and scheme, ``caveats`` say what it is not; ``ask`` is to be read out on the phone."""

    year: int
    title: str
    shares: tuple[Share, ...]
    caveats: tuple[str, ...]
    ask: tuple[str, ...]


_CAVEATS = ("算的是医保范围内的住院费用，自费不算。", "这是全国平均数，不是您能报的数。")


def average(
    snapshot: Snapshot, wanted: Circumstances, on: dt.date, rests: Callable[[NationalAverage], Basis]
) -> Average | None:
    """The average in force on a day, for a stay in hospital of which no figures of the place are known.

    None for other care, where the place has figures, and where no average is published or its check is too old.
    ``rests`` says what a row rests on.
    """
    return None if policies.has_figures(snapshot, wanted) else national(snapshot, wanted, on, rests)


def national(
    snapshot: Snapshot, wanted: Circumstances, on: dt.date, rests: Callable[[NationalAverage], Basis]
) -> Average | None:
    """The same, whatever is known of the place: to be held against its figures."""
    if not (wanted.region and wanted.scheme and wanted.care_type == CareType.INPATIENT):
        return None
    scheme = Scheme.EMPLOYEE if wanted.is_employee else Scheme.RESIDENT
    rows = [row for row in snapshot.rows(NationalAverage) if row.scheme == scheme and _holds(row, on)]
    year = max((row.year for row in rows), default=0)
    told = [row for row in rows if row.year == year and _is_about(row, wanted)]
    if not told:
        return None
    shares = tuple(Share(_level(row), format_rate(Decimal(row.rate)), rests(row)) for row in sorted(told, key=_order))
    return Average(
        year, f"{year} 年全国平均：{scheme.label}住院报了多少", shares, _CAVEATS, questions(snapshot, wanted)
    )


def questions(snapshot: Snapshot, wanted: Circumstances) -> tuple[str, ...]:
    """What to ask on the phone for the figures of a place, word for word, for whoever it is about; what is not known is
    left to be filled in. () where the scheme or the care is not known."""
    # Several cities share an area code: whoever answers is told which one it is about.
    home = snapshot.places.pool(wanted.region)
    return tuple(_questions(wanted, f"{home.name}的" if home else "")) if wanted.scheme and wanted.care_type else ()


def _holds(row: NationalAverage, on: dt.date) -> bool:
    return row.in_force(on) and not row.waived and row.is_trusted(on)


def _is_about(row: NationalAverage, wanted: Circumstances) -> bool:
    return wanted.hospital_level in (None, ANY) or row.hospital_level in (ANY, wanted.hospital_level)


def _level(row: NationalAverage) -> str:
    return "各级医院合起来" if row.hospital_level == ANY else HospitalLevel(row.hospital_level).short


def _order(row: NationalAverage) -> int:
    """All levels together first, then from the lowest on."""
    return 0 if row.hospital_level == ANY else HospitalLevel.values.index(row.hospital_level) + 1


def _questions(wanted: Circumstances, whose: str) -> Iterator[str]:
    person = f"，{PersonKind(wanted.person).label}" if wanted.person else "，＿＿（在职、退休）"
    yield f"{whose}职工医保{person}。" if wanted.is_employee else f"{whose}居民医保。"
    level = wanted.hospital_level
    hospital = "＿＿医院（一级、二级、三级）" if level in (None, ANY) else HospitalLevel(level).short
    yield {
        CareType.INPATIENT: f"住{hospital}。",
        CareType.OUTPATIENT: f"看普通门诊，在{hospital}。",
        CareType.CHRONIC: f"看门诊慢特病，病是＿＿，在{hospital}。",
        CareType.MATERNITY: f"生孩子，在{hospital}。",
    }[CareType(wanted.care_type)]
    yield "起付线多少？报百分之几？一年封顶多少？"
    if wanted.category is not None:
        yield f"在外地看，{Category(wanted.category).short}。这几个数变不变？不备案呢？"
