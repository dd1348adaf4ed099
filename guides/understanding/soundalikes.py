"""Letters that spell the names of several places: taizhou is 泰州 and 台州, and only whoever typed it knows which."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from guides.understanding.spelling import readings
from registry import pinyin

Codes = Mapping[str, tuple[str, ...]]


def spelt_alike(named: Codes, leading: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The codes by the letters that names of different places are spelt with. ``leading`` ones, provinces and cities,
    are meant before what lies within others: fushun is 抚顺 rather than 富顺."""
    by_letters: dict[str, list[str]] = defaultdict(list)
    for name in named:
        for letters in dict.fromkeys(map("".join, readings(pinyin.said(name)))):
            by_letters[letters].append(name)
    alike = {letters: _first(names, leading) for letters, names in by_letters.items() if len(names) > 1}
    codes = {
        letters: tuple(dict.fromkeys(code for name in names for code in named[name]))
        for letters, names in alike.items()
    }
    return {letters: of for letters, of in codes.items() if len(alike[letters]) > 1 and len(of) > 1}


def _first(names: list[str], leading: Collection[str]) -> list[str]:
    return [name for name in names if name in leading] or names
