"""What a guide's answers say to the calculators, and what their answer says to a flow."""

import pytest

from calculators.circumstances import Category, Known
from calculators.models import RemoteRule
from calculators.pages.burden import BurdenForm, Progress
from calculators.pages.forms import EstimateForm
from calculators.pages.payout import Payout, payout
from guides.engine.steps import PrivateForm
from guides.outcome import insured
from guides.pages import estimating
from registry.snapshot import current, today
from tests.calculators.policy_rows import publish as publish_policy
from tests.clock import TODAY
from tests.guides.outcome.test_insured import walk


def paid_in(relation: str, places, publish_rule: bool = False):
    """What a bill of 北京 gets between two places, by the content pack."""
    if publish_rule:
        values = {"category": "exempt", "kind": "rate_points", "value": "0.10", "scheme": "employee"}
        publish_policy(RemoteRule, region_id="110000", key="made", **values)
    told = walk(relation, care_type="inpatient")
    data = {"total": "60000", "hospital_level": "tertiary", "retired": "active", "non_covered": "0"}
    return payout(EstimateForm(data, places, insured.known(told, places), today()), current(), estimating.closed(told))


@pytest.mark.on("2026-11-26")
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


@pytest.mark.parametrize(("data", "said"), [({}, ""), ({"supported": ""}, ""), ({"supported": "yes"}, "yes")])
def test_estimate_tells_a_flow_who_is_supported(places, data, said):
    form = EstimateForm(data, places, Known(), TODAY)
    assert estimating.private(Payout("wrong", form)) == {"supported": said}


@pytest.mark.parametrize(
    ("state", "threshold"),
    [("idle", ""), ("wrong", ""), ("surprising", ""), ("unknown", ""), ("passed", "passed"), ("reached", "short"), ("short", "short")],
)  # fmt: skip
def test_burden_tells_a_flow_how_the_threshold_stands(places, state, threshold):
    assert estimating.private(burden(places, state)) == {"supported": "yes", "threshold": threshold}


def burden(places, state):
    form = BurdenForm({"supported": "yes"}, places, Known(), TODAY, estimating.BenefitYear("今年", TODAY))
    return Progress(state, form)


def test_each_form_tells_what_flows_may_ask_of_it(places):
    told = {
        PrivateForm.BILL: Payout("wrong", EstimateForm({}, places, Known(), TODAY)),
        PrivateForm.BURDEN: burden(places, "wrong"),
    }
    assert {form: set(estimating.private(answer)) for form, answer in told.items()} == {
        form: {step.key for step in form.tells} for form in PrivateForm
    }
