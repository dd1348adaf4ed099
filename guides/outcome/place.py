"""One place as every rendering of its page reads it: plain data throughout, without a database row in it."""

import datetime as dt
from dataclasses import dataclass

from calculators.estimating.averages import Average
from calculators.pages.figures import Group
from guides.outcome.outcome import LocalRule, Onward, Source, Text, Way
from registry.offices import Card


@dataclass(frozen=True, slots=True)
class Number:
    """A hotline of the place: what it is called, as people read it, as a phone dials it, and what to ask it about."""

    label: str
    number: str
    dial: str
    about: str


@dataclass(frozen=True, slots=True)
class Link:
    """Another place: its code and name, where its page stands, and its medical hotline ('' where it has none)."""

    code: str
    name: str
    address: str
    number: str
    dial: str


@dataclass(frozen=True, slots=True)
class Tip:
    """What a place says by its own name in a guide, by the title of that guide."""

    guide: str
    text: Text


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the place answers itself (问答), the answer in a sentence, and where all of it stands."""

    text: Text
    address: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """What nobody has found out yet of a place, and the number to ask it of."""

    things: tuple[str, ...]
    number: str
    dial: str


@dataclass(frozen=True, slots=True)
class Found:
    """All of it. ``above`` leads from 全国 down to the place, itself left out; ``cities`` are a province's 统筹区, ``twin`` is
    another name of the same place. ``rules`` and ``papers`` are the place's own, ``national`` hold where it has none. ``changed`` is the
    day on which something here was last written down or checked."""

    code: str
    name: str
    full_name: str
    above: tuple[Link, ...]
    cities: tuple[Link, ...]
    twin: Link | None
    numbers: tuple[Number, ...]
    guides: tuple[Onward, ...]
    relations: tuple[Text, ...]
    rules: tuple[LocalRule, ...]
    tips: tuple[Tip, ...]
    ways: tuple[Way, ...]
    papers: tuple[LocalRule, ...]
    asked: tuple[Asked, ...]
    figures: tuple[Group, ...]
    averages: tuple[Average, ...]
    offices: tuple[Card, ...]
    offices_address: str
    national: tuple[LocalRule, ...]
    unknown: tuple[Unknown, ...]
    sources: tuple[Source, ...]
    standing: str
    changed: dt.date

    @property
    def differs(self) -> bool:
        """Whether anything is known that is different here."""
        return bool(self.twin or self.relations or self.rules or self.tips or self.ways or self.papers or self.asked)
