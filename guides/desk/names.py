"""What questions, answers, facts, outcomes and blocks are called in words, as published: for clerks, not for routing."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guides.engine.steps import PLACE
from guides.flows import FLOWS
from guides.models import Wording
from guides.outcome import checklist
from registry import snapshot as snapshots
from registry.places import NATION, Places
from registry.snapshot import Snapshot, per_snapshot

_ANY_PLACE = "任何一个城市"


@dataclass(frozen=True)
class Names:
    """``words``: guide → key → its words; ``titles``: guide → what people call it. What nobody has worded keeps its key."""

    words: Mapping[str, Mapping[str, Wording]]
    titles: Mapping[str, str]
    places: Places

    def guide(self, slug: str) -> str:
        return self.titles.get(slug, slug)

    def guides(self, slugs: Iterable[str]) -> str:
        return "、".join(map(self.guide, slugs))

    def key(self, slugs: Iterable[str], key: str) -> str:
        """The name of a question, fact or given step, of outcomes or of blocks; of the first guide that words it."""
        return next((self.words[slug][key].short for slug in slugs if key in self.words.get(slug, {})), key)

    def value(self, slugs: Iterable[str], key: str, value: str) -> str:
        if value == PLACE:
            return _ANY_PLACE
        worded = (self.words[slug][key].labels.get(value) for slug in slugs if key in self.words.get(slug, {}))
        return next(filter(None, worded), None) or self.place(value) or value

    def sentence(self, slugs: Sequence[str], when: Mapping[str, Sequence[str]], then: str = "显示") -> str:
        """A condition as a person would say it, in the order in which the guides ask, however it is stored; ``then`` is
        what happens when it holds."""
        if not when:
            return f"总是{then}。"
        asked = list(dict.fromkeys(key for flow in FLOWS.values() if flow.slug in slugs for key in flow.vocabulary))
        known = sorted(when, key=lambda key: asked.index(key) if key in asked else len(asked))
        parts = (f"{self.key(slugs, key)}是{self._one_of(slugs, key, when[key])}" for key in known)
        return f"只在：{'；而且'.join(parts)}时{then}。"

    def _one_of(self, slugs: Sequence[str], key: str, wanted: Sequence[str]) -> str:
        return "或".join(f"“{self.value(slugs, key, value)}”" for value in wanted)

    def place(self, code: str) -> str:
        """The short form of a place's name, with its province where two bear it; '' for what is no place."""
        place = self.places.get(code)
        if place is None:
            return ""
        alone = len(self.places.named(place.name)) == 1
        return place.name if alone else self.places.full_name(code)


@per_snapshot
def of(snapshot: Snapshot, on: dt.date) -> Names:
    """The names in force on a date, as the whole country uses them."""
    words = {slug: checklist.wordings(snapshot, slug, (NATION,), on) for slug in FLOWS}
    introductions = {slug: checklist.introduction(snapshot, slug, on) for slug in FLOWS}
    titles = {slug: row.title for slug, row in introductions.items() if row}
    return Names(words, titles, snapshot.places)


def current() -> Names:
    return of(snapshots.held(), snapshots.today())
