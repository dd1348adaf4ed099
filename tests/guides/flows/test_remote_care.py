"""Routing of 异地就医备案: every outcome, every skipped question, the order of outcomes, and the cases people meet."""

import pytest

from guides.engine.flow import urgent_walk
from guides.flows.remote_care import REMOTE_CARE
from tests.guides.outcomes import PLAIN

LONG_STAY = ["lives_there", "resettled", "works_there"]
ANSHAN, BEIJING = "210300", "110000"
#: Someone insured in 鞍山 who plans to see a doctor in 北京 of their own choice: asked for what they are asked for.
ANSWERS = PLAIN["remote-care"]
RULES = {"has_tiers": "no", "relation": "elsewhere", "one_province": "no", "pledge_accepted": "yes"}
#: What a text says of two places that need no filing, and what leaves it to be asked about.
HOME, NEAR = ("same", "pool", "exempt", "exempt_lower"), ("file", "ask", "same_province")
LOCAL = {"care_place": ANSHAN, "relation": "same"}
ABROAD = {"care_place": "abroad"}
UNDECIDED = {"care_place": "undecided"}


def walk(**changes):
    """The walk of the answers above and the rules above, with some of either changed; a tuple is several values."""
    rules = {key: changes.pop(key, value) for key, value in RULES.items()}
    answers = {key: value if isinstance(value, tuple) else (value,) for key, value in {**ANSWERS, **changes}.items()}
    return REMOTE_CARE.walk(answers, lambda step, _: rules[step.key])


def ends(**changes):
    """Where it leads: the outcome and the blocks."""
    walked = walk(**changes)
    assert walked.finished
    return walked.outcome, walked.blocks


# Outcomes


@pytest.mark.parametrize(
    ("outcome", "changes"),
    [
        ("local", LOCAL),
        *[("local", {"relation": relation}) for relation in HOME],
        ("file_long_term", {"reason": "lives_there", "proof": "residence_permit"}),
        ("file_long_term_pledge", {"reason": "lives_there", "proof": "none"}),
        ("file_referral", {"reason": "referral"}),
        ("file_temporary", {"reason": "own_choice"}),
        ("file_temporary", {"reason": "unknown"}),
        ("file_before_discharge", {"stage": "admitted"}),
        ("file_late_then_claim", {"stage": "discharged"}),
        ("emergency", {"stage": "emergency"}),
        ("hospital_not_linked", {"hospital_linked": "no"}),
        ("already_filed", {"filed_before": "same_city"}),
        ("change_filing", {"filed_before": "other_city"}),
        ("chronic_first", {"care_type": "chronic", "chronic_approved": "no"}),
        ("chronic_first", {"care_type": "chronic", "chronic_approved": "unknown"}),
        ("settled", {"stage": "settled"}),
        ("out_of_scope", ABROAD),
    ],
)
def test_outcome(outcome, changes):
    assert ends(**changes) == (outcome, ())


def test_outcomes_stand_in_the_order_of_priority():
    assert [key for key, _ in REMOTE_CARE.outcomes] == [
        *("emergency", "out_of_scope", "local", "settled", "work_injury"),
        *("file_late_then_claim", "file_before_discharge"),
        *("hospital_not_linked", "already_filed", "change_filing", "chronic_first"),
        *("file_long_term", "file_long_term_pledge", "file_referral", "file_temporary"),
    ]


@pytest.mark.parametrize(
    ("reason", "proof", "outcome"),
    [
        ("lives_there", "residence_permit", "file_long_term"),
        ("lives_there", "property_or_lease", "file_long_term"),
        ("lives_there", "community_letter", "file_long_term"),
        ("lives_there", "household_register", "file_long_term_pledge"),
        ("lives_there", "work_letter", "file_long_term_pledge"),
        ("resettled", "household_register", "file_long_term"),
        ("resettled", "residence_permit", "file_long_term"),  # as one who lives there
        ("resettled", "work_letter", "file_long_term_pledge"),
        ("works_there", "work_letter", "file_long_term"),
        ("works_there", "household_register", "file_long_term_pledge"),
        ("works_there", ("household_register", "work_letter"), "file_long_term"),
    ],
)
def test_outcome_proof_must_fit_the_reason(reason, proof, outcome):
    assert ends(reason=reason, proof=proof) == (outcome, ())


@pytest.mark.parametrize("reason", LONG_STAY)
def test_outcome_without_pledge_needs_the_proof(reason):
    assert ends(reason=reason, proof="none", pledge_accepted="no") == ("file_long_term", ())


