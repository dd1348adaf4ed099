import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q

from calculators.core import terms
from calculators.core.bands import Band
from calculators.core.choices import BandBasis, BurdenBasis, DeductibleBasis, RemoteKind
from calculators.fields import RateField
from calculators.models import (
    AssistancePolicy,
    BasicPolicy,
    CriticalIllnessPolicy,
    NationalAverage,
    PolicyBand,
    PolicySpecial,
    RemoteLimit,
    RemoteRule,
)
from calculators.reading import MissingParameterError
from registry import rows
from tests.calculators.policy_rows import CITY, NATION, PROVINCE, build, publish, refused

pytestmark = pytest.mark.django_db

KINDS = [BasicPolicy, CriticalIllnessPolicy, AssistancePolicy, RemoteRule]
UPPER_BAND = (None, "0.90")
OUT_OF_RANGE = "要在 0 到 1 之间，比如 85% 写成 0.85。"


def test_basic_row_becomes_a_rule():
    row = publish(
        BasicPolicy,
        deductible="1300, 650",
        deductible_basis="per_year",
        band_basis="eligible",
        bands=[("30000", "0.85"), UPPER_BAND],
        rate_add="0.03",
        self_pay_factor="0.6",
        annual_ceiling="100000",
        over_ceiling_rate="0.80",
        over_ceiling_annual_ceiling="400000",
    )
    stored = BasicPolicy.objects.get(pk=row.pk)
    assert stored.rule() == terms.BasicRule(
        deductible=(Decimal(1300), Decimal(650)),
        bands=(Band(Decimal(30000), Decimal("0.85")), Band(None, Decimal("0.90"))),
        deductible_basis=DeductibleBasis.PER_YEAR,
        band_basis=BandBasis.ELIGIBLE,
        rate_add=Decimal("0.03"),
        self_pay_factor=Decimal("0.6"),
        annual_ceiling=Decimal(100000),
        over_ceiling_rate=Decimal("0.80"),
        over_ceiling_annual_ceiling=Decimal(400000),
    )


def test_critical_illness_row_becomes_a_rule():
    row = publish(
        CriticalIllnessPolicy,
        band_basis="burden",
        bands=[("50000", "0.60"), (None, "0.70")],
        annual_ceiling="400000",
        counts_upfront_self_pay=True,
        has_support=True,
        support_deductible_factor="0.5",
        support_rate_add="0.05",
        support_no_ceiling=True,
    )
    assert CriticalIllnessPolicy.objects.get(pk=row.pk).rule() == terms.CriticalIllnessRule(
        deductible=Decimal(15000),
        bands=(Band(Decimal(50000), Decimal("0.60")), Band(None, Decimal("0.70"))),
        band_basis=BurdenBasis.BURDEN,
        annual_ceiling=Decimal(400000),
        counts_upfront_self_pay=True,
        support=terms.Support(Decimal("0.5"), Decimal("0.05"), True),
    )


def test_critical_illness_row_without_support():
    assert publish(CriticalIllnessPolicy).rule().support is None


def test_assistance_row_becomes_a_rule():
    rule = publish(AssistancePolicy, annual_ceiling="30000").rule()
    assert rule == terms.MedicalAssistanceRule(Decimal(0), Decimal("0.70"), Decimal(30000))


@pytest.mark.parametrize(
    ("kind", "value", "rule"),
    [
        ("rate_points", "0.10", terms.AwayRule(RemoteKind.RATE_POINTS, Decimal("0.10"))),
        ("rate_factor", "0.9", terms.AwayRule(RemoteKind.RATE_FACTOR, Decimal("0.9"))),
        ("upfront_share", "0.2", terms.AwayRule(RemoteKind.UPFRONT_SHARE, Decimal("0.2"))),
        ("deductible", "2000", terms.AwayRule(RemoteKind.DEDUCTIBLE, Decimal(2000))),
        ("none", None, terms.AwayRule()),
    ],
)
def test_remote_row_becomes_a_rule(kind, value, rule):
    assert publish(RemoteRule, kind=kind, value=value).rule() == rule


