"""Counters where something is done (经办窗口): those of a place, how they are asked for, and what is said about each."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from registry import calendars, phones
from registry.calendars import Opening
from registry.models import Office, Service
from registry.placenames import County
from registry.places import OUTSIDE, Found, Place, Places
from registry.publication import Freshness, basis, nearest
from registry.snapshot import Snapshot


def find(snapshot: Snapshot, services: Iterable[str], chain: Sequence[str], on: dt.date) -> list[Office]:
    """Counters of a region that offer any of the services, the nearest row for each."""
    wanted = set(services)

    def of_the_region() -> list[Office]:
        found = nearest((row for row in snapshot.rows(Office) if row.in_force(on)), chain)
        return sorted(found, key=lambda row: (row.position, row.key))

    rows = snapshot.derived(("offices", tuple(chain), on), of_the_region)
    return [row for row in rows if wanted & set(row.services)]


def address(place: str = "", service: str = "", county: str = "") -> str:
    """The page of a place's counters; of the chooser without a place, of all services without a service.

    ``county`` is the county-level unit that led to the place.
    """
    given = {name: value for name, value in (("place", place), ("service", service), ("county", county)) if value}
    return reverse("registry:offices") + (f"?{urlencode(given)}" if given else "")


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
    code, words, service = (query.get(name, "").strip()[:40] for name in ("place", "find", "service"))
    given = places.county(code)
    county = given or places.county(query.get("county", ""))
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


@dataclass(frozen=True, slots=True)
class Card:
    """What the page says about one counter. ``doubtful``: to be rung before anybody sets out."""

    row: Office
    opening: Opening
    doubtful: bool
    phones: tuple[str, ...]
    map_address: str
    basis: str


def cards(snapshot: Snapshot, search: Search, place: Place, on: dt.date) -> tuple[Card, ...]:
    chain = snapshot.places.chain(place.code)
    days = calendars.calendar(snapshot, chain, on)
    return tuple(
        Card(
            row,
            calendars.opening(row, days, on),
            row.call_first or row.freshness(on) is Freshness.EXPIRED,
            tuple(row.phones) or _hotlines(snapshot.places, place, row.services),
            row.map_url or _map_search(row, place),
            basis(snapshot.places, row, on),
        )
        for row in find(snapshot, search.services, chain, on)
    )


def _hotlines(places: Places, place: Place, services: Iterable[str]) -> tuple[str, ...]:
    return tuple(phones.number(places, place.code, hotline) for hotline in phones.hotlines(services))


def _map_search(row: Office, place: Place) -> str:
    """A search on 高德地图, whose parameters are at lbs.amap.com/api/uri-api/guide/search/search."""
    query = {"keyword": f"{row.name} {row.address}", "city": place.name}
    return f"https://uri.amap.com/search?{urlencode(query)}"
