"""From what a citizen knows to an honest range over what they do not.

An estimate settles every possibility the answers leave open and shows the lowest and the highest payment. It gives no
number when a required rule is missing, or when the two ends are so far apart that the number would mean nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from itertools import product

from calculators import policies
from calculators.circumstances import ANY, CareType, Category, Circumstances, HospitalLevel, PersonKind, Scheme
from calculators.core.labels import LABELS
from calculators.core.money import ZERO
from calculators.core.settlement import PAYMENTS, Settlement, settle
from calculators.core.terms import Claim, Policy, YearToDate
from calculators.policies import Found, NoPolicyError
from registry.publication import PublishedRow
from registry.snapshot import Snapshot

#: Beyond this ratio of the highest to the lowest payment a range says nothing.
WIDEST = 3


class Confidence(Enum):
    """How far an estimate can be trusted: figures checked and all parts known, parts taken for granted, or less."""

    CLOSE = "较准"
    ROUGH = "大概"
    INDICATION = "只能参考"


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill in yuan. ``total_high`` when only a range is known; None for parts the citizen did not give."""

    total: Decimal
    total_high: Decimal | None = None
    non_covered: Decimal | None = None
    upfront_self_pay: Decimal | None = None


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
        """What is left to the person, 自费 included, in yuan."""
        return sum((settlement.out_of_pocket for settlement in self.settlements), ZERO)

    @property
    def shares(self) -> list[tuple[str, str, Decimal, int]]:
        """Who pays: key, label, yuan, and thousandths of a bar's width, which add up to 1000 at most."""
        labels = {key: LABELS[key] for key in PAYMENTS} | {"out_of_pocket": "您自己付"}
        amounts = {key: sum((getattr(s, key) for s in self.settlements), ZERO) for key in labels}
        total = sum(amounts.values()) or Decimal(1)
        return [(key, labels[key], amount, int(amount * 1000 / total)) for key, amount in amounts.items() if amount]


@dataclass(frozen=True, slots=True)
class Estimate:
    """``low`` and ``high`` are the cases that pay least and most; both None when there is no number, and ``missing``
    then says why. ``own`` is the least and the most that is left to the person in any case, in yuan: of a bill that is
    only roughly known these are other cases than the ones that pay most and least. ``assumptions`` name the form's field that would replace each; ``asks`` names questions that are not
    put to everybody, and matter here: ``tier``, ``age``, and ``own`` where only one's own figures give a number."""

    low: Case | None = None
    high: Case | None = None
    own: tuple[Decimal, Decimal] = (ZERO, ZERO)
    confidence: Confidence | None = None
    missing: tuple[str, ...] = ()
    assumptions: tuple[tuple[str, str], ...] = ()
    rows: tuple[PublishedRow, ...] = ()
    uncounted_layers: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    @property
    def is_range(self) -> bool:
        """Whether the two ends differ."""
        return self.low is not self.high


def estimate(snapshot: Snapshot, known: Circumstances, bills: Sequence[Bill]) -> Estimate:
    """The estimate for one or more bills of one benefit year, oldest first."""
    tiers = policies.tiers(snapshot, known)
    cases, missing = _cases(snapshot, known, tiers, bills)
    asks = ("tier",) if tiers else ()
    if missing or not cases:
        open_tier = (_TIER_OPEN,) if tiers else ()
        return Estimate(missing=tuple(dict.fromkeys((*open_tier, *missing))), asks=(*asks, "own"))
    low, high = min(cases, key=_ends), max(cases, key=_ends)
    own = [case.out_of_pocket for case in cases]
    if high.paid > WIDEST * low.paid:
        return Estimate(missing=_what_would_narrow(known, tiers, bills), asks=(*asks, "own"))
    founds = [case.found for case in (low, high)]
    rows = tuple(dict.fromkeys(row for found in founds for row in found.rows))
    assumptions = _assumptions(known, tiers, bills, cases)
    return Estimate(
        low=low,
        high=high,
        own=(min(own), max(own)),
        confidence=_confidence(known, bills, rows, low is not high),
        assumptions=assumptions,
        rows=rows,
        uncounted_layers=tuple(dict.fromkeys(layer for found in founds for layer in found.unknown_layers)),
        asks=(*asks, *(name for name, _ in assumptions if name == "age")),
    )


def _ends(case: Case) -> tuple[Decimal, Decimal]:
    """What cases are put in order by: what is paid; of the same payment, what is left."""
    return case.paid, case.out_of_pocket


def _cases(
    snapshot: Snapshot, known: Circumstances, tiers: Sequence[str], bills: Sequence[Bill]
) -> tuple[list[Case], list[str]]:
    """Every possibility that is left open, settled; and what is missing for the ones that cannot be."""
    cases: list[Case] = []
    missing: list[str] = []
    for scheme in tiers or (known.scheme,):
        missing += _untried(snapshot, replace(known, scheme=scheme))
        for possible in _possibilities(snapshot, replace(known, scheme=scheme)):
            try:
                found = policies.find(snapshot, possible)
            except NoPolicyError as error:
                missing += [str(thing) for thing in error.missing]
                continue
            words = _case_words(known, possible)
            for high in dict.fromkeys([False, any(bill.total_high for bill in bills)]):
                cases.append(Case(words, _settle_year(found.policy, possible, bills, high=high), found))
    return cases, missing


