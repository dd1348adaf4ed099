"""Waiting periods against a second, naive reckoning, and against months and days worked out by hand."""

import datetime as dt

import pytest

from guides.engine import waiting
from tests.guides import naive_waiting

NATION, JIANGSU = (3, 1), (2, 1)
#: The rule (fixed months, months for each year), years lapsed, years paid for afterwards, and the months by hand.
MONTHS = [
    (NATION, 0, 0, 3),
    (NATION, 1, 0, 4),
    (NATION, 1, 1, 3),
    (NATION, 1, 2, 3),  # more cannot be paid for than was missed
    (NATION, 2, 0, 5),
    (NATION, 2, 1, 4),
    (NATION, 2, 2, 3),
    (NATION, 3, 0, 6),
    (NATION, 3, 1, 5),
    (NATION, 3, 2, 4),
    (NATION, 3, 3, 3),
    (NATION, 4, 0, 7),
    (NATION, 4, 1, 6),
    (NATION, 4, 2, 6),  # from four years on at least six
    (NATION, 4, 4, 6),
    (NATION, 5, 0, 8),
    (NATION, 5, 1, 7),
    (NATION, 5, 5, 6),
    (NATION, 10, 0, 13),
    (NATION, 10, 7, 6),
    (NATION, 10, 10, 6),
    (JIANGSU, 0, 0, 2),
    (JIANGSU, 1, 0, 3),
    (JIANGSU, 3, 3, 2),
    (JIANGSU, 4, 0, 6),
    (JIANGSU, 4, 4, 6),
    ((6, 0), 0, 0, 6),  # 上海, paying as an employee
    ((6, 0), 3, 2, 6),
    ((0, 0), 0, 0, 0),
]
#: Months waited, the day of payment, and the first day of cover by hand.
DAYS = [
    (0, "2026-11-26", "2026-11-26"),  # 北京, from one scheme to the other
    (0, "2026-12-31", "2026-12-31"),
    (1, "2026-11-26", "2026-12-01"),  # 广州, 南京: the month after the money has come
    (1, "2026-11-30", "2026-12-01"),
    (1, "2026-12-01", "2027-01-01"),
    (1, "2026-12-31", "2027-01-01"),
    (1, "2027-02-28", "2027-03-01"),
    (1, "2028-02-29", "2028-03-01"),
    (2, "2026-03-01", "2026-05-01"),  # 浙江: the third month, that of payment being the first
    (2, "2026-03-31", "2026-05-01"),
    (2, "2026-10-31", "2026-12-01"),
    (2, "2026-11-01", "2027-01-01"),
    (2, "2026-11-30", "2027-01-01"),
    (2, "2026-12-31", "2027-02-01"),
    (2, "2027-12-31", "2028-02-01"),
    (2, "2028-01-31", "2028-03-01"),
    (3, "2026-11-30", "2027-02-01"),
    (4, "2026-10-31", "2027-02-01"),
    (6, "2026-08-31", "2027-02-01"),
    (7, "2026-05-31", "2026-12-01"),
    (13, "2026-12-31", "2028-01-01"),
]


@pytest.mark.parametrize(("rule", "years", "repaired", "by_hand"), MONTHS)
def test_months(rule, years, repaired, by_hand):
    assert waiting.months(*rule, years, repaired) == by_hand
    assert naive_waiting.months(*rule, years, repaired) == by_hand


@pytest.mark.parametrize(("waited", "paid", "by_hand"), DAYS)
def test_first_day(waited, paid, by_hand):
    paid = dt.date.fromisoformat(paid)
    assert waiting.first_day(waited, paid).isoformat() == by_hand
    assert naive_waiting.first_day(waited, paid).isoformat() == by_hand


def test_the_two_reckonings_agree_on_every_day_and_lapse():
    for rule in (NATION, JIANGSU, (0, 2)):
        for years in range(12):
            for repaired in range(years + 3):
                assert waiting.months(*rule, years, repaired) == naive_waiting.months(*rule, years, repaired)
    for number in range(0, 800, 3):
        paid = dt.date(2026, 11, 1) + dt.timedelta(days=number)
        for waited in range(8):
            assert waiting.first_day(waited, paid) == naive_waiting.first_day(waited, paid)


@pytest.mark.parametrize(
    ("kind", "amount", "sound"),
    [
        ("wait", "0", True),
        ("wait", "36", True),
        ("wait", "37", False),
        ("wait", "-1", False),
        ("wait", "", False),
        ("wait", "三", False),
        ("wait", "２", False),
        ("wait_paid_month", "2", True),
        ("months", "2", False),
    ],
)
def test_problem(kind, amount, sound):
    assert (waiting.problem(kind, amount) == "") == sound
