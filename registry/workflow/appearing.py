"""Where people will read a row that is not public yet. Apps say it of their kinds of rows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Appearance:
    """What comes of a row where people read it: in words, by label, in place of what its field of that label says; and the
    public pages that show it, by name. ``rests_on`` is that of it, by label, which does not come of the rows beside it: each
    of those speaks for itself."""

    says: Mapping[str, str]
    pages: tuple[tuple[str, str], ...] = ()
    rests_on: Mapping[str, str] = field(default_factory=dict)


Appears = Callable[[Any, Iterable[Any]], Appearance]
_APPEARING: dict[type[Any], Appears] = {}


def register(appears: Appears, *kinds: type[Any]) -> None:
    """Add where people will read rows of these kinds."""
    _APPEARING.update(dict.fromkeys(kinds, appears))


def appearance(row: Any, together: Iterable[Any]) -> Appearance:
    """Of a row that is not public yet, where it will be read; nothing where its kind cannot tell. ``together``: the rows
    that are to become public with it."""
    appears = _APPEARING.get(type(row))
    return appears(row, together) if appears and row.is_unfinished else Appearance({})
