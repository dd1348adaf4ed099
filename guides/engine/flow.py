"""A guide's routing as data: which question is asked when, and which outcome the answers lead to.

The current question is a function of the answers: walk the steps from the start; the first one that applies and
has no answer is next. What can still come is the business of ``graph``, whether a flow is sound that of ``checks``.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from guides.engine import years
from guides.engine.steps import (
    MANY_UNKNOWNS,
    MANY_UNSURE,
    NOTHING,
    PLACE,
    UNSURE,
    Answers,
    Delivery,
    Detail,
    Fact,
    FlowError,
    Given,
    Handover,
    Kind,
    Lookup,
    Private,
    PrivateForm,
    Question,
    Step,
    Values,
    When,
)


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
    #: Facts that are the layers of a path (基本医保 → … → 商业保险), in order; their values are ``LAYER_STATES``.
    layers: tuple[str, ...] = ()
    #: Exact dates that an outcome can use.
    details: tuple[Detail, ...] = ()
    #: Where to go on from an outcome, the first that holds for each guide; and from the start page, whoever it is not for.
    handovers: tuple[Handover, ...] = ()
    instead: tuple[Handover, ...] = ()
    delivery: Delivery = field(default_factory=Delivery)

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
        named["block"] = (*(key for key, _ in self.blocks), MANY_UNKNOWNS)
        return named

    @cached_property
    def named(self) -> Mapping[str, Values]:
        """:attr:`vocabulary` for asking what is in it."""
        return {key: frozenset(values) for key, values in self.vocabulary.items()}

    def walk(
        self, answers: Answers, lookup: Lookup, private: Mapping[str, str] | None = None, year: int | None = None
    ) -> "Walk":
        """Replay the answers from the start; ``private`` are those of one POST, ``year`` the one in which they are
        looked at, and rough years seen from."""
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
                    known[step.key] = frozenset({lookup(step, answers)})
            elif step.key not in answers:
                current = current or (step if applies else None)
            elif applies:
                known[step.key] = _values(step, answers[step.key])
                path.append(step.key)
            else:
                pending.append(step.key)
        return Walk(self, answers, known, tuple(path), tuple(pending), current, year)

    def holds(self, when: When, known: Mapping[str, Values]) -> bool | None:
        """Whether a condition holds; None while it depends on a step that is still open."""
        result: bool | None = True
        for key, wanted in when.items():
            values = self.value_of(key, known)
            if values is None:
                result = None
            elif values.isdisjoint(wanted):
                return False
        return result

    def value_of(self, key: str, known: Mapping[str, Values]) -> Values | None:
        """What is known of a step or fact; None while it is open."""
        fact = self.facts_by_key.get(key)
        if fact is None or key in known:  # or a fact that was worked out before
            return known.get(key)
        for value, when in fact.cases:
            held = self.holds(when, known)
            if held is None:
                return None
            if held:
                return frozenset({value})
        return frozenset({fact.otherwise})

    def conditions(self) -> Iterator[When]:
        """Every condition of the flow."""
        yield from self.routing()
        yield from (when for fact in self.facts for _, when in fact.cases)

    def routing(self) -> Iterator[When]:
        """Every condition that decides where the flow goes; facts that it does not ask for serve content rows alone."""
        yield from (step.when for step in self.steps)
        yield from (when for _, when in chain(self.outcomes, self.blocks))

    def mentions(self, *whens: When) -> Mapping[str, tuple[Values, ...]]:
        """For each key that the conditions name, themselves or through facts, the sets of its values they ask for."""
        found: dict[str, dict[Values, None]] = defaultdict(dict)
        left = list(whens)
        while left:
            for key, wanted in left.pop().items():
                if key not in found and key in self.facts_by_key:
                    left += [when for _, when in self.facts_by_key[key].cases]
                found[key][frozenset(wanted)] = None
        return {key: tuple(sets) for key, sets in found.items()}

    def deciding(self, *whens: When) -> tuple[str, ...]:
        """The steps that conditions name, themselves or through facts, in the order of the flow."""
        named = self.mentions(*whens)
        return tuple(step.key for step in self.steps if step.key in named)


def holds(when: Mapping[str, Collection[str]], facts: Mapping[str, Values]) -> bool:
    """Whether a condition holds for finished answers (:attr:`Walk.facts`)."""
    return all(not facts.get(key, NOTHING).isdisjoint(wanted) for key, wanted in when.items())


@dataclass(frozen=True, eq=False)
class Walk:
    """Where the answers have led: the questions answered so far, the current one (None when all are answered),
    and answers kept for questions that may still come. ``year`` as in :meth:`Flow.walk`."""

    flow: Flow
    answers: Answers
    known: Mapping[str, Values]
    path: tuple[str, ...]
    pending: tuple[str, ...]
    current: Question | None
    year: int | None = None

    def answer(self, key: str) -> str:
        """The first value given to a question; '' without one."""
        return next(iter(self.answers.get(key, ())), "")

    @cached_property
    def kept(self) -> dict[str, tuple[str, ...]]:
        """The answers that still matter, as an address holds them: in the order of the questions, rough years as what
        they mean, and the exact dates that go with them."""
        wanted = {*self.path, *self.pending}
        kept = {key: self._written(question) for key, question in self.flow.questions.items() if key in wanted}
        return kept | {detail.key: self.answers[detail.key] for detail in self.details if detail.key in self.answers}

    def _written(self, question: Question) -> tuple[str, ...]:
        given = self.answers[question.key]
        if self.year is None or not question.asks_year:
            return given
        return tuple(years.written(value, self.year) for value in given)

    def date(self, detail: Detail) -> dt.date | None:
        """The exact date that the answers hold for a detail that they can use."""
        held = self.answers.get(detail.key) if detail in self.details else None
        return dt.date.fromisoformat(held[0]) if held else None

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
            if self.flow.holds(when, self._settled):
                return key
        raise FlowError(f"{self.flow.slug}: no outcome for {dict(self.answers)}")

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        held = tuple(key for key, when in self.flow.blocks if self.flow.holds(when, self._settled))
        return (MANY_UNKNOWNS, *held) if len(self.unsure) >= MANY_UNSURE and self._is_the_hotlines else held

    @cached_property
    def _is_the_hotlines(self) -> bool:
        """Whether a hotline of the flow's is still rung: one of another body knows nothing of what the flow asks."""
        delivery = self.flow.delivery
        return not set(delivery.hotlines_of(self.outcome)).isdisjoint(delivery.hotlines)

    @cached_property
    def facts(self) -> Mapping[str, Values]:
        """Everything a content row's condition may ask: answers, facts, outcome and blocks."""
        return {**self._settled, "outcome": frozenset({self.outcome}), "block": frozenset(self.blocks)}

    @cached_property
    def _settled(self) -> Mapping[str, Values]:
        """What finished answers make known, and the facts that follow from it, each worked out once."""
        values = dict(self.known)
        for fact in self.flow.facts:
            values[fact.key] = self.flow.value_of(fact.key, values) or NOTHING
        return values

    @property
    def private_form(self) -> PrivateForm | None:
        """What these answers can be reckoned with; None where nothing is to be paid out, or all has been."""
        delivery = self.flow.delivery
        return None if any(holds(when, self.facts) for when in delivery.without_form) else delivery.private_form

    @cached_property
    def told(self) -> frozenset[tuple[str, Values]]:
        """Those of :attr:`facts` that a condition can name: walks that tell the same get the same rows."""
        named = self.flow.named
        return frozenset((key, values & named[key]) for key, values in self.facts.items() if values & named[key])

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
    flow: Flow,
    answers: Answers,
    lookup: Lookup,
    private: Mapping[str, str] | None = None,
    year: int | None = None,
) -> "Walk | None":
    """A finished walk for answers that alone lead to an urgent outcome, however little else was said."""
    for when in flow.urgent.values():
        if all(set(answers.get(key, ())) & set(wanted) for key, wanted in when.items()):
            walk = flow.walk(answers, lookup, private, year)
            stated = {key: _values(flow.questions[key], answers[key]) for key in when}
            skipped = {step.key: NOTHING for step in flow.steps}
            path = tuple(dict.fromkeys([*walk.path, *stated]))
            return Walk(flow, answers, {**skipped, **walk.known, **stated}, path, walk.pending, None, year)
    return None


def _values(question: Question, given: tuple[str, ...]) -> Values:
    if question.kind is Kind.PLACE and not set(given) & set(question.values):
        return frozenset({*given, PLACE})
    return frozenset(given)
