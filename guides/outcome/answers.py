"""Published answers (问答) → one page of plain data, the list of all, and those that a person goes on to."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from calculators.pages import forms
from guides.engine.flow import Walk
from guides.flows import FLOWS
from guides.models import Answer
from guides.outcome import checklist, contacts, handover, statements
from guides.outcome.outcome import Onward, Phone, Source
from registry import evidence, offices
from registry.evidence import Basis, Sources
from registry.offices import phones
from registry.pages import url
from registry.places import NATION
from registry.publication import nearest
from registry.snapshot import Snapshot, per_snapshot

#: As many answers follow an outcome.
MOST_AFTER = 3
#: What stands for the guide where an answer is reported to be wrong.
REPORTED_AS = "answers"


@dataclass(frozen=True, slots=True)
class Part:
    """What one row says: ``where`` it holds, '' for the whole country; ``holds_for`` whom, '' for everybody; ``varies``
    what places decide differently. A check too old to rely on leaves the phone alone: ``short`` is then ''."""

    where: str
    question: str
    short: str
    lines: tuple[str, ...]
    holds_for: str
    varies: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Answered:
    """One question and its answers, of the place first. ``place`` is a code, '' where none was asked for."""

    key: str
    question: str
    situation: str
    situation_label: str
    place: str
    place_name: str
    parts: tuple[Part, ...]
    phone: Phone
    next: Onward | None
    related: tuple[Onward, ...]
    sources: tuple[Source, ...]
    standing: str
    #: Whether the place has a row of its own, so that this page differs from the one of the whole country.
    is_local: bool
    #: Places with rows of their own, for whoever has not said which is theirs.
    elsewhere: tuple[Onward, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one situation in life, each with where it is answered."""

    situation: str
    label: str
    questions: tuple[Onward, ...]


@per_snapshot
def _by_key(snapshot: Snapshot, on: dt.date) -> dict[str, tuple[Answer, ...]]:
    """All rows in force, also those that say that a place does not need one."""
    found: dict[str, tuple[Answer, ...]] = {}
    for row in snapshot.rows(Answer):
        if row.in_force(on):
            found[row.key] = (*found.get(row.key, ()), row)
    return found


def answer(snapshot: Snapshot, key: str, place: str, on: dt.date) -> Answered | None:
    """The answer as somebody insured at a place reads it; None where nobody has published one."""
    rows = _of_place(snapshot, key, place, on)
    if not rows:
        return None
    first, cited = rows[0], evidence.Sources(snapshot.places, on)
    situation = Answer.Situation(first.situation)
    return Answered(
        key=key,
        question=first.question,
        situation=situation.value,
        situation_label=situation.label,
        place=place,
        place_name=snapshot.places.full_name(place) if place else "",
        parts=tuple(_part(snapshot, row, cited, on) for row in rows),
        phone=_phone(snapshot, first, place),
        next=onward(snapshot, first, place, on),
        related=tuple(_related(snapshot, rows, place, on)),
        sources=statements.listed(cited),
        standing=cited.standing(home.name if (home := snapshot.places.get(place)) else ""),
        is_local=bool(place) and first.is_local,
        elsewhere=() if place else tuple(_elsewhere(snapshot, key, on)),
    )


def _of_place(snapshot: Snapshot, key: str, place: str, on: dt.date) -> list[Answer]:
    """The rows to show: the place's own, then the nation's. Without a place the nation's, or all there are."""
    rows = _by_key(snapshot, on).get(key, ())
    national = [row for row in rows if not row.is_local]
    if place:
        own = nearest(rows, snapshot.places.chain(place))
        return [*own, *(row for row in national if own and row not in own)]
    return national or sorted((row for row in rows if not row.waived), key=lambda row: str(row.region_id))


def _elsewhere(snapshot: Snapshot, key: str, on: dt.date) -> Iterator[Onward]:
    """Places with rows of their own; under a province its cities are to be chosen from."""
    for row in _by_key(snapshot, on).get(key, ()):
        if row.is_local and not row.waived:
            place = str(row.region_id)
            there = address(key, place) + ("" if snapshot.places.pool(place) else "#where")
            yield Onward("answers", snapshot.places.full_name(place), short(row, on), there)


def _part(snapshot: Snapshot, row: Answer, cited: Sources, on: dt.date) -> Part:
    where = snapshot.places.full_name(str(row.region_id)) if row.is_local else ""
    basis = cited.basis(row)
    lines = () if basis.expired else row.lines
    return Part(where, row.question, short(row, on), lines, row.holds_for, row.varies, basis)


def short(row: Answer, on: dt.date) -> str:
    """The answer in a sentence, wherever it is told; '' where its check is too old to rely on."""
    return row.short if row.is_trusted(on) else ""


