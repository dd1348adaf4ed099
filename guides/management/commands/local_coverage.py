"""For how much of the country there are rows of its own, kind by kind."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from calculators.models import BasicPolicy
from guides.models import Parameter
from guides.outcome import checklist
from registry import snapshot as snapshots
from registry.models import Office
from registry.places import NATION, Places
from registry.publication import PublishedRow
from registry.snapshot import published_models

_ANY = "随便哪样"


class Command(BaseCommand):
    help = (
        "数一数：每样当地的条目，全国多少个统筹区有（省里写的，算省里每个统筹区都有），多少个自己有，多少个省级有。"
        "一行一样，用制表符隔开。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        snapshot, today = snapshots.current(), timezone.localdate()
        rows = [row for model in published_models() for row in checklist.everywhere(snapshot, model, today)]
        regions: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            if getattr(row, "region_id", None) not in (None, NATION):
                for sort in (*_sorts(row), _ANY):
                    regions[sort].add(str(row.region_id))
        self.stdout.write("\t".join(["哪一样", "统筹区", "占", "自己有的统筹区", "省级"]))
        for line in _lines(regions, snapshot.places):
            self.stdout.write("\t".join(line))


def _sorts(row: PublishedRow) -> Iterator[str]:
    """What a row is counted as: counters by what is done there, rules by what they rule, payouts by who is paid."""
    name = str(row._meta.verbose_name)
    yield name
    if isinstance(row, Office):
        yield from (f"{name}：{label}" for label in row.service_labels)
    elif isinstance(row, Parameter):
        yield f"{name}：{row.get_name_display()}"
    elif isinstance(row, BasicPolicy):
        yield f"{name}：{row.get_scheme_display()}，{row.get_care_type_display()}"


def _lines(regions: Mapping[str, set[str]], places: Places) -> Iterator[list[str]]:
    pools = [place.code for place in places.pools]
    provinces = {place.code for place in places.provinces}
    for sort, codes in sorted(regions.items()):
        covered = sum(1 for pool in pools if codes & set(places.chain(pool)))
        own = len(codes.intersection(pools) - provinces)
        yield [sort, str(covered), f"{100 * covered / len(pools):.1f}%", str(own), str(len(codes & provinces))]
