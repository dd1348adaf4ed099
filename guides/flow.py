"""A guide's routing as data: which question is asked when, and which outcome the answers lead to.

The current question is a function of the answers: walk the steps from the start; the first one that applies and
has no answer is next. Nothing here knows the web, the database or any wording.

A condition (``When``) is ``{step or fact: values}``: every key must hold, and a key holds when any of its values
was given. What can still come, and whether a flow is sound, is the business of ``guides.graph``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

Values = frozenset[str]
When = Mapping[str, tuple[str, ...]]
Answers = Mapping[str, tuple[str, ...]]

#: In a condition, stands for any region code chosen as the answer to a place question.
PLACE = "place"
#: The values that mean “I cannot say”; several of them make a phone call the first step.
UNSURE = frozenset({"unknown", "unchecked"})
#: How a layer of a path stands: paid by itself, paid after a claim, to be applied for, to be asked about first,
#: not yet within reach, somebody else's business, not there at all.
LAYER_STATES = ("automatic", "done", "apply", "check", "not_yet", "ask", "none")
MANY_UNSURE = 3
NOTHING: Values = frozenset()


class FlowError(Exception):
    """A flow that cannot be walked; the message names the flow, the step and what is wrong with it."""


@dataclass(frozen=True, eq=False)
class Question:
    """One question. ``kind``: choice (one value), several (any values, or ``exclusive`` alone), place (a region
    code, or one of ``values``)."""

    key: str
    kind: str
    values: tuple[str, ...]
    when: When = field(default_factory=dict)
    exclusive: str | None = None

    def problem(self, given: tuple[str, ...], is_place: Callable[[str], bool]) -> str | None:
        """What is wrong with the values given: ``missing``, ``unknown``, ``repeated``, ``exclusive``, or nothing."""
        if not given:
            return "missing"
        known = all(value in self.values or (self.kind == "place" and is_place(value)) for value in given)
        if not known:
            return "unknown"
        if self.kind == "several":
            return "exclusive" if self.exclusive in given and len(given) > 1 else None
        return "repeated" if len(given) > 1 else None

    @property
    def routing_values(self) -> tuple[str, ...]:
        return (PLACE, *self.values) if self.kind == "place" else self.values


@dataclass(frozen=True, eq=False)
class Given:
    """A step that the application answers itself from earlier answers and published content, for example whether
    two places lie in one province."""

    key: str
    values: tuple[str, ...]
    when: When = field(default_factory=dict)

    @property
    def routing_values(self) -> tuple[str, ...]:
        return self.values


@dataclass(frozen=True, eq=False)
class Private:
    """An answer that only ever comes in the body of a POST and is forgotten with it, for example whether the
    household is supported (低保、特困). Nothing is known of it until then."""

    key: str
    values: tuple[str, ...]
    when: When = field(default_factory=dict)

    @property
    def routing_values(self) -> tuple[str, ...]:
        return self.values


@dataclass(frozen=True, eq=False)
class Fact:
    """A named conclusion: the value of the first case that holds, else ``otherwise``."""

    key: str
    cases: tuple[tuple[str, When], ...]
    otherwise: str

    @property
    def routing_values(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*(value for value, _ in self.cases), self.otherwise]))


@dataclass(frozen=True, eq=False)
class Detail:
    """An exact date that may be added to finished answers while ``when`` holds: no question, never counted.
    ``refines`` is the question that asks the same in rough words."""

    key: str
    when: When
    refines: str


@dataclass(frozen=True, eq=False)
class Handover:
    """Where to go on: the guide ``to``, while ``when`` holds. It starts with the answers of ``carry``, as far as it
    knows their values, and with those of ``given``, which follow from ``when``."""

    to: str
    when: When = field(default_factory=dict)
    carry: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)


#: Whether the household is supported: every guide that counts money or papers may need it.
SUPPORTED = Private("supported", ("yes",))

Step = Question | Given | Private
#: Answers a :class:`Given` step: its key and the answers so far → its value.
Lookup = Callable[[str, Answers], str]


@dataclass(frozen=True, eq=False)
class Flow:
    """Steps in order, facts, and outcomes and blocks in order of priority: the first outcome that holds is the
    one; every block that holds is added. ``urgent`` maps an outcome to the one answer which alone leads to it."""

    slug: str
    steps: tuple[Step, ...]
    facts: tuple[Fact, ...]
    outcomes: tuple[tuple[str, When], ...]
    blocks: tuple[tuple[str, When], ...] = ()
    urgent: Mapping[str, When] = field(default_factory=dict)
    #: The question whose place decides which local rows, phones and counters apply.
    home: str = "insured_place"
    #: Hotlines to ring, and what a counter must do to be of use (``registry.models.Service``); ``other_hotlines`` and
    #: ``other_services`` where an outcome needs different ones.
    hotlines: tuple[str, ...] = ("12393",)
    other_hotlines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    services: tuple[str, ...] = ("filing",)
    other_services: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: What the private form of an outcome asks for: ``bill`` to estimate a payout, ``burden`` to see how far the
    #: threshold of critical illness insurance is; '' for none. Outcomes ``without_form`` have nothing to count.
    private_form: str = ""
    without_form: tuple[str, ...] = ()
    #: Facts that are the layers of a path (基本医保 → … → 商业保险), in order; their values are ``LAYER_STATES``.
    layers: tuple[str, ...] = ()
    #: Exact dates that an outcome can use.
    details: tuple[Detail, ...] = ()
    #: Where to go on from an outcome, the first that holds for each guide; and from the start page, whoever it is not for.
    handovers: tuple[Handover, ...] = ()
    instead: tuple[Handover, ...] = ()

    def services_of(self, outcome: str) -> tuple[str, ...]:
        return self.other_services.get(outcome, self.services)

    def hotlines_of(self, outcome: str) -> tuple[str, ...]:
        return self.other_hotlines.get(outcome, self.hotlines)

    def form_of(self, outcome: str) -> str:
        return "" if outcome in self.without_form else self.private_form

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        return {step.key: step for step in self.steps if isinstance(step, Question)}

    @cached_property
    def worded(self) -> tuple[str, ...]:
        """What is asked in words: the questions, then the exact dates."""
        return (*self.questions, *(detail.key for detail in self.details))

    @cached_property
    def facts_by_key(self) -> Mapping[str, Fact]:
        return {fact.key: fact for fact in self.facts}

    @cached_property
    def vocabulary(self) -> Mapping[str, tuple[str, ...]]:
        """Everything a row's condition may name: steps, facts, outcome and block, with the values."""
        named = {item.key: item.routing_values for item in chain(self.steps, self.facts)}
        named["outcome"] = tuple(key for key, _ in self.outcomes)
        named["block"] = (*(key for key, _ in self.blocks), "too_many_unknowns")
        return named

    def walk(self, answers: Answers, lookup: Lookup, private: Mapping[str, str] | None = None) -> "Walk":
        """Replay the answers from the start; ``private`` are those of one POST."""
        told = private or {}
        known: dict[str, Values] = {}
        path: list[str] = []
        pending: list[str] = []
        current: Question | None = None
        for step in self.steps:
            applies = self.holds(step.when, known)
            if applies is False:
                known[step.key] = NOTHING
            elif isinstance(step, Private):
                known[step.key] = frozenset({told[step.key]}) if told.get(step.key) else NOTHING
            elif isinstance(step, Given):
                if applies:
                    known[step.key] = frozenset({lookup(step.key, answers)})
            elif step.key not in answers:
                current = current or (step if applies else None)
            elif applies:
                known[step.key] = _values(step, answers[step.key])
                path.append(step.key)
            else:
                pending.append(step.key)
        return Walk(self, answers, known, tuple(path), tuple(pending), current)

    def holds(self, when: When, known: Mapping[str, Values]) -> bool | None:
        """Whether a condition holds; None while it depends on a step that is still open."""
        result: bool | None = True
        for key, wanted in when.items():
            values = self._known(key, known)
            if values is None:
                result = None
            elif values.isdisjoint(wanted):
                return False
        return result

    def _known(self, key: str, known: Mapping[str, Values]) -> Values | None:
        fact = self.facts_by_key.get(key)
        if fact is None:
            return known.get(key)
        for value, when in fact.cases:
            held = self.holds(when, known)
            if held is None:
                return None
            if held:
                return frozenset({value})
        return frozenset({fact.otherwise})


