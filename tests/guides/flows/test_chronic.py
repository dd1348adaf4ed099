"""Routing of 长期吃药、慢病门诊怎么报: every outcome, every skipped question, the order of outcomes."""

import pytest

from guides.engine.graph import sample_walk
from guides.flows import FLOWS
from guides.flows.chronic import CHRONIC
from registry.places import Standing
from tests.guides.outcomes import PLAIN
from tests.guides.walks import paths

ANSHAN, BEIJING = "210300", "110000"
#: Somebody of 鞍山, recognised, who is treated there.
ANSWERS = PLAIN["chronic"]
OF_HOME = ["same", "pool"]
BUYS = ["hospital", "pharmacy", "online", "unknown"]


def walk(relation="elsewhere", **changes):
    answers = {key: (value,) for key, value in {**ANSWERS, **changes}.items()}
    return CHRONIC.walk(answers, lambda step, _: relation)


def ends(**changes):
    walked = walk(**changes)
    assert walked.finished
    return walked.outcome, walked.blocks


@pytest.mark.parametrize("buys", BUYS)
@pytest.mark.parametrize(("recognised", "outcome"), [("no", "apply"), ("expired", "renew"), ("unknown", "ask")])
def test_without_a_recognition_that_holds_it_comes_first_wherever_care_is_had(recognised, outcome, buys):
    assert ends(recognised=recognised, buys=buys)[0] == outcome
    for where in ("other_city", "both"):
        found, blocks = ends(recognised=recognised, buys=buys, where=where)
        assert found == outcome
        assert "elsewhere" in blocks


@pytest.mark.parametrize("recognised", ["yes", "no", "expired", "unknown"])
@pytest.mark.parametrize("where", ["local", "other_city", "both"])
def test_medicine_of_two_channels_has_a_way_of_its_own(recognised, where):
    assert ends(recognised=recognised, where=where, buys="dual_channel")[0] == "dual_channel"


@pytest.mark.parametrize("buys", BUYS)
def test_recognised_at_home(buys):
    assert ends(buys=buys) == ("use_locally", ("online",) if buys == "online" else ())


@pytest.mark.parametrize("where", ["other_city", "both"])
@pytest.mark.parametrize("relation", Standing)
def test_recognised_and_treated_elsewhere_is_at_home_in_ones_own_pool_only(where, relation):
    outcome, blocks = ends(where=where, relation=relation)
    assert outcome == ("use_locally" if relation in OF_HOME else "use_elsewhere")
    assert blocks == ()


@pytest.mark.parametrize(
    ("relation", "destination"),
    [
        *((each, "near") for each in ("exempt", "exempt_lower", "file", "ask", "same_province")),
        ("elsewhere", "elsewhere"),
    ],
)
def test_what_holds_across_provinces_is_not_told_of_places_with_a_rule_of_their_own(relation, destination):
    assert walk(where="other_city", relation=relation).facts["destination"] == {destination}


def test_city_that_is_not_chosen_yet():
    walked = walk(where="other_city", care_place="undecided")
    assert (walked.outcome, walked.facts["destination"]) == ("use_elsewhere", {"undecided"})


@pytest.mark.parametrize(("for_whom", "blocks"), [("self", ()), ("family", ("proxy",)), ("child", ("proxy",))])
def test_block_of_whoever_goes_for_somebody(for_whom, blocks):
    assert ends(for_whom=for_whom)[1] == blocks


@pytest.mark.parametrize(
    ("changes", "counter"),
    [
        ({}, "no"),
        ({"where": "other_city"}, "no"),
        ({"recognised": "no"}, "yes"),
        ({"recognised": "expired"}, "yes"),
        ({"recognised": "unknown"}, "yes"),
        ({"buys": "dual_channel"}, "yes"),
    ],
)
def test_papers_for_a_counter_are_asked_of_whoever_goes_to_one(changes, counter):
    assert walk(**changes).facts["counter"] == {counter}


def test_city_of_care_is_asked_of_whoever_is_treated_elsewhere():
    assert "care_place" not in walk().path
    assert walk(where="both").path == tuple(ANSWERS)


def test_outcomes_stand_in_the_order_of_priority():
    assert [key for key, _ in CHRONIC.outcomes] == [
        *("dual_channel", "apply", "renew", "ask", "use_elsewhere", "use_locally"),
    ]


def test_questions_are_never_more_than_seven():
    assert max(len(sample_walk(CHRONIC, path).path) for path in paths(CHRONIC)) == 7


def test_no_guide_has_a_question_or_an_answer_for_an_illness():
    """两病 and the ten kinds are named side by side, on every page alike; nobody says which is theirs."""
    illnesses = {"hypertension", "diabetes", "dialysis", "transplant", "cancer", "hepatitis", "disease", "illness"}
    for flow in FLOWS.values():
        for key, question in flow.questions.items():
            assert not illnesses & {key, *question.values}
