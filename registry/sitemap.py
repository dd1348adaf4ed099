"""The pages that are meant to be found, for search engines: told by whoever makes them, never with a visitor's answers."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from registry.snapshot import Snapshot, per_snapshot


@dataclass(frozen=True, slots=True)
class Listed:
    """A page: its path, and the day on which what it says last changed, None where no row says so."""

    path: str
    changed: dt.date | None = None


#: The pages of one room on a date.
Source = Callable[[Snapshot, dt.date], Iterable[Listed]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let a room tell which of its pages are to be found."""
    _sources.append(source)


@per_snapshot
def listed(snapshot: Snapshot, on: dt.date) -> tuple[Listed, ...]:
    """All of them, each once. They are gathered from every row for every place: once, however often they are asked for."""
    found = {page.path: page for source in _sources for page in source(snapshot, on)}
    return tuple(found.values())
