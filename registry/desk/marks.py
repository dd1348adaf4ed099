"""What the clause says of what a row says: the mark beside a cell, and what it proves."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import models

from registry.typed.signs import half_width
from registry.workflow import review
from registry.workflow.quoting import Quoted

#: What is proved where the clause has the words of a cell just so.
WORDS = "条文有这几个字"
#: A cell that is one figure and nothing else.
_FIGURE = re.compile(r"(?:全部 ?)?[0-9,.]+ ?(?:万?元|%)?")


def mark(row: Any, quotes: Sequence[Quoted], words: str) -> tuple[str, str]:
    """The worst that is to be said of the figures, and in which words."""
    sure = "" if _FIGURE.fullmatch(words) else "条文有这个数" if len(quotes) == 1 else "条文有这几个数"
    told = {"missing": "条文里没有", "explained": "", "others": "条文说的是别的", "made": "", "found": sure}
    found = {fate(one): one for one in quotes}
    worst = next((fate for fate in told if fate in found), "")
    one = found.get(worst)
    if worst == "made" and one:
        return worst, one.places[0].how
    return worst, f"写的人说：{row.derivation}" if worst == "explained" else told.get(worst, "")


def fate(one: Quoted) -> str:
    """What became of a figure in the clause."""
    if not one.places:
        return "explained" if one.explained else "missing"
    return "made" if one.places[0].how else "others" if one.of_others else "found"


def written(row: Any, line: review.Difference) -> tuple[str, str]:
    """Whether the clause has the words as they are, of a text; of a count, with its unit; and what that proves."""
    field = next((one for one in row._meta.concrete_fields if str(one.verbose_name) == line.label), None)
    free = field is None or (isinstance(field, models.CharField | models.TextField) and not field.choices)
    clause, words = (_plain(text) for text in (getattr(getattr(row, "source", None), "clause", ""), line.new))
    if words.isdecimal():
        counted = re.search(rf"(?<!\d){words}(?:个月|天|周?岁|月|日)", clause)
        return ("found", f"条文写着“{counted[0]}”") if counted else ("", "")
    return ("found", WORDS) if free and len(words) > 1 and words in clause else ("", "")


def lacking(row: Any, part: Any, names: Iterable[str]) -> str:
    """Of choices that name several at once (特困、孤儿) those that the clause never names, while it names others of them."""
    clause = _plain(getattr(getattr(row, "source", None), "clause", ""))
    several = [word(part, name).split("、") for name in names if part._meta.get_field(name).choices]
    lacking = [(words, [word for word in words if word not in clause]) for words in several]
    found = [word for words, missing in lacking if len(missing) < len(words) for word in missing]
    return f"条文没有写“{'”“'.join(found)}”" if found else ""


@lru_cache(maxsize=64)  # of a notice's rows each asks for the same clause
def _plain(text: str) -> str:
    return re.sub(r"\s", "", half_width(text))


def word(row: Any, name: str) -> str:
    return review.word(row, row._meta.get_field(name))