@dataclass(frozen=True, eq=False)
class Walk:
    """Where the answers have led: the questions answered so far, the current one (None when all are answered),
    and answers kept for questions that may still come."""

    flow: Flow
    answers: Answers
    known: Mapping[str, Values]
    path: tuple[str, ...]
    pending: tuple[str, ...]
    current: Question | None

    @property
    def kept(self) -> dict[str, tuple[str, ...]]:
        """The answers that still matter, in the order of the questions, and the exact dates that go with them."""
        wanted = {*self.path, *self.pending}
        kept = {key: self.answers[key] for key in self.flow.questions if key in wanted}
        return kept | {detail.key: self.answers[detail.key] for detail in self.details if detail.key in self.answers}

    @property
    def details(self) -> list[Detail]:
        """The exact dates that these answers can use, or may yet use."""
        return [detail for detail in self.flow.details if self.flow.holds(detail.when, self.known) is not False]

    @property
    def finished(self) -> bool:
        return self.current is None

    @cached_property
    def unsure(self) -> tuple[str, ...]:
        """Questions answered with “I cannot say”."""
        return tuple(key for key in self.path if UNSURE & self.known[key])

    @cached_property
    def outcome(self) -> str:
        """The outcome of finished answers. Raises FlowError when no outcome holds, which a checked flow excludes."""
        for key, when in self.flow.outcomes:
            if self.flow.holds(when, self.known):
                return key
        raise FlowError(f"{self.flow.slug}: no outcome for {dict(self.answers)}")

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        held = tuple(key for key, when in self.flow.blocks if self.flow.holds(when, self.known))
        return ("too_many_unknowns", *held) if len(self.unsure) >= MANY_UNSURE else held

    @cached_property
    def facts(self) -> Mapping[str, Values]:
        """Everything a content row's condition may ask: answers, facts, outcome and blocks."""
        values = dict(self.known)
        for fact in self.flow.facts:
            values[fact.key] = self.flow._known(fact.key, self.known) or NOTHING
        return {**values, "outcome": frozenset({self.outcome}), "block": frozenset(self.blocks)}

    def before(self, key: str) -> str | None:
        """The question answered just before this one: where *back* leads."""
        order = list(self.flow.questions)
        earlier = [other for other in self.path if order.index(other) < order.index(key)]
        return earlier[-1] if earlier else None

    def number(self, key: str) -> int:
        """The question's number on this path, from 1."""
        order = list(self.flow.questions)
        return 1 + sum(1 for other in self.path if order.index(other) < order.index(key))


def urgent_walk(
    flow: Flow, answers: Answers, lookup: Lookup, private: Mapping[str, str] | None = None
) -> "Walk | None":
    """A finished walk for answers that alone lead to an urgent outcome, however little else was said."""
    for when in flow.urgent.values():
        if all(set(answers.get(key, ())) & set(wanted) for key, wanted in when.items()):
            walk = flow.walk(answers, lookup, private)
            stated = {key: _values(flow.questions[key], answers[key]) for key in when}
            skipped = {step.key: NOTHING for step in flow.steps}
            path = tuple(dict.fromkeys([*walk.path, *stated]))
            return Walk(flow, answers, {**skipped, **walk.known, **stated}, path, walk.pending, None)
    return None


def _values(question: Question, given: tuple[str, ...]) -> Values:
    if question.kind == "place" and not set(given) & set(question.values):
        return frozenset({*given, PLACE})
    return frozenset(given)
