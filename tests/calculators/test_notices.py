"""Three notices that no case was made of before, entered statement by statement: each is held, or the site says that it is not.

Retold (天津 2020–2024, 鞍山, 徐州), unchecked, and entered for a place for which nothing is published; no figure is published here.
"""

from decimal import Decimal

import pytest

from calculators.circumstances import Circumstances
from calculators.estimating.estimates import estimate
from calculators.estimating.year import Bill
from calculators.models import BasicPolicy, RemoteRule
from registry import snapshot
from tests.calculators.policy_rows import CITY, DAY, publish

pytestmark = pytest.mark.django_db


def paid(total, scheme="employee", care_type="inpatient", level="tertiary", **known):
    """The least and the most that is paid of a bill, the sentences beside the number, and what is missing."""
    at = Circumstances(CITY, scheme, care_type, DAY, level)._replace(**known)
    found = estimate(snapshot.current(), at, [Bill(Decimal(total))])
    ends = (found.low.paid, found.high.paid) if found.low else None
    return ends, found.left_out, found.missing


# 天津


@pytest.fixture
def residents_of_tianjin():
    """起付 500，第二次起不设；高档 85/80/75%，低档 75/70/65%；封顶 25 万，连续参保满 4 年 30 万."""
    for level, high, low in (
        ("primary", "0.85", "0.75"),
        ("secondary", "0.80", "0.70"),
        ("tertiary", "0.75", "0.65"),
    ):
        publish(
            BasicPolicy,
            scheme="resident",
            hospital_level=level,
            key=f"resident-{level}",
            deductible="500, 0",
            bands=[(None, low)],
            annual_ceiling="250000",
            specials=[
                {"person_class": "高档缴费", "rate": high},
                {"from_months": 48, "annual_ceiling": "300000"},
            ],
        )


@pytest.mark.parametrize(
    ("total", "known", "ends"),
    [
        # (10,500 − 500) × 75%; × 65%; who does not say which gets a range
        (10_500, {"person_class": "高档缴费"}, (7500, 7500)),
        (10_500, {"person_class": ""}, (6500, 6500)),
        (10_500, {}, (6500, 7500)),
        (10_000, {"person_class": "", "first_admission": 2}, (6500, 6500)),
        (10_500, {"person_class": "高档缴费", "level": "primary"}, (8500, 8500)),
        (10_500, {"person_class": "", "level": "secondary"}, (7000, 7000)),
        (600_500, {"person_class": "", "insured_months": 47}, (250_000, 250_000)),
        (600_500, {"person_class": "", "insured_months": 48}, (300_000, 300_000)),
        (600_500, {"person_class": ""}, (250_000, 300_000)),
    ],
)
@pytest.mark.usefixtures("residents_of_tianjin")
def test_every_statement_about_residents_of_tianjin_is_held(total, known, ends):
    assert paid(total, "resident", **known) == (ends, (), ())


@pytest.fixture
def outpatients_of_tianjin():
    """起付 在职 800、退休 700、满 70 岁 650；5500 元以内 75/65/55%，以上 55%；一年算到 10,000 元；签约家庭医生多 5 个百分点."""
    for person, deductible, of_age in (("active", "800", []), ("retired", "700", [70])):
        for level, rate in (("primary", "0.75"), ("secondary", "0.65"), ("tertiary", "0.55")):
            publish(
                BasicPolicy,
                care_type="outpatient",
                person=person,
                hospital_level=level,
                key=f"outpatient-{person}-{level}",
                deductible=deductible,
                deductible_basis="per_year",
                band_basis="eligible",
                bands=[("5500", rate), (None, "0.55")],
                annual_ceiling="10000",
                ceiling_basis="expenses",
                specials=[
                    *({"from_age": age, "deductible": "650"} for age in of_age),
                    {"person_class": "签约家庭医生", "rate_add": "0.05"},
                ],
            )


@pytest.mark.parametrize(
    ("total", "known", "ends"),
    [
        # (2,000 − 800) × 75%, and × 80% for who has signed: nobody who is not asked yet is given one of them
        (2000, {"level": "primary", "retired": False}, (900, 960)),
        (2000, {"level": "primary", "retired": False, "person_class": ""}, (900, 900)),
        (2000, {"level": "primary", "retired": False, "person_class": "签约家庭医生"}, (960, 960)),
        # (2,000 − 700) × 65%, (2,000 − 650) × 65%
        (2000, {"level": "secondary", "retired": True, "person_class": "", "age": 69}, (845, 845)),
        (2000, {"level": "secondary", "retired": True, "person_class": "", "age": 70}, (Decimal("877.5"),) * 2),
        (2000, {"level": "secondary", "retired": True, "person_class": ""}, (845, Decimal("877.5"))),
        # 4,700 × 75% + 1,000 × 55%
        (6500, {"level": "primary", "retired": False, "person_class": ""}, (4075, 4075)),
        # (10,000 − 800) × 55%: what lies above counts no more
        (12_000, {"retired": False, "person_class": ""}, (5060, 5060)),
    ],
)
@pytest.mark.usefixtures("outpatients_of_tianjin")
def test_every_statement_about_outpatients_of_tianjin_is_held(total, known, ends):
    assert paid(total, care_type="outpatient", **known) == (ends, (), ())