def _phone(snapshot: Snapshot, row: Answer, place: str) -> Phone:
    """Whom to ring: without a place, of the place that the row is about."""
    home = place or (str(row.region_id) if row.is_local else "")
    known = home if row.hotline in phones.OF_A_CITY else ""
    return contacts.phone(snapshot.places, known, row.hotline)


def guide_after(snapshot: Snapshot, key: str, on: dt.date) -> str:
    """The guide that an answer leads to, wherever it holds; '' where that is none."""
    rows = (row.leads_to for row in _of_place(snapshot, key, "", on))
    return next((slug for slug in rows if slug in FLOWS), "")


def onward(snapshot: Snapshot, row: Answer, place: str, on: dt.date) -> Onward | None:
    if row.leads_to == Answer.Lead.ESTIMATE:
        return Onward(row.leads_to, "估一估能报多少", "填一个总费用，一步一步算给您看。", forms.address(place))
    if row.leads_to == Answer.Lead.OFFICES:
        return Onward(row.leads_to, "找办事窗口", "地址、电话、上班时间。", offices.address(place))
    flow, introduction = FLOWS.get(row.leads_to), checklist.introduction(snapshot, row.leads_to, on)
    if flow is None or introduction is None:
        return None
    known = {key: tuple(values) for key, values in row.given.items()}
    home = {flow.delivery.home: (place,)} if place else {}
    address = handover.address(snapshot, flow, {**home, **known}, on)
    return Onward(flow.slug, introduction.title, introduction.summary, address)


def _related(snapshot: Snapshot, rows: list[Answer], place: str, on: dt.date) -> Iterator[Onward]:
    keys = dict.fromkeys(key for row in rows for key in row.related_keys)
    return (link for key in keys if (link := link_to(snapshot, key, place, on)))


def link_to(snapshot: Snapshot, key: str, place: str, on: dt.date) -> Onward | None:
    """The way to an answer by its key; None where nobody has published it for the place."""
    rows = _of_place(snapshot, key, place, on)
    return Onward("answers", rows[0].question, short(rows[0], on), address(key, place)) if rows else None


def address(key: str, place: str = "") -> str:
    return url("guides:answer", key) + (f"?place={place}" if place else "")


def after(snapshot: Snapshot, walk: Walk, place: str, on: dt.date) -> tuple[Onward, ...]:
    """What people ask next, once they have this outcome."""
    keys = _after(snapshot, on).get(f"{walk.flow.slug}:{walk.outcome}", ())
    links = (link_to(snapshot, key, place, on) for key in keys)
    return tuple(link for link in links if link)[:MOST_AFTER]


@per_snapshot
def _after(snapshot: Snapshot, on: dt.date) -> dict[str, tuple[str, ...]]:
    """The keys of the answers that follow each outcome."""
    found: dict[str, dict[str, None]] = {}
    for row in _national_first(snapshot, on):
        for end in row.after:
            found.setdefault(end, {})[row.key] = None
    return {end: tuple(keys) for end, keys in found.items()}


@per_snapshot
def listed(snapshot: Snapshot, on: dt.date) -> tuple[Group, ...]:
    """Every question once, by situation in life."""
    questions: dict[str, dict[str, Onward]] = {situation: {} for situation in Answer.Situation}
    for row in _national_first(snapshot, on):
        link = Onward("answers", checklist.titled(snapshot, row, row.question), short(row, on), address(row.key))
        if not any(row.key in known for known in questions.values()):
            questions[row.situation][row.key] = link
    return tuple(
        Group(situation.value, situation.label, tuple(questions[situation].values()))
        for situation in Answer.Situation
        if questions[situation]
    )


@per_snapshot
def _national_first(snapshot: Snapshot, on: dt.date) -> tuple[Answer, ...]:
    rows = checklist.everywhere(snapshot, Answer, on)
    return tuple(sorted(rows, key=lambda row: (row.region_id != NATION, row.position, row.key)))


def of_place(snapshot: Snapshot, place: str, on: dt.date) -> tuple[Answer, ...]:
    """The answers that a place or its province gives itself, in the order of the list of all."""
    chain = snapshot.places.chain(place)
    found = nearest((row for row in snapshot.rows(Answer) if row.in_force(on)), chain)
    local = {row.key: row for row in found if row.is_local}
    keys = dict.fromkeys(row.key for row in _national_first(snapshot, on))
    return tuple(local[key] for key in keys if key in local)


def pages(snapshot: Snapshot, on: dt.date) -> Iterator[tuple[str, dt.date]]:
    """The page of every question, and of every place that answers it itself; each with the day of its last change."""
    for key, rows in _by_key(snapshot, on).items():
        told = [row for row in rows if not row.waived]
        if told:
            yield address(key), max(row.dated(on) for row in told)
    for pool in snapshot.places.pools:
        for row in of_place(snapshot, pool.code, on):
            yield address(row.key, pool.code), row.dated(on)
