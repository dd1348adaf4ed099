import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.evidence import Freshness
from registry.models import Office
from registry.places import NATION
from registry.publication import Status, nearest
from tests.conftest import sound

ANSHAN, LIAONING, SUZHOU = "210300", "210000", "320500"
CHAIN = (ANSHAN, LIAONING, NATION)
FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 6, 30)
DAY = dt.timedelta(days=1)


def problems(row):
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return caught.value.message_dict


BOUNDARIES = [
    (FIRST, LAST, FIRST - DAY, False),
    (FIRST, LAST, FIRST, True),
    (FIRST, LAST, LAST, True),
    (FIRST, LAST, LAST + DAY, False),
    (FIRST, FIRST, FIRST, True),
    (None, LAST, dt.date.min, True),
    (None, LAST, LAST, True),
    (None, LAST, LAST + DAY, False),
    (FIRST, None, FIRST - DAY, False),
    (FIRST, None, FIRST, True),
    (FIRST, None, dt.date.max, True),
    (None, None, FIRST, True),
]


@pytest.mark.parametrize(("start", "end", "on", "expected"), BOUNDARIES)
def test_in_force_in_memory(start, end, on, expected):
    assert Office(effective_from=start, effective_to=end).in_force(on) == expected


@pytest.mark.parametrize(("start", "end", "on", "expected"), BOUNDARIES)
def test_in_force_in_query(publish, start, end, on, expected):
    row = publish(Office, effective_from=start, effective_to=end)
    assert Office.objects.filter(pk=row.pk).in_force(on).exists() == expected


def test_states_are_asked_for_by_what_they_mean(publish):
    rows = {state: publish(Office, key=f"test-{state}", status=state) for state in Status.values}
    mine = Office.objects.filter(pk__in=[row.pk for row in rows.values()])

    def states(found):
        return {row.status for row in found}

    assert states(mine.published()) == {"published"}
    assert (
        states(mine.unfinished()) == states(row for row in rows.values() if row.is_unfinished) == {"draft", "submitted"}
    )
    assert states(mine.kept()) == {"draft", "submitted", "published"}


@pytest.mark.parametrize(("age", "trusted"), [(0, True), (20, True), (21, False)])
def test_row_is_trusted_for_twice_its_interval(age, trusted):
    row = Office(collected_on=FIRST, review_every=10)
    assert row.is_trusted(FIRST + age * DAY) is trusted


@pytest.mark.parametrize(
    ("values", "day"),
    [
        ({}, FIRST),
        ({"verified_on": FIRST + DAY}, FIRST + DAY),
        ({"effective_from": FIRST + 2 * DAY}, FIRST + 2 * DAY),
        ({"verified_on": FIRST - DAY, "effective_from": FIRST - 2 * DAY}, FIRST),
        ({"verified_on": FIRST + 4 * DAY, "effective_from": FIRST + 3 * DAY}, FIRST + 3 * DAY),
        ({"collected_on": FIRST + 4 * DAY}, FIRST + 3 * DAY),
    ],
)
def test_day_on_which_a_row_came_to_say_what_it_says(values, day):
    assert Office(**{"collected_on": FIRST, **values}).dated(FIRST + 3 * DAY) == day


days = st.dates(FIRST - 5 * DAY, FIRST + 5 * DAY)


# One row, rewritten by each example: the database need not be rolled back between them.
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.none() | days, end=st.none() | days, on=days)
def test_in_force_query_and_memory_agree(publish, start, end, on):
    row = Office.objects.filter(key="test-row").first() or publish(Office)
    Office.objects.filter(pk=row.pk).update(effective_from=start, effective_to=end)
    row.effective_from, row.effective_to = start, end
    assert Office.objects.filter(pk=row.pk).in_force(on).exists() == row.in_force(on)


@pytest.mark.parametrize(("status", "seen"), [("draft", False), ("published", True), ("retired", False)])
def test_published_status(publish, status, seen):
    row = publish(Office, status=status)
    assert Office.objects.published().filter(pk=row.pk).exists() == seen


@pytest.mark.parametrize(
    ("regions", "winner"),
    [(CHAIN, ANSHAN), ((NATION, LIAONING), LIAONING), ((LIAONING, NATION), LIAONING), ((NATION,), NATION)],
)
def test_nearest_region_wins(regions, winner):
    rows = [sound(Office, region_id=region) for region in regions]
    assert [row.region_id for row in nearest(rows, CHAIN)] == [winner]


def test_nearest_keeps_one_row_for_each_slot():
    rows = [sound(Office, key="one"), sound(Office, key="two"), sound(Office, key="two", region_id=ANSHAN)]
    assert [(row.key, row.region_id) for row in nearest(rows, CHAIN)] == [("one", NATION), ("two", ANSHAN)]


def test_nearest_leaves_out_other_regions():
    assert nearest([sound(Office, region_id=SUZHOU)], CHAIN) == []


