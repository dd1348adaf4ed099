"""The bill and what decides its rules, as a person types them. Nothing here is kept: the form lives in one POST body."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from calculators.estimates import Bill, Circumstances, OwnRule
from calculators.money import ZERO, MoneyError, format_about, format_yuan, parse_yuan
from registry.placenames import County
from registry.places import OUTSIDE, Place, Places
from registry.snapshot import today

#: From here on a bill is asked about once more: it is a hundred times what a stay usually costs.
SURPRISING = Decimal(1_000_000)

SCHEMES = {"employee": "职工医保（含灵活就业按职工交的）", "resident": "居民医保"}
CARE_TYPES = {"inpatient": "住院", "outpatient": "门诊"}
LEVELS = {"": "不知道", "community": "社区医院", "primary": "一级", "secondary": "二级", "tertiary": "三级"}
PERSONS = {"": "不知道", "active": "在职", "retired": "退休"}
SUPPORT = {"": "没有，或者不想说", "yes": "有（低保、特困、返贫监测等）"}


class TypedField(forms.CharField):
    """A few words or figures as a person types them."""

    default_error_messages = {
        "max_length": "请写短一些，最多 %(limit_value)d 个字。",
        "null_characters_not_allowed": "请删掉看不见的字符，再写一次。",
    }


class MoneyField(TypedField):
    """Yuan as people type it; empty is None."""

    #: Longer than any amount with its unit; a field's own limit would count the letters of what was understood.
    LONGEST = 40

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        if not typed:
            return None
        if len(typed) > self.LONGEST:
            params = {"limit_value": self.LONGEST}
            raise forms.ValidationError(self.error_messages["max_length"], "max_length", params)
        try:
            return parse_yuan(typed)
        except MoneyError as error:
            raise forms.ValidationError(error.sentence) from None


class EstimateForm(forms.Form):
    """``known`` holds what an outcome already knows (region, scheme, care type, category); those are not asked again."""

    city = TypedField(
        label="医保在哪个城市交的", max_length=40, required=False, help_text="写城市或区县名，例如“鞍山”。"
    )
    scheme = forms.ChoiceField(label="哪种医保", choices=list(SCHEMES.items()), required=False)
    care_type = forms.ChoiceField(label="住院还是门诊", choices=list(CARE_TYPES.items()), required=False)
    total = MoneyField(
        label="总费用",
        help_text="账单上的总金额，例如 12000 或 1.2万。",
        error_messages={"required": "请写总费用，大概的数也行。"},
    )
    total_high = MoneyField(label="最多大概多少", required=False, help_text="账单还没出来，就在这里写最多会花多少。")
    non_covered = MoneyField(label="自费", required=False, help_text="账单上的“自费”或“丙类”，医保不管的部分。")
    upfront_self_pay = MoneyField(label="先行自付", required=False, help_text="账单上的“先行自付”或“乙类自付”。")
    hospital_level = forms.ChoiceField(label="医院级别", choices=list(LEVELS.items()), required=False)
    retired = forms.ChoiceField(label="在职还是退休", choices=list(PERSONS.items()), required=False)
    admission_number = TypedField(
        label="今年第几次住院", max_length=4, required=False, help_text="第一次写 1。不知道就空着。"
    )
    age = TypedField(label="周岁", max_length=3, required=False, help_text="有的城市按年龄多报几个百分点。")
    burden_before = MoneyField(
        label="今年以前累计自付", required=False, help_text="今年以前几次，医保范围内自己掏的钱加起来。"
    )
    supported = forms.ChoiceField(
        label="困难身份", choices=list(SUPPORT.items()), required=False, help_text="只用来算这一次，不会记下来。"
    )
    year = TypedField(label="年", max_length=8, required=False)
    month = TypedField(label="月", max_length=4, required=False)
    day = TypedField(label="日", max_length=4, required=False)
    own_deductible = MoneyField(label="您那里的起付线", required=False, help_text="打 12393 问到的，或者账单上写的。")
    own_rate = TypedField(
        label="您这次的报销比例",
        max_length=8,
        required=False,
        help_text="写百分之几，例如 75。外地看病的比例可能低一些。",
    )

    def __init__(self, data: QueryDict | None, places: Places, known: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.places, self.known = places, dict(known or {})
        if self.known:
            for name in ("city", "scheme", "care_type"):
                if self.known.get(name if name != "city" else "region"):
                    del self.fields[name]
        self.place: Place | None = None
        self.county: County | None = None  # the unit that led to the place
        self.age_matters = False
        self.own_wanted = False  # opened when nothing but one's own figures can give a number

        self.helper = FormHelper()
        self.helper.template = "plain/bill.html"
        self.helper.disable_csrf = True
        self.helper.bill_form = self

    @property
    def is_adding(self) -> bool:
        """Whether the person asked for the next, still empty bill."""
        return self.data.get("add") == "1"

    #: What the next bill of the same year has in common with this one.
    carried = frozenset(
        {
            "city",
            "scheme",
            "care_type",
            "hospital_level",
            "retired",
            "burden_before",
            "supported",
            "own_deductible",
            "own_rate",
        }
    )

    @property
    def support_answer(self) -> str:
        """``yes`` for rows that depend on it; '' when the person did not say so."""
        return "yes" if self.data.get("supported") == "yes" else ""

    def opened(self) -> bool:
        """Whether the finer questions stand open: once there is an answer, so that each can be changed."""
        return self.is_bound and not self.own_wanted

    def wants(self, name: str) -> bool:
        """Whether a finer question can matter to what is known so far."""
        scheme = self.known.get("scheme") or self.data.get("scheme", "")
        care_type = self.known.get("care_type") or self.data.get("care_type", "")
        matters: dict[str, bool] = {
            "retired": scheme != "resident",
            "admission_number": care_type != "outpatient",
            "age": self.age_matters or bool(self.data.get("age")),
        }
        return matters[name]

    def own_opened(self) -> bool:
        return self.own_wanted or any(self.data.get(name) for name in ("own_deductible", "own_rate"))

    # -- one field at a time ------------------------------------------------------------------------------------

    def clean_city(self) -> str:
        typed = str(self.cleaned_data["city"]).strip()
        if not typed:
            raise forms.ValidationError("请写城市或区县名，例如“鞍山”。")
        sure = self.places.sure(typed)
        if sure and sure.place.is_pool:
            self.place, self.county = sure.place, sure.county
            return typed
        if sure and (cities := self.places.cities(sure.place.code)):
            raise forms.ValidationError(f"请写{sure.place.name}的哪个城市，例如“{cities[0].short_name}”。")
        if found := [each for each in self.places.find(typed) if each.place.code not in OUTSIDE]:
            names = "、".join(map(self.places.found_name, found))
            alike = f"有几个地方都像“{typed}”：{names}" if len(found) > 1 else f"“{typed}”像是{names}"
            raise forms.ValidationError(f"{alike}。请写全名。")
        raise forms.ValidationError(f"没有找到“{typed}”。请只写城市或区县名，例如“鞍山”。")

    @property
    def understood(self) -> str:
        """The place that was typed, as it was taken: 辽宁省阜新市（彰武县归阜新市管）; '' where it was not asked for."""
        if self.place is None:
            return ""
        led = f"（{self.places.belongs(self.county)}）" if self.county else ""
        return self.places.full_name(self.place.code) + led

    def clean_admission_number(self) -> int:
        typed = str(self.cleaned_data["admission_number"]).strip()
        if not typed:
            return 1
        if not typed.isdecimal() or not 1 <= int(typed) <= 99:
            raise forms.ValidationError("请写第几次，从 1 开始，例如 2。")
        return int(typed)

    def clean_age(self) -> int | None:
        typed = str(self.cleaned_data["age"]).strip()
        if not typed:
            return None
        if not typed.isdecimal() or not int(typed) <= 130:
            raise forms.ValidationError("请写周岁，例如 72。")
        return int(typed)

    def clean_own_rate(self) -> Decimal | None:
        typed = str(self.cleaned_data["own_rate"]).strip().rstrip("%％")
        if not typed:
            return None
        if not typed.replace(".", "", 1).isdecimal() or not Decimal(typed) <= 100:
            raise forms.ValidationError("请写 0 到 100 之间的数，例如 75。")
        return Decimal(typed) / 100

    # -- fields together ----------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._clean_choices(data)
        self._clean_parts(data)
        self._clean_date(data)
        if (data.get("own_deductible") is None) != (data.get("own_rate") is None):
            lacking = "own_rate" if data.get("own_rate") is None else "own_deductible"
            if lacking not in self.errors:
                self.add_error(lacking, "起付线和报销比例要一起填，才能算。")
        return data

    def _clean_choices(self, data: dict[str, Any]) -> None:
        for name, label in (("scheme", "哪种医保"), ("care_type", "住院还是门诊")):
            if name in self.fields and not data.get(name) and name not in self.errors:
                self.add_error(name, f"请选{label}。")

    def _clean_parts(self, data: dict[str, Any]) -> None:
        total = data.get("total")
        if total is None:
            return
        if (high := data.get("total_high")) is not None and high < total:
            self.add_error("total_high", f"“最多”比总费用 {format_yuan(total)} 还少，请改其中一个。")
        own = data.get("non_covered") or ZERO
        upfront = data.get("upfront_self_pay") or ZERO
        if own > total:
            self.add_error(
                "non_covered", f"自费 {format_yuan(own)} 比总费用 {format_yuan(total)} 还多，请对着账单再看一遍。"
            )
        elif own + upfront > total:
            self.add_error("upfront_self_pay", f"自费加先行自付超过了总费用 {format_yuan(total)}，请对着账单再看一遍。")

    def _clean_date(self, data: dict[str, Any]) -> None:
        parts = [str(data.get(name) or "").strip() for name in ("year", "month", "day")]
        data["on"] = today()
        if not any(parts):
            return
        try:
            date = dt.date(*(int(part) for part in parts))
        except ValueError:
            self.add_error("year", "没有这一天。请在三个框里写年、月、日，例如 2026、11、3。")
            return
        if date > data["on"]:
            self.add_error("year", "这一天还没到。请写已经出院的日期，没出院就空着。")
        else:
            data["on"] = date

    # -- what the estimate is asked -----------------------------------------------------------------------------

    @property
    def is_surprising(self) -> bool:
        """Whether the amount is so large that a slip of the finger is likelier than a bill."""
        return self.largest() >= SURPRISING and self.data.get("sure") != "1"

    @property
    def surprising_amount(self) -> str:
        return format_about(self.largest())

    def largest(self) -> Decimal:
        """The largest amount that was typed, in yuan."""
        return max(self.cleaned_data.get(name) or ZERO for name in ("total", "total_high"))

    def bills(self) -> list[Bill]:
        """Earlier bills of the year and this one, oldest first."""
        data = self.cleaned_data
        this = Bill(data["total"], data.get("total_high"), data.get("non_covered"), data.get("upfront_self_pay"))
        return [*self.earlier(), this]

    def earlier(self) -> list[Bill]:
        """Bills that were added before; one that was tampered with is left out."""
        found = []
        for line in self.data.getlist("earlier")[:12] if isinstance(self.data, QueryDict) else []:
            try:
                total, own, upfront = (parse_yuan(part) if part else None for part in line.split("|"))
            except (MoneyError, ValueError):
                continue
            if total is not None and (own or ZERO) + (upfront or ZERO) <= total:
                found.append(Bill(total, None, own, upfront))
        return found

    def earlier_lines(self, with_current: bool = False) -> list[str]:
        """Earlier bills as the form carries them on."""
        bills = self.bills() if with_current else self.earlier()
        parts = [(bill.total, bill.non_covered, bill.upfront_self_pay) for bill in bills]
        return ["|".join("" if part is None else str(part) for part in line) for line in parts]

    def circumstances(self) -> Circumstances:
        data, known = self.cleaned_data, self.known
        own = None
        if data.get("own_deductible") is not None and data.get("own_rate") is not None:
            own = OwnRule(data["own_deductible"], data["own_rate"])
        return Circumstances(
            region=known.get("region") or (self.place.code if self.place else ""),
            scheme=known.get("scheme") or data["scheme"],
            care_type=known.get("care_type") or data["care_type"],
            on=data["on"],
            hospital_level=data.get("hospital_level") or None,
            retired={"active": False, "retired": True}.get(data.get("retired", "")),
            age=data.get("age"),
            supported=data.get("supported") == "yes",
            category=known.get("category"),
            first_admission=max(1, data["admission_number"] - len(self.earlier())),
            burden_before=data.get("burden_before") or ZERO,
            own=own,
        )
