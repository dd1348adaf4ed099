"""Which public pages search engines are told of, with the day on which what they say last changed."""

import datetime as dt
from collections.abc import Iterable, Iterator

from guides.models import Answer, Misconception, Term
from guides.outcome import answers, checklist, places
from guides.pages.visit import guides_on_offer
from registry import sitemap
from registry.models import Office
from registry.pages import url
from registry.publication import PublishedRow
from registry.sitemap import Listed
from registry.snapshot import Snapshot

#: Pages that show all rows of one kind.
_OF_A_KIND: dict[str, type[PublishedRow]] = {
    "guides:misconceptions": Misconception,
    "guides:glossary": Term,
    "registry:offices": Office,
}


def register() -> None:
    """Tell of the pages of this room and of the ones below, which know no search engines."""
    sitemap.register(_reference)
    sitemap.register(_answers)
    sitemap.register(_places)


def _reference(snapshot: Snapshot, on: dt.date) -> Iterator[Listed]:
    guides = guides_on_offer(snapshot, on)
    yield Listed(url("guides:home"), _latest([row for _, row in guides], on))
    for slug, row in guides:
        yield Listed(url("guides:start", slug), row.dated(on))
    for name, kind in _OF_A_KIND.items():
        yield Listed(url(name), _latest(checklist.everywhere(snapshot, kind, on), on))
    yield Listed(url("calculators:estimate"))


def _answers(snapshot: Snapshot, on: dt.date) -> Iterator[Listed]:
    yield Listed(url("guides:answers"), _latest(checklist.everywhere(snapshot, Answer, on), on))
    for path, changed in answers.pages(snapshot, on):
        yield Listed(path, changed)


def _places(snapshot: Snapshot, on: dt.date) -> Iterator[Listed]:
    yield Listed(url("guides:places"))
    for place in places.all_known(snapshot.places):
        yield Listed(places.address(place.code), places.changed(snapshot, place, on))


def _latest(rows: Iterable[PublishedRow], on: dt.date) -> dt.date | None:
    return max((row.dated(on) for row in rows), default=None)
