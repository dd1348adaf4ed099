import itertools
import random

import pytest

from guides.engine import graph
from guides.engine.flow import Flow
from guides.engine.steps import (
    PLACE,
    Fact,
    Given,
    LocalRule,
    Private,
    choice,
    place,
    several,
)
from guides.flows import FLOWS
from guides.flows.remote_care import REMOTE_CARE
from tests.guides.walks import paths

A = choice("a", ("1", "2", "3"))
END = (("end", {}),)
P = Private("p", ("low", "high"))


def flow(*steps, blocks=()):
    return Flow("any", steps, (), END, blocks)


SMALL = Flow(
    slug="small",
    steps=(
        A,
        place("home", ("unknown",)),
        Given("near", LocalRule("near", decisive="yes", of="home"), when={"home": (PLACE,)}),
        choice("c", ("1", "2"), when={"near": ("no",), "a": ("1", "2")}),
        several("d", ("1", "2", "none"), when={"c": ("1",)}, exclusive="none"),
        choice("e", ("1", "2"), when={"odd": ("yes",)}),
        choice("f", ("1", "2"), when={"a": ("3",), "near": ("yes",)}),
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
            walk = flow.walk(so_far, lambda step, _, given=given: given[step.key])
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
    assert {sum(key in SMALL.questions for key in path) for path in paths(SMALL)} == lengths
    assert {path["a"] for path in paths(SMALL)} == {"1", "2", "3"}


@pytest.mark.parametrize("slug", ["card-replacement", "coverage", "family-account", "chronic", "manual-claim"])
def test_ends_are_those_of_the_walks(slug):
    flow = FLOWS[slug]
    ends = list(graph.ends(flow))
    assert [path for path, _ in ends] == list(paths(flow))
    for path, walk in ends:
        replayed = graph.sample_walk(flow, path)
        assert (walk.path, walk.outcome, walk.blocks) == (replayed.path, replayed.outcome, replayed.blocks)


def test_alternatives_one_for_each_effect():
    assert graph.alternatives(SMALL, SMALL.steps[3]) == ("1", "2")
    assert graph.alternatives(SMALL, SMALL.steps[5]) == ("1",)  # nothing depends on it


def test_alternatives_of_a_private_step_begin_with_nothing_told():
    known = flow(A, P, blocks=(("one", {"p": ("high",)}),))
    assert graph.alternatives(known, P) == ("", "high")
    assert {path["p"] for path in paths(known)} == {"", "high"}


def test_private_steps_are_no_questions_to_come():
    known = flow(A, P, choice("z", ("1",)))
    assert graph.most_after(known.walk({}, lambda *_: ""), "a") == 1


def random_walks(rng):
    """A real guide answered at random; the walk as it stands at each question."""
    rules = {step.key: rng.choice(step.routing_values) for step in REMOTE_CARE.steps if isinstance(step, Given)}
    answers, walks = {}, []
    while True:
        walk = REMOTE_CARE.walk(answers, lambda step, _: rules[step.key])
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
    longest = max(sum(key in REMOTE_CARE.questions for key in path) for path in paths(REMOTE_CARE))
    begin = REMOTE_CARE.walk({}, lambda *_: "no")
    assert (longest, graph.most_after(begin, "for_whom") + 1) == (11, 11)


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
def test_questions_left_are_what_a_walk_still_asks(flow: Flow) -> None:
    """Whatever is answered, and then in whatever way: never fewer than the least, never more than the most."""
    chance = random.Random(5)
    for _ in range(40):
        known = {
            key: (chance.choice(question.values),) for key, question in flow.questions.items() if chance.random() < 0.3
        }
        walk = flow.walk(known, lambda step, _: step.routing_values[0])
        least, most = graph.open_questions(walk)
        asked, answers = 0, dict(walk.answers)
        while walk.current is not None:
            answers[walk.current.key] = (chance.choice(walk.current.values),)
            asked += 1
            walk = flow.walk(answers, lambda step, _: step.routing_values[0])
        assert least <= asked <= most, known


def test_questions_left_at_the_start_are_all_that_may_come() -> None:
    for flow in FLOWS.values():
        walk = flow.walk({}, lambda step, _: step.routing_values[0])
        assert graph.open_questions(walk)[1] == graph.most_after(walk, flow.steps[0].key) + 1


@pytest.mark.parametrize("slug", ["manual-claim", "card-replacement", "coverage", "family-account", "chronic"])
def test_sample_walks_show_every_block_beside_every_outcome_for_any_place(slug):
    def shown(walks):
        return {(walk.outcome, block) for walk in walks for block in ("", *walk.blocks)}

    flow = FLOWS[slug]
    every = shown(graph.sample_walk(flow, path) for path in paths(flow))
    for code in ("210300", "440300"):
        walks = list(graph.sample_walks(flow, **{flow.delivery.home: code}))
        assert shown(walks) == every
        assert len(walks) <= len(every)
        assert {walk.answers.get(flow.delivery.home) for walk in walks} & {(code,)}
