"""Hours in words, and whether a counter works on a date: weekdays, holidays, worked weekends, and what is not known."""

import datetime as dt

import pytest

from registry import snapshot
from registry.models import CalendarDay, Office, OfficeHours
from registry.offices import calendars
from registry.offices.calendars import Calendar
from registry.places import NATION, Places
from registry.publication import PublishedRow
from registry.snapshot import Snapshot
from tests.conftest import sound

ANSHAN, LIAONING = "210300", "210000"
CHAIN = (ANSHAN, LIAONING, NATION)
MORNING, AFTERNOON = (dt.time(8, 30), dt.time(11, 30)), (dt.time(13, 30), dt.time(17))
SHORT = (dt.time(9), dt.time(12))
WHOLE_DAY = (MORNING, AFTERNOON)
WEEKDAYS = dict.fromkeys(range(5), WHOLE_DAY)
MISSING = "没有查到办公时间，先打电话问。"
RING_ON_HOLIDAYS = "今年的放假安排没有查到，节假日请先打电话。"
MONDAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("week", "lines"),
    [
        ({}, ()),
        (WEEKDAYS, ("周一至周五 8:30–11:30，13:30–17:00", "周六、周日不上班")),
        (
            {**WEEKDAYS, 5: (SHORT,)},
            ("周一至周五 8:30–11:30，13:30–17:00", "周六 9:00–12:00", "周日不上班"),
        ),
        (
            {0: (SHORT,), 2: (SHORT,), 3: (SHORT,), 4: (MORNING,)},
            ("周一、周三、周四 9:00–12:00", "周五 8:30–11:30", "周二、周六、周日不上班"),
        ),
        ({**dict.fromkeys(range(3), (SHORT,)), 4: (SHORT,)}, ("周一至周三、周五 9:00–12:00", "周四、周六、周日不上班")),
        (dict.fromkeys(range(7), (SHORT,)), ("周一至周日 9:00–12:00",)),
    ],
)
def test_hours_of_equal_days_share_a_line(week, lines):
    assert calendars.lines(week) == lines


def test_lunch_is_read_from_two_rows_in_whatever_order():
    rows = [OfficeHours(weekday=0, opens=opens, closes=closes) for opens, closes in (AFTERNOON, MORNING)]
    assert calendars.week(rows) == {0: WHOLE_DAY}


def special(date, kind="holiday", name="国庆节", **values):
    return sound(CalendarDay, date=date, kind=kind, name=name, **values)


def year(*rows, known=2026):
    return Calendar({row.date: row for row in rows}, frozenset({known}))


def said(on, week=WEEKDAYS, days=None):
    return calendars.today(week, days or year(), on, MISSING)


def test_weekday_and_weekend_are_told_apart_at_both_edges():
    assert said(MONDAY - DAY) == "今天周日不上班。"
    assert said(MONDAY) == "今天周一上班：8:30–11:30，13:30–17:00。"
    assert said(MONDAY + 4 * DAY) == "今天周五上班：8:30–11:30，13:30–17:00。"
    assert said(MONDAY + 5 * DAY) == "今天周六不上班。"


def test_weekday_without_hours_is_closed():
    assert said(MONDAY + DAY, {0: (SHORT,)}) == "今天周二不上班。"


def test_missing_hours_are_not_guessed():
    assert said(MONDAY, {}) == MISSING


@pytest.mark.parametrize("week", [WEEKDAYS, {}, dict.fromkeys(range(7), (SHORT,))])
def test_holiday_closes_whatever_the_weekday(week):
    assert said(MONDAY, week, year(special(MONDAY))) == "今天国庆节放假，窗口一般不上班。"


def test_worked_weekend_has_the_hours_of_weekdays_that_are_all_alike():
    saturday = MONDAY + 5 * DAY
    expected = "今天周六调休上班，平日的时间是 8:30–11:30，13:30–17:00。去之前先打电话问。"
    assert said(saturday, WEEKDAYS, year(special(saturday, "workday"))) == expected


@pytest.mark.parametrize("week", [{}, {**WEEKDAYS, 4: (MORNING,)}, {5: (SHORT,)}])
def test_worked_weekend_without_one_pattern_is_to_be_asked(week):
    saturday = MONDAY + 5 * DAY
    assert said(saturday, week, year(special(saturday, "workday"))) == "今天周六调休上班，时间请先打电话问。"


@pytest.mark.parametrize(
    ("week", "answer"),
    [(WEEKDAYS, "今天周五上班：8:30–11:30，13:30–17:00。"), ({0: (SHORT,)}, "今天周五不上班。"), ({}, MISSING)],
)
def test_year_without_a_calendar_asks_to_ring_on_holidays(week, answer):
    assert said(dt.date(2027, 1, 1), week) == answer + RING_ON_HOLIDAYS


def test_last_day_of_a_known_year_is_plain():
    assert said(dt.date(2026, 12, 31)) == "今天周四上班：8:30–11:30，13:30–17:00。"


def holding(*rows: PublishedRow) -> Snapshot:
    return Snapshot({}, Places([]), {CalendarDay: rows})


def calendar_of(*rows: PublishedRow, on: dt.date = MONDAY) -> Calendar:
    return calendars.calendar(holding(*rows), CHAIN, on)


def test_nearest_region_decides_about_a_day():
    found = calendar_of(special(MONDAY), special(MONDAY, name="本市的节", region_id=ANSHAN))
    assert found.days[MONDAY].name == "本市的节"


