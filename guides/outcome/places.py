"""What is published about one place, a 统筹区 or a province, as plain data: whom to ring, what can be done from here, what
is different, the figures in force, the counters, and what is not known yet."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from calculators import averages, figures, policies
from calculators.averages import Average
from calculators.circumstances import CareType, Circumstances, Scheme
from calculators.figures import Group
from guides.models import PLACEHOLDERS, Advice, Channel, Document, Parameter
from guides.outcome import checklist, handover, statements
from guides.outcome.outcome import LocalRule, Onward, Text, Way
from registry import offices, relations
from registry.evidence import Basis, Sources
from registry.models import PlaceRelation, Service
from registry.offices import Card, phones
from registry.pages import url
from registry.places import NATION, OUTSIDE, Place, Places
from registry.publication import PublishedRow, nearest
from registry.snapshot import Snapshot, per_snapshot
from registry.telephones import dialled

#: Advice that says nothing without the answers that led to it.
_OF_ANSWERS = frozenset({Advice.Kind.VERDICT, Advice.Kind.SCRIPT})
#: Read to work out a route, and only where a place has tiers.
_NOT_ASKED = frozenset({Parameter.Name.HAS_TIERS})
_OF_CARDS = frozenset({Parameter.Name.CARD_FEE, Parameter.Name.CARD_TIME, Parameter.Name.TEMPORARY_REPORT})
_RING = "去之前先打电话问清楚。"


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
class Unknown:
    """What nobody has found out yet of a place, and the number to ask it of."""

    things: tuple[str, ...]
    number: str
    dial: str


@dataclass(frozen=True, slots=True)
class Found:
    """All of it. ``above`` leads from 全国 down to the place, itself left out; ``cities`` are a province's 统筹区, ``twin`` is
    another name of the same place. ``rules`` are the place's own, ``national`` hold where it has none. ``changed`` is the
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
    not_needed: tuple[LocalRule, ...]
    figures: tuple[Group, ...]
    averages: tuple[Average, ...]
    offices: tuple[Card, ...]
    offices_address: str
    national: tuple[LocalRule, ...]
    unknown: tuple[Unknown, ...]
    standing: str
    changed: dt.date

    @property
    def differs(self) -> bool:
        """Whether anything is known that is different here."""
        return bool(self.twin or self.relations or self.rules or self.tips or self.ways or self.not_needed)


def address(code: str, county: str = "") -> str:
    """The page of a place; ``county`` is the code of the county-level unit that led there."""
    return url("guides:place", code) + (f"?county={county}" if county else "")


def known(places: Places, code: str) -> Place | None:
    """The 统筹区 or the province with this code; None for anything else."""
    place = places.get(code)
    return place if place and place.code != NATION and place.code not in OUTSIDE else None


def all_known(places: Places) -> tuple[Place, ...]:
    """Every place that has a page, the provinces first."""
    return tuple(dict.fromkeys((*places.provinces, *places.pools)))


def of(snapshot: Snapshot, place: Place, on: dt.date, sources: Sources) -> Found:
    """What the page of a place says on a date; ``sources`` numbers the documents that it rests on."""
    return _Page(snapshot, place, on, sources).made()