@pytest.mark.parametrize(
    ("waived_at", "chain", "seen"),
    [
        (ANSHAN, CHAIN, False),
        (LIAONING, CHAIN, False),
        (LIAONING, (LIAONING, NATION), False),
        (ANSHAN, (LIAONING, NATION), True),
        (ANSHAN, ("210100", LIAONING, NATION), True),
        (LIAONING, (SUZHOU, "320000", NATION), True),
    ],
)
def test_nearest_waived_removes_what_is_inherited_there(waived_at, chain, seen):
    rows = [sound(Office), sound(Office, region_id=waived_at, waived=True)]
    assert [row.region_id for row in nearest(rows, chain)] == ([NATION] if seen else [])


def test_nearest_city_row_survives_a_waived_province():
    rows = [sound(Office), sound(Office, region_id=LIAONING, waived=True), sound(Office, region_id=ANSHAN)]
    assert [row.region_id for row in nearest(rows, CHAIN)] == [ANSHAN]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (FIRST, LAST),
        (LAST, None),
        (None, FIRST),
        (None, None),
        (FIRST + DAY, LAST - DAY),
        (FIRST - DAY, LAST + DAY),
        (LAST, LAST),
        (FIRST, FIRST),
    ],
)
def test_overlap_refused(publish, build, start, end):
    publish(Office, name="在先的窗口", effective_from=FIRST, effective_to=LAST)
    rival = build(Office, effective_from=start, effective_to=end)
    assert problems(rival) == {
        "effective_from": ["和已发布的“在先的窗口”（2026-03-01 至 2026-06-30）日期重叠了。请先给那一条填截止日期。"]
    }


@pytest.mark.parametrize(
    ("start", "end"), [(LAST + DAY, None), (None, FIRST - DAY), (LAST + DAY, LAST + DAY), (FIRST - DAY, FIRST - DAY)]
)
def test_overlap_adjacent_allowed(publish, start, end):
    publish(Office, effective_from=FIRST, effective_to=LAST)
    assert publish(Office, effective_from=start, effective_to=end).pk


@pytest.mark.parametrize(
    "values", [{"region_id": ANSHAN}, {"key": "other"}, {"status": "draft"}, {"status": "retired"}]
)
def test_overlap_elsewhere_allowed(publish, values):
    publish(Office)
    assert publish(Office, **values).pk


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETIRED])
def test_overlap_with_unpublished_allowed(publish, status):
    publish(Office, status=status)
    assert publish(Office).pk


def test_overlap_with_itself_allowed(publish):
    row = publish(Office)
    row.name = "新名字"
    row.full_clean()
    assert row.rival() is None


@pytest.mark.parametrize(("end", "refused"), [(FIRST - DAY, True), (FIRST, False), (FIRST + DAY, False)])
def test_period_end_before_start_refused(build, end, refused):
    row = build(Office, effective_from=FIRST, effective_to=end)
    if refused:
        assert list(problems(row)) == ["effective_to"]
    else:
        row.full_clean()


@pytest.mark.parametrize("values", [{"verified_on": FIRST}, {"verified_by": "0412"}])
def test_verification_half_given_refused(build, values):
    assert problems(build(Office, **values)) == {"verified_by": ["核对日期和核对人要一起填，或者一起空着。"]}


def test_verification_complete_allowed(publish):
    assert publish(Office, verified_on=FIRST, verified_by="0412").pk


def test_waived_on_nation_refused(build):
    assert list(problems(build(Office, waived=True))) == ["waived"]


def test_waived_on_city_allowed(publish):
    assert publish(Office, waived=True, region_id=ANSHAN).pk


def test_source_missing_refused(build):
    assert list(problems(build(Office, source=None))) == ["source"]


@pytest.mark.parametrize("days_between", [0, -1])
def test_review_interval_must_be_positive(build, days_between):
    assert list(problems(build(Office, review_every=days_between))) == ["review_every"]


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (0, Freshness.FRESH),
        (100, Freshness.FRESH),
        (101, Freshness.DUE),
        (200, Freshness.DUE),
        (201, Freshness.EXPIRED),
    ],
)
def test_freshness_of_a_verified_row(age, expected):
    row = sound(Office, collected_on=dt.date(2020, 1, 1), verified_on=FIRST, review_every=100)
    assert row.freshness(FIRST + age * DAY) == expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [(0, Freshness.UNVERIFIED), (101, Freshness.UNVERIFIED), (200, Freshness.UNVERIFIED), (201, Freshness.EXPIRED)],
)
def test_freshness_never_verified_counts_from_collection(age, expected):
    row = sound(Office, collected_on=FIRST, review_every=100)
    assert row.freshness(FIRST + age * DAY) == expected


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, "一直有效"),
        (FIRST, None, "2026-03-01 至 没有截止"),
        (None, LAST, "一直以来 至 2026-06-30"),
        (FIRST, LAST, "2026-03-01 至 2026-06-30"),
    ],
)
def test_period_in_words(start, end, words):
    assert Office(effective_from=start, effective_to=end).period() == words
