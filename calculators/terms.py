"""The terms a settlement is computed from: the policy (待遇政策) and the claim (一次就医).

All money is yuan (元) as `Decimal`, all rates are fractions 0–1. The constructors trust their arguments; anything that
comes from a file, a row or a form goes through `from_mapping`, which refuses nonsense and never fills in a parameter.
"""

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Self

from calculators.bands import Band, read_bands
from calculators.choices import BandBasis, BurdenBasis, DeductibleBasis, RemoteKind
from calculators.money import ONE, ZERO
from calculators.reading import Problems, Reader, Terms


@dataclass(frozen=True, slots=True)
class BasicRule(Terms):
    """The pooled fund of basic insurance (基本医保统筹), and the supplement beyond its annual ceiling.

    `deductible` is by admission number, its last value repeats. `over_ceiling_rate` None: nothing is paid beyond the
    ceiling; a ceiling of None: there is none.
    """

    PATH = "basic"
    deductible: tuple[Decimal, ...]
    bands: tuple[Band, ...]
    deductible_basis: DeductibleBasis = DeductibleBasis.PER_CLAIM
    band_basis: BandBasis = BandBasis.OVER_DEDUCTIBLE
    rate_add: Decimal = ZERO
    self_pay_factor: Decimal = ONE
    annual_ceiling: Decimal | None = None
    over_ceiling_rate: Decimal | None = None
    over_ceiling_annual_ceiling: Decimal | None = None

    def deductible_for(self, admission_number: int) -> Decimal:
        """The deductible in yuan of the n-th admission of the year, counted from 1."""
        return self.deductible[min(admission_number, len(self.deductible)) - 1]

    def rate_at_home(self, band: Band) -> Decimal:
        """The rate of a band after `rate_add` and then `self_pay_factor`, before any remote rule."""
        rate = min(band.rate + self.rate_add, ONE) if self.rate_add else band.rate
        return rate if self.self_pay_factor == ONE else ONE - (ONE - rate) * self.self_pay_factor

    @classmethod
    def _read(cls, reader: Reader) -> Self:
        _check_over_ceiling(reader)
        return cls(
            deductible=_read_deductibles(reader),
            bands=read_bands(reader),
            deductible_basis=reader.choice("deductible_basis", DeductibleBasis.PER_CLAIM),
            band_basis=reader.choice("band_basis", BandBasis.OVER_DEDUCTIBLE),
            rate_add=reader.rate("rate_add", ZERO),
            self_pay_factor=reader.rate("self_pay_factor", ONE),
            annual_ceiling=reader.optional_money("annual_ceiling"),
            over_ceiling_rate=reader.optional_rate("over_ceiling_rate"),
            over_ceiling_annual_ceiling=reader.optional_money("over_ceiling_annual_ceiling"),
        )


@dataclass(frozen=True, slots=True)
class RemoteRule(Terms):
    """What changes away from home (异地). `value` is a fraction 0–1, or yuan for `deductible`, and 0 for `none`."""

    PATH = "remote"
    kind: RemoteKind = RemoteKind.NONE
    value: Decimal = ZERO

    def rate_away(self, rate: Decimal) -> Decimal:
        """What this rule makes of a rate: minus its points, not below 0, or times its factor."""
        if self.kind is RemoteKind.NONE:
            return rate
        if self.kind is RemoteKind.RATE_POINTS:
            return max(rate - self.value, ZERO)
        return rate * self.value if self.kind is RemoteKind.RATE_FACTOR else rate

    @classmethod
    def _read(cls, reader: Reader) -> Self:
        if reader.require("kind") is None:
            return cls()
        kind = reader.choice("kind", RemoteKind.NONE)
        if kind is RemoteKind.NONE:
            _check_unused_value(reader)
            return cls()
        return cls(kind, reader.money("value") if kind is RemoteKind.DEDUCTIBLE else reader.rate("value"))


@dataclass(frozen=True, slots=True)
class Support(Terms):
    """How critical illness favours supported persons (困难群体): threshold × factor, rates + points, no ceiling."""

    PATH = "support"
    deductible_factor: Decimal = ONE
    rate_add: Decimal = ZERO
    no_ceiling: bool = False

    @classmethod
    def _read(cls, reader: Reader) -> Self:
        return cls(
            deductible_factor=reader.rate("deductible_factor", ONE),
            rate_add=reader.rate("rate_add", ZERO),
            no_ceiling=reader.flag("no_ceiling"),
        )


@dataclass(frozen=True, slots=True)
class CriticalIllnessRule(Terms):
    """居民大病保险, on the burden of a whole benefit year. `support` None: supported persons get no better terms."""

    PATH = "critical_illness"
    deductible: Decimal
    bands: tuple[Band, ...]
    band_basis: BurdenBasis = BurdenBasis.OVER_DEDUCTIBLE
    annual_ceiling: Decimal | None = None
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

    @classmethod
    def _read(cls, reader: Reader) -> Self:
        bands = read_bands(reader)
        # With one band the bounds do not matter; with more, guessing where they count from would invent a number.
        if len(bands) > 1:
            reader.require("band_basis")
        return cls(
            deductible=reader.money("deductible"),
            bands=bands,
            band_basis=reader.choice("band_basis", BurdenBasis.OVER_DEDUCTIBLE),
            annual_ceiling=reader.optional_money("annual_ceiling"),
            counts_upfront_self_pay=reader.flag("counts_upfront_self_pay"),
            support=Support.of(reader, "support"),
        )


