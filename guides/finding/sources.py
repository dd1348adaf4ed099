"""Pages that can be found, each as an entry under its target; whoever has pages of a kind says so here.

A *source* yields the entries of one kind at once, for the index. A *resolver* makes the entry of one target on demand:
for kinds of which there are as many as places.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from guides.finding import readers
from guides.finding.index import Index
from guides.understanding.targets import OUTSIDE, kind_of, name_of
from registry.snapshot import Snapshot, per_snapshot


@dataclass(frozen=True, slots=True)
class Entry:
    """A page under its target: what it is called, one line about it, and its address. ``names`` are what else people
    call it, ``body`` is searched too."""

    target: str
    title: str
    note: str
    address: str
    names: tuple[str, ...] = ()
    body: str = ""


Source = Callable[[Snapshot, dt.date], Iterable[Entry]]
Resolver = Callable[[Snapshot, dt.date, str], Entry | None]
_sources: list[Source] = []
_resolvers: dict[str, Resolver] = {}


def register(source: Source) -> None:
    """Let a room add its pages to what is found."""
    _sources.append(source)


def register_kind(kind: str, resolver: Resolver) -> None:
    """Let a room make the entries of a kind, by the name behind ``kind:``; the last one that says so does it."""
    _resolvers[kind] = resolver


@per_snapshot
def entries(snapshot: Snapshot, on: dt.date) -> Mapping[str, Entry]:
    """Every page of the sources, by its target; the first under one target stands."""
    found: dict[str, Entry] = {}
    for source in _sources:
        for entry in source(snapshot, on):
            found.setdefault(entry.target, entry)
    return found


def entry(snapshot: Snapshot, on: dt.date, target: str) -> Entry | None:
    """The page under a target; None where there is none today."""
    if (resolver := _resolvers.get(kind_of(target))) is not None:
        return resolver(snapshot, on, name_of(target))
    return entries(snapshot, on).get(target)


@dataclass(frozen=True, slots=True)
class Indexed:
    """The index and the targets of its texts, by number."""

    index: Index
    targets: tuple[str, ...]


#: How much a word says in a page's name, in what people say for it, and in its text.
_NAME, _SAID, _BODY = 3.0, 2.0, 1.0


@per_snapshot
def indexed(snapshot: Snapshot, on: dt.date) -> Indexed:
    """Everything by its words, and by the words of the phrases that lead there."""
    pages, said = entries(snapshot, on), phrases_of(snapshot, on)
    targets = tuple(dict.fromkeys([*pages, *said]))
    return Indexed(_made(tuple(_fields(pages.get(target), said.get(target, "")) for target in targets)), targets)


#: The texts of one page, each with its weight.
_Fields = tuple[tuple[float, str], ...]


@lru_cache(maxsize=1)  # figures, counters and days change none of these texts
def _made(texts: tuple[_Fields, ...]) -> Index:
    return Index(texts)


def _fields(page: Entry | None, said: str) -> _Fields:
    names = ((_NAME, " ".join((page.title, *page.names))), (_BODY, f"{page.note} {page.body}")) if page else ()
    return (*names, (_SAID, said))


#: Of a piece that can be said in more ways than this the shortest are searched: longer ones are put together of their words.
_WAYS = 100


def phrases_of(snapshot: Snapshot, on: dt.date) -> Mapping[str, str]:
    """Target → the words by which rows lead there; a light word leads nowhere alone."""
    found: dict[str, set[frozenset[str]]] = defaultdict(set)
    for said in readers.reader(snapshot, on).lexicon.phrases:
        for target in (each for each in said.topics if name_of(each) and kind_of(each) != OUTSIDE and said.weight > 1):
            found[target].update(piece.words for pieces in said.patterns for piece in pieces)
    return {target: " ".join(sorted({*chain.from_iterable(map(_shortest, each))})) for target, each in found.items()}


def _shortest(words: Collection[str]) -> Collection[str]:
    return words if len(words) <= _WAYS else sorted(words, key=lambda word: (len(word), word))[:_WAYS]
