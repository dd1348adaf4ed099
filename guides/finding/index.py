"""Ranked retrieval over short Chinese texts: words by a segmenter, pairs of characters beside them, BM25 by fields.

A score says how much of what was asked a page has, 0 to 1: it is held against the best that any text could reach, so
that one threshold fits short questions and long stories.
"""

import math
import re
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import rjieba

from guides.understanding.writing import plain

_K, _B = 1.0, 0.2
#: Bytes of a key and a value in a dictionary.
_ENTRY = 100
#: What stands in more than this share of all texts does not tell one from another.
_COMMON = 1 / 7
#: A pair of characters counts less than a word.
_PAIR = 0.5
_RUNS = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9]+")
_CHARACTERS, _LATIN = re.compile(r"[^\u4e00-\u9fff]+"), re.compile(r"[a-z0-9]+")
_EMPTY = frozenset([
    "的", "了", "吗", "呢", "吧", "啊", "呀", "么", "着", "过", "和", "跟", "与", "在", "是", "有", "就", "都",
    "也", "还", "要", "能", "会", "可以", "不", "没", "没有", "怎么", "怎么办", "怎么弄", "什么", "多少", "哪里", "哪儿", "哪个",
    "为什么", "如何", "我", "我们", "您", "你", "他", "她", "这", "那", "这个", "那个", "一个", "请问", "想", "问",
    "一下", "办", "办理", "需要", "应该", "到底", "现在", "今天", "昨天", "明天", "到", "去", "上", "给", "用", "把", "被", "让", "从", "得",
    "个", "能不能", "可不可以", "要不要", "是不是", "有没有", "咋", "咋办", "啥", "几", "多",
])  # fmt: skip


def words_of(text: str) -> list[tuple[str, float]]:
    """The words and pairs of a text, with their weights."""
    found = []
    for run in _RUNS.findall(plain(text)):
        if run.isascii():
            found.append((run, 1.0))
            continue
        found += [(word, 1.0) for word in rjieba.cut_for_search(run) if word not in _EMPTY]
        found += [(f"{one}{other}~", _PAIR) for one, other in pairwise(run)]
    return found


def _told_apart(text: str) -> Iterator[tuple[set[str], float]]:
    """The same, each once, of a text of whatever length: all of it is cut at once, which takes a third of the time."""
    text = plain(text)
    characters = _CHARACTERS.sub(" ", text).strip()
    yield {*rjieba.cut_for_search(characters), *_LATIN.findall(text)} - _EMPTY - {" "}, 1.0
    yield {f"{one}{other}~" for one, other in set(pairwise(characters)) if one != " " != other}, _PAIR


class Index:
    """Texts by number, each with fields of different weight: ``[(weight, text), …]``."""

    def __init__(self, texts: Iterable[Sequence[tuple[float, str]]]) -> None:
        counted = [self._count(fields) for fields in texts]
        self.size = len(counted)
        lengths = [sum(counts.values()) for counts in counted]
        average = sum(lengths) / max(len(lengths), 1) or 1.0
        #: A text and how much a word says there; few words of a text differ in that.
        self._places: list[tuple[int, float]] = []
        #: Word → the numbers of its places.
        found: dict[str, list[int]] = defaultdict(list)
        for number, counts in enumerate(counted):
            norm = _K * (1 - _B + _B * lengths[number] / average)
            at = {count: len(self._places) + more for more, count in enumerate(set(counts.values()))}
            self._places += ((number, count / (count + norm)) for count in at)
            for word, count in counts.items():
                found[word].append(at[count])
        self._postings = {word: array("I", places) for word, places in found.items()}

    @property
    def bytes(self) -> int:
        """What the postings take in memory, about."""
        return sum(
            sys.getsizeof(word) + sys.getsizeof(places) + _ENTRY for word, places in self._postings.items()
        ) + _ENTRY * len(self._places)

    def _count(self, fields: Sequence[tuple[float, str]]) -> dict[str, float]:
        counts: dict[str, float] = {}
        for weight, text in fields:
            for words, worth in _told_apart(text):
                known = {word: counts[word] + weight * worth for word in words & counts.keys()}
                counts.update(dict.fromkeys(words, weight * worth))
                counts.update(known)
        return counts

    def knows(self, word: str) -> bool:
        """Whether each pair of neighbours in a word stands in some text."""
        return all(f"{one}{other}~" in self._postings for one, other in pairwise(word))

    def find(self, text: str) -> dict[int, float]:
        """Every text that has something of what is asked, with its share of it; none where all of that stands in every
        other text too: 医保 alone asks for nothing in particular."""
        asked = dict(words_of(text))
        known = [len(self._postings[word]) for word in asked if word in self._postings]
        if all(number > _COMMON * self.size for number in known) and self.size > 1 / _COMMON:
            return {}
        scores: dict[int, float] = defaultdict(float)
        best = 0.0
        for word, worth in asked.items():
            places = self._postings.get(word, ())
            rarity = worth * math.log(1 + (self.size - len(places) + 0.5) / (len(places) + 0.5))
            best += rarity * (1.0 if places else 0.5)  # what nobody has says less of what is meant
            for number, share in map(self._places.__getitem__, places):
                scores[number] += rarity * share
        return {number: score / best for number, score in scores.items()} if best else {}
