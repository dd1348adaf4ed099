"""Chinese as people type it on a Latin keyboard: in pinyin, by initials, or in a mixture of both.

Readings come from ``fixtures/pinyin.txt``. A character that is read in several ways fits each of them.
"""

from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent.parent / "fixtures" / "pinyin.txt"

#: The readings of each sound of a text, in order.
Said = tuple[tuple[str, ...], ...]


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            reading, characters = line.split()
            for character in characters:
                found[character] = (*found.get(character, ()), reading)
    return found


def said(text: str) -> Said:
    """How a text is read; letters and digits are themselves, punctuation is silent."""
    readings = _readings()
    return tuple(readings.get(sign, (sign,)) for sign in text.lower() if sign.isalnum())


def spelt(letters: str, sounds: Said, start: int = 0) -> int | None:
    """Where the letters end that spell ``sounds`` from ``start``: each in full or by its first letter, the last one
    in part too. None when they spell something else."""
    if not letters:
        return start
    if start == len(sounds):
        return None
    if any(reading.startswith(letters) for reading in sounds[start]):
        return start + 1
    parts = {part for reading in sounds[start] for part in (reading, reading[0])}
    ends = (spelt(letters[len(part) :], sounds, start + 1) for part in parts if letters.startswith(part))
    return next((end for end in ends if end is not None), None)
