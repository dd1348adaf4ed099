import itertools
import random

import pytest

from guides import graph
from guides.flow import PLACE, Detail, Fact, Flow, FlowError, Given, Private, Question
from guides.flows.remote_care import REMOTE_CARE
from guides.flows.second_reimbursement import SECOND_REIMBURSEMENT

A = Question("a", "choice", ("1", "2", "3"))
END = (("end", {}),)


P = Private("p", ("low", "high"))


def flow(*steps, facts=(), outcomes=END, blocks=(), urgent=None, layers=(), details=()):
    return Flow("bad", steps, facts, outcomes, blocks, urgent or {}, layers=layers, details=details)


def b(**when):
    return Question("b", "choice", ("1", "2"), when=when)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        pytest.param(flow(A, b(c=("1",))), "a condition names “c”, which is no question or fact", id="unknown key"),
        pytest.param(flow(A, b(outcome=("end",))), "a condition names “outcome”", id="outcome in routing"),
        pytest.param(flow(A, b(a=("4",))), r"“a” has no value \['4'\]", id="unknown value"),
        pytest.param(
            flow(Question("q", "choice", ("yes", "no")), b(q="no")),
            r"“q” has no value \['n', 'o'\]",
            id="text, no tuple",
        ),
        pytest.param(
            flow(A, facts=(Fact("f", (("x", {"a": ("4",)}),), "y"),)), r"“a” has no value \['4'\]", id="value in a fact"
        ),
        pytest.param(flow(A, outcomes=(("one", {"z": ("1",)}), *END)), "a condition names “z”", id="key in an outcome"),
        pytest.param(flow(A, blocks=(("one", {"a": ("4",)}),)), r"“a” has no value \['4'\]", id="value in a block"),
        pytest.param(flow(A, urgent={"end": {"a": ("4",)}}), r"“a” has no value \['4'\]", id="value in urgent"),
        pytest.param(flow(A, urgent={"nowhere": {"a": ("1",)}}), r"urgent names \['nowhere'\]", id="urgent outcome"),
        pytest.param(flow(b(a=("1",)), A), "“b” depends on itself or on a later step", id="later step"),
        pytest.param(flow(A, b(b=("1",))), "“b” depends on itself or on a later step", id="itself"),
        pytest.param(
            flow(b(f=("x",)), A, facts=(Fact("f", (("x", {"a": ("1",)}),), "y"),)),
            "“b” depends on itself or on a later step",
            id="later step through a fact",
        ),
        pytest.param(
            flow(A, facts=(Fact("f", (("x", {"g": ("x",)}),), "y"), Fact("g", (("x", {"f": ("x",)}),), "y"))),
            "facts in a circle: f → g → f",
            id="facts in a circle",
        ),
        pytest.param(
            flow(A, facts=(Fact("f", (("x", {"f": ("x",)}),), "y"),)), "facts in a circle", id="fact of itself"
        ),
        pytest.param(
            flow(A, b(a=("1",)), Question("c", "choice", ("1",), when={"a": ("2",), "b": ("1",)})),
            r"nobody can reach \['c'\]",
            id="unreachable question",
        ),
        pytest.param(
            flow(A, b(a=("1",)), Given("g", ("1",), when={"a": ("2",), "b": ("1",)})),
            r"nobody can reach \['g'\]",
            id="unreachable given step",
        ),
        pytest.param(flow(A, outcomes=(*END, ("late", {}))), r"nobody can reach \['late'\]", id="shadowed outcome"),
        pytest.param(
            flow(A, b(a=("1",)), blocks=(("no", {"a": ("2",), "b": ("1",)}),)),
            r"nobody can reach \['no'\]",
            id="unreachable block",
        ),
        pytest.param(flow(A, outcomes=(("end", {"a": ("1", "2")}),)), "no outcome for", id="no outcome"),
        pytest.param(flow(A, A), r"the same key twice: \['a'\]", id="same question twice"),
        pytest.param(
            flow(A, facts=(Fact("a", (), "x"),)), r"the same key twice: \['a'\]", id="fact named as a question"
        ),
        pytest.param(flow(P, P), r"the same key twice: \['p'\]", id="same private step twice"),
        pytest.param(flow(P, b(p=("low",))), "the question “b” depends on a private answer", id="private question"),
        pytest.param(
            flow(A, P, b(f=("x",)), facts=(Fact("f", (("x", {"a": ("1",), "p": ("low",)}),), "y"),)),
            "the question “b” depends on a private answer",
            id="private question through a fact",
        ),
        pytest.param(flow(A, P, blocks=(("one", {"p": ("mid",)}),)), r"“p” has no value \['mid'\]", id="private value"),
        pytest.param(flow(A, urgent={"end": {"p": ("low",)}}), "an urgent condition must name questions", id="urgent"),
        pytest.param(flow(A, layers=("f",)), "the layer “f” must be a fact", id="layer that is no fact"),
        pytest.param(flow(A, layers=("a",)), "the layer “a” must be a fact", id="layer that is a question"),
        pytest.param(
            flow(A, facts=(Fact("f", (("apply", {"a": ("1",)}),), "never"),), layers=("f",)),
            "the layer “f” must be a fact with values of",
            id="layer in a state that is none",
        ),
        pytest.param(
            flow(A, details=(Detail("a", {}, "a"),)), r"the same key twice: \['a'\]", id="detail as a question"
        ),
        pytest.param(flow(A, details=(Detail("d", {}, "z"),)), r"a detail refines \['z'\]", id="detail of nothing"),
        pytest.param(
            flow(A, details=(Detail("d", {"z": ("1",)}, "a"),)), "a condition names “z”", id="key in a detail"
        ),
        pytest.param(
            flow(A, details=(Detail("d", {"a": ("4",)}, "a"),)), r"“a” has no value \['4'\]", id="value in a detail"
        ),
    ],
)
def test_checked_refuses(bad, message):
    with pytest.raises(FlowError, match=f"^bad: {message}"):
        graph.checked(bad)


