"""What basic insurance pays (基本医保统筹): deductible, bands, ceilings, and what is other for some (specials)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from math import prod
from typing import Any, NamedTuple

from calculators.core.bands import Band, band_flaws
from calculators.core.choices import BandBasis, BandScope, CeilingBasis, DeductibleBasis, OrderBasis
from calculators.core.claims import Claim
from calculators.core.money import ONE, ZERO, round_to_fen
from calculators.core.problems import Kind
from calculators.core.shape import Flaw, Rate, Terms, Yuan
from calculators.core.specials import Special, counting, met, words

_REPLACED = ("annual_ceiling", "kind_ceiling", "visit_ceiling", "fixed_payment")


@dataclass(frozen=True, slots=True)
class BasicRule(Terms):
    """The pooled fund of basic insurance (基本医保统筹), and the supplement beyond its annual ceiling.

    `deductible` is by admission number, its last value repeats; one entry more is due for each further `period_days`
    (结算周期) of a stay. `fixed_payment` (定额) stands for deductible and bands. `over_ceiling_rate` None: nothing is paid
    beyond the ceiling; a ceiling of None: there is none. `kind_ceiling` is for a year and this kind of care,
    `ceiling_shared` says that the annual one is shared with other kinds. `specials` are worked in by `for_claim`.
    """

    deductible: tuple[Yuan, ...] = (ZERO,)
    bands: tuple[Band, ...] = ()
    deductible_basis: DeductibleBasis = DeductibleBasis.PER_CLAIM
    band_basis: BandBasis = BandBasis.OVER_DEDUCTIBLE
    rate_add: Rate = ZERO
    self_pay_factor: Rate = ONE
    annual_ceiling: Yuan | None = None
    over_ceiling_rate: Rate | None = None
    over_ceiling_annual_ceiling: Yuan | None = None
    order_basis: OrderBasis = OrderBasis.ALL
    deductible_annual_cap: Yuan | None = None
    period_days: int | None = None
    transfer_tops_up: bool = False
    band_scope: BandScope = BandScope.CLAIM
    ceiling_basis: CeilingBasis = CeilingBasis.PAYMENTS
    ceiling_shared: bool = False
    kind_ceiling: Yuan | None = None
    visit_ceiling: Yuan | None = None
    fixed_payment: Yuan | None = None
    feeds_critical_illness: bool = True
    specials: tuple[Special, ...] = ()

    @classmethod
    def required(cls, given: Mapping[str, object]) -> Collection[str]:
        return () if given.get("fixed_payment") is not None else ("deductible", "bands")

    def deductible_for(self, admission_number: int) -> Decimal:
        """The deductible in yuan of the n-th admission of the year, counted from 1."""
        return self.deductible[min(admission_number, len(self.deductible)) - 1]

    def entry_for(self, claim: Claim) -> Decimal:
        """The deductible in yuan that a claim meets, before what the year has paid of it."""
        number = claim.admission_number
        if self.order_basis is OrderBasis.SAME_LEVEL and claim.level_admission:
            number = claim.level_admission
        if self.period_days is None or claim.days is None:
            return self.deductible_for(number)
        periods = -(-claim.days // self.period_days)
        return sum((self.deductible_for(number + later) for later in range(periods)), ZERO)

    def rate_at_home(self, band: Band) -> Decimal:
        """The rate of a band after `rate_add` and then `self_pay_factor`, before any remote rule."""
        rate = min(band.rate + self.rate_add, ONE) if self.rate_add else band.rate
        return rate if self.self_pay_factor == ONE else ONE - (ONE - rate) * self.self_pay_factor

    def for_claim(self, claim: Claim) -> "BasicRule":
        """The rule with the specials that count for a claim worked in: itself where there are none."""
        return self.with_specials(claim).rule

    def with_specials(self, claim: Claim) -> "WithSpecials":
        """The same, with what the specials say."""
        found = met(self.specials, claim)
        return _with_specials(self, found) if found else WithSpecials(self, NOTHING_SAID)

    def flaws(self) -> Iterator[Flaw]:
        yield from band_flaws(self.bands)
        if self.over_ceiling_rate is not None and self.annual_ceiling is None:
            yield Flaw(("over_ceiling_rate",), Kind.NEEDS_CEILING)
        if self.over_ceiling_annual_ceiling is not None and self.over_ceiling_rate is None:
            yield Flaw(("over_ceiling_annual_ceiling",), Kind.NEEDS_RATE)
        if self.ceiling_basis is CeilingBasis.EXPENSES and self.annual_ceiling is None:
            yield Flaw(("ceiling_basis",), Kind.NEEDS_CEILING)


class WithSpecials(NamedTuple):
    """A rule with specials worked in, and what they say of each figure (``specials.words``)."""

    rule: BasicRule
    said: Mapping[str, tuple[str, ...]]


NOTHING_SAID: Mapping[str, tuple[str, ...]] = {}


@lru_cache(maxsize=512)  # rules of places, with the few specials that are met together; nothing of a visitor's
def _with_specials(rule: BasicRule, specials: tuple[Special, ...]) -> WithSpecials:
    said = {name: [getattr(each, name) for each in found] for name, found in counting(specials).items() if found}
    changed = {name: said[name][-1] for name in _REPLACED if name in said}
    changed_rule = replace(rule, **changed, deductible=_deductible(rule, said), **_rates(rule, said))
    return WithSpecials(changed_rule, words(specials))


def _deductible(rule: BasicRule, said: Mapping[str, list[Any]]) -> tuple[Decimal, ...]:
    entries = said.get("deductible", [rule.deductible])[-1]
    factor = prod(said.get("deductible_factor", ()), start=ONE)
    return entries if factor == ONE else tuple(round_to_fen(entry * factor) for entry in entries)


def _rates(rule: BasicRule, said: Mapping[str, list[Any]]) -> dict[str, Any]:
    bands, add, factor = rule.bands, rule.rate_add, rule.self_pay_factor
    if "rate" in said:
        bands, add, factor = (Band(None, said["rate"][-1]),), ZERO, ONE
    return {
        "bands": bands,
        "rate_add": min(sum(said.get("rate_add", ()), add), ONE),
        "self_pay_factor": prod(said.get("self_pay_factor", ()), start=factor),
    }
