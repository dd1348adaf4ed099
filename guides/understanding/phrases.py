"""Phrases (说法) compiled, and where they stand in a text.

A phrase is read literally, but for five signs: ``…`` is a gap of at most ``WIDEST_GAP`` signs, ``～`` one without a comma,
``＋`` says that what follows stands anywhere in the text, ``（丢|掉|不见）`` any one of what stands in the brackets,
``【亲人】`` in them the words of that group (``fixtures/groups.txt``). All pieces are looked for in one pass; how often a
piece is followed up is counted, so that no text takes long.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import product
from math import prod
from pathlib import Path
from sys import intern
from typing import NamedTuple, TypeVar

import ahocorasick

from guides.understanding.denying import denied_between, is_denied
from guides.understanding.dialect import usual
from guides.understanding.gazetteer import Mention
from guides.understanding.writing import normal, plain

WIDEST_GAP = 10
#: As many ways may a piece be read, and as many pieces may a phrase have.
MOST_READINGS, MOST_PIECES = 2_000, 4
#: As many words may the phrases of one row come to, twice what the fullest has: all are made ready when any row changes.
MOST_WORDS = 2_000
#: A piece is followed up from so many of its places, and a text so many times in all.
_MOST_PLACES, _MOST_STEPS = 8, 4_000
#: As many phrases in one text mean something: those that stand first.
_MOST_HITS = 60
_CHOICE = re.compile(r"[（(]([^（）()]*)[）)]")
_GROUP = re.compile(r"【([^【】]*)】")
_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "groups.txt"
_ENDS, _COMMAS = frozenset("。!?;"), frozenset("。!?;,、")
_GAP = re.compile("([…～~＋+])")
#: A sign inside one of these words is no word of its own: 去年 goes nowhere, 诊断 breaks nothing.
_WHOLE = re.compile(
    "其实|友好|每回|这回|头回|上回|几回|回回|去年|去世|失去|去掉|到期|到账|到底|直到|到时候|记住|锁住|卡住|住址|住房|挡不住|受不住|忍不住|诊断|判断|不断|没有|所有|现在|正在|实在|报告|报名|报警|交通|眼花|花眼|看来|看样子"
)

#: 姑娘 and 老板娘 are nobody's mother.
_NO_KIN = re.compile("(?<=[姑新板伴厨母])娘")
#: 八月底 is of a month that is named, and not of this one.
_OF_A_MONTH = re.compile(r"(?<=[一二三四五六七八九十\d])月[初底]")


class Piece(NamedTuple):
    """The words that may stand for a piece, and what may not stand in the gap before it, or that it may stand anywhere; a
    phrase is a row of them."""

    words: frozenset[str]
    stops: frozenset[str] = _ENDS
    anywhere: bool = False


@dataclass(frozen=True)
class Phrase:
    """What people say, and what it means.

    ``means`` are answers (question → value), ``topics`` the pages that are meant (``topics``), ``excludes`` what is not
    meant though other words would say so: a question (of the words inside), ``question=value``, or a page. ``guides``
    limits the answers to some guides; empty, they hold for every guide that asks.
    """

    key: str
    says: tuple[str, ...]
    means: Mapping[str, str] = field(default_factory=dict, hash=False)
    topics: tuple[str, ...] = ()
    excludes: frozenset[str] = frozenset()
    guides: frozenset[str] = frozenset()
    weight: int = 2

    @cached_property
    def patterns(self) -> tuple[tuple[Piece, ...], ...]:
        return tuple(dict.fromkeys(map(pattern, self.says)))


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase in a text: ``mask`` has a bit for each sign that it covers literally, ``denied`` says that the text says
    the opposite."""

    phrase: Phrase
    start: int
    end: int
    mask: int
    denied: bool

    @property
    def length(self) -> int:
        return self.mask.bit_count()

    def cuts(self, mentions: Iterable[Mention]) -> bool:
        """Whether it takes a part of a name for a word: 迁 of 宿迁."""
        return any(self.mask & each not in (0, each) for each in (_bits(m.start, m.end - m.start) for m in mentions))

    def inside(self, other: "Hit") -> bool:
        """Whether a longer phrase covers all of this one."""
        return self.mask & other.mask == self.mask and self.mask != other.mask

    def is_part_of(self, other: "Hit") -> bool:
        """Whether a longer phrase that says the same covers all of this one."""
        return (
            other.start < self.start
            and self.inside(other)
            and not self.phrase.means.items().isdisjoint(other.phrase.means.items())
        )


