"""What a flow is made of: questions, steps that are answered without asking, conclusions, ways on.

A condition (``When``) is ``{step or fact: values}``: every key must hold, and a key holds when any of its values
was given. Nothing here knows the web, the database or any wording.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from guides.engine.years import AGO
from registry.places import Standing

Values = frozenset[str]
When = Mapping[str, tuple[str, ...]]
Answers = Mapping[str, tuple[str, ...]]

#: In a condition, stands for any region code chosen as the answer to a place question.
PLACE = "place"
#: As an answer to a question for a place: the one that was named before.
SAME = "same"
#: Blocks that ask to ring, and come before everything else.
MANY_UNKNOWNS, RING_FIRST = "too_many_unknowns", "ring_first"
#: The values that mean “I cannot say”; several of them make a phone call the first step.
UNSURE = frozenset({"unknown", "unchecked"})
#: How a layer of a path stands: paid by itself, paid after a claim, to be applied for, to be asked about first,
#: not yet within reach, somebody else's business, not there at all.
LAYER_STATES = ("automatic", "done", "apply", "check", "not_yet", "ask", "none")
MANY_UNSURE = 3
NOTHING: Values = frozenset()


class FlowError(Exception):
    """A flow that cannot be walked; the message names the flow, the step and what is wrong with it."""


class Kind(StrEnum):
    """How a question is answered: with one value, with any values or the exclusive one alone, with a region code or
    one of its values."""

    CHOICE = "choice"
    SEVERAL = "several"
    PLACE = "place"


@dataclass(frozen=True, eq=False)
class Question:
    """``of_care`` marks a question for a place to be treated in, which 省本级 is not."""

    key: str
    kind: Kind
    values: tuple[str, ...]
    when: When = field(default_factory=dict)
    exclusive: str | None = None
    of_care: bool = False

    def problem(self, given: tuple[str, ...], is_place: Callable[[str], bool]) -> str | None:
        """What is wrong with the values given: ``missing``, ``unknown``, ``repeated``, ``exclusive``, or nothing."""
        if not given:
            return "missing"
        if not all(value in self.values or (self.kind is Kind.PLACE and is_place(value)) for value in given):
            return "unknown"
        if self.kind is Kind.SEVERAL:
            return "exclusive" if self.exclusive in given and len(given) > 1 else None
        return "repeated" if len(given) > 1 else None

    @property
    def routing_values(self) -> tuple[str, ...]:
        return (PLACE, *self.values) if self.kind is Kind.PLACE else self.values

    @property
    def asks_year(self) -> bool:
        """Whether it is answered with a year as seen from the one in which somebody answers (``years``)."""
        return set(AGO) <= set(self.values)


def choice(key: str, values: tuple[str, ...], when: When | None = None) -> Question:
    return Question(key, Kind.CHOICE, values, when or {})


def several(key: str, values: tuple[str, ...], exclusive: str, when: When | None = None) -> Question:
    return Question(key, Kind.SEVERAL, values, when or {}, exclusive)


def place(key: str, values: tuple[str, ...], when: When | None = None, *, of_care: bool = False) -> Question:
    return Question(key, Kind.PLACE, values, when or {}, of_care=of_care)


@dataclass(frozen=True)
class LocalRule:
    """A yes-or-no rule of a place (``guides.models.Parameter``): ``decisive`` where it is published, else the other,
    which changes nothing. ``of`` is the question whose place is meant."""

    name: str
    decisive: str
    of: str = "insured_place"

    @property
    def values(self) -> tuple[str, ...]:
        return ("yes", "no")

    @property
    def otherwise(self) -> str:
        return "no" if self.decisive == "yes" else "yes"


@dataclass(frozen=True)
class Relation:
    """How the place of one question stands to that of another: where the person is insured, where care is to be had."""

    one: str
    other: str

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(Standing)


@dataclass(frozen=True)
class SameProvince:
    """Whether the places of two questions lie in one province: some things cross no province's border."""

    one: str
    other: str

    @property
    def values(self) -> tuple[str, ...]:
        return ("yes", "no")


Rule = LocalRule | Relation | SameProvince


@dataclass(frozen=True, eq=False)
class Given:
    """A step that the application answers itself, by its rule, from earlier answers and published content."""

    key: str
    rule: Rule
    when: When = field(default_factory=dict)

    @property
    def routing_values(self) -> tuple[str, ...]:
        return self.rule.values


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


#: Whether the household is supported: every guide with a private form may need it.
SUPPORTED = Private("supported", ("yes",))
#: Whether the year's burden has passed the threshold of critical illness insurance.
THRESHOLD = Private("threshold", ("passed", "short"))

Step = Question | Given | Private
#: Answers a :class:`Given` step from the answers so far.
Lookup = Callable[[Given, Answers], str]


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
    ``refines`` is the question that asks the same in rough words; '' where none does."""

    key: str
    when: When
    refines: str = ""


@dataclass(frozen=True, eq=False)
class Handover:
    """Where to go on: the guide ``to``, while ``when`` holds. It starts with the answers of ``carry``, as far as it
    knows their values, with those that it asks for under another name (``renamed``: ours ⇒ its own), and with those of
    ``given``, which follow from ``when``."""

    to: str
    when: When = field(default_factory=dict)
    carry: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def brought(self) -> dict[str, str]:
        """Every question whose answer goes along ⇒ the question that it answers there."""
        return {**{key: key for key in self.carry}, **self.renamed}


class PrivateForm(StrEnum):
    """What an outcome's private form is for: to estimate a payout, or to see how far the threshold of critical
    illness insurance is."""

    BILL = "bill"
    BURDEN = "burden"

    @property
    def tells(self) -> tuple[Private, ...]:
        """The private answers that a flow learns from it."""
        return (SUPPORTED,) if self is PrivateForm.BILL else (SUPPORTED, THRESHOLD)


@dataclass(frozen=True)
class Delivery:
    """What surrounds a flow's outcomes and is no routing: whom to ring, where to go, what to reckon.

    ``home`` is the question whose place decides which local rows, phones and counters apply; ``services`` is what a
    counter must do to be of use (``registry.models.Service``); ``other_hotlines`` and ``other_services`` where an outcome
    needs different ones; ``card_at`` where the 12333 of another place is rung, '' for one that nobody asks for. Where one
    of ``without_form`` holds there is nothing to reckon. What is asked in ``hotline_knows`` a hotline can look up; anything
    else only the patient, the doctor or a paper can say.
    """

    home: str = "insured_place"
    hotlines: tuple[str, ...] = ("12393",)
    other_hotlines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    card_at: Mapping[str, When] = field(default_factory=dict)
    services: tuple[str, ...] = ("filing",)
    other_services: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    private_form: PrivateForm | None = None
    without_form: tuple[When, ...] = ()
    hotline_knows: tuple[str, ...] = ()

    def hotlines_of(self, outcome: str) -> tuple[str, ...]:
        return self.other_hotlines.get(outcome, self.hotlines)

    def services_of(self, outcome: str) -> tuple[str, ...]:
        return self.other_services.get(outcome, self.services)
