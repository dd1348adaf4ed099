"""地方 of a relation in one cell: 北京市、天津市、河北省."""

from collections import defaultdict
from collections.abc import Mapping

from django.core.exceptions import ValidationError

from registry.excel.columns import SEPARATORS
from registry.excel.inline import InlineColumn
from registry.excel.values import Value, spoken
from registry.models import PlaceRelationMember, Region


class MembersColumn(InlineColumn):
    """Regions by name, or by code where two have the name."""

    separator = "、"
    varies = True

    def __init__(self) -> None:
        explained = "写统筹区或者省，用顿号隔开，例如“北京市、天津市、河北省”。重名的写代码。"
        super().__init__("members", "哪些地方", explained, "北京市、天津市、河北省")

    def example_beside(self, line: Mapping[str, Value]) -> Value:
        """The region alone: between any two places in it."""
        return spoken(line["region"]).partition(" ")[2] or self.example

    def show(self, child: PlaceRelationMember) -> str:
        return str(child.region.name)

    def read(self, typed: str) -> list[PlaceRelationMember]:
        known = _by_name()
        return [PlaceRelationMember(region=_region(known, word)) for word in SEPARATORS.split(typed) if word]


def _by_name() -> dict[str, list[Region]]:
    """Regions by code and by name, which two may share."""
    found: defaultdict[str, list[Region]] = defaultdict(list)
    for region in Region.objects.all():
        found[region.code].append(region)
        found[region.name].append(region)
    return found


def _region(known: dict[str, list[Region]], typed: str) -> Region:
    regions = known.get(typed, [])
    if len(regions) != 1:
        problem = f"有几个“{typed}”，请写代码" if regions else f"没有“{typed}”，请写全名或者代码"
        raise ValidationError(f"{problem}。")
    return regions[0]


COLUMNS = (MembersColumn(),)
