"""A flow seen as a whole: every way through it, how much can still come, and sample answers to each outcome."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from guides.engine.flow import Flow, Walk
from guides.engine.steps import NOTHING, PLACE, Answers, Fact, Private, Question, Step, Values

Known = Mapping[str, Values]
#: What is known, reduced to what can still matter: equal futures share one computation.
Essence = tuple[tuple[str, Values], ...]


def ends(flow: Flow) -> Iterator[tuple[Mapping[str, str], Walk]]:
    """Every way through the flow with where it ends: :func:`sample_walk` of each path, but for the answers, in half the
    time."""
    for path, known in _followed(flow, {}, {}, flow.facts, 0):
        yield path, Walk(flow, {}, known, tuple(key for key in path if key in flow.questions), (), None)


def _followed(
    flow: Flow, path: Mapping[str, str], known: Known, facts: tuple[Fact, ...], index: int
) -> Iterator[tuple[Mapping[str, str], Known]]:
    """The ways on from a step, each with all that is known at its end; ``facts`` are those that do not follow yet: each
    is worked out once for all ways that it is settled for."""
    settled = dict(known)  # a fact may rest on the one before
    for fact in facts:
        if (follows := flow.value_of(fact.key, settled)) is not None:
            settled[fact.key] = follows
    known, left = settled, tuple(fact for fact in facts if fact.key not in settled)
    if index == len(flow.steps):
        yield path, known
        return
    step = flow.steps[index]
    if not flow.holds(step.when, known):
        yield from _followed(flow, path, {**known, step.key: NOTHING}, left, index + 1)
        return
    for value in alternatives(flow, step):
        then = {**known, step.key: frozenset({value})}
        yield from _followed(flow, {**path, step.key: value}, then, left, index + 1)


@lru_cache(maxsize=1000)
def alternatives(flow: Flow, step: Step) -> tuple[str, ...]:
    """One value for each way in which the step's answer can matter to the routing; '' for a private one untold."""
    by_effect: dict[tuple[bool, ...], str] = {}
    for value in ("", *step.routing_values) if isinstance(step, Private) else step.routing_values:
        by_effect.setdefault(tuple(value in wanted for wanted in _mentions(flow).get(step.key, ())), value)
    return tuple(by_effect.values())


@lru_cache(maxsize=100)
def _mentions(flow: Flow) -> Mapping[str, tuple[Values, ...]]:
    return flow.mentions(*flow.routing())


def most_after(walk: Walk, key: str) -> int:
    """How many questions may follow this one at most; never grows along a path."""
    order = [step.key for step in walk.flow.steps]
    position = order.index(key)
    known = {earlier: walk.known[earlier] for earlier in order[:position] if earlier in walk.known}
    return _most_questions(walk.flow, _essence(walk.flow, known, position), position) - 1


@lru_cache(maxsize=20_000)
def _most_questions(flow: Flow, essence: Essence, index: int) -> int:
    if index == len(flow.steps):
        return 0
    step, known = flow.steps[index], dict(essence)
    applies = bool(flow.holds(step.when, known))
    answers = [frozenset({value}) for value in alternatives(flow, step)] if applies else [NOTHING]
    futures = {_essence(flow, {**known, step.key: answer}, index + 1) for answer in answers}
    cost = 1 if applies and isinstance(step, Question) else 0
    return cost + max(_most_questions(flow, future, index + 1) for future in futures)


def _essence(flow: Flow, known: Known, index: int) -> Essence:
    return tuple((key, _telling(flow, key, known[key])) for key in _relevant(flow, index) if key in known)


@lru_cache(maxsize=20_000)
def _telling(flow: Flow, key: str, values: Values) -> Values:
    """Values as far as any condition looks at them: places that matter in the same way are one."""
    return frozenset(min(wanted & values) for wanted in _mentions(flow).get(key, ()) if wanted & values)


@lru_cache(maxsize=1000)
def _relevant(flow: Flow, index: int) -> tuple[str, ...]:
    """The steps that the conditions of later steps look back at."""
    return flow.deciding(*(step.when for step in flow.steps[index:]))


def sample_walks(flow: Flow, **places: str) -> Iterator[Walk]:
    """Each outcome with each block that can stand beside it; ``places`` are codes for questions answered with some
    place."""
    for path in _telling_paths(flow):
        yield sample_walk(flow, {**path, **{key: code for key, code in places.items() if path.get(key) == PLACE}})


@lru_cache(maxsize=100)
def _telling_paths(flow: Flow) -> tuple[Mapping[str, str], ...]:
    """The paths, some fifty of many thousands, that are the first to show a block beside an outcome; which place is
    named changes neither."""
    found: list[Mapping[str, str]] = []
    seen: set[tuple[str, str]] = set()
    for path, walk in ends(flow):
        pairs = {(walk.outcome, block) for block in ("", *walk.blocks)}
        if not pairs <= seen:
            seen |= pairs
            found.append(path)
    return tuple(found)


def sample_walk(flow: Flow, path: Mapping[str, str]) -> Walk:
    """Finished answers that follow one path; its given steps are answered as the path says."""
    answers: Answers = {key: (value,) for key, value in path.items() if key in flow.questions}
    private = {step.key: path.get(step.key, "") for step in flow.steps if isinstance(step, Private)}
    return flow.walk(answers, lambda step, _: path[step.key], private)


def open_questions(walk: Walk) -> tuple[int, int]:
    """How many questions are still to be answered, at least and at most: those that were answered are not asked again."""
    flow = walk.flow
    known = {**{key: frozenset(walk.answers[key]) for key in (*walk.path, *walk.pending)}, **walk.known}
    settled = ((step.key, _telling(flow, step.key, known[step.key])) for step in flow.steps if step.key in known)
    return _open(flow, tuple(settled), (), 0)


@lru_cache(maxsize=20_000)
def _open(flow: Flow, settled: Essence, essence: Essence, index: int) -> tuple[int, int]:
    """See above; ``settled`` is what is known of this step and later ones, so that futures are shared by all who have
    answered earlier questions alone."""
    if index == len(flow.steps):
        return 0, 0
    step, known = flow.steps[index], dict(essence)
    answered = bool(settled) and settled[0][0] == step.key
    cost = 0
    if not flow.holds(step.when, known):
        ways = [NOTHING]
    elif answered:
        ways = [settled[0][1]]
    else:
        ways = [frozenset({value}) for value in alternatives(flow, step)]
        cost = int(isinstance(step, Question))
    futures = {_essence(flow, {**known, step.key: way}, index + 1) for way in ways}
    counts = [_open(flow, settled[answered:], future, index + 1) for future in futures]
    return cost + min(low for low, _ in counts), cost + max(high for _, high in counts)