def test_limit_of_points_is_said_to_be_one_and_reckoned_with():
    limit = publish(RemoteRule, kind="rate_points", value=Decimal("0.10"), at_most=True)
    assert limit.words == "比例最多降 10 个百分点"
    assert limit.rule().rate_away(Decimal("0.80")) == Decimal("0.70")
    exact, _ = build(RemoteRule, kind="rate_points", value=Decimal("0.10"))
    assert exact.words == "比例降 10 个百分点"


@pytest.mark.parametrize(
    ("model", "values", "missing"),
    [
        (BasicPolicy, {"deductible": ""}, ("起付线",)),
        (BasicPolicy, {"bands": []}, ("报销比例",)),
        (BasicPolicy, {"deductible": "", "bands": []}, ("起付线", "报销比例")),
        (CriticalIllnessPolicy, {"deductible": None}, ("大病起付线",)),
        (CriticalIllnessPolicy, {"bands": []}, ("大病报销比例",)),
        (CriticalIllnessPolicy, {"bands": [("50000", "0.6"), UPPER_BAND]}, ("大病分段从哪里算起",)),
        (AssistancePolicy, {"deductible": None}, ("救助起付线",)),
        (AssistancePolicy, {"rate": None}, ("救助比例",)),
        (RemoteRule, {"value": None}, ("异地规则的数值",)),
    ],
)
def test_incomplete_row_is_published_but_gives_no_number(model, values, missing):
    row = publish(model, **values)
    assert row.missing == missing
    with pytest.raises(MissingParameterError):
        row.rule()


@pytest.mark.parametrize("model", KINDS)
def test_complete_row_lacks_nothing(model):
    assert publish(model).missing == ()


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (RemoteRule, {"kind": "none", "value": None}),
        (CriticalIllnessPolicy, {"band_basis": ""}),
        (BasicPolicy, {"deductible": "0"}),
        (AssistancePolicy, {"rate": "0"}),
        (BasicPolicy, {"waived": True, "deductible": "", "bands": []}),
    ],
)
def test_row_that_needs_no_more_lacks_nothing(model, values):
    assert publish(model, **values).missing == ()


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (BasicPolicy, {}),
        (BasicPolicy, {"deductible": ""}),
        (BasicPolicy, {"bands": []}),
        (BasicPolicy, {"waived": True, "bands": []}),
        (CriticalIllnessPolicy, {}),
        (CriticalIllnessPolicy, {"deductible": None}),
        (CriticalIllnessPolicy, {"bands": [("50000", "0.6"), UPPER_BAND]}),
        (CriticalIllnessPolicy, {"bands": [("50000", "0.6"), UPPER_BAND], "band_basis": "burden"}),
        (CriticalIllnessPolicy, {"waived": True, "deductible": None}),
        (AssistancePolicy, {}),
        (AssistancePolicy, {"rate": None}),
        (RemoteRule, {}),
        (RemoteRule, {"value": None}),
        (RemoteRule, {"kind": "none", "value": None}),
    ],
)
def test_database_and_row_agree_on_what_is_incomplete(model, values):
    row = publish(model, **values)
    assert model.objects.filter(Q(pk=row.pk) & model.INCOMPLETE).exists() == bool(row.missing)


