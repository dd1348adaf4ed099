"""What the private form's answer shows: nothing yet, problems, “are you sure”, what is missing, or the estimate."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from calculators.circumstances import Category, Circumstances
from calculators.core.money import format_about, format_short, format_yuan, roughly
from calculators.estimating.averages import Average, average, questions
from calculators.estimating.estimates import Case, Comparison, Estimate, compare, estimate
from calculators.estimating.ledger import LedgerLine, ledger, threshold_gap
from calculators.estimating.unsaid import NO_ASSISTANCE
from calculators.pages.privateform import PrivateForm
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

    @property
    def leaves_out_assistance(self) -> bool:
        """Whether who said that he is supported has 医疗救助 to come on top of what is shown."""
        if self.known is None or self.estimate is None or not self.known.supported:
            return False
        return self.state == "missing" or NO_ASSISTANCE in self.estimate.assumptions

    @property
    def to_fill_in(self) -> tuple[tuple[str, str], ...]:
        """What was taken for granted, but for what is said under the number."""
        found = self.estimate.assumptions if self.estimate else ()
        return tuple(said for said in found if said != NO_ASSISTANCE)

    def said(self, case: Case, other: Case) -> str:
        """What a case pays in words, rounded as in the headline; ``other`` is the other end of its range, or itself."""
        return format_short(_shown(case, other, exact=self.is_exact))

    @property
    def is_exact(self) -> bool:
        """Whether nothing was taken for granted."""
        return self.estimate is not None and not self.estimate.assumptions

    def shares(self, case: Case) -> list[tuple[str, str, str, int]]:
        """Who pays in a case: key, label, the amount in words, and how much of a bar's width. The amounts add up to the
        bill as those of the headline do: the largest payment, and what is left, take what rounding took of the others."""
        paid = _shown(case, self.cases[0] if case is not self.cases[0] else self.cases[-1], exact=self.is_exact)
        if paid == case.paid:
            about = "" if self.is_exact else "约"
            return [(key, label, about + format_yuan(amount), width) for key, label, amount, width in case.shares]
        amounts = {key: roughly(amount, ROUND_FLOOR) for key, _, amount, _ in case.shares if key != "out_of_pocket"}
        largest = max(amounts, key=lambda key: amounts[key])
        amounts[largest] += paid - sum(amounts.values())
        amounts["out_of_pocket"] = case.total - paid
        return [(key, label, f"约{format_short(amounts[key])}", width) for key, label, _, width in case.shares]

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
    found = replace(found, assumptions=tuple(said for said in found.assumptions if said[0] not in form.answered))
    barred = closed or {}
    nothing_to_choose = known.own or all(category in barred for category in Category.compared())
    comparisons = () if nothing_to_choose else compare(snapshot, known, bills, barred)
    if found.low is None or found.high is None:
        told = average(snapshot, known, form.on, lambda row: basis(snapshot.places, row, form.on))
        return Payout(
            "missing", form, known, found, comparisons=comparisons, average=told, ask=questions(snapshot, known)
        )
    return Payout(
        "number",
        form,
        known,
        found,
        headline=_headline(found.low, found.high, exact=not found.assumptions),
        own_share=_own_share(found, found.low, found.high, exact=not found.assumptions),
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


def _headline(low: Case, high: Case, *, exact: bool) -> str:
    """What is paid, one amount or both ends; the sentence around it already says “大约”."""
    if exact and low.paid == high.paid:
        return format_about(low.paid).removeprefix("约")
    return _ends(_shown(low, high, exact=exact), _shown(high, low, exact=exact))


def _own_share(found: Estimate, low: Case, high: Case, *, exact: bool) -> str:
    """What is left: of one bill the bill less what is said to be paid, so that both add up to it. Of a bill that is only
    roughly known the least and the most, outwards."""
    if low.total == high.total:
        paid = _shown(high, low, exact=exact), _shown(low, high, exact=exact)
        if exact and low.paid == high.paid:
            return format_about(found.own[0]).removeprefix("约")
        return _ends(high.total - paid[0], low.total - paid[1])
    least, most = found.own
    return _ends(roughly(least, ROUND_FLOOR), roughly(most, ROUND_CEILING))


def _ends(low: Decimal, high: Decimal) -> str:
    return format_short(low) if low == high else f"{format_short(low)} 到 {format_short(high)}"


def _shown(case: Case, other: Case, *, exact: bool) -> Decimal:
    """What is said that a case pays. Where something was taken for granted no fen, no single yuan pretends to be known:
    one amount is then never more than what was found, an end of a range is rounded outwards, so that it still holds it.
    What would be the whole bill, or leaves nothing of it, is said as it is."""
    if exact and case.paid == other.paid:
        return case.paid
    shown = roughly(case.paid, ROUND_CEILING if case.paid > other.paid else ROUND_FLOOR)
    return case.paid if shown >= case.total or case.paid == case.total else shown