# 鞍山

PENSIONERS_AWAY = "退休人员去外地住院，比例再高 5 个百分点"


@pytest.fixture
def anshan():
    """起付逐次降两成，特三级另有，退休加 5 个百分点，封顶 8.5 万；去外地：转诊 1500 元、65%，临时外出 2000 元、55%，退休再加 5."""
    for level, deductible, rate, specials in (
        (
            "tertiary",
            "700, 560, 448",
            "0.80",
            [{"hospital_class": "特三级医院", "deductible": "900, 720, 576", "rate": "0.75"}],
        ),
        ("secondary", "500, 400, 320", "0.85", []),
        ("primary", "300, 240, 192", "0.85", []),
    ):
        for person, add in (("active", "0"), ("retired", "0.05")):
            by_person = [{**special, "rate": str(Decimal(special["rate"]) + Decimal(add))} for special in specials]
            publish(
                BasicPolicy,
                person=person,
                hospital_level=level,
                key=f"inpatient-{person}-{level}",
                deductible=deductible,
                bands=[(None, rate)],
                rate_add=add,
                annual_ceiling="85000",
                specials=by_person,
            )
    for category, deductible, rate in (("referral", "1500", "0.65"), ("other_temporary", "2000", "0.55")):
        publish(
            RemoteRule,
            key=f"remote-{category}",
            category=category,
            kind="rate",
            value=rate,
            deductible=deductible,
            left_out=PENSIONERS_AWAY,
            left_out_matters="some",
        )


@pytest.mark.parametrize(
    ("total", "known", "ends"),
    [
        (10_700, {"retired": False, "hospital_class": ""}, (8000, 8000)),
        (10_560, {"retired": False, "hospital_class": "", "first_admission": 2}, (8000, 8000)),
        (10_448, {"retired": False, "hospital_class": "", "first_admission": 4}, (8000, 8000)),
        (10_900, {"retired": False, "hospital_class": "特三级医院"}, (7500, 7500)),
        (10_720, {"retired": True, "hospital_class": "特三级医院", "first_admission": 2}, (8000, 8000)),
        (10_500, {"retired": True, "level": "secondary", "hospital_class": ""}, (9000, 9000)),
        (10_300, {"retired": False, "level": "primary", "hospital_class": ""}, (8500, 8500)),
        (200_000, {"retired": False, "hospital_class": ""}, (85_000, 85_000)),
    ],
)
@pytest.mark.usefixtures("anshan")
def test_statements_of_anshan_about_care_at_home_are_held(total, known, ends):
    assert paid(total, **known) == (ends, (), ())


@pytest.mark.parametrize(
    ("total", "known", "ends"),
    [
        (11_500, {"retired": False, "category": "referral"}, (6500, 6500)),
        (12_000, {"retired": False, "category": "other_temporary"}, (5500, 5500)),
        (11_500, {"retired": True, "category": "referral"}, (6500, 6500)),
    ],
)
@pytest.mark.usefixtures("anshan")
def test_number_away_of_anshan_says_the_sentence_that_no_row_holds(total, known, ends):
    """A rule for care elsewhere has no person: what pensioners get beside it stands beside every number."""
    assert paid(total, hospital_class="", **known) == (ends, (PENSIONERS_AWAY,), ())


# 徐州


@pytest.mark.parametrize("retired", [False, True])
def test_notice_of_xuzhou_without_a_rate_gives_no_number(retired):
    """起付 1000，每次减 100，不低于 300；退休 69 岁以下按 65%，满 70 岁按一半: held, but no text says a rate."""
    ages = [{"below_age": 70, "deductible_factor": "0.65"}, {"from_age": 70, "deductible_factor": "0.5"}]
    for person, specials in (("active", []), ("retired", ages)):
        row = publish(
            BasicPolicy,
            person=person,
            key=f"inpatient-{person}",
            deductible="1000, 900, 800, 700, 600, 500, 400, 300",
            bands=[],
            specials=specials,
        )
        assert row.missing == ("报销比例",)
    assert paid(10_000, retired=retired) == (None, (), ("报销比例",))
