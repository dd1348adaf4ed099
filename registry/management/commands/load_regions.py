"""Load every region from ``fixtures/regions.csv``. What a clerk has changed stands and is reported."""

import csv
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from registry import rows, snapshot
from registry.models import Region
from registry.writing import take_turn


class Command(BaseCommand):
    help = "装入全国的省、市和统筹区（fixtures/regions.csv）"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures" / "regions.csv")

    @transaction.atomic
    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"找不到地区文件：{file}")
        take_turn(0)
        stored = {region.code: region for region in Region.objects.all()}
        with file.open(encoding="utf-8", newline="") as lines:
            regions = [_region(line, position) for position, line in enumerate(csv.DictReader(lines))]
        new = [region for region in regions if region.code not in stored]
        changed = [r for r in regions if r.code in stored and r.content_digest != stored[r.code].content_digest]
        kept = [r for r in changed if rows.digest(stored[r.code], {}) != stored[r.code].content_digest]
        if new:
            Region.objects.bulk_create(new)
            snapshot.bump(Region)
        for region in changed:
            if region not in kept:
                region.save()
        for region in kept:
            self.stderr.write(f"办事员改过，没有覆盖：{region.code} {region.name}")
        self.stdout.write(f"地区：共 {len(regions)} 个，新增 {len(new)}，改动 {len(changed) - len(kept)}")


def _region(line: dict[str, str], position: int) -> Region:
    region = Region(
        code=line["code"],
        name=line["name"],
        short_name=line["short_name"],
        level=line["level"],
        parent_id=line["parent"] or None,
        pinyin=line["pinyin"],
        initials=line["initials"],
        area_code=line["area_code"],
        is_pool=line["is_pool"] == "1",
        position=position,
    )
    region.content_digest = rows.digest(region, {})
    return region
