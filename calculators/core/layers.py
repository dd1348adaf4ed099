"""The layers of a settlement in their order: what reaches each of them, and what it pays. All amounts in yuan.

Every layer keeps the figures it was computed from, so that its working can be written down later without computing
again. The arithmetic is exact: it runs in the context `settle` sets, and only what is paid is rounded to the fen.
"""

from decimal import Decimal
from typing import NamedTuple

from calculators.core.bands import Slice, cut
from calculators.core.choices import BandBasis, BurdenBasis, DeductibleBasis, RemoteKind
from calculators.core.money import ZERO, round_to_fen
from calculators.core.problems import Kind, Problem, TermsError
from calculators.core.terms import (
    AwayRule,
    BasicRule,
    Claim,
    CriticalIllnessRule,
    MedicalAssistanceRule,
    Policy,
    YearToDate,
)


def _left(ceiling: Decimal | None, paid: Decimal) -> Decimal | None:
    """What an annual ceiling still allows; None where there is no ceiling."""
    return None if ceiling is None else max(ceiling - paid, ZERO)


def _within(left: Decimal | None, payment: Decimal) -> Decimal:
    return payment if left is None or payment <= left else left


class Expenses(NamedTuple):
    """What of a claim is eligible (政策范围内): what is in scope, less what is paid upfront away from home."""

    in_scope: Decimal
    remote_upfront: Decimal
    eligible: Decimal

    @classmethod
    def of(cls, claim: Claim, remote: AwayRule) -> "Expenses":
        """Raises `TermsError` when the parts of the claim exceed its total."""
        in_scope = claim.total_charges - claim.non_covered - claim.upfront_self_pay
        if in_scope < ZERO:
            raise TermsError([Problem(("claim", "total_charges"), Kind.LESS_THAN_PARTS)])
        if remote.kind is not RemoteKind.UPFRONT_SHARE:
            return cls(in_scope, ZERO, in_scope)
        upfront = round_to_fen(in_scope * remote.value)
        return cls(in_scope, upfront, in_scope - upfront)


class Deductible(NamedTuple):
    """The deductible (起付线): the rule's own, what is still due of it, and what this claim pays of it."""

    entry: Decimal
    due: Decimal
    amount: Decimal

    @classmethod
    def of(cls, basic: BasicRule, remote: AwayRule, claim: Claim, eligible: Decimal) -> "Deductible":
        """The deductible of this admission: one for care elsewhere replaces it, one by the year counts what was paid."""
        entry = basic.deductible_for(claim.admission_number)
        if remote.kind is RemoteKind.DEDUCTIBLE:
            entry = remote.value
        due = entry
        if basic.deductible_basis is DeductibleBasis.PER_YEAR:
            due = max(entry - claim.year_to_date.deductible, ZERO)
        return cls(entry, due, due if due < eligible else eligible)


class Overrun(NamedTuple):
    """Expenses beyond the annual ceiling: `amount` less what the `left` yuan of the fund still covered at `rate`."""

    amount: Decimal
    left: Decimal
    rate: Decimal

    def share(self, rate: Decimal) -> Decimal:
        """A share of these expenses, rounded to the fen."""
        if not self.left:
            return round_to_fen(self.amount * rate)
        # One division, and last: a quotient in between would be cut off and could lose an exact half fen.
        return round_to_fen((self.amount * self.rate - self.left) * rate / self.rate)


class BandPayment(NamedTuple):
    """What the fund pays for one slice: `due` at its final rate, `payment` after the annual ceiling."""

    slice: Slice
    rate: Decimal
    left: Decimal | None
    due: Decimal
    payment: Decimal


class Fund(NamedTuple):
    """The pooled fund (统筹基金): what it pays band by band, and what lies beyond its annual ceiling if it is reached.

    `stop` is where the last slice ends, `left` what the ceiling allowed before this claim.
    """

    bands: tuple[BandPayment, ...]
    stop: Decimal
    left: Decimal | None
    payment: Decimal
    overrun: Overrun | None

    @classmethod
    def of(cls, basic: BasicRule, remote: AwayRule, span: tuple[Decimal, Decimal], paid: Decimal) -> "Fund":
        """Pay for the expenses of a span; `paid` is what the fund paid this year before."""
        left = available = _left(basic.annual_ceiling, paid)
        payments: list[BandPayment] = []
        overrun, total = None, ZERO
        for part in cut(basic.bands, *span):
            rate = remote.rate_away(basic.rate_at_home(part.band))
            exact = part.amount * rate
            due = round_to_fen(exact)
            payment = _within(left, due)
            payments.append(BandPayment(part, rate, left, due, payment))
            total += payment
            if left is not None:
                if overrun is None and (not left or exact > left):
                    overrun = Overrun(span[1] - part.lower, left, rate)
                left -= payment
        return cls(tuple(payments), span[1], available, total, overrun)


