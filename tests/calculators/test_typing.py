"""What is typed is read alike wherever it is typed: in a box of admin, in a cell of a sheet, on the public form."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory

from calculators.circumstances import Known
from calculators.models import BasicPolicy
from calculators.pages.forms import EstimateForm
from registry import snapshot as snapshots
from registry.excel.layout import layout

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 26)
ASK = "是 75% 还是 7.5%？是 75% 就写 75，是 7.5% 就写 7.5%。"
NO_SHARE = "请写 0 到 100% 之间的比例，例如 75%。"
USE_DIGITS = "请改用数字写金额，比如 12000 或 1.2万。"
DIGITS = "请只用数字写金额，比如 12000、12,000.50 或 1.2万。"
GROUPING = "数字中间的逗号或空格位置不对，请每三位写一个逗号（如 12,000），或者都不写。"

MONEY = {
    "12000": 12000,
    "12,000": 12000,
    "１２０００": 12000,
    "12 000": 12000,
    "12000.5": "12000.5",
    "12000。50": "12000.5",
    "12000.": 12000,
    ".5": "0.5",
    "1.2万": 12000,
    "１．２万": 12000,
    "1.4万元": 14000,
    "45万": 450000,
    "1.2w": 12000,
    "1.2Ｗ": 12000,
    "12000元": 12000,
    "12000块": 12000,
    "12000块钱": 12000,
    "12000元整": 12000,
    "12000圆": 12000,
    "￥12000": 12000,
    "¥ 12,000.00 元": 12000,
    "RMB12000": 12000,
    "人民币12000": 12000,
    "120\u200b00": 12000,
    "0": 0,
    "１．４万元": 14000,
    "1,400.00": 1400,
    "1.4萬": 14000,
    "12万元。": 120000,
    "１，４００": 1400,
    "1400.00元": 1400,
    "1 4000": GROUPING,
    "1万4千": USE_DIGITS,
    "8千元": USE_DIGITS,
    "一万四千元": USE_DIGITS,
    "1400元/年": DIGITS,
    "约1400": DIGITS,
    "1400-1600": DIGITS,
    "不设": DIGITS,
    "一万二": USE_DIGITS,
    "1万2": USE_DIGITS,
    "10,50": GROUPING,
    "1e4": DIGITS,
    "12000左右": DIGITS,
    "-5": "金额不能是负数，请写 0 或比 0 大的数。",
    "1.234": "金额最多写到分，请只留两位小数，比如 12000.50。",
}
SHARES = {
    "85%": "0.85",
    "85％": "0.85",
    "８５％": "0.85",
    "85 %": "0.85",
    "85": "0.85",
    "85.": "0.85",
    "85.5": "0.855",
    "0.85": "0.85",
    "０．８５": "0.85",
    "0。85": "0.85",
    ".85": "0.85",
    "10": "0.1",
    "100": 1,
    "1": 1,
    "0": 0,
    "3个百分点": "0.03",
    "3百分点": "0.03",
    "0.5%": "0.005",
    "百分之八十五": "0.85",
    "百分之85": "0.85",
    "百分之十": "0.1",
    "百分之三十": "0.3",
    "百分之五": "0.05",
    "十二个百分点": "0.12",
    "五个点": "0.05",
    "85﹪": "0.85",
    "85%。": "0.85",
    "百分之八十五点五": NO_SHARE,
    "65％（退休70％）": NO_SHARE,
    "下浮20%": NO_SHARE,
    "８成": NO_SHARE,
    "7.5": ASK,
    "7.5%": "0.075",
    "101": NO_SHARE,
    "八五折": NO_SHARE,
    "-5%": NO_SHARE,
    "85%左右": NO_SHARE,
}
COUNTS = {"72": 72, "７２": 72, "72岁": 72, "72 周岁": 72, "072": 72}
DATES = {
    "2026-10-3": True,
    "2026-10-03": True,
    "2026/10/3": True,
    "2026.10.3": True,
    "20261003": True,
    "2026年10月3日": True,
    "２０２６年１０月３号": True,
    "2026-\u200b10-3": True,
    "2026年10月3日起": True,
    "自2026年10月3日起施行": True,
    "2026 年 10 月 3 日": True,
    "二〇二六年十月三日": True,
    "二零二六年十月三日起": True,
    "2026年十月3日": True,
    "2026-1 0-3": False,
    "2026年底": False,
    "2026年元月三十二日": False,
    "2026-02-30": False,
    "26-10-3": False,
    "2026年10月": False,
    "明天": False,
}


@pytest.fixture
def desk():
    """The boxes of a form and the columns of a sheet, by field."""
    request = RequestFactory().get("/")
    request.user = User.objects.create_superuser("root")
    model_admin = admin.site._registry[BasicPolicy]
    form = model_admin.get_form(request)()
    ages = next(
        inline for inline in model_admin.get_inline_instances(request) if inline.model.__name__.endswith("Special")
    )
    boxes = {**form.fields, **ages.get_formset(request).form().fields}
    columns = {column.name: column for column in layout(model_admin, request.user).columns}
    return boxes, columns


def told(read, *typed):
    try:
        return read(*typed)
    except ValidationError as error:
        return error.messages[0]


def public(**typed):
    """The form of the estimate as somebody sent it."""
    data = QueryDict(mutable=True)
    data.update(typed)
    form = EstimateForm(data, snapshots.current().places, Known(), TODAY)
    form.is_valid()
    return form


def answered(form, name):
    return form.errors[name][0] if name in form.errors else form.cleaned_data[name]


def wanted(value):
    return Decimal(value) if isinstance(value, int) or value[0].isdigit() else value


@pytest.mark.parametrize("typed", MONEY)
def test_money(desk, typed):
    boxes, columns = desk
    found = [
        told(boxes["annual_ceiling"].clean, typed.replace("\u200b", "")),  # the page drops it from all it is sent
        told(columns["annual_ceiling"].read, typed),
        answered(public(total=typed), "total"),
    ]
    assert found == [wanted(MONEY[typed])] * 3


DEDUCTIBLES = {
    "1,300": "1300",
    "1,400.00": "1400",
    "0.13万": "1300",
    "800,700": "800, 700",
    "1,300、800元": "1300, 800",
}


@pytest.mark.parametrize("typed", DEDUCTIBLES)
def test_deductibles_of_one_line(desk, typed):
    """A comma parts them, but for the thousands of one: no first deductible is one yuan."""
    boxes, columns = desk
    found = [boxes["deductible"].clean(typed), columns["deductible"].read(typed)]
    assert [BasicPolicy._meta.get_field("deductible").to_python(one) for one in found] == [DEDUCTIBLES[typed]] * 2


@pytest.mark.parametrize("typed", SHARES)
def test_shares(desk, typed):
    boxes, columns = desk
    found = [
        told(boxes["rate_add"].clean, typed),
        told(columns["rate_add"].read, typed),
        answered(public(own_deductible="500", own_rate=typed), "own_rate"),
    ]
    assert found == [wanted(SHARES[typed])] * 3


@pytest.mark.parametrize("typed", COUNTS)
def test_counts(desk, typed):
    boxes, columns = desk
    found = [
        told(boxes["from_age"].clean, typed),
        told(columns["review_every"].read, typed),
        answered(public(age=typed), "age"),
    ]
    assert found == [COUNTS[typed]] * 3


@pytest.mark.parametrize("typed", DATES)
def test_days(desk, typed):
    boxes, columns = desk
    form = public(year=typed)
    if DATES[typed]:
        typed = typed.replace("\u200b", "")
        found = [boxes["effective_from"].clean(typed), columns["effective_from"].read(typed), form.rules_on()]
        assert found == [dt.date(2026, 10, 3)] * 3
    else:
        said = told(boxes["effective_from"].clean, typed)
        assert said == told(columns["effective_from"].read, typed)
        assert typed in said
        assert "year" in form.errors


def test_no_box_of_the_desk_is_one_for_numbers(desk):
    """Such a box takes 1.4万 as 1.4, and the wheel of the mouse turns it."""
    boxes, _ = desk
    kinds = {box.widget.input_type for box in boxes.values() if hasattr(box.widget, "input_type")}
    assert "number" not in kinds
    assert boxes["annual_ceiling"].widget.attrs["inputmode"] == "decimal"
    assert boxes["review_every"].widget.attrs["inputmode"] == "numeric"


def test_enough_spellings_are_tried():
    assert sum(map(len, (MONEY, SHARES, COUNTS, DATES))) >= 100