@pytest.mark.parametrize(
    ("model", "values", "field", "sentence"),
    [
        (BasicPolicy, {"rate_add": "3"}, "rate_add", f"“比例提高”{OUT_OF_RANGE}"),
        (BasicPolicy, {"self_pay_factor": "60"}, "self_pay_factor", f"“个人支付系数”{OUT_OF_RANGE}"),
        (BasicPolicy, {"annual_ceiling": "-1"}, "annual_ceiling", "“封顶线（元）”不能是负数。"),
        (
            BasicPolicy,
            {"over_ceiling_rate": "0.8"},
            "over_ceiling_rate",
            "“超封顶的支付比例”要和“封顶线（元）”一起写：没有封顶线就没有超封顶的部分。",
        ),
        (BasicPolicy, {"annual_ceiling": "999.99"}, "annual_ceiling", "封顶线比起付线还低，请核对这两个数。"),
        (
            BasicPolicy,
            {"deductible": "一千三"},
            "deductible",
            "看不懂“一千三”。请只写数字，不写千位逗号；各次之间用逗号隔开，例如“800, 700, 600”。",
        ),
        (
            BasicPolicy,
            {"deductible": "13,300"},
            "deductible",
            "第 2 次（300）比前一次（13）还高。数字里的千位逗号请去掉，例如写 1300。",
        ),
        (
            BasicPolicy,
            {"deductible": "10,000"},
            "deductible",
            "看不懂“000”。请只写数字，不写千位逗号；各次之间用逗号隔开，例如“800, 700, 600”。",
        ),
        (BasicPolicy, {"bands": [(None, "85")]}, "rate", f"“报销比例”{OUT_OF_RANGE}"),
        (BasicPolicy, {"bands": [("-5", "0.85"), UPPER_BAND]}, "up_to", "“到多少元为止”不能是负数。"),
        (
            BasicPolicy,
            {"bands": [("30000", "0.85")]},
            "inline",
            "第 1 段的“这一段的上限”在最后一段要空着，表示以上都算。",
        ),
        (
            BasicPolicy,
            {"bands": [("30000", "0.85"), ("30000", "0.9"), UPPER_BAND]},
            "inline",
            "第 2 段的“这一段的上限”要比前一段的上限大。",
        ),
        (
            BasicPolicy,
            {"bands": [UPPER_BAND, UPPER_BAND]},
            "inline",
            "第 1 段的“这一段的上限”不能空着，只有最后一段可以不写上限。",
        ),
        (BasicPolicy, {"bands": [("0", "0.85"), UPPER_BAND]}, "inline", "第 1 段的“这一段的上限”要比 0 大。"),
        (
            BasicPolicy,
            {"specials": [{"from_age": 70, "rate_add": "0.02"}, {"from_age": 70, "rate_add": "0.05"}]},
            "inline",
            "特别规定里，“满 70 岁”的同一样写了两遍，请只留一行。",
        ),
        (BasicPolicy, {"specials": [{"from_age": 70, "rate_add": "2"}]}, "rate_add", f"“比例提高”{OUT_OF_RANGE}"),
        (BasicPolicy, {"specials": [{"from_age": 121, "rate_add": "0.02"}]}, "from_age", "请写 0 到 120 之间的年龄。"),
        (
            CriticalIllnessPolicy,
            {"annual_ceiling": "14999.99"},
            "annual_ceiling",
            "封顶线比起付线还低，请核对这两个数。",
        ),
        (
            CriticalIllnessPolicy,
            {"has_support": True, "support_rate_add": "5"},
            "support_rate_add",
            f"“困难群体：比例提高”{OUT_OF_RANGE}",
        ),
        (
            CriticalIllnessPolicy,
            {"has_support": True},
            "has_support",
            "勾了“困难群体有倾斜”，请在下面写清楚倾斜多少，或者不勾。",
        ),
        (
            CriticalIllnessPolicy,
            {"support_rate_add": "0.05"},
            "has_support",
            "下面写了困难群体的规定，请把这里勾上，或者把下面改回不变。",
        ),
        (
            CriticalIllnessPolicy,
            {"bands": [("5", "0.6")]},
            "inline",
            "第 1 段的“这一段的上限”在最后一段要空着，表示以上都算。",
        ),
        (AssistancePolicy, {"rate": "70"}, "rate", f"“救助比例”{OUT_OF_RANGE}"),
        (
            AssistancePolicy,
            {"deductible": "5000", "annual_ceiling": "4000"},
            "annual_ceiling",
            "封顶线比起付线还低，请核对这两个数。",
        ),
        (RemoteRule, {"value": "10"}, "value", f"“数值”{OUT_OF_RANGE}"),
        (
            RemoteRule,
            {"kind": "none", "value": "0.1"},
            "value",
            "“数值”在“和本地一样”时用不到，请删掉，或者改“怎么变”。",
        ),
        (RemoteLimit, {"max_points": "10"}, "max_points", "“最多降多少”要在 0 到 1 之间，不超过 10 个百分点写 0.10。"),
        (RemoteLimit, {"region_id": CITY}, "region", "这是国家规定的上限，适用地区请选“全国”。"),
        (NationalAverage, {"region_id": CITY}, "region", "这是全国的统计，适用地区请选“全国”。"),
        (
            NationalAverage,
            {"effective_to": None},
            "effective_to",
            "统计会过时。请填到哪天止，例如统计年份后面第二年的年底。",
        ),
        (NationalAverage, {"rate": "84.1"}, "rate", f"“住院目录内费用基金支付比例”{OUT_OF_RANGE}"),
        (NationalAverage, {"year": 25}, "year", "请写四位的年份，例如 2025。"),
    ],
)
def test_refusal(model, values, field, sentence):
    assert refused(model, **values) == {field: [sentence]}


