"""The year's burden as a person adds it up, and what it means for critical illness insurance. Nothing of it is kept."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from calculators.core.money import format_about
from calculators.forms import EstimateForm, MoneyField
from calculators.payout import Payout, payout
from calculators.threshold import Standing, standing
from registry.places import Places
from registry.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class BenefitYear:
    """The benefit year (待遇年度) a burden belongs to: in words, and a day of it; None when the year is not known."""

    words: str
    day: dt.date | None


class BurdenForm(EstimateForm):
    """The year's burden, and if wanted one more bill that it does not hold yet.

    Without a bill nothing but the burden is needed: what else is not known leads to a phone, not to an error.
    """

    burden_before = MoneyField(error_messages={"required": "请写自付累计的钱数，没有就写 0。"})
    total = MoneyField(label="这张账单的总费用", required=False, help_text="已经加进上面的，不要再写。没有就空着。")
    own_threshold = MoneyField(label="您问到的起付线", required=False, help_text="打 12393 问到的，例如 15000。")

    #: Without these an estimate still holds, and a burden is what this form is about.
    LEFT_OUT = ("total_high", "year", "month", "day", "own_deductible", "own_rate")

    def __init__(
        self, data: QueryDict | None, places: Places, known: Mapping[str, Any], year: BenefitYear, on: dt.date
    ) -> None:
        super().__init__(data, places, known, on)
        self.benefit_year = year
        for name in self.LEFT_OUT:
            del self.fields[name]
        self.fields["burden_before"].label = f"{year.words}医保范围内自付累计"
        self.fields["burden_before"].help_text = "结算单上的“自付”，一张一张加起来。自费不算。"
        self.helper.template = "plain/burden.html"

    @property
    def has_bill(self) -> bool:
        return bool(str(self.data.get("total", "")).strip())

    def clean_city(self) -> str:
        return super().clean_city() if self.has_bill or self.cleaned_data["city"] else ""

    def _clean_choices(self, data: dict[str, Any]) -> None:
        if self.has_bill:
            super()._clean_choices(data)

    def _clean_date(self, data: dict[str, Any]) -> None:
        data["on"] = self.benefit_year.day or self.on

    def largest(self) -> Decimal:
        burden: Decimal = self.cleaned_data["burden_before"]
        return max(super().largest(), burden)

    def own_opened(self) -> bool:
        return self.own_wanted or bool(self.data.get("own_threshold"))

    def standing(self, snapshot: Snapshot) -> Standing | None:
        """Against the threshold that the person was told, or else the published one; None when there is neither."""
        data = self.cleaned_data
        if data["own_threshold"] is not None:
            return Standing(data["burden_before"], data["own_threshold"])
        region = self.known.get("region") or (self.place.code if self.place else "")
        scheme = self.known.get("scheme") or data.get("scheme")
        if not (region and scheme and self.benefit_year.day):
            return None
        return standing(
            snapshot, region, scheme, data["burden_before"], data["supported"] == "yes", self.benefit_year.day
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """``state``: idle, wrong, surprising, unknown (no threshold to compare with), passed, reached or short; ``bill``
    is the estimate for one more bill."""

    state: str
    form: BurdenForm
    standing: Standing | None = None
    bill: Payout | None = None

    @property
    def private(self) -> dict[str, str]:
        """What a flow may know of it while it makes this one page."""
        threshold = {"passed": "passed", "reached": "short", "short": "short"}.get(self.state, "")
        return {"supported": self.form.support_answer, "threshold": threshold}

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
    found = form.standing(snapshot)
    bill = payout(form, snapshot) if form.has_bill and form.benefit_year.day else None
    form.own_wanted = found is None
    return Progress(_state(found), form, found, bill)


def _state(found: Standing | None) -> str:
    if found is None:
        return "unknown"
    if found.passed:
        return "passed"
    return "short" if found.gap else "reached"
