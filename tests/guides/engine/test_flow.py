from dataclasses import replace

import pytest

from guides.engine.flow import Flow, urgent_walk
from guides.engine.steps import (
    MANY_UNSURE,
    NOTHING,
    PLACE,
    Delivery,
    Fact,
    FlowError,
    Given,
    LocalRule,
    Private,
    choice,
    place,
    several,
)

SMALL = Flow(
    slug="small",
    steps=(
        choice("colour", ("red", "blue", "unknown")),
        choice("shade", ("light", "dark", "unknown"), when={"colour": ("red",)}),
        several("extras", ("bell", "lamp", "unchecked", "none"), exclusive="none"),
        place("home", ("unknown",)),
        Given("near", LocalRule("near", decisive="yes", of="home"), when={"home": (PLACE,)}),
        choice("bus", ("yes", "no"), when={"near": ("no",), "mood": ("calm", "loud")}),
    ),
    facts=(
        Fact("warm", (("yes", {"colour": ("red",)}),), otherwise="no"),
        Fact(
            "mood", (("loud", {"warm": ("yes",), "shade": ("dark",)}), ("calm", {"warm": ("yes",)})), otherwise="none"
        ),
    ),
    outcomes=(
        ("alarm", {"extras": ("unchecked",)}),
        ("bright", {"warm": ("yes",), "extras": ("lamp", "bell")}),
        ("warm", {"warm": ("yes",)}),
        ("plain", {}),
    ),
    blocks=(("rides", {"bus": ("yes",)}), ("lit", {"extras": ("lamp",)})),
    urgent={"alarm": {"extras": ("unchecked",)}},
)
FULL = {"colour": ("red",), "shade": ("dark",), "extras": ("none",), "home": ("210300",), "bus": ("yes",)}


def walk(answers, near="no"):
    return SMALL.walk(answers, lambda key, _: near)


def asked(walk):
    return walk.current and walk.current.key


@pytest.mark.parametrize(
    ("answers", "path", "current"),
    [
        ({}, (), "colour"),
        ({"colour": ("red",)}, ("colour",), "shade"),
        ({"colour": ("blue",)}, ("colour",), "extras"),
        ({"colour": ("red",), "shade": ("dark",)}, ("colour", "shade"), "extras"),
        (FULL, ("colour", "shade", "extras", "home", "bus"), None),
    ],
)
def test_walk_stops_at_the_first_open_question(answers, path, current):
    assert (walk(answers).path, asked(walk(answers))) == (path, current)


def test_walk_is_finished_without_a_current_question():
    assert walk(FULL).finished
    assert not walk({}).finished


def test_walk_skips_by_a_given_step():
    answers = {key: FULL[key] for key in ("colour", "shade", "extras", "home")}
    assert asked(walk(answers, near="no")) == "bus"
    assert asked(walk(answers, near="yes")) is None


def test_walk_skips_by_a_fact():
    assert asked(walk({"colour": ("blue",), "extras": ("none",), "home": ("210300",)})) is None


def test_walk_knows_a_skipped_step_as_nothing():
    assert walk({"colour": ("blue",)}).known["shade"] == NOTHING


@pytest.mark.parametrize(
    ("home", "known", "given"),
    [("210300", {"210300", PLACE}, {"no"}), ("unknown", {"unknown"}, set())],
)
def test_walk_place_stands_for_any_code(home, known, given):
    walked = walk({**FULL, "home": (home,)})
    assert (walked.known["home"], walked.known["near"]) == (known, given)


def test_walk_given_step_sees_the_answers():
    seen = []
    SMALL.walk(FULL, lambda step, answers: seen.append((step.key, answers)) or "yes")
    assert seen == [("near", FULL)]


def test_walk_given_step_is_not_looked_up_while_its_condition_is_open():
    asked = []
    SMALL.walk({"colour": ("blue",)}, lambda key, answers: asked.append(key) or "yes")
    assert asked == []


def test_walk_several_values_hold_together():
    assert walk({**FULL, "extras": ("bell", "lamp")}).known["extras"] == {"bell", "lamp"}


def test_walk_keeps_answers_that_may_still_matter():
    walked = walk({"shade": ("dark",), "bus": ("no",)})
    assert (walked.pending, walked.kept) == (("shade", "bus"), {"shade": ("dark",), "bus": ("no",)})


def test_walk_drops_answers_that_became_irrelevant():
    walked = walk({**FULL, "colour": ("blue",)})
    assert walked.kept == {"colour": ("blue",), "extras": ("none",), "home": ("210300",)}


def test_walk_drops_strangers_and_orders_the_rest():
    walked = walk({"home": ("unknown",), "stranger": ("x",), "colour": ("blue",)})
    assert list(walked.kept) == ["colour", "home"]


def test_walk_goes_on_behind_an_open_question():
    walked = walk({"extras": ("none",)})
    assert (walked.path, asked(walked)) == (("extras",), "colour")


