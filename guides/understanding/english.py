"""A question in English, in the words of the phrases: what is insured, lost or claimed, and where.

No grammar is read. Words of the table are put into Chinese, what only joins them is left out, and a place that is named
with “in” or “at” stands before what is done there.
"""

import re
from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "english.txt"
#: Words that pinyin does not have: with two of them a text of letters alone is English.
_SIGNS = re.compile(
    r"\b(?:how|can|the|my|is|in|for|to|what|where|do|does|with|of|and|insurance|card|hospital|lost|phone|number|medical|i)\b"
)
_LATIN_ONLY = re.compile(r"[a-z0-9 ,.?!;:()/+~%-]+")
_BETWEEN = re.compile(
    r"\b(?:a|an|the|my|i|me|it|its|is|are|am|was|were|be|to|of|for|and|or|with|on|by|at|do|does|did|if|have|has|had|from|after|before|just|"
    r"as|there|this|that|you|we|our|need|want|please|would|like|will|should|any|some|get|city|province|china|new|card|in)\b"
)
_PLACE = re.compile(r"\b(?:in|at|to) ([a-z]+(?:'[a-z]+)?)(?: city| province)?\b(?! ?(?:card|bills?))")
_LEAST_SIGNS = 2


@cache
def _table() -> dict[str, str]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    rows = (line.split(":") for line in lines if line and not line.startswith("#"))
    return {english.strip(): usual for usual, words in rows for english in words.split(",")}


@cache
def _words() -> re.Pattern[str]:
    longest_first = sorted(_table(), key=lambda english: -len(english))
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b")


def in_chinese(text: str) -> str:
    """A normal text (``writing``) as it was, or what a question in English asks."""
    if not _LATIN_ONLY.fullmatch(text) or len(set(_SIGNS.findall(text))) < _LEAST_SIGNS:
        return text
    said = _words().sub(lambda match: f" {_table()[match[0]]} ", text)
    places = [match[1] for match in _PLACE.finditer(said)]
    rest = _BETWEEN.sub(" ", _PLACE.sub(" ", said))
    return "".join([*(f"在{place}" for place in places), *rest.split()])
