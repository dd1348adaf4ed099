"""Routing of 卡丢了、坏了、要换: every outcome, every skipped question, the order of outcomes, and the cases people meet."""

import pytest

from guides.engine.graph import sample_walk
from guides.flows.card_replacement import CARD_REPLACEMENT
from tests.guides.outcomes import PLAIN
from tests.guides.walks import paths

ANSHAN = "210300"
#: Someone from 鞍山 who lost a social security card and goes to the counter: asked for what they are asked for.
ANSWERS = PLAIN["card-replacement"]
TO_THE_CARD = ["lost", "damaged", "expired", "locked", "unknown"]
#: Where each trouble leads with a social security card.
OUTCOMES = {
    "lost": "report_then_replace",
    "damaged": "exchange_damaged",
    "details_changed": "correct_details_first",
    "expired": "renew",
    "locked": "unlock",
    "moved": "move",
    "never_had": "first_card",
    "code_fails": "code_help",
    "unknown": "code_help",
}
LIVING = ["self", "family", "child", "employer"]


def walk(**changes):
    """The walk of the answers above, with some changed. The guide has no given step to look up."""
    answers = {key: (value,) for key, value in {**ANSWERS, **changes}.items()}
    return CARD_REPLACEMENT.walk(answers, lambda step, _: pytest.fail(step.key))


def ends(**changes):
    """Where it leads: the outcome and the blocks."""
    walked = walk(**changes)
    assert walked.finished
    return walked.outcome, walked.blocks


# Outcomes


@pytest.mark.parametrize(("trouble", "outcome"), OUTCOMES.items())
def test_outcome(trouble, outcome):
    assert ends(trouble=trouble) == (outcome, ())


def test_outcome_deceased():
    assert ends(for_whom="deceased") == ("deceased", ())


@pytest.mark.parametrize("trouble", TO_THE_CARD)
def test_outcome_old_card(trouble):
    assert ends(trouble=trouble, card_kind="old_medical_card") == ("old_card", ())


@pytest.mark.parametrize("trouble", TO_THE_CARD)
def test_outcome_code_only(trouble):
    assert ends(trouble=trouble, card_kind="code_only") == ("code_help", ())


@pytest.mark.parametrize("card_kind", ["social_security_card", "unknown"])
def test_outcome_of_an_unknown_trouble_is_the_safe_one(card_kind):
    assert ends(trouble="unknown", card_kind=card_kind)[0] == "code_help"


@pytest.mark.parametrize("trouble", ["lost", "damaged", "details_changed", "expired", "locked", "moved"])
def test_outcome_of_an_unknown_kind_is_that_of_a_social_security_card(trouble):
    assert ends(trouble=trouble, card_kind="unknown") == (OUTCOMES[trouble], ())


@pytest.mark.parametrize("reported", ["formal", "temporary", "no"])
def test_outcome_lost_however_reported(reported):
    assert ends(reported=reported)[0] == "report_then_replace"


def test_outcomes_stand_in_the_order_of_priority():
    assert [key for key, _ in CARD_REPLACEMENT.outcomes] == [
        *("deceased", "code_help", "old_card", "report_then_replace", "exchange_damaged"),
        *("correct_details_first", "renew", "unlock", "move", "first_card"),
    ]


# Priority


@pytest.mark.parametrize("trouble", OUTCOMES)
@pytest.mark.parametrize("card_kind", ["old_medical_card", "code_only"])
def test_priority_deceased_before_all(trouble, card_kind):
    assert ends(for_whom="deceased", trouble=trouble, card_kind=card_kind)[0] == "deceased"


@pytest.mark.parametrize("card_kind", ["old_medical_card", "code_only"])
@pytest.mark.parametrize("trouble", ["details_changed", "moved"])
def test_priority_details_and_move_whatever_the_card(trouble, card_kind):
    assert ends(trouble=trouble, card_kind=card_kind)[0] == OUTCOMES[trouble]


# Blocks


@pytest.mark.parametrize(
    ("changes", "blocks"),
    [
        ({"reported": "temporary"}, ("temporary_report_expires",)),
        ({"for_whom": "child"}, ("child",)),
        ({"in_person": "no"}, ("proxy",)),
        ({"for_whom": "family", "in_person": "no"}, ("proxy",)),
        ({"for_whom": "employer", "in_person": "no"}, ("proxy",)),
        ({"for_whom": "family", "in_person": "yes"}, ()),
        ({"pension_on_card": "yes"}, ("pension",)),
        ({"pension_on_card": "unknown"}, ("pension",)),
        (
            {"reported": "temporary", "pension_on_card": "yes", "in_person": "no"},
            ("temporary_report_expires", "proxy", "pension"),
        ),
    ],
)
def test_blocks(changes, blocks):
    assert ends(**changes)[1] == blocks


def test_blocks_of_the_unsure():
    unsure = {"trouble": "unknown", "card_kind": "unknown", "issued_place": "unknown"}
    assert ends(**unsure) == ("code_help", ("too_many_unknowns",))


def test_blocks_two_unknowns_are_not_too_many():
    assert ends(issued_place="unknown", pension_on_card="unknown")[1] == ("pension",)


