"""Names of places and how they are looked up: as people type them, by name, short name, pinyin or initials.

County-level names are data about the 统筹区 that they belong to, read from ``fixtures/counties.csv``: rows of content
never sit on them, so they are no regions of the database.
"""

import csv
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Generic, Protocol, TypeVar

_FILE = Path(__file__).resolve().parent.parent / "fixtures" / "counties.csv"
#: How the last character of a name is read.
_ENDINGS = {"省": "sheng", "市": "shi", "州": "zhou", "盟": "meng", "区": "qu", "县": "xian", "旗": "qi"}


class Fit(IntEnum):
    """How what was typed fits a name; the smaller, the better."""

    FULL = 0  # 彰武县, 210922
    SHORT = 1  # 彰武
    SOUND = 2  # zhangwu, zhangwuxian
    INITIALS = 3  # zw
    BEGINS = 4  # 彰, zhang
    ADDRESS = 5  # 阜新彰武, 彰武县哈尔套镇
    INSIDE = 6  # 武县
    LOOSE = 7  # 阜新医保局


#: The name itself, however it is written.
EXACT = Fit.INITIALS


class Named(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str: ...
    @property
    def pinyin(self) -> str: ...
    @property
    def initials(self) -> str: ...


T = TypeVar("T", bound=Named)


@dataclass(frozen=True, slots=True)
class County:
    """A county, district, county-level city or banner, or the former name of one (``code`` ''); ``pool`` is the code
    of its 统筹区."""

    code: str
    name: str
    short_name: str
    pinyin: str
    initials: str
    pool: str


@cache
def counties() -> tuple[County, ...]:
    """Today's units in the order of their codes, then former names."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return tuple(County(*line) for line in lines)


def tidy(words: str) -> str:
    """Letters, characters and digits alone, half-width and small: what cannot be seen or heard is no part of a name."""
    usual = unicodedata.normalize("NFKC", words).lower().replace("ü", "v")
    return "".join(sign for sign in usual if sign.isalnum() and unicodedata.category(sign) != "Lm")  # xiʼan


def _full(thing: Named) -> set[str]:
    """彰武县, 210922; 恩施土家族苗族自治州 is also 恩施州, and 辽宁省本级 what people call 辽宁省直 or 省直."""
    name = thing.name if thing.name.isalnum() else tidy(thing.name)
    shortened = thing.short_name + name[-1] if name[-3:-1] == "自治" or name.endswith("族区") else name
    direct = {each[:-2] + "直" for each in (name, thing.short_name)} if name.endswith("本级") else set()
    return {name, shortened, thing.code, *direct} - {""}


def _sounds(thing: Named) -> tuple[str, ...]:
    """zhangwu, zhangwuxian."""
    ending = _ENDINGS.get(thing.name[-1]) if thing.name[:-1] == thing.short_name else None
    return (thing.pinyin, thing.pinyin + ending) if ending else (thing.pinyin,)


def _exact(thing: Named, word: str) -> Fit:
    if word in _full(thing):
        return Fit.FULL
    if word == thing.short_name:
        return Fit.SHORT
    return Fit.SOUND if word in _sounds(thing) else Fit.INITIALS


class _Text:
    """Words of many things in one string: a scan of it is quicker than a loop over them, and smaller than a list."""

    def __init__(self, words: Iterable[tuple[int, str]]) -> None:
        """``words`` with the number of the thing that each belongs to."""
        listed = tuple(words)
        self._all = "".join(f"\n{word}" for _, word in listed)
        self._numbers = array("H", (number for number, _ in listed))
        self._starts = array("L", accumulate((len(word) + 1 for _, word in listed), initial=0))

    def holding(self, piece: str) -> Iterator[int]:
        """Numbers of the things with a word that has this piece, as often as it has."""
        at = self._all.find(piece)
        while at >= 0:
            yield self._numbers[bisect_right(self._starts, at) - 1]
            at = self._all.find(piece, at + 1)


class Index(Generic[T]):
    """Things by their names. Of equally good fits the one that was given first comes first."""

    def __init__(self, things: Iterable[T]) -> None:
        self._things = tuple(things)
        exact: dict[str, tuple[int, ...]] = {}
        names: list[tuple[int, str]] = []
        for number, thing in enumerate(self._things):
            full, sounds = _full(thing), _sounds(thing)
            for word in {*full, thing.short_name, *sounds, thing.initials}:
                exact[word] = (*exact.get(word, ()), number)
            names += ((number, word) for word in {*full, thing.short_name, sounds[-1]} - {thing.code})
        self._exact, self._names = exact, _Text(names)
        self._initials = _Text((number, thing.initials) for number, thing in enumerate(self._things))

    def exact(self, word: str) -> list[tuple[Fit, T]]:
        """What bears this very name, written or spelt."""
        found = sorted((_exact(self._things[number], word), number) for number in self._exact.get(word, ()))
        return [(fit, self._things[number]) for fit, number in found]

    def begins(self, word: str) -> list[T]:
        """What has a name that begins with the word, in order."""
        numbers = {*self._names.holding(f"\n{word}"), *self._initials.holding(f"\n{word}")}
        return [self._things[number] for number in sorted(numbers)]

    def inside(self, word: str) -> Iterator[T]:
        """What has the word in its name, in order, perhaps more than once."""
        return (self._things[number] for number in self._names.holding(word))
