"""The bill and what decides its rules, as a person types them on the estimate's page and below an outcome."""

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.http import QueryDict

from calculators.circumstances import CareType, HospitalLevel, OwnRule
from calculators.core.money import ZERO, format_yuan
from calculators.core.typed import FigureError, parse_share
from calculators.pages.boxes import TypedField, YuanField
from calculators.pages.layout import Group, Questions
from calculators.pages.privateform import AWAY, PrivateForm
from registry.pages import url
from registry.typed import links
from registry.typed.dates import DateError, Typed

#: What of the person and the care an address may fill in; no amount ever stands in one.
_BEGUN = ("scheme", "tier", "care_type", "away")
#: So many bills of one year are added up.
MOST_BILLS = 12
#: No bill needs a longer line to be carried on; one that is longer was made by somebody else.
_LONGEST_LINE = 2000


def address(place: str = "", **known: str) -> str:
    """The estimate's page with what is known filled in: the code of a 统筹区, and answers of ``_BEGUN``."""
    said = {"place": place, **{name: known.get(name, "") for name in _BEGUN}}
    query = urlencode({name: value for name, value in said.items() if value})
    return url("calculators:estimate") + (f"?{query}" if query else "")


class EstimateForm(PrivateForm):
    """One bill, or one more of the same year: what of it will be paid."""

    total_high = YuanField("最多大概多少", "账单还没出来，就在这里写最多会花多少。")
    burden_before = YuanField("今年以前累计自付", "今年以前几次，医保范围内自己掏的钱加起来。")
    year = TypedField("年")
    month = TypedField("月")
    day = TypedField("日")
    own_deductible = YuanField("您那里的起付线", "打 12393 问到的，或者账单上写的。")
    own_rate = TypedField("您这次的报销比例", "写百分之几，例如 75。外地看病的比例可能低一些。", mode="decimal")

    #: What is said where one more bill would be too many.
    full = f"一次最多算 {MOST_BILLS} 张账单。再多的，请打 12393 问累计。"
    submit = "估一估"
    promise = "填的钱数不写进网址，也不保存。"
    carried = (
        *("city", "scheme", "tier", "care_type", "hospital_level", "retired", "supported", "hardship"),
        *("hospital_class", "person_class", "item", "away", "distance", "at_home", "age", "insured_months"),
        *("unclaimed_years", "burden_before", "own_deductible", "own_rate"),
    )
    #: What each bill says of itself.
    OF_BILL = (
        *("total", "total_high", "non_covered", "upfront_self_pay", "care_type", "hospital_level", "hospital_class"),
        *("item", "away", "distance", "at_home", "admission_number", "level_admission", "days", "transferred"),
        *("fund_before", "expenses_before"),
    )

    def begin(self, query: QueryDict) -> None:
        """Fill in what an address knows; whatever else stands in it is left out."""
        place = self.places.pool(links.value(query.get("place", "")))
        for name in _BEGUN:
            field, said = self.base_fields[name], links.value(query.get(name, ""))
            if said and isinstance(field, forms.ChoiceField) and field.valid_value(said):
                self.initial[name] = said
        if place:
            self.initial["city"] = self.places.full_name(place.code)

    def questions(self, asks: Collection[str]) -> Questions:
        wanted, parts = "own" in asks, ("total_high", "non_covered", "upfront_self_pay")
        finer = Group(
            (*parts, *self.finer(asks), "burden_before", *self.support_questions(asks), ("year", "month", "day")),
            folded="知道这些就填，算得更准",
            is_open=(self.is_bound and not wanted) or not self.initial.keys().isdisjoint(("tier", "away")),
        )
        own = Group(
            ("own_deductible", "own_rate"),
            folded="您的城市没有数据？自己填起付线和比例",
            is_open=wanted or any(self.data.get(name) for name in ("own_deductible", "own_rate")),
        )
        # Where nothing but one's own figures can give a number, they come first.
        return Questions(Group(("city", "scheme", "care_type", "total")), *((own, finer) if wanted else (finer, own)))

    def clean_own_rate(self) -> Decimal | None:
        if not (given := str(self.cleaned_data["own_rate"])):
            return None
        try:
            return parse_share(given)
        except FigureError as error:
            raise forms.ValidationError(error.sentence) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        total, high = data.get("total"), data.get("total_high")
        if total is not None and high is not None and high < total:
            self.add_error("total_high", f"“最多”比总费用 {format_yuan(total)} 还少，请改其中一个。")
        self._check_date(data)
        self._check_earlier()
        if (data.get("own_deductible") is None) != (data.get("own_rate") is None):
            lacking = "own_rate" if data.get("own_rate") is None else "own_deductible"
            if lacking not in self.errors:
                self.add_error(lacking, "起付线和报销比例要一起填，才能算。")
        return data

    def _check_date(self, data: dict[str, Any]) -> None:
        written = Typed(*(str(data.get(name) or "") for name in ("year", "month", "day")))
        if not any(written.parts):
            return
        try:
            data["left_on"] = written.understood(self.on)
        except DateError as error:
            self.add_error("year", error.sentence)

    def rules_on(self) -> dt.date:
        day: dt.date = self.cleaned_data.get("left_on", self.on)
        return day

    def largest(self) -> Decimal:
        return max(super().largest(), self.cleaned_data["total_high"] or ZERO)

    @property
    def takes_another(self) -> bool:
        """Whether one more bill of the same year can be added to this one."""
        return len(self._written()) + 1 < MOST_BILLS

    @cached_property
    def earlier(self) -> list[dict[str, Any]]:
        return [read for line in self._written() if (read := self._read(line))]

    def _read(self, line: str) -> dict[str, Any] | None:
        """A bill as the form carries it on; None where somebody has tampered with it."""
        given = dict(parse_qsl(line[:_LONGEST_LINE]))
        if not given.keys() <= set(self.OF_BILL):
            return None
        try:
            read: dict[str, Any] = {name: self.base_fields[name].clean(given.get(name, "")) for name in self.OF_BILL}
        except forms.ValidationError:
            return None
        total, high = read["total"], read["total_high"]
        parts = (read["non_covered"] or ZERO) + (read["upfront_self_pay"] or ZERO)
        return None if parts > total or (high is not None and high < total) else {**read, "line": line}

    def _written(self) -> list[str]:
        return self.data.getlist("earlier") if isinstance(self.data, QueryDict) else []

    def _check_earlier(self) -> None:
        """No bill falls off in silence."""
        if len(self._written()) >= MOST_BILLS:
            self.add_error("total", self.full)
        elif len(self.earlier) < len(self._written()):
            self.add_error("total", "前面加的账单，有的没有认出来，没算进去。请看看少了哪张。")

    def earlier_lines(self, with_current: bool = False) -> list[str]:
        current = {name: given for name in self.OF_BILL if (given := str(self.data.get(name, "")).strip())}
        return [*(each["line"] for each in self.earlier), *([urlencode(current)] if with_current else [])]

    def earlier_words(self) -> list[str]:
        """The earlier bills as the person told them: 住院、三级医院，12,000元."""
        return [self._told(each) for each in self.earlier]

    def _told(self, bill: Mapping[str, Any]) -> str:
        care = self.known.care_type or bill["care_type"]
        level, where = bill["hospital_level"], dict(AWAY)[bill["away"]]
        words = [str(CareType(care).label)] if care else []
        words += [HospitalLevel(level).short] if level else []
        words += [where] if bill["away"] else []
        return f"{'、'.join(words)}，{format_yuan(bill['total'])}".lstrip("，")

    def own(self) -> OwnRule | None:
        deductible, rate = self.cleaned_data["own_deductible"], self.cleaned_data["own_rate"]
        return None if deductible is None or rate is None else OwnRule(deductible, rate)
