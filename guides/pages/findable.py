"""The public pages that the front door can lead to, said to ``guides.finding``: each under its target."""

import datetime as dt
from collections.abc import Iterator

from guides.finding import sources
from guides.finding.sources import Entry
from guides.flows import FLOWS
from guides.models import PLACEHOLDERS, Advice, Answer, Document, Introduction, Misconception, Parameter, Term, fill
from guides.outcome import answers, checklist, places
from guides.understanding.targets import (
    ANSWER,
    DOCUMENT,
    ESTIMATE,
    GLOSSARY,
    GUIDE,
    MISCONCEPTION,
    OFFICE,
    PLACE,
    target_of,
)
from registry import offices
from registry.models import Office, Service
from registry.offices import phones
from registry.pages import url
from registry.places import NATION, OUTSIDE
from registry.snapshot import Snapshot


def _guides(snapshot: Snapshot, on: dt.date) -> Iterator[Entry]:
    """Each guide, with what its questions ask and where it can lead."""
    verdicts = [row for row in checklist.everywhere(snapshot, Advice, on) if row.kind == Advice.Kind.VERDICT]
    for slug in FLOWS:
        guide = checklist.introduction(snapshot, slug, on)
        if guide is None:
            continue
        words = checklist.wordings(snapshot, slug, (NATION,), on).values()
        labels = [label for wording in words for label in wording.labels.values()]
        leads = [fill(row.title, PLACEHOLDERS) for row in verdicts if slug in row.guides]
        names = (guide.official_name, *guide.keywords.split())
        yield Entry(
            target_of(GUIDE, slug),
            guide.title,
            guide.summary,
            url("guides:start", slug),
            names,
            " ".join([*labels, *leads]),
        )


def _looked_up(snapshot: Snapshot, on: dt.date) -> Iterator[Entry]:
    """What people say on the web, and the words of the trade."""
    for row in checklist.everywhere(snapshot, Misconception, on):
        address = f"{url('guides:misconceptions')}#{row.anchor}"
        title = checklist.titled(snapshot, row, f"“{row.claim}”，对不对")
        yield Entry(target_of(MISCONCEPTION, row.anchor), title, row.lines[0], address, body=row.truth)
    for term in checklist.everywhere(snapshot, Term, on):
        address = f"{url('guides:glossary')}#{term.key}"
        yield Entry(target_of(GLOSSARY, term.key), f"“{term.name}”是什么意思", term.meaning, address, term.spellings)


def _answers(snapshot: Snapshot, on: dt.date) -> Iterator[Entry]:
    """Questions with an answer; what places add is searched too, and found under the nation's."""
    rows: dict[str, list[Answer]] = {}
    for row in checklist.everywhere(snapshot, Answer, on):
        rows.setdefault(row.key, []).append(row)
    for key, said in rows.items():
        first = min(said, key=lambda row: row.is_local)
        names = tuple(name for row in said for name in (row.question, *row.keywords.split()))
        body = " ".join(f"{row.short} {row.details}" for row in said)  # it is found by these, and shows none of them
        place = str(first.region_id) if first.is_local else ""
        title = checklist.titled(snapshot, first, first.question)
        yield Entry(target_of(ANSWER, key), title, answers.short(first, on), answers.address(key, place), names, body)


def _documents(snapshot: Snapshot, on: dt.date) -> Iterator[Entry]:
    """Papers, the nation's before those of places: whether they are needed, a guide says."""
    for row in sorted(checklist.everywhere(snapshot, Document, on), key=lambda row: row.region_id != NATION):
        known = ((slug, checklist.introduction(snapshot, slug, on)) for slug in row.guides if slug in FLOWS)
        guide: tuple[str, Introduction] | None = next(((slug, words) for slug, words in known if words), None)
        if guide:
            note = f"要不要带，在“{guide[1].title}”里答几题"
            names, body = (row.official_name,), row.where_to_get + row.issuer
            title = checklist.titled(snapshot, row, row.name)
            yield Entry(target_of(DOCUMENT, row.key), title, note, url("guides:start", guide[0]), names, body)


def _offices(snapshot: Snapshot, on: dt.date) -> Iterator[Entry]:
    """The counters of a place, all under the place."""
    for row in checklist.everywhere(snapshot, Office, on):
        place = row.region_id or ""
        names = (row.name, snapshot.places.full_name(place), row.district, row.address)
        entry = _counters(snapshot, on, place)
        if entry:
            yield Entry(entry.target, entry.title, entry.note, entry.address, names, row.landmark)


def _local_rules(snapshot: Snapshot, on: dt.date) -> Iterator[Entry]:
    """What a place has ruled, found under the place."""
    for row in checklist.everywhere(snapshot, Parameter, on):
        page = (
            sources.entry(snapshot, on, target_of(PLACE, row.region_id))
            if row.region_id and row.region_id != NATION
            else None
        )
        if page:
            yield Entry(page.target, page.title, page.note, page.address, (), f"{page.title} {row} {row.note}")


def _counters(snapshot: Snapshot, on: dt.date, code: str) -> Entry | None:
    """The counters and phones of a 统筹区 or a province; of no place, where one is chosen."""
    if not code:
        return Entry(OFFICE, "办事窗口在哪里", "选好城市，看地址、电话和上班时间", offices.address())
    place = snapshot.places.get(code)
    if place is None or code == NATION or code in OUTSIDE:
        return None
    name = snapshot.places.full_name(code)
    number = phones.number(snapshot.places, code)
    is_here = bool(offices.find(snapshot, Service.values, snapshot.places.chain(code), on))
    title = f"{name}的办事窗口和电话" if is_here else f"{name}的办事电话，怎么找窗口"
    return Entry(target_of(OFFICE, code), title, f"医保电话 {number}", offices.address(code))


def _place(snapshot: Snapshot, on: dt.date, code: str) -> Entry | None:
    """What holds at a 统筹区 or in a province."""
    place = places.known(snapshot.places, code)
    if place is None:
        return None
    name, number = snapshot.places.full_name(code), phones.number(snapshot.places, code)
    return Entry(
        target_of(PLACE, code), f"{name}的医保：电话、规定、怎么办", f"医保电话 {number}", places.address(code)
    )


def _estimate(snapshot: Snapshot, on: dt.date, _: str) -> Entry:
    return Entry(ESTIMATE, "估一估能报多少", "填一个总费用，一步一步算给您看", url("calculators:estimate"))


def register() -> None:
    """Tell what can be found of these pages; pages of other rooms tell it themselves."""
    for source in (_guides, _answers, _looked_up, _documents, _offices, _local_rules):
        sources.register(source)
    sources.register_kind(OFFICE, _counters)
    sources.register_kind(PLACE, _place)
    sources.register_kind(ESTIMATE, _estimate)
