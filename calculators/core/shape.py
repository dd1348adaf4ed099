"""How terms are declared: each field by its type and the limits of its figures, and what must be true of a group.

Whoever reads terms from a file or a row goes by these declarations, so that no limit is written twice.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal
from typing import Annotated, NamedTuple

from calculators.core.money import ONE
from calculators.core.problems import Kind, Path


class Figure(NamedTuple):
    """How a number may be written: at most so many decimals, and not above ``most``."""

    decimals: int
    most: Decimal | None = None


class Count(NamedTuple):
    """How a whole number may be written: not below ``least``."""

    least: int


#: A whole number, 0 too.
Whole = Annotated[int, Count(0)]
#: Money in yuan, to the fen.
Yuan = Annotated[Decimal, Figure(2)]
#: A fraction, 0–1.
Rate = Annotated[Decimal, Figure(10, ONE)]


class Flaw(NamedTuple):
    """Something wrong that one field alone does not show; ``beside`` are the other fields it was seen by."""

    path: Path
    kind: Kind
    values: tuple[object, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """A group of terms: a frozen dataclass that can be read from a mapping whose keys are its own field names."""

    @classmethod
    def required(cls, given: Mapping[str, object]) -> Collection[str]:
        """The fields without which there is no number, where these are given: by default those that have no default."""
        return [field.name for field in fields(cls) if field.default is MISSING]

    def flaws(self) -> Iterator[Flaw]:
        """What is wrong between fields that are each sound."""
        return iter(())
