"""Whether a flow is sound, and fits what surrounds it.

:func:`checked` refuses, at import, unknown keys and values, conditions that look forward or in a circle, questions
nobody can reach and answers that lead to no outcome; :func:`check_supplies` what no rule, counter or hotline answers to.
"""

from collections.abc import Collection, Mapping
from itertools import chain

from guides.engine.flow import Flow
from guides.engine.reach import astray, fulfil
from guides.engine.steps import LAYER_STATES, FlowError, Given, Handover, Kind, LocalRule, Private, Question, When


def checked(flow: Flow) -> Flow:
    """The flow itself. Raises FlowError, naming flow, step and fault, when it cannot be walked."""
    _check_names(flow)
    _check_values(flow)
    _check_order(flow)
    _check_delivery(flow)
    _check_reach(flow)
    return flow


def _check_names(flow: Flow) -> None:
    keys = [item.key for item in chain(flow.steps, flow.facts, flow.details)]
    if repeated := {key for key in keys if keys.count(key) > 1}:
        raise FlowError(f"{flow.slug}: the same key twice: {sorted(repeated)}")
    if not all(when and when.keys() <= flow.questions.keys() for when in flow.urgent.values()):
        raise FlowError(f"{flow.slug}: an urgent condition must name questions, and at least one")
    if strangers := {detail.refines for detail in flow.details} - {"", *flow.questions}:
        raise FlowError(f"{flow.slug}: a detail refines {sorted(strangers)}, which is no question")
    details = [detail.when for detail in flow.details]
    for when in chain(flow.conditions(), flow.urgent.values(), details):
        _check_condition(flow, when, {"outcome", "block"})
    for handover in chain(flow.handovers, flow.instead):
        _check_condition(flow, handover.when, set())
        if strangers := handover.brought.keys() - flow.questions.keys():
            raise FlowError(f"{flow.slug}: {sorted(strangers)} cannot be carried on, being no question")
    for when in (*flow.delivery.without_form, *flow.delivery.card_at.values()):
        _check_condition(flow, when, set())
    if any(handover.when or handover.brought for handover in flow.instead):
        raise FlowError(f"{flow.slug}: nothing is known on the start page, so nothing can be asked of it or carried")
    if strangers := set(flow.urgent) - set(flow.vocabulary["outcome"]):
        raise FlowError(f"{flow.slug}: urgent names {sorted(strangers)}, which is no outcome")
    for layer in flow.layers:
        if layer not in flow.facts_by_key or not set(flow.vocabulary[layer]) <= set(LAYER_STATES):
            raise FlowError(f"{flow.slug}: the layer “{layer}” must be a fact with values of {LAYER_STATES}")


def _check_values(flow: Flow) -> None:
    for step in flow.steps:
        if isinstance(step, Given):
            continue
        if repeated := {value for value in step.values if step.values.count(value) > 1}:
            raise FlowError(f"{flow.slug}: “{step.key}” has a value twice: {sorted(repeated)}")
        if isinstance(step, Question) and step.exclusive not in (None, *step.values):
            raise FlowError(f"{flow.slug}: “{step.key}” has no value “{step.exclusive}” to be exclusive")


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
    if strangers := {*handover.brought.values(), *handover.given} - target.questions.keys():
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
        if private & set(flow.deciding(question.when)):
            raise FlowError(f"{flow.slug}: the question “{key}” depends on a private answer, which no address holds")


def _check_reach(flow: Flow) -> None:
    if (known := astray(flow)) is not None:
        raise FlowError(
            f"{flow.slug}: no outcome for { {key: set(values) for key, values in known.items() if values} }"
        )
    wanted: list[tuple[str, When]] = [(step.key, step.when) for step in flow.steps]
    wanted += [(key, {kind: (key,)}) for kind, ends in _ends(flow) for key, _ in ends]
    if never := sorted(key for key, when in wanted if fulfil(flow, when) is None):
        raise FlowError(f"{flow.slug}: nobody can reach {never}")


def _ends(flow: Flow) -> tuple[tuple[str, tuple[tuple[str, When], ...]], ...]:
    return ("outcome", flow.outcomes), ("block", flow.blocks)


def _check_delivery(flow: Flow) -> None:
    """Every place that a rule or the delivery speaks of must be asked for, every rule can be decisive, and every outcome
    must exist. A flow that asks for no place needs no home."""
    delivery, rules = flow.delivery, [step.rule for step in flow.steps if isinstance(step, Given)]
    places = {key for key, question in flow.questions.items() if question.kind is Kind.PLACE}
    asked = ({delivery.home, *delivery.card_at} if places else set(delivery.card_at)) - {""}
    asked |= {key for rule in rules for key in ((rule.of,) if isinstance(rule, LocalRule) else (rule.one, rule.other))}
    local = [rule for rule in rules if isinstance(rule, LocalRule)]
    if never := {rule.name for rule in local if rule.decisive not in rule.values}:
        raise FlowError(f"{flow.slug}: {sorted(never)} can never be decisive: say yes or no")
    if strangers := asked - places:
        raise FlowError(f"{flow.slug}: {sorted(strangers)} is no question for a place")
    if strangers := set(delivery.hotline_knows) - flow.questions.keys():
        raise FlowError(f"{flow.slug}: a hotline knows {sorted(strangers)}, which is no question")
    _check_private(flow)
    differing = {*delivery.other_services, *delivery.other_hotlines} - set(dict(flow.blocks))
    if strangers := differing - set(flow.vocabulary["outcome"]):
        raise FlowError(f"{flow.slug}: other services for {sorted(strangers)}, which is no outcome")


def _check_private(flow: Flow) -> None:
    """A private answer comes from the private form alone: what no form tells nobody can ever say."""
    form = flow.delivery.private_form
    told = {step.key: set(step.values) for step in form.tells} if form else {}
    private = [step for step in flow.steps if isinstance(step, Private)]
    if never := sorted(step.key for step in private if not set(step.values) <= told.get(step.key, set())):
        raise FlowError(f"{flow.slug}: no private form of its delivery tells {never}")


def check_supplies(
    flows: Mapping[str, Flow],
    rules: Collection[str],
    services: Collection[str],
    hotlines: Collection[str],
    homes: Collection[str],
) -> None:
    """Hold the flows against what exists: the local rules that are answered with yes or no, the services of counters,
    the hotlines, and what a place whose rules apply is called. Raises FlowError."""
    for flow in flows.values():
        delivery = flow.delivery
        named = {step.rule.name for step in flow.steps if isinstance(step, Given) and isinstance(step.rule, LocalRule)}
        served = {*delivery.services, *chain.from_iterable(delivery.other_services.values())}
        for what, used, known in (
            ("local rule of yes or no", named, rules),
            ("service", served, services),
            ("hotline", {*delivery.hotlines, *chain.from_iterable(delivery.other_hotlines.values())}, hotlines),
            ("word for a home", {delivery.home}, homes),
        ):
            if strangers := used - set(known):
                raise FlowError(f"{flow.slug}: no such {what}: {sorted(strangers)}")
