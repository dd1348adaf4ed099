"""The clauses of a source as they were copied, a line each: what each is called, and which of them a row names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from registry.typed.signs import half_width, lines_of

_DIGITS = "零一二三四五六七八九"
_NUMERAL = "[零〇一二三四五六七八九十百0-9]{1,4}"
_ARTICLE = re.compile(rf"第({_NUMERAL})(条|段)")
_CHAPTER = re.compile(rf"({_NUMERAL})[、.．](?![0-9])")
_PART = re.compile(rf"[（(]({_NUMERAL})[）)]")
#: The name of a notice, alone on its line.
TITLE = re.compile(
    "[^，。；;]{2,180}(?:通知|意见|办法|细则|方案|规定|公告|通告|决定|批复|复函)(?:[（(][^（）()]{1,20}[）)])?"
)
_NAMED = re.compile(
    rf"{_ARTICLE.pattern}(?:{_PART.pattern})?|({_NUMERAL})?[（(]({_NUMERAL})[）)]|({_NUMERAL})(?=[、.．,，;；\s]|$)"
)


@dataclass(frozen=True)
class Clause:
    """One line of the text. ``label`` is what a row's 条款 says to name it; ``is_head`` are name and number of the notice,
    which stand before its first numbered line and need no row; ``under`` is the line that a part stands below."""

    label: str
    text: str
    is_head: bool = False
    under: str = ""

    @property
    def names(self) -> frozenset[str]:
        return named(self.label)


def clauses(text: str) -> list[Clause]:
    """The lines with something in them. One that begins with no number of its own is called by its place."""
    found: list[Clause] = []
    chapter = heading = ""
    lines = lines_of(text)
    heads = _heads(lines)
    for line in lines:
        under = ""
        if numbered := _ARTICLE.match(line) or _CHAPTER.match(line):
            label = chapter = numbered[0] if numbered.re is _ARTICLE else numbered[1]
            heading = line
        elif part := _PART.match(line):
            label, under = f"{chapter}（{part[1]}）", heading
        else:
            label = f"第{len(found) + 1}段"
        found.append(Clause(label, line, len(found) < heads, under))
    return found


def _heads(lines: Sequence[str]) -> int:
    """How many lines stand before the first numbered one, where one of them is the name of a notice."""
    numbered = (n for n, line in enumerate(lines) if any(one.match(line) for one in (_ARTICLE, _CHAPTER, _PART)))
    first = next(numbered, 0)
    return first if any(TITLE.fullmatch(line) for line in lines[:first]) else 0


def named(article: str) -> frozenset[str]:
    """What a row's 条款 names, however the numbers are written: “第八条、第10条” → 条8, 条10; “一（二）” → 1-2."""
    found = set()
    for number, unit, below, chapter, part, alone in _NAMED.findall(article):
        if number:
            found.add(f"{unit}{_value(number)}" + (f"-{_value(below)}" if below else ""))
        elif part:
            found.add(f"{_value(chapter)}-{_value(part)}" if chapter else f"-{_value(part)}")
        else:
            found.add(str(_value(alone)))
    return frozenset(found)


def pointed(found: list[Clause], article: str) -> list[Clause]:
    """Those of the clauses that a row's 条款 names. Where no clause is numbered that way (第八条 of a notice that counts
    一、二、…, or a part that has no line of its own), the one of the same number, or the whole of it."""
    there = {name for clause in found for name in clause.names}
    wanted = {next((one for one in _ways(name) if one in there), name) for name in named(article)}
    return [clause for clause in found if clause.names & wanted]


def _ways(name: str) -> list[str]:
    """How a notice may write a number, the way that was typed first: 条8-2, 8-2, then 条8, 8, -8."""
    bare = name.removeprefix("条")
    whole, _, part = bare.partition("-")
    ways = [name, bare, f"条{bare}"] if whole else [name, part, f"条{part}"]
    return [*ways, *(_ways(name.rpartition("-")[0]) if whole and part else [f"-{bare}"])]


def of_article(text: str, article: str) -> str:
    """The clauses that a row's 条款 names; '' where it names none of them."""
    return "\n".join(clause.text for clause in pointed(clauses(text), article))


_FIGURE = re.compile(r"([0-9]+(?:\.[0-9]+)?)(万)?(元|%|个?百分点|个点)?")
_POINTS = "个百分点"
#: How notices say that there is no 起付线.
NOTHING = re.compile(
    "(?:不再?设|取消|(?<!减)免[除收]?)[^，。；]{0,6}起付|(?:不[计收扣付]?|无|没有)起付|零起付"
    "|起付[^，。；0-9]{0,5}(?:零|不设|取消|免除|0(?: ?元|(?![0-9.%万])))"
)


