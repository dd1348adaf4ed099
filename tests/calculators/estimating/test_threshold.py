import datetime as dt
from decimal import Decimal

import pytest

from calculators.circumstances import Circumstances
from calculators.estimating.threshold import Standing, standing
from calculators.models import CriticalIllnessPolicy
from registry import snapshot
from tests.calculators.policy_rows import CITY, DAY, NATION, OTHER_CITY, PROVINCE, publish

pytestmark = pytest.mark.django_db

SUPPORT = {"has_support": True, "support_deductible_factor": "0.5"}


def stand(burden="20000", region=CITY, scheme="resident", supported=False, on=DAY, hardship=None):
    known = Circumstances(region, scheme, "", on, supported=supported, hardship=hardship, burden_before=Decimal(burden))
    return standing(snapshot.current(), known)


@pytest.mark.parametrize(
    ("burden", "passed", "gap"),
    [
        ("0", False, "15000"),
        ("14999.99", False, "0.01"),
        ("15000", False, "0"),
        ("15000.01", True, "0"),
        ("900000", True, "0"),
    ],
)
def test_both_sides_of_the_line(burden, passed, gap):
    publish(CriticalIllnessPolicy)
    found = stand(burden)
    assert (found.passed, found.gap, found.threshold) == (passed, Decimal(gap), Decimal("15000"))


@pytest.mark.parametrize(("burden", "passed"), [("7499.99", False), ("7500", False), ("7500.01", True)])
def test_supported_persons_have_their_own_line(burden, passed):
    publish(CriticalIllnessPolicy, **SUPPORT)
    found = stand(burden, supported=True)
    assert (found.threshold, found.passed, found.if_supported) == (Decimal("7500"), passed, None)


@pytest.mark.parametrize(("burden", "says"), [("7500", False), ("7500.01", True), ("15000", True), ("15000.01", False)])
def test_line_of_supported_persons_is_said_to_others(burden, says):
    """What it would change is said only where it would."""
    publish(CriticalIllnessPolicy, **SUPPORT)
    found = stand(burden)
    assert (found.if_supported, found.passed_if_supported) == (Decimal("7500"), says)


@pytest.mark.parametrize(("burden", "says_nothing"), [("15000", True), ("15000.01", False)])
@pytest.mark.parametrize(
    ("values", "scheme", "supported", "is_of_others"),
    [
        ({}, "resident", True, True),
        ({}, "resident", False, False),
        ({"scheme": "employee"}, "employee", True, False),
        ({"has_support": True, "support_rate_add": "0.05"}, "resident", True, False),
        ({"hardship": "any"}, "resident", True, False),
    ],
)
def test_rule_that_leaves_supported_residents_out_has_not_their_line(
    values: dict, scheme: str, supported: bool, is_of_others: bool, burden: str, says_nothing: bool
) -> None:
    publish(CriticalIllnessPolicy, **values)
    found = stand(burden, scheme=scheme, supported=supported, hardship="any" if supported else None)
    assert (found.is_of_others, found.says_nothing) == (is_of_others, is_of_others and says_nothing)


@pytest.mark.parametrize("support", [{}, {"has_support": True, "support_rate_add": "0.05"}])
@pytest.mark.parametrize("supported", [True, False])
def test_line_that_support_does_not_change_is_said_once(support, supported):
    publish(CriticalIllnessPolicy, **support)
    found = stand(supported=supported)
    assert (found.threshold, found.if_supported) == (Decimal("15000"), None)


def test_nothing_published():
    assert stand() is None


def test_row_without_a_threshold_gives_no_number():
    publish(CriticalIllnessPolicy, deductible=None)
    assert stand() is None


def test_row_of_the_city_without_a_threshold_does_not_fall_back_on_the_province():
    publish(CriticalIllnessPolicy, region_id=PROVINCE)
    publish(CriticalIllnessPolicy, deductible=None)
    assert stand() is None
    assert stand(region=OTHER_CITY).threshold == Decimal("15000")


def test_row_that_waives_gives_no_number():
    publish(CriticalIllnessPolicy, region_id=PROVINCE)
    publish(CriticalIllnessPolicy, waived=True)
    assert stand() is None


@pytest.mark.parametrize(("days", "there"), [(730, True), (731, False)])
def test_row_not_checked_for_too_long_gives_no_number(days, there):
    publish(CriticalIllnessPolicy, collected_on=DAY - dt.timedelta(days=days), review_every=365)
    assert (stand() is not None) == there


def test_row_of_the_day_that_is_asked_for():
    publish(CriticalIllnessPolicy, deductible="14000", effective_to=dt.date(2025, 12, 31))
    publish(CriticalIllnessPolicy, key="next", effective_from=dt.date(2026, 1, 1))
    assert stand(on=dt.date(2025, 12, 31)).threshold == Decimal("14000")
    assert stand(on=dt.date(2026, 1, 1)).threshold == Decimal("15000")


def test_row_not_yet_in_force_gives_no_number():
    publish(CriticalIllnessPolicy, effective_from=DAY + dt.timedelta(days=1))
    assert stand() is None


def test_scheme_has_its_own_row():
    publish(CriticalIllnessPolicy)
    assert stand(scheme="employee") is None
    publish(CriticalIllnessPolicy, scheme="any", key="all", deductible="9000")
    assert stand(scheme="employee").threshold == Decimal("9000")
    assert stand().threshold == Decimal("15000")


def test_says_whose_row_it_is():
    row = publish(CriticalIllnessPolicy, region_id=PROVINCE)
    found = stand()
    assert (found.row, found.basis.level) == (row, "云南省")


@pytest.mark.parametrize("region", ["", "999999"])
def test_unknown_region_has_no_line(region):
    publish(CriticalIllnessPolicy)
    assert stand(region=region) is None


@pytest.mark.parametrize(
    ("values", "checked", "words"),
    [
        ({}, False, "未经经办机构核对"),
        ({"verified_on": DAY, "verified_by": "1"}, False, "2026年11月21日核对"),
        ({"verified_on": DAY, "verified_by": "1", "evidence": "official"}, True, "2026年11月21日核对"),
        (
            {"verified_on": DAY - dt.timedelta(days=366), "verified_by": "1", "evidence": "official"},
            False,
            "2025年11月20日核对，到了该再核对的时候",
        ),
    ],
)
def test_says_whether_anybody_checked_it(values, checked, words):
    publish(CriticalIllnessPolicy, region_id=NATION, **values)
    found = stand()
    assert (found.basis.checked, found.basis.standing) == (checked, words)


@pytest.mark.parametrize(("burden", "passed", "gap"), [("11999.99", False, "0.01"), ("12000.01", True, "0")])
def test_line_that_was_told_is_nobodys_row(burden, passed, gap):
    found = Standing(Decimal(burden), Decimal("12000"))
    assert (found.passed, found.gap) == (passed, Decimal(gap))
    assert (found.row, found.basis, found.passed_if_supported) == (None, None, False)
