"""Text as it is compared: half-width, small, simplified, without what cannot be read; and short enough."""

import re
import unicodedata
from functools import cache
from pathlib import Path

#: As much of a sentence is read; the rest is cut off, and the page says so.
LONGEST = 300
_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "traditional.txt"
#: Beside letters, characters, digits and these marks everything is a blank.
_BLANK = re.compile(r"[^\w,.!?;:、。()%\-~+/]|_")
_CHARACTERS = re.compile(r"[\u4e00-\u9fff]+")
#: Three characters and more each by itself: 卡 丢 了; key words are longer.
_SPACED = re.compile(r"(?<![^ ,.!?;:、。()])[\u4e00-\u9fff](?: [\u4e00-\u9fff]){2,}(?![^ ,.!?;:、。()])")

#: A part this long is no key word.
_A_CLAUSE = 7
_POINTS = re.compile(r"[,.!?;、。]")
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff\d]) (?=[\u4e00-\u9fff\d])")


@cache
def _simplified() -> dict[int, str]:
    pairs = "".join(line for line in _FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}


def opening(text: str) -> str:
    """As much of a text as ``LONGEST`` signs can come of; a single sign may stand for eighteen."""
    return unicodedata.normalize("NFKC", text[: LONGEST * 4])[: LONGEST * 4]


def normal(text: str) -> str:
    """The text as everything else here reads it, cut to ``LONGEST``."""
    return _SPACED.sub(lambda signs: signs[0].replace(" ", ""), plain(opening(text)))[:LONGEST]


def plain(text: str) -> str:
    """The same for a text of ours, of whatever length."""
    if _CHARACTERS.fullmatch(text):
        return text.translate(_simplified())
    usual = unicodedata.normalize("NFKC", text).lower().translate(_simplified())
    return " ".join(_BLANK.sub(" ", usual).split())


def clauses(text: str) -> str:
    """A normal text with commas for the blanks that stand for them: 娃在重庆住着院 医保在达州; not between key words."""
    parts = text.split(" ")
    joined = len(parts) > 1 and max(map(len, parts)) >= _A_CLAUSE and not _POINTS.search(text)
    return _BETWEEN.sub(",", text) if joined else text


def is_cut(text: str) -> bool:
    """Whether a text is longer than what is read of it."""
    return len(text.strip()) > LONGEST
