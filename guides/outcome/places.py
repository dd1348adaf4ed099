"""Published rows → what is said about one place, a 统筹区 or a province: whom to ring, what can be done from there, what is
different, the figures in force, the counters, and what nobody has found out yet."""

import datetime as dt
from collections.abc import Collection, Hashable, Iterator
from dataclasses import replace
from functools import cached_property

from calculators.circumstances import CareType, Circumstances, Scheme
from calculators.estimating import averages, policies
from calculators.estimating.averages import Average
from calculators.models import NationalAverage
from calculators.pages import figures
from guides.models import PLACEHOLDERS, Advice, Channel, Document, Introduction, Parameter
from guides.outcome import answers, checklist, handover, statements, waiting
from guides.outcome.outcome import LocalRule, Text, Way
from guides.outcome.place import Asked, Found, Link, Number, Tip, Unknown
from registry import offices, relations
from registry.evidence import Sources
from registry.models import PlaceRelation, Service
from registry.offices import phones
from registry.pages import url
from registry.places import NATION, OUTSIDE, Place, Places
from registry.publication import PublishedRow, nearest
from registry.snapshot import Snapshot, per_snapshot, published_models
from registry.typed.signs import lines_of
from registry.typed.telephones import dialled

#: What stands for the guide where the page of a place is reported to be wrong.
REPORTED_AS = "places"
#: Advice that says nothing without the answers that led to it.
_OF_ANSWERS = frozenset({Advice.Kind.VERDICT, Advice.Kind.SCRIPT})
#: Nobody misses an answer to these where no place has given one.
_NOT_MISSED = Parameter.OWN_NAMES | {Parameter.Name.HAS_TIERS}
#: Kinds of which a place's page shows the nation's rows.
_EVERYWHERE = frozenset({Introduction, NationalAverage, Parameter, PlaceRelation})
_RING = "去之前先打电话问清楚。"


def address(code: str, county: str = "") -> str:
    """The page of a place; ``county`` is the code of the county-level unit that led there."""
    return url("guides:place", code) + (f"?county={county}" if county else "")


def known(places: Places, code: str) -> Place | None:
    """The 统筹区 or the province with this code; None for anything else."""
    place = places.get(code)
    stands = place is not None and (place.is_pool or place.parent == NATION) and place.code not in OUTSIDE
    return place if stands else None


