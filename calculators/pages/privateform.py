"""What private forms have in common: the person, the care and the bill. Nothing is kept: a form lives in one POST body.

A form is told the day (``on``) and what is already known; it says what it asks (a crispy layout) and makes the
circumstances and the bills of its answers. Which finer questions matter is said by who answers it, as ``asks``.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict

from calculators.circumstances import (
    AT_HOME,
    TIERS,
    CareType,
    Category,
    Circumstances,
    Distance,
    Hardship,
    HospitalLevel,
    Known,
    OwnRule,
    PersonKind,
    Scheme,
)
from calculators.core.money import ZERO, format_about, format_yuan
from calculators.estimating.year import Bill
from calculators.pages.boxes import ChosenField, CountField, OfferedField, YuanField
from calculators.pages.finer import NONE, finer, offered
from calculators.pages.layout import PlainHelper, Questions
from calculators.pages.placeform import PlaceForm
from registry.places import Places

#: From here on an amount is asked about once more: it is a hundred times what a stay usually costs.
SURPRISING = Decimal(1_000_000)

_UNKNOWN = ("", "不知道")
_SUPPORT = [("", "没有，或者不想说"), ("yes", "有（低保、特困、返贫监测等）")]
#: Where care was, as the form offers it: at home, or how it was filed.
HOME = "home"
AWAY = [
    ("", "不知道，按在参保地算"),
    (HOME, "在参保地"),
    *((category.value, f"在外地，{category.short}") for category in Category.away()),
]
_TIERS = [_UNKNOWN, *((tier, str(Scheme(tier).label)) for tier in TIERS)]


class PrivateForm(PlaceForm):
    """Who is insured how, for which care, and one bill of it: what every private form asks.

    ``known`` is not asked again. ``action`` is where the form is sent to.
    """

    scheme = ChosenField("哪种医保", Scheme.asked())
    tier = ChosenField("一档还是二档", _TIERS, "不知道就问单位，或者打 12393 问。")
    care_type = ChosenField("住院还是门诊", CareType.asked())
    total = YuanField("总费用", "账单上的总金额，例如 12000 或 1.2万。", needed="请写总费用，大概的数也行。")
    non_covered = YuanField("自费", "账单上的“自费”或“丙类”，医保不管的部分。")
    upfront_self_pay = YuanField("先行自付", "账单上的“先行自付”或“乙类自付”。")
    hospital_level = ChosenField("医院级别", [_UNKNOWN, *HospitalLevel.asked()])
    retired = ChosenField("在职还是退休", [_UNKNOWN, *PersonKind.asked()])
    age = CountField("周岁", "有的城市按年龄多报几个百分点。", ("周岁", "岁"), range(131), "请写周岁，例如 72。")
    admission_number = CountField(
        "今年第几次住院",
        "第一次写 1；去年的账，数去年的。不知道就空着。",
        ("第", "住院", "次"),
        range(1, 100),
        "请写第几次，从 1 开始，例如 2。",
    )
    hospital_class = OfferedField("医院属于当地哪一类", "不知道", "当地文件分得更细。不知道就空着。")
    person_class = OfferedField("您属于当地哪一类", "不知道", "当地文件分得更细。不知道就空着。")
    item = OfferedField("这次是不是下面这些", "都不是")
    insured_months = CountField(
        "连续参保几个月",
        "一直没断过的月数，3 年写 36。不知道就空着。",
        ("个月", "月"),
        range(1201),
        "请写几个月，例如 36。",
    )
    unclaimed_years = CountField(
        "有几年没有报销过", "连续参保以来，一年都没报过的有几年。", ("年",), range(100), "请写几年，例如 2。"
    )
    level_admission = CountField(
        "今年在同级别医院第几次住院", "只数同一级别的医院。", ("第", "次"), range(1, 100), "请写第几次，例如 2。"
    )
    days = CountField("住了多少天", "出院记录上有。", ("天",), range(1, 3661), "请写多少天，例如 12。")
    transferred = YuanField("转院前付过的起付线", "从别的医院转来的才填。")
    fund_before = YuanField("今年医保已经报了多少", "这一类看病，今年报过的加起来。")
    expenses_before = YuanField("今年医保范围内花了多少", "这一类看病，今年花的加起来，不算自费。")
    away = ChosenField("在哪里看的病", AWAY, "在外地看的，备案不同，报得不同。")
    distance = OfferedField("去的医院在哪里", "不知道", closed=Distance.values)
    at_home = OfferedField("有没有下面的情况", "都没有", closed=AT_HOME)
    hardship = OfferedField("是哪一种困难身份", "不知道", closed=Hardship.values)
    supported = ChosenField("困难身份", _SUPPORT, "只用来算这一次，不会记下来。")

    #: What the button says, and what is promised below it.
    submit = ""
    promise = ""
    #: What the next bill of the same year has in common with this one.
    carried: tuple[str, ...] = ()

    def __init__(self, data: QueryDict | None, places: Places, known: Known, on: dt.date, action: str = "") -> None:
        super().__init__(data, places)
        self.known, self.on, self.action = known, on, action
        answered = {"city": known.region, "scheme": known.scheme, "care_type": known.care_type}
        for name in (name for name, answer in answered.items() if answer):
            del self.fields[name]
        if known.category != "":
            del self.fields["away"]

    def questions(self, asks: Collection[str]) -> Questions:
        """What is asked, in order; what ``asks`` names matters here although it is not put to everybody."""
        raise NotImplementedError

    def helper_for(
        self, asks: Collection[str], choices: Mapping[str, Iterable[str]] = MappingProxyType({})
    ) -> PlainHelper:
        """How the form is drawn, with the finer questions that matter and what the place tells apart in them."""
        for name, values in choices.items():
            field: Any = self.fields[name]
            field.offer(offered(name, values))
        helper = PlainHelper()
        helper.template, helper.form_action = "plain/bill.html", self.action
        helper.layout = Layout(self.questions(asks))
        return helper

    def finer(self, asks: Collection[str]) -> list[str]:
        """The questions about person and stay that can matter to what is known so far."""
        return finer(self.known, self.data or self.initial, asks)

    def support_questions(self, asks: Collection[str]) -> list[str]:
        """Whether there is a class of hardship, and which, where that matters."""
        return ["supported", "hardship"] if "hardship" in asks and self.says_supported else ["supported"]

    @property
    def is_adding(self) -> bool:
        """Whether the person asked for the next, still empty bill."""
        return self.data.get("add") == "1"

    @property
    def has_bill(self) -> bool:
        """Whether there is a bill to estimate: then what decides its rules must be known."""
        return True

    @property
    def says_where(self) -> bool:
        """Whether it is known that care was at home or away: the form asks it where nothing else says so."""
        return "away" not in self.fields or bool(self.cleaned_data["away"])

    @property
    def answered(self) -> set[str]:
        """What would be taken for granted if it were not known, by the names of its fields."""
        filled = {name for name in ("admission_number", "burden_before") if self.cleaned_data.get(name) is not None}
        return filled | {"away"} if self.says_where else filled

    @property
    def says_supported(self) -> bool:
        """Whether the person said that they are 低保、特困 or the like, however the rest was filled in."""
        return bool(self.data.get("supported") == "yes")

    # -- one field at a time ------------------------------------------------------------------------------------

    def clean_city(self) -> str:
        given = super().clean_city()
        if not given and self.has_bill:
            raise forms.ValidationError("请写城市或区县名，例如“鞍山”。")
        return given

    # -- fields together ----------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("scheme", "care_type"):
            if self.has_bill and name in self.fields and not data.get(name) and name not in self.errors:
                self.add_error(name, f"请选{self.fields[name].label}。")
        self._check_parts(data)
        return data

    def _check_parts(self, data: dict[str, Any]) -> None:
        total = data.get("total")
        if total is None:
            return
        own = data.get("non_covered") or ZERO
        upfront = data.get("upfront_self_pay") or ZERO
        if own > total:
            self.add_error(
                "non_covered", f"自费 {format_yuan(own)} 比总费用 {format_yuan(total)} 还多，请对着账单再看一遍。"
            )
        elif own + upfront > total:
            self.add_error("upfront_self_pay", f"自费加先行自付超过了总费用 {format_yuan(total)}，请对着账单再看一遍。")

    # -- what the answers are -----------------------------------------------------------------------------------

    @property
    def is_surprising(self) -> bool:
        """Whether the amount is so large that a slip of the finger is likelier than a bill."""
        return self.largest() >= SURPRISING and self.data.get("sure") != "1"

    @property
    def surprising_amount(self) -> str:
        """The largest amount in words, to be asked about."""
        return format_about(self.largest())

    def largest(self) -> Decimal:
        """The largest amount that was typed, in yuan."""
        return self.cleaned_data["total"] or ZERO

    def bills(self) -> list[Bill]:
        """Earlier bills of the year and this one, oldest first."""
        return [*(_bill(each, self._at(each)) for each in self.earlier), _bill(self.cleaned_data)]

    @cached_property
    def earlier(self) -> list[dict[str, Any]]:
        """Bills of the same year that were added before: what was answered of each, by the names of the fields."""
        return []

    def earlier_lines(self) -> list[str]:
        """Earlier bills as the form carries them on."""
        return []

    def rules_on(self) -> dt.date:
        """The day whose rules count."""
        return self.on

    def circumstances(self) -> Circumstances:
        """The answers of a valid form, joined with what was known before."""
        return self._at(self.cleaned_data)

    def _at(self, bill: Mapping[str, Any]) -> Circumstances:
        """The circumstances of one bill of the person who answered the form."""
        data, known = self.cleaned_data, self.known
        scheme = known.scheme or data["scheme"]
        return Circumstances(
            region=known.region or (self.place.code if self.place else ""),
            scheme=(data["tier"] if scheme == Scheme.EMPLOYEE else "") or scheme,
            on=self.rules_on(),
            retired=data["retired"] == PersonKind.RETIRED if data["retired"] else None,
            age=data["age"],
            supported=data["supported"] == "yes",
            hardship=(data["hardship"] or None) if data["supported"] == "yes" else None,
            insured_months=data["insured_months"],
            unclaimed_years=data["unclaimed_years"],
            person_class=_own_word(data["person_class"]),
            burden_before=data["burden_before"] or ZERO,
            own=self.own(),
            care_type=known.care_type or bill["care_type"] or data["care_type"],
            hospital_level=bill["hospital_level"] or None,
            category=known.category or _category(bill),
            distance=bill["distance"] or known.distance or None,
            level_admission=bill["level_admission"],
            days=bill["days"],
            transferred=bill["transferred"] or ZERO,
            fund_before=bill["fund_before"] or ZERO,
            expenses_before=bill["expenses_before"] or ZERO,
            first_admission=bill["admission_number"] or 1,
            **{name: _own_word(bill[name]) for name in ("hospital_class", "item")},
        )

    def own(self) -> OwnRule | None:
        """The rule that the person typed where none is published."""
        return None


def _bill(data: Mapping[str, Any], at: Circumstances | None = None) -> Bill:
    return Bill(data["total"], data.get("total_high"), data.get("non_covered"), data.get("upfront_self_pay"), at)


def _category(bill: Mapping[str, Any]) -> str | None:
    """How a bill was filed, None for care at home that nothing is special of."""
    away = bill.get("away")
    return away if away not in ("", HOME, None) else bill["at_home"] or None


def _own_word(given: str) -> str | None:
    """What a place calls by words of its own; '' is none of them, None is not known."""
    return "" if given == NONE else given or None
