"""Routing of 家里人共用医保的钱: every outcome, every skipped question, the order of outcomes, and the cases people meet."""

import pytest

from guides.engine.graph import sample_walk
from guides.flows.family_account import ABOUT_MONEY, FAMILY_ACCOUNT, KIN, PAYING
from tests.guides.outcomes import PLAIN
from tests.guides.walks import paths

ANSHAN, SHENYANG, BEIJING = "210300", "210100", "110000"
#: Two retired people of one city, of whom one has an account.
ANSWERS = PLAIN["family-account"]


def lookup(step, answers):
    assert step.key == "same_province"
    one, other = answers["insured_place"][0], answers["family_place"][0]
    return "yes" if one[:2] == other[:2] else "no"


def walk(**changes):
    answers = {key: (value,) for key, value in {**ANSWERS, **changes}.items()}
    return FAMILY_ACCOUNT.walk(answers, lookup)


def ends(**changes):
    walked = walk(**changes)
    assert walked.finished
    return walked.outcome


@pytest.mark.parametrize("goal", PAYING)
@pytest.mark.parametrize("relation", KIN)
@pytest.mark.parametrize(
    ("family", "outcome"),
    [("same", "share"), (ANSHAN, "share"), (SHENYANG, "share"), (BEIJING, "wallet")],
)
def test_money_of_a_near_relative_is_shared_in_a_province_and_goes_by_wallet_across(goal, relation, family, outcome):
    assert ends(goal=goal, relation=relation, family_place=family) == outcome


@pytest.mark.parametrize("relation", [*KIN, "in_law", "other"])
def test_code_is_shown_for_anybody_without_a_question_about_money_or_places(relation):
    walked = walk(goal="show_code", relation=relation)
    assert (walked.outcome, walked.path) == ("family_code", ("goal", "relation", "family_phone"))


@pytest.mark.parametrize("goal", ABOUT_MONEY)
@pytest.mark.parametrize("relation", ["in_law", "other"])
@pytest.mark.parametrize("scheme", ["employee", "resident", "unknown"])
def test_who_is_no_near_relative_cannot_share_whatever_else_holds(goal, relation, scheme):
    walked = walk(goal=goal, relation=relation, owner_scheme=scheme)
    assert walked.outcome == "not_a_relative"
    assert "family_place" not in walked.path


@pytest.mark.parametrize("goal", ABOUT_MONEY)
@pytest.mark.parametrize("relation", KIN)
def test_insurance_of_residents_has_no_account(goal, relation):
    walked = walk(goal=goal, relation=relation, owner_scheme="resident")
    assert walked.outcome == "no_account"
    assert "family_place" not in walked.path


@pytest.mark.parametrize("goal", PAYING)
@pytest.mark.parametrize("scheme", ["employee", "unknown"])
@pytest.mark.parametrize("place", [ANSHAN, "unknown"])
def test_who_is_not_insured_comes_first_whatever_is_not_known(goal, scheme, place):
    assert ends(goal=goal, owner_scheme=scheme, insured_place=place, family_place="not_insured") == "family_not_insured"


@pytest.mark.parametrize(
    "changes",
    [
        {"owner_scheme": "unknown"},
        {"insured_place": "unknown"},
        {"family_place": "unknown"},
        {"insured_place": "unknown", "family_place": "same"},
        {"goal": "unknown"},
        {"goal": "buy_plan"},
    ],
)
def test_what_is_not_known_is_asked_about(changes):
    assert ends(**changes) == "ask"


@pytest.mark.parametrize("goal", ["unknown", "buy_plan"])
def test_where_the_family_is_insured_is_not_asked_where_it_decides_nothing(goal):
    assert "family_place" not in walk(goal=goal).path


@pytest.mark.parametrize(("phone", "blocks"), [("yes", ()), ("no", ("no_phone",)), ("child", ("child",))])
def test_blocks(phone, blocks):
    assert walk(family_phone=phone).blocks == blocks


def test_three_unknowns_come_first():
    unsure = {"owner_scheme": "unknown", "insured_place": "unknown", "family_place": "unknown"}
    assert walk(**unsure).blocks == ("too_many_unknowns", "no_phone")


def test_outcomes_stand_in_the_order_of_priority():
    assert [key for key, _ in FAMILY_ACCOUNT.outcomes] == [
        *("family_code", "not_a_relative", "no_account", "family_not_insured", "share", "wallet", "ask"),
    ]


def test_questions_are_never_more_than_seven():
    assert max(len(sample_walk(FAMILY_ACCOUNT, path).path) for path in paths(FAMILY_ACCOUNT)) == 6


def test_two_retired_people_answer_six_questions():
    assert walk().path == tuple(ANSWERS)
