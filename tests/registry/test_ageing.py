"""What has been kept long enough goes; a night under a wrong clock takes little."""

import datetime as dt

import pytest

from guides.models import Unheard
from registry import ageing, reports
from registry.models import Report
from tests.clock import TODAY

pytestmark = pytest.mark.django_db

LONG = dt.timedelta(days=400)


def told(days_ago: int, words: str) -> None:
    day = TODAY - dt.timedelta(days=days_ago)
    Unheard.objects.create(words=words, first_on=day, last_on=day)


def kept() -> list[str]:
    return list(Unheard.objects.order_by("pk").values_list("words", flat=True))


def test_what_lies_before_a_day_goes_and_that_day_stays():
    told(11, "旧话"), told(11, "又一句"), told(10, "那天")
    assert ageing.forget_before(Unheard.objects.all(), "last_on", TODAY - dt.timedelta(days=10)) == 2
    assert kept() == ["那天"]


def test_a_night_under_a_wrong_clock_takes_the_oldest_three_days():
    for days in range(6):
        told(days, f"第{days}天")
    assert Unheard.forget(TODAY + LONG) == 3
    assert kept() == ["第0天", "第1天", "第2天"]


def test_open_reports_go_by_the_day_too():
    for days in range(5):
        Report.objects.create(guide="remote-care", outcome="local", reason="phone", on=TODAY - dt.timedelta(days=days))
    assert reports.forget(TODAY + LONG) == 3
    assert Report.objects.count() == 2


def test_wording_told_under_a_clock_that_is_behind_is_not_the_older_for_it():
    Unheard.tell("取号机坏了", TODAY)
    Unheard.tell("取号机坏了", TODAY - LONG)
    row = Unheard.objects.get()
    assert (row.count, row.last_on) == (2, TODAY)
    assert Unheard.forget(TODAY) == 0


def test_wording_that_somebody_is_thanked_for_is_not_what_goes(monkeypatch):
    monkeypatch.setattr("guides.models.unheard.MOST", 2)
    for words in ("甲", "甲", "乙", "乙", "丙"):
        Unheard.tell(words, TODAY)
    assert Unheard.make_room("丙") == 1
    assert kept() == ["乙", "丙"]
