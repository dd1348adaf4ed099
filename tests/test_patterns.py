"""No pattern takes time by the square of what it reads: while it looks, nobody else of the process is served."""

import importlib
import pkgutil
import re
import re._constants as kinds
import re._parser as parser
import time
from collections import Counter

import pytest

from tests.thorough import long

#: Signs of a text that is long enough to tell a square from a line, and short enough to be done with soon.
LONG = 2_000
#: Less is not told apart from what else the machine does; a text of half the length takes a quarter of a square's time.
SECONDS, RATIO = 0.006, 3
PIECES = [" ", "1", "1,", "a", "一", "医", "（", "“", "、"]


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


#: As many words of a group are told apart, and so often one that has an end is read in two ways. What may be read more
#: often than its least is read twice more: that shows whether it may be read in two ways.
MOST_WORDS, SELDOM, MORE = 40_000, 8, 2
REPEATS = (kinds.MAX_REPEAT, kinds.MIN_REPEAT)
#: Stand for the signs that a class holds, beside those that the group names itself.
OTHERS, MOST_SIGNS = frozenset("0a 一,"), 24
SORTS = {
    kinds.CATEGORY_DIGIT: str.isdigit,
    kinds.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdigit(),
    kinds.CATEGORY_SPACE: str.isspace,
    kinds.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    kinds.CATEGORY_WORD: lambda sign: sign.isalnum() or sign == "_",
    kinds.CATEGORY_NOT_WORD: lambda sign: not sign.isalnum() and sign != "_",
}


class Endless(Exception):
    """A group stands for more than can be told word by word."""


def literals(parsed):
    """The signs that a part of a pattern names."""
    for kind, said in parsed:
        if kind in (kinds.LITERAL, kinds.NOT_LITERAL):
            yield chr(said)
        elif kind is kinds.IN:
            yield from literals([one for one in said if one[0] is kinds.LITERAL])
        for part in parts(kind, said):
            yield from literals(part)


def words(parsed, signs):
    """All that a part of a pattern stands for in a text of these signs, as often as it does."""
    found = Counter([""])
    for kind, said in parsed:
        more = _words(kind, said, signs)
        if len(found) * len(more) > MOST_WORDS:
            raise Endless
        found = sum_of(
            (before + after, ways * others) for before, ways in found.items() for after, others in more.items()
        )
    return found


def sum_of(pairs):
    found = Counter()
    for word, ways in pairs:
        found[word] += ways
    return found


def _words(kind, said, signs):
    if kind is kinds.LITERAL:
        return Counter([chr(said)])
    if kind in (kinds.IN, kinds.NOT_LITERAL, kinds.ANY):
        return Counter(sign for sign in signs if kind is kinds.ANY or _holds(kind, said, sign))
    if kind is kinds.BRANCH:
        return sum_of(pair for branch in said[1] for pair in words(branch, signs).items())
    if kind in (kinds.SUBPATTERN, kinds.ATOMIC_GROUP):
        return words(said[-1] if kind is kinds.SUBPATTERN else said, signs)
    if kind in (*REPEATS, kinds.POSSESSIVE_REPEAT):
        least, most = said[0], min(said[1], said[0] + MORE)
        return sum_of(pair for times in range(least, most + 1) for pair in words([*said[2]] * times, signs).items())
    if kind in (kinds.ASSERT, kinds.ASSERT_NOT, kinds.AT):
        return Counter([""])
    raise Endless


def _holds(kind, said, sign):
    if kind is kinds.NOT_LITERAL:
        return sign != chr(said)
    held = any(
        (one is kinds.LITERAL and sign == chr(what))
        or (one is kinds.RANGE and what[0] <= ord(sign) <= what[1])
        or (one is kinds.CATEGORY and SORTS[what](sign))
        for one, what in said
    )
    return held is not any(one is kinds.NEGATE for one, _ in said)


def parts(kind, said):
    """What stands within a part of a pattern."""
    inner = {kinds.SUBPATTERN: -1, kinds.ASSERT: 1, kinds.ASSERT_NOT: 1, kinds.POSSESSIVE_REPEAT: 2}
    if kind is kinds.BRANCH:
        return [*said[1]]
    if kind is kinds.ATOMIC_GROUP:
        return [said]
    return [said[inner[kind]]] if kind in inner else [said[2]] if kind in REPEATS else []


def repeated(parsed):
    """The groups that a pattern reads again and again, more than seldom."""
    for kind, said in parsed:
        if kind in REPEATS and said[1] > SELDOM:
            yield said[2]
        for part in parts(kind, said):
            yield from repeated(part)


def _rests(some, others):
    return {other[len(one) :] for one in some for other in others if other.startswith(one) and other != one}


def is_read_in_two_ways(found):
    """Whether one word is read in two ways, or one row of words is another row of them too (Sardinas and Patterson)."""
    if any(ways > 1 for word, ways in found.items() if word):
        return True
    found, seen = {*found} - {""}, set()
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
        named = [*dict.fromkeys(literals(group))][:MOST_SIGNS]
        try:
            found = words(group, OTHERS | {*named})
        except Endless:
            return ["too many to tell"]
        if is_read_in_two_ways(found):
            return sorted(found)[:20]
    return []


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("(?:刚|刚刚|就)*开", True),
        ("(?:早|早就|就)+$", True),
        ("x(?=(?:给|帮忙?|忙){0,9}x)", True),
        ("(?:去|来|拿[^,。]{1,6}|带[^,。]{1,6})*代办", True),
        ("(?:[^,]|来)*代办", True),
        (r"(?:\d+|年)*代办", True),
        ("(?:[^,]{2})*代办", False),
        (r"(?:\d+年)*代办", False),
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
