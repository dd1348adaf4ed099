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


LAPSED = "看病那几天算参保的，才付这么多；不算的，医保不付。"
UNLINKED = "这家医院没联网：参保地答应手工报的，才付这么多。"
UNFILED = "这是按备好案算的；没备案的，可能报得少，或者报不了。"
HURT = "受伤有别人责任的，该他出的那部分，医保不付。"


@pytest.mark.parametrize(
    ("relation", "said", "provided"),
    [
        ("elsewhere", {"filed_before": "same_city"}, ()),
        ("elsewhere", {"filed_before": "no"}, (UNFILED,)),
        ("elsewhere", {"care_type": "inpatient", "filed_before": "no", "hospital_linked": "no"}, (UNLINKED, UNFILED)),
        ("elsewhere", {"care_type": "inpatient", "filed_before": "same_city", "injury": "yes"}, (HURT,)),
        ("exempt", {"filed_before": "no"}, ()),
    ],
)
def test_sum_says_on_what_it_depends(relation, said, provided):
    assert estimating.provided(walk(relation, **said)) == provided


@pytest.mark.django_db
def test_sum_of_who_had_lapsed_stands_beside_its_condition(client):
    address = (
        "/guides/second-reimbursement/outcome/?for_whom=self&insured_place=440100&scheme=employee&insured_now=lapsed"
        "&first_claim=not_yet&other_cover=none&receipts=paper&discharged=this_year&injury=no"
    )
    told = {"city": "广州", "scheme": "employee", "burden_before": "30000", "total": "30000", "care_type": "inpatient"}
    page = client.post(address, told).content.decode()
    sums = page[page.index("没报过的那张账单</h2>") :]
    assert "医保大约付" in sums
    assert f"<p><strong>{LAPSED}</strong></p>" in sums
