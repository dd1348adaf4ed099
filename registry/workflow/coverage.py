"""What of a clause the rows that rest on it say: its figures and days, each used by one of them, or left."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from registry import rows
from registry.belonging import inline_of
from registry.typed import stated
from registry.typed.clauses import Clause, clauses, pointed
from registry.typed.signs import half_width
from registry.workflow import review
from registry.workflow.quoting import Quoted, quoted, rests_on

#: Days, and spans and ages in digits; sums and shares are known by :mod:`registry.typed.stated`.
_TIMES = re.compile(r"(?:\d{4} ?年)? ?\d{1,2} ?月 ?\d{1,2} ?日|(?<!\d)\d++ ?(?:个月|天|周?岁)")
#: Numbers of a row that no clause gives.
_ASIDE = frozenset({"position", "review_every"})
#: Signs of the shortest statement: 不设起付线.
_STATEMENT = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a clause: words, a figure that some row says, or one that none does."""

    text: str
    kind: Literal["", "used", "left"] = ""


@dataclass(frozen=True)
class Resting:
    """A row with its figures beside the sentences that give them."""

    row: Any
    figures: Sequence[Quoted]

    @classmethod
    def of(cls, row: Any) -> "Resting":
        return cls(row, quoted(row))


@dataclass
class _Said:
    """What the rows of one clause say: numbers, how some follow from it, and all their words."""

    numbers: set[Decimal]
    ways: str
    words: str

    def has(self, values: Iterable[Decimal], words: str) -> bool:
        """A share may be said by what it leaves: 降低20% is a factor of 0.8."""
        met = any(value in self.numbers or (value < 1 and 1 - value in self.numbers) for value in values)
        return met or words in self.ways or words in self.words


def pieces(text: str, resting: Iterable[Resting]) -> dict[Clause, list[Piece]]:
    """Each clause of a text in pieces."""
    found = clauses(text)
    naming = [(one, pointed(found, rests_on(one.row))) for one in resting]
    return {clause: list(_pieces(clause.text, _said(clause, naming))) for clause in found}


def left(parts: Iterable[Piece]) -> list[str]:
    """The figures and days that no row says, each once."""
    return list(dict.fromkeys(piece.text for piece in parts if piece.kind == "left"))


def left_out(clause: Clause, row: Any) -> list[str]:
    """What of a clause a row says is entered nowhere: statements as they stand in it, or one that holds all of it. A word
    or two, such as 无, are no statement: they stand in many clauses."""
    text = _bare(clause.text)
    told = ((line, _bare(line)) for line in row.left_out_lines)
    return [line for line, said in told if len(said) >= _STATEMENT and (said in text or text in said)]


def _said(clause: Clause, naming: Iterable[tuple[Resting, list[Clause]]]) -> _Said:
    said = _Said(set(), "", "")
    for one, named in naming:
        here = [place for figure in one.figures for place in figure.places if place.sentence in clause.text]
        said.numbers |= {place.value for place in here}
        said.ways += "".join(_plain(place.how) for place in here)
        if clause in named:
            said.numbers |= set(_numbers(one.row))
            said.words += _plain("\n".join(review.said(one.row).values()))
        said.words += _plain("\n".join(left_out(clause, one.row)))
    return said


def _numbers(row: Any) -> Iterator[Decimal]:
    children = (child for some in inline_of(row).values() for child in some)
    for part in (row, *children):
        for field in rows.fields(part, rows.KEPT_ASIDE | _ASIDE):
            value = getattr(part, field.attname)
            if not field.is_relation and isinstance(value, int | Decimal) and not isinstance(value, bool):
                yield Decimal(value)


def _pieces(text: str, said: _Said) -> Iterator[Piece]:
    end = 0
    for start, stop, values in _spots(text):
        if start >= end:
            yield from [Piece(text[end:start])] if start > end else []
            spot = text[start:stop]
            yield Piece(spot, "used" if said.has(values, _plain(spot)) else "left")
            end = stop
    if end < len(text):
        yield Piece(text[end:])


def _spots(text: str) -> list[tuple[int, int, tuple[Decimal, ...]]]:
    """Where figures and days stand in a clause, and what each may mean; of two that begin alike the longer."""
    times = [(found.start(), found.end(), _count(found[0])) for found in _TIMES.finditer(half_width(text))]
    return sorted([*times, *stated.spots(text)], key=lambda spot: (spot[0], -spot[1]))


def _count(time: str) -> tuple[Decimal, ...]:
    """6个月 is 6; a day is no number."""
    return () if "日" in time else (Decimal(re.match(r"\d+", time)[0]),)  # type: ignore[index]


def _bare(text: str) -> str:
    """Letters and figures alone: statements are copied with or without their commas and full stops."""
    return re.sub(r"[\W_]", "", half_width(text))


def _plain(text: str) -> str:
    return re.sub(r"\s", "", half_width(text))
