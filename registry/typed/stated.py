"""The figures that a clause of a notice states, each with its sentence, and those that follow from its words.

“降低20%” states a share of 0.2, and makes 320 of the 400 beside it; “1.4万元” states 14000 and nothing else. Sums are in yuan,
shares are fractions below 1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from registry.typed.clauses import NOTHING
from registry.typed.signs import half_width, visible

_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_DIGITS = "零〇一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_CHINESE = rf"[{_DIGITS}两十百千]+"
#: Numerals without a unit are none of ours: 二次, 三级. They are tried from their first sign alone, and as a whole: from each
#: of them and of each length, thousands of signs took seconds.
_NUMBER = rf"(?P<number>\d+(?:\.\d+)?|(?<![{_DIGITS}两十百千]){_CHINESE}+(?= ?(?:万|元|个?百分点|个点|折|成)))"
_STATED = re.compile(
    rf"百分之(?P<hundredths>\d+(?:\.\d+)?|{_CHINESE})|(?P<half>减半|折半|一半)"
    rf"|{_NUMBER} ?(?P<wan>万)? ?(?P<unit>元|%|个?百分点|个点|折|成)?"
)
_TO_WAN = re.compile(r" ?[-–—~～至到] ?\d+(?:\.\d+)? ?万")
#: Units that the head of a table gives to its numbers.
_HEADS = {Decimal("0.01"): re.compile("[（(][%％][）)]"), Decimal(10_000): re.compile("[（(：:]万元")}
_LESS, _MORE = re.compile("降低|减少|下降|下调|下浮|减收"), re.compile("提高|增加|上浮|上调|高出")
_OF_THE_PERSON = re.compile("个人|自付|自负|自理")
#: How a figure that others are multiplied by is told.
_FACTOR = "是原来的"
_POINTS = ("百分点", "个百分点", "个点")
_ONE = Decimal(1)
#: A clause is a few sentences. What follows from each pair of figures of a longer text would take minutes.
MOST_FIGURES = 200


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of a clause: the sentence it stands in, how it follows from that ('' where it is written there), and what
    the sentence says before it."""

    value: Decimal
    sentence: str
    how: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class _Figure:
    """One figure as it is written, and what it does to others: “降低”, “提高” or nothing; whether it is what people pay."""

    value: Decimal
    words: str
    sentence: str
    is_points: bool = False
    direction: str = ""
    of_the_person: bool = False
    before: str = ""


def found(clause: str, figure: Decimal, *, factor: bool = False) -> list[Stated]:
    """Where the clause states a figure; where it nowhere does, the ways in which the figure follows from what it states. Of
    a ``factor`` those before all: 80% that is written may be another's share, and 降低20% the one that is meant."""
    given = list(_given(clause).get(figure, ()))
    factors = [one for one in given if factor and _FACTOR in one.how]
    return factors or [one for one in given if not one.how] or given


def ways(clause: str, figure: Decimal) -> tuple[Stated, ...]:
    """All in which a clause gives a figure: where it writes it, and how it follows."""
    return _given(clause).get(figure, ())


@lru_cache(maxsize=512)
def _given(clause: str) -> dict[Decimal, tuple[Stated, ...]]:
    """All that a clause gives, by figure: what it writes, then what follows from that."""
    figures = list(islice(_figures(clause), MOST_FIGURES))
    written = [Stated(one.value, one.sentence, before=one.before) for one in figures]
    given: dict[Decimal, dict[Stated, None]] = {}
    for stated in written:
        given.setdefault(stated.value, {})[stated] = None
    for made in _made(figures):
        if made.value:
            given.setdefault(made.value, {})[made] = None
    return {value: tuple(found) for value, found in given.items()}


def _figures(clause: str) -> Iterator[_Figure]:
    """The figures in the order of the text; one without a unit may be several, by what the heads of a table say."""
    units = [unit for unit, head in _HEADS.items() if head.search(clause)]
    for sentence in sentences(clause):
        plain = _THOUSANDS.sub("", half_width(sentence))
        for none in NOTHING.finditer(plain):
            yield _Figure(Decimal(0), none[0], sentence.strip(), before=plain[: none.start()])
        for match in _STATED.finditer(plain):
            before = plain[: match.start()]
            near = before[-8:]
            direction = "降低" if _LESS.search(near) else "提高" if _MORE.search(near) else ""
            of_the_person = bool(_OF_THE_PERSON.search(near))
            for value in _values(match, plain, units):
                if not value:  # that there is none is said in words of its own
                    continue
                is_points = match["unit"] in _POINTS
                yield _Figure(value, match[0].strip(), sentence.strip(), is_points, direction, of_the_person, before)


