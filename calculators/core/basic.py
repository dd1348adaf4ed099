"""What basic insurance pays (基本医保统筹): deductible, bands, ceilings, and what is other for some (specials)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import prod
from typing import Any

from calculators.core.bands import Band, band_flaws
from calculators.core.choices import BandBasis, BandScope, CeilingBasis, DeductibleBasis, OrderBasis
from calculators.core.claims import Claim
from calculators.core.money import ONE, ZERO, round_to_fen
from calculators.core.problems import Kind
from calculators.core.shape import Flaw, Rate, Terms, Yuan
from calculators.core.specials import Special, counting, met

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
        return self.changed_by(counting(met(self.specials, claim))) if self.specials else self

    def changed_by(self, specials: Mapping[str, tuple[Special, ...]]) -> "BasicRule":
        """The rule with specials worked in that are all met, given by the figures for which they count."""
        said = {name: [getattr(each, name) for each in found] for name, found in specials.items() if found}
        if not said:
            return self
        changed = {name: said[name][-1] for name in _REPLACED if name in said}
        return replace(self, **changed, deductible=self._deductible_with(said), **self._rates_with(said))

    def _deductible_with(self, said: Mapping[str, list[Any]]) -> tuple[Decimal, ...]:
        entries = said.get("deductible", [self.deductible])[-1]
        factor = prod(said.get("deductible_factor", ()), start=ONE)
        return entries if factor == ONE else tuple(round_to_fen(entry * factor) for entry in entries)

    def _rates_with(self, said: Mapping[str, list[Any]]) -> dict[str, Any]:
        bands, add, factor = self.bands, self.rate_add, self.self_pay_factor
        if "rate" in said:
            bands, add, factor = (Band(None, said["rate"][-1]),), ZERO, ONE
        add = min(sum(said.get("rate_add", ()), add), ONE)
        return {
            "bands": bands,
            "rate_add": add,
            "self_pay_factor": prod(said.get("self_pay_factor", ()), start=factor),
        }

    def flaws(self) -> Iterator[Flaw]:
        yield from band_flaws(self.bands)
        if self.over_ceiling_rate is not None and self.annual_ceiling is None:
            yield Flaw(("over_ceiling_rate",), Kind.NEEDS_CEILING)
        if self.over_ceiling_annual_ceiling is not None and self.over_ceiling_rate is None:
            yield Flaw(("over_ceiling_annual_ceiling",), Kind.NEEDS_RATE)
        if self.ceiling_basis is CeilingBasis.EXPENSES and self.annual_ceiling is None:
            yield Flaw(("ceiling_basis",), Kind.NEEDS_CEILING)
