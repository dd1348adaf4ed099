"""Several bills of one benefit year: what counts toward critical illness, and how far its threshold still is."""

from dataclasses import dataclass
from decimal import Decimal

from calculators.circumstances import Circumstances
from calculators.core.money import ZERO
from calculators.estimating.estimates import Case


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One bill of the year: what it adds to the sum that critical illness looks at, and that sum so far, in yuan."""

    number: int
    total: Decimal
    paid: Decimal
    counted: Decimal
    so_far: Decimal


def ledger(case: Case, burden_before: Decimal) -> tuple[LedgerLine, ...]:
    """The bills of a case in order; ``burden_before`` is what earlier bills of the year had left to pay, in yuan."""
    lines, so_far = [], burden_before
    for number, (settlement, found) in enumerate(zip(case.settlements, case.founds, strict=True), start=1):
        counted = settlement.burden
        if found.policy.critical_illness is not None:
            critical = settlement.layers.critical_illness
            counted = critical.burden if critical else ZERO  # this kind of care does not count
        so_far += counted
        lines.append(LedgerLine(number, settlement.layers.claim.total_charges, settlement.paid, counted, so_far))
    return tuple(lines)


def threshold_gap(case: Case, known: Circumstances) -> Decimal | None:
    """How much more a person must pay inside the scope this year before critical illness pays; 0 when it already
    does, None without a rule for it, or where it says nothing of the person's line."""
    rule = case.founds[-1].policy.critical_illness
    if rule is None or (known.has_own_line and rule.says_nothing_of_supported):
        return None
    so_far = case.settlements[-1].year_to_date_after.critical_illness_burden
    return max(rule.for_person(supported=known.supported).deductible - so_far, ZERO)