def sentences(text: str) -> list[str]:
    return _SENTENCE.findall(text)


def spots(text: str) -> Iterator[tuple[int, int, tuple[Decimal, ...]]]:
    """Where the figures with a unit, and the words that there is none, stand in a text: start, end, what each may mean."""
    kept = [number for number, sign in enumerate(text) if not _between_thousands(text, number) and visible(sign)]
    plain = half_width("".join(text[number] for number in kept))
    units = [unit for unit, head in _HEADS.items() if head.search(plain)]
    for none in NOTHING.finditer(plain):
        yield kept[none.start()], kept[none.end() - 1] + 1, (Decimal(0),)
    for match in _STATED.finditer(plain):
        measured = match["half"] or match["hundredths"] or match["wan"] or match["unit"]
        if values := tuple(value for value in _values(match, plain, units) if value and measured):
            yield kept[match.start()], kept[match.end() - 1] + 1, values


def _between_thousands(text: str, number: int) -> bool:
    return text[number] in ",，" and _THOUSANDS.match(half_width(text), number) is not None


def _values(match: re.Match[str], plain: str, units: list[Decimal]) -> Iterator[Decimal]:
    """What a match may mean; one without a unit of its own may have one of the head's."""
    if match["half"]:
        yield Decimal("0.5")
        return
    number = _number(match["hundredths"] or match["number"])
    if match["unit"] in ("折", "成"):
        yield number / (10 if number < 10 else 100)
    elif match["hundredths"] or (match["unit"] and match["unit"] != "元"):
        yield number / 100
    elif match["wan"] or _TO_WAN.match(plain, match.end()):
        yield number * 10_000
    else:
        yield number
        yield from (number * unit for unit in units if not match["unit"])


def _number(written: str) -> Decimal:
    """A number in digits or in Chinese numerals: 一千三百, 八十五, 二十."""
    if written[0].isdecimal():
        return Decimal(written)
    total, digit = 0, 0
    for sign in written.replace("两", "二").replace("〇", "零"):
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _DIGITS.replace("〇", "").index(sign)
    return Decimal(total + digit)


def _made(figures: list[_Figure]) -> Iterator[Stated]:
    """What follows: a first figure lowered, raised or halved; a share with points on top; what the person's share leaves."""
    for change in (one for one in figures if one.value < _ONE):
        words = f"{change.direction}{change.words}"
        if change.direction or change.words in ("减半", "折半"):
            yield from _changed(figures, change, words)
        if change.of_the_person and not change.is_points:
            rest = _ONE - change.value
            yield Stated(rest, change.sentence, f"个人付 {change.words}，其余 {shown(rest)}")


def _changed(figures: list[_Figure], change: _Figure, words: str) -> Iterator[Stated]:
    sign = -1 if change.direction == "降低" else 1
    if change.is_points:
        for share in (one for one in figures if 0 < one.value < _ONE and not one.is_points and not one.direction):
            made = share.value + sign * change.value
            yield Stated(made, change.sentence, f"{share.words}{words}，是 {shown(made)}")
        return
    factor = change.value if not change.direction else _ONE + sign * change.value
    if change.direction:  # 减半 writes it
        yield Stated(factor, change.sentence, f"{words}，{_FACTOR} {shown(factor)}")
    for sum_ in (one for one in figures if one.value >= _ONE):
        made = sum_.value * factor
        yield Stated(made, change.sentence, f"{sum_.words} {words}，是 {shown(made)}")


def shown(value: Decimal) -> str:
    """A figure in words: 0.85 as 85%, 14000 and 0 as they are."""
    return f"{plain(value * 100)}%" if 0 < value < _ONE else plain(value)


def plain(value: Decimal) -> str:
    """A figure without an exponent, and without zeros that say nothing."""
    return f"{value.normalize():f}"