class Saying(NamedTuple):
    """What a clause must say to be the one of a figure, or of a row: names, and what was typed of its figures. Among those
    alike it is the one that says most ``topics``; it is none that speaks of a rival alone: each of ``rivals`` are the
    row's own words for something (居民) and those of its neighbours (职工). A word may be several: 急诊|抢救."""

    names: tuple[str, ...]
    typed: tuple[str, ...]
    topics: tuple[str, ...] = ()
    rivals: tuple[tuple[str, str], ...] = ()


def saying(
    text: str,
    names: Iterable[str],
    typed: Iterable[str],
    topics: Iterable[str] = (),
    rivals: Iterable[tuple[str, str]] = (),
) -> str:
    """The label of the one clause that says most of these names and all the figures, each with its unit; a name that no
    other clause says is enough. '' where it is not certain: none does, or several do."""
    sought, about = _words(names), _words(topics)
    apart = [_words(pair) for pair in rivals]
    figures = {one for entry in typed for one in _figures(entry)}
    found = [
        (_said(sought, one.said), _met(figures, one.figures), _said(about, one.about), one.label)
        for one in _read(text)
        if not any(_said([other], one.about) and not _said([own], one.about) for own, other in apart)
    ]
    most = max((one[0] for one in found), default=0)
    named = [one for one in found if one[0] == most and (most or not sought)]
    if len(named) != 1 or not most:
        named = [one for one in named if one[1] == len(figures) and (most or figures)]
        named = [one for one in named if one[2] == max(said for _, _, said, _ in named)]
    labels = [one.label for one in _read(text)]
    return named[0][3] if len(named) == 1 and labels.count(named[0][3]) == 1 else ""


def states(text: str, typed: Iterable[str]) -> bool:
    """Whether any clause gives one of the figures that were typed."""
    figures = {one for entry in typed for one in _figures(entry)}
    return any(_met(figures, one.figures) for one in _read(text))


class _Read(NamedTuple):
    """A clause with its words and figures, and its words with those of the line that it stands under."""

    label: str
    said: str
    about: str
    figures: frozenset[tuple[Decimal, str]]


@lru_cache(maxsize=8)
def _read(text: str) -> tuple[_Read, ...]:
    """Every figure of every row of a notice asks for them."""
    nothing = {(Decimal(0), "元")}
    found = []
    for one in clauses(text):
        if not one.is_head:
            plain = _plain(one.text)
            figures = frozenset(_figures(plain) | (nothing if NOTHING.search(plain) else set()))
            found.append(_Read(one.label, plain, _plain(one.under) + plain, figures))
    return tuple(found)


def _words(words: Iterable[str]) -> list[list[str]]:
    return [word.split("|") for word in map(_plain, words) if word]


def _met(figures: Iterable[tuple[Decimal, str]], stated: Iterable[tuple[Decimal, str]]) -> int:
    return sum(any(_alike(one, other) for other in stated) for one in figures)


def _said(sought: list[list[str]], text: str) -> int:
    return sum(any(word in text for word in words) for words in sought)


def _figures(text: str) -> set[tuple[Decimal, str]]:
    """The figures with their units, sums in yuan: 30万元 is 300000元, and 30个点 is 30个百分点."""
    found = set()
    for number, wan, unit in _FIGURE.findall(_plain(text)):
        unit = _POINTS if "点" in unit else "元" if wan else unit
        found.add((Decimal(number) * (10_000 if wan else 1), unit))
    return found


def _alike(typed: tuple[Decimal, str], stated: tuple[Decimal, str]) -> bool:
    """A number without a unit may have any; 50% is not 50元, and no 50个百分点."""
    return typed[0] == stated[0] and (typed[1] == stated[1] or not typed[1] or not stated[1])


def _plain(text: str) -> str:
    """Without blanks and thousands commas, on one keyboard: 1，000 元 and 1000元 are the same."""
    return re.sub(r"\s", "", re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", half_width(text)))


def _value(numeral: str) -> int:
    """十二 and 12 are 12."""
    if numeral.isascii():
        return int(numeral)
    total = unit = 0
    for sign in numeral.replace("〇", "零"):
        if sign in "十百":
            total, unit = total + (unit or 1) * (10 if sign == "十" else 100), 0
        else:
            unit = int(sign) if sign.isascii() else _DIGITS.index(sign)
    return total + unit
