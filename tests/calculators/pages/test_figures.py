"""Figures as people read them: which rows are told, in which words, and what several rows have in common."""

import datetime as dt
from decimal import Decimal

import pytest

from calculators.models import AssistancePolicy, BasicPolicy, CriticalIllnessPolicy, RemoteRule
from calculators.pages import figures
from registry import evidence, snapshot
from tests.calculators.policy_rows import CITY, DAY, NATION, PROVINCE, publish

pytestmark = pytest.mark.django_db


def told(region=CITY, on=DAY):
    found = snapshot.current()
    return figures.in_force(found, region, on, evidence.Sources(found.places, on).basis)


def says(region=CITY, on=DAY):
    """Every group by its title, with who and what of each of its rules."""
    return {group.title: {figure.who: figure.says for figure in group.figures} for group in told(region, on)}


def test_place_without_rows_has_no_figures():
    assert told() == ()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, ("起付线每次1,000元", "报 80%")),
        ({"deductible": "0"}, ("没有起付线", "报 80%")),
        ({"deductible": "800", "deductible_basis": "per_year"}, ("起付线一年800元", "报 80%")),
        ({"deductible": "800, 400"}, ("起付线第 1 次800元，以后每次400元", "报 80%")),
        ({"deductible": "800, 400, 0"}, ("起付线第 1 次800元，第 2 次400元，以后没有", "报 80%")),
        (
            {"bands": [("30000", "0.85"), (None, "0.90")]},
            ("起付线每次1,000元", "30,000元以内报 85%，以上报 90%"),
        ),
        (
            {"bands": [("30000", "0.85"), (None, "0.90")], "band_basis": "eligible"},
            ("起付线每次1,000元", "30,000元以内报 85%，以上报 90%（起付线也算在段里）"),
        ),
        ({"rate_add": Decimal("0.05")}, ("起付线每次1,000元", "报 85%")),
        (
            {"annual_ceiling": 100_000, "over_ceiling_rate": Decimal("0.9"), "over_ceiling_annual_ceiling": 300_000},
            ("起付线每次1,000元", "报 80%", "一年最多付100,000元", "再往上报 90%，最多300,000元"),
        ),
        (
            {"specials": [{"from_age": 70, "rate_add": "0.05"}]},
            ("起付线每次1,000元", "报 80%", "满 70 岁：提高 5 个百分点"),
        ),
    ],
)
def test_words_of_a_basic_rule(values, words):
    publish(BasicPolicy, **values)
    assert says() == {"职工医保：住院": {"": words}}


def test_words_of_the_other_layers():
    support = {"has_support": True, "support_deductible_factor": Decimal("0.5"), "support_no_ceiling": True}
    publish(CriticalIllnessPolicy, annual_ceiling=400_000, **support)
    publish(AssistancePolicy, annual_ceiling=50_000)
    publish(RemoteRule)
    assert says() == {
        "居民医保：大病保险（大额补助）": {
            "": ("一年自付满15,000元，超出的报 60%", "一年最多付400,000元", "困难群体起付线降到7,500元，不封顶")
        },
        "困难家庭的医疗救助": {"": ("没有起付线", "报 70%", "一年最多付50,000元")},
        "去外地住院，跟在本地比": {"转诊备案": ("比例降 10 个百分点",)},
    }


def test_what_all_rules_of_a_group_say_beside_their_figures_is_told_once():
    for level, rate in (("secondary", "0.85"), ("tertiary", "0.80")):
        publish(BasicPolicy, key=level, hospital_level=level, bands=[(None, rate)], annual_ceiling=100_000)
    [group] = told()
    assert group.common == ("一年最多付100,000元",)
    assert [(each.who, each.says) for each in group.figures] == [
        ("二级医院", ("起付线每次1,000元", "报 85%")),
        ("三级医院", ("起付线每次1,000元", "报 80%")),
    ]