@pytest.mark.parametrize("written", ["800,700,600", "800，700，600", "800 、 700 600", "８００, 700,600"])
def test_deductibles_are_read_however_they_are_separated(written):
    row = publish(BasicPolicy, deductible=written)
    assert row.deductible == "800, 700, 600"
    assert row.rule().deductible == (800, 700, 600)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("none", None, "和本地一样"),
        ("rate_points", "0.10", "比例降 10 个百分点"),
        ("rate_factor", "0.9", "比例再乘 90%"),
        ("upfront_share", "0.2", "先自付 20%"),
        ("deductible", "2000", "起付线 2,000元"),
        ("rate_points", None, "比例降低若干百分点"),
    ],
)
def test_remote_rule_in_words(kind, value, words):
    assert str(publish(RemoteRule, kind=kind, value=value)) == f"转诊备案 · {words}"


def test_bands_and_add_ons_in_words():
    row = publish(
        BasicPolicy, bands=[("30000", "0.85"), (None, "0.875")], specials=[{"from_age": 70, "rate_add": "0.02"}]
    )
    assert [str(band) for band in row.bands.all()] == ["30,000元以内：85%", "以上：87.5%"]
    assert str(row.specials.get()) == "满 70 岁：提高 2 个百分点"


def test_float_is_refused():
    with pytest.raises(ValidationError, match="数字要加引号"):
        RateField().to_python(0.85)


def test_figures_are_the_same_before_and_after_the_database():
    row = publish(BasicPolicy, annual_ceiling="100000", rate_add="0.03")
    stored = BasicPolicy.objects.get(pk=row.pk)
    assert str(row.annual_ceiling) == str(stored.annual_ceiling) == "100000.00"
    assert str(row.rate_add) == str(stored.rate_add) == "0.0300"


def test_too_many_decimals_are_refused():
    assert set(refused(BasicPolicy, annual_ceiling="1000.001")) == {"annual_ceiling"}
    assert set(refused(BasicPolicy, rate_add="0.00001")) == {"rate_add"}


def test_bands_may_be_typed_in_any_order():
    row = publish(BasicPolicy, bands=[UPPER_BAND, ("30000", "0.85")])
    assert [band.rate for band in row.rule().bands] == [Decimal("0.85"), Decimal("0.90")]


def test_bands_are_stored_from_the_lowest_to_the_open_one():
    row = publish(BasicPolicy, bands=[UPPER_BAND, ("30000", "0.85"), ("20000", "0.80")])
    assert [band.up_to for band in PolicyBand.objects.filter(policy=row)] == [20000, 30000, None]


