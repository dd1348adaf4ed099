"""No pattern takes time by the square of what it reads: while it looks, nobody else of the process is served."""

import importlib
import pkgutil
import re
import re._constants as kinds
import re._parser as parser
import time

import pytest

from tests.thorough import long

#: Signs of a text that is long enough to tell a square from a line, and short enough to be done with soon.
LONG = 2_000
#: Less is not told apart from what else the machine does; a text of half the length takes a quarter of a square's time.
SECONDS, RATIO = 0.006, 3
PIECES = [" ", "1", "a", "一", "医", "（", "“", "、"]


def patterns(passed_over=("guides.understanding",)):
    """Every pattern that stands by itself in a module, alone or in a list or table, with its name. What a wording says is
    read in at most 300 signs, of which a square is soon done with; what doubles with each word is not."""
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
            if not any(part in module.name for part in (".migrations", "__main__", *passed_over)):
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


#: As many words of a group are told apart, and so often one that has an end is read in two ways.
MOST_WORDS, SELDOM = 3_000, 8
REPEATS = (kinds.MAX_REPEAT, kinds.MIN_REPEAT)


class Endless(Exception):
    """What a group stands for cannot be told word by word."""


def words(parsed):
    """All that a part of a pattern stands for."""
    found = {""}
    for kind, said in parsed:
        found = {before + after for before in found for after in _words(kind, said)}
        if len(found) > MOST_WORDS:
            raise Endless
    return found


def _words(kind, said):
    if kind is kinds.LITERAL:
        return {chr(said)}
    if kind is kinds.IN and all(one is kinds.LITERAL for one, _ in said):
        return {chr(sign) for _, sign in said}
    if kind is kinds.BRANCH:
        return set().union(*map(words, said[1]))
    if kind is kinds.SUBPATTERN:
        return words(said[3])
    if kind in REPEATS and said[1] <= 3:
        return set().union(*(words([*said[2]] * times) for times in range(said[0], said[1] + 1)))
    if kind in (kinds.ASSERT, kinds.ASSERT_NOT, kinds.AT):
        return {""}
    raise Endless


def repeated(parsed):
    """The groups that a pattern reads again and again, more than seldom."""
    for kind, said in parsed:
        if kind in REPEATS and said[1] > SELDOM:
            yield said[2]
        inner = {kinds.SUBPATTERN: -1, kinds.ASSERT: 1, kinds.ASSERT_NOT: 1, kinds.POSSESSIVE_REPEAT: 2}
        within = [*said[1]] if kind is kinds.BRANCH else [said] if kind is kinds.ATOMIC_GROUP else []
        within += [said[inner[kind]]] if kind in inner else [said[2]] if kind in REPEATS else []
        for part in within:
            yield from repeated(part)


def _rests(some, others):
    return {other[len(one) :] for one in some for other in others if other.startswith(one) and other != one}


def is_read_in_two_ways(found):
    """Whether one row of words is another row of them too (Sardinas and Patterson)."""
    found, seen = found - {""}, set()
    rests = _rests(found, found)
    while rests - seen:
        if rests & found:
            return True
        seen |= rests
        rests = _rests(found, rests) | _rests(rests, found)
    return False


def doubles(written, flags=0):
    """A group that, read in two ways, takes twice as long with each word more until it is given up."""
    for group in repeated(parser.parse(written, flags)):
        try:
            found = words(group)
        except Endless:
            continue
        if len(found) > 1 and is_read_in_two_ways(found):
            return sorted(found)
    return []


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("(?:刚|刚刚|就)*开", True),
        ("(?:早|早就|就)+$", True),
        ("x(?=(?:给|帮忙?|忙){0,9}x)", True),
        ("(?:刚|刚刚){0,8}开", False),
        ("(?:刚|刚才|就)*开", False),
        ("(?:早|早就)*$", False),
    ],
)
def test_group_that_is_read_in_two_ways_is_seen(written, seen):
    assert bool(doubles(written)) is seen


def test_no_pattern_doubles_with_each_word():
    found = patterns(passed_over=())
    assert len(found) > 700
    assert not {name: seen for name, pattern in found if (seen := doubles(pattern.pattern, pattern.flags))}