@lru_cache(maxsize=50_000)  # as few change as rows do, and each is put into every new lexicon
def pattern(says: str) -> tuple[Piece, ...]:
    """A phrase as its pieces. Raises ValueError with a sentence for the clerk."""
    begin, *rest = _GAP.split(says)
    parts = [("…", begin), *zip(rest[::2], rest[1::2], strict=True)]
    pieces = tuple(Piece(_words(says, part), _ENDS if gap == "…" else _COMMAS, gap in "＋+") for gap, part in parts)
    if not all(piece.words for piece in pieces) or len(pieces) > MOST_PIECES:
        raise ValueError(f"“{says}”读不出字，或者省略号太多。请写平时的话。")
    return pieces


@cache
def groups() -> Mapping[str, str]:
    """The words that many phrases share, as they stand between the brackets of a choice, by the name of their group."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    named = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {name: "|".join(words.split()) for name, _, words in named}


def _ungrouped(says: str, choice: str) -> str:
    def words(found: re.Match[str]) -> str:
        if found[1] not in groups():
            raise ValueError(f"“{says}”里没有“{found[1]}”这一组词。可以写：{'、'.join(groups())}。")
        return groups()[found[1]]

    return _GROUP.sub(words, choice)


def _words(says: str, part: str) -> frozenset[str]:
    """What may stand for a piece, as texts are read: all of it at once, which takes a third of the time."""
    read = usual(plain("/".join(_ways(says, part))))
    return frozenset(map(intern, filter(None, map(str.strip, read.split("/")))))


def _ways(says: str, part: str) -> Iterator[str]:
    bits = enumerate(_CHOICE.split(part))
    choices = [_ungrouped(says, bit).split("|") if at % 2 else [bit] for at, bit in bits]
    if prod(map(len, choices)) > MOST_READINGS:
        raise ValueError(f"“{says}”的读法太多了。请分成几条写。")
    return map("".join, product(*choices))


_Begun = tuple[Phrase, tuple[Piece, ...], frozenset[int]]
_T = TypeVar("_T")


def _shared(lists: Mapping[str, list[_T]]) -> dict[str, tuple[_T, ...]]:
    """The lists by word; those that are alike are one, as the words of a choice begin the same."""
    seen: dict[tuple[int, ...], tuple[_T, ...]] = {}
    return {word: seen.setdefault(tuple(map(id, each)), tuple(each)) for word, each in lists.items()}


class Lexicon:
    """Phrases ready to be looked for."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(phrases)
        begun: dict[str, list[_Begun]] = defaultdict(list)
        later: dict[str, list[int]] = defaultdict(list)
        numbers: dict[frozenset[str], int] = {}
        self._words = ahocorasick.Automaton()
        for phrase in self.phrases:
            for pieces in phrase.patterns:
                entry = (
                    phrase,
                    pieces,
                    frozenset(numbers.setdefault(piece.words, len(numbers)) for piece in pieces[1:]),
                )
                for word in pieces[0].words:
                    begun[word].append(entry)
        for words, number in numbers.items():
            for word in words:
                later[word].append(number)
        #: First word → what begins with it, and the numbers of the other pieces.
        self._begun = _shared(begun)
        #: Word → the numbers of the pieces, behind the first, that it may stand for.
        self._later = _shared(later)
        for word in self._begun.keys() | self._later.keys():
            self._words.add_word(word, word)
        if self._begun:
            self._words.make_automaton()

    def effective(self, text: str) -> list[Hit]:
        """The phrases that a text, as it was typed, says and does not deny."""
        return [hit for hit in self.hits(usual(normal(text))) if not hit.denied]

    def words(self) -> Iterator[str]:
        """Every word of every phrase, in the order of the rows: what mistypings and pinyin can stand for."""
        return (
            word
            for phrase in self.phrases
            for pieces in phrase.patterns
            for piece in pieces
            for word in sorted(piece.words)
        )

    def covered(self, text: str) -> int:
        """A bit for each sign that stands in some word of two signs or more."""
        mask = 0
        for end, word in self._found(text):
            if len(word) > 1:
                mask |= _bits(end - len(word) + 1, len(word))
        return mask

    def _found(self, text: str) -> Iterator[tuple[int, str]]:
        return self._words.iter(text) if self._begun else iter(())

    def hits(self, text: str) -> list[Hit]:
        """Every phrase in a text, denied ones too, in the order of their beginnings."""
        starts: dict[str, list[int]] = defaultdict(list)
        parts = {match.start() for words in (_NO_KIN, _OF_A_MONTH) for match in words.finditer(text)}
        whole = {at for match in _WHOLE.finditer(text) for at in range(*match.span())}
        for end, word in self._found(text):
            start = end - len(word) + 1
            if len(starts[word]) < _MOST_PLACES and start not in parts and (len(word) > 1 or end not in whole):
                starts[word].append(start)
        present = set[int]().union(*(self._later[word] for word in starts if word in self._later))
        found: dict[tuple[str, int], Hit] = {}
        steps = 0
        for word, places in starts.items():
            begun = self._begun.get(word, ())
            steps += len(begun)
            for phrase, pieces in [(phrase, pieces) for phrase, pieces, later in begun if later <= present]:
                for start in places:
                    steps += len(pieces)
                    if steps > _MOST_STEPS:
                        break
                    hit = _follow(text, phrase, word, pieces, start, starts)
                    known = found.get((phrase.key, start))
                    if hit and (known is None or hit.length > known.length):
                        found[phrase.key, start] = hit
        return sorted(found.values(), key=lambda hit: (hit.start, -hit.length))[:_MOST_HITS]


