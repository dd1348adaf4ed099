"""The year's burden as a person adds it up, and what it means for critical illness insurance. Nothing of it is kept."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import QueryDict

from calculators.circumstances import Circumstances, Known
from calculators.core.money import format_about
from calculators.estimating.ledger import ledger
from calculators.estimating.threshold import Standing, standing
from calculators.pages.boxes import YuanField
from calculators.pages.layout import Group, Questions
from calculators.pages.payout import Payout, payout
from calculators.pages.privateform import PrivateForm
from registry.places import Places
from registry.snapshot import Snapshot

#: A share: what the line of supported residents (低保、特困) is of that of others in 北京 (京医保发〔2022〕37号 五), and is told
#: of elsewhere. Nobody is told that he has passed by it, only that he may have and is to ask.
HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class BenefitYear:
    """The benefit year (待遇年度) a burden belongs to: in words, and a day of it; None when the year is not known."""

    words: str
    day: dt.date | None


class BurdenForm(PrivateForm):
    """The year's burden, and if wanted one more bill that it does not hold yet.

    Without a bill nothing but the burden is needed: what else is not known leads to a phone, not to an error.
    """

    burden_before = YuanField(
        "", "结算单上的“自付”，一张一张加起来。自费不算。", needed="请写自付累计的钱数，没有就写 0。"
    )
    total = YuanField("这张账单的总费用", "已经加进上面的，不要再写。没有就空着。")
    own_threshold = YuanField("您问到的起付线", "打 12393 问到的，例如 15000。低保、特困等家庭，问困难家庭的线。")

    submit = "看过线没有"
    promise = "填的钱数只算这一次，不写进网址，也不保存。"

    def __init__(
        self,
        data: QueryDict | None,
        places: Places,
        known: Known,
        on: dt.date,
        year: BenefitYear,
        action: str = "",
    ) -> None:
        super().__init__(data, places, known, on, action)
        self.benefit_year = year
        self.fields["burden_before"].label = f"{year.words}医保范围内自付累计"

    def questions(self, asks: Collection[str]) -> Questions:
        parts = ("total", "care_type", "non_covered", "upfront_self_pay")
        told = "own" in asks or bool(self.data.get("own_threshold"))
        return Questions(
            Group(("city", "scheme", "burden_before", *self.support_questions(asks))),
            Group(("own_threshold",), folded="打电话问到了起付线？写在这里", is_open=told),
            Group((*parts, *self.finer(asks)), folded="还有一张没报过的账单？估一估", is_open=self.has_bill),
        )

    @property
    def has_bill(self) -> bool:
        return bool(str(self.data.get("total", "")).strip())

    def rules_on(self) -> dt.date:
        return self.benefit_year.day or self.on

    def largest(self) -> Decimal:
        burden: Decimal = self.cleaned_data["burden_before"]
        return max(super().largest(), burden)


@dataclass(frozen=True, slots=True)
class Progress:
    """``state``: idle, wrong, surprising, unknown (no threshold of the person's to compare with), perhaps (not
    passed as typed, but passed if that is the line of others and theirs is half of it), with_bill (not passed as typed,
    but perhaps with the bill that is still to be claimed), passed, reached or short; ``bill`` is the estimate for that
    one more bill, ``together`` the most that the burden may come to with it, in yuan, None where nobody can tell;
    ``asks`` are the finer questions that matter (``Estimate.asks``)."""

    state: str
    form: BurdenForm
    standing: Standing | None = None
    bill: Payout | None = None
    together: Decimal | None = None
    asks: tuple[str, ...] = ()

    @property
    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """What the place tells apart (``Estimate.choices``)."""
        return self.bill.choices if self.bill else {}

    @property
    def gap(self) -> str:
        """What is still missing, to be written behind 约."""
        return format_about(self.standing.gap).removeprefix("约") if self.standing else ""


def progress(form: BurdenForm, snapshot: Snapshot) -> Progress:
    """Answer the form."""
    if not form.is_bound:
        return Progress("idle", form)
    if not form.is_valid():
        return Progress("wrong", form)
    if form.is_surprising:
        return Progress("surprising", form)
    found = _standing(form, form.circumstances(), snapshot)
    bill = _bill(form, snapshot) if form.has_bill and form.benefit_year.day else None
    together = _together(bill)
    # What is asked for on the phone here is the threshold, not the figures of a bill.
    asks = tuple(name for name in (bill.asks if bill else ()) if name != "own")
    state = _state(found)
    if found and state in {"short", "reached"} and form.has_bill and (together is None or together > found.threshold):
        state = "with_bill"
    return Progress(state, form, found, bill, together, (*asks, "own") if state == "unknown" else asks)


def _bill(form: BurdenForm, snapshot: Snapshot) -> Payout:
    """The bill still to be claimed; what is missing to a published line is not said beside a line that was told."""
    found = payout(form, snapshot)
    return found if form.cleaned_data["own_threshold"] is None else replace(found, gap=None)


def _together(bill: Payout | None) -> Decimal | None:
    """The most that the year's burden may come to with the bill, in yuan; None where there is none, or no number."""
    if bill is None or bill.known is None or not bill.cases:
        return None
    before = bill.known.burden_before
    return max(ledger(case, before)[-1].so_far for case in bill.cases)


def _standing(form: BurdenForm, known: Circumstances, snapshot: Snapshot) -> Standing | None:
    """Against the threshold that the person was told, or else the published one; None when there is neither."""
    if (told := form.cleaned_data["own_threshold"]) is not None:
        return Standing(known.burden_before, told, if_supported=told * HALF if known.has_own_line else None)
    if not (known.region and known.scheme and form.benefit_year.day):
        return None
    return standing(snapshot, known)


def _state(found: Standing | None) -> str:
    if found is None or found.says_nothing:
        return "unknown"
    if found.passed:
        return "passed"
    if found.row is None and found.passed_if_supported:
        return "perhaps"
    return "short" if found.gap else "reached"
