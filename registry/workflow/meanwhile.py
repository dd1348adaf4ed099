"""Who is given somebody else's rule: where one for all goes public while the one for some of them still waits."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from registry import rows
from registry.belonging import inline_of, inline_rows
from registry.workflow import review

#: What two rows say otherwise is told by its first few figures.
_MOST = 3
_ASIDE = rows.KEPT_ASIDE | {"status", "source", "source_article", "key", "position", "collected_on"}


@dataclass(frozen=True)
class Meanwhile:
    """A row that is not public, and the one that those whom it is for are given until it is."""

    row: Any
    instead: Any

    def __str__(self) -> str:
        said = "；".join(f"{line.label.partition('（')[0]} {line.old}，不是 {line.new}" for line in self._figures())
        return f"“{self.row}”还不公开，这些人就先照“{self.instead}”算{f'：{said}' if said else ''}。"

    def _figures(self) -> list[review.Difference]:
        lines = review.compared(_figures(self.instead), _figures(self.row))
        return [line for line in lines if line.old and line.new][:_MOST]


def _figures(row: Any) -> dict[str, str]:
    """What a row says in figures, its inline rows in one line where their kind has words for them all."""
    found = review.said_fields(row, frozenset({*row.slot_fields, *_ASIDE}))
    for name, children in inline_of(row).items():
        kind = getattr(type(row), name).rel.related_model
        if children:
            found[str(kind._meta.verbose_name)] = kind.in_one(children)
    return {label: words for label, words in found.items() if any(sign.isdecimal() for sign in words)}


def of(row: Any, others: Iterable[Any]) -> Meanwhile | None:
    """What those whom a row is for are given where others go public and it does not; None where that changes nothing."""
    if row.supersedes_id is not None:
        return None  # what it is to supersede stays
    covering = [other for other in others if other.covers(row) and _meet(row, other)]
    nearest = max(covering, key=lambda other: _alike(row, other), default=None)
    return Meanwhile(row, nearest) if nearest is not None else None


def told(going: Sequence[Any]) -> list[Meanwhile]:
    """Where rows go public together, what holds meanwhile for those whose own row of the same document does not."""
    return [found for row in _waiting(going) if (found := of(row, going)) is not None]


def _waiting(going: Sequence[Any]) -> Iterator[Any]:
    kinds: list[Any] = [type(row) for row in going if row.INCOMPLETE is not None]  # figures alone stand in for others
    for kind in dict.fromkeys(kinds):
        mine = [row for row in going if type(row) is kind]
        unfinished = kind._default_manager.unfinished().exclude(pk__in=[row.pk for row in mine])
        beside = unfinished.filter(source__in={row.source_id for row in mine})
        yield from beside.select_related("region", "source").prefetch_related(*inline_rows(kind))


def _alike(row: Any, other: Any) -> tuple[int, int]:
    """How near a row for more people stands; one for all in hardship is nearer than one for everybody."""
    same = sum(own == theirs for own, theirs in zip(row.slot(), other.slot(), strict=True))
    return same, sum(bool(said) for said in other.slot())


def _meet(one: Any, other: Any) -> bool:
    """Whether both hold on some day."""
    start, end = dt.date.min, dt.date.max
    ends_before = (one.effective_to or end) < (other.effective_from or start)
    begins_after = (one.effective_from or start) > (other.effective_to or end)
    return not (ends_before or begins_after)
