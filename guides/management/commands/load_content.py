"""Load or check the content pack."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guides.content import KINDS
from registry import content

_SHIPPED = settings.BASE_DIR / "fixtures" / "content"


class Command(BaseCommand):
    help = "装入内容（fixtures/content）：校验全部文件，有错一行不写；办事员改过的行不动，不再有的行停用。"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=_SHIPPED)
        parser.add_argument("--check", action="store_true", help="只检查，不写入")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"找不到内容文件夹：{folder}")
        report = content.load(folder, KINDS, write=not check, whole=folder == _SHIPPED)
        for kept in report.kept:
            self.stderr.write(f"办事员改过，没有覆盖：{kept}")
        for left in report.left:
            self.stderr.write(f"新的内容里没有了，办事员改过，没有停用：{left}")
        if report.problems:
            raise CommandError("\n".join([*report.problems, f"共 {len(report.problems)} 处，一行也没有写入。"]))
        self.stdout.write(
            f"内容：新增 {report.created}，更新 {report.updated}，停用 {report.retired}，"
            f"没变 {report.unchanged}，保留 {len(report.kept) + len(report.left)}"
        )
