"""The clauses of a source as they were copied, a line each: what each is called, and which of them a row names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from registry.signs import half_width, lines_of

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
    which stand before its first numbered line and need no row."""

    label: str
    text: str
    is_head: bool = False

    @property
    def names(self) -> frozenset[str]:
        return named(self.label)


def clauses(text: str) -> list[Clause]:
    """The lines with something in them. One that begins with no number of its own is called by its place."""
    found: list[Clause] = []
    chapter = ""
    lines = lines_of(text)
    heads = _heads(lines)
    for line in lines:
        if article := _ARTICLE.match(line):
            label = chapter = article[0]
        elif head := _CHAPTER.match(line):
            label = chapter = head[1]
        elif part := _PART.match(line):
            label = f"{chapter}（{part[1]}）"
        else:
            label = f"第{len(found) + 1}段"
        found.append(Clause(label, line, len(found) < heads))
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


#: What a clause must say to be the one of a figure, or of a row: names, what was typed of its figures, and topics.
Saying = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def saying(text: str, names: Iterable[str], typed: Iterable[str], topics: Iterable[str] = ()) -> str:
    """The label of the clause that says most of these names, or else all the figures that were typed, each with its
    unit; among those alike the one that says the ``topics``. '' where none does. A word may be several: 急诊|抢救."""
    sought, about = ([word.split("|") for word in map(_plain, words) if word] for words in (names, topics))
    figures = {one for entry in typed for one in _figures(entry)}
    best, label = (0, 0, 0), ""
    for own, said, there in _read(text):
        met = sum(any(_alike(one, other) for other in there) for one in figures)
        found = (_said(sought, said), met, _said(about, said))
        if found > best and (found[0] or (figures and met == len(figures))):
            best, label = found, own
    return label


@lru_cache(maxsize=8)
def _read(text: str) -> tuple[tuple[str, str, frozenset[tuple[Decimal, str]]], ...]:
    """Label, words and figures of each clause; every figure of every row of a notice asks for them."""
    said = ((one.label, _plain(one.text)) for one in clauses(text) if not one.is_head)
    nothing = {(Decimal(0), "元")}
    return tuple(
        (label, plain, frozenset(_figures(plain) | (nothing if NOTHING.search(plain) else set())))
        for label, plain in said
    )


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
