"""The pooled fund (统筹基金) and what reaches it: eligible expenses, the deductible, the bands, the ceilings. In yuan."""

from decimal import Decimal
from typing import NamedTuple

from calculators.core.away import AwayRule
from calculators.core.bands import Slice, cut
from calculators.core.basic import BasicRule
from calculators.core.choices import BandBasis, BandScope, CeilingBasis, DeductibleBasis, ShareBasis
from calculators.core.claims import Claim
from calculators.core.money import ZERO, round_to_fen
from calculators.core.problems import Kind, Problem, TermsError


def left_of(ceiling: Decimal | None, paid: Decimal) -> Decimal | None:
    """What an annual ceiling still allows; None where there is no ceiling."""
    return None if ceiling is None else max(ceiling - paid, ZERO)


def within(left: Decimal | None, payment: Decimal) -> Decimal:
    """A payment, cut to what is left; None leaves it as it is."""
    return payment if left is None or payment <= left else left


class Expenses(NamedTuple):
    """What of a claim is eligible (政策范围内): what is in scope, less what is paid upfront away from home.

    `shared` is what the share to be paid first is taken of.
    """

    in_scope: Decimal
    shared: Decimal
    remote_upfront: Decimal
    eligible: Decimal

    @classmethod
    def of(cls, claim: Claim, remote: AwayRule) -> "Expenses":
        """Raises `TermsError` when the parts of the claim exceed its total."""
        in_scope = shared = claim.total_charges - claim.non_covered - claim.upfront_self_pay
        if in_scope < ZERO:
            raise TermsError([Problem(("claim", "total_charges"), Kind.LESS_THAN_PARTS)])
        if not remote.upfront:
            return cls(in_scope, in_scope, ZERO, in_scope)
        if remote.share_of is ShareBasis.COVERED:
            shared += claim.upfront_self_pay
        upfront = min(round_to_fen(shared * remote.upfront), in_scope)
        return cls(in_scope, shared, upfront, in_scope - upfront)


class Deductible(NamedTuple):
    """The deductible (起付线): the rule's own, what is still due of it, and what this claim pays of it."""

    entry: Decimal
    due: Decimal
    amount: Decimal

    @classmethod
    def of(cls, basic: BasicRule, remote: AwayRule, claim: Claim, eligible: Decimal) -> "Deductible":
        """The deductible of this admission, less what the year or a transfer has paid of it, as far as the rule says."""
        if basic.fixed_payment is not None:
            return cls(ZERO, ZERO, ZERO)
        entry = due = remote.entry_away(basic.entry_for(claim))
        if basic.deductible_basis is DeductibleBasis.PER_YEAR:
            due -= claim.year_to_date.deductible
        if basic.transfer_tops_up:
            due -= claim.transferred_deductible
        if basic.deductible_annual_cap is not None:
            due = min(due, basic.deductible_annual_cap - claim.year_to_date.deductible)
        due = max(due, ZERO)
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
    """What the fund pays for one slice: `due` at its final `rate`, `payment` after the ceilings; `home` is the rate at home.

    `left` is what the annual ceiling allowed before it, `limit` what a ceiling of the visit or the kind did.
    """

    slice: Slice
    home: Decimal
    rate: Decimal
    left: Decimal | None
    due: Decimal
    payment: Decimal
    limit: Decimal | None = None


class Fund(NamedTuple):
    """What the fund pays band by band, and what lies beyond its annual ceiling if it is reached.

    `start` and `stop` are where the expenses of this claim lie in the money that the bands count; `left` is what the
    ceiling allowed before this claim: payments, or expenses where it counts those. `limit` is what the ceilings of the
    visit and of the kind allowed, None where they cut nothing. `is_cut`: a ceiling of expenses took off the end.
    """

    remote: AwayRule
    basic: BasicRule
    expenses: Expenses
    deductible: Deductible
    start: Decimal
    stop: Decimal
    bands: tuple[BandPayment, ...]
    left: Decimal | None
    payment: Decimal
    overrun: Overrun | None
    limit: Decimal | None
    is_cut: bool

    @classmethod
    def of(cls, basic: BasicRule, remote: AwayRule, claim: Claim) -> "Fund":
        """What the fund pays of a claim. Raises `TermsError` when the parts of the claim exceed its total."""
        expenses = Expenses.of(claim, remote)
        deductible = Deductible.of(basic, remote, claim, expenses.eligible)
        return _fund(basic, remote, claim, expenses, deductible)

    def paid_at_home(self, claim: Claim) -> Decimal:
        """What the fund would pay of the same expenses above the same deductible with the rates at home."""
        if self.basic.fixed_payment is not None:
            return self.payment
        due = sum((round_to_fen(each.slice.amount * each.home) for each in self.bands), ZERO)
        if self.basic.ceiling_basis is not CeilingBasis.EXPENSES:
            due = within(self.left, due)
        return within(_limit(self.basic, claim.year_to_date.kind_payment), due)

    @property
    def banded(self) -> Decimal:
        """What of this claim the bands of the year have counted."""
        if self.basic.band_basis is BandBasis.ELIGIBLE:
            return self.expenses.eligible
        return self.expenses.eligible - self.deductible.amount

    @property
    def by_bounds(self) -> bool:
        """Whether the last band's working is written by bounds: the expenses themselves would not show it."""
        return self.is_cut or bool(self.start) or self.basic.band_basis is BandBasis.ELIGIBLE


