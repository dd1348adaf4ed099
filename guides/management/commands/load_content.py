"""Load or check the content pack."""

from pathlib import Path
from typing import Any

from django.conf import settings

from guides.management.loading import LoadCommand


class Command(LoadCommand):
    help = "装入内容（fixtures/content）：校验全部文件，有错一行不写；办事员改过的行不动。"
    what, why_kept, kept = "内容", "办事员改过，没有覆盖", "保留"
    folder = settings.BASE_DIR / "fixtures" / "content"

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--check", action="store_true", help="只检查，不写入")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        self.load(folder, write=not check)