def _bits(start: int, length: int) -> int:
    return ((1 << length) - 1) << start


def _follow(
    text: str, phrase: Phrase, word: str, pieces: tuple[Piece, ...], start: int, starts: Mapping[str, list[int]]
) -> Hit | None:
    """The phrase from this place on; None where one of its pieces does not follow in time."""
    end, mask, denied = start + len(word), _bits(start, len(word)), False
    for piece in pieces[1:]:
        at, length = _anywhere(phrase, text, piece, mask, starts) if piece.anywhere else _next(text, piece, end, starts)
        if not length:
            return None
        mask |= _bits(at, length)
        if not piece.anywhere:
            denied = denied or (bool(phrase.means) and denied_between(text, end, at))
            end = at + length
    return Hit(phrase, start, end, mask, denied or is_denied(phrase.means, text, start, end))


def _next(text: str, piece: Piece, end: int, starts: Mapping[str, list[int]]) -> tuple[int, int]:
    """Where the longest word of a piece stands next, the nearest of those, and how long it is; 0 for both where none
    follows in time."""
    best = (0, 0)
    for word in piece.words & starts.keys():
        places = starts[word]
        at = bisect_left(places, end)
        if at == len(places) or places[at] > end + WIDEST_GAP or not piece.stops.isdisjoint(text[end : places[at]]):
            continue
        if (len(word), -places[at]) > (best[1], -best[0]):
            best = places[at], len(word)
    return best


def _anywhere(phrase: Phrase, text: str, piece: Piece, mask: int, starts: Mapping[str, list[int]]) -> tuple[int, int]:
    """Where a word of a piece stands first beside what ``mask`` covers, and is not denied; as in ``_next``."""
    found = ((at, len(word)) for word in piece.words & starts.keys() for at in starts[word])
    free = (each for each in found if not mask & _bits(*each) and not is_denied(phrase.means, text, each[0], sum(each)))
    return min(free, default=(0, 0), key=lambda each: (each[0], -each[1]))


@dataclass(frozen=True, slots=True)
class Conclusion:
    """An answer and the words it came from; ``guides`` as in ``Phrase``. ``grounds`` are the questions whose answers it
    follows from: nobody said it."""

    key: str
    value: str
    words: str
    guides: frozenset[str] = frozenset()
    grounds: tuple[str, ...] = ()