def _fund(basic: BasicRule, remote: AwayRule, claim: Claim, expenses: Expenses, deductible: Deductible) -> Fund:
    year, overrun = claim.year_to_date, None
    payments: list[BandPayment] = []
    by_expenses = basic.ceiling_basis is CeilingBasis.EXPENSES
    left = left_of(basic.annual_ceiling, year.eligible_expenses if by_expenses else year.fund_payment)
    start, stop = _span(basic, claim, expenses.eligible, deductible.amount)
    if by_expenses and left is not None and expenses.eligible > left:
        inside = max(stop - (expenses.eligible - left), start)
        overrun, stop = Overrun(stop - inside, ZERO, ZERO) if inside < stop else None, inside
    is_cut = overrun is not None
    if basic.fixed_payment is not None:
        inside = stop - start if by_expenses else within(left, expenses.eligible)
        payment, overrun = min(basic.fixed_payment, inside), None
    elif by_expenses:
        payments, payment, _ = _pay(basic, remote, (start, stop), None)
    else:
        payments, payment, overrun = _pay(basic, remote, (start, stop), left)
    limit = _limit(basic, year.kind_payment)
    if limit is None or payment <= limit:
        limit = None
    else:
        payments, payment, overrun = _limited(payments, limit), limit, None
    return Fund(
        remote, basic, expenses, deductible, start, stop, tuple(payments), left, payment, overrun, limit, is_cut
    )


def _span(basic: BasicRule, claim: Claim, eligible: Decimal, deductible: Decimal) -> tuple[Decimal, Decimal]:
    """Where the expenses above the deductible begin and end, in the money the bounds of the bands are counted in."""
    before = claim.year_to_date.banded_expenses if basic.band_scope is BandScope.YEAR else ZERO
    if basic.band_basis is BandBasis.ELIGIBLE:
        return before + deductible, before + eligible
    return before, before + eligible - deductible


def _pay(
    basic: BasicRule, remote: AwayRule, span: tuple[Decimal, Decimal], left: Decimal | None
) -> tuple[list[BandPayment], Decimal, Overrun | None]:
    """Pay for the expenses of a span, as far as `left` allows."""
    payments: list[BandPayment] = []
    overrun, total = None, ZERO
    for part in cut(basic.bands, *span):
        home = basic.rate_at_home(part.band)
        rate = remote.rate_away(home)
        exact = part.amount * rate
        due = round_to_fen(exact)
        payment = within(left, due)
        payments.append(BandPayment(part, home, rate, left, due, payment))
        total += payment
        if left is not None:
            if overrun is None and (not left or exact > left):
                overrun = Overrun(span[1] - part.lower, left, rate)
            left -= payment
    return payments, total, overrun


def _limit(basic: BasicRule, paid: Decimal) -> Decimal | None:
    """What the ceilings of the visit and of the kind allow together; None where there are none."""
    limits = [basic.visit_ceiling, left_of(basic.kind_ceiling, paid)]
    known = [limit for limit in limits if limit is not None]
    return min(known) if known else None


def _limited(payments: list[BandPayment], limit: Decimal) -> list[BandPayment]:
    """The payments cut, from the first band on, to what is left of a limit."""
    found = []
    for part, home, rate, left, due, payment, _ in payments:
        payment = min(payment, limit)
        found.append(BandPayment(part, home, rate, left, due, payment, limit))
        limit -= payment
    return found
