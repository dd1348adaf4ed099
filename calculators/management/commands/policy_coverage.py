"""How much of the country can be estimated today."""

from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from calculators.circumstances import CareType, Scheme
from calculators.policies import State, coverage
from registry import snapshot


class Command(BaseCommand):
    help = "数一数：每个险种、每类就医，多少个统筹区算得出来、缺参数、没有规定。"

    def handle(self, *args: Any, **options: Any) -> None:
        table: dict[tuple[str, str], dict[State, int]] = defaultdict(dict)
        for cell, count in coverage(snapshot.current(), timezone.localdate()).items():
            table[cell.scheme, cell.care_type][cell.state] = count
        for (scheme, care_type), counts in sorted(table.items()):
            words = "；".join(f"{state.value} {counts.get(state, 0)}" for state in State)
            self.stdout.write(f"{Scheme(scheme).label} · {CareType(care_type).label}：{words}")
