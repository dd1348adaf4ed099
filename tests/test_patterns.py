"""No pattern takes time by the square of what it reads: while it looks, nobody else of the process is served."""

import importlib
import pkgutil
import re
import time

import pytest

from tests.thorough import long

#: Signs of a text that is long enough to tell a square from a line, and short enough to be done with soon.
LONG = 2_000
#: Less is not told apart from what else the machine does; a text of half the length takes a quarter of a square's time.
SECONDS, RATIO = 0.006, 3
PIECES = [" ", "1", "a", "一", "医", "（", "“", "、"]


def patterns():
    """Every pattern that stands by itself in a module, alone or in a list or table, with its name. What a wording says is
    read in at most 300 signs, of which a square is soon done with."""
    found = {}

    def collect(name, value):
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            found.setdefault((value.pattern, value.flags), name)
        elif isinstance(value, dict):
            collect(name, list(value.values()))
        elif isinstance(value, list | tuple | set | frozenset):
            for each in value:
                collect(name, each)

    for package in map(importlib.import_module, ("registry", "guides", "calculators", "yibao_site")):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not any(part in module.name for part in (".migrations", "__main__", "guides.understanding")):
                for name, value in vars(importlib.import_module(module.name)).items():
                    collect(f"{module.name}.{name}", value)
    return [(name, re.compile(*written)) for written, name in found.items()]


def pieces(pattern):
    """What a pattern may be made to begin with again and again: its own words, and signs of each sort."""
    words = re.split(r"\\[a-zA-Z]|[()\[\]{}|?*+^$\\]|\?[:=!<P]+", pattern.pattern)
    said = [word for word in dict.fromkeys(words) if 0 < len(word) <= 8][:40]
    return [*PIECES, *said, *(f"{word}一" for word in said[:20])]


def seconds(pattern, text):
    """The processor's time to find the pattern wherever it stands, and as the whole."""
    started = time.process_time()
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    return time.process_time() - started


def squares(pattern):
    """The texts, told by what is repeated in them, twice as much of which takes four times as long."""
    for piece in pieces(pattern):
        for before, after in (("", ""), ("1", "x"), ("", "\n!")):
            half, whole = (f"{before}{piece * (signs // len(piece))}{after}" for signs in (LONG // 2, LONG))
            if seconds(pattern, whole) > SECONDS and all(
                seconds(pattern, whole) > RATIO * seconds(pattern, half) for _ in range(3)
            ):
                yield before, piece, after


@pytest.mark.parametrize("written", [r"\s*([-/.])\s*", r"自?\s*(?P<day>.*?)\s*(?:起)?", r"\d+(?=元)"])
def test_a_square_is_seen(written):
    assert next(squares(re.compile(written, re.DOTALL)), None)


@long
def test_no_pattern_takes_the_square():
    found = patterns()
    assert len(found) > 150
    assert not {name: seen for name, pattern in found if (seen := next(squares(pattern), None))}
