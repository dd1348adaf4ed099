"""A flow seen as a whole: every way through it, how much can still come, and whether it is sound.

:func:`checked` refuses, at import, unknown keys and values, conditions that look forward or in a circle, questions
nobody can reach and answers that lead to no outcome.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain

from guides.flow import (
    LAYER_STATES,
    NOTHING,
    Flow,
    FlowError,
    Handover,
    Private,
    Question,
    Step,
    Values,
    Walk,
    When,
)

Known = Mapping[str, Values]


def paths(flow: Flow, known: Known | None = None, index: int = 0) -> Iterator[dict[str, str]]:
    """Every way through the flow, one value for each alternative; steps that are not asked are left out."""
    known = known or {}
    if index == len(flow.steps):
        yield {}
        return
    step = flow.steps[index]
    if not flow.holds(step.when, known):
        yield from paths(flow, {**known, step.key: NOTHING}, index + 1)
        return
    for value in alternatives(flow, step):
        for rest in paths(flow, {**known, step.key: frozenset({value})}, index + 1):
            yield {step.key: value, **rest}


@lru_cache(maxsize=1000)
def alternatives(flow: Flow, step: Step) -> tuple[str, ...]:
    """One value for each way in which the step's answer can matter to the routing; '' for a private one untold."""
    by_effect: dict[tuple[bool, ...], str] = {}
    for value in ("", *step.routing_values) if isinstance(step, Private) else step.routing_values:
        by_effect.setdefault(tuple(value in wanted for wanted in _mentions(flow)[step.key]), value)
    return tuple(by_effect.values())


def most_after(walk: Walk, key: str) -> int:
    """How many questions may follow this one at most; never grows along a path."""
    order = [step.key for step in walk.flow.steps]
    position = order.index(key)
    known = {earlier: walk.known[earlier] for earlier in order[:position] if earlier in walk.known}
    return _most_questions(walk.flow, _essence(walk.flow, known, position, ()), position) - 1


Essence = tuple[tuple[str, Values], ...]


@lru_cache(maxsize=20_000)
def _most_questions(flow: Flow, essence: Essence, index: int) -> int:
    if index == len(flow.steps):
        return 0
    applies, futures = _futures(flow, essence, index, ())
    cost = 1 if applies and isinstance(flow.steps[index], Question) else 0
    return cost + max(_most_questions(flow, future, index + 1) for future in futures)


#: Outcomes or blocks, each with its condition, that are decided when every step is known.
Ends = tuple[tuple[str, When], ...]


def _reach(flow: Flow, essence: Essence, index: int, ends: Ends, seen: dict[tuple[Essence, int], Values]) -> Values:
    """Every step, and every one of ``ends`` in order of priority, that some answers lead to from here. Raises
    FlowError where answers lead to no outcome."""
    if index == len(flow.steps):
        held = next((key for key, when in ends if flow.holds(when, dict(essence))), None)
        if held is None and ends is flow.outcomes:
            raise FlowError(f"{flow.slug}: no outcome for { {k: set(v) for k, v in essence if v} }")
        return frozenset({held}) if held else NOTHING
    if (essence, index) not in seen:
        applies, futures = _futures(flow, essence, index, ends)
        here = frozenset({flow.steps[index].key}) if applies else NOTHING
        seen[essence, index] = here.union(*(_reach(flow, future, index + 1, ends, seen) for future in futures))
    return seen[essence, index]


def _futures(flow: Flow, essence: Essence, index: int, ends: Ends) -> tuple[bool, set[Essence]]:
    """Whether the step applies, and what is known after it for each way of answering it."""
    step = flow.steps[index]
    known = dict(essence)
    applies = bool(flow.holds(step.when, known))
    answers = [frozenset({value}) for value in alternatives(flow, step)] if applies else [NOTHING]
    return applies, {_essence(flow, {**known, step.key: answer}, index + 1, ends) for answer in answers}


def _essence(flow: Flow, known: Known, index: int, ends: Ends) -> Essence:
    """What is known, reduced to what can still matter from ``index`` on: equal futures share one computation."""
    relevant = _relevant(flow, index, tuple(key for key, _ in ends))
    mentions = _mentions(flow)
    return tuple(
        (key, frozenset(min(wanted & known[key]) for wanted in mentions[key] if wanted & known[key]))
        for key in relevant
        if key in known
    )


@lru_cache(maxsize=2000)
def _relevant(flow: Flow, index: int, ends: tuple[str, ...]) -> tuple[str, ...]:
    """The steps that conditions from ``index`` on, and those of the named outcomes and blocks, look back at."""
    conditions = [step.when for step in flow.steps[index:]]
    conditions += [when for key, when in chain(flow.outcomes, flow.blocks) if key in ends]
    return _looked_at(flow, conditions)


def _looked_at(flow: Flow, conditions: list[When]) -> tuple[str, ...]:
    """The steps that conditions name, themselves or through facts; uses the list up."""
    found: set[str] = set()
    while conditions:
        for key in conditions.pop():
            if key not in found:
                found.add(key)
                fact = flow.facts_by_key.get(key)
                conditions += [when for _, when in fact.cases] if fact else []
    return tuple(step.key for step in flow.steps if step.key in found)


@lru_cache(maxsize=100)
def _mentions(flow: Flow) -> Mapping[str, tuple[Values, ...]]:
    """For each step, the sets of its values that some condition of the flow asks for."""
    found: dict[str, list[Values]] = {step.key: [] for step in flow.steps}
    for when in _conditions(flow):
        for key, wanted in when.items():
            if key in found:
                found[key].append(frozenset(wanted))
    return {key: tuple(dict.fromkeys(sets)) for key, sets in found.items()}