@pytest.mark.parametrize(
    ("key", "before", "number"),
    [("colour", None, 1), ("shade", "colour", 2), ("extras", "shade", 3), ("home", "extras", 4), ("bus", "home", 5)],
)
def test_back_and_number_on_the_longest_path(key, before, number):
    assert (walk(FULL).before(key), walk(FULL).number(key)) == (before, number)


def test_back_and_number_leave_out_skipped_questions():
    walked = walk({**FULL, "colour": ("blue",)})
    assert (walked.before("extras"), walked.number("extras")) == ("colour", 2)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"extras": ("unchecked", "lamp")}, "alarm"),
        ({"extras": ("lamp",)}, "bright"),
        ({"extras": ("none",)}, "warm"),
        ({"colour": ("blue",)}, "plain"),
        ({"colour": ("blue",), "extras": ("unchecked",)}, "alarm"),
    ],
)
def test_outcome_first_that_holds(changes, outcome):
    assert walk({**FULL, **changes}).outcome == outcome


def test_outcome_missing_names_the_flow():
    flow = Flow("gap", (choice("a", ("x", "y")),), (), (("only", {"a": ("x",)}),))
    with pytest.raises(FlowError, match=r"^gap: no outcome for"):
        _ = flow.walk({"a": ("y",)}, lambda *_: "").outcome


@pytest.mark.parametrize(
    ("changes", "blocks"),
    [
        ({"bus": ("no",)}, ()),
        ({"bus": ("yes",)}, ("rides",)),
        ({"bus": ("no",), "extras": ("lamp", "bell")}, ("lit",)),
        ({"bus": ("yes",), "extras": ("lamp",)}, ("rides", "lit")),
    ],
)
def test_blocks_every_one_that_holds(changes, blocks):
    assert walk({**FULL, **changes}).blocks == blocks


UNSURE_ANSWERS = {"colour": ("unknown",), "extras": ("unchecked",), "home": ("unknown",)}


@pytest.mark.parametrize(
    ("changes", "unsure", "block"),
    [
        ({}, ("colour", "extras", "home"), ("too_many_unknowns",)),
        ({"home": ("210300",)}, ("colour", "extras"), ()),
        ({"extras": ("unchecked", "lamp")}, ("colour", "extras", "home"), ("too_many_unknowns", "lit")),
    ],
)
def test_unsure_three_times(changes, unsure, block):
    walked = walk({**UNSURE_ANSWERS, **changes})
    assert (walked.unsure, walked.blocks) == (unsure, block)
    assert (len(walked.unsure) >= MANY_UNSURE) == ("too_many_unknowns" in block)


@pytest.mark.parametrize(
    ("hotlines", "block"), [(("12333",), ()), (("12333", "12393"), ("too_many_unknowns",))], ids=["another", "both"]
)
def test_another_bodys_hotline_is_asked_nothing_of_what_is_unsure(hotlines, block):
    flow = replace(SMALL, delivery=Delivery(other_hotlines={"alarm": hotlines}))
    assert flow.walk(UNSURE_ANSWERS, lambda *_: "").blocks == block


def test_unsure_does_not_count_dropped_answers():
    walked = walk({"colour": ("blue",), "shade": ("unknown",), "extras": ("unchecked",), "home": ("unknown",)})
    assert walked.unsure == ("extras", "home")


def test_facts_say_everything_a_condition_may_ask():
    facts = walk({**FULL, "extras": ("lamp",)}).facts
    assert {key: set(values) for key, values in facts.items()} == {
        "colour": {"red"},
        "shade": {"dark"},
        "extras": {"lamp"},
        "home": {"210300", PLACE},
        "near": {"no"},
        "bus": {"yes"},
        "warm": {"yes"},
        "mood": {"loud"},
        "outcome": {"bright"},
        "block": {"rides", "lit"},
    }


@pytest.mark.parametrize(
    ("colour", "shade", "mood"), [("red", "dark", "loud"), ("red", "light", "calm"), ("blue", "dark", "none")]
)
def test_fact_first_case_that_holds(colour, shade, mood):
    assert walk({**FULL, "colour": (colour,), "shade": (shade,)}).facts["mood"] == {mood}


@pytest.mark.parametrize(
    ("known", "when", "expected"),
    [
        ({}, {}, True),
        ({"colour": {"red"}}, {"colour": ("red", "blue")}, True),
        ({"colour": {"red"}}, {"colour": ("blue",)}, False),
        ({}, {"colour": ("red",)}, None),
        ({"colour": {"red"}}, {"colour": ("red",), "shade": ("dark",)}, None),
        ({"colour": {"blue"}}, {"shade": ("dark",), "colour": ("red",)}, False),
        ({}, {"warm": ("yes",)}, None),
        ({"colour": {"blue"}}, {"mood": ("none",)}, True),
        ({"colour": set()}, {"colour": ("red",)}, False),
    ],
)
def test_holds(known, when, expected):
    assert SMALL.holds(when, known) is expected


