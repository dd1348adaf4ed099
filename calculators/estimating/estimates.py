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

from calculators.circumstances import (
    ANY,
    ELSEWHERE,
    CareType,
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
from calculators.estimating import policies
from calculators.estimating.deciders import Deciders, deciders, is_distance_open
from calculators.estimating.policies import Found, NoPolicyError
from calculators.estimating.possible import TooOpenError, counted, possibilities, stay
from calculators.estimating.unsaid import TIER_OPEN, assumptions, untried, what_would_narrow
from calculators.estimating.year import Bill, settle_year
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
    """One possibility bill by bill: in words (“三级医院、在职”), its settlement, and the rows it rests on."""

    told: tuple[str, ...]
    settlements: tuple[Settlement, ...]
    founds: tuple[Found, ...]

    @property
    def words(self) -> str:
        """The words of all bills, each once."""
        return "；".join(dict.fromkeys(self.told))

    @property
    def paid(self) -> Decimal:
        """What insurance pays for all bills, in yuan."""
        return sum((settlement.paid for settlement in self.settlements), ZERO)

    @property
    def out_of_pocket(self) -> Decimal:
        """What is left to the person, 自费 included, in yuan."""
        return sum((settlement.out_of_pocket for settlement in self.settlements), ZERO)

    @property
    def total(self) -> Decimal:
        """What the bills come to, in yuan."""
        return self.paid + self.out_of_pocket

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
    """The estimate for one or more bills of one benefit year, oldest first; ``known`` is what is known of the last."""
    year = _Open(snapshot, [bill.at or known for bill in bills])
    tiers, told, known = year.tiers, year.told, year.bills[-1]
    try:
        cases, missing = year.cases(bills)
    except TooOpenError:
        return Estimate(missing=what_would_narrow(year.stays, tiers, bills, told), asks=year.asks, choices=told.choices)
    if missing or not cases:
        open_tier = (TIER_OPEN,) if tiers else ()
        missing = [*open_tier, *missing]
        return Estimate(missing=tuple(dict.fromkeys(missing)), asks=(*year.asks, "own"), choices=told.choices)
    low, high = min(cases, key=_ends), max(cases, key=_ends)
    own = [case.out_of_pocket for case in cases]
    if high.paid > WIDEST * low.paid:
        open_answers = what_would_narrow(year.stays, tiers, bills, told)
        return Estimate(missing=open_answers, asks=(*year.asks, "own"), choices=told.choices)
    founds = [found for case in (low, high) for found in case.founds]
    rows = tuple(dict.fromkeys(row for found in founds for row in found.rows))
    every = [found for case in cases for found in case.founds]
    left_out = tuple(dict.fromkeys(line for found in every for row in found.rows for line in row.left_out_lines))
    return Estimate(
        low=low,
        high=high,
        own=(min(own), max(own)),
        confidence=_confidence(known, bills, rows, low is not high or bool(left_out)),
        assumptions=assumptions(year.bills, tiers, bills, [found.policy for found in every], told),
        rows=rows,
        uncounted_layers=tuple(dict.fromkeys(layer for found in founds for layer in found.unknown_layers)),
        asks=year.asks,
        choices=told.choices,
        left_out=left_out,
    )


class _Open:
    """The circumstances of each bill in the words of the place, and what they leave open. Bills that differ in nothing
    that decides a rule are one of ``stays``; ``told`` is what the last bill, and the person, hang on."""

    def __init__(self, snapshot: Snapshot, bills: Sequence[Circumstances]) -> None:
        self.snapshot = snapshot
        bills = [_at_the_level_of_its_class(snapshot, each) for each in bills]
        self.tiers = next(filter(None, (policies.tiers(snapshot, each) for each in bills)), ())
        found = {each: Deciders() if each.own else _told(snapshot, each, self.tiers) for each in bills}
        self.bills = [_in_its_words(each, found[each]) for each in bills]
        by_stay = {stay(mine): found[each] for mine, each in zip(self.bills, bills, strict=True)}
        self.stays = [one for one in by_stay if one != stay(self.bills[-1])] + [stay(self.bills[-1])]
        self.told = found[bills[-1]].with_persons_of(by_stay.values()) if len(by_stay) > 1 else found[bills[-1]]
        self.of_stays = [by_stay[one] for one in self.stays[:-1]] + [self.told]

    @property
    def asks(self) -> tuple[str, ...]:
        """What matters here; not how far care was where that was said before the form was drawn."""
        known = self.bills[-1]
        said = known.distance is not None and not is_distance_open(known, self.told)
        asks = tuple(name for name in self.told.asks if not (said and name == "distance"))
        return ("tier", *asks) if self.tiers else asks

    def cases(self, bills: Sequence[Bill]) -> tuple[list[Case], list[str]]:
        """Every possibility that is left open, settled; and what is missing for the ones that cannot be."""
        cases: list[Case] = []
        missing: list[str] = []
        for scheme in self.tiers or (self.bills[-1].scheme,):
            stays = [each._replace(scheme=scheme) for each in self.stays]
            missing += [label for each in stays for label in untried(self.snapshot, each)]
            for chosen in possibilities(self.snapshot, stays, self.of_stays):
                try:
                    found = [policies.find(self.snapshot, each) for each in chosen]
                except NoPolicyError as error:
                    missing += [str(thing) for thing in error.missing]
                    continue
                cases += self._settled(bills, dict(zip(self.stays, zip(found, chosen, strict=True), strict=True)))
        return cases, missing

    def _settled(
        self, bills: Sequence[Bill], by_stay: Mapping[Circumstances, tuple[Found, Circumstances]]
    ) -> Iterator[Case]:
        used = [by_stay[stay(each)] for each in self.bills]
        several = len({each.care_type for each in self.bills}) > 1
        words = tuple(_case_words(mine, one, several) for mine, (_, one) in zip(self.bills, used, strict=True))
        for alike, high in product(self._orders(), dict.fromkeys([False, any(bill.total_high for bill in bills)])):
            each = zip(self.bills, used, strict=True)
            policies_used = [(found.policy, counted(one, mine, alike)) for mine, (found, one) in each]
            yield Case(words, settle_year(policies_used, bills, high=high), tuple(found for found, _ in used))

    def _orders(self) -> tuple[bool | None, ...]:
        """Whether the stays before were all at this level, or none, where that matters and was not said."""
        is_open = any(each.level_admission is None and each.first_admission > 1 for each in self.bills)
        return (False, True) if is_open and self.told.same_level else (None,)


def _told(snapshot: Snapshot, known: Circumstances, tiers: Sequence[str]) -> Deciders:
    """What the rules hang on; for several tiers what those of any of them do, as the first that has anything says."""
    found = [deciders(snapshot, known._replace(scheme=scheme)) for scheme in tiers or (known.scheme,)]
    return next((each for each in found if each.asks), found[0])


def _at_the_level_of_its_class(snapshot: Snapshot, known: Circumstances) -> Circumstances:
    """A class of hospitals that the place has at one level alone says the level."""
    if known.hospital_level or not known.hospital_class:
        return known
    everywhere = [known._replace(hospital_level=level) for level in policies.LEVELS]
    found = [each for each in everywhere if known.hospital_class in deciders(snapshot, each).hospital_classes]
    return found[0] if len(found) == 1 else known


def _in_its_words(known: Circumstances, told: Deciders) -> Circumstances:
    """Only words that the place has mean anything; of a person who is not in hardship there is no class. Where the place
    knows no near ones, another province is simply that."""
    own = {"person_class": told.person_classes, "hospital_class": told.hospital_classes, "item": told.items}
    kept: dict[str, Any] = {
        name: getattr(known, name) for name, words in own.items() if getattr(known, name) in ("", *words)
    }
    hardship = known.hardship if known.supported and known.hardship in Hardship.values else None
    half_known = known.distance == ELSEWHERE and not is_distance_open(known, told)
    distance = Distance.OTHER_PROVINCE.value if half_known else known.distance
    return known._replace(**{**dict.fromkeys(own), **kept}, hardship=hardship, distance=distance)


def _ends(case: Case) -> tuple[Decimal, Decimal]:
    """What cases are put in order by: what is paid; of the same payment, what is left."""
    return case.paid, case.out_of_pocket


def _confidence(
    known: Circumstances, bills: Sequence[Bill], rows: Sequence[PublishedRow], is_range: bool
) -> Confidence:
    checked = bool(rows) and all(row.is_checked(known.on) for row in rows)
    if is_range or not checked:
        return Confidence.INDICATION
    parts_given = all(bill.non_covered is not None and bill.upfront_self_pay is not None for bill in bills)
    return Confidence.CLOSE if parts_given else Confidence.ROUGH


def _case_words(known: Circumstances, case: Circumstances, several: bool) -> str:
    """A possibility as people read it; with the kind of care where the bills are of several."""
    words = [str(CareType(case.care_type).label)] if several else []
    words += HospitalLevel(case.hospital_level or ANY).in_words(case.hospital_class)
    if case.scheme != known.scheme:
        words.insert(0, str(Scheme(case.scheme).label))
    words += [own for own in (case.person_class, case.item) if own]
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
    """The same bills under each category, as far as they were filed like the last; ``closed`` maps categories that the
    person cannot use to the reason."""
    compared = []
    for category in Category.compared():
        reason, away = closed.get(category, ""), known._replace(category=category)
        found = None
        if not reason and policies.knows_away(snapshot, away):  # else there is nothing to work out
            found = estimate(snapshot, away, [_filed(bill, known.category, category) for bill in bills])
        compared.append(Comparison(category, found, reason))
    return tuple(compared)


def _filed(bill: Bill, before: str | None, category: str) -> Bill:
    return replace(bill, at=bill.at._replace(category=category)) if bill.at and bill.at.category == before else bill