def _possibilities(snapshot: Snapshot, known: Circumstances) -> Iterator[Circumstances]:
    """Hospital level, retired or not, and age: each as it is known, or in every way that the region's rules differ."""
    if known.own is not None:
        yield replace(known, hospital_level=known.hospital_level or ANY, retired=bool(known.retired))
        return
    options = policies.options(snapshot, known)
    levels = [known.hospital_level] if known.hospital_level else options.levels or policies.LEVELS
    persons = [known.retired] if known.retired is not None else options.retired or [False]
    ages = [known.age] if known.age is not None else [None, *options.ages]
    for level, retired, age in product(levels, persons, ages):
        yield replace(known, hospital_level=level, retired=retired, age=age)


def _untried(snapshot: Snapshot, known: Circumstances) -> list[str]:
    """The open answers of which one has no usable rule, while others have: a range without it would leave it out."""
    options = policies.options(snapshot, known)
    if known.own is not None or not options.levels:
        return []
    open_answers = [
        (_LEVEL_OPEN, known.hospital_level is None and not options.every_level),
        (_PERSON_OPEN, known.retired is None and known.is_employee and not options.everybody),
    ]
    return [label for label, is_open in open_answers if is_open]


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


def _case_words(known: Circumstances, case: Circumstances) -> str:
    words = [HospitalLevel(case.hospital_level or ANY).short]
    if case.scheme != known.scheme:
        words.insert(0, str(Scheme(case.scheme).label))
    if case.age is not None and known.age is None:
        words.append(f"{case.age}岁以上")
    if case.is_employee and case.person:
        words.append(str(PersonKind(case.person).label))
    return "、".join(words)


def _assumptions(
    known: Circumstances, tiers: Sequence[str], bills: Sequence[Bill], cases: Sequence[Case]
) -> tuple[tuple[str, str], ...]:
    """What was taken for granted, each with the name of the field that would replace it."""
    found: list[tuple[str, str]] = []
    if any(bill.non_covered is None for bill in bills):
        found.append(("non_covered", "没填自费，按 0 元算。自费越多，报得越少。"))
    if known.own is None and any(case.found.policy.required_basic().annual_ceiling is None for case in cases):
        found.append(("", "没有查到封顶线，按没有封顶算。费用很高时，可能报不到这么多。"))
    if known.own is not None and known.category is not None:
        found.append(("own_rate", "按您填的比例算。外地看病可能比本地低，请填这次适用的。"))
    if any(bill.upfront_self_pay is None for bill in bills):
        found.append(("upfront_self_pay", "没填先行自付，按 0 元算。"))
    if tiers:
        found.append(("tier", "没选一档还是二档，两种都算了。"))
    if known.hospital_level is None and known.own is None:
        found.append(("hospital_level", "没选医院级别，各级都算了一遍。"))
    if known.age is None and any(case.found.needs_age for case in cases):
        found.append(("age", "没填周岁，各个年龄段都算了一遍。"))
    if known.retired is None and known.is_employee and known.own is None:
        found.append(("retired", "没选在职还是退休，两种都算了。"))
    if known.first_admission == 1 and known.care_type == CareType.INPATIENT:
        found.append(("admission_number", "按今年第一次住院算。"))
    if not known.burden_before:
        found.append(("burden_before", "没填今年累计，按以前没有花过算。"))
    if not known.supported:
        found.append(("supported", "按没有低保、特困等身份算。"))
    return tuple(found)


_TIER_OPEN, _LEVEL_OPEN, _PERSON_OPEN = "一档还是二档", "医院级别", "在职还是退休"


def _what_would_narrow(known: Circumstances, tiers: Sequence[str], bills: Sequence[Bill]) -> tuple[str, ...]:
    """The open answers behind a range that is too wide to show."""
    open_answers = [
        (_TIER_OPEN, bool(tiers)),
        (_LEVEL_OPEN, known.hospital_level is None),
        (_PERSON_OPEN, known.retired is None and known.is_employee),
        ("更准的总费用", any(bill.total_high for bill in bills)),
    ]
    return tuple(label for label, is_open in open_answers if is_open)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same bills under one filing category; ``reason`` says why it is not open to this person. There is no estimate
    for a category that is not open, or that has no rule."""

    category: Category
    estimate: Estimate | None
    reason: str


def compare(
    snapshot: Snapshot, known: Circumstances, bills: Sequence[Bill], closed: Mapping[str, str]
) -> tuple[Comparison, ...]:
    """The same bills under each category; ``closed`` maps categories that the person cannot use to the reason."""
    compared = []
    for category in Category.compared():
        reason, away = closed.get(category, ""), replace(known, category=category)
        found = None
        if not reason and policies.knows_away(snapshot, away):  # else there is nothing to work out
            found = estimate(snapshot, away, bills)
        compared.append(Comparison(category, found, reason))
    return tuple(compared)
