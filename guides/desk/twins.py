"""Rows of two levels that are called the same and are not the same: people would see one thing twice."""

from typing import Any

from guides.models import Advice, Channel, Document
from registry import snapshot as snapshots
from registry.publication import Status

_NAMED_BY = {Document: "name", Channel: "name", Advice: "title"}


def twin(row: Any) -> Any:
    """The published row of a level above that is called the same, stands in the same guides and has another key; None where
    there is none, or more than one."""
    name = _NAMED_BY.get(type(row))
    above = snapshots.current().places.chain(row.region_id)[1:]
    if name is None or not above or row.status == Status.RETIRED:
        return None
    published = type(row).objects.published().filter(region__in=above)
    if published.filter(key=row.key).exists():
        return None  # it takes the place of one of them; the others of that name are about something else
    others = published.filter(**{name: getattr(row, name)}).exclude(key=row.key).select_related("region")
    found = [other for other in others if set(other.guides) & set(row.guides)]
    return found[0] if len(found) == 1 else None  # several of that name are each about a case of their own


def told_of_twin(other: Any) -> str:
    return (
        f"{other.region.name}已经有一条“{other}”（代号 {other.key}），公众会看到两样。"
        "要替换它，把代号改成它的；真是两样，名称写得不一样。"
    )
