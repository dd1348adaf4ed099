"""A checked copy of the database, and old ones thinned."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry import backup
from registry.writing import alone


class Command(BaseCommand):
    help = (
        "备份数据库：网站照常开着也完整，写完就核对；旧的自动变稀（七天内全留，再每周一份，再每月一份）。密钥不在里面。"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", type=_folder, help="备份放在哪个文件夹")
        parser.add_argument("--keep-all", action="store_true", help="旧的一份也不删")

    def handle(self, *args: Any, folder: Path, keep_all: bool, **options: Any) -> None:
        try:
            with alone():
                copy = backup.make(folder)
            rows = backup.check(copy)["rows"]
        except backup.Unfit as why:
            raise CommandError(str(why)) from None
        self.stdout.write(f"备份好了：{copy.path}，{rows} 行，{copy.path.stat().st_size // 1024} KB")
        if not keep_all:
            for path in backup.thin(folder, timezone.localdate()):
                self.stdout.write(f"删了旧的：{path.name}")


def _folder(name: str) -> Path:
    """An empty one (a variable that is not set) is not where somebody happens to stand, whose old copies would go."""
    if not name:
        raise ArgumentTypeError("请写备份放在哪个文件夹。")
    return Path(name)
