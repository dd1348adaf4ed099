"""What a guide's answers say to the calculators, and what their answer says to a flow."""

import pytest

from calculators.burden import BurdenForm, Progress
from calculators.circumstances import CareType, Category, Known
from calculators.forms import EstimateForm
from calculators.payout import Payout
from guides.flows import FLOWS
from guides.pages import estimating
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


def walk(**answers: str):
    said = {**PLANNING, **{key: (value,) for key, value in answers.items()}}
    return REMOTE_CARE.walk(said, lambda key, _: "elsewhere" if key == "relation" else "no")


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
    """In the comparison of what can be chosen before care, or by an emergency's own outcome."""
    emergency = estimating.known(walk(stage="emergency")).category
    assert {*Category.compared(), emergency} == set(Category)


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