@pytest.mark.parametrize(
    ("model", "values", "columns", "cells", "beside"),
    [
        (BasicPolicy, {}, ("起付线", "报多少"), ("每次1,000元", "80%"), ()),
        (
            BasicPolicy,
            {"deductible": "0", "annual_ceiling": 300},
            ("起付线", "报多少"),
            ("没有", "80%"),
            ("一年最多付300元",),
        ),
        (
            BasicPolicy,
            {"deductible": "800", "deductible_basis": "per_year", "bands": [("30000", "0.85"), (None, "0.90")]},
            ("起付线", "报多少"),
            ("一年800元", "30,000元以内报 85%，以上报 90%"),
            (),
        ),
        (CriticalIllnessPolicy, {}, ("报多少",), ("一年自付满15,000元，超出的报 60%",), ()),
        (AssistancePolicy, {}, ("起付线", "报多少"), ("没有", "70%"), ()),
        (RemoteRule, {}, ("变多少",), ("比例降 10 个百分点",), ()),
    ],
)
def test_figures_stand_under_columns(model, values, columns, cells, beside):
    publish(model, **values)
    [group] = told()
    assert group.columns == columns
    assert [(each.cells, each.beside) for each in group.figures] == [(cells, beside)]


def test_country_stands_beside_a_stay_in_hospital_alone():
    publish(BasicPolicy, hospital_level="primary")
    publish(BasicPolicy, key="outpatient", care_type="outpatient")
    publish(RemoteRule)
    references = {group.title: group.reference for group in told()}
    stay = references.pop("职工医保：住院")
    assert [(share.level, share.rate) for share in stay.shares] == [("各级医院合起来", "84.1%"), ("三级医院", "83.1%")]
    assert set(references.values()) == {None}


@pytest.mark.parametrize(
    ("values", "period"),
    [
        ({}, ""),
        ({"effective_from": dt.date(2025, 1, 1)}, "2025年1月1日起"),
        ({"effective_to": dt.date(2026, 12, 31)}, "到2026年12月31日止"),
        (
            {"effective_from": dt.date(2025, 1, 1), "effective_to": dt.date(2026, 12, 31)},
            "2025年1月1日起，到2026年12月31日止",
        ),
    ],
)
def test_period_stands_beside_the_figures(values, period):
    publish(BasicPolicy, **values)
    assert [group.period for group in told()] == [period]


def test_figures_end_with_their_period_and_their_check():
    publish(BasicPolicy, effective_to=DAY, collected_on=DAY, review_every=10)
    assert told(on=DAY)
    assert not told(on=DAY + dt.timedelta(days=1))  # over
    publish(AssistancePolicy, collected_on=DAY, review_every=10)
    assert told(on=DAY + dt.timedelta(days=20))
    assert not told(on=DAY + dt.timedelta(days=21))  # twice its interval unchecked


def test_what_is_known_of_an_incomplete_rule_is_told_with_what_is_not():
    publish(BasicPolicy, care_type="chronic", item="高血压", deductible="", annual_ceiling=300)
    assert says() == {"职工医保：门诊慢特病": {"高血压": ("起付线没有查到", "报 80%", "一年最多付300元")}}


@pytest.mark.parametrize(
    "lacks", [{"deductible": "", "bands": []}, {"left_out": "老人另有规定", "left_out_matters": "all"}]
)
def test_incomplete_row_of_which_nothing_can_be_said_gives_no_figure(lacks):
    publish(BasicPolicy, **lacks)
    assert told() == ()


def test_own_row_stands_for_the_one_of_the_province_and_the_nation_has_none():
    publish(BasicPolicy, key="province", region_id=PROVINCE, deductible="500")
    assert [row.category for row in RemoteRule.objects.published() if row.region_id == NATION] == ["long_term"]
    assert says() == {"职工医保：住院": {"": ("起付线每次500元", "报 80%")}}
    assert says(PROVINCE) == says()
    publish(BasicPolicy, deductible="700")
    assert says() == {"职工医保：住院": {"": ("起付线每次700元", "报 80%")}}


def test_source_of_a_group_is_named_once():
    for level in ("secondary", "tertiary"):
        publish(BasicPolicy, key=level, hospital_level=level)
    [group] = told()
    assert [basis.number for basis in group.bases] == [1]


def test_bands_of_a_burden_begin_at_the_threshold():
    bands = [("10000", "0.50"), ("100000", "0.60"), (None, "0.70")]
    publish(CriticalIllnessPolicy, deductible="11000", band_basis="burden", bands=bands)
    assert says() == {
        "居民医保：大病保险（大额补助）": {"": ("自付 11,000元到 100,000元那一段报 60%，100,000元以上报 70%",)}
    }
