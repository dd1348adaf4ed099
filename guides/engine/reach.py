"""Whether a content row's condition can ever hold, and answers under which it does.

A search through the flow, step by step. Only values that make a difference to the condition are tried, and a way is
left as soon as the condition can no longer hold on it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, combinations, product

from guides.engine.flow import Flow
from guides.engine.graph import Known
from guides.engine.steps import (
    MANY_UNKNOWNS,
    MANY_UNSURE,
    NOTHING,
    PLACE,
    UNSURE,
    Fact,
    Kind,
    Private,
    Question,
    Step,
    Values,
    When,
)

#: The ways in which a step may be answered, given what is known before it.
Options = Callable[[Step, Known], Iterable[Values]]
#: Stands for an outcome where none holds.
_NOWHERE = ""
#: Points of a flow that may be looked at for one condition: fourteen times as many as any published one takes. A dozen
#: keys with values that no answers bring together would take hours.
MOST_POINTS = 2_000


class TooFar(Exception):
    """As many points were looked at as may be, and nobody knows yet."""


class Effort:
    """How many points may still be looked at, by one search or several."""

    def __init__(self, points: int = MOST_POINTS) -> None:
        self.points = points

    def spend(self) -> None:
        self.points -= 1
        if self.points < 0:
            raise TooFar


def fulfil(flow: Flow, when: When, options: Options | None = None, effort: Effort | None = None) -> Known | None:
    """What is known at the end of some answers under which the condition holds; None when no answers fulfil it.

    Without ``options`` every value counts as possible, whatever places and local rules there are today. Raises
    ``TooFar`` where it would take more than the ``effort``: one for several searches, or one for this alone.
    """
    effort = effort or Effort()
    for conditions, unsure in _alternatives(flow, when):
        found = _Search(with_outcome(flow), conditions, options or imagined(when), unsure, effort).run({}, 0)
        if found is not None:
            return found
    return None


def can_hold(flow: Flow, when: Mapping[str, Sequence[str]]) -> bool | None:
    """Whether some answers fulfil the condition; None where it takes too long to tell. Remembered: it depends on no
    content, and to find that there are none takes a hundred times as long as to find some."""
    return _can_hold(flow, tuple((key, tuple(wanted)) for key, wanted in sorted(when.items())))


@lru_cache(maxsize=5000)
def _can_hold(flow: Flow, when: tuple[tuple[str, tuple[str, ...]], ...]) -> bool | None:
    try:
        return fulfil(flow, dict(when)) is not None
    except TooFar:
        return None


def astray(flow: Flow) -> Known | None:
    """Answers that lead to no outcome; None in a sound flow."""
    return _Search(with_outcome(flow), [{"outcome": (_NOWHERE,)}], imagined({}), 0).run({}, 0)


def imagined(when: When) -> Options:
    """Every value of a step; of places, any one and those that the condition names; a private answer may stay untold."""

    def options(step: Step, known: Known) -> Iterator[Values]:
        if isinstance(step, Question) and step.kind is Kind.SEVERAL:
            yield from _several(step)
            return
        if isinstance(step, Question) and step.kind is Kind.PLACE:
            yield from (frozenset({code, PLACE}) for code in when.get(step.key, ()) if code not in step.routing_values)
        if isinstance(step, Private):
            yield NOTHING
        yield from (frozenset({value}) for value in step.routing_values)

    return options


def _several(step: Question) -> Iterator[Values]:
    together = [value for value in step.values if value != step.exclusive]
    sizes = range(1, len(together) + 1)
    yield from map(frozenset, chain.from_iterable(combinations(together, size) for size in sizes))
    if step.exclusive:
        yield frozenset({step.exclusive})


@lru_cache(maxsize=100)
def with_outcome(flow: Flow) -> Flow:
    """The flow with its outcome as a fact, which the first condition that holds decides, as in a walk."""
    return replace(flow, facts=(*flow.facts, Fact("outcome", flow.outcomes, _NOWHERE)))


def _alternatives(flow: Flow, when: When) -> Iterator[tuple[list[When], int]]:
    """The condition once for each outcome and block it accepts, as conditions that must all hold, with the number of
    unsure answers that this takes. An outcome's own condition stands beside it: it fails sooner."""
    rest = {key: wanted for key, wanted in when.items() if key not in {"outcome", "block"}}
    outcomes, blocks = dict(flow.outcomes), dict(flow.blocks)
    for outcome, block in product(when.get("outcome", [""]), when.get("block", [""])):
        conditions: list[When] = [rest]
        if outcome:
            conditions += [outcomes[outcome], {"outcome": (outcome,)}]
        if block in blocks:
            conditions.append(blocks[block])
        yield conditions, MANY_UNSURE if block == MANY_UNKNOWNS else 0