def _conditions(flow: Flow) -> Iterator[When]:
    yield from (step.when for step in flow.steps)
    yield from (when for fact in flow.facts for _, when in fact.cases)
    yield from (when for _, when in chain(flow.outcomes, flow.blocks))


def checked(flow: Flow) -> Flow:
    """The flow itself. Raises FlowError, naming flow, step and fault, when it cannot be walked."""
    _check_names(flow)
    _check_order(flow)
    _check_reach(flow)
    return flow


def _check_names(flow: Flow) -> None:
    keys = [item.key for item in chain(flow.steps, flow.facts, flow.details)]
    if repeated := {key for key in keys if keys.count(key) > 1}:
        raise FlowError(f"{flow.slug}: the same key twice: {sorted(repeated)}")
    if strangers := {q.kind for q in flow.questions.values()} - {"choice", "several", "place"}:
        raise FlowError(f"{flow.slug}: no such kind of question: {sorted(strangers)}")
    if not all(when and when.keys() <= flow.questions.keys() for when in flow.urgent.values()):
        raise FlowError(f"{flow.slug}: an urgent condition must name questions, and at least one")
    if strangers := {detail.refines for detail in flow.details} - flow.questions.keys():
        raise FlowError(f"{flow.slug}: a detail refines {sorted(strangers)}, which is no question")
    details = [detail.when for detail in flow.details]
    for when in chain(_conditions(flow), flow.urgent.values(), details):
        _check_condition(flow, when, {"outcome", "block"})
    for handover in chain(flow.handovers, flow.instead):
        _check_condition(flow, handover.when, set())
        if strangers := set(handover.carry) - flow.questions.keys():
            raise FlowError(f"{flow.slug}: {sorted(strangers)} cannot be carried on, being no question")
    if any(handover.when or handover.carry for handover in flow.instead):
        raise FlowError(f"{flow.slug}: nothing is known on the start page, so nothing can be asked of it or carried")
    if strangers := set(flow.urgent) - set(flow.vocabulary["outcome"]):
        raise FlowError(f"{flow.slug}: urgent names {sorted(strangers)}, which is no outcome")
    for layer in flow.layers:
        if layer not in flow.facts_by_key or not set(flow.vocabulary[layer]) <= set(LAYER_STATES):
            raise FlowError(f"{flow.slug}: the layer “{layer}” must be a fact with values of {LAYER_STATES}")


def _check_condition(flow: Flow, when: When, barred: set[str]) -> None:
    for key, wanted in when.items():
        if key not in flow.vocabulary or key in barred:
            raise FlowError(f"{flow.slug}: a condition names “{key}”, which is no question or fact")
        if strangers := set(wanted) - set(flow.vocabulary[key]):
            raise FlowError(f"{flow.slug}: “{key}” has no value {sorted(strangers)}")


def check_handovers(flows: Mapping[str, Flow]) -> None:
    """Hold the flows' handovers against the guides they lead to.

    Raises FlowError for one that leads nowhere or back to itself, or that brings what its guide does not ask.
    """
    for flow in flows.values():
        for handover in chain(flow.handovers, flow.instead):
            target = flows.get(handover.to)
            if target is None or target is flow:
                raise FlowError(f"{flow.slug}: a handover to “{handover.to}”, which is no other guide")
            _check_handover(flow, handover, target)


def _check_handover(flow: Flow, handover: Handover, target: Flow) -> None:
    if strangers := {*handover.carry, *handover.given} - target.questions.keys():
        raise FlowError(f"{flow.slug}: {target.slug} does not ask {sorted(strangers)}")
    for key, value in handover.given.items():
        if value not in target.questions[key].values:
            raise FlowError(f"{flow.slug}: “{key}” of {target.slug} has no value “{value}”")


def _check_order(flow: Flow) -> None:
    """A condition may only look back: refuses cycles and steps that depend on later ones."""
    position = {step.key: number for number, step in enumerate(flow.steps)}

    def latest(when: When, trail: tuple[str, ...]) -> int:
        return max((where(key, trail) for key in when), default=-1)

    def where(key: str, trail: tuple[str, ...]) -> int:
        if key in trail:
            raise FlowError(f"{flow.slug}: facts in a circle: {' → '.join([*trail, key])}")
        fact = flow.facts_by_key.get(key)
        if fact is None:
            return position[key]
        return max((latest(when, (*trail, key)) for _, when in fact.cases), default=-1)

    for fact in flow.facts:
        where(fact.key, ())
    for step in flow.steps:
        if latest(step.when, ()) >= position[step.key]:
            raise FlowError(f"{flow.slug}: “{step.key}” depends on itself or on a later step")
    private = {step.key for step in flow.steps if isinstance(step, Private)}
    for key, question in flow.questions.items():
        if private & set(_looked_at(flow, [question.when])):
            raise FlowError(f"{flow.slug}: the question “{key}” depends on a private answer, which no address holds")


def _check_reach(flow: Flow) -> None:
    """The outcomes compete, so they are looked at together; each block on its own."""
    blocks = (_reach(flow, (), 0, (block,), {}) for block in flow.blocks)
    reached = _reach(flow, (), 0, flow.outcomes, {}).union(*blocks)
    everything = {item for item, _ in chain(flow.outcomes, flow.blocks)} | {step.key for step in flow.steps}
    if never := everything - reached:
        raise FlowError(f"{flow.slug}: nobody can reach {sorted(never)}")
