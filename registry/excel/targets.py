"""Which stored row a line of a sheet is about, and what becomes of that."""

import datetime as dt
from typing import Any

from registry.publication import Status


def target_of(probe: Any, known: list[tuple[Any, list[Any]]]) -> tuple[Any, list[Any]]:
    """The published row that a line is about, with its cells; none for a new one."""
    published = [(row, cells) for row, cells in known if row.status == Status.PUBLISHED]
    for row, cells in published:
        if row.effective_from == probe.effective_from:
            return row, cells
    for row, cells in published:
        begins_within = row.in_force(probe.effective_from) if probe.effective_from else row.effective_to is None
        if begins_within:
            return row, cells
    return None, []


def handover(target: Any, row: Any) -> str:
    """What becomes of the row that a revision takes the place of."""
    if target is None or target.status == Status.DRAFT:
        return ""
    start = row.effective_from
    whole = start is None or (target.effective_from is not None and start <= target.effective_from)
    return "发布后整个换掉原来的。" if whole else f"原来的到 {start - dt.timedelta(days=1)} 为止。"