@pytest.mark.parametrize(
    ("changes", "blocks"),
    [
        ({"for_whom": "self"}, ()),
        ({"for_whom": "family"}, ("proxy",)),
        ({"for_whom": "child"}, ("proxy",)),
        ({"for_whom": "employer"}, ("proxy",)),
        ({"stage": "admitted", "injury": "no"}, ()),
        ({"stage": "admitted", "injury": "yes"}, ("injury",)),
        ({"stage": "admitted", "injury": "unknown"}, ("injury",)),
        ({"stage": "planning", "injury": "yes"}, ("injury",)),
        ({"care_type": "pharmacy", "injury": "yes"}, ()),
        ({"stage": "emergency", "injury": "work"}, ("work",)),
        ({"stage": "discharged", "injury": "yes", "for_whom": "family"}, ("injury", "proxy")),
    ],
)
def test_blocks(changes, blocks):
    assert ends(**changes)[1] == blocks


@pytest.mark.parametrize("relation", [*NEAR, "elsewhere"])
@pytest.mark.parametrize(
    ("changes", "to_ask"),
    [
        *[({"stage": stage}, True) for stage in ("planning", "admitted", "discharged", "unknown")],
        *[({"stage": stage}, False) for stage in ("settled", "emergency")],
        ({"filed_before": "same_city"}, False),
        ({"filed_before": "other_city"}, True),
        ({"hospital_linked": "no"}, True),
        ({"injury": "work"}, False),
    ],
)
def test_block_to_ring_first_while_there_is_something_to_file(relation, changes, to_ask):
    assert ("ring_first" in ends(relation=relation, **changes)[1]) == (to_ask and relation == "ask")


@pytest.mark.parametrize(
    ("relation", "one_province", "across"),
    [
        ("file", "no", "no"),
        ("same_province", "no", "no"),
        ("ask", "yes", "no"),  # 山东 speaks of its own cities
        ("ask", "no", "yes"),  # 北京 and 天津
        ("elsewhere", "no", "yes"),
    ],
)
def test_rules_of_the_nation_hold_across_the_border_of_a_province(relation, one_province, across):
    assert walk(relation=relation, one_province=one_province).facts["across"] == {across}


def test_no_retelling_changes_the_outcome():
    assert ends(relation="ask") == ("file_temporary", ("ring_first",))
    assert walk(relation="ask").path == walk(relation="elsewhere").path


@pytest.mark.parametrize(
    ("changes", "blocks"),
    [
        ({"scheme": "unknown", "hospital_linked": "unchecked"}, ()),
        ({"scheme": "unknown", "hospital_linked": "unchecked", "filed_before": "unknown"}, ("too_many_unknowns",)),
    ],
)
def test_blocks_of_the_unsure(changes, blocks):
    assert ends(**changes)[1] == blocks


# Skipped questions


@pytest.mark.parametrize(
    ("question", "asked", "changes"),
    [
        *[("tier", True, {"has_tiers": "yes", "scheme": scheme}) for scheme in ("employee", "flexible", "unknown")],
        ("tier", False, {"has_tiers": "yes", "scheme": "resident"}),
        ("tier", False, {"has_tiers": "no", "scheme": "employee"}),
        ("tier", False, {"has_tiers": "yes", "scheme": "employee", "insured_place": "unknown"}),
        ("stage", True, {}),
        *[("stage", True, {"relation": relation}) for relation in NEAR],
        ("stage", True, {"insured_place": "unknown"}),
        *[("stage", False, {"relation": relation}) for relation in HOME],
        ("stage", False, LOCAL),
        ("stage", False, ABROAD),
        ("stage", False, UNDECIDED),
        *[("reason", True, {"stage": stage}) for stage in ("planning", "admitted", "discharged", "unknown")],
        *[("reason", False, {"stage": stage}) for stage in ("emergency", "settled")],
        ("reason", True, UNDECIDED),
        ("reason", False, LOCAL),
        ("reason", False, ABROAD),
        *[("proof", True, {"reason": reason}) for reason in LONG_STAY],
        *[("proof", False, {"reason": reason}) for reason in ("referral", "own_choice", "unknown")],
        ("referral_letter", True, {"reason": "referral"}),
        *[("referral_letter", False, {"reason": reason}) for reason in (*LONG_STAY, "own_choice", "unknown")],
        *[("care_type", True, {"stage": stage}) for stage in ("planning", "unknown")],
        *[("care_type", False, {"stage": stage}) for stage in ("admitted", "discharged", "settled", "emergency")],
        ("care_type", True, UNDECIDED),
        ("chronic_approved", True, {"care_type": "chronic"}),
        *[
            ("chronic_approved", False, {"care_type": care_type})
            for care_type in ("inpatient", "outpatient", "pharmacy", "unknown")
        ],
        *[("hospital_linked", True, {"stage": stage}) for stage in ("planning", "admitted")],
        *[("hospital_linked", False, {"stage": stage}) for stage in ("discharged", "settled", "emergency", "unknown")],
        ("hospital_linked", False, {"care_type": "chronic"}),
        *[("hospital_linked", True, {"relation": relation}) for relation in NEAR],
        ("hospital_linked", False, UNDECIDED),
        *[("filed_before", True, {"stage": stage}) for stage in ("planning", "admitted")],
        *[("filed_before", False, {"stage": stage}) for stage in ("discharged", "settled", "emergency", "unknown")],
        *[("filed_before", True, {"relation": relation}) for relation in NEAR],
        ("filed_before", False, UNDECIDED),
        *[
            ("injury", True, {"stage": stage})
            for stage in ("planning", "admitted", "discharged", "emergency", "unknown")
        ],
        ("injury", False, {"stage": "settled"}),
        *[("injury", True, {"care_type": care_type}) for care_type in ("inpatient", "outpatient", "unknown")],
        *[("injury", False, {"care_type": care_type}) for care_type in ("chronic", "pharmacy")],
        ("injury", False, UNDECIDED),
        ("injury", False, {"has_tiers": "yes", "scheme": "employee", "reason": "referral", "referral_letter": "have"}),
        ("injury", True, {"has_tiers": "yes", "scheme": "employee", "reason": "own_choice"}),
    ],
)
def test_question_is_asked_when(question, asked, changes):
    assert (question in walk(**changes).path) == asked


