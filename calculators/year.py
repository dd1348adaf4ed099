"""Bills of one benefit year settled one after another, by the rules of one policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.circumstances import ANY, Circumstances
from calculators.core.choices import BandBasis, DeductibleBasis, Hardship
from calculators.core.money import ZERO
from calculators.core.settlement import Settlement, settle
from calculators.core.terms import Claim, Policy, YearToDate


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill in yuan. ``total_high`` when only a range is known; None for parts the citizen did not give."""

    total: Decimal
    total_high: Decimal | None = None
    non_covered: Decimal | None = None
    upfront_self_pay: Decimal | None = None


def settle_year(policy: Policy, known: Circumstances, bills: Sequence[Bill], *, high: bool) -> tuple[Settlement, ...]:
    """The bills one after another: each starts from the sums that the ones before it left."""
    year = _year_before(policy, known)
    settlements = []
    for number, bill in enumerate(bills):
        claim = Claim(
            total_charges=(bill.total_high or bill.total) if high else bill.total,
            non_covered=bill.non_covered or ZERO,
            upfront_self_pay=bill.upfront_self_pay or ZERO,
            admission_number=known.first_admission + number,
            level_admission=None if known.level_admission is None else known.level_admission + number,
            supported=known.supported,
            hardship=Hardship(known.hardship) if known.hardship not in (None, ANY) else None,
            year_to_date=year,
            age=known.age,
            insured_months=known.insured_months,
            unclaimed_years=known.unclaimed_years,
            days=known.days,
            transferred_deductible=known.transferred,
            person_class=known.person_class or "",
            hospital_class=known.hospital_class or "",
            item=known.item or "",
        )
        settlement = settle(policy, claim)
        settlements.append(settlement)
        year = settlement.year_to_date_after
    return tuple(settlements)


def _year_before(policy: Policy, known: Circumstances) -> YearToDate:
    """What the year holds already, as far as it was said; a deductible of the year is met by what was spent first."""
    basic, spent = policy.required_basic(), known.expenses_before
    per_year = basic.deductible_basis is DeductibleBasis.PER_YEAR
    met = min(basic.deductible_for(1), spent) if per_year else ZERO
    return YearToDate(
        deductible=met,
        fund_payment=known.fund_before,
        kind_payment=known.fund_before,
        eligible_expenses=spent,
        banded_expenses=spent if basic.band_basis is BandBasis.ELIGIBLE else spent - met,
        critical_illness_burden=known.burden_before,
        assistance_burden=known.burden_before,
    )
