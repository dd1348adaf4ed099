"""Rows that are judged together: what is dear to judge one of them by is made once for all of its kind."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")


class _Judged:
    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows = list(rows)
        self.made: dict[Any, Any] = {}


_judged: ContextVar[_Judged | None] = ContextVar("judged", default=None)


@contextmanager
def together(rows: Iterable[Any]) -> Iterator[None]:
    """Judge each of these rows as one of them all: they stand on one page, or are taken one step at once. Where they are
    judged together already, what was made for them serves on."""
    here, now = list(rows), _judged.get()
    token = _judged.set(now if now is not None and now.rows == here else _Judged(here))
    try:
        yield
    finally:
        _judged.reset(token)


def once(row: Any, make: Callable[[list[Any]], T]) -> T:
    """What is made of all rows of a kind that are judged together with this one; of this one where it is judged alone."""
    judged = _judged.get()
    rows = [each for each in judged.rows if type(each) is type(row)] if judged else []
    if judged is None or all(each.pk != row.pk for each in rows):
        return make([row])
    key = (type(row), make)
    if key not in judged.made:
        judged.made[key] = make(rows)
    found: T = judged.made[key]
    return found
