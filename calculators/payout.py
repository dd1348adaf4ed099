"""What the private form's answer shows: nothing yet, problems, “are you sure”, what is missing, or the estimate."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from calculators.averages import Average, average
from calculators.circumstances import Category, Circumstances
from calculators.core.money import format_about, format_yuan
from calculators.estimates import Case, Comparison, Estimate, compare, estimate
from calculators.ledger import LedgerLine, ledger, threshold_gap
from calculators.privateform import PrivateForm
from registry.evidence import Basis, basis
from registry.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Payout:
    """``state``: idle, wrong, surprising, missing, adding (another bill) or number; ``known`` is what the form said of
    the person and the care, None before anything was worked out; ``rules`` are the rules used, and what each rests on;
    ``average`` is the country's, where the place has no figures."""

    state: str
    form: PrivateForm
    known: Circumstances | None = None
    estimate: Estimate | None = None
    headline: str = ""
    own_share: str = ""
    ledger: tuple[LedgerLine, ...] = ()
    gap: Decimal | None = None
    comparisons: tuple[Comparison, ...] = ()
    rules: tuple[tuple[str, Basis], ...] = ()
    average: Average | None = None

    @property
    def asks(self) -> tuple[str, ...]:
        """The finer questions that matter here (``Estimate.asks``)."""
        return self.estimate.asks if self.estimate else ()

    @property
    def cases(self) -> tuple[Case, ...]:
        """The case shown; the two ends where the answer is a range."""
        if self.estimate is None or self.estimate.high is None or self.estimate.low is None:
            return ()
        return (self.estimate.low, self.estimate.high) if self.estimate.is_range else (self.estimate.high,)


def payout(form: PrivateForm, snapshot: Snapshot, closed: Mapping[str, str] | None = None) -> Payout:
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
    barred = closed or {}
    nothing_to_choose = known.own or all(category in barred for category in Category.compared())
    comparisons = () if nothing_to_choose else compare(snapshot, known, bills, barred)
    if found.low is None or found.high is None:
        told = average(snapshot, known, form.on, lambda row: basis(snapshot.places, row, form.on))
        return Payout("missing", form, known, found, comparisons=comparisons, average=told)
    return Payout(
        "number",
        form,
        known,
        found,
        headline=_range(found.low.paid, found.high.paid),
        own_share=_range(*found.own),
        ledger=ledger(found.low, known.burden_before) if len(bills) > 1 else (),
        gap=threshold_gap(found.low, known),
        comparisons=comparisons,
        rules=tuple((str(row), basis(snapshot.places, row, known.on)) for row in found.rows),
    )


def _range(low: Decimal, high: Decimal) -> str:
    """One amount, or both ends; the sentence around it already says “大约”."""
    return format_about(low).removeprefix("约") if low == high else f"{format_yuan(low)} 到 {format_yuan(high)}"
