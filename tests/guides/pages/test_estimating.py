"""What a guide's answers say to the calculators, and what their answer says to a flow."""

import pytest

from calculators.burden import BurdenForm, Progress
from calculators.circumstances import CareType, Category, Known
from calculators.forms import EstimateForm
from calculators.models import RemoteRule
from calculators.payout import Payout, payout
from guides.flows import FLOWS
from guides.pages import estimating
from registry.snapshot import current
from tests.calculators.policy_rows import publish as publish_policy
from tests.clock import TODAY

REMOTE_CARE = FLOWS["remote-care"]
PLANNING = {
    "for_whom": ("self",),
    "insured_place": ("110000",),
    "scheme": ("employee",),
    "care_place": ("310000",),
    "stage": ("planning",),
    "reason": ("lives_there",),
    "proof": ("residence_permit",),
    "hospital_linked": ("yes",),
    "filed_before": ("no",),
}


def walk(relation: str = "elsewhere", **answers: str):
    said = {**PLANNING, **{key: (value,) for key, value in answers.items()}}
    return REMOTE_CARE.walk(said, lambda step, _: relation if step.key == "relation" else "no")


@pytest.mark.parametrize(
    ("answers", "care"),
    [
        ({"care_type": "inpatient"}, CareType.INPATIENT),
        ({"care_type": "outpatient"}, CareType.OUTPATIENT),
        ({"care_type": "chronic", "chronic_approved": "yes"}, CareType.CHRONIC),
        ({"care_type": "chronic", "chronic_approved": "no"}, ""),
        ({"care_type": "chronic", "chronic_approved": "unknown"}, ""),
        ({"care_type": "pharmacy"}, ""),
        ({"care_type": "unknown"}, ""),
        ({"stage": "admitted"}, CareType.INPATIENT),
    ],
)
def test_care_that_was_told_is_not_asked_again(answers, care):
    assert estimating.known(walk(**answers)).care_type == care


def test_every_filing_category_is_reached():
    """In the comparison of what can be chosen before care, by an emergency's own outcome, or by how places stand."""
    emergency = estimating.known(walk(stage="emergency")).category
    exempt = estimating.known(walk("exempt_lower")).category
    assert {*Category.compared(), emergency, exempt} == set(Category)


@pytest.mark.parametrize(
    ("relation", "category"),
    [
        *[(relation, None) for relation in ("same", "pool", "exempt")],
        ("exempt_lower", Category.EXEMPT),
        *[(relation, Category.LONG_TERM) for relation in ("file", "ask", "same_province", "elsewhere")],
    ],
)
def test_rules_that_count_between_two_places(relation, category):
    """At home where a text says that it is paid as at home; else a rule of its own, and no number without one."""
    assert estimating.known(walk(relation)).category == category


def paid_in(relation: str, places, publish_rule: bool = False):
    """What a bill of 北京 gets between two places, by the content pack."""
    if publish_rule:
        values = {"category": "exempt", "kind": "rate_points", "value": "0.10", "scheme": "employee"}
        publish_policy(RemoteRule, region_id="110000", key="made", **values)
    told = walk(relation, care_type="inpatient")
    data = {"total": "60000", "hospital_level": "tertiary", "retired": "active", "non_covered": "0"}
    return payout(EstimateForm(data, places, estimating.known(told), TODAY), current(), estimating.closed(told))


@pytest.mark.parametrize(("relation", "category"), [("same", None), ("pool", None), ("elsewhere", Category.EMERGENCY)])
def test_emergency_at_home_is_paid_as_at_home(relation, category):
    assert estimating.known(walk(relation, stage="emergency")).category == category


@pytest.mark.django_db
def test_money_between_two_places_does_not_contradict_their_relation(places):
    home, pool, exempt = (paid_in(relation, places) for relation in ("same", "pool", "exempt"))
    assert home.state == "number"
    assert home.headline == pool.headline == exempt.headline
    assert home.comparisons == pool.comparisons == ()
    unknown = paid_in("exempt_lower", places)
    assert (unknown.state, unknown.comparisons) == ("missing", ())
    known = paid_in("exempt_lower", places, publish_rule=True)
    assert known.state == "number"
    assert known.estimate.high.paid < home.estimate.high.paid


@pytest.mark.parametrize("relation", ["same", "pool", "exempt", "exempt_lower"])
def test_nothing_to_choose_where_nothing_is_filed(relation):
    assert set(estimating.closed(walk(relation))) == set(Category.compared())


def test_what_was_told_of_the_person_goes_to_the_form():
    told = walk(care_type="inpatient")
    assert estimating.known(told) == Known("110000", "employee", "inpatient", Category.LONG_TERM)


@pytest.mark.parametrize(("data", "said"), [({}, ""), ({"supported": ""}, ""), ({"supported": "yes"}, "yes")])
def test_estimate_tells_a_flow_who_is_supported(places, data, said):
    form = EstimateForm(data, places, Known(), TODAY)
    assert estimating.private(Payout("wrong", form)) == {"supported": said}


@pytest.mark.parametrize(
    ("state", "threshold"),
    [("idle", ""), ("wrong", ""), ("surprising", ""), ("unknown", ""), ("passed", "passed"), ("reached", "short"), ("short", "short")],
)  # fmt: skip
def test_burden_tells_a_flow_how_the_threshold_stands(places, state, threshold):
    form = BurdenForm({"supported": "yes"}, places, Known(), TODAY, estimating.BenefitYear("今年", TODAY))
    assert estimating.private(Progress(state, form)) == {"supported": "yes", "threshold": threshold}
