"""The search for answers that fulfil a condition, held against trying every answer there is."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from guides.engine.flow import Flow
from guides.engine.reach import astray, fulfil
from guides.engine.steps import NOTHING, Fact, choice
from tests.thorough import examples

KEYS = ("a", "b", "c", "d")
VALUES = ("1", "2", "3")


def conditions(keys):
    """What may be asked of questions and facts with these keys."""
    wanted = st.sets(st.sampled_from(VALUES), min_size=1, max_size=2).map(lambda values: tuple(sorted(values)))
    return st.dictionaries(st.sampled_from(keys), wanted, max_size=3) if keys else st.just({})


@st.composite
def flows(draw):
    """Four questions, each asked by the answers before it, two facts of which one looks at the other, two outcomes."""
    steps = tuple(choice(key, VALUES, draw(conditions(KEYS[:number]))) for number, key in enumerate(KEYS))
    facts = []
    for key, seen in (("f", KEYS), ("g", (*KEYS, "f"))):
        cases = draw(st.lists(st.tuples(st.sampled_from(VALUES), conditions(seen)), max_size=3))
        facts.append(Fact(key, tuple(cases), draw(st.sampled_from(VALUES))))
    outcomes = (("one", draw(conditions((*KEYS, "f", "g")))), ("two", draw(conditions((*KEYS, "f", "g")))))
    return Flow("any", steps, tuple(facts), outcomes)


def ends(flow, known=None):
    """What is known at the end of every way of answering."""
    known = known or {}
    if len(known) == len(flow.steps):
        yield known
        return
    step = flow.steps[len(known)]
    ways = [frozenset({value}) for value in VALUES] if flow.holds(step.when, known) else [NOTHING]
    for way in ways:
        yield from ends(flow, {**known, step.key: way})


def outcome(flow, known):
    return next((key for key, when in flow.outcomes if flow.holds(when, known)), "")


#: With a known, one of the two cases of g may still hold; which one it is decides whether c = 2 will do.
TWINS = Flow(
    "any",
    (choice("a", VALUES), choice("c", VALUES)),
    (Fact("g", (("1", {"a": ("1",), "c": ("1",)}), ("1", {"a": ("2",), "c": ("2",)})), "2"),),
    (("one", {}),),
)


@settings(max_examples=examples(200), suppress_health_check=[HealthCheck.too_slow])
@given(flow=flows(), when=conditions((*KEYS, "f", "g")))
@example(flow=TWINS, when={"g": ("1",), "c": ("2",)})
def test_the_search_finds_what_trying_everything_finds(flow, when):
    every = list(ends(flow))
    found = fulfil(flow, when)
    assert (found is not None) == any(flow.holds(when, known) for known in every)
    assert found is None or flow.holds(when, found)
    for key, _ in flow.outcomes:
        possible = any(outcome(flow, known) == key and flow.holds(when, known) for known in every)
        assert (fulfil(flow, {**when, "outcome": (key,)}) is not None) == possible


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(flow=flows())
def test_answers_that_lead_nowhere_are_found(flow):
    lost = astray(flow)
    assert (lost is not None) == any(outcome(flow, known) == "" for known in ends(flow))
    assert lost is None or outcome(flow, lost) == ""