@dataclass(frozen=True, slots=True)
class MedicalAssistanceRule(Terms):
    """医疗救助, for supported persons only, on what the layers before it left of the year's burden."""

    PATH = "medical_assistance"
    deductible: Decimal
    rate: Decimal
    annual_ceiling: Decimal | None = None

    @classmethod
    def _read(cls, reader: Reader) -> Self:
        return cls(reader.money("deductible"), reader.rate("rate"), reader.optional_money("annual_ceiling"))


@dataclass(frozen=True, slots=True)
class Policy(Terms):
    """The rules for one pooling area, scheme, person, hospital level, care type and date.

    `basic` is None only where a row holds nothing but critical illness; such a policy cannot be settled by itself.
    """

    PATH = "policy"
    basic: BasicRule | None
    remote: RemoteRule = RemoteRule()
    critical_illness: CriticalIllnessRule | None = None
    medical_assistance: MedicalAssistanceRule | None = None

    def required_basic(self) -> BasicRule:
        """The basic rule. Raises `MissingParameterError` where the policy has none."""
        if self.basic is None:
            problems = Problems()
            problems.missing("policy.basic")
            problems.raise_all()
        return self.basic

    @classmethod
    def _read(cls, reader: Reader) -> Self:
        if reader.get("critical_illness") is None:
            reader.require("basic")
        return cls(
            basic=BasicRule.of(reader, "basic"),
            remote=RemoteRule.of(reader, "remote") or RemoteRule(),
            critical_illness=CriticalIllnessRule.of(reader, "critical_illness"),
            medical_assistance=MedicalAssistanceRule.of(reader, "medical_assistance"),
        )


@dataclass(frozen=True, slots=True)
class YearToDate(Terms):
    """What this benefit year (待遇年度) already holds before a claim, in yuan.

    `deductible` and the payments are what was paid; the two burdens are what critical illness and medical assistance
    were computed from.
    """

    PATH = "year_to_date"
    deductible: Decimal = ZERO
    fund_payment: Decimal = ZERO
    over_ceiling_payment: Decimal = ZERO
    critical_illness_burden: Decimal = ZERO
    critical_illness_payment: Decimal = ZERO
    assistance_burden: Decimal = ZERO
    medical_assistance_payment: Decimal = ZERO

    @classmethod
    def _read(cls, reader: Reader) -> Self:
        return cls(**{field.name: reader.money(field.name, ZERO) for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class Claim(Terms):
    """One hospital stay or one outpatient visit, in yuan; `supported` is 低保、特困、返贫监测 and the like."""

    PATH = "claim"
    total_charges: Decimal
    non_covered: Decimal = ZERO
    upfront_self_pay: Decimal = ZERO
    admission_number: int = 1
    supported: bool = False
    year_to_date: YearToDate = YearToDate()

    @classmethod
    def _read(cls, reader: Reader) -> Self:
        claim = cls(
            total_charges=reader.money("total_charges"),
            non_covered=reader.money("non_covered", ZERO),
            upfront_self_pay=reader.money("upfront_self_pay", ZERO),
            admission_number=reader.positive_integer("admission_number", 1),
            supported=reader.flag("supported"),
            year_to_date=YearToDate.of(reader, "year_to_date") or YearToDate(),
        )
        _check_parts(reader, claim)
        return claim


def _read_deductibles(reader: Reader) -> tuple[Decimal, ...]:
    value = reader.require("deductible")
    if not isinstance(value, list | tuple):
        return (reader.money_of(value, reader.at("deductible")),)
    if not value:
        reader.wrong("deductible", "是空的，请按第几次住院写金额，最后一个以后各次都适用")
    return tuple(_read_deductible(reader, f"deductible[{i}]", entry) for i, entry in enumerate(value))


def _read_deductible(reader: Reader, key: str, entry: object) -> Decimal:
    if entry is None:
        reader.missing(key)
    return reader.money_of(entry, reader.at(key))


def _check_over_ceiling(reader: Reader) -> None:
    if reader.get("over_ceiling_rate") is not None and reader.get("annual_ceiling") is None:
        reader.wrong("over_ceiling_rate", "要和 annual_ceiling 一起写：没有封顶线就没有超封顶的部分")
    if reader.get("over_ceiling_annual_ceiling") is not None and reader.get("over_ceiling_rate") is None:
        reader.wrong("over_ceiling_annual_ceiling", "要和 over_ceiling_rate 一起写：没有比例就没有这笔支付")


def _check_unused_value(reader: Reader) -> None:
    if reader.is_sound("kind") and reader.money("value", ZERO):
        reader.wrong("value", "在 none（和本地一样）时用不到，请删掉，或者改 kind")


def _check_parts(reader: Reader, claim: Claim) -> None:
    if not all(map(reader.is_sound, ("total_charges", "non_covered", "upfront_self_pay"))):
        return
    if claim.non_covered > claim.total_charges:
        reader.wrong("non_covered", "比医疗费总额还多，请核对")
    elif claim.non_covered + claim.upfront_self_pay > claim.total_charges:
        reader.wrong("upfront_self_pay", "加上自费以后比医疗费总额还多，请核对")