class _Search:
    """Depth first. A point that led nowhere is remembered by what can still matter there."""

    def __init__(
        self,
        flow: Flow,
        conditions: Sequence[When],
        options: Options,
        unsure: int,
        effort: Effort | None = None,
    ) -> None:
        self.flow, self.conditions, self.options, self.unsure = flow, conditions, options, unsure
        self.effort = effort
        # Whoever must be unsure of several things has to be asked them.
        asked = [one.when for one in flow.questions.values() if unsure and UNSURE & set(one.values)]
        self.mentions = _bearing(flow, [*conditions, *asked])
        self.failed: set[object] = set()

    def run(self, known: Known, index: int) -> Known | None:
        steps = self.flow.steps
        if self.effort is not None:
            self.effort.spend()
        if self._hopeless(known, index):
            return None
        if index == len(steps):
            return known
        here = self._left(known, index)
        if here in self.failed:
            return None
        ways = self._ways(steps[index], known)
        found = next(filter(None, (self.run({**known, steps[index].key: way}, index + 1) for way in ways)), None)
        if found is None:
            self.failed.add(here)
        return found

    def _left(self, known: Known, index: int) -> object:
        """All that the way on depends on: points that agree in it lead to the same ends."""
        whens = chain(self.conditions, (step.when for step in self.flow.steps[index:]))
        places = tuple((key, values) for key, values in known.items() if PLACE in values)  # given steps look at them
        outlooks: dict[str, object] = {}
        return (
            index,
            tuple(_residue(self.flow, when, known, outlooks) for when in whens),
            places,
            self.unsure and self._unsure(known),
        )

    def _hopeless(self, known: Known, index: int) -> bool:
        """Whether the condition cannot hold any more; asked again only where something new bears on it."""
        steps = self.flow.steps
        if self.unsure and self._unsure(known) + len(steps) - index < self.unsure:
            return True
        if 0 < index < len(steps) and steps[index - 1].key not in self.mentions:
            return False
        held = [self.flow.holds(condition, known) for condition in self.conditions]
        return False in held or (None in held and index == len(steps))

    def _unsure(self, known: Known) -> int:
        return sum(1 for key, values in known.items() if UNSURE & values and key in self.flow.questions)

    def _ways(self, step: Step, known: Known) -> Iterable[Values]:
        """One way of answering for each effect on the condition."""
        if not self.flow.holds(step.when, known):
            return (NOTHING,)
        by_effect: dict[object, Values] = {}
        for values in self.options(step, known):
            by_effect.setdefault(self._effect(step.key, values), values)
        return by_effect.values()

    def _effect(self, key: str, values: Values) -> object:
        """All that matters of an answer; places may also matter to given steps."""
        wanted = tuple(not asked.isdisjoint(values) for asked in self.mentions.get(key, ()))
        return wanted, values if PLACE in values else None, bool(self.unsure and UNSURE & values)


def _residue(flow: Flow, when: When, known: Known, outlooks: dict[str, object]) -> object:
    """True or False where the condition is decided, else what it still waits for. ``outlooks`` are those that the facts
    were found to have with the same ``known``: many conditions look at the same few facts."""
    waiting: list[object] = []
    for key, wanted in when.items():
        if key not in flow.facts_by_key:
            values: object = known.get(key)
        elif key in outlooks:
            values = outlooks[key]
        else:
            values = outlooks[key] = _outlook(flow, flow.facts_by_key[key], known, outlooks)
        if not isinstance(values, frozenset):
            waiting.append((key, values))
        elif values.isdisjoint(wanted):
            return False
    return tuple(waiting) or True


def _outlook(flow: Flow, fact: Fact, known: Known, outlooks: dict[str, object]) -> object:
    """The fact's value where it is decided, else its cases that may still hold, each with what it waits for."""
    waiting: list[object] = []
    for number, (value, when) in enumerate(fact.cases):
        residue = _residue(flow, when, known, outlooks)
        if residue is True:
            return (*waiting, number) if waiting else frozenset({value})
        if residue is not False:
            waiting.append((number, residue))
    return tuple(waiting) or frozenset({fact.otherwise})


def _bearing(flow: Flow, conditions: Sequence[When]) -> Mapping[str, tuple[Values, ...]]:
    """For each key that the conditions name, themselves or through facts and the conditions of steps, the sets of its
    values that are asked for."""
    whens, seen = list(conditions), set[str]()
    while new := set(flow.deciding(*whens)) - seen:
        seen |= new
        whens += [step.when for step in flow.steps if step.key in new]
    return flow.mentions(*whens)