@pytest.mark.parametrize("question", ["for_whom", "insured_place", "scheme", "care_place"])
@pytest.mark.parametrize("changes", [{}, LOCAL, ABROAD, UNDECIDED, {"stage": "emergency"}])
def test_question_is_always_asked(question, changes):
    assert question in walk(**changes).path


def test_questions_of_an_ordinary_plan():
    assert walk().path == (
        *("for_whom", "insured_place", "scheme", "care_place", "stage", "reason", "care_type"),
        *("hospital_linked", "filed_before", "injury"),
    )


# Order of outcomes: emergency > abroad > settled > discharged > admitted > not linked > filed before > type


def emergency_said(**changes):
    answers = {key: (value,) for key, value in changes.items()}
    return urgent_walk(REMOTE_CARE, {**answers, "stage": ("emergency",)}, lambda step, _: RULES[step.key])


@pytest.mark.parametrize(
    "said", [{}, {"care_place": "abroad"}, {"hospital_linked": "no"}, {"filed_before": "other_city"}]
)
def test_priority_emergency_before_all(said):
    assert emergency_said(**said).outcome == "emergency"


@pytest.mark.parametrize("stage", ["settled", "discharged", "admitted", "planning"])
def test_priority_abroad_before_every_stage(stage):
    assert ends(**ABROAD, stage=stage, hospital_linked="no", filed_before="other_city")[0] == "out_of_scope"


def test_priority_settled_before_what_follows():
    assert ends(stage="settled", hospital_linked="no", filed_before="other_city")[0] == "settled"


@pytest.mark.parametrize("stage", ["planning", "admitted", "discharged", "unknown"])
@pytest.mark.parametrize("reason", ["works_there", "referral", "own_choice"])
def test_priority_injured_at_work_before_what_medical_insurance_does(stage, reason):
    """工伤: another fund, another counter, another phone."""
    said = {"stage": stage, "reason": reason, "hospital_linked": "no", "filed_before": "same_city"}
    assert ends(**said, injury="work") == ("work_injury", ())
    assert REMOTE_CARE.delivery.hotlines_of("work_injury") == ("12333",)


def test_priority_emergency_before_injured_at_work():
    assert ends(stage="emergency", injury="work") == ("emergency", ("work",))


@pytest.mark.parametrize(
    ("said", "reckons"),
    [
        ({}, True),
        ({"stage": "emergency"}, True),
        ({"injury": "yes"}, True),
        ({"injury": "work"}, False),
        ({"stage": "emergency", "injury": "work"}, False),
        ({"stage": "settled"}, False),
        ({"care_type": "pharmacy"}, False),
        ({"care_place": "abroad"}, False),
        ({"care_place": "abroad", "stage": "emergency"}, False),
    ],
)
def test_nothing_to_reckon_where_nothing_or_all_is_paid(said, reckons):
    assert bool(walk(**said).private_form) is reckons


@pytest.mark.parametrize("reason", [*LONG_STAY, "referral", "own_choice", "unknown"])
def test_priority_discharged_before_what_follows(reason):
    assert ends(stage="discharged", reason=reason, hospital_linked="no")[0] == "file_late_then_claim"


@pytest.mark.parametrize("filed_before", ["no", "same_city", "other_city", "unknown"])
def test_priority_admitted_before_what_follows(filed_before):
    said = {"stage": "admitted", "hospital_linked": "no", "filed_before": filed_before}
    assert ends(**said)[0] == "file_before_discharge"