def test_vocabulary_names_all_that_a_condition_may_ask():
    assert SMALL.vocabulary == {
        "colour": ("red", "blue", "unknown"),
        "shade": ("light", "dark", "unknown"),
        "extras": ("bell", "lamp", "unchecked", "none"),
        "home": (PLACE, "unknown"),
        "near": ("yes", "no"),
        "bus": ("yes", "no"),
        "warm": ("yes", "no"),
        "mood": ("loud", "calm", "none"),
        "outcome": ("alarm", "bright", "warm", "plain"),
        "block": ("rides", "lit", "too_many_unknowns"),
    }


def test_urgent_walk_needs_no_other_answer():
    walked = urgent_walk(SMALL, {"extras": ("unchecked",)}, lambda *_: "no")
    assert (walked.finished, walked.outcome, walked.path) == (True, "alarm", ("extras",))
    assert walked.kept == {"extras": ("unchecked",)}


def test_urgent_walk_keeps_what_was_said():
    walked = urgent_walk(SMALL, {"extras": ("unchecked",), "colour": ("red",)}, lambda *_: "no")
    assert walked.kept == {"colour": ("red",), "extras": ("unchecked",)}
    assert walked.facts["warm"] == {"yes"}


@pytest.mark.parametrize("answers", [{}, {"extras": ("lamp",)}, {"colour": ("red",)}])
def test_urgent_walk_without_the_urgent_answer_is_none(answers):
    assert urgent_walk(SMALL, answers, lambda *_: "no") is None


@pytest.mark.parametrize(
    ("key", "given", "problem"),
    [
        ("colour", (), "missing"),
        ("colour", ("red",), None),
        ("colour", ("green",), "unknown"),
        ("colour", ("red", "blue"), "repeated"),
        ("colour", ("red", "green"), "unknown"),
        ("extras", (), "missing"),
        ("extras", ("none",), None),
        ("extras", ("bell", "lamp", "unchecked"), None),
        ("extras", ("bell", "none"), "exclusive"),
        ("extras", ("bell", "horn"), "unknown"),
        ("home", (), "missing"),
        ("home", ("210300",), None),
        ("home", ("unknown",), None),
        ("home", ("999999",), "unknown"),
        ("home", (PLACE,), "unknown"),
        ("home", ("210300", "unknown"), "repeated"),
    ],
)
def test_problem_of_the_values_given(key, given, problem):
    assert SMALL.questions[key].problem(given, lambda code: code == "210300") == problem


def test_problem_code_is_no_answer_to_a_choice():
    assert SMALL.questions["colour"].problem(("210300",), lambda code: True) == "unknown"


SECRET = Flow(
    slug="secret",
    steps=(
        choice("a", ("1", "2")),
        Private("rich", ("yes",)),
        Private("how", ("very", "little"), when={"a": ("1",)}),
    ),
    facts=(Fact("layer", (("apply", {"rich": ("yes",)}),), otherwise="ask"),),
    outcomes=(("gold", {"rich": ("yes",)}), ("plain", {})),
    blocks=(("lot", {"how": ("very",)}),),
    layers=("layer",),
    urgent={"plain": {"a": ("2",)}},
)


def secret(a="1", **private):
    return SECRET.walk({"a": (a,)}, lambda *_: "", private)


@pytest.mark.parametrize("private", [{}, {"rich": ""}, {"rich": "", "how": ""}])
def test_private_answer_nothing_is_known_until_told(private):
    walked = secret(**private)
    assert walked.finished
    assert (walked.known["rich"], walked.known["how"]) == (NOTHING, NOTHING)
    assert (walked.outcome, walked.blocks, walked.facts["layer"]) == ("plain", (), {"ask"})


def test_private_answer_decides_the_outcome_once_told():
    walked = secret(rich="yes", how="very")
    assert (walked.outcome, walked.blocks, walked.facts["layer"]) == ("gold", ("lot",), {"apply"})


def test_private_answer_whose_step_does_not_apply_is_not_heard():
    assert secret("2", how="very").known["how"] == NOTHING


def test_private_answer_never_stands_in_the_address():
    walked = secret(rich="yes", how="very")
    assert (walked.path, walked.pending, walked.kept) == (("a",), (), {"a": ("1",)})
    assert "rich" not in SECRET.questions


def test_private_answer_in_the_address_is_not_heard():
    walked = SECRET.walk({"a": ("1",), "rich": ("yes",)}, lambda *_: "")
    assert (walked.outcome, walked.kept) == ("plain", {"a": ("1",)})


def test_private_answer_reaches_an_urgent_walk():
    walked = urgent_walk(SECRET, {"a": ("2",)}, lambda *_: "", {"rich": "yes"})
    assert (walked.known["rich"], walked.kept) == ({"yes"}, {"a": ("2",)})


def test_vocabulary_knows_private_steps_and_layers():
    assert (SECRET.vocabulary["how"], SECRET.vocabulary["layer"]) == (("very", "little"), ("apply", "ask"))