@pytest.mark.parametrize(
    ("category", "allowed", "beyond"), [("referral", "0.10", "0.1001"), ("other_temporary", "0.20", "0.21")]
)
def test_remote_rule_within_and_beyond_the_national_limit(category, allowed, beyond):
    assert refused(RemoteRule, category=category, value=allowed) == {}
    (sentence,) = refused(RemoteRule, category=category, value=beyond)["value"]
    assert sentence.startswith("国家规定：")
    assert "超出国家规定的依据" in sentence


def test_remote_rule_beyond_the_limit_says_both_numbers():
    (sentence,) = refused(RemoteRule, value="0.25")["value"]
    assert sentence == (
        "国家规定：转诊备案最多降 10 个百分点，这里写的是 25 个。"
        "请核对；文件确实这样定的，把依据写在“超出国家规定的依据”里。"
    )


@pytest.mark.parametrize(
    "values",
    [
        {"value": "0.25", "beyond_limit_reason": "某某文件第3条"},
        {"value": "0.60", "category": "unfiled"},
        {"value": "0.25", "kind": "upfront_share"},
        {"value": "0.50", "kind": "rate_factor"},
    ],
)
def test_remote_rule_that_no_limit_holds_back(values):
    assert refused(RemoteRule, **values) == {}


def test_limit_counts_in_its_own_period_only():
    publish(RemoteLimit, category="unfiled", max_points="0.30", effective_to=dt.date(2025, 12, 31))
    rule = {"category": "unfiled", "value": "0.40"}
    assert refused(RemoteRule, **rule, effective_from=dt.date(2026, 1, 1)) == {}
    assert set(refused(RemoteRule, **rule, effective_from=dt.date(2025, 12, 31))) == {"value"}


def test_same_slot_may_not_overlap_in_one_region():
    publish(BasicPolicy, effective_to=dt.date(2025, 12, 31))
    assert set(refused(BasicPolicy, effective_from=dt.date(2025, 12, 31))) == {"effective_from"}
    assert refused(BasicPolicy, effective_from=dt.date(2026, 1, 1)) == {}


@pytest.mark.parametrize(
    "values",
    [
        {"scheme": "resident"},
        {"person": "retired"},
        {"care_type": "outpatient"},
        {"hospital_level": "tertiary"},
        {"region_id": PROVINCE},
    ],
)
def test_another_slot_may_overlap(values):
    publish(BasicPolicy)
    assert refused(BasicPolicy, **values) == {}


def test_one_critical_illness_rule_for_each_scheme():
    publish(CriticalIllnessPolicy)
    assert set(refused(CriticalIllnessPolicy)) == {"effective_from"}
    assert refused(CriticalIllnessPolicy, scheme="any") == {}


def test_waived_row_may_be_empty():
    assert refused(BasicPolicy, waived=True, deductible="", bands=[]) == {}


def test_waiving_makes_no_sense_for_the_whole_country():
    assert set(refused(BasicPolicy, waived=True, region_id=NATION)) == {"waived"}


def test_every_field_says_what_to_write():
    for model in [*KINDS, RemoteLimit, PolicyBand, PolicySpecial]:
        for field in model._meta.concrete_fields:
            if field.editable and field.name not in {"id", "policy"}:
                assert field.help_text, f"{model.__name__}.{field.name}"
                assert any("一" <= sign <= "鿿" for sign in str(field.verbose_name)), field.name


def test_a_change_of_rates_is_kept():
    row = publish(BasicPolicy)
    for rate in ("0.8", "0.85"):
        changed, inline = rows.copy(row)
        inline["bands"][0].rate = Decimal(rate)
        rows.save(changed, inline, replaced=row)
    told = [rows.inline_then(version)["bands"][0].rate for version in row.history.all()[:2]]
    assert told == [Decimal("0.85"), Decimal("0.8")]


def test_incomplete_row_may_be_saved_as_a_draft_with_a_wrong_band_refused():
    with pytest.raises(ValidationError):
        publish(BasicPolicy, status="draft", deductible="", bands=[("5", "0.5")])