# Questions


@pytest.mark.parametrize(
    ("question", "asked", "changes"),
    [
        ("trouble", False, {"for_whom": "deceased"}),
        ("need_now", False, {"for_whom": "deceased"}),
        ("need_now", True, {"trouble": "code_fails"}),
        ("card_kind", False, {"for_whom": "deceased"}),
        ("card_kind", False, {"trouble": "code_fails"}),
        ("card_kind", False, {"trouble": "never_had"}),
        ("card_kind", True, {"trouble": "unknown"}),
        ("issued_place", True, {"for_whom": "deceased"}),
        ("issued_place", True, {"trouble": "code_fails"}),
        ("reported", True, {"card_kind": "old_medical_card"}),
        ("reported", True, {"card_kind": "unknown"}),
        ("reported", False, {"card_kind": "code_only"}),
        ("reported", False, {"trouble": "damaged"}),
        ("reported", False, {"for_whom": "deceased"}),
        ("pension_on_card", True, {"trouble": "moved"}),
        ("pension_on_card", False, {"trouble": "locked"}),
        ("pension_on_card", False, {"trouble": "unknown"}),
        ("pension_on_card", False, {"trouble": "never_had"}),
        ("pension_on_card", False, {"card_kind": "old_medical_card"}),
        ("pension_on_card", False, {"card_kind": "unknown"}),
        ("in_person", True, {"for_whom": "family"}),
        ("in_person", True, {"for_whom": "employer"}),
        ("in_person", True, {"trouble": "never_had"}),
        ("in_person", True, {"card_kind": "old_medical_card"}),
        ("in_person", False, {"for_whom": "child"}),
        ("in_person", False, {"for_whom": "deceased"}),
        ("in_person", False, {"trouble": "code_fails"}),
        ("in_person", False, {"trouble": "unknown"}),
        ("in_person", False, {"card_kind": "code_only"}),
    ],
)
def test_question_is_asked_when(question, asked, changes):
    assert (question in walk(**changes).path) == asked


def test_questions_of_a_lost_card():
    assert walk().path == tuple(ANSWERS)


def test_questions_about_a_deceased():
    assert walk(for_whom="deceased").path == ("for_whom", "issued_place")


def test_questions_about_the_code():
    assert walk(trouble="code_fails").path == ("for_whom", "trouble", "need_now", "issued_place")


def test_questions_are_never_more_than_ten():
    assert max(len(sample_walk(CARD_REPLACEMENT, path).path) for path in paths(CARD_REPLACEMENT)) == 8


def test_questions_answers_made_irrelevant_are_dropped():
    assert set(walk(for_whom="deceased").kept) == {"for_whom", "issued_place"}


# Cases that people meet


def test_case_helper_is_not_the_card_holder():
    assert ends(for_whom="family", in_person="no") == ("report_then_replace", ("proxy",))


def test_case_minor():
    assert ends(for_whom="child") == ("report_then_replace", ("child",))
    assert "in_person" not in walk(for_whom="child").path


def test_case_bedridden():
    assert ends(trouble="expired", in_person="no") == ("renew", ("proxy",))


def test_case_deceased():
    assert ends(for_whom="deceased", issued_place="unknown") == ("deceased", ())


@pytest.mark.parametrize(
    ("card_kind", "outcome"),
    [
        ("social_security_card", "exchange_damaged"),
        ("old_medical_card", "old_card"),
        ("code_only", "code_help"),
        ("unknown", "exchange_damaged"),
    ],
)
def test_case_social_security_card_medical_card_or_code(card_kind, outcome):
    assert ends(trouble="damaged", card_kind=card_kind)[0] == outcome


def test_case_temporary_report_expires_by_itself():
    assert ends(reported="temporary") == ("report_then_replace", ("temporary_report_expires",))


@pytest.mark.parametrize("need_now", ["today", "soon", "no"])
@pytest.mark.parametrize(("trouble", "outcome"), OUTCOMES.items())
def test_case_treatment_today_changes_no_outcome(trouble, outcome, need_now):
    walked = walk(trouble=trouble, need_now=need_now)
    assert (walked.outcome, walked.facts["need_now"]) == (outcome, {need_now})


def test_case_pension_account_changes():
    assert ends(trouble="expired", pension_on_card="yes") == ("renew", ("pension",))


@pytest.mark.parametrize("card_kind", ["social_security_card", "old_medical_card", "code_only", "unknown"])
def test_case_name_changed(card_kind):
    assert ends(trouble="details_changed", card_kind=card_kind)[0] == "correct_details_first"


def test_case_found_after_formal_report():
    assert ends(reported="formal") == ("report_then_replace", ())


@pytest.mark.parametrize("for_whom", LIVING)
def test_case_code_cannot_be_activated(for_whom):
    assert ends(trouble="code_fails", for_whom=for_whom)[0] == "code_help"


def test_case_issued_place_unknown():
    assert ends(issued_place="unknown") == ("report_then_replace", ())


def test_case_no_card_yet():
    assert ends(trouble="never_had") == ("first_card", ())


def test_case_moved_to_another_city():
    assert ends(trouble="moved", pension_on_card="yes") == ("move", ("pension",))
