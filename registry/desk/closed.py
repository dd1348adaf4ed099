"""What is left in a place that is no 统筹区 any more: nobody can choose it, and nobody reads what stands there."""

from typing import Any

from registry.models import Assignment, Region, Report
from registry.models.regions import Level
from registry.publication import Status
from registry.snapshot import published_models

#: How such a place and the others stand apart: the country and provinces are no 统筹区 and never were.
_ABOVE = (Level.NATION, Level.PROVINCE)


def places() -> Any:
    return Region.objects.filter(is_pool=False).exclude(level__in=_ABOVE)


def left_behind(region: Region) -> dict[str, int]:
    """How much still names such a place, by what it is; empty for any other region."""
    if region.is_pool or region.level in _ABOVE:
        return {}
    kinds = [model.objects.filter(region=region) for model in published_models()]
    counts = {
        "条已发布": sum(rows.filter(status=Status.PUBLISHED).count() for rows in kinds),
        "条草稿或待复核": sum(rows.unfinished().count() for rows in kinds),
        "份派工": Assignment.objects.filter(region=region).count(),
        "个报错还没查": Report.objects.filter(region=region, state=Report.State.OPEN).count(),
    }
    return {label: count for label, count in counts.items() if count}


def told(left: dict[str, int]) -> str:
    return "、".join(f"{count} {label}" for label, count in left.items())
