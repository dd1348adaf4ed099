"""The terms a settlement is computed from: the policy (待遇政策) and the claim (一次就医).

All money is yuan (元) as `Decimal`, all rates are fractions 0–1. The constructors trust their arguments; anything that
comes from a file or a row goes through `calculators.reading`, which refuses nonsense and never fills in a parameter.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Annotated

from calculators.core.bands import Band, band_flaws
from calculators.core.choices import BandBasis, BurdenBasis, DeductibleBasis, RemoteKind
from calculators.core.money import FEN, ONE, ZERO, format_yuan, round_to_fen
from calculators.core.problems import Kind, MissingParameterError, Problem
from calculators.core.shape import Figure, Flaw, Rate, Terms, Yuan
from calculators.core.wording import format_rate

#: Lines of the layers above basic insurance.
_UPPER = ("critical_illness_payment", "medical_assistance_payment")


@dataclass(frozen=True, slots=True)
class Rule(Terms):
    """The rule of one layer, which can be worked alone: what it says nothing about is then taken to pay nothing."""

    def alone(self) -> "Policy":
        """The policy that has no other rule than this one."""
        raise NotImplementedError

    def bill(self, amount: Decimal) -> "Claim":
        """A bill in yuan, wholly eligible, of somebody whom the rule is for."""
        return Claim(amount)

    def examples(self, amount: Decimal) -> Iterator[tuple[str, "Claim"]]:
        """Bills of an amount in yuan that show what the rule does, each with what is taken for granted."""
        raise NotImplementedError

    def shows(self, key: str) -> bool:
        """Whether the line of this key is about this rule, where it is worked alone."""
        return key not in _UPPER


@dataclass(frozen=True, slots=True)
class BasicRule(Rule):
    """The pooled fund of basic insurance (基本医保统筹), and the supplement beyond its annual ceiling.

    `deductible` is by admission number, its last value repeats. `over_ceiling_rate` None: nothing is paid beyond the
    ceiling; a ceiling of None: there is none.
    """

    deductible: tuple[Yuan, ...]
    bands: tuple[Band, ...]
    deductible_basis: DeductibleBasis = DeductibleBasis.PER_CLAIM
    band_basis: BandBasis = BandBasis.OVER_DEDUCTIBLE
    rate_add: Rate = ZERO
    self_pay_factor: Rate = ONE
    annual_ceiling: Yuan | None = None
    over_ceiling_rate: Rate | None = None
    over_ceiling_annual_ceiling: Yuan | None = None

    def deductible_for(self, admission_number: int) -> Decimal:
        """The deductible in yuan of the n-th admission of the year, counted from 1."""
        return self.deductible[min(admission_number, len(self.deductible)) - 1]

    def rate_at_home(self, band: Band) -> Decimal:
        """The rate of a band after `rate_add` and then `self_pay_factor`, before any remote rule."""
        rate = min(band.rate + self.rate_add, ONE) if self.rate_add else band.rate
        return rate if self.self_pay_factor == ONE else ONE - (ONE - rate) * self.self_pay_factor

    def raised(self, points: Decimal) -> "BasicRule":
        """The rule whose rates are higher by points (年龄加点); a rate above 1 is capped where it is used."""
        return replace(self, rate_add=min(self.rate_add + points, ONE))

    def alone(self) -> "Policy":
        return Policy(self)

    def examples(self, amount: Decimal) -> Iterator[tuple[str, "Claim"]]:
        yield f"票据 {format_yuan(amount)}，没有自费和先行自付，今年第一次。", Claim(amount)

    def flaws(self) -> Iterator[Flaw]:
        yield from band_flaws(self.bands)
        if self.over_ceiling_rate is not None and self.annual_ceiling is None:
            yield Flaw(("over_ceiling_rate",), Kind.NEEDS_CEILING)
        if self.over_ceiling_annual_ceiling is not None and self.over_ceiling_rate is None:
            yield Flaw(("over_ceiling_annual_ceiling",), Kind.NEEDS_RATE)


@dataclass(frozen=True, slots=True)
class AwayRule(Rule):
    """What changes away from home (异地). `value` is a fraction 0–1, or yuan for `deductible`, and 0 for `none`."""

    kind: RemoteKind = RemoteKind.NONE
    value: Annotated[Decimal, Figure(10)] = ZERO

    def rate_away(self, rate: Decimal) -> Decimal:
        """What this rule makes of a rate: minus its points, not below 0, or times its factor."""
        if self.kind is RemoteKind.NONE:
            return rate
        if self.kind is RemoteKind.RATE_POINTS:
            return max(rate - self.value, ZERO)
        return rate * self.value if self.kind is RemoteKind.RATE_FACTOR else rate

    def alone(self) -> "Policy":
        return Policy(AT_HOME, self)

    def examples(self, amount: Decimal) -> Iterator[tuple[str, "Claim"]]:
        deductible, rate = AT_HOME.deductible[0], AT_HOME.bands[0].rate
        taken = f"假设在本地起付线 {format_yuan(deductible)}、报 {format_rate(rate)}"
        at_home = round_to_fen(max(amount - deductible, ZERO) * rate)
        yield f"票据 {format_yuan(amount)}，{taken}，报 {format_yuan(at_home)}。在外地：", Claim(amount)

    @classmethod
    def required(cls, given: Mapping[str, object]) -> Collection[str]:
        return ("kind",) if given.get("kind") in (None, RemoteKind.NONE) else ("kind", "value")

    def flaws(self) -> Iterator[Flaw]:
        if self.kind is RemoteKind.NONE:
            if self.value:
                yield Flaw(("value",), Kind.UNUSED, beside=("kind",))
        elif self.kind is RemoteKind.DEDUCTIBLE:
            if self.value % FEN:
                yield Flaw(("value",), Kind.TOO_FINE, (2,))
        elif self.value > ONE:
            yield Flaw(("value",), Kind.NOT_A_FRACTION)


@dataclass(frozen=True, slots=True)
class Support(Terms):
    """How critical illness favours supported persons (困难群体): threshold × factor, rates + points, no ceiling."""

    deductible_factor: Rate = ONE
    rate_add: Rate = ZERO
    no_ceiling: bool = False


@dataclass(frozen=True, slots=True)
class CriticalIllnessRule(Rule):
    """居民大病保险, on the burden of a whole benefit year. `support` None: supported persons get no better terms."""

    deductible: Yuan
    bands: tuple[Band, ...]
    band_basis: BurdenBasis = BurdenBasis.OVER_DEDUCTIBLE
    annual_ceiling: Yuan | None = None
    counts_upfront_self_pay: bool = False
    support: Support | None = None

    def for_person(self, *, supported: bool) -> "CriticalIllnessRule":
        """The rule as it applies to one person: with the support already worked in, or without any."""
        if self.support is None or not supported:
            return self
        raised = (Band(band.up_to, min(band.rate + self.support.rate_add, ONE)) for band in self.bands)
        return replace(
            self,
            deductible=self.deductible * self.support.deductible_factor,
            bands=tuple(raised),
            annual_ceiling=None if self.support.no_ceiling else self.annual_ceiling,
            support=None,
        )

    def alone(self) -> "Policy":
        return Policy(NOTHING, critical_illness=self)

    def examples(self, amount: Decimal) -> Iterator[tuple[str, "Claim"]]:
        yield f"基本医保报完，今年自付累计 {format_yuan(amount)}。", Claim(amount)
        if self.support:
            yield "同样的自付，困难群体。", Claim(amount, supported=True)

    def shows(self, key: str) -> bool:
        return key == "critical_illness_payment"

    @classmethod
    def required(cls, given: Mapping[str, object]) -> Collection[str]:
        # With one band the bounds do not matter; with more, guessing where they count from would invent a number.
        bands = given.get("bands")
        several = isinstance(bands, list | tuple) and len(bands) > 1
        return ("deductible", "bands", "band_basis") if several else ("deductible", "bands")

    def flaws(self) -> Iterator[Flaw]:
        return band_flaws(self.bands)


@dataclass(frozen=True, slots=True)
class MedicalAssistanceRule(Rule):
    """医疗救助, for supported persons only, on what the layers before it left of the year's burden."""

    deductible: Yuan
    rate: Rate
    annual_ceiling: Yuan | None = None

    def alone(self) -> "Policy":
        return Policy(NOTHING, medical_assistance=self)

    def bill(self, amount: Decimal) -> "Claim":
        return Claim(amount, supported=True)

    def examples(self, amount: Decimal) -> Iterator[tuple[str, "Claim"]]:
        yield f"救助对象，前面各层报完还剩 {format_yuan(amount)}。", self.bill(amount)

    def shows(self, key: str) -> bool:
        return key == "medical_assistance_payment"


