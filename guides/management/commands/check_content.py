"""Check published texts against one another and against what they rest on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guides.desk import soundness
from registry import snapshot as snapshots


class Command(BaseCommand):
    help = "检查已发布的文字：依据认得出、条款写得明、各地的规定不当全国的、同一件事不说两个数、句子读得完、行话有解释、一样的话只写一条、接着看的都打得开。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unread", action="store_true", help="逐条列出没有读到原文的全国规定，和找过什么")

    def handle(self, *args: Any, **options: Any) -> None:
        snapshot = snapshots.load()
        self.stdout.write(
            "把握：" + "，".join(f"{grade} {count}" for grade, count in sorted(soundness.grades(snapshot).items()))
        )
        rules, read = soundness.read_of_the_nation(snapshot)
        self.stdout.write(f"全国的规定 {rules} 条，读过原文的 {read} 条，占 {read / max(rules, 1):.1%}")
        if options["unread"]:
            self.stdout.write("\n".join(soundness.unread_of_the_nation(snapshot)))
        problems: list[str] = []
        for label, check in soundness.CHECKS.items():
            found = list(check(snapshot))
            self.stdout.write(f"{label}：{len(found)}")
            problems += found
        if problems:
            raise CommandError("\n".join([*problems, f"共 {len(problems)} 处。"]))
