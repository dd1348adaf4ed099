"""The yearly window: one line on the home page while it is open, gone by itself, and each place's days and sums by year."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from guides.models import Parameter
from tests.guides.outcomes import outcome

pytestmark = pytest.mark.django_db
PAYING = {"matter": "pay"}
BEIJING, GUANGZHOU, SUZHOU, ANSHAN = "110000", "440100", "320500", "210300"


def at(monkeypatch, day):
    monkeypatch.setattr("registry.snapshot.today", lambda: dt.date.fromisoformat(day))


def rules(place):
    """The local rules of somebody who pays there, by their words."""
    found = outcome("coverage", **PAYING, insured_place=place)["local_rules"]
    return {rule["label"]: rule["value"] for rule in found}


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2026-08-31", False),
        ("2026-09-01", True),
        ("2026-11-26", True),
        ("2027-01-01", True),
        ("2027-02-28", True),
        ("2027-03-01", False),
    ],
)
def test_home_page_says_it_in_season_only(client, monkeypatch, day, open_):
    at(monkeypatch, day)
    page = client.get("/").content.decode()
    assert ("现在可以交 2027 年的医保" in page) == open_


def test_line_leads_to_the_guide_with_what_is_known(client, monkeypatch):
    at(monkeypatch, "2026-11-26")
    address = "/guides/coverage/for_whom/?matter=pay"
    assert f'href="{address}"' in client.get("/").content.decode()
    answered = client.get(f"{address}&for_whom=self")
    assert answered["Location"] == "/guides/coverage/insured_place/?for_whom=self&matter=pay"


@pytest.mark.parametrize(
    ("place", "day", "sum_"),
    [
        (BEIJING, "2026-11-26", "老人 460 元，学生儿童 435 元，其他 795 元"),
        (GUANGZHOU, "2026-12-31", "在校学生 413 元，其他人 549 元"),
        (SUZHOU, "2026-11-26", "没涨"),
        (GUANGZHOU, "2027-01-01", ""),
        (ANSHAN, "2026-11-26", ""),
    ],
)
def test_sum_of_a_place_holds_for_its_year(monkeypatch, place, day, sum_):
    at(monkeypatch, day)
    said = rules(place)["居民医保一年交多少钱"]
    assert sum_ in said if sum_ else said == ""


@pytest.mark.parametrize(
    ("place", "day", "days"),
    [
        (BEIJING, "2026-02-28", "2026年2月28日"),
        (BEIJING, "2026-11-26", "有的 12 月 20 日就截止"),
        (GUANGZHOU, "2025-12-20", "12月20日"),
        (ANSHAN, "2026-11-26", "有的 12 月 20 日就截止"),
    ],
)
def test_days_of_a_place_are_shown_while_they_last(monkeypatch, place, day, days):
    at(monkeypatch, day)
    assert days in rules(place)["集中缴费期，哪天到哪天"]


@pytest.mark.parametrize("missing", ["effective_from", "effective_to"])
def test_season_says_from_when_and_until_when(build, missing):
    days = {"effective_from": dt.date(2027, 9, 1), "effective_to": dt.date(2028, 2, 28), missing: None}
    said = {"name": "paying_season", "value": "9 月到次年 2 月", **days}
    row = build(Parameter, key="odd", status="draft", guides=["coverage"], when={}, **said)
    with pytest.raises(ValidationError, match="过了那天页面自己收起来"):
        row.full_clean()


def test_tax_hotline_is_the_countrys_and_comes_first_where_one_pays():
    phones = outcome("coverage", **PAYING, insured_place=ANSHAN)["phones"]
    assert [(phone["number"], phone["label"]) for phone in phones] == [
        ("12366", "税务"),
        ("0412-12393", "医保（辽宁省鞍山市）"),
    ]
