"""Load figures that nobody has checked as drafts for clerks. Never part of a start or of ``load_content``."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from guides.content import KINDS
from registry import content


class Command(BaseCommand):
    help = (
        "装入草稿（fixtures/drafts）：各地转述的数，没有人核对过，公众看不到。"
        "由办事员核对、补全、提交，另一个人发布；已经有了的不动。"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures" / "drafts")
        parser.add_argument("--by", required=True, metavar="用户名", help="记在哪位管理员名下；他自己不能发布这些草稿")

    def handle(self, *args: Any, folder: Path, by: str, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"找不到草稿文件夹：{folder}")
        loader = User.objects.filter(username=by, is_active=True, is_superuser=True).first()
        if loader is None:
            raise CommandError(f"“{by}”不是管理员。请在 --by 后面写一位管理员（超级用户）的用户名。")
        report = content.load(folder, KINDS, drafts_by=loader)
        for kept in report.kept:
            self.stderr.write(f"已经有了，没有装：{kept}")
        if report.problems:
            raise CommandError("\n".join([*report.problems, f"共 {len(report.problems)} 处，一行也没有写入。"]))
        self.stdout.write(
            f"草稿：新增 {report.created}，更新 {report.updated}，没变 {report.unchanged}，没有装 {len(report.kept)}"
        )
