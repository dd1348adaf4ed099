"""What a row states, for whoever holds it against the clause that it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from registry.findings import Effect
from registry.typed.clauses import Saying


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a clause must give: yuan, or a fraction below 1, in a field of the row or of an inline row. ``part`` is
    what that row is called, '' where the name of the figure says enough."""

    part: str
    field: str
    name: str
    value: Decimal

    @property
    def label(self) -> str:
        return f"{self.part}：{self.name}" if self.part else self.name


class Stating:
    """A row that states nothing which could be held against a clause, until its kind says otherwise."""

    #: The words by which one clause tells such rows from each other: 一级, 二级, 三级.
    grades: frozenset[str] = frozenset()

    def quoted_numbers(self, inline: Mapping[str, Sequence[Any]] | None = None) -> Iterable[Figure]:
        """Figures that the clause must give, of these inline rows or the stored."""
        return ()

    def sayings(self, inline: Mapping[str, Sequence[Any]] | None = None) -> Iterable[Saying]:
        """What its clauses say, with these inline rows or the stored: each is found by itself (``clauses.saying``)."""
        return ()

    def told_at_entry(self, inline: Mapping[str, Sequence[Any]]) -> Iterable[str]:
        """What its writer should know before it is brought in with these inline rows."""
        return ()

    def filled_at_entry(self) -> Iterable[str]:
        """What was filled in by itself, and may be looked at."""
        return ()

    @property
    def left_out_lines(self) -> tuple[str, ...]:
        """What of its text it says is entered nowhere, statement by statement."""
        return ()

    def grade(self) -> str:
        """Which of ``grades`` it is of; '' for none."""
        return ""

    def whom(self) -> str:
        """What clauses call those whom alone it is for, as an expression; '' where it is for everybody."""
        return ""

    def figure_words(self, field: str) -> str:
        """What clauses call the figure of this field, as an expression; '' for one that they name in no words of its own."""
        return ""

    @property
    def lacks_case(self) -> bool:
        """Whether it has figures that no golden case proves."""
        return False

    def effect(self) -> Effect | None:
        """What publishing the row does to standard bills; None for a row without figures."""
        return None
