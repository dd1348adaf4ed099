"""Counters where something is done (经办窗口): those of a place, how they are asked for, and what is said about each."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from registry.evidence import Basis
from registry.models import Office, Service
from registry.offices import calendars, phones
from registry.offices.calendars import Opening
from registry.pages import url
from registry.placenames import County
from registry.places import OUTSIDE, Found, Place, Places
from registry.publication import PublishedRow, nearest
from registry.snapshot import Snapshot, per_snapshot
from registry.typed import links


def find(snapshot: Snapshot, services: Iterable[str], chain: Sequence[str], on: dt.date) -> list[Office]:
    """Counters of a region that offer any of the services, the nearest row for each."""
    wanted = set(services)
    return [row for row in _of_region(snapshot, tuple(chain), on) if wanted & set(row.services)]


@per_snapshot
def _of_region(snapshot: Snapshot, chain: tuple[str, ...], on: dt.date) -> list[Office]:
    found = nearest((row for row in snapshot.rows(Office) if row.in_force(on)), chain)
    return sorted(found, key=lambda row: (row.position, row.key))


@dataclass(frozen=True, slots=True)
class Errand:
    """Something that can be prepared for a counter: its title, and where that is done."""

    title: str
    address: str


#: What can be prepared for services at a place, given by its code, on a date.
Errands = Callable[[Snapshot, Iterable[str], str, dt.date], tuple[Errand, ...]]
#: Where all about a place stands, given by its code.
About = Callable[[str], str]
_errands: list[Errands] = []
_about: list[About] = []


def register(errands: Errands, about: About) -> None:
    """Let an app that stands above say what it prepares for counters, and where it tells all about their place."""
    _errands.append(errands)
    _about.append(about)


def about(place: str) -> tuple[str, ...]:
    """The pages about a place that apps above have."""
    return tuple(told(place) for told in _about)


def errands(snapshot: Snapshot, services: Iterable[str], place: str, on: dt.date) -> tuple[Errand, ...]:
    wanted = tuple(services)
    return tuple(errand for source in _errands for errand in source(snapshot, wanted, place, on))


def address(place: str = "", service: str = "", county: str = "") -> str:
    """The page of a place's counters; of the chooser without a place, of all services without a service.

    ``county`` is the county-level unit that led to the place.
    """
    given = {name: value for name, value in (("place", place), ("service", service), ("county", county)) if value}
    return url("registry:offices") + (f"?{urlencode(given)}" if given else "")


@dataclass(frozen=True, slots=True)
class Search:
    """What an address asks for: a place, or a province or words that lead to one; ``problem`` says what to mend.

    ``county`` led to the place; ``better`` is where the same thing stands under the place's own code.
    """

    place: Place | None
    county: County | None
    province: Place | None
    words: str
    found: tuple[Found, ...]
    service: str
    problem: str
    better: str

    @property
    def services(self) -> tuple[str, ...]:
        return (self.service,) if self.service else tuple(Service.values)


def read(query: Mapping[str, str], places: Places) -> Search:
    """What was understood of an address; anything else becomes a sentence, never an error."""
    words = query.get("find", "").strip()[:40]
    code, service, led_by = (links.value(query.get(name, ""))[:40] for name in ("place", "service", "county"))
    given = places.county(code)
    county = given or places.county(led_by)
    place = places.pool(given.pool if given else code)
    province = places.get(code) if not place and places.cities(code) else None
    found = () if place or province else tuple(each for each in places.find(words) if each.place.code not in OUTSIDE)
    problem = ""
    if service and service not in Service.values:
        service, problem = "", "没有认出您要办的事，下面把几样都列出来了。"
    if not (place or province or found):
        problem = _no_place(code, words, asked="find" in query) or problem
    better = address(given.pool, service, given.code) if given else ""
    if found:
        better = _of_the_only(places, words, service)
    led = county if county and place and county.pool == place.code else None
    return Search(place, led, province, words, found, service, problem, better)


def _of_the_only(places: Places, words: str, service: str) -> str:
    """The address of the only place meant; '' for a former name too, to show first where it belongs now."""
    sure = places.sure(words)
    if sure is None or (sure.county and not sure.county.code):
        return ""
    return address(sure.place.code, service, sure.county.code if sure.county else "")


def _no_place(code: str, words: str, asked: bool) -> str:
    if words:
        return f"没有找到“{words}”。请只写城市或区县名，或者点省份。"
    if code:
        return "没有认出这个地方。请写城市或区县名，或者点省份。"
    return "请写城市或区县名，或者点省份。" if asked else ""


#: What stands where nobody has found out an address.
NO_ADDRESS = "地址没有查到，去之前先打电话问"


@dataclass(frozen=True, slots=True)
class Card:
    """One counter as every page and sheet shows it. ``services`` in words, their keys in ``offers``; ``hours`` by
    weekday, a line each; ``today`` says whether it works on the day that is looked at; ``hotlines`` answer for it where
    it has no ``phones``. ``doubtful``: to be rung before anybody sets out."""

    name: str
    offers: tuple[str, ...]
    services: tuple[str, ...]
    district: str
    address: str
    landmark: str
    window: str
    hours: tuple[str, ...]
    today: str
    phones: tuple[str, ...]
    hotlines: tuple[str, ...]
    booking: str
    bring: str
    accessibility: str
    note: str
    map_address: str
    doubtful: bool
    basis: Basis


def cards(
    snapshot: Snapshot, services: Iterable[str], place: str, on: dt.date, basis: Callable[[PublishedRow], Basis]
) -> tuple[Card, ...]:
    """The counters of a place, given by its code, that offer any of the services; ``basis`` says what a row rests on."""
    chain = snapshot.places.chain(place)
    days = calendars.calendar(snapshot, chain, on)
    found = find(snapshot, services, chain, on)
    # A day unlike its weekday rests on a source of its own, which a page with a list of sources refers to.
    special = basis(days.days[on]) if found and on in days.days else None
    mark = f"〔{special.number}〕" if special and special.number else ""
    return tuple(
        _card(snapshot.places, row, place, calendars.opening(row, days, on), mark, basis(row)) for row in found
    )


def _card(places: Places, row: Office, place: str, opening: Opening, mark: str, basis: Basis) -> Card:
    return Card(
        name=row.name,
        offers=tuple(row.services),
        services=tuple(row.service_labels),
        district=row.district,
        address=row.address or NO_ADDRESS,
        landmark=row.landmark,
        window=row.window,
        hours=opening.hours,
        today=opening.today + mark,
        phones=tuple(row.phones),
        hotlines=tuple(phones.number(places, place, hotline) for hotline in phones.hotlines(row.services)),
        booking=row.booking,
        bring=row.bring,
        accessibility=row.accessibility,
        note=row.note,
        map_address=row.map_url or _map_search(row, places.full_name(place)),
        doubtful=row.call_first or not row.address or basis.expired,
        basis=basis,
    )


def _map_search(row: Office, city: str) -> str:
    """A search on 高德地图, whose parameters are at lbs.amap.com/api/uri-api/guide/search/search."""
    query = {"keyword": f"{row.name} {row.address}".strip(), "city": city}
    return f"https://uri.amap.com/search?{urlencode(query)}"
