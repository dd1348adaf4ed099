"""Put a copy of the database back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry import backup, restoring
from registry.writing import alone


class Command(BaseCommand):
    help = "恢复一份备份：先核对，要么全部恢复，要么什么也不动。恢复以后运行一次 migrate。"
    requires_system_checks: list[str] = []  # there may be no tables yet

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="backup 写下的文件")
        parser.add_argument("--replace", action="store_true", help="换掉数据库里现在的内容")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            with alone():
                rows = restoring.put_back(backup.Copy(file), replace)["rows"]
        except backup.Unfit as why:
            raise CommandError(str(why)) from None
        except KeyboardInterrupt:
            raise CommandError("中途停下了。没有说“恢复好了”，就请再恢复一次。") from None
        self.stdout.write(f"恢复好了：{rows} 行。请接着运行 migrate。")
