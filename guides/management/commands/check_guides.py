"""Check the database against the flows: nothing a visitor can reach may be without words, papers or phone."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guides.desk import usage
from guides.desk.soundness import named
from guides.engine import graph
from guides.engine.flow import Flow
from guides.engine.steps import PLACE
from guides.flows import FLOWS
from guides.outcome import checklist, composition
from registry import snapshot as snapshots
from registry.belonging import inline_of
from registry.places import NATION
from registry.snapshot import Snapshot, published_models


class Command(BaseCommand):
    help = "检查已发布的内容：每一行都合规，每个问题有文字，每条路走到底都有结论、材料、电话和依据。"

    def handle(self, *args: Any, **options: Any) -> None:
        snapshot = snapshots.load()
        problems = [*_rows(snapshot)]
        for flow in FLOWS.values():
            problems += [*_words(snapshot, flow), *_outcomes(snapshot, flow)]
        if problems:
            raise CommandError("\n".join([*problems, f"共 {len(problems)} 处。"]))
        for found in usage.unused(snapshot, timezone.localdate()):
            self.stdout.write(f"提醒：没有一条路会用到{named(found.row)}：{found.why}")
        self.stdout.write(f"内容检查通过：{len(FLOWS)} 个指引。")


def _rows(snapshot: Snapshot) -> Iterator[str]:
    for model in published_models():
        for row in snapshot.rows(model):
            try:
                row.full_clean()
                row.clean_inline(inline_of(row))
            except ValidationError as error:
                yield f"{named(row)}：{'；'.join(error.messages)}"


def _words(snapshot: Snapshot, flow: Flow) -> Iterator[str]:
    on = timezone.localdate()
    if not checklist.introduction(snapshot, flow.slug, on):
        yield f"{flow.slug}：没有指引介绍。"
    words = checklist.wordings(snapshot, flow.slug, (NATION,), on)
    for key in dict.fromkeys([*flow.worded, *flow.vocabulary]):
        if key not in words:
            yield f"{flow.slug} › {key}：没有问题文字。"
        elif missing := set(flow.vocabulary.get(key, ())) - {PLACE} - set(words[key].labels):
            yield f"{flow.slug} › {key}：这些答案没有文字：{'、'.join(sorted(missing))}。"


def _outcomes(snapshot: Snapshot, flow: Flow) -> Iterator[str]:
    """Each outcome with each block that can stand beside it, reached by sample answers."""
    for walk in graph.sample_walks(flow):
        found = composition.outcome(snapshot, walk, timezone.localdate())
        lacking = {
            "一句话结论": found.verdict,
            "最晚什么时候办": found.deadlines,
            "材料": found.documents,
            "电话": found.phones,
            "步骤": found.steps,
            "在窗口说的话": found.script,
            "办完以后": found.afterwards,
            "依据": found.sources,
            "必须本人办的": found.in_person or "proxy" not in found.blocks,
            # All of the path, or none where another fund pays.
            "每一层的说明": len(found.layers) in {0, len(flow.layers)},
            "附加说明": len(found.added) + len(found.call) + len(found.first) >= len(found.blocks),
        }
        for what in (label for label, value in lacking.items() if not value):
            yield f"{flow.slug} › {walk.outcome}（{'、'.join(walk.blocks) or '无附加'}）：没有{what}。"
