"""Finding things by everyday words, in Chinese, in pinyin or by initials. What can be found is ``guides.findable``."""

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum

from registry import pinyin

LONGEST_QUERY = 40
MOST_RESULTS = 20


class Kind(Enum):
    """What can be found, in the order of equally good hits; guides come before everything else."""

    GUIDE = "办事指引"
    ANSWER = "常见问题"
    MISCONCEPTION = "网上的说法"
    TERM = "词语"
    OUTCOME = "怎么办"
    DOCUMENT = "要带的材料"
    OFFICE = "窗口"
    PLACE = "地方"


_ORDER = {kind: number for number, kind in enumerate(Kind)}


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: half-width, small letters, without punctuation."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())


class Name:
    """One of the names that a thing goes by."""

    __slots__ = ("_heads", "_said", "text")

    def __init__(self, name: str) -> None:
        self.text = "".join(words_of(name))
        self._said = pinyin.said(self.text)
        self._heads = ["".join(reading[0] for reading in readings) for readings in self._said]

    def rank(self, word: str) -> int | None:
        """0 for the whole name, 1 for its beginning, 2 for something inside; None when the word is not in it."""
        if word in self.text:
            return 0 if word == self.text else 1 if self.text.startswith(word) else 2
        return self._rank_of_letters(word) if len(word) > 1 and word.isascii() and word.isalpha() else None

    def _rank_of_letters(self, letters: str) -> int | None:
        starts = (start for start, heads in enumerate(self._heads) if letters[0] in heads)
        ends = ((start, pinyin.spelt(letters, self._said, start)) for start in starts)
        start, end = next((hit for hit in ends if hit[1] is not None), (0, None))
        if end is None:
            return None
        return 2 if start else 0 if end == len(self._said) else 1


class Entry:
    """One line of the results. ``more`` is searched too, as it is written; a hit there counts least (3)."""

    __slots__ = ("address", "kind", "more", "names", "note", "title")

    def __init__(self, kind: Kind, title: str, note: str, address: str, *names: str, more: str = "") -> None:
        self.kind, self.title, self.note, self.address = kind, title, note, address
        self.names = tuple(Name(name) for name in dict.fromkeys((title, *names)) if name)
        self.more = "".join(words_of(more))

    def rank(self, words: list[str]) -> int | None:
        """How well the words fit, 0 being best; None unless all of them do."""
        ranks = [self._rank(word) for word in words]
        return None if None in ranks else max(rank for rank in ranks if rank is not None)

    def _rank(self, word: str) -> int | None:
        ranks = [rank for name in self.names if (rank := name.rank(word)) is not None]
        return min(ranks) if ranks else 3 if word in self.more else None


def find(entries: Iterable[Entry], query: str) -> list[tuple[Kind, list[Entry]]]:
    """The best hits by kind: guides first, then the kinds in the order of their best hit."""
    words = words_of(query[:LONGEST_QUERY])
    if not words:
        return []
    ranked = ((entry, entry.rank(words)) for entry in entries)
    hits = [
        (entry.kind is not Kind.GUIDE, rank, _ORDER[entry.kind], entry) for entry, rank in ranked if rank is not None
    ]
    best = [entry for *_, entry in sorted(hits, key=lambda hit: hit[:3])[:MOST_RESULTS]]
    return [(kind, [entry for entry in best if entry.kind is kind]) for kind in dict.fromkeys(e.kind for e in best)]