@dataclass(frozen=True, slots=True)
class Policy(Terms):
    """The rules for one pooling area, scheme, person, hospital level, care type and date.

    `basic` is None only where a row holds nothing but critical illness; such a policy cannot be settled by itself.
    """

    basic: BasicRule | None
    remote: AwayRule = AwayRule()
    critical_illness: CriticalIllnessRule | None = None
    medical_assistance: MedicalAssistanceRule | None = None

    def required_basic(self) -> BasicRule:
        """The basic rule. Raises `MissingParameterError` where the policy has none."""
        if self.basic is None:
            raise MissingParameterError([Problem(("policy", "basic"), Kind.MISSING)])
        return self.basic

    @classmethod
    def required(cls, given: Mapping[str, object]) -> Collection[str]:
        return ("basic",) if given.get("critical_illness") is None else ()


#: Pays nothing, so that the whole bill is left to the rule above it that is worked alone.
NOTHING = BasicRule((ZERO,), (Band(None, ZERO),))
#: What care at home is taken to pay where a rule for care elsewhere is worked alone: 80% above 1,000元.
AT_HOME = BasicRule((Decimal(1000),), (Band(None, Decimal("0.80")),))


@dataclass(frozen=True, slots=True)
class YearToDate(Terms):
    """What this benefit year (待遇年度) already holds before a claim, in yuan.

    `deductible` and the payments are what was paid; the two burdens are what critical illness and medical assistance
    were computed from.
    """

    deductible: Yuan = ZERO
    fund_payment: Yuan = ZERO
    over_ceiling_payment: Yuan = ZERO
    critical_illness_burden: Yuan = ZERO
    critical_illness_payment: Yuan = ZERO
    assistance_burden: Yuan = ZERO
    medical_assistance_payment: Yuan = ZERO


@dataclass(frozen=True, slots=True)
class Claim(Terms):
    """One hospital stay or one outpatient visit, in yuan; `supported` is 低保、特困、返贫监测 and the like."""

    total_charges: Yuan
    non_covered: Yuan = ZERO
    upfront_self_pay: Yuan = ZERO
    admission_number: int = 1
    supported: bool = False
    year_to_date: YearToDate = YearToDate()

    def flaws(self) -> Iterator[Flaw]:
        whole = ("total_charges",)
        if self.non_covered > self.total_charges:
            yield Flaw(("non_covered",), Kind.MORE_THAN_TOTAL, beside=whole)
        elif self.non_covered + self.upfront_self_pay > self.total_charges:
            yield Flaw(("upfront_self_pay",), Kind.PARTS_MORE_THAN_TOTAL, beside=(*whole, "non_covered"))
