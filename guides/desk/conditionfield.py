"""The form field for a condition: boxes to tick, in the words of the guides, and a box for places.

What is ticked becomes ``{key: [values]}`` unseen; whether it fits the guides is said by ``guides.conditions``.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from guides.desk import names
from guides.engine.flow import Flow
from guides.engine.steps import PLACE, Question
from guides.flows import FLOWS
from guides.models import GuideRow
from registry import snapshot as snapshots
from registry.places import Place, Places

When = dict[str, list[str]]
_BETWEEN = re.compile(r"[、，,；;\s]+")
#: Words that are no 统筹区, until somebody mends these; letters of each that are looked at, as in every search for a place.
MOST_UNCLEAR, LONGEST_NAME = 10, 40
#: Keys that go before the rest.
MOST_USUAL = 10


@dataclass(frozen=True)
class Chosen:
    """What a form says: ticked values and the places written down, each by key."""

    ticks: Mapping[str, list[str]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Box:
    """One value; ``guides`` are said where not all that have the key have the value."""

    value: str
    label: str
    guides: str
    slugs: tuple[str, ...]
    ticked: bool


@dataclass(frozen=True)
class Group:
    """The values of one key: of a question, a fact, the outcomes or the blocks; ``guides`` where not all have it."""

    key: str
    label: str
    guides: str
    slugs: tuple[str, ...]
    boxes: tuple[Box, ...]
    #: The places written down; None where the key is no place.
    written: str | None

    @property
    def open(self) -> bool:
        return bool(self.written) or any(box.ticked for box in self.boxes)


class ConditionWidget(forms.Widget):
    """Boxes for all guides: which guides a row is in is ticked in the same form. What is ticked, and ``usual`` for a row,
    goes before the rest."""

    use_fieldset = True
    usual: Sequence[str] = ()

    class Media:
        js = ["js/condition.js"]

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""  # many boxes, each with its own label

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Chosen:
        ticks: When = {}
        for tick in data.getlist(name):
            key, _, value = tick.partition("=")
            ticks.setdefault(key, []).append(value)
        start = f"{name}-places-"
        written = {key.removeprefix(start): data[key].strip() for key in data if key.startswith(start)}
        return Chosen(ticks, {key: text for key, text in written.items() if text})

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # nothing ticked means always

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = value if isinstance(value, Chosen) else _chosen(value or {}, snapshots.current().places)
        first, rest = sections(chosen, self.usual)
        count = sum(len(groups) for _, groups in rest)
        context = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "first": first,
            "rest": rest,
            "count": count,
        }
        return render_to_string("admin/guides/condition.html", context)


class ConditionField(forms.Field):
    widget = ConditionWidget

    def clean(self, value: Chosen) -> When:
        """``{key: [values]}`` in the order of the boxes. Raises ValidationError for a place nobody knows."""
        when = {key: list(values) for key, values in value.ticks.items()}
        places = snapshots.current().places
        problems: list[str] = []
        for key, word in _words(value.places):
            found = places.named(word)
            if len(found) == 1:
                when.setdefault(key, []).append(found[0].code)
            elif len(problems) < MOST_UNCLEAR:
                problems.append(_unclear(word[:LONGEST_NAME], found, places))
        if problems:
            raise ValidationError(problems)
        return {key: list(dict.fromkeys(values)) for key, values in when.items()}

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return not same(initial or {}, self.clean(data))
        except ValidationError:
            return True


def same(one: Mapping[str, list[str]], other: Mapping[str, list[str]]) -> bool:
    """Whether two conditions say the same; the order in which they say it does not matter."""
    return {key: set(values) for key, values in one.items()} == {key: set(values) for key, values in other.items()}


def _words(written: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each word of each box once."""
    for key, text in written.items():
        yield from ((key, word) for word in dict.fromkeys(_BETWEEN.split(text)) if word)


def _unclear(word: str, found: Iterable[Place], places: Places) -> str:
    if names := [places.full_name(place.code) for place in found]:
        return f"叫“{word}”的有几个：{'、'.join(names)}。请写全名。"
    if (sure := places.sure(word)) and sure.county:
        return f"{places.belongs(sure.county)}。请写统筹区“{sure.place.name}”。"
    return f"没有“{word}”这个统筹区。请照“深圳市、鞍山市”的样子写，或者写 6 位代码。"


def _chosen(when: Mapping[str, list[str]], places: Places) -> Chosen:
    """A stored condition as the form shows it."""
    known = names.current()
    ticks: When = {}
    written: dict[str, list[str]] = {}
    for key, values in when.items():
        for value in values:
            if value.isdigit():
                written.setdefault(key, []).append(known.place(value) if places.pool(value) else value)
            else:
                ticks.setdefault(key, []).append(value)
    return Chosen(ticks, {key: "、".join(words) for key, words in written.items()})


def usual(model: type[GuideRow], guides: Iterable[str]) -> list[str]:
    """The keys that published rows of a kind name in these guides, or in any, the most frequent first."""
    named = set(guides)
    rows = (row for row in snapshots.current().rows(model) if not named or named & set(row.guides))
    return [key for key, _ in Counter(key for row in rows for key in row.when).most_common(MOST_USUAL)]


def sections(chosen: Chosen, usual: Sequence[str]) -> tuple[list[Group], list[tuple[str, list[Group]]]]:
    """Everything a condition may name, over all guides: what is ticked or usual, and then the rest under its headings."""
    everything = list(_sections(chosen))
    groups = {group.key: group for _, found in everything for group in found}
    first = [groups[key] for key in usual if key in groups]
    first += [group for group in groups.values() if group.open and group not in first]
    rest = [(heading, [group for group in found if group not in first]) for heading, found in everything]
    return first, [(heading, found) for heading, found in rest if found]


def _sections(chosen: Chosen) -> Iterator[tuple[str, list[Group]]]:
    """Outcomes and blocks first, then questions, then what follows from answers."""
    keys = list(dict.fromkeys(key for flow in FLOWS.values() for key in flow.vocabulary))
    questions = {key for flow in FLOWS.values() for key in flow.questions}
    ends = ["outcome", "block"]
    yield "结果和附加说明", [_group(key, chosen) for key in ends]
    yield "问题", [_group(key, chosen) for key in keys if key in questions]
    yield "从回答推出来的", [_group(key, chosen) for key in keys if key not in {*questions, *ends}]


def _group(key: str, chosen: Chosen) -> Group:
    known = names.current()
    slugs = tuple(slug for slug, flow in FLOWS.items() if key in flow.vocabulary)
    values = dict.fromkeys(value for slug in slugs for value in FLOWS[slug].vocabulary[key])
    boxes = tuple(_box(key, value, slugs, chosen) for value in values)
    written = chosen.places.get(key, "") if any(_asks_place(FLOWS[slug], key) for slug in slugs) else None
    return Group(key, known.key(slugs, key), _said(slugs, tuple(FLOWS)), slugs, boxes, written)


def _box(key: str, value: str, among: tuple[str, ...], chosen: Chosen) -> Box:
    slugs = tuple(slug for slug in among if value in FLOWS[slug].vocabulary[key])
    label = names.current().value(slugs, key, value)
    return Box(value, label, _said(slugs, among), slugs, value in chosen.ticks.get(key, []))


def _said(slugs: tuple[str, ...], among: tuple[str, ...]) -> str:
    return "" if slugs == among else names.current().guides(slugs)


def _asks_place(flow: Flow, key: str) -> bool:
    return isinstance(flow.questions.get(key), Question) and PLACE in flow.vocabulary[key]
