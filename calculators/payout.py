"""What the private form's answer shows: nothing yet, problems, “are you sure”, what is missing, or the estimate."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from calculators.core.money import format_about, format_yuan
from calculators.estimates import Case, Comparison, Estimate, compare, estimate
from calculators.forms import EstimateForm
from calculators.ledger import LedgerLine, ledger, threshold_gap
from registry.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Payout:
    """``state``: idle, wrong, surprising, missing, adding (another bill) or number."""

    state: str
    form: EstimateForm
    estimate: Estimate | None = None
    headline: str = ""
    own_share: str = ""
    ledger: tuple[LedgerLine, ...] = ()
    gap: Decimal | None = None
    comparisons: tuple[Comparison, ...] = ()

    @property
    def private(self) -> dict[str, str]:
        """What a flow may know of the bill while it makes this one page."""
        return {"supported": self.form.support_answer}

    @property
    def cases(self) -> tuple[Case, ...]:
        """The case shown; the two ends where the answer is a range."""
        if self.estimate is None or self.estimate.high is None or self.estimate.low is None:
            return ()
        return (self.estimate.low, self.estimate.high) if self.estimate.is_range else (self.estimate.high,)


def payout(form: EstimateForm, snapshot: Snapshot, closed: Mapping[str, str] | None = None) -> Payout:
    """Answer the form; ``closed`` are filing categories that the person cannot use, each with the reason."""
    if not form.is_bound:
        return Payout("idle", form)
    if form.is_adding:
        return Payout("adding", form)
    if not form.is_valid():
        return Payout("wrong", form)
    if form.is_surprising:
        return Payout("surprising", form)
    known, bills = form.circumstances(), form.bills()
    found = estimate(snapshot, known, bills)
    form.age_matters = any(name == "age" for name, _ in found.assumptions)
    comparisons = () if known.own else compare(snapshot, known, bills, dict(closed or {}))
    if found.low is None or found.high is None:
        form.own_wanted = True
        return Payout("missing", form, found, comparisons=comparisons)
    return Payout(
        "number",
        form,
        found,
        headline=_range(found.low.paid, found.high.paid),
        own_share=_range(found.high.out_of_pocket, found.low.out_of_pocket),
        ledger=ledger(found.low, known.burden_before) if len(bills) > 1 else (),
        gap=threshold_gap(found.low, known),
        comparisons=comparisons,
    )


def _range(low: Decimal, high: Decimal) -> str:
    """One amount, or both ends; the sentence around it already says “大约”."""
    return format_about(low).removeprefix("约") if low == high else f"{format_yuan(low)} 到 {format_yuan(high)}"


def shares(case: Case) -> list[tuple[str, str, Decimal, int]]:
    """Who pays: key, label, yuan, and thousandths of the bar's width, which add up to 1000."""
    labels = {
        "fund_payment": "统筹基金支付",
        "over_ceiling_payment": "大额补助支付",
        "critical_illness_payment": "大病保险支付",
        "medical_assistance_payment": "医疗救助支付",
        "out_of_pocket": "您自己付",
    }
    amounts = {key: sum((getattr(s, key) for s in case.settlements), Decimal(0)) for key in labels}
    total = sum(amounts.values()) or Decimal(1)
    return [(key, labels[key], amount, int(amount * 1000 / total)) for key, amount in amounts.items() if amount]