class _Page:
    """What every part of the page is made from."""

    def __init__(self, snapshot: Snapshot, place: Place, on: dt.date, sources: Sources) -> None:
        self.snapshot, self.places, self.place, self.on = snapshot, snapshot.places, place, on
        self.sources, self.says = sources, statements.of(snapshot, on)
        self.chain = self.places.chain(place.code)
        self.rows: list[PublishedRow] = []
        card = phones.number(self.places, place.code, phones.CARD)
        medical = phones.number(self.places, place.code)
        filled = {"insured_place": self.places.full_name(place.code), "phone": medical, "card_phone": card}
        self.gaps: statements.Gaps = tuple({**PLACEHOLDERS, **filled}.items())

    def made(self) -> Found:
        """In the order of the page, which is the order in which its sources are numbered."""
        cities = tuple(self.link(city) for city in self.places.cities(self.place.code))
        return Found(
            code=self.place.code,
            name=self.place.name,
            full_name=self.places.full_name(self.place.code),
            above=tuple(self.link(place) for place in self._above()),
            cities=cities,
            twin=self.twin(),
            numbers=() if cities else tuple(self.numbers()),
            guides=tuple(self.guides()),
            relations=tuple(map(self.related, relations.of_place(self.snapshot, self.place.code, self.on))),
            rules=tuple(self.rule(row) for row in self.parameters() if self.is_local(row) and row.value),
            tips=tuple(self.tips()),
            ways=tuple(self.ways()),
            not_needed=tuple(self.not_needed()),
            figures=figures.in_force(self.snapshot, self.place.code, self.on, self.basis),
            averages=() if cities else tuple(self.averages()),
            offices=(
                offices.cards(self.snapshot, Service.values, self.place.code, self.on, self.basis)
                if self.place.is_pool
                else ()
            ),
            offices_address=offices.address(self.place.code),
            national=tuple(self.rule(row) for row in self.parameters() if not self.is_local(row) and row.value),
            unknown=() if cities else tuple(self.unknown()),
            standing=self.sources.standing(self.place.name),
            changed=self.changed(),
        )

    def basis(self, row: PublishedRow) -> Basis:
        self.rows.append(row)
        return self.sources.basis(row)

    def is_local(self, row: PublishedRow) -> bool:
        return row.region_id not in (None, NATION)

    def link(self, place: Place) -> Link:
        number = phones.number(self.places, place.code) if place.area_code else ""
        return Link(place.code, place.label, address(place.code), number, dialled(number))

    def _above(self) -> Iterator[Place]:
        return (place for code in reversed(self.chain[1:]) if (place := known(self.places, code)))

    def twin(self) -> Link | None:
        same = (place for place in self.places.pools if self.places.are_one(place.code, self.place.code))
        return next((self.link(place) for place in same if place.code != self.place.code), None)

    def numbers(self) -> Iterator[Number]:
        for hotline, (label, about) in phones.ABOUT.items():
            shown = phones.number(self.places, self.place.code, hotline)
            yield Number(label, shown, dialled(shown), about)

    def guides(self) -> Iterator[Onward]:
        for onward in handover.begun(self.snapshot, self.place.code if self.place.is_pool else "", self.on):
            row = checklist.introduction(self.snapshot, onward.guide, self.on)
            self.rows.extend([row] if row else [])
            yield onward

    def related(self, row: PlaceRelation) -> Text:
        """What holds between this place and others; where no text settles it, only that it is to be asked."""
        lines = tuple(filter(None, row.more.splitlines()))
        return Text(row.key, row.says, lines if row.decides(self.on) else (*lines, _RING), self.basis(row))

    def parameters(self) -> list[Parameter]:
        rows = nearest((row for row in self.snapshot.rows(Parameter) if row.in_force(self.on)), self.chain)
        shown = [row for row in rows if row.name not in _NOT_ASKED and not self.says.basis(row, 0).expired]
        return sorted(shown, key=lambda row: (row.position, row.key))

    def rule(self, row: Parameter) -> LocalRule:
        told = self.says.rule(row, self.basis(row).number, self.gaps)
        whom = self.whom(row)
        return replace(told, label=f"{told.label}（{whom}）") if whom else told

    def whom(self, row: Parameter) -> str:
        """The schemes that a rule holds for, where it does not hold for all."""
        words = checklist.wordings(self.snapshot, row.guides[0], (NATION,), self.on).get("scheme")
        return "、".join(words.labels.get(value, "") for value in row.when.get("scheme", ())) if words else ""

    def tips(self) -> Iterator[Tip]:
        """Advice that calls the place by its name, and so says for whom it is; a thing said twice is told once."""
        told: set[str] = set()
        for row in self.local(Advice):
            home = self.places.get(str(row.region_id))
            guide = checklist.introduction(self.snapshot, row.guides[0], self.on)
            if home and guide and home.short_name in row.title and row.title not in told:
                told.add(row.title)
                yield Tip(guide.title, self.says.text(row, self.basis(row).number, self.gaps, row))

    def local(self, model: type[checklist.Row]) -> Iterator[checklist.Row]:
        """The rows in force of this place and of its province; what only answers make sense of is left out."""
        rows = (row for row in self.snapshot.rows(model) if self.is_local(row) and row.region_id in self.chain)
        for row in sorted(rows, key=lambda row: (self.chain.index(str(row.region_id)), row.position, row.key)):
            if row.in_force(self.on) and getattr(row, "kind", "") not in _OF_ANSWERS and not self.is_expired(row):
                yield row

    def is_expired(self, row: PublishedRow) -> bool:
        return self.says.basis(row, 0).expired

    def ways(self) -> Iterator[Way]:
        for row in self.local(Channel):
            if not row.waived:
                yield self.says.way(row, self.basis(row).number, self.gaps)

    def not_needed(self) -> Iterator[LocalRule]:
        """Papers that everybody else has to bring, each with the guides that ask for it."""
        for row in self.local(Document):
            guides = (checklist.introduction(self.snapshot, slug, self.on) for slug in row.guides)
            named = "、".join(guide.title for guide in guides if guide)
            if row.waived:
                yield LocalRule(row.name, "这里不用交", f"说的是：{named}。", self.basis(row))

    def averages(self) -> Iterator[Average]:
        for scheme in (Scheme.EMPLOYEE, Scheme.RESIDENT):
            wanted = Circumstances(self.place.code, scheme, CareType.INPATIENT, self.on)
            if told := averages.average(self.snapshot, wanted, self.on, self.basis):
                yield told

    def unknown(self) -> Iterator[Unknown]:
        """By hotline: figures and local rules that nobody has published, and counters."""
        named = {row.name for row in self.parameters() if row.value} | _NOT_ASKED
        missing = [name for name in Parameter.Name if name not in named]
        is_here = bool(offices.find(self.snapshot, Service.values, self.chain, self.on))
        counters = () if is_here else ("窗口在哪里",)
        medical = (*counters, *self.unpaid(), *(name.label for name in missing if name not in _OF_CARDS))
        for hotline, things in (
            (phones.MEDICAL, medical),
            (phones.CARD, tuple(name.label for name in missing if name in _OF_CARDS)),
        ):
            if things:
                number = phones.number(self.places, self.place.code, hotline)
                yield Unknown(things, number, dialled(number))

    def unpaid(self) -> Iterator[str]:
        """The care of which no figures of the place are known."""
        for care in (CareType.INPATIENT, CareType.OUTPATIENT):
            schemes = (Scheme.EMPLOYEE, Scheme.RESIDENT)
            wanted = {scheme: Circumstances(self.place.code, scheme, care, self.on) for scheme in schemes}
            open_ones = [scheme for scheme, each in wanted.items() if not policies.has_figures(self.snapshot, each)]
            if open_ones:
                yield f"{open_ones[0].label if len(open_ones) == 1 else ''}{care.label}报多少"

    def changed(self) -> dt.date:
        """Of what stands here; a place of which nothing does has not changed but today."""
        return max((row.dated(self.on) for row in self.rows), default=self.on)


@per_snapshot
def changes(snapshot: Snapshot, on: dt.date) -> tuple[tuple[str, dt.date], ...]:
    """Every place's page, and the day on which it last changed."""
    pages = ((place, of(snapshot, place, on, Sources(snapshot.places, on))) for place in all_known(snapshot.places))
    return tuple((address(place.code), found.changed) for place, found in pages)
