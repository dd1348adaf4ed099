"""What the private form's answer shows: nothing yet, problems, “are you sure”, what is missing, or the estimate."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from calculators.averages import Average, average, questions
from calculators.circumstances import Category, Circumstances
from calculators.core.money import format_about, format_roughly, format_yuan
from calculators.estimates import Case, Comparison, Estimate, compare, estimate
from calculators.ledger import LedgerLine, ledger, threshold_gap
from calculators.privateform import PrivateForm
from registry.evidence import Basis, Sources, basis
from registry.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Payout:
    """``state``: idle, wrong, surprising, missing, adding (another bill) or number; ``known`` is what the form said of
    the person and the care, None before anything was worked out; ``rules`` are the rules used, and what each rests on,
    ``standing`` what all of them do, in a line; ``average`` is the country's, where the place has no figures;
    ``ask`` is to be read out on the phone where there is nothing else."""

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
    standing: str = ""
    average: Average | None = None
    ask: tuple[str, ...] = ()

    @property
    def asks(self) -> tuple[str, ...]:
        """The finer questions that matter here (``Estimate.asks``)."""
        return self.estimate.asks if self.estimate else ()

    @property
    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """What the place tells apart (``Estimate.choices``)."""
        return self.estimate.choices if self.estimate else {}

    def said(self, amount: Decimal, other: Decimal | None = None) -> str:
        """An amount of the answer in words, rounded as in the headline: an end of a range, of which ``other`` is the other
        one, outwards; one amount only where something was taken for granted."""
        if other is not None and other != amount:
            return format_roughly(amount, ROUND_FLOOR if amount < other else ROUND_CEILING)
        return format_roughly(amount) if self.estimate and self.estimate.assumptions else format_yuan(amount)

    def shares(self, case: Case) -> list[tuple[str, str, str, int]]:
        """Who pays in a case: key, label, the amount in words, and how much of a bar's width."""
        return [
            (key, label, self.said(amount, self._other_end(amount)), width) for key, label, amount, width in case.shares
        ]

    def _other_end(self, amount: Decimal) -> Decimal | None:
        """The other end of the range that the headline, or what is left to the person, has this amount as one end of."""
        if self.estimate is None or self.estimate.low is None or self.estimate.high is None:
            return None
        for low, high in ((self.estimate.low.paid, self.estimate.high.paid), self.estimate.own):
            if amount in {low, high}:
                return high if amount == low else low
        return None

    @property
    def left_out_elsewhere(self) -> tuple[str, ...]:
        """What the texts of other filing categories say beside what is compared, and this estimate does not say too."""
        shown = [line.estimate for line in self.comparisons if line.estimate and line.estimate.low]
        own = self.estimate.left_out if self.estimate else ()
        return tuple(dict.fromkeys(said for found in shown for said in found.left_out if said not in own))

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
    if form.says_where:
        found = replace(found, assumptions=tuple(said for said in found.assumptions if said[0] != "away"))
    barred = closed or {}
    nothing_to_choose = known.own or all(category in barred for category in Category.compared())
    comparisons = () if nothing_to_choose else compare(snapshot, known, bills, barred)
    if found.low is None or found.high is None:
        told = average(snapshot, known, form.on, lambda row: basis(snapshot.places, row, form.on))
        return Payout("missing", form, known, found, comparisons=comparisons, average=told, ask=questions(known))
    return Payout(
        "number",
        form,
        known,
        found,
        headline=_amount(found.low.paid, found.high.paid, exact=not found.assumptions),
        own_share=_amount(*found.own, exact=not found.assumptions),
        ledger=ledger(found.low, known.burden_before) if len(bills) > 1 else (),
        gap=threshold_gap(found.low, known),
        comparisons=comparisons if any(line.estimate and line.estimate.low for line in comparisons) else (),
        rules=tuple((str(row), basis(snapshot.places, row, known.on)) for row in found.rows),
        standing=_standing(snapshot, known, found),
    )


def _standing(snapshot: Snapshot, known: Circumstances, found: Estimate) -> str:
    if not found.rows:
        return ""
    sources = Sources(snapshot.places, known.on)
    for row in found.rows:
        sources.cite(row)
    return sources.standing(home.name if (home := snapshot.places.get(known.region)) else "")


def _amount(low: Decimal, high: Decimal, *, exact: bool) -> str:
    """One amount, or both ends; the sentence around it already says “大约”. Where something was taken for granted no
    fen, no single yuan pretends to be known: a range is then rounded outwards, so that it still holds what was found."""
    if low != high:
        return f"{format_roughly(low, ROUND_FLOOR)} 到 {format_roughly(high, ROUND_CEILING)}"
    return format_about(low).removeprefix("约") if exact else format_roughly(low)
