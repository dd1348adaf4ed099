"""The clauses of a source as they were copied, a line each: what each is called, and which of them a row names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from registry.signs import half_width

_DIGITS = "零一二三四五六七八九"
_NUMERAL = "[零〇一二三四五六七八九十百0-9]{1,4}"
_ARTICLE = re.compile(rf"第({_NUMERAL})(条|段)")
_CHAPTER = re.compile(rf"({_NUMERAL})[、.．](?![0-9])")
_PART = re.compile(rf"[（(]({_NUMERAL})[）)]")
_NAMED = re.compile(
    rf"{_ARTICLE.pattern}(?:{_PART.pattern})?|({_NUMERAL})?[（(]({_NUMERAL})[）)]|({_NUMERAL})(?=[、.．,，;；\s]|$)"
)


@dataclass(frozen=True)
class Clause:
    """One line of the text. ``label`` is what a row's 条款 says to name it."""

    label: str
    text: str

    @property
    def names(self) -> frozenset[str]:
        return named(self.label)


def clauses(text: str) -> list[Clause]:
    """The lines with something in them. One that begins with no number of its own is called by its place."""
    found: list[Clause] = []
    chapter = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if article := _ARTICLE.match(line):
            label = chapter = article[0]
        elif head := _CHAPTER.match(line):
            label = chapter = head[1]
        elif part := _PART.match(line):
            label = f"{chapter}（{part[1]}）"
        else:
            label = f"第{len(found) + 1}段"
        found.append(Clause(label, line))
    return found


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


def of_article(text: str, article: str) -> str:
    """The clauses that a row's 条款 names; '' where it names none of them."""
    wanted = named(article)
    return "\n".join(clause.text for clause in clauses(text) if clause.names & wanted)


_NUMERAL_TYPED = re.compile(r"[0-9]+(?:\.[0-9]+)?[万%]?")


def saying(text: str, names: Iterable[str], typed: Iterable[str]) -> str:
    """The label of the clause that says these names, or else all the figures that were typed; '' where none does."""
    sought = [word for word in map(_plain, names) if word]
    figures = {one for entry in typed for one in _NUMERAL_TYPED.findall(_plain(entry))}
    best, label = (0, 0), ""
    for clause in clauses(text):
        said = _plain(clause.text)
        there = set(_NUMERAL_TYPED.findall(said)) | set(re.findall(r"[0-9.]+", said))
        found = (sum(word in said for word in sought), len(figures & there))
        if found > best and (found[0] or (figures and figures <= there)):
            best, label = found, clause.label
    return label


def _plain(text: str) -> str:
    """Without blanks and thousands commas, on one keyboard: 1，000 元 and 1000元 are the same."""
    return re.sub(r"\s|(?<=[0-9]),(?=[0-9]{3})", "", half_width(text))


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
