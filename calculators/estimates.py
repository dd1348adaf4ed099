"""From what a citizen knows to an honest range over what they do not.

An estimate settles every possibility the answers leave open and shows the lowest and the highest payment. It gives no
number when a required rule is missing, or when the two ends are so far apart that the number would mean nothing.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from itertools import product

from calculators import policies
from calculators.bands import Band
from calculators.money import ZERO
from calculators.policies import Found, NoPolicyError, Person
from calculators.settlement import Settlement, settle
from calculators.terms import BasicRule, Claim, Policy, YearToDate
from registry.publication import PublishedRow
from registry.snapshot import Snapshot

#: Beyond this ratio of the highest to the lowest payment a range says nothing.
WIDEST = 3


class Confidence(Enum):
    CLOSE = "较准"
    ROUGH = "大概"
    INDICATION = "只能参考"


@dataclass(frozen=True, slots=True)
class OwnRule:
    """起付线 (元) and 报销比例 (fraction) that the citizen typed for a city without data."""

    deductible: Decimal
    rate: Decimal

    def rule(self) -> BasicRule:
        return BasicRule((self.deductible,), (Band(None, self.rate),))


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill in yuan. ``total_high`` when only a range is known; None for parts the citizen did not give."""

    total: Decimal
    total_high: Decimal | None = None
    non_covered: Decimal | None = None
    upfront_self_pay: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything that decides which rules apply. None is 不知道, and widens the range.

    ``burden_before`` is what this year's earlier bills left to pay inside the scope (今年累计自付), in yuan.
    ``category`` is the filing category away from home, None at home.
    """

    region: str
    scheme: str
    care_type: str
    on: dt.date
    hospital_level: str | None = None
    retired: bool | None = None
    age: int | None = None
    supported: bool = False
    category: str | None = None
    first_admission: int = 1
    burden_before: Decimal = ZERO
    own: OwnRule | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One possibility: its words (“三级医院、在职”), its settlements bill by bill, and the rows they rest on."""

    words: str
    settlements: tuple[Settlement, ...]
    found: Found

    @property
    def paid(self) -> Decimal:
        """What insurance pays for all bills, in yuan."""
        return sum((settlement.paid for settlement in self.settlements), ZERO)

    @property
    def out_of_pocket(self) -> Decimal:
        return sum((settlement.out_of_pocket for settlement in self.settlements), ZERO)


@dataclass(frozen=True, slots=True)
class Estimate:
    """``low`` and ``high`` are the cases that pay least and most; both None when there is no number, and ``missing``
    then says why. ``assumptions`` name the form's field that would replace each."""

    low: Case | None = None
    high: Case | None = None
    confidence: Confidence | None = None
    missing: tuple[str, ...] = ()
    assumptions: tuple[tuple[str, str], ...] = ()
    rows: tuple[PublishedRow, ...] = field(default=())
    uncounted_layers: tuple[str, ...] = ()

    @property
    def is_range(self) -> bool:
        return self.low is not None and self.high is not None and self.low.paid != self.high.paid


def estimate(snapshot: Snapshot, circumstances: Circumstances, bills: Sequence[Bill]) -> Estimate:
    """The estimate for one or more bills of one benefit year, oldest first."""
    cases, missing = _cases(snapshot, circumstances, bills)
    if missing or not cases:
        return Estimate(missing=tuple(dict.fromkeys(missing)) or ("这个城市的报销规定",))
    low, high = min(cases, key=lambda case: case.paid), max(cases, key=lambda case: case.paid)
    if high.paid > WIDEST * low.paid:
        return Estimate(missing=_what_would_narrow(circumstances, bills))
    founds = [case.found for case in (low, high)]
    rows = tuple(dict.fromkeys(row for found in founds for row in found.rows))
    return Estimate(
        low=low,
        high=high,
        confidence=_confidence(circumstances, bills, rows, low.paid != high.paid),
        assumptions=_assumptions(circumstances, bills, cases),
        rows=rows,
        uncounted_layers=tuple(dict.fromkeys(layer for found in founds for layer in found.unknown_layers)),
    )


def _cases(snapshot: Snapshot, circumstances: Circumstances, bills: Sequence[Bill]) -> tuple[list[Case], list[str]]:
    """Every possibility that is left open, settled; and what is missing for the ones that cannot be."""
    cases: list[Case] = []
    missing: list[str] = []
    for level, retired, age in _possibilities(snapshot, circumstances):
        try:
            found = _found(snapshot, circumstances, level, retired, age)
        except NoPolicyError as error:
            missing += [str(thing) for thing in error.missing]
            continue
        words = _case_words(circumstances, level, retired, age)
        for bill_end in dict.fromkeys([False, any(bill.total_high for bill in bills)]):
            cases.append(Case(words, _settle_year(found.policy, circumstances, bills, high=bill_end), found))
    return cases, missing


def _possibilities(snapshot: Snapshot, known: Circumstances) -> Iterable[tuple[str, bool, int | None]]:
    """Hospital level, retired or not, and age: each known, or every one that the region's rules tell apart."""
    if known.own is not None:
        return [(known.hospital_level or "any", bool(known.retired), known.age)]
    options = policies.options(snapshot, known.region, known.scheme, known.care_type, known.on)
    levels = [known.hospital_level] if known.hospital_level else list(options.levels or policies.LEVELS)
    retired = [known.retired] if known.retired is not None else list(options.retired) or [False]
    ages = [known.age] if known.age is not None else [None, *options.ages]
    return product(levels, retired, ages)