def _fund_span(basic: BasicRule, eligible: Decimal, deductible: Decimal) -> tuple[Decimal, Decimal]:
    """Where the expenses above the deductible begin and end, in the money the bounds of the bands are counted in."""
    return (deductible, eligible) if basic.band_basis is BandBasis.ELIGIBLE else (ZERO, eligible - deductible)


class OverCeiling(NamedTuple):
    """The supplement beyond the annual ceiling (大额补助): `due` by its rate, `payment` after its own ceiling."""

    left: Decimal | None
    due: Decimal
    payment: Decimal

    @classmethod
    def of(cls, basic: BasicRule, overrun: Overrun | None, paid: Decimal) -> "OverCeiling":
        """`paid` is what this layer paid this year before."""
        left = _left(basic.over_ceiling_annual_ceiling, paid)
        if overrun is None or basic.over_ceiling_rate is None:
            return cls(left, ZERO, ZERO)
        due = overrun.share(basic.over_ceiling_rate)
        return cls(left, due, _within(left, due))


def _burden_slices(rule: CriticalIllnessRule, burden: Decimal) -> tuple[Slice, ...]:
    """A cumulative burden above the threshold cut into the critical-illness bands."""
    if rule.band_basis is BurdenBasis.BURDEN:
        return tuple(cut(rule.bands, rule.deductible, burden))
    return tuple(cut(rule.bands, ZERO, burden - rule.deductible))


def _cumulative_payment(rule: CriticalIllnessRule, slices: tuple[Slice, ...]) -> Decimal:
    exact = ZERO
    for part in slices:
        exact += part.amount * part.band.rate
    return _within(rule.annual_ceiling, round_to_fen(exact))


class CriticalIllness(NamedTuple):
    """Critical illness (大病保险): what the year's burden earns after this claim, less what it had earned before."""

    rule: CriticalIllnessRule
    before: Decimal
    burden: Decimal
    slices: tuple[Slice, ...]
    paid_before: Decimal
    paid_after: Decimal
    payment: Decimal

    @classmethod
    def of(cls, rule: CriticalIllnessRule, claim: Claim, burden: Decimal) -> "CriticalIllness":
        """`burden` is what this claim adds to the year's burden."""
        rule = rule.for_person(supported=claim.supported)
        before = claim.year_to_date.critical_illness_burden
        slices = _burden_slices(rule, before + burden)
        paid_before = _cumulative_payment(rule, _burden_slices(rule, before)) if before else ZERO
        paid_after = _cumulative_payment(rule, slices)
        return cls(rule, before, burden, slices, paid_before, paid_after, min(paid_after - paid_before, burden))


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
        left = _left(rule.annual_ceiling, year.medical_assistance_payment)
        due = round_to_fen(part * rule.rate)
        return cls(rule, deductible, burden, part, left, due, _within(left, due))


class Layers(NamedTuple):
    """All layers of one settlement, and the burden (自付) they share; None for a layer that does not apply."""

    policy: Policy
    basic: BasicRule
    claim: Claim
    expenses: Expenses
    deductible: Deductible
    fund: Fund
    over_ceiling: OverCeiling
    burden: Decimal
    critical_illness: CriticalIllness | None
    assistance: Assistance | None

    @classmethod
    def of(cls, policy: Policy, claim: Claim) -> "Layers":
        """Raises `MissingParameterError` when the policy has no basic rule, `TermsError` when the parts exceed the total."""
        basic, year = policy.required_basic(), claim.year_to_date
        expenses = Expenses.of(claim, policy.remote)
        deductible = Deductible.of(basic, policy.remote, claim, expenses.eligible)
        span = _fund_span(basic, expenses.eligible, deductible.amount)
        fund = Fund.of(basic, policy.remote, span, year.fund_payment)
        over = OverCeiling.of(basic, fund.overrun, year.over_ceiling_payment)
        burden = expenses.eligible - fund.payment - over.payment
        critical = _critical_illness(policy, claim, burden, expenses)
        remaining = burden - critical.payment if critical else burden
        assistance = None
        if claim.supported and policy.medical_assistance:
            # Critical illness may pay for 先行自付 too, and then more than this burden: nothing is left to assist.
            assistance = Assistance.of(policy.medical_assistance, year, max(remaining, ZERO))
        return cls(policy, basic, claim, expenses, deductible, fund, over, burden, critical, assistance)


def _critical_illness(policy: Policy, claim: Claim, burden: Decimal, expenses: Expenses) -> CriticalIllness | None:
    rule = policy.critical_illness
    if rule is None:
        return None
    if rule.counts_upfront_self_pay:
        burden += claim.upfront_self_pay + expenses.remote_upfront
    return CriticalIllness.of(rule, claim, burden)
