"""Numbers under five are nobody's to see."""

import datetime as dt

import pytest

from guides.flows import FLOWS
from guides.models import Count
from guides.tally import figures

FLOW = FLOWS["remote-care"]
THURSDAY = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (dt.date(2026, 11, 23), dt.date(2026, 10, 26), dt.date(2026, 11, 22)),
        (dt.date(2026, 11, 29), dt.date(2026, 10, 26), dt.date(2026, 11, 22)),
        (dt.date(2026, 11, 30), dt.date(2026, 11, 2), dt.date(2026, 11, 29)),
    ],
)
def test_weeks_that_are_over(on, first, last):
    assert figures.weeks(on) == (first, last)


@pytest.mark.parametrize(("number", "told"), [(0, "不到 5"), (4, "不到 5"), (5, "5"), (120, "120")])
def test_small_numbers_are_not_told(number, told):
    assert figures.said(number) == told


@pytest.mark.django_db
def test_only_whole_weeks_are_added_up():
    for on, count in ((dt.date(2026, 10, 25), 1), (dt.date(2026, 10, 26), 10), (dt.date(2026, 11, 22), 100)):
        Count.objects.create(on=on, kind="started", guide="remote-care", count=count)
    Count.objects.create(on=dt.date(2026, 11, 23), kind="started", guide="remote-care", count=1000)
    assert figures.counted(THURSDAY) == {("started", "remote-care", ""): 110}


def question(asked, answered):
    counts = {("asked", "remote-care", "for_whom"): asked, ("answered", "remote-care", "for_whom"): answered}
    return figures.of_guide(FLOW, counts).questions[0]


@pytest.mark.parametrize(
    ("asked", "answered", "told"),
    [
        (4, 0, ("不到 5", "", "")),
        (100, 80, ("100", "20", "20%")),
        (100, 96, ("100", "不到 5", "")),
        (100, 95, ("100", "5", "5%")),
        (100, 120, ("100", "不到 5", "")),
    ],
)
def test_where_people_leave(asked, answered, told):
    line = question(asked, answered)
    assert (line.opened, line.left, line.share) == told


def test_outcomes_that_hardly_anybody_reads():
    first, second = (key for key, _ in FLOW.outcomes[:2])
    counts = {("outcome", "remote-care", first): 4, ("outcome", "remote-care", second): 5}
    guide = figures.of_guide(FLOW, counts)
    few = figures.few_read([guide])
    assert ("remote-care", first) in few
    assert ("remote-care", second) not in few
    assert len(few) == len(FLOW.outcomes) - 1
    assert [line.name for line in guide.outcomes] == [key for key, _ in FLOW.outcomes]


def test_places_by_how_often_they_were_asked_for():
    counts = {("place", "", "210300"): 4, ("place", "", "110000"): 5, ("place", "", "310000"): 9}
    assert [(line.name, line.opened) for line in figures.places(counts)] == [("310000", "9"), ("110000", "5")]
