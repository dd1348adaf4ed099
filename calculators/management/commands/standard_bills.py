"""What a notice changes in yuan, before it is published: a place's standard bills, old against new."""

import datetime as dt
from argparse import ArgumentParser
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from calculators.core.money import format_yuan
from calculators.core.standard import BILLS
from calculators.estimating.worth import compared, worth
from calculators.models import LAYERS
from registry import snapshot as snapshots


class Command(BaseCommand):
    help = (
        "列一个地方的标准票据各报多少：每个险种、就医、级别、人一行。--drafts 连草稿一起算，改了的写成“原来 → 现在”。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", help="统筹区的名字或代码，例如 鞍山 或 210300")
        parser.add_argument("--on", type=dt.date.fromisoformat, help="哪一天的规定，例如 2026-01-01；不写就是今天")
        parser.add_argument("--drafts", action="store_true", help="拿还没发布的草稿和已发布的比")

    def handle(self, *args: Any, place: str, on: dt.date | None, drafts: bool, **options: Any) -> None:
        found, day = snapshots.load(), on or timezone.localdate()
        sure = found.places.sure(place)
        if not sure or not sure.place.is_pool:
            raise CommandError(f"没有找到“{place}”这个统筹区。请写城市全名或者六位代码。")
        old = new = worth(found, sure.place.code, day)
        if drafts:
            waiting = [row for kind in LAYERS for row in kind.objects.unfinished()]
            new = worth(snapshots.with_drafts(waiting), sure.place.code, day)
        self.stdout.write("\t".join(["", *map(format_yuan, BILLS)]))
        for words, before, after in compared(old, new):
            self.stdout.write("\t".join([words, *_cells(before, after)]))


def _cells(before: tuple[Decimal, ...] | None, after: tuple[Decimal, ...] | None) -> list[str]:
    nothing = [None] * len(BILLS)
    return [_cell(one, other) for one, other in zip(before or nothing, after or nothing, strict=True)]


def _cell(before: Decimal | None, after: Decimal | None) -> str:
    one, other = ("不出数" if amount is None else format_yuan(amount) for amount in (before, after))
    return one if before == after else f"{one} → {other}"