def test_region_may_work_on_a_national_holiday():
    found = calendar_of(special(MONDAY), special(MONDAY, region_id=ANSHAN, waived=True))
    assert found.days == {}


def test_holiday_of_another_region_does_not_count():
    assert calendar_of(special(MONDAY, region_id="450000")).days == {}


def test_local_holiday_alone_does_not_make_a_year_known():
    assert calendar_of(special(MONDAY, region_id=ANSHAN)).years == frozenset()


@pytest.mark.parametrize(("kind", "known"), [("holiday", set()), ("workday", {2026})])
def test_worked_weekends_make_a_year_known_and_statutory_days_alone_do_not(kind, known):
    assert calendar_of(special(MONDAY, kind)).years == known


@pytest.mark.parametrize(("age", "known"), [(730, {2026}), (731, set())])
def test_calendar_that_nobody_checked_for_too_long_is_not_known(age, known):
    row = special(MONDAY, "workday", collected_on=MONDAY - age * DAY, review_every=365)
    assert calendar_of(row).years == known


@pytest.fixture
def office(publish):
    def make(openings=(), **values):
        row = publish(Office, **{"collected_on": MONDAY, **values})
        for weekday, opens, closes in openings:
            row.hours.create(weekday=weekday, opens=opens, closes=closes)
        return row

    return make


def test_opening_tells_hours_note_and_today(office):
    row = office([(0, *SHORT)], hours_note="月底不办")
    found = calendars.opening(row, year(), MONDAY)
    assert found.hours == ("周一 9:00–12:00", "周二至周日不上班", "月底不办")
    assert found.today == "今天周一上班：9:00–12:00。"


def test_opening_without_hours_says_to_ring(office):
    assert calendars.opening(office(), year(), MONDAY) == calendars.Opening((), MISSING)


def test_opening_with_a_note_only_does_not_deny_it(office):
    found = calendars.opening(office(hours_note="周一至周五"), year(), MONDAY)
    assert found == calendars.Opening(("周一至周五",), "具体几点没有查到，先打电话问。")


@pytest.mark.parametrize(("age", "shown"), [(20, True), (21, False)])
def test_opening_of_an_office_that_nobody_checked_is_not_told(office, age, shown):
    row = office([(0, *SHORT)], collected_on=MONDAY - age * DAY, review_every=10)
    found = calendars.opening(row, year(), MONDAY)
    assert ("9:00–12:00" in found.today) == shown
    assert bool(found.hours) == shown


#: Of the published arrangement of 2026: first and last day of each holiday, the days around them, the worked weekends.
ARRANGED = {
    "2026-01-01": "holiday", "2026-01-03": "holiday", "2026-01-04": "workday", "2026-01-05": "",
    "2026-02-13": "", "2026-02-14": "workday", "2026-02-15": "holiday", "2026-02-23": "holiday", "2026-02-24": "",
    "2026-02-28": "workday", "2026-04-03": "", "2026-04-04": "holiday", "2026-04-06": "holiday", "2026-04-07": "",
    "2026-04-30": "", "2026-05-01": "holiday", "2026-05-05": "holiday", "2026-05-06": "", "2026-05-09": "workday",
    "2026-06-18": "", "2026-06-19": "holiday", "2026-06-21": "holiday", "2026-06-22": "", "2026-09-20": "workday",
    "2026-09-24": "", "2026-09-25": "holiday", "2026-09-27": "holiday", "2026-09-28": "", "2026-09-30": "",
    "2026-10-01": "holiday", "2026-10-07": "holiday", "2026-10-08": "", "2026-10-10": "workday",
}  # fmt: skip


@pytest.mark.django_db
def test_content_holds_the_arrangement_of_2026_and_no_other_year():
    found = calendars.calendar(snapshot.current(), CHAIN, dt.date(2026, 11, 22))
    assert found.years == {2026}
    kinds = [row.kind for row in found.days.values() if row.date.year == 2026]
    assert (kinds.count("holiday"), kinds.count("workday")) == (33, 6)
    shown = {date: found.days.get(dt.date.fromisoformat(date)) for date in ARRANGED}
    assert {date: row.kind if row else "" for date, row in shown.items()} == ARRANGED


@pytest.mark.django_db
def test_content_holds_the_statutory_days_of_2027_and_says_that_the_rest_is_not_known():
    """全国年节及纪念日放假办法 第二条: thirteen days; which weekends are worked for them is announced later."""
    found = calendars.calendar(snapshot.current(), CHAIN, dt.date(2026, 11, 26))
    days = {date.isoformat(): row.name for date, row in found.days.items() if date.year == 2027}
    assert days == {
        "2027-01-01": "元旦",
        **dict.fromkeys(("2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08"), "春节"),
        "2027-04-05": "清明节",
        **dict.fromkeys(("2027-05-01", "2027-05-02"), "劳动节"),
        "2027-06-09": "端午节",
        "2027-09-15": "中秋节",
        **dict.fromkeys(("2027-10-01", "2027-10-02", "2027-10-03"), "国庆节"),
    }
    assert said(dt.date(2027, 2, 8), WEEKDAYS, found) == "今天春节放假，窗口一般不上班。"
    assert said(dt.date(2027, 2, 9), WEEKDAYS, found).endswith(RING_ON_HOLIDAYS)
