"""What a row states, for whoever holds it against the clause that it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from registry.clauses import Saying
from registry.findings import Effect


class Stating:
    """A row that states nothing which could be held against a clause, until its kind says otherwise."""

    #: The words by which one clause tells such rows from each other: 一级, 二级, 三级.
    grades: frozenset[str] = frozenset()

    def quoted_numbers(self, inline: Mapping[str, Sequence[Any]] | None = None) -> Iterable[tuple[str, Decimal]]:
        """Figures that the clause must give, of these inline rows or the stored: label, and yuan or a fraction below 1."""
        return ()

    def sayings(self, inline: Mapping[str, Sequence[Any]] | None = None) -> Iterable[Saying]:
        """What its clauses say, with these inline rows or the stored: each is found by itself (``clauses.saying``)."""
        return ()

    def told_at_entry(self, inline: Mapping[str, Sequence[Any]]) -> Iterable[str]:
        """What its writer should know before it is brought in with these inline rows."""
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

    def figure_words(self, label: str) -> str:
        """What clauses call the figure of this label, as an expression; '' for one that they name in no words of its own."""
        return ""

    @property
    def lacks_case(self) -> bool:
        """Whether it has figures that no golden case proves."""
        return False

    def effect(self) -> Effect | None:
        """What publishing the row does to standard bills; None for a row without figures."""
        return None