def _found(snapshot: Snapshot, known: Circumstances, level: str, retired: bool, age: int | None) -> Found:
    person = Person(known.scheme, retired, age)
    own = known.own.rule() if known.own else None
    return policies.find(snapshot, known.region, person, known.care_type, level, known.category, known.on, own)


def _settle_year(policy: Policy, known: Circumstances, bills: Sequence[Bill], *, high: bool) -> tuple[Settlement, ...]:
    """The bills one after another: each starts from the sums that the ones before it left."""
    year = YearToDate(critical_illness_burden=known.burden_before, assistance_burden=known.burden_before)
    settlements = []
    for number, bill in enumerate(bills):
        claim = Claim(
            total_charges=(bill.total_high or bill.total) if high else bill.total,
            non_covered=bill.non_covered or ZERO,
            upfront_self_pay=bill.upfront_self_pay or ZERO,
            admission_number=known.first_admission + number,
            supported=known.supported,
            year_to_date=year,
        )
        settlement = settle(policy, claim)
        settlements.append(settlement)
        year = settlement.year_to_date_after
    return tuple(settlements)


def _confidence(
    known: Circumstances, bills: Sequence[Bill], rows: Sequence[PublishedRow], is_range: bool
) -> Confidence:
    checked = bool(rows) and all(row.is_checked(known.on) for row in rows)
    if is_range or not checked:
        return Confidence.INDICATION
    parts_given = all(bill.non_covered is not None and bill.upfront_self_pay is not None for bill in bills)
    return Confidence.CLOSE if parts_given else Confidence.ROUGH


LEVEL_WORDS = {
    "community": "社区医院",
    "primary": "一级医院",
    "secondary": "二级医院",
    "tertiary": "三级医院",
    "any": "各级医院",
}


def _case_words(known: Circumstances, level: str, retired: bool, age: int | None) -> str:
    words = [LEVEL_WORDS[level]]
    if age is not None and known.age is None:
        words.append(f"{age}岁以上")
    if known.scheme.startswith("employee"):
        words.append("退休" if retired else "在职")
    return "、".join(words)


def _assumptions(known: Circumstances, bills: Sequence[Bill], cases: Sequence[Case]) -> tuple[tuple[str, str], ...]:
    """What was taken for granted, each with the name of the field that would replace it."""
    found: list[tuple[str, str]] = []
    if any(bill.non_covered is None for bill in bills):
        found.append(("non_covered", "没填自费，按 0 元算。自费越多，报得越少。"))
    if any(case.found.basic and case.found.basic.annual_ceiling is None for case in cases):
        found.append(("", "没有查到封顶线，按没有封顶算。费用很高时，可能报不到这么多。"))
    if known.own is not None and known.category is not None:
        found.append(("own_rate", "按您填的比例算。外地看病可能比本地低，请填这次适用的。"))
    if any(bill.upfront_self_pay is None for bill in bills):
        found.append(("upfront_self_pay", "没填先行自付，按 0 元算。"))
    if known.hospital_level is None and known.own is None:
        found.append(("hospital_level", "没选医院级别，各级都算了一遍。"))
    if known.age is None and any(case.found.needs_age for case in cases):
        found.append(("age", "没填周岁，各个年龄段都算了一遍。"))
    if known.retired is None and known.scheme.startswith("employee") and known.own is None:
        found.append(("retired", "没选在职还是退休，两种都算了。"))
    if known.first_admission == 1 and known.care_type == "inpatient":
        found.append(("admission_number", "按今年第一次住院算。"))
    if not known.burden_before:
        found.append(("burden_before", "没填今年累计，按以前没有花过算。"))
    if not known.supported:
        found.append(("supported", "按没有低保、特困等身份算。"))
    return tuple(found)


def _what_would_narrow(known: Circumstances, bills: Sequence[Bill]) -> tuple[str, ...]:
    """The open answers behind a range that is too wide to show."""
    open_answers = [
        ("医院级别", known.hospital_level is None),
        ("在职还是退休", known.retired is None and known.scheme.startswith("employee")),
        ("更准的总费用", any(bill.total_high for bill in bills)),
    ]
    return tuple(label for label, is_open in open_answers if is_open)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same bills under one filing category; ``reason`` says why a category is not open to this person."""

    category: str
    label: str
    estimate: Estimate | None
    reason: str


CATEGORIES = {
    "long_term": "长期居住备案",
    "referral": "转诊备案",
    "other_temporary": "临时外出备案",
    "unfiled": "没有备案",
}


def compare(
    snapshot: Snapshot, known: Circumstances, bills: Sequence[Bill], closed: dict[str, str]
) -> tuple[Comparison, ...]:
    """The same bills under each category; ``closed`` maps categories that the person cannot use to the reason."""
    compared = []
    for category, label in CATEGORIES.items():
        reason = closed.get(category, "")
        found = None if reason else estimate(snapshot, replace(known, category=category), bills)
        compared.append(Comparison(category, label, found, reason))
    return tuple(compared)