def test_checked_returns_a_sound_flow():
    assert graph.checked(SMALL) is SMALL


def test_checked_lets_a_private_answer_decide_outcomes_blocks_and_layers():
    layer = Fact("f", (("apply", {"p": ("high",)}),), "ask")
    outcomes, blocks = (("rich", {"p": ("high",)}), *END), (("poor", {"p": ("low",)}),)
    sound = flow(A, P, facts=(layer,), outcomes=outcomes, blocks=blocks, layers=("f",))
    assert graph.checked(sound) is sound


def test_checked_reaches_an_outcome_that_needs_the_private_answer_untold():
    """All values told would leave the last outcome to nobody; that nothing is told does not."""
    outcomes = (("told", {"p": ("low", "high")}), *END)
    assert graph.checked(flow(A, P, outcomes=outcomes))


SMALL = Flow(
    slug="small",
    steps=(
        A,
        Question("home", "place", ("unknown",)),
        Given("near", ("yes", "no"), when={"home": (PLACE,)}),
        Question("c", "choice", ("1", "2"), when={"near": ("no",), "a": ("1", "2")}),
        Question("d", "several", ("1", "2", "none"), when={"c": ("1",)}, exclusive="none"),
        Question("e", "choice", ("1", "2"), when={"odd": ("yes",)}),
        Question("f", "choice", ("1", "2"), when={"a": ("3",), "near": ("yes",)}),
    ),
    facts=(Fact("odd", (("yes", {"a": ("1",)}), ("yes", {"d": ("2",)})), otherwise="no"),),
    outcomes=(("one", {"a": ("1",)}), ("other", {})),
)


def runs(flow, lookups):
    """Every finished walk, by trying every answer to every current question."""
    for given in lookups:
        pending = [{}]
        while pending:
            so_far = pending.pop()
            walk = flow.walk(so_far, lambda key, _, given=given: given[key])
            if walk.finished:
                yield walk
            else:
                codes = ("210300",) if walk.current.kind == "place" else ()
                pending += [{**so_far, walk.current.key: (value,)} for value in (*walk.current.values, *codes)]


def earlier(walk, key):
    order = [step.key for step in walk.flow.steps]
    return tuple((other, walk.known[other]) for other in order[: order.index(key)])


def test_most_after_is_the_longest_way_that_is_left():
    found = list(runs(SMALL, [{"near": "yes"}, {"near": "no"}]))
    for walk in found:
        for number, key in enumerate(walk.path, start=1):
            same_start = [other for other in found if key in other.path and earlier(other, key) == earlier(walk, key)]
            truth = max(len(other.path) for other in same_start) - number
            assert graph.most_after(walk, key) == truth, (dict(walk.answers), key)


def test_paths_are_all_there_is():
    found = runs(SMALL, [{"near": "yes"}, {"near": "no"}])
    lengths = {len(walk.path) for walk in found}
    assert {sum(key in SMALL.questions for key in path) for path in graph.paths(SMALL)} == lengths
    assert {path["a"] for path in graph.paths(SMALL)} == {"1", "2", "3"}


def test_alternatives_one_for_each_effect():
    assert graph.alternatives(SMALL, SMALL.steps[3]) == ("1", "2")
    assert graph.alternatives(SMALL, SMALL.steps[5]) == ("1",)  # nothing depends on it


def test_alternatives_of_a_private_step_begin_with_nothing_told():
    known = flow(A, P, blocks=(("one", {"p": ("high",)}),))
    assert graph.alternatives(known, P) == ("", "high")
    assert {path["p"] for path in graph.paths(known)} == {"", "high"}


def test_private_steps_are_no_questions_to_come():
    known = flow(A, P, Question("z", "choice", ("1",)))
    assert graph.most_after(known.walk({}, lambda *_: ""), "a") == 1


def random_walks(rng):
    """A real guide answered at random; the walk as it stands at each question."""
    rules = {step.key: rng.choice(step.values) for step in REMOTE_CARE.steps if isinstance(step, Given)}
    answers, walks = {}, []
    while True:
        walk = REMOTE_CARE.walk(answers, lambda key, _: rules[key])
        if walk.finished:
            return walks
        walks.append(walk)
        codes = ("210300", "110000") if walk.current.kind == "place" else ()
        answers = {**answers, walk.current.key: (rng.choice((*walk.current.values, *codes)),)}


@pytest.mark.parametrize("seed", range(5))
def test_progress_of_the_real_guide_never_grows(seed):
    rng = random.Random(seed)
    for _ in range(40):
        walks = random_walks(rng)
        left = [graph.most_after(walk, walk.current.key) for walk in walks]
        assert all(later < before for before, later in itertools.pairwise(left)), left
        assert left[-1] >= 0


@pytest.mark.parametrize("seed", range(5))
def test_progress_of_an_earlier_question_stays_when_looked_at_again(seed):
    walks = random_walks(random.Random(seed))
    for walk in walks:
        assert graph.most_after(walks[-1], walk.current.key) == graph.most_after(walk, walk.current.key)


def test_real_guide_asks_eleven_questions_at_most():
    longest = max(sum(key in REMOTE_CARE.questions for key in path) for path in graph.paths(REMOTE_CARE))
    begin = REMOTE_CARE.walk({}, lambda *_: "no")
    assert (longest, graph.most_after(begin, "for_whom") + 1) == (11, 11)


@pytest.mark.parametrize("real", [REMOTE_CARE, SECOND_REIMBURSEMENT])
def test_real_guide_reaches_every_outcome(real):
    assert graph.checked(real) is real
