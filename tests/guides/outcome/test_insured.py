"""What a guide's answers say to the calculators of the insured person and the care."""

import pytest

from calculators.circumstances import ELSEWHERE, CareType, Category, Known
from guides.flows import FLOWS
from guides.outcome import insured

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
def test_care_that_was_told_is_not_asked_again(answers, care, places):
    assert insured.known(walk(**answers), places).care_type == care


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
def test_every_value_that_a_guide_may_have_is_known(flow):
    """A value that is added to a guide must not be taken for another in silence."""
    told = {"filing_type": insured._CATEGORIES, "tier": [*insured._TIERS, "unknown"]}
    told["scheme"] = [*insured._SCHEMES, "unknown", "none"]
    told["care_type"] = [*CareType.values, "pharmacy", "unknown"]
    strangers = {key: set(flow.vocabulary.get(key, ())) - set(known) for key, known in told.items()}
    assert not any(strangers.values()), strangers


def test_every_filing_category_is_reached(places):
    """In the comparison of what can be chosen before care, by an emergency's own outcome, or by how places stand; those
    of care at home are for nobody who goes away."""
    emergency = insured.known(walk(stage="emergency"), places).category
    exempt = insured.known(walk("exempt_lower"), places).category
    at_home = {Category.BACK_HOME, Category.NOT_REFERRED}
    assert {*Category.compared(), emergency, exempt} == set(Category) - at_home


@pytest.mark.parametrize(
    ("relation", "category"),
    [
        *[(relation, None) for relation in ("same", "pool", "exempt")],
        ("exempt_lower", Category.EXEMPT),
        *[(relation, Category.LONG_TERM) for relation in ("file", "ask", "same_province", "elsewhere")],
    ],
)
def test_rules_that_count_between_two_places(relation, category, places):
    """At home where a text says that it is paid as at home; else a rule of its own, and no number without one."""
    assert insured.known(walk(relation), places).category == category


@pytest.mark.parametrize(("relation", "category"), [("same", None), ("pool", None), ("elsewhere", Category.EMERGENCY)])
def test_emergency_at_home_is_paid_as_at_home(relation, category, places):
    assert insured.known(walk(relation, stage="emergency"), places).category == category


def test_what_was_told_of_the_person_goes_to_the_form(places):
    told = walk(care_type="inpatient")
    assert insured.known(told, places) == Known("110000", "employee", "inpatient", Category.LONG_TERM, ELSEWHERE)


@pytest.mark.parametrize(
    ("insured_place", "care_place", "relation", "distance"),
    [
        ("210300", "210100", "same_province", "same_province"),
        ("210300", "110000", "elsewhere", ELSEWHERE),
        ("unknown", "110000", "elsewhere", None),
        ("210300", "undecided", "elsewhere", None),
        # Paid as at home, however far.
        ("210300", "110000", "exempt", None),
    ],
)
def test_how_far_care_is_goes_to_the_form(insured_place, care_place, relation, distance, places):
    told = walk(relation, insured_place=insured_place, care_place=care_place)
    assert insured.known(told, places).distance == distance


def test_form_asks_where_care_was_only_where_no_guide_did(places):
    claim = FLOWS["second-reimbursement"].walk({"for_whom": ("self",), "insured_place": ("110000",)}, lambda *_: "no")
    assert insured.known(claim, places).category == ""
    assert insured.known(walk("same"), places).category is None
