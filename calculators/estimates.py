"""From what a citizen knows to an honest range over what they do not.

An estimate settles every possibility the answers leave open and shows the lowest and the highest payment. It gives no
number when a required rule is missing, or when the two ends are so far apart that the number would mean nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from itertools import product
from typing import Any

from calculators import policies
from calculators.circumstances import (
    ANY,
    Category,
    Circumstances,
    Distance,
    Hardship,
    HospitalLevel,
    PersonKind,
    Scheme,
)
from calculators.core.labels import LABELS
from calculators.core.money import ZERO
from calculators.core.settlement import PAYMENTS, Settlement
from calculators.deciders import Deciders, deciders, tried
from calculators.policies import Found, NoPolicyError
from calculators.unsaid import TIER_OPEN, assumptions, untried, what_would_narrow
from calculators.year import Bill, settle_year
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
    """``left_out`` are statements of the texts that no row holds and that some people's number may hang on; ``choices``
    what the place tells apart by words of its own, by question. ``low`` and ``high`` are the cases that pay least and most; both None when there is no number, and ``missing``
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
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    @property
    def is_range(self) -> bool:
        """Whether the two ends differ."""
        return self.low is not self.high


def estimate(snapshot: Snapshot, known: Circumstances, bills: Sequence[Bill]) -> Estimate:
    """The estimate for one or more bills of one benefit year, oldest first."""
    tiers = policies.tiers(snapshot, known)
    told = Deciders() if known.own else _told(snapshot, known, tiers)
    known = _in_its_words(known, told)
    cases, missing = _cases(snapshot, known, tiers, bills)
    asks = (*(("tier",) if tiers else ()), *told.asks)
    if missing or not cases:
        open_tier = (TIER_OPEN,) if tiers else ()
        missing = [*open_tier, *missing]
        return Estimate(missing=tuple(dict.fromkeys(missing)), asks=(*asks, "own"), choices=told.choices)
    low, high = min(cases, key=_ends), max(cases, key=_ends)
    own = [case.out_of_pocket for case in cases]
    if high.paid > WIDEST * low.paid:
        open_answers = what_would_narrow(known, tiers, bills, told)
        return Estimate(missing=open_answers, asks=(*asks, "own"), choices=told.choices)
    founds = [case.found for case in (low, high)]
    rows = tuple(dict.fromkeys(row for found in founds for row in found.rows))
    left_out = tuple(dict.fromkeys(line for case in cases for row in case.found.rows for line in row.left_out_lines))
    return Estimate(
        low=low,
        high=high,
        own=(min(own), max(own)),
        confidence=_confidence(known, bills, rows, low is not high or bool(left_out)),
        assumptions=assumptions(known, tiers, bills, [case.found.policy for case in cases], told),
        rows=rows,
        uncounted_layers=tuple(dict.fromkeys(layer for found in founds for layer in found.unknown_layers)),
        asks=asks,
        choices=told.choices,
        left_out=left_out,
    )


def _told(snapshot: Snapshot, known: Circumstances, tiers: Sequence[str]) -> Deciders:
    """What the rules hang on; for several tiers what those of any of them do, as the first that has anything says."""
    found = [deciders(snapshot, replace(known, scheme=scheme)) for scheme in tiers or (known.scheme,)]
    return next((each for each in found if each.asks), found[0])


def _in_its_words(known: Circumstances, told: Deciders) -> Circumstances:
    """Only words that the place has mean anything; of a person who is not in hardship there is no class."""
    own = {"person_class": told.person_classes, "hospital_class": told.hospital_classes, "item": told.items}
    kept: dict[str, Any] = {
        name: getattr(known, name) for name, words in own.items() if getattr(known, name) in ("", *words)
    }
    hardship = known.hardship if known.supported and known.hardship in Hardship.values else None
    return replace(known, **{**dict.fromkeys(own), **kept}, hardship=hardship)


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
        missing += untried(snapshot, replace(known, scheme=scheme))
        for possible in _possibilities(snapshot, replace(known, scheme=scheme)):
            try:
                found = policies.find(snapshot, possible)
            except NoPolicyError as error:
                missing += [str(thing) for thing in error.missing]
                continue
            words = _case_words(known, possible)
            for high in dict.fromkeys([False, any(bill.total_high for bill in bills)]):
                cases.append(Case(words, settle_year(found.policy, possible, bills, high=high), found))
    return cases, missing


def _possibilities(snapshot: Snapshot, known: Circumstances) -> Iterator[Circumstances]:
    """What is not known, in every way that the region's rules differ."""
    if known.own is not None:
        yield replace(known, hospital_level=known.hospital_level or ANY, retired=bool(known.retired))
        return
    options, told = policies.options(snapshot, known), deciders(snapshot, known)
    levels = [known.hospital_level] if known.hospital_level else options.levels or policies.LEVELS
    persons = [known.retired] if known.retired is not None else options.retired or [False]
    for level, retired in product(levels, persons):
        at, person = level if options.levels != (ANY,) else ANY, bool(retired) and options.retired != (False,)
        for words, others in product(options.words(known, at, person), tuple(tried(known, told))):
            for number in _orders(known, told):
                yield replace(known, hospital_level=level, retired=retired, level_admission=number, **words, **others)


def _orders(known: Circumstances, told: Deciders) -> list[int | None]:
    """Which stay at this level it may be, where that matters."""
    if known.level_admission is not None or not told.same_level or known.first_admission == 1:
        return [known.level_admission]
    return [1, known.first_admission]


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
    words += [own for own in (case.hospital_class, case.person_class, case.item) if own]
    if case.age and known.age is None:
        words.append(f"{case.age}岁以上")
    if case.insured_months and known.insured_months is None:
        words.append(f"连续参保满{case.insured_months}个月")
    if case.hardship not in (known.hardship, None, ANY):
        words.append(str(Hardship(case.hardship).label))
    if case.distance not in (known.distance, None, ANY):
        words.append(str(Distance(case.distance).label))
    if case.is_employee and case.person:
        words.append(str(PersonKind(case.person).label))
    return "、".join(words)


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
