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

from calculators.boxes import ChosenField, OfferedField, PlaceField, TypedField, YuanField
from calculators.circumstances import (
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
from calculators.estimates import Bill
from calculators.layout import PlainHelper, Questions
from registry.counts import read_count
from registry.placenames import County
from registry.places import OUTSIDE, Place, Places

#: From here on an amount is asked about once more: it is a hundred times what a stay usually costs.
SURPRISING = Decimal(1_000_000)

_UNKNOWN = ("", "不知道")
_SUPPORT = [("", "没有，或者不想说"), ("yes", "有（低保、特困、返贫监测等）")]
_TIERS = [_UNKNOWN, *((tier, str(Scheme(tier).label)) for tier in TIERS)]


#: Questions that are put only where a rule in force hangs on them, or that were answered.
_WHERE_IT_MATTERS = (
    "hospital_class",
    "person_class",
    "item",
    "distance",
    "at_home",
    "age",
    "insured_months",
    "unclaimed_years",
    "days",
    "transferred",
    "fund_before",
    "expenses_before",
    "level_admission",
)
#: The place's own words, and what says that it is none of them.
_NONE = "none"
_NONE_OF_THEM = {
    "hospital_class": [(_NONE, "都不是")],
    "person_class": [(_NONE, "都不是")],
    "hardship": [(Hardship.ANY.value, "别的困难身份")],
}
_SETS: dict[str, type[Hardship | Distance | Category]] = {
    "hardship": Hardship,
    "distance": Distance,
    "at_home": Category,
}


def _named(name: str, value: str) -> str:
    """A value that a place tells apart, as people read it."""
    return str(_SETS[name](value).label) if name in _SETS else value


class PrivateForm(forms.Form):
    """Who is insured how, for which care, and one bill of it: what every private form asks.

    ``known`` is not asked again. ``action`` is where the form is sent to.
    """

    city = PlaceField("医保在哪个城市交的", "写城市或区县名，例如“鞍山”。", mode="text")
    scheme = ChosenField("哪种医保", Scheme.asked())
    tier = ChosenField("一档还是二档", _TIERS, "不知道就问单位，或者打 12393 问。")
    care_type = ChosenField("住院还是门诊", CareType.asked())
    total = YuanField("总费用", "账单上的总金额，例如 12000 或 1.2万。", needed="请写总费用，大概的数也行。")
    non_covered = YuanField("自费", "账单上的“自费”或“丙类”，医保不管的部分。")
    upfront_self_pay = YuanField("先行自付", "账单上的“先行自付”或“乙类自付”。")
    hospital_level = ChosenField("医院级别", [_UNKNOWN, *HospitalLevel.asked()])
    retired = ChosenField("在职还是退休", [_UNKNOWN, *PersonKind.asked()])
    age = TypedField("周岁", "有的城市按年龄多报几个百分点。")
    admission_number = TypedField("今年第几次住院", "第一次写 1。不知道就空着。")
    hospital_class = OfferedField("医院属于当地哪一类", "不知道", "当地文件分得更细。不知道就空着。")
    person_class = OfferedField("您属于当地哪一类", "不知道", "当地文件分得更细。不知道就空着。")
    item = OfferedField("这次是不是下面这些", "都不是")
    insured_months = TypedField("连续参保几个月", "一直没断过的月数，3 年写 36。不知道就空着。")
    unclaimed_years = TypedField("有几年没有报销过", "连续参保以来，一年都没报过的有几年。")
    level_admission = TypedField("今年在同级别医院第几次住院", "只数同一级别的医院。")
    days = TypedField("住了多少天", "出院记录上有。")
    transferred = YuanField("转院前付过的起付线", "从别的医院转来的才填。")
    fund_before = YuanField("今年医保已经报了多少", "这一类看病，今年报过的加起来。")
    expenses_before = YuanField("今年医保范围内花了多少", "这一类看病，今年花的加起来，不算自费。")
    distance = OfferedField("去的医院在哪里", "不知道")
    at_home = OfferedField("有没有下面的情况", "都没有")
    hardship = OfferedField("是哪一种困难身份", "不知道")
    supported = ChosenField("困难身份", _SUPPORT, "只用来算这一次，不会记下来。")

    #: What the button says, and what is promised below it.
    submit = ""
    promise = ""
    #: What the next bill of the same year has in common with this one.
    carried: tuple[str, ...] = ()

    def __init__(self, data: QueryDict | None, places: Places, known: Known, on: dt.date, action: str = "") -> None:
        super().__init__(data)
        self.places, self.known, self.on, self.action = places, known, on, action
        answered = {"city": known.region, "scheme": known.scheme, "care_type": known.care_type}
        for name in (name for name, answer in answered.items() if answer):
            del self.fields[name]
        self.place: Place | None = None
        self.county: County | None = None  # the unit that led to the place

    def questions(self, asks: Collection[str]) -> Questions:
        """What is asked, in order; what ``asks`` names matters here although it is not put to everybody."""
        raise NotImplementedError

    def helper_for(
        self, asks: Collection[str], choices: Mapping[str, Iterable[str]] = MappingProxyType({})
    ) -> PlainHelper:
        """How the form is drawn, with the finer questions that matter and what the place tells apart in them."""
        for name, values in choices.items():
            field: Any = self.fields[name]
            field.offer([*_NONE_OF_THEM.get(name, []), *((value, _named(name, value)) for value in values)])
        helper = PlainHelper()
        helper.template, helper.form_action = "plain/bill.html", self.action
        helper.layout = Layout(self.questions(asks))
        return helper

    def finer(self, asks: Collection[str]) -> list[str]:
        """The questions about person and stay that can matter to what is known so far."""
        scheme = self.known.scheme or self.data.get("scheme", "")
        care_type = self.known.care_type or self.data.get("care_type", "")
        matters = {
            "tier": "tier" in asks or bool(self.data.get("tier")),
            "hospital_level": True,
            "retired": scheme != Scheme.RESIDENT,
            **{name: name in asks or bool(self.data.get(name)) for name in _WHERE_IT_MATTERS},
            "admission_number": care_type in ("", CareType.INPATIENT),
        }
        return [name for name, does in matters.items() if does]

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
    def says_supported(self) -> bool:
        """Whether the person said that they are 低保、特困 or the like, however the rest was filled in."""
        return bool(self.data.get("supported") == "yes")

    # -- one field at a time ------------------------------------------------------------------------------------

    def clean_city(self) -> str:
        given = str(self.cleaned_data["city"]).strip()
        if given:
            self.place, self.county = self._place(given)
        elif self.has_bill:
            raise forms.ValidationError("请写城市或区县名，例如“鞍山”。")
        return given

    def _place(self, given: str) -> tuple[Place, County | None]:
        """The pool that is meant, and the county by which it was named."""
        sure = self.places.sure(given)
        if sure and sure.place.is_pool:
            return sure.place, sure.county
        if sure and (cities := self.places.cities(sure.place.code)):
            self._offer((self.places.full_name(city.code), city.label) for city in cities)
            raise forms.ValidationError(f"请在下面选{sure.place.name}的哪个城市。")
        if found := [each for each in self.places.find(given) if each.place.code not in OUTSIDE]:
            self._offer((self.places.found_name(each), self.places.offer(each)) for each in found)
            alike = f"有几个地方都像“{given}”。" if len(found) > 1 else f"没有叫“{given}”的地方，有一个像的。"
            raise forms.ValidationError(f"{alike}请在下面选，或者写全名。")
        raise forms.ValidationError(f"没有找到“{given}”。请只写城市或区县名，例如“鞍山”。")

    def _offer(self, offers: Iterable[tuple[str, str]]) -> None:
        field = self.fields["city"]
        assert isinstance(field, PlaceField)
        field.offers = tuple(offers)

    @property
    def understood(self) -> str:
        """The place that was typed, as it was taken: 辽宁省阜新市（彰武县归阜新市管）; '' where it was not asked for."""
        if self.place is None:
            return ""
        led = f"（{self.places.belongs(self.county)}）" if self.county else ""
        return self.places.full_name(self.place.code) + led

    def clean_admission_number(self) -> int:
        if not (given := str(self.cleaned_data["admission_number"])):
            return 1
        number = read_count(given, ("第", "住院", "次"))
        if number is None or not 1 <= number <= 99:
            raise forms.ValidationError("请写第几次，从 1 开始，例如 2。")
        return number

    def clean_age(self) -> int | None:
        return self._count("age", ("周岁", "岁"), 130, "请写周岁，例如 72。")

    def clean_insured_months(self) -> int | None:
        return self._count("insured_months", ("个月", "月"), 1200, "请写几个月，例如 36。")

    def clean_unclaimed_years(self) -> int | None:
        return self._count("unclaimed_years", ("年",), 99, "请写几年，例如 2。")

    def clean_days(self) -> int | None:
        return self._count("days", ("天",), 3660, "请写多少天，例如 12。", least=1)

    def clean_level_admission(self) -> int | None:
        return self._count("level_admission", ("第", "次"), 99, "请写第几次，例如 2。", least=1)

    def _count(self, name: str, around: Iterable[str], most: int, otherwise: str, least: int = 0) -> int | None:
        """A whole number as typed; None where nothing was."""
        if not (given := str(self.cleaned_data[name])):
            return None
        count = read_count(given, around)
        if count is None or not least <= count <= most:
            raise forms.ValidationError(otherwise)
        return count

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
        data = self.cleaned_data
        this = Bill(data["total"], data.get("total_high"), data.get("non_covered"), data.get("upfront_self_pay"))
        return [*self.earlier, this]

    @cached_property
    def earlier(self) -> list[Bill]:
        """Bills of the same year that were added before."""
        return []

    def earlier_lines(self) -> list[str]:
        """Earlier bills as the form carries them on."""
        return []

    def rules_on(self) -> dt.date:
        """The day whose rules count."""
        return self.on

    def circumstances(self) -> Circumstances:
        """The answers of a valid form, joined with what was known before."""
        data, known = self.cleaned_data, self.known
        scheme = known.scheme or data["scheme"]
        return Circumstances(
            region=known.region or (self.place.code if self.place else ""),
            scheme=(data["tier"] if scheme == Scheme.EMPLOYEE else "") or scheme,
            care_type=known.care_type or data["care_type"],
            on=self.rules_on(),
            hospital_level=data["hospital_level"] or None,
            retired=data["retired"] == PersonKind.RETIRED if data["retired"] else None,
            age=data["age"],
            supported=data["supported"] == "yes",
            hardship=(data["hardship"] or None) if data["supported"] == "yes" else None,
            category=known.category or data["at_home"] or None,
            distance=known.distance or data["distance"] or None,
            insured_months=data["insured_months"],
            unclaimed_years=data["unclaimed_years"],
            level_admission=self._first("level_admission"),
            days=data["days"],
            transferred=data["transferred"] or ZERO,
            fund_before=data["fund_before"] or ZERO,
            expenses_before=data["expenses_before"] or ZERO,
            **{name: self._own_word(name) for name in ("person_class", "hospital_class", "item")},
            first_admission=max(1, data["admission_number"] - len(self.earlier)),
            burden_before=data["burden_before"] or ZERO,
            own=self.own(),
        )

    def _first(self, name: str) -> int | None:
        """The number of the first bill, where that of the last was asked for."""
        number: int | None = self.cleaned_data[name]
        return None if number is None else max(1, number - len(self.earlier))

    def _own_word(self, name: str) -> str | None:
        """What a place calls by words of its own; '' is none of them, None is not known."""
        given = str(self.cleaned_data[name])
        return "" if given == _NONE else given or None

    def own(self) -> OwnRule | None:
        """The rule that the person typed where none is published."""
        return None
