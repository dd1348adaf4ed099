"""Settling one claim under one policy: the totals in yuan, and the lines that explain them."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from calculators.core.layers import Assistance, Cumulative, Layers
from calculators.core.lines import Line, explain
from calculators.core.money import ZERO
from calculators.core.terms import Claim, Policy, YearToDate

# Wide enough for every product of 12-digit money and three 10-digit rates; the caller's own context has no say.
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)

#: What the layers pay, in the order in which they do.
PAYMENTS = (
    "fund_payment",
    "over_ceiling_payment",
    "supplement_payment",
    "critical_illness_payment",
    "medical_assistance_payment",
    "further_payment",
)
TOTALS = ("eligible_expenses", "deductible", *PAYMENTS, "out_of_pocket")


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is paid by whom for one claim, in yuan. The payments and `out_of_pocket` add up to the total charges.

    `burden` is what the basic layers left of the eligible expenses. Two settlements are equal when their figures are.
    """

    eligible_expenses: Decimal
    deductible: Decimal
    fund_payment: Decimal
    over_ceiling_payment: Decimal
    supplement_payment: Decimal
    critical_illness_payment: Decimal
    medical_assistance_payment: Decimal
    further_payment: Decimal
    out_of_pocket: Decimal
    burden: Decimal
    layers: Layers = field(repr=False, compare=False)

    @property
    def totals(self) -> dict[str, Decimal]:
        """The totals by name, in their fixed order."""
        return {name: getattr(self, name) for name in TOTALS}

    @property
    def paid(self) -> Decimal:
        """What all layers pay together, in yuan."""
        return self.layers.claim.total_charges - self.out_of_pocket

    @property
    def year_to_date_after(self) -> YearToDate:
        """The year's sums after this claim; a layer that does not apply to the claim leaves its sums as they were."""
        layers, year = self.layers, self.layers.claim.year_to_date
        return YearToDate(
            deductible=year.deductible + self.deductible,
            fund_payment=year.fund_payment + self.fund_payment,
            over_ceiling_payment=year.over_ceiling_payment + self.over_ceiling_payment,
            critical_illness_burden=year.critical_illness_burden + _burden(layers.critical_illness),
            critical_illness_payment=year.critical_illness_payment + self.critical_illness_payment,
            assistance_burden=year.assistance_burden + _burden(layers.assistance),
            medical_assistance_payment=year.medical_assistance_payment + self.medical_assistance_payment,
            eligible_expenses=year.eligible_expenses + self.eligible_expenses,
            banded_expenses=year.banded_expenses + layers.fund.banded,
            kind_payment=year.kind_payment + self.fund_payment,
            supplement_burden=year.supplement_burden + _burden(layers.supplement),
            further_burden=year.further_burden + _burden(layers.further),
        )

    @property
    def lines(self) -> tuple[Line, ...]:
        """The working in order, written anew at each use.

        The lines of one key add up to the total of that name; the payments and `out_of_pocket` to the charges.
        """
        return explain(self.layers, self.out_of_pocket)


def settle(policy: Policy, claim: Claim) -> Settlement:
    """Settle one claim under one policy.

    Raises `MissingParameterError` when the policy has no basic rule, and `TermsError` when a claim that was not read
    by `calculators.reading` has parts that exceed its total.
    """
    with localcontext(_EXACT):
        layers = Layers.of(policy, claim)
        fund, over = layers.fund.payment, layers.over_ceiling.payment
        supplement, critical = _payment(layers.supplement), _payment(layers.critical_illness)
        assistance, further = _payment(layers.assistance), _payment(layers.further)
        return Settlement(
            eligible_expenses=layers.fund.expenses.eligible,
            deductible=layers.fund.deductible.amount,
            fund_payment=fund,
            over_ceiling_payment=over,
            supplement_payment=supplement,
            critical_illness_payment=critical,
            medical_assistance_payment=assistance,
            further_payment=further,
            out_of_pocket=claim.total_charges - fund - over - supplement - critical - assistance - further,
            burden=layers.burden,
            layers=layers,
        )


def _payment(layer: Cumulative | Assistance | None) -> Decimal:
    return layer.payment if layer else ZERO


def _burden(layer: Cumulative | Assistance | None) -> Decimal:
    return layer.burden if layer else ZERO
