"""Specials (特别规定): what of a rule is other for some people, hospitals or occasions.

A special holds when all its conditions do; an answer that is not known meets none. What several of them make of a rule
is said in docs/rules-of-cities.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from calculators.core.choices import CHOICE_LABELS, Hardship
from calculators.core.claims import Claim
from calculators.core.money import format_number
from calculators.core.problems import Kind
from calculators.core.shape import Flaw, Rate, Terms, Whole, Yuan
from calculators.core.wording import format_points, format_rate

#: Thresholds: of specials that differ in nothing else the highest one that is reached counts.
_THRESHOLDS = ("from_age", "from_months", "from_admission")


@dataclass(frozen=True, slots=True)
class Special(Terms):
    """Conditions, and the figures that are other where all of them hold; None for a figure that stays as it is.

    `person_class`, `hospital_class` and `item` are the place's own words. Ages are in years, `…_months` months insured
    without a break, `from_…` with this number and `below_…` without it. `rate` replaces the rates of all bands.
    """

    person_class: str = ""
    hospital_class: str = ""
    item: str = ""
    hardship: Hardship | None = None
    from_age: Whole | None = None
    below_age: Whole | None = None
    from_months: Whole | None = None
    below_months: Whole | None = None
    from_admission: Whole | None = None
    deductible: tuple[Yuan, ...] | None = None
    deductible_factor: Rate | None = None
    rate: Rate | None = None
    rate_add: Rate | None = None
    self_pay_factor: Rate | None = None
    annual_ceiling: Yuan | None = None
    kind_ceiling: Yuan | None = None
    visit_ceiling: Yuan | None = None
    fixed_payment: Yuan | None = None

    def met_by(self, claim: Claim) -> bool:
        """Whether every condition holds for a claim."""
        if (
            (self.person_class and self.person_class != claim.person_class)
            or (self.hospital_class and self.hospital_class != claim.hospital_class)
            or (self.item and self.item != claim.item)
        ):
            return False
        if self.hardship is not None and not _is_in(claim, self.hardship):
            return False
        return (
            _between(claim.age, self.from_age, self.below_age)
            and _between(claim.insured_months, self.from_months, self.below_months)
            and (self.from_admission is None or claim.admission_number >= self.from_admission)
        )

    @property
    def ladder(self) -> tuple[object, ...]:
        """What specials have in common that differ only in how high their thresholds stand."""
        named = (self.person_class, self.hospital_class, self.item, self.hardship, self.below_age, self.below_months)
        return (*named, *(getattr(self, name) is None for name in _THRESHOLDS))

    @property
    def beside(self) -> tuple[object, ...]:
        """What specials have in common that do the same for people of one class or another: a list (特困、建档立卡：提高
        5 个百分点) names everybody who gets it, not how often. Itself where it names no class of people."""
        if self.hardship is None and not self.person_class:
            return (id(self),)
        left_out = {"hardship", "person_class"}
        return tuple(getattr(self, name) for name in (*CONDITIONS, *CHANGES) if name not in left_out)

    @property
    def height(self) -> tuple[int, ...]:
        """How high the thresholds stand."""
        return tuple(getattr(self, name) or 0 for name in _THRESHOLDS)

    def example(self, amount: Decimal) -> Claim:
        """A bill in yuan, wholly eligible, that meets every condition as narrowly as it can."""
        named = {name: getattr(self, name) for name in ("person_class", "hospital_class", "item")}
        wanted = None if self.hardship is Hardship.ANY else self.hardship
        return Claim(
            amount,
            age=_least(self.from_age, self.below_age),
            insured_months=_least(self.from_months, self.below_months),
            admission_number=self.from_admission or 1,
            level_admission=self.from_admission,
            supported=self.hardship is not None,
            hardship=wanted,
            **named,
        )

    def flaws(self) -> Iterator[Flaw]:
        stated = {field.name for field in fields(self) if getattr(self, field.name) not in (None, "")}
        if not stated & set(CONDITIONS):
            yield Flaw((), Kind.NO_CONDITION)
        if not stated & set(CHANGES):
            yield Flaw((), Kind.NO_CHANGE)
        for start, end in (("from_age", "below_age"), ("from_months", "below_months")):
            if {start, end} <= stated and getattr(self, end) <= getattr(self, start):
                yield Flaw((end,), Kind.NOT_RISING, beside=(start,))


CHANGES = (
    *("deductible", "deductible_factor", "rate", "rate_add", "self_pay_factor"),
    *("annual_ceiling", "kind_ceiling", "visit_ceiling", "fixed_payment"),
)
CONDITIONS = tuple(field.name for field in fields(Special) if field.name not in CHANGES)


def _is_in(claim: Claim, hardship: Hardship) -> bool:
    return claim.is_supported if hardship is Hardship.ANY else claim.hardship is hardship


def _least(start: int | None, end: int | None) -> int | None:
    return start if start is not None else None if end is None else end - 1


def _between(given: int | None, start: int | None, end: int | None) -> bool:
    if start is None and end is None:
        return True
    return given is not None and (start is None or given >= start) and (end is None or given < end)


def met(specials: Iterable[Special], claim: Claim) -> tuple[Special, ...]:
    """The specials whose conditions all hold for a claim."""
    return tuple(special for special in specials if special.met_by(claim))


def counting(specials: tuple[Special, ...]) -> Mapping[str, tuple[Special, ...]]:
    """Of specials that are met those that count for each figure, in the order in which they are listed."""
    return {change: tuple(_counting(specials, change)) for change in CHANGES}


def _counting(specials: Iterable[Special], change: str) -> list[Special]:
    stating = [special for special in specials if getattr(special, change) is not None]
    found: dict[tuple[object, ...], tuple[int, Special]] = {}
    for number, special in enumerate(stating):
        ladder = special.ladder
        if ladder not in found or special.height >= found[ladder][1].height:
            found[ladder] = (number, special)
    kept = [special for _, special in sorted(found.values(), key=lambda kept: kept[0])]
    return list({special.beside: special for special in reversed(kept)}.values())[::-1]


def words(specials: tuple[Special, ...]) -> Mapping[str, tuple[str, ...]]:
    """What specials that are met say of each figure for which some count, to be written behind a rule: ，满 70 岁：报 80%."""
    found = {change: _said(each, change) for change, each in counting(specials).items()}
    return {change: said for change, said in found.items() if said}


def _said(specials: Iterable[Special], change: str) -> tuple[str, ...]:
    return tuple(f"，{condition_words(each)}：{change_words({change: getattr(each, change)})}" for each in specials)


def condition_words(given: Any) -> str:
    """满 70 岁、低保: the conditions of a special, or of a row of it, in words."""
    words = [getattr(given, name) for name in ("person_class", "hospital_class", "item") if getattr(given, name)]
    if given.hardship:
        words.append(CHOICE_LABELS[Hardship(given.hardship)])
    said = {
        "from_age": "满 {} 岁",
        "below_age": "不满 {} 岁",
        "from_months": "连续参保满 {} 个月",
        "below_months": "连续参保不满 {} 个月",
        "from_admission": "第 {} 次起",
    }
    words += [form.format(getattr(given, name)) for name, form in said.items() if getattr(given, name) is not None]
    return "、".join(words)


def change_words(changes: Mapping[str, Any]) -> str:
    """起付线 500元，提高 5 个百分点: what a special changes, in words; ``changes`` may name figures as None."""
    found = (_SAID[name](value) for name, value in changes.items() if name in _SAID and value is not None)
    return "，".join(found)


def _deductible(amounts: Iterable[Decimal]) -> str:
    told = tuple(amounts)
    if not any(told):
        return "不设起付线"
    return f"起付线 {'、'.join(map(format_number, told))}元"


_SAID: dict[str, Callable[[Any], str]] = {
    "deductible": _deductible,
    "deductible_factor": lambda factor: "不设起付线" if not factor else f"起付线按 {format_rate(factor)} 算",
    "rate": lambda rate: f"报 {format_rate(rate)}" if rate else "不报",
    "rate_add": lambda points: f"提高 {format_points(points)} 个百分点",
    "self_pay_factor": lambda factor: f"个人支付按 {format_rate(factor)} 算",
    "annual_ceiling": lambda amount: f"一年封顶 {format_number(amount)}元",
    "kind_ceiling": lambda amount: f"这一类一年最多 {format_number(amount)}元",
    "visit_ceiling": lambda amount: f"每次最多 {format_number(amount)}元",
    "fixed_payment": lambda amount: f"定额 {format_number(amount)}元",
}
