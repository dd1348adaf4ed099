"""Terms to last days: both sides of every month end, and what no term may look like."""

import datetime as dt
from calendar import monthrange

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.engine import deadlines
from guides.engine.deadlines import last_day, problem

days = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
months = st.integers(1, 60)


@pytest.mark.parametrize(
    ("kind", "amount", "start", "end"),
    [
        ("months", "12", "2026-10-03", "2027-10-03"),
        ("months", "3", "2026-11-30", "2027-02-28"),
        ("months", "6", "2026-08-31", "2027-02-28"),
        ("months", "6", "2027-08-31", "2028-02-29"),
        ("months", "6", "2026-08-28", "2027-02-28"),
        ("months", "1", "2026-12-31", "2027-01-31"),
        ("months", "1", "2026-01-31", "2026-02-28"),
        ("months", "12", "2028-02-29", "2029-02-28"),
        ("months", "2", "2026-10-31", "2026-12-31"),
        ("from_receipt", "6", "2026-08-31", "2027-02-28"),
        ("from_receipt", "6", "2026-11-26", "2027-05-26"),
        ("days", "90", "2026-10-03", "2027-01-01"),
        ("days", "1", "2026-12-31", "2027-01-01"),
        ("year_end", "", "2026-01-01", "2026-12-31"),
        ("year_end", "", "2026-12-31", "2026-12-31"),
        ("next_year", "01-20", "2026-01-01", "2027-01-20"),
        ("next_year", "01-20", "2026-12-31", "2027-01-20"),
        ("next_year", "12-31", "2026-06-30", "2027-12-31"),
    ],
)
def test_last_day(kind, amount, start, end):
    assert last_day(kind, amount, dt.date.fromisoformat(start)) == dt.date.fromisoformat(end)


@given(start=days, count=months)
def test_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month(start, count):
    end = last_day("months", str(count), start)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == count
    assert end.day == min(start.day, monthrange(end.year, end.month)[1])


@given(start=days, count=months)
def test_months_never_run_backwards(start, count):
    assert last_day("months", str(count), start) <= last_day("months", str(count), start + dt.timedelta(days=1))


@given(start=days, count=st.integers(1, 1800))
def test_days_are_counted_from_the_day_after(start, count):
    assert (last_day("days", str(count), start) - start).days == count


@given(start=days)
def test_ends_of_years(start):
    assert start <= last_day("year_end", "", start) == dt.date(start.year, 12, 31)
    assert last_day("next_year", "01-20", start) == dt.date(start.year + 1, 1, 20)


SOUND = [
    *(("months", "1"), ("months", "60"), ("from_receipt", "1"), ("from_receipt", "60")),
    *(("days", "1"), ("days", "1800"), ("year_end", ""), ("next_year", "02-28")),
]


@pytest.mark.parametrize(("kind", "amount"), SOUND)
def test_sound_terms(kind, amount):
    assert problem(kind, amount) == ""


BAD = [
    *(("months", amount) for amount in ("", "0", "61", "-1", "1.5", "十二", "１２", "²")),
    *(("from_receipt", amount) for amount in ("", "0", "61")),
    *(("days", amount) for amount in ("", "0", "1801")),
    *(("next_year", amount) for amount in ("", "1-20", "02-29", "02-30", "13-01", "0120", "W01-1", "01-20x")),
    ("year_end", "12"),
]


@pytest.mark.parametrize(("kind", "amount"), BAD)
def test_terms_that_are_not_sound_are_refused_with_what_to_write(kind, amount):
    assert problem(kind, amount).startswith(("请写", "“年底”"))
    with pytest.raises(ValueError, match="no such term"):
        last_day(kind, amount, dt.date(2026, 1, 1))


@pytest.mark.parametrize("typed", ["3月31日", "3 月 31 日", "3-31", "03-31", "3.31", "3/31"])
def test_a_day_of_every_year_is_read_as_people_write_it(typed):
    assert deadlines.as_written("next_year", typed) == "03-31"
    assert deadlines.as_written("months", typed) == typed


def test_every_kind_says_what_to_write():
    assert all(problem(kind, "?") for kind in deadlines.TERMS)


@pytest.mark.parametrize(
    ("kind", "amount", "said"),
    [
        ("months", "12", "出院后 12 个月内"),
        ("from_receipt", "6", "开收据后 6 个月内"),
        ("days", "90", "出院后 90 天内"),
        ("year_end", "", "出院那年年底前"),
        ("next_year", "01-20", "出院第二年 1 月 20 日前"),
    ],
)
def test_a_term_is_said_as_people_say_it(kind, amount, said):
    assert deadlines.words(kind, amount) == said


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("next_year", "次年3月31日", "03-31"),
        ("months", "6个月", "6"),
        ("from_receipt", "12 个月内", "12"),
        ("days", "90天", "90"),
        ("days", "90日以内", "90"),
        ("months", "90天", "90天"),  # another unit is no slip of ours to mend
        ("days", "3个月", "3个月"),
    ],
)
def test_amount_is_read_with_its_unit(kind, typed, stored):
    assert deadlines.as_written(kind, typed) == stored
