"""The front door's answer: what was understood, the one next step, a few more pages, and what was not clear."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import QueryDict

from calculators.pages import forms
from guides.engine import addresses, graph
from guides.engine.flow import Walk, urgent_walk
from guides.engine.steps import Kind, Lookup
from guides.finding import sources
from guides.finding.sources import Entry
from guides.flows import FLOWS
from guides.models import Wording
from guides.outcome import answers, checklist, composition
from guides.pages import asked, estimating, named
from guides.pages.asked import Choice
from guides.pages.heard import Heard
from guides.understanding.meaning import CARE, INSURED
from guides.understanding.targets import ANSWER, ESTIMATE, GUIDE, OFFICE, OUTSIDE, PLACE, kind_of, name_of, target_of
from registry.pages import url
from registry.places import NATION
from registry.snapshot import Snapshot

#: Who is asked about what this site is not for: the phone, what it is for, and what it is called.
ELSEWHERE = {
    "12320": ("看病、用药的事", "卫生热线"),
    "12345": ("这件事", "政务服务热线"),
    "12366": ("税的事", "税务热线"),
    "12333": ("养老、失业、劳动的事", "人社热线"),
    "12329": ("公积金的事", "公积金热线"),
    "12378": ("商业保险的事", "银行保险投诉热线"),
    "12348": ("打官司、赔偿的事", "法律服务热线"),
}
#: What names the thing that is asked about is heard, though nothing may depend on it any more: 从没办过社保卡.
_NAMES = frozenset({"card_kind"})
#: As many pages beside the next step, and as many places to choose from.
_MOST_MORE = 5


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing understood: the question and the answer in words, as data, and the addresses to drop or to change it;
    ``leading``: the next step goes by it."""

    label: str
    value: str
    slot: str
    drop: str
    change: str
    leading: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One page to go to: ``button`` are the words on it where it is the next step."""

    target: str
    title: str
    note: str
    address: str
    button: str


#: What the button of an emergency says.
_AT_ONCE = "马上看：现在该做什么"


def shown(snapshot: Snapshot, on: dt.date, heard: Heard) -> "Results":
    """The page of what was understood without anything that it does not show."""
    results = Results(snapshot, on, heard)
    while (told := results.told) != heard:  # what goes may have been what something else went by
        results, heard = Results(snapshot, on, told), told
    return results


class Results:
    """Everything that the page of one address shows."""

    def __init__(self, snapshot: Snapshot, on: dt.date, heard: Heard) -> None:
        self._snapshot, self._on, self._heard = snapshot, on, heard
        self._walks: dict[str, Walk] = {}
        self.outside = next((name_of(t) for t in heard.targets if kind_of(t) == OUTSIDE), "")
        if self.outside:
            self._heard = heard = replace(heard.only(()), places=(), unclear=())
        found = [target for target in (*heard.targets, *self._beside()) if kind_of(target) != OUTSIDE]
        pages = ((target, sources.entry(snapshot, on, target)) for target in dict.fromkeys(found))
        self.steps = [self._step(target, page) for target, page in pages if page][: _MOST_MORE + 1]
        self.chips = list(self._chips())
        self.choices = [] if self.urgent else list(self._choices())

    @property
    def urgent(self) -> bool:
        """Whether it is an emergency: then the way out stands before what was heard, and nothing is asked."""
        return bool(self.steps) and self.steps[0].button == _AT_ONCE

    @property
    def told(self) -> Heard:
        """What was heard, without the answers that nothing here shows or goes by: no address holds any."""
        return self._heard.only(pair for pair in self._heard.answers if any(self._users(*pair)))

    @property
    def _guides(self) -> list[str]:
        return [name_of(step.target) for step in self.steps if kind_of(step.target) == GUIDE]

    @property
    def are_of_one_name(self) -> bool:
        """Whether the pages shown are those of several places of one name, none of them the next step."""
        first = self.steps[0].target if self.steps else ""
        return bool(self.choices) and kind_of(first) in (PLACE, OFFICE) and len(self._heard.places) > 1

    @property
    def asks_first(self) -> bool:
        """Whether nothing can be told before something is asked: which of these, or what was taken back."""
        return self.are_of_one_name or bool(self.choices and self._heard.clashes)

    @property
    def clashes(self) -> list[str]:
        """What was said and taken back, in words."""
        return asked.clashes(self._heard)

    @property
    def elsewhere(self) -> tuple[str, str] | None:
        return ELSEWHERE.get(self.outside, ELSEWHERE["12345"]) if self.outside else None

    def _beside(self) -> Iterator[str]:
        """Where a person would go on: the counters and phones where he is insured."""
        if self._heard.targets and not self.outside:
            place = dict(self._heard.answers).get(INSURED, "")
            yield from [target_of(OFFICE, place)] if self._snapshot.places.pool(place) else []

    def _step(self, target: str, page: Entry) -> Step:
        kind, slug = kind_of(target), name_of(target)
        if kind == ANSWER and (place := self._place()):
            page = replace(page, address=answers.address(slug, place))
        if kind == ESTIMATE:
            page = replace(page, address=self._estimate)
        if kind != GUIDE:
            return Step(target, page.title, page.note, page.address, f"看这一页：{page.title}")
        if urgent := self._urgent_walk(slug):
            return self._urgent(target, urgent, page)
        address, button = self._way_into(slug)
        return Step(target, page.title, page.note, address, button)

    @property
    def _estimate(self) -> str:
        return forms.address(**{field: said for field, (_, said) in self._begun.items()})

    @cached_property
    def _begun(self) -> dict[str, tuple[tuple[str, str], str]]:
        """What the estimate takes along of what was heard."""
        said = ((name.rpartition(".")[2], value) for name, value in self._heard.answers)
        return estimating.begun(said, self._snapshot.places)

    def _urgent(self, target: str, walk: Walk, page: Entry) -> Step:
        """The way out in an emergency, in the words of its outcome: those of the guide speak of what can wait."""
        found = composition.outcome(self._snapshot, walk, self._on)
        stated = {key: walk.answers[key] for key in walk.kept}
        address = url("guides:outcome", walk.flow.slug) + addresses.query(stated)
        note = "".join(found.verdict.lines[:1]) if found.verdict else page.note
        return Step(target, found.title.removesuffix("。"), note, address, _AT_ONCE)

    def _place(self) -> str:
        """The 统筹区 that answers are wanted for: where one is insured, or the only one that was named; ''."""
        told = [dict(self._heard.answers).get(INSURED, ""), *self._heard.places]
        only = named.pool(self._snapshot.places, told[0] or (told[1] if len(told) == 2 else ""))
        return only if self._snapshot.places.pool(only) else ""

    def _way_into(self, slug: str) -> tuple[str, str]:
        """Where a guide goes on with what is known, and how much is left of it."""
        walk, provinces = self._walk(slug), self._provinces(slug)
        known = {key: walk.answers[key] for key in walk.kept}
        if walk.current is None:
            return url("guides:outcome", slug) + addresses.query(known), "都知道了，直接看结果"
        rest = addresses.query(known, **provinces)
        fewest, most = graph.open_questions(walk)
        left = f"还剩 {most} 题" if fewest == most else f"最多还剩 {most} 题"
        begun = "接着答" if known else "开始答"
        return url("guides:question", slug, walk.current.key) + rest, f"{begun}，{left}"

    @property
    def _lookup(self) -> Lookup:
        return checklist.lookup(self._snapshot, self._on)

    def _walk(self, slug: str) -> Walk:
        if slug not in self._walks:
            submission = addresses.read(FLOWS[slug], self._query(slug), self._snapshot.places, self._on)
            self._walks[slug] = FLOWS[slug].walk(submission.answers, self._lookup, year=self._on.year)
        return self._walks[slug]

    def _urgent_walk(self, slug: str) -> Walk | None:
        return urgent_walk(FLOWS[slug], self._walk(slug).answers, self._lookup, year=self._on.year)

    def _query(self, slug: str) -> QueryDict:
        query = QueryDict(mutable=True)
        for key, value in self._heard.of_guide(slug):
            query.appendlist(key, value)
        return query

    def _provinces(self, slug: str) -> dict[str, str]:
        return addresses.read(FLOWS[slug], self._query(slug), self._snapshot.places, self._on).provinces

    def _chips(self) -> Iterator[Chip]:
        """What is understood and used by one of the pages shown; what a guide contradicts is not."""
        shown: set[tuple[str, str]] = set()
        for name, value in self._heard.answers:
            key = name.rpartition(".")[2]
            users, change = self._users(name, value)
            if (users or change) and (key, value) not in shown:
                shown.add((key, value))
                yield self._chip(key, value, users, change)

    def _users(self, name: str, value: str) -> tuple[list[str], str]:
        """The guides shown that use an answer, and the other page that does: both empty where nothing goes by it."""
        guide, _, key = name.rpartition(".")
        users = [slug for slug in self._guides if guide in ("", slug) and self._uses(slug, key, value)]
        taken = [answer for answer, _ in self._begun.values()]
        if (key, value) in taken and any(step.target == ESTIMATE for step in self.steps):
            return users, self._estimate
        return users, self._about(value) if key == INSURED else ""

    def _about(self, place: str) -> str:
        """The first page shown that speaks of a place without asking for it, where another can be chosen; ''."""
        for step in self.steps:
            if kind_of(step.target) == ANSWER and place == self._place():
                return f"{step.address}#where"
            if step.target == target_of(OFFICE, place) and self._snapshot.places.pool(place):
                return step.address
        return ""

    def _uses(self, slug: str, key: str, value: str) -> bool:
        walk = self._urgent_walk(slug) or self._walk(slug)
        wanted = key in walk.kept or key in _NAMES
        return (wanted and value in walk.answers.get(key, ())) or self._provinces(slug).get(key) == value

    def _chip(self, key: str, value: str, users: list[str], elsewhere: str) -> Chip:
        wording = self._wording(key, users)
        label = wording.short if wording else key
        words = self._snapshot.places.full_name(value) or (wording and wording.labels.get(value)) or value
        leading = key in (INSURED, CARE) or self.steps[0].target in (
            ESTIMATE,
            *(target_of(GUIDE, slug) for slug in users),
        )
        change = self._change(users, key) or elsewhere or asked.page_of(self._heard.asking(key), self._on)
        return Chip(
            label, words, f"{key}={value}", asked.page_of(self._heard.without(key, value), self._on), change, leading
        )

    def _change(self, users: list[str], key: str) -> str:
        """The question itself in the first guide that may ask it, with everything else that was said, but for what follows
        from it; '' where none of them may."""
        gone = {key: "", **dict.fromkeys(self._heard.following(key), "")}
        for slug in users:
            walk, provinces = self._walk(slug), self._provinces(slug)
            if key in walk.path or key in walk.pending or key in provinces:
                known = {each: said for each, said in walk.kept.items() if each == key or each not in gone}
                return url("guides:question", slug, key) + addresses.query(known, **provinces, edit=key)
        return ""

    def _wording(self, key: str, users: list[str]) -> Wording | None:
        # A guide that does not ask it may work out something of that name.
        asking = (slug for slug in (*users, *FLOWS) if key in FLOWS[slug].questions)
        every = (checklist.wordings(self._snapshot, slug, (NATION,), self._on) for slug in asking)
        return next((words[key] for words in every if key in words), None)

    def _choices(self) -> Iterator[Choice]:
        """Places without a role, and questions of the guides shown that were answered in two ways."""
        if not self.outside:
            first = self.steps[0].target if self.steps else ""
            places, heard = self._snapshot.places, self._heard
            yield from (
                asked.places(places, heard, self._on, self._guides, first) if first else asked.alone(places, heard)
            )
        for key in self._heard.unclear:
            users = [slug for slug in self._guides if key in FLOWS[slug].questions]
            wording = self._wording(key, users)
            if users and wording and FLOWS[users[0]].questions[key].kind is not Kind.PLACE:
                settled = (
                    (label, asked.page_of(self._heard.with_answer(key, value), self._on))
                    for value, label in wording.labels.items()
                )
                yield Choice(wording.title, tuple(settled))