def closed(places: Places, code: str) -> Place | None:
    """A place that has been a 统筹区 and is none any more: others look after its people."""
    place = places.get(code)
    return place if place and place.parent not in (None, NATION) and not place.is_pool else None


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
        card = phones.number(self.places, place.code, phones.CARD)
        medical = phones.number(self.places, place.code)
        filled = {
            "insured_place": self.places.full_name(place.code),
            "phone": medical,
            "card_phone": card,
            "wait": waiting.UNKNOWN,
        }
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
            twin=self.link(twin) if (twin := self.places.twin(self.place.code)) else None,
            numbers=() if cities else tuple(self.numbers()),
            guides=handover.begun(self.snapshot, self.place.code if self.place.is_pool else "", self.on),
            relations=tuple(self.related()),
            rules=tuple(self.rules(local=True)),
            tips=tuple(self.tips()),
            ways=tuple(self.ways()),
            papers=tuple(self.papers()),
            asked=tuple(self.asked()),
            figures=figures.in_force(self.snapshot, self.place.code, self.on, self.sources.basis),
            averages=() if cities else tuple(self.averages()),
            offices=(
                offices.cards(self.snapshot, Service.values, self.place.code, self.on, self.sources.basis)
                if self.place.is_pool
                else ()
            ),
            offices_address=offices.address(self.place.code),
            national=() if cities else tuple(self.rules(local=False)),
            unknown=() if cities else tuple(self.unknown()),
            sources=statements.listed(self.sources),
            standing=self.sources.standing(self.place.name),
            changed=changed(self.snapshot, self.place, self.on),
        )

    def is_local(self, row: PublishedRow) -> bool:
        return row.region_id not in (None, NATION)

    def link(self, place: Place) -> Link:
        number = phones.number(self.places, place.code) if place.area_code else ""
        return Link(place.code, place.label, address(place.code), number, dialled(number))

    def _above(self) -> Iterator[Place]:
        return (place for code in reversed(self.chain[1:]) if (place := known(self.places, code)))

    def numbers(self) -> Iterator[Number]:
        for hotline in phones.OF_A_CITY:
            label, about = phones.ABOUT[hotline]
            shown = phones.number(self.places, self.place.code, hotline)
            yield Number(label, shown, dialled(shown), about)

    def related(self) -> Iterator[Text]:
        """What holds between this place and others: first what a text settles, then what is to be asked, which the last
        line says. A line of several rows is told once."""
        rows = relations.of_place(self.snapshot, self.place.code, self.on)
        settled = {row: row.decides(self.on) for row in rows}
        told: set[str] = set()
        for number, row in enumerate(sorted(rows, key=lambda row: not settled[row]), start=1):
            lines = [line for line in lines_of(row.more) if line not in told]
            told.update(lines)
            ring = [_RING] if number == len(rows) and not settled[row] else []
            yield Text(row.key, row.says, (*lines, *ring), self.sources.basis(row))

    @cached_property
    def parameters(self) -> list[Parameter]:
        """The local rules that hold here, whoever made them."""
        rows = nearest((row for row in self.snapshot.rows(Parameter) if row.in_force(self.on)), self.chain)
        return sorted((row for row in rows if row.is_trusted(self.on)), key=lambda row: (row.position, row.key))

    def rules(self, *, local: bool) -> Iterator[LocalRule]:
        """Those of the place and its province, or those of the nation."""
        return (self.rule(row) for row in self.parameters if row.value and self.is_local(row) is local)

    def rule(self, row: Parameter) -> LocalRule:
        told = self.says.rule(row, self.sources.cite(row), self.gaps)
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
            is_said = row.kind in _OF_ANSWERS or row.waived or row.title in told
            if home and guide and home.short_name in row.title and not is_said:
                told.add(row.title)
                yield Tip(guide.title, self.says.text(row, self.sources.cite(row), self.gaps, row))

    def local(self, model: type[checklist.Row]) -> Iterator[checklist.Row]:
        """The rows of this place, and those of its province that none of its own replaces or waives."""
        by_region, met = _local(self.snapshot, model, self.on), set[Hashable]()
        for row in (row for code in self.chain for row in by_region.get(code, ())):
            if row.slot() not in met and row.is_trusted(self.on):
                yield row
            met.add(row.slot())

    def ways(self) -> Iterator[Way]:
        for row in self.local(Channel):
            if not row.waived:
                yield self.says.way(row, self.sources.cite(row), self.gaps)

    def papers(self) -> Iterator[LocalRule]:
        """Papers that nobody else has to bring, and those that only others do, each with the guides that ask for it."""
        for row in self.local(Document):
            guides = (checklist.introduction(self.snapshot, slug, self.on) for slug in row.guides)
            named = "、".join(f"“{guide.title}”" for guide in guides if guide)
            asked = "不用交" if row.waived else "要带"
            value = f"有的人{asked}，答几题就知道" if row.when else asked
            yield LocalRule(row.name, value, f"说的是{named}。", self.sources.basis(row))

    def asked(self) -> Iterator[Asked]:
        for row in answers.of_place(self.snapshot, self.place.code, self.on):
            if row.is_trusted(self.on):
                text = Text(row.key, row.question, (row.short,), self.sources.basis(row))
                yield Asked(text, answers.address(row.key, self.place.code if self.place.is_pool else ""))

    def averages(self) -> Iterator[Average]:
        for scheme in (Scheme.EMPLOYEE, Scheme.RESIDENT):
            wanted = Circumstances(self.place.code, scheme, CareType.INPATIENT, self.on)
            if told := averages.average(self.snapshot, wanted, self.on, self.sources.basis):
                yield told

    def unknown(self) -> Iterator[Unknown]:
        """By hotline: counters, figures and local rules that nobody has published."""
        is_here = bool(offices.find(self.snapshot, Service.values, self.chain, self.on))
        counters = () if is_here else ("窗口在哪里",)
        things = {
            phones.MEDICAL: (*counters, *self.unpaid(), *self.unruled(set(Parameter.Name) - Parameter.OF_CARDS)),
            phones.CARD: tuple(self.unruled(Parameter.OF_CARDS)),
        }
        for hotline, unknown in things.items():
            if unknown:
                number = phones.number(self.places, self.place.code, hotline)
                yield Unknown(unknown, number, dialled(number))

    def unruled(self, names: Collection[Parameter.Name]) -> Iterator[str]:
        """The local rules among these that nobody has published, for anybody or for some."""
        told = {row.name: self.whom(row) for row in self.parameters if row.value}
        for name in Parameter.Name:
            if name in names and name not in _NOT_MISSED and told.get(name, "?"):
                yield f"{name.label}（别的险种）" if name in told else str(name.label)

    def unpaid(self) -> Iterator[str]:
        """The care of which no figures of the place are known."""
        for care in (CareType.INPATIENT, CareType.OUTPATIENT):
            schemes = (Scheme.EMPLOYEE, Scheme.RESIDENT)
            wanted = {scheme: Circumstances(self.place.code, scheme, care, self.on) for scheme in schemes}
            open_ones = [scheme for scheme, each in wanted.items() if not policies.has_figures(self.snapshot, each)]
            if open_ones:
                yield f"{open_ones[0].label if len(open_ones) == 1 else ''}{care.label}报多少"


def changed(snapshot: Snapshot, place: Place, on: dt.date) -> dt.date:
    """The day, ``on`` at the latest, on which the rows that the page of a place is made of last changed."""
    by_region = _changed(snapshot, on)
    said = [by_region[code] for code in snapshot.places.chain(place.code) if code in by_region]
    return max([*said, *(row.dated(on) for row in relations.of_place(snapshot, place.code, on))], default=on)


@per_snapshot
def _changed(snapshot: Snapshot, on: dt.date) -> dict[str, dt.date]:
    """By region; of the nation what every place's page shows, of the others all they say."""
    found: dict[str, dt.date] = {}
    for model in published_models():
        for row in snapshot.rows(model):
            region = str(row.region_id)
            if row.in_force(on) and (region != NATION or model in _EVERYWHERE):
                found[region] = max(row.dated(on), found.get(region, dt.date.min))
    return found


@per_snapshot
def _local(snapshot: Snapshot, model: type[checklist.Row], on: dt.date) -> dict[str, list[checklist.Row]]:
    """The rows in force of one kind, by region, without those of the nation."""
    found: dict[str, list[checklist.Row]] = {}
    for row in sorted(snapshot.rows(model), key=lambda row: (row.position, row.key)):
        if row.in_force(on) and row.region_id != NATION:
            found.setdefault(str(row.region_id), []).append(row)
    return found
