"""Whose rule waits while the one for all goes public."""

import datetime as dt

import pytest

from calculators.models import BasicPolicy, CriticalIllnessPolicy, RemoteRule
from guides.models import Document
from registry.workflow import meanwhile
from tests.calculators.policy_rows import publish
from tests.conftest import sound

pytestmark = pytest.mark.django_db


def illness(hardship="", status="submitted", **values):
    return publish(CriticalIllnessPolicy, hardship=hardship, status=status, **values)


def test_who_waits_is_given_what_holds_for_all():
    everybody, poor = illness(deductible="14000"), illness("extreme_poverty", "draft", deductible="7000")
    assert [(one.row, one.instead) for one in meanwhile.told([everybody])] == [(poor, everybody)]
    assert str(meanwhile.told([everybody])[0]) == (
        "“居民医保 · 大病保险 · 特困、孤儿”还不公开，这些人就先照“居民医保 · 大病保险”算：起付线 14,000元，不是 7,000元。"
    )


def test_the_other_way_round_nobody_is_given_anything():
    illness(deductible="14000")
    assert meanwhile.told([illness("extreme_poverty", deductible="7000")]) == []


def test_nearest_of_several_is_told():
    everybody, supported = illness(), illness("any")
    poor = illness("extreme_poverty")
    assert meanwhile.of(poor, [everybody, supported, poor]).instead == supported


def test_what_is_public_already_or_holds_at_another_time_stays():
    everybody = illness(effective_from=dt.date(2027, 1, 1))
    before = illness("low_income", "published")
    illness("low_income", supersedes=before)
    illness("extreme_poverty", effective_to=dt.date(2026, 12, 31))
    assert meanwhile.told([everybody]) == []


def test_rules_of_levels_and_distances_are_rows_for_some_too():
    basic = [publish(BasicPolicy, status="submitted", hospital_level=level) for level in ("any", "tertiary")]
    away = [publish(RemoteRule, status="submitted", distance=far) for far in ("any", "other_province")]
    assert [(one.row, one.instead) for one in meanwhile.told([basic[0], away[0]])] == [
        (basic[1], basic[0]),
        (away[1], away[0]),
    ]


def test_words_are_no_rule_for_anybody_else(source):
    paper = sound(Document, source=source, region_id="210300", status="submitted")
    paper.save()
    assert meanwhile.told([paper]) == []
    assert meanwhile.of(paper, [illness()]) is None
