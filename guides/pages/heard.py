"""What was understood of a sentence, as the address of a page holds it: answers, pages and places, and nothing typed.

An answer stands under its question, one that a single guide is meant by under ``guide.question``; ``t`` are the pages
that fit, best first, ``at`` places of which nobody said what they are, ``ask`` questions that were answered in two ways,
``clash`` what was said and taken back (没住院，出院了).
``by`` are answers that follow from others, each before the questions that it follows from: it goes when one of them goes.
``cut`` says that the text was too long, ``masked`` that something private was taken out of it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from guides.engine import years
from guides.engine.steps import Kind
from guides.finding import ranking, readers
from guides.flows import FLOWS
from guides.pages import named
from guides.understanding import topics
from guides.understanding.contradicting import CLASHES
from guides.understanding.meaning import CARE, INSURED
from guides.understanding.roles import Placed, Role
from guides.understanding.targets import DOCUMENT, GUIDE, OFFICE, PLACE, kind_of, name_of, target_of
from guides.understanding.understand import Understood
from registry.places import Places
from registry.snapshot import Snapshot

#: As many places, pages and answers as one sentence can mean; an address with more was not made here.
_MOST_PLACES, _MOST_TARGETS, _MOST_ANSWERS = 6, 8, 40


@dataclass(frozen=True)
class Heard:
    """See above. ``answers`` are pairs of a name and a value, rough years as seen from today; ``follows`` are pairs of a
    question and one that its answer follows from."""

    answers: tuple[tuple[str, str], ...] = ()
    targets: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    cut: bool = False
    masked: bool = False
    clashes: tuple[str, ...] = ()
    follows: tuple[tuple[str, str], ...] = ()

    def query(self, on: dt.date) -> str:
        answers = [(name, years.written(value, on.year)) for name, value in self.answers]
        more = [("t", target) for target in self.targets] + [("at", code) for code in self.places]
        more += [("ask", key) for key in self.unclear] + [("clash", name) for name in self.clashes]
        more += [("by", f"{key}.{ground}") for key, ground in self.follows]
        flags = [(name, "1") for name, said in (("cut", self.cut), ("masked", self.masked)) if said]
        return urlencode([*answers, *more, *flags] or [("none", "1")])

    def without(self, key: str, value: str) -> "Heard":
        """With one answer dropped, whichever guides it was for, and what follows from it."""
        gone = self.following(key)
        return self.only(
            pair for pair in self.answers if _key(pair) not in gone and (_key(pair), pair[1]) != (key, value)
        )

    def with_answer(self, key: str, value: str, left: tuple[str, ...] = ()) -> "Heard":
        """With one thing settled: a place that was only named (``left``: the others), or a question that was answered in
        two ways."""
        gone = {key, *self.following(key)}
        others = self.only(pair for pair in self.answers if _key(pair) not in gone)
        unclear = tuple(each for each in self.unclear if each != key)
        return replace(others, answers=(*others.answers, (key, value)), unclear=unclear, places=left, clashes=())

    def asking(self, key: str) -> "Heard":
        """With one question open once more."""
        gone = {key, *self.following(key)}
        others = self.only(pair for pair in self.answers if _key(pair) not in gone)
        return replace(others, unclear=tuple(dict.fromkeys((*self.unclear, key))))

    def only(self, answers: Iterable[tuple[str, str]]) -> "Heard":
        """With these of its answers, and what is known of them."""
        kept = tuple(answers)
        keys = {_key(pair) for pair in kept}
        return replace(self, answers=kept, follows=tuple(pair for pair in self.follows if pair[0] in keys))

    def following(self, key: str) -> frozenset[str]:
        """The questions whose answers follow from that of another."""
        return frozenset(each for each, ground in self.follows if ground == key)

    def of_guide(self, slug: str) -> list[tuple[str, str]]:
        """The answers that one guide may use, by its own names."""
        named = ((name.rpartition("."), value) for name, value in self.answers)
        return [(key, value) for (guide, _, key), value in named if guide in ("", slug)]


def _key(answer: tuple[str, str]) -> str:
    """The question of an answer, whichever guide it is for."""
    return answer[0].rpartition(".")[2]


#: All that may stand beside the way out of an emergency.
_OF_EMERGENCIES = "answer:emergency"


def hear(snapshot: Snapshot, on: dt.date, text: str) -> Heard:
    """Understand a text; of the text itself nothing is in what comes of it."""
    found = readers.reader(snapshot, on).read(text)
    targets = ranking.ranked(snapshot, on, found)
    if found.value("stage") == "emergency":
        first = target_of(GUIDE, next(slug for slug, flow in FLOWS.items() if flow.urgent))
        targets = [first, *(target for target in targets if target.startswith(_OF_EMERGENCIES))]
    elif found.clashes:
        targets = _with_one_that_asks(found, targets)
    return of(found, targets)


def _with_one_that_asks(found: Understood, targets: list[str]) -> list[str]:
    """The pages, behind a guide that asks what was said and taken back, where there is none among them."""
    asking = [slug for slug, flow in FLOWS.items() if not flow.questions.keys().isdisjoint(found.unclear)]
    guides = [target_of(GUIDE, slug) for slug in asking]
    return targets if not {*guides}.isdisjoint(targets) else [*guides[:1], *targets]


def of(found: Understood, targets: list[str]) -> Heard:
    """What was understood, with the place that the best page is about where only one was named."""
    answers = [(name, each.value) for each in found.conclusions for name in _names(each.key, each.guides)]
    home = _home(found, targets)
    if home:
        answers.append(home)
    return Heard(
        tuple(dict.fromkeys(answers)),
        tuple(targets),
        tuple(dict.fromkeys(_unsaid(found, dict(answers))))[:_MOST_PLACES],
        found.unclear,
        found.cut,
        found.masked,
        found.clashes,
        tuple((each.key, ground) for each in found.conclusions for ground in each.grounds),
    )


_OPEN = (Role.NONE, Role.OFFICE, Role.INSURED)
#: Where somebody is, or has come from, may be where he is insured.
_MAY_INSURE = (Role.CARE, Role.FORMER, Role.IDLE)


def _unsaid(found: Understood, answers: dict[str, str]) -> Iterator[str]:
    """The places that were named and are no answer: nobody said what they are, or several are said to be one thing."""
    told = set(answers.values())
    cared = answers.get(CARE, "").isdigit()
    beside = cared or any(each.role in _OPEN for each in found.places)
    for each in found.places:
        asked = each.role in _OPEN or (each.role is Role.CARE and CARE not in answers and CARE in found.unclear)
        may_insure = beside and INSURED not in answers and each.role in _MAY_INSURE
        if asked or may_insure:
            # 医保在朝阳，来北京住院: of the places of one name those that are no answer yet.
            pairs = zip(each.mention.codes, named.codes(each.mention), strict=True)
            yield from (code for pool, code in pairs if pool not in told)


def _names(key: str, guides: frozenset[str]) -> list[str]:
    return [f"{slug}.{key}" for slug in sorted(guides)] or [key]


def _home(found: Understood, targets: list[str]) -> tuple[str, str] | None:
    """The only place named, for a guide that asks for one alone, where the sentence is about that guide."""
    first = next(iter(targets), "")
    several: dict[tuple[str, ...], Placed] = {each.mention.codes: each for each in found.places}
    if kind_of(first) != GUIDE or len(several) != 1:
        return None
    (only,) = several.values()
    flow = FLOWS[name_of(first)]
    asked, key = flow.questions, flow.delivery.home
    fits = only.role in (_OPEN if key != INSURED else (Role.NONE,))
    if not fits or not only.mention.code or any(each.of_care for each in asked.values()) or found.value(key):
        return None
    return key, only.mention.code


def read(query: QueryDict, places: Places, on: dt.date) -> Heard:
    """An address understood; whatever is not of ours is left out."""
    answers = tuple(_answers(query, places, on))
    return Heard(
        answers[:_MOST_ANSWERS],
        tuple(dict.fromkeys(t for t in query.getlist("t") if _is_page(t, places)))[:_MOST_TARGETS],
        tuple(dict.fromkeys(code for code in query.getlist("at") if _is_named(code, places)))[:_MOST_PLACES],
        tuple(dict.fromkeys(key for key in query.getlist("ask") if any(key in f.questions for f in FLOWS.values()))),
        "cut" in query,
        "masked" in query,
        tuple(dict.fromkeys(name for name in query.getlist("clash") if name in CLASHES)),
        tuple(_follows(query, {name.rpartition(".")[2] for name, _ in answers[:_MOST_ANSWERS]})),
    )


def _answers(query: QueryDict, places: Places, on: dt.date) -> Iterator[tuple[str, str]]:
    for name in query:
        guide, _, key = name.rpartition(".")
        asked = [flow.questions[key] for slug, flow in FLOWS.items() if key in flow.questions and guide in ("", slug)]
        for value in dict.fromkeys(query.getlist(name)):
            rough = years.read(value, on.year) if any(each.asks_year for each in asked) else value
            if any(rough in each.values or (each.kind is Kind.PLACE and _is_place(value, places)) for each in asked):
                yield name, rough


def _follows(query: QueryDict, known: set[str]) -> Iterator[tuple[str, str]]:
    for key, _, ground in (each.partition(".") for each in dict.fromkeys(query.getlist("by")[:_MOST_ANSWERS])):
        if key in known and key != ground and any(ground in flow.questions for flow in FLOWS.values()):
            yield key, ground


def _is_place(code: str, places: Places) -> bool:
    return places.pool(code) is not None or bool(places.cities(code))


def _is_named(code: str, places: Places) -> bool:
    return _is_place(named.pool(places, code), places)


def _is_page(target: str, places: Places) -> bool:
    kind = kind_of(target)
    return (
        topics.is_target(target, FLOWS)
        or kind == DOCUMENT
        or (kind in (PLACE, OFFICE) and _is_place(name_of(target), places))
    )