@pytest.mark.parametrize("filed_before", ["same_city", "other_city"])
def test_priority_not_linked_before_filed_before(filed_before):
    assert ends(hospital_linked="no", filed_before=filed_before)[0] == "hospital_not_linked"


@pytest.mark.parametrize(("filed", "outcome"), [("same_city", "already_filed"), ("other_city", "change_filing")])
@pytest.mark.parametrize("changes", [{}, {"reason": "referral"}, {"care_type": "chronic", "chronic_approved": "no"}])
def test_priority_filed_before_before_type(filed, outcome, changes):
    assert ends(filed_before=filed, **changes)[0] == outcome


@pytest.mark.parametrize("reason", [*LONG_STAY, "referral", "own_choice"])
def test_priority_chronic_before_type(reason):
    assert ends(care_type="chronic", chronic_approved="no", reason=reason)[0] == "chronic_first"


@pytest.mark.parametrize(("filed_before", "approved"), [("no", "yes"), ("unknown", "yes")])
def test_priority_type_comes_last(filed_before, approved):
    assert ends(care_type="chronic", chronic_approved=approved, filed_before=filed_before)[0] == "file_temporary"


# Cases people meet


def test_case_insured_registered_and_living_in_three_places():
    assert ends(reason="lives_there", proof="residence_permit") == ("file_long_term", ())


def test_case_helper_is_not_the_patient():
    assert ends(for_whom="family") == ("file_temporary", ("proxy",))


def test_case_minor():
    assert ends(for_whom="child", reason="referral") == ("file_referral", ("proxy",))


def test_case_deceased_is_not_asked_here():
    assert REMOTE_CARE.questions["for_whom"].problem(("deceased",), lambda _: False) == "unknown"


def test_case_insured_place_unknown():
    assert ends(insured_place="unknown") == ("file_temporary", ())


def test_case_city_not_chosen_yet():
    assert ends(**UNDECIDED, reason="referral") == ("file_referral", ())


def test_case_filed_to_the_wrong_city():
    assert ends(filed_before="other_city") == ("change_filing", ())


def test_case_long_term_chosen_by_someone_who_travels():
    assert ends(reason="own_choice", proof="residence_permit") == ("file_temporary", ())


def test_case_temporary_chosen_by_someone_who_lives_there():
    assert ends(reason="lives_there", proof="community_letter") == ("file_long_term", ())


def test_case_back_in_the_insured_place_after_filing():
    assert ends(**LOCAL, filed_before="other_city") == ("local", ())


def test_case_hospital_linked_for_inpatients_only():
    assert ends(care_type="outpatient", hospital_linked="no") == ("hospital_not_linked", ())


def test_case_in_hospital_and_not_filed():
    assert ends(stage="admitted", filed_before="no") == ("file_before_discharge", ())


def test_case_discharged_and_paid():
    assert ends(stage="discharged") == ("file_late_then_claim", ())


@pytest.mark.parametrize("injury", ["yes", "no"])
def test_case_emergency(injury):
    assert ends(stage="emergency", injury=injury) == ("emergency", ("injury",) if injury == "yes" else ())


def test_case_emergency_from_the_start_page():
    walked = emergency_said()
    assert (walked.outcome, walked.blocks, walked.finished) == ("emergency", (), True)


def test_case_admitted_as_a_paying_patient():
    assert ends(stage="admitted", hospital_linked="unchecked") == ("file_before_discharge", ())


@pytest.mark.parametrize("stage", ["admitted", "discharged"])
def test_case_injury(stage):
    assert ends(stage=stage, injury="yes")[1] == ("injury",)


def test_case_maternity():
    assert ends(care_type="inpatient", reason="lives_there") == ("file_long_term_pledge", ())


def test_case_pharmacy():
    assert ends(care_type="pharmacy") == ("file_temporary", ())
    assert "hospital_linked" not in walk(care_type="pharmacy").path
    assert "hospital_linked" in walk(care_type="outpatient").path


def test_case_student_on_holiday():
    assert ends(scheme="resident", reason="own_choice", care_type="outpatient") == ("file_temporary", ())


def test_case_two_long_stay_cities():
    assert ends(reason="lives_there", proof="community_letter", filed_before="other_city") == ("change_filing", ())


def test_case_filing_shows_but_the_hospital_cannot_find_it():
    assert ends(filed_before="same_city") == ("already_filed", ())


def test_case_filing_shows_but_the_hospital_cannot_find_it_while_admitted():
    assert ends(stage="admitted", filed_before="same_city") == ("file_before_discharge", ())


def test_case_employer_files_for_posted_staff():
    said = {"for_whom": "employer", "reason": "works_there", "proof": "work_letter"}
    assert ends(**said) == ("file_long_term", ("proxy",))
