"""What a search can find: published rows → entries, made once for each version of the content and each day."""

import datetime as dt
from collections.abc import Iterator

from guides.flows import FLOWS
from guides.models import PLACEHOLDERS, Advice, Answer, Document, GuideRow, Introduction, Misconception, Term, fill
from guides.outcome import answers, checklist
from guides.pages.search import Entry, Kind
from registry import offices
from registry.models import Office
from registry.pages import url
from registry.placenames import Fit
from registry.places import NATION, OUTSIDE
from registry.snapshot import Snapshot, per_snapshot

#: A place is named, not merely alike; initials are too often those of something else.
_NAMED = (Fit.FULL, Fit.SHORT, Fit.SOUND, Fit.ADDRESS)


@per_snapshot
def entries(snapshot: Snapshot, on: dt.date) -> tuple[Entry, ...]:
    """Everything that can be found on a date, once each."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in _entries(snapshot, on):
        found.setdefault((entry.title, entry.address), entry)
    return tuple(found.values())


def _entries(snapshot: Snapshot, on: dt.date) -> Iterator[Entry]:
    guides = {slug: row for slug in FLOWS if (row := checklist.introduction(snapshot, slug, on))}
    for slug, guide in guides.items():
        yield _guide(snapshot, slug, guide, on)
    for answer in checklist.everywhere(snapshot, Answer, on):
        more = f"{answer.short}{answer.details}"
        address = answers.address(answer.key, str(answer.region_id) if _is_of_a_pool(snapshot, answer) else "")
        yield Entry(Kind.ANSWER, answer.question, answer.short, address, *answer.keywords.split(), more=more)
    for misconception in checklist.everywhere(snapshot, Misconception, on):
        address = f"{url('guides:misconceptions')}#{misconception.anchor}"
        yield Entry(Kind.MISCONCEPTION, misconception.claim, misconception.lines[0], address, more=misconception.truth)
    for term in checklist.everywhere(snapshot, Term, on):
        yield Entry(Kind.TERM, term.name, term.meaning, f"{url('guides:glossary')}#{term.key}", *term.spellings)
    for advice in checklist.everywhere(snapshot, Advice, on):
        if advice.kind == Advice.Kind.VERDICT:
            for slug, guide in _guides_of(advice, guides):
                yield Entry(
                    Kind.OUTCOME,
                    fill(advice.title, PLACEHOLDERS),
                    f"是不是您这样，在“{guide.title}”里答几题",
                    url("guides:start", slug),
                    more=advice.body,
                )
    for document in checklist.everywhere(snapshot, Document, on):
        for slug, guide in _guides_of(document, guides):
            yield Entry(
                Kind.DOCUMENT,
                document.name,
                f"要不要带，在“{guide.title}”里答几题",
                url("guides:start", slug),
                document.official_name,
                more=document.where_to_get + document.issuer,
            )
    for office in checklist.everywhere(snapshot, Office, on):
        yield _office(snapshot, office)


def places(snapshot: Snapshot, query: str) -> list[Entry]:
    """Places whose name the words are, county-level names too: too many for entries, they have an index of their own."""
    return [
        Entry(Kind.PLACE, snapshot.places.offer(found), "看那里的窗口和电话", offices.address(found.code))
        for found in snapshot.places.find(query)
        if found.fit in _NAMED and found.place.code not in OUTSIDE
    ]


def _is_of_a_pool(snapshot: Snapshot, answer: Answer) -> bool:
    return snapshot.places.pool(str(answer.region_id)) is not None


def _guide(snapshot: Snapshot, slug: str, guide: Introduction, on: dt.date) -> Entry:
    words = list(checklist.wordings(snapshot, slug, (NATION,), on).values())
    labels = [label for wording in words for label in wording.labels.values()]
    return Entry(
        Kind.GUIDE,
        guide.title,
        guide.summary,
        url("guides:start", slug),
        guide.official_name,
        *guide.keywords.split(),
        *labels,
        more=guide.summary + "".join(wording.title for wording in words),
    )


def _guides_of(row: GuideRow, guides: dict[str, Introduction]) -> list[tuple[str, Introduction]]:
    return [(slug, guides[slug]) for slug in row.guides if slug in guides]


def _office(snapshot: Snapshot, office: Office) -> Entry:
    city = snapshot.places.full_name(office.region_id or NATION)
    labels = "、".join(office.service_labels)
    return Entry(
        Kind.OFFICE,
        office.name,
        f"{labels}，{city}，{office.address}",
        offices.address(office.region_id or ""),
        city,
        office.district,
        office.address,
        more=labels + office.landmark,
    )
