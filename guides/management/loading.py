"""What is common to the commands that load files of rows: where the files are, and what became of them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guides.content import KINDS
from registry import content


class LoadCommand(BaseCommand):
    """``what`` is loaded; of a row that is left as it is, ``why_kept`` and what that is called."""

    what = why_kept = kept = ""
    folder: Path

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=self.folder)

    def load(self, folder: Path, **how: Any) -> None:
        """Raises CommandError where a file is wrong; then no row is written."""
        if not folder.is_dir():
            raise CommandError(f"找不到{self.what}文件夹：{folder}")
        report = content.load(folder, KINDS, **how)
        for each in report.kept:
            self.stderr.write(f"{self.why_kept}：{each}")
        if report.problems:
            raise CommandError("\n".join([*report.problems, f"共 {len(report.problems)} 处，一行也没有写入。"]))
        done = f"新增 {report.created}，更新 {report.updated}，没变 {report.unchanged}"
        self.stdout.write(f"{self.what}：{done}，{self.kept} {len(report.kept)}")
