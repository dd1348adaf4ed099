"""Load figures that nobody has checked as drafts for clerks. Never part of a start or of ``load_content``."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import CommandError

from guides.management.loading import LoadCommand


class Command(LoadCommand):
    help = (
        "装入草稿（fixtures/drafts）：各地转述的数，没有人核对过，公众看不到。"
        "由办事员核对、补全、提交，另一个人发布；已经有了的不动。"
    )
    what, why_kept, kept = "草稿", "已经有了，没有装", "没有装"
    folder = settings.BASE_DIR / "fixtures" / "drafts"

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--by", required=True, metavar="用户名", help="记在哪位管理员名下；他自己不能发布这些草稿")

    def handle(self, *args: Any, folder: Path, by: str, **options: Any) -> None:
        loader = User.objects.filter(username=by, is_active=True, is_superuser=True).first()
        if loader is None:
            raise CommandError(f"“{by}”不是管理员。请在 --by 后面写一位管理员（超级用户）的用户名。")
        self.load(folder, drafts_by=loader)
