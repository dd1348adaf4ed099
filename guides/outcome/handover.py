"""Answers of one guide + what is published → where to go on, with the answers that carry."""

import datetime as dt
from collections.abc import Iterable

from guides.engine import addresses
from guides.engine.flow import Flow, Walk, holds
from guides.engine.steps import Answers, Handover
from guides.flows import FLOWS
from guides.models import Introduction
from guides.outcome import checklist
from guides.outcome.outcome import Onward
from registry.offices import Errand
from registry.pages import url
from registry.places import NATION
from registry.snapshot import Snapshot


def onward(snapshot: Snapshot, walk: Walk, on: dt.date) -> tuple[Onward, ...]:
    """The guides to go on with from finished answers: for each, by the first handover that holds."""
    found: dict[str, Onward] = {}
    for handover in walk.flow.handovers:
        target = _open_guide(snapshot, handover, on)
        if target and handover.to not in found and holds(handover.when, walk.facts):
            flow, introduction = target
            there = address(snapshot, flow, _carried(snapshot, walk, handover, flow), on)
            found[handover.to] = Onward(handover.to, introduction.title, introduction.summary, there)
    return tuple(found.values())


def instead(snapshot: Snapshot, flow: Flow, on: dt.date) -> tuple[Onward, ...]:
    """The guides for whoever this one is not for, each named by the answers that it starts with."""
    return tuple(
        Onward(
            handover.to,
            f"{_labels(snapshot, handover, on)}：{target[1].title}",
            target[1].summary,
            address(snapshot, target[0], _given(handover), on),
        )
        for handover in flow.instead
        if (target := _open_guide(snapshot, handover, on))
    )


def errands(snapshot: Snapshot, services: Iterable[str], place: str, on: dt.date) -> tuple[Errand, ...]:
    """The guides that lead to counters of these services, each begun with the place filled in."""
    wanted = set(services)
    found = (each for each in begun(snapshot, place, on) if wanted & set(FLOWS[each.guide].delivery.services))
    return tuple(Errand(each.title, each.address) for each in found)


def begun(snapshot: Snapshot, place: str, on: dt.date) -> tuple[Onward, ...]:
    """Every guide, begun with the place filled in that its rules are those of; at its start where none is known."""
    return tuple(
        Onward(
            flow.slug,
            introduction.title,
            introduction.summary,
            address(snapshot, flow, {flow.delivery.home: (place,)}, on) if place else url("guides:start", flow.slug),
        )
        for flow in FLOWS.values()
        if (introduction := checklist.introduction(snapshot, flow.slug, on))
    )


def _open_guide(snapshot: Snapshot, handover: Handover, on: dt.date) -> tuple[Flow, Introduction] | None:
    """The guide that it leads to; None while nobody has published its introduction."""
    introduction = checklist.introduction(snapshot, handover.to, on)
    return (FLOWS[handover.to], introduction) if introduction else None


def _given(handover: Handover) -> Answers:
    return {key: (value,) for key, value in handover.given.items()}


def _carried(snapshot: Snapshot, walk: Walk, handover: Handover, target: Flow) -> Answers:
    kept = {there: walk.answers[key] for key, there in handover.brought.items() if key in walk.kept}
    known = {key: values for key, values in kept.items() if _knows(snapshot, target, key, values)}
    return {**known, **_given(handover)}


def _knows(snapshot: Snapshot, target: Flow, key: str, values: tuple[str, ...]) -> bool:
    return target.questions[key].problem(values, lambda code: snapshot.places.pool(code) is not None) is None


def address(snapshot: Snapshot, flow: Flow, answers: Answers, on: dt.date) -> str:
    """The first question of the guide that these answers leave open, or its outcome when they leave none."""
    walk = flow.walk(answers, checklist.lookup(snapshot, on), year=on.year)
    page = ("question", flow.slug, walk.current.key) if walk.current else ("outcome", flow.slug)
    return url(f"guides:{page[0]}", *page[1:]) + addresses.query(walk.kept)


def _labels(snapshot: Snapshot, handover: Handover, on: dt.date) -> str:
    words = checklist.wordings(snapshot, handover.to, (NATION,), on)
    return "、".join(words[key].labels.get(value, "") for key, value in handover.given.items() if key in words)
