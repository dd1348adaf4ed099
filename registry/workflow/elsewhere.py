"""A row beside those of other regions: what it may have been copied from, and what its people read instead or no more."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from registry import snapshot as snapshots
from registry.findings import Finding


def copied(row: Any) -> Iterator[Finding]:
    """The same address, or the same clause of a text, written for another region: perhaps copied and not changed."""
    for name in row.local_fields:
        value = getattr(row, name)
        others = type(row)._default_manager.published().exclude(region=row.region_id).filter(**{name: value})
        if value and (other := others.select_related("region").first()):
            label = row._meta.get_field(name).verbose_name
            yield Finding(False, f"{other.region}的“{other}”写着同样的{label}。是不是抄过来忘了改？")


def replaced(row: Any) -> Iterator[Finding]:
    """What people of the place have read until now, and will read no more; and what a revision that says another thing than
    what it supersedes leaves them to read instead of that."""
    above = read_no_more(row)
    if row.waived and above is None and not _is_over(row):
        yield Finding(False, _waives_nothing(_nearest(row, row)))
    previous = row.supersedes if row.supersedes_id else None
    if previous is not None and (previous.slot(), previous.region_id) == (row.slot(), row.region_id):
        return
    if above is not None:
        instead = "，也没有别的" if row.waived else "，改看这一条"
        yield Finding(False, f"发布以后，{row.region.name}的人不再看到{above.region.name}的那一条{instead}。")
    if previous is not None:
        yield from _left(previous, row)


def _waives_nothing(nearest: Any) -> str:
    if nearest is not None:
        return f"勾了“本地不需要”，可是{nearest.region.name}已经勾了，公众本来就看不到。请看看还要不要这一条。"
    return "勾了“本地不需要”，可是上一级没有这一条，没有什么要去掉的。请看看代号写对没有。"


def read_no_more(row: Any) -> Any:
    """The row of the region above that people of the place read no more where this one is published; None without one."""
    return None if _is_over(row) else _above(row, row)


def nearest_above(row: Any, together: Iterable[Any] = ()) -> Any:
    """What says of the nearest region above what people of the place read where a row is withdrawn, with others
    ``together``, from its first day on; it may say that they need none."""
    return _nearest(row, row, [one.pk for one in together if type(one) is type(row)])


def _left(previous: Any, row: Any) -> Iterator[Finding]:
    """What people of the place of ``previous`` read from the day on that a row says another thing, or says it elsewhere."""
    if previous.slot() == row.slot() and row.region_id in _regions_above(previous):
        return  # they read the row itself
    stopped = f"发布以后，原来那一条停了，{previous.region.name}的人"
    if (other := _above(previous, row)) is not None:
        yield Finding(False, f"{stopped}改看{other.region.name}的“{other}”。")
    elif previous.region_id != row.region_id:
        yield Finding(False, f"{stopped}没有别的可看。请看看适用地区选错没有。")


def _above(one: Any, row: Any) -> Any:
    """What people read for the same thing as ``one`` of a region above, from the day of ``row`` on: a nearer region that
    needs none hides what stands above it."""
    found = _nearest(one, row)
    return None if found is None or found.waived else found


def _nearest(one: Any, row: Any, gone: Iterable[Any] = ()) -> Any:
    chain, today = _regions_above(one), timezone.localdate()
    same = type(row)._default_manager.published().same_slot(one).filter(region__in=chain).exclude(pk__in=gone)
    found = same.in_force(max(today, row.effective_from or today)).select_related("region")
    return min(found, key=lambda other: chain.index(other.region_id), default=None)


def _is_over(row: Any) -> bool:
    return row.effective_to is not None and row.effective_to < timezone.localdate()


def _regions_above(row: Any) -> tuple[str, ...]:
    return snapshots.current().places.chain(str(row.region_id))[1:]
