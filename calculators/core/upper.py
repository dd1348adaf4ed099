"""What is paid on top of basic insurance: 补充医疗, 大病保险, 医疗救助, 二次补偿. Money in yuan, rates as fractions."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from calculators.core.bands import Band, band_flaws
from calculators.core.choices import BurdenBasis
from calculators.core.claims import Claim
from calculators.core.money import ONE, ZERO, round_to_fen
from calculators.core.problems import Kind
from calculators.core.shape import Flaw, Rate, Terms, Yuan


class Cumulated(Protocol):
    """A rule that pays by bands on the burden of a whole benefit year."""

    @property
    def deductible(self) -> Decimal: ...
    @property
    def bands(self) -> tuple[Band, ...]: ...
    @property
    def band_basis(self) -> BurdenBasis: ...
    @property
    def annual_ceiling(self) -> Decimal | None: ...


def _required(given: Mapping[str, object]) -> Collection[str]:
    # With one band the bounds do not matter; with more, guessing where they count from would invent a number.
    bands = given.get("bands")
    several = isinstance(bands, list | tuple) and len(bands) > 1
    return ("deductible", "bands", "band_basis") if several else ("deductible", "bands")


@dataclass(frozen=True, slots=True)
class Support(Terms):
    """How critical illness favours supported persons (困难群体): threshold × factor, rates + points, no ceiling."""

    deductible_factor: Rate = ONE
    rate_add: Rate = ZERO
    no_ceiling: bool = False


@dataclass(frozen=True, slots=True)
class Growth(Terms):
    """How a ceiling grows: yuan for each full year insured beyond `from_years`, and for each year without a claim;
    together at most a share of the ceiling."""

    from_years: int
    per_year: Yuan
    most: Rate
    per_unclaimed_year: Yuan = ZERO

    def added(self, ceiling: Decimal, claim: Claim) -> Decimal:
        """What a claim's person gets on top of a ceiling, in yuan; nothing for what is not known."""
        years = max((claim.insured_months or 0) // 12 - self.from_years, 0)
        earned = self.per_year * years + self.per_unclaimed_year * (claim.unclaimed_years or 0)
        return min(earned, round_to_fen(ceiling * self.most))


@dataclass(frozen=True, slots=True)
class CriticalIllnessRule(Terms):
    """居民大病保险, on the burden of a whole benefit year. `support` None: supported persons get no better terms.

    `of_supported`: the terms are those of a class of them alone. What of the burden counts: `counts_…`; whether the share paid first away from home does is, unsaid, whether 先行自付 does.
    """

    deductible: Yuan
    bands: tuple[Band, ...]
    band_basis: BurdenBasis = BurdenBasis.OVER_DEDUCTIBLE
    annual_ceiling: Yuan | None = None
    counts_upfront_self_pay: bool = False
    support: Support | None = None
    of_supported: bool = False
    counts_remote_upfront: bool | None = None
    counts_deductible: bool = True
    counts_over_ceiling: bool = True
    counts_remote_cut: bool = True
    counts_over_limit: bool = False
    growth: Growth | None = None

    @property
    def says_nothing_of_supported(self) -> bool:
        return self.support is None and not self.of_supported

    def for_person(self, *, supported: bool) -> "CriticalIllnessRule":
        """The rule as it applies to one person: with the support already worked in, or without any."""
        return _supported(self) if supported and self.support is not None else self

    def for_claim(self, claim: Claim) -> "CriticalIllnessRule":
        """The rule for the person of a claim, its ceiling grown."""
        rule = self.for_person(supported=claim.is_supported)
        if rule.growth is None or rule.annual_ceiling is None:
            return rule
        return replace(rule, annual_ceiling=rule.annual_ceiling + rule.growth.added(rule.annual_ceiling, claim))

    @property
    def counts_everything(self) -> bool:
        """Whether the whole burden counts."""
        return self.counts_deductible and self.counts_over_ceiling and self.counts_remote_cut

    @classmethod
    def required(cls, given: Mapping[str, object]) -> Collection[str]:
        return _required(given)

    def flaws(self) -> Iterator[Flaw]:
        yield from band_flaws(self.bands)
        if self.growth is not None and self.annual_ceiling is None:
            yield Flaw(("growth",), Kind.NEEDS_CEILING)


@lru_cache(maxsize=512)  # rules of places; nothing of a visitor's
def _supported(rule: CriticalIllnessRule) -> CriticalIllnessRule:
    """A rule that has support, with it worked in."""
    support = rule.support
    assert support is not None, "asked for where there is one"
    raised = (Band(band.up_to, min(band.rate + support.rate_add, ONE)) for band in rule.bands)
    return replace(
        rule,
        deductible=rule.deductible * support.deductible_factor,
        bands=tuple(raised),
        annual_ceiling=None if support.no_ceiling else rule.annual_ceiling,
        support=None,
    )


@dataclass(frozen=True, slots=True)
class MedicalAssistanceRule(Terms):
    """医疗救助, for supported persons only, on what the layers before it left of the year's burden."""

    deductible: Yuan
    rate: Rate
    annual_ceiling: Yuan | None = None


@dataclass(frozen=True, slots=True)
class SupplementRule(Terms):
    """One more layer (补充医疗, 公务员补助, 二次补偿), on the year's burden; behind basic insurance or behind all others.

    `counts_deductible`: whether what basic insurance left includes its deductible. It has no say behind all others.
    """

    deductible: Yuan
    bands: tuple[Band, ...]
    band_basis: BurdenBasis = BurdenBasis.OVER_DEDUCTIBLE
    annual_ceiling: Yuan | None = None
    counts_deductible: bool = False

    @classmethod
    def required(cls, given: Mapping[str, object]) -> Collection[str]:
        return _required(given)

    def flaws(self) -> Iterator[Flaw]:
        return band_flaws(self.bands)
