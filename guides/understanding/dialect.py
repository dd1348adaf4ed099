"""What is said elsewhere, or in other words, in the words of the phrases: 俺们 is 我们, 点样 is 怎么, 礼拜 is 星期."""

import re
from functools import cache
from pathlib import Path

#: 工头先垫的, 前头先挂号: 头 belongs to the word before, and nobody says 头先 for 刚才.
_NO_WORD = re.compile("(?<=[工老里前后外上下两带])头先")
_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "dialect.txt"


@cache
def _table() -> dict[str, str]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {word: usual for usual, *words in rows for word in words}


@cache
def _words() -> re.Pattern[str]:
    longest_first = sorted(_table(), key=lambda word: -len(word))
    begin = "".join(sorted({word[0] for word in longest_first}))
    return re.compile(rf"(?=[{begin}])(?:{'|'.join(longest_first)})")


def usual(text: str) -> str:
    """A normal text (``writing``) in usual words."""
    parts = {found.start() for found in _NO_WORD.finditer(text)}
    return _words().sub(lambda match: match[0] if match.start() in parts else _table()[match[0]], text)
