"""Load every region from ``fixtures/regions.csv``. What a clerk has changed stands and is reported."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from registry import regionfile, rows, snapshot
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
        try:
            regions = regionfile.read(file, stored)
        except regionfile.WrongRegions as error:
            raise CommandError(f"{file.name}：{error}一行也没有写入。") from error
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
