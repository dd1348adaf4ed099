"""The layers of a settlement in their order: what reaches each of them, and what it pays. All amounts in yuan.

Every layer keeps the figures it was computed from, so that its working can be written down later without computing
again. The arithmetic is exact: it runs in the context `settle` sets, and only what is paid is rounded to the fen.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from calculators.core.bands import Slice, cut
from calculators.core.basic import NOTHING_SAID
from calculators.core.choices import BurdenBasis
from calculators.core.claims import Claim, YearToDate
from calculators.core.fund import Expenses, Fund, left_of, within
from calculators.core.money import ONE, ZERO, round_to_fen
from calculators.core.terms import BasicRule, CriticalIllnessRule, MedicalAssistanceRule, Policy
from calculators.core.upper import Cumulated


class OverCeiling(NamedTuple):
    """The supplement beyond the annual ceiling (大额补助): `due` by its rate, `payment` after its own ceiling."""

    left: Decimal | None
    due: Decimal
    payment: Decimal

    @classmethod
    def of(cls, basic: BasicRule, fund: Fund, paid: Decimal) -> "OverCeiling":
        """`paid` is what this layer paid this year before."""
        left = left_of(basic.over_ceiling_annual_ceiling, paid)
        if fund.overrun is None or basic.over_ceiling_rate is None:
            return cls(left, ZERO, ZERO)
        due = fund.overrun.share(basic.over_ceiling_rate)
        return cls(left, due, within(left, due))


class Cumulative(NamedTuple):
    """A layer on the year's burden: what it earns after this claim, less what it had earned before."""

    rule: Cumulated
    before: Decimal
    burden: Decimal
    slices: tuple[Slice, ...]
    paid_before: Decimal
    paid_after: Decimal
    payment: Decimal

    @classmethod
    def of(cls, rule: Cumulated, before: Decimal, burden: Decimal) -> "Cumulative":
        """`burden` is what this claim adds to the year's burden `before` it."""
        slices = _slices(rule, before + burden)
        paid_before = _earned(rule, _slices(rule, before)) if before else ZERO
        paid_after = _earned(rule, slices)
        return cls(rule, before, burden, slices, paid_before, paid_after, min(paid_after - paid_before, burden))


def _slices(rule: Cumulated, burden: Decimal) -> tuple[Slice, ...]:
    """A cumulative burden above the threshold cut into the rule's bands."""
    if rule.band_basis is BurdenBasis.BURDEN:
        return tuple(cut(rule.bands, rule.deductible, burden))
    return tuple(cut(rule.bands, ZERO, burden - rule.deductible))


def _earned(rule: Cumulated, slices: tuple[Slice, ...]) -> Decimal:
    exact = ZERO
    for part in slices:
        exact += part.amount * part.band.rate
    return within(rule.annual_ceiling, round_to_fen(exact))


class Assistance(NamedTuple):
    """Medical assistance (医疗救助): `part` is what this claim adds above the year's deductible."""

    rule: MedicalAssistanceRule
    deductible: Decimal
    burden: Decimal
    part: Decimal
    left: Decimal | None
    due: Decimal
    payment: Decimal

    @classmethod
    def of(cls, rule: MedicalAssistanceRule, year: YearToDate, burden: Decimal) -> "Assistance":
        """`burden` is what the layers before it left of this claim; `deductible` what the year still asks for."""
        deductible = max(rule.deductible - year.assistance_burden, ZERO)
        part = max(burden - deductible, ZERO)
        left = left_of(rule.annual_ceiling, year.medical_assistance_payment)
        due = round_to_fen(part * rule.rate)
        return cls(rule, deductible, burden, part, left, due, within(left, due))


class Layers(NamedTuple):
    """All layers of one settlement, and the burden (自付) they share; None for a layer that does not apply.

    `basic` is the rule with those of its specials worked in that this claim meets, `specials` what they say of each figure.
    """

    policy: Policy
    basic: BasicRule
    specials: Mapping[str, tuple[str, ...]]
    claim: Claim
    fund: Fund
    over_ceiling: OverCeiling
    supplement: Cumulative | None
    burden: Decimal
    critical_illness: Cumulative | None
    assistance: Assistance | None
    further: Cumulative | None

    @property
    def expenses(self) -> Expenses:
        return self.fund.expenses

    @classmethod
    def of(cls, policy: Policy, claim: Claim) -> "Layers":
        """Raises `MissingParameterError` when the policy has no basic rule, `TermsError` when the parts exceed the total."""
        own, year = policy.required_basic(), claim.year_to_date
        basic, specials = own.with_specials(claim) if own.specials else (own, NOTHING_SAID)
        fund = Fund.of(basic, policy.remote, claim)
        over = OverCeiling.of(basic, fund, year.over_ceiling_payment)
        burden = fund.expenses.eligible - fund.payment - over.payment
        supplement, critical, assistance, further = None, None, None, None
        if policy.supplement:
            counted = burden if policy.supplement.counts_deductible else burden - fund.deductible.amount
            supplement = Cumulative.of(policy.supplement, year.supplement_burden, max(counted, ZERO))
            burden -= supplement.payment
        if policy.critical_illness and basic.feeds_critical_illness:
            rule = policy.critical_illness.for_claim(claim)
            counted = _counted(rule, claim, fund, over, burden) if not rule.counts_everything else burden
            counted += _added(rule, claim, fund)
            critical = Cumulative.of(rule, year.critical_illness_burden, counted)
        # Critical illness may pay for 先行自付 too, and then more than this burden: nothing is left to assist.
        remaining = max(burden - critical.payment, ZERO) if critical else burden
        if policy.medical_assistance and claim.is_supported:
            assistance = Assistance.of(policy.medical_assistance, year, remaining)
            remaining -= assistance.payment
        if policy.further:
            further = Cumulative.of(policy.further, year.further_burden, remaining)
        return cls(policy, basic, specials, claim, fund, over, supplement, burden, critical, assistance, further)


def _counted(rule: CriticalIllnessRule, claim: Claim, fund: Fund, over: OverCeiling, burden: Decimal) -> Decimal:
    """What of a burden critical illness counts."""
    if not rule.counts_deductible:
        burden -= fund.deductible.amount
    if not rule.counts_over_ceiling and fund.overrun is not None:
        burden -= fund.overrun.share(ONE) - over.payment
    if not rule.counts_remote_cut and fund.remote.changes_rate:
        burden -= max(fund.paid_at_home(claim) - fund.payment, ZERO)
    return max(burden, ZERO)


def _added(rule: CriticalIllnessRule, claim: Claim, fund: Fund) -> Decimal:
    """What critical illness counts that is no part of the burden."""
    upfront, remote = rule.counts_upfront_self_pay, rule.counts_remote_upfront
    added = claim.upfront_self_pay if upfront else ZERO
    if upfront if remote is None else remote:
        added += fund.expenses.remote_upfront
    return added + claim.over_limit if rule.counts_over_limit else added
