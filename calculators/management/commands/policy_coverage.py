"""How much of the country can be estimated today, and what has become of each rule that was found."""

from argparse import ArgumentParser
from collections import Counter, defaultdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from calculators.circumstances import CareType, Scheme
from calculators.estimating.found import Use, found
from calculators.estimating.policies import State, coverage
from registry import snapshot


class Command(BaseCommand):
    help = (
        "数一数：每个险种、每类就医，多少个统筹区算得出来、缺参数、没有规定。"
        "--found 列出找到过的每一份规定：出数、有草稿，还是没有，为什么。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--found", action="store_true", help="列出找到过的每一份规定，一份一行")

    def handle(self, *args: Any, found: bool, **options: Any) -> None:
        self._list_found() if found else self._count()

    def _count(self) -> None:
        table: dict[tuple[str, str], dict[State, int]] = defaultdict(dict)
        for cell, count in coverage(snapshot.current(), timezone.localdate()).items():
            table[cell.scheme, cell.care_type][cell.state] = count
        for (scheme, care_type), counts in sorted(table.items()):
            words = "；".join(f"{state.value} {counts.get(state, 0)}" for state in State)
            self.stdout.write(f"{Scheme(scheme).label} · {CareType(care_type).label}：{words}")

    def _list_found(self) -> None:
        lines = list(found(snapshot.current(), timezone.localdate()))
        for line in lines:
            self.stdout.write("\t".join([line.place, line.scheme, line.kind, line.use.value, line.why]))
        counts = Counter(line.use for line in lines)
        self.stdout.write(f"共 {len(lines)} 份：" + "；".join(f"{use.value} {counts[use]}" for use in Use))
