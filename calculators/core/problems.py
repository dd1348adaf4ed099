"""What is wrong with terms, as data: where, of which kind, and with which figures. Whoever shows it finds the words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

#: Names of fields and places in lists, from the outermost: ("policy", "basic", "bands", 0, "rate").
Path = tuple[str | int, ...]


class Kind(Enum):
    """Everything that can be wrong with a field."""

    MISSING = auto()  # nothing is wrong, but there is no number without it
    NO_GROUP = auto()
    STRANGER = auto()
    NOT_A_NUMBER = auto()
    NEGATIVE = auto()
    TOO_LARGE = auto()  # values: how many digits there may be
    TOO_FINE = auto()  # values: how many decimals there may be
    NOT_A_FRACTION = auto()
    NOT_A_FLAG = auto()
    NOT_A_COUNT = auto()  # values: the least there may be
    NOT_A_CHOICE = auto()  # values: the choices
    NO_BANDS = auto()
    NO_ENTRIES = auto()
    OPEN_TOO_EARLY = auto()
    NOT_OPEN = auto()
    NOT_ABOVE_ZERO = auto()
    NOT_RISING = auto()
    NEEDS_CEILING = auto()
    NEEDS_RATE = auto()
    UNUSED = auto()
    MORE_THAN_TOTAL = auto()
    PARTS_MORE_THAN_TOTAL = auto()
    LESS_THAN_PARTS = auto()
    MORE_THAN_NON_COVERED = auto()
    NO_CONDITION = auto()
    NO_CHANGE = auto()
    STATED_TWICE = auto()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one field; ``values`` are what a sentence about its kind may name."""

    path: Path
    kind: Kind
    values: tuple[object, ...] = ()

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: {self.kind.name}"


class TermsError(ValueError):
    """Terms that cannot be computed with; ``problems`` are all that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


class MissingParameterError(TermsError):
    """Nothing is wrong, but a required parameter is not known: there is no number, and never a default."""
