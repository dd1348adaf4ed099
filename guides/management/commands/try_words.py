"""Try labelled wordings at the front door, as it is today, and print how well they are understood."""

import gc
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError

from guides.finding import readers, sources, trial
from guides.finding.trial import Score, Total
from guides.pages.trying import Trier
from guides.understanding.targets import kind_of
from registry import snapshot as snapshots
from registry.yamlfiles import UnreadableYAML, from_yaml

Made = TypeVar("Made")


class Command(BaseCommand):
    help = "试一试大家的说法认得对不对：按种类列出比例，认错的一句一句列出来。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="YAML：q、kind、target、also、slots、maybe、must_not")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            records = from_yaml(options["file"].read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, UnreadableYAML) as error:
            raise CommandError(f"读不了这个文件：{error}") from None
        if not isinstance(records, list) or not records or not all(map(_is_labelled, records)):
            raise CommandError(
                "文件要写成一行一行的列表，每行至少有 q 和 target；slots、maybe 写成“问题: 答案”，also、must_not、phones 写成列表。"
            )
        snapshot, on = snapshots.load(), snapshots.today()
        _, read_with = _timed(lambda: readers.reader(snapshot, on))
        sources.entries(snapshot, on)
        index, indexed = _timed(lambda: sources.indexed(snapshot, on).index)
        trier, spent, scores = Trier(snapshot, on), [], []
        gc.freeze()  # as servers do (deploy/gunicorn.py): what was just made is not gone through in the middle of a sentence
        for record in records:
            seen, took = _timed(partial(trier.try_words, str(record["q"])))
            spent.append(took)
            scores.append(trial.score(record, seen))
        self._report(scores)
        spent.sort()
        self.stdout.write(
            f"每句 {1000 * spent[len(spent) // 2]:.1f} 毫秒（p99 {1000 * spent[int(len(spent) * 0.99)]:.1f}），"
            f"索引 {index.bytes / 1024 / 1024:.1f} MB，建好要 {1000 * indexed:.0f} 毫秒；说法 {1000 * read_with:.0f} 毫秒。"
        )

    def _report(self, scores: list[Score]) -> None:
        kinds: defaultdict[str, Total] = defaultdict(Total)
        targets: defaultdict[str, Total] = defaultdict(Total)
        for score in scores:
            kinds[str(score.record.get("kind", "–"))].scores.append(score)
            targets[kind_of(str(score.record["target"]))].scores.append(score)
        whole = Total(scores)
        lines = [*trial.table("all", [("all", whole)]), "", *trial.table("by kind", kinds.items())]
        lines += ["", *trial.table("by what is wanted", targets.items()), ""]
        lines += [
            f"不归本站管的，说明白了 {100 * whole.outside():.1f}%；归本站管却推出去的 {100 * whole.turned_away():.1f}%。",
            *(line for score in scores if (line := _fault(score))),
        ]
        self.stdout.write("\n".join(lines))


def _timed(make: Callable[[], Made]) -> tuple[Made, float]:
    """What is made, and the seconds that it takes."""
    begun = time.perf_counter()
    return make(), time.perf_counter() - begun


def _is_labelled(record: Any) -> bool:
    """Whether a wording has what it is tried by, each in its form."""
    if not isinstance(record, dict) or not {"q", "target"} <= record.keys():
        return False
    answers = all(isinstance(record.get(name) or {}, dict) for name in ("slots", "maybe"))
    return answers and all(isinstance(record.get(name) or [], list) for name in ("also", "must_not", "phones"))


def _fault(score: Score) -> str:
    """What went wrong with one wording; ''."""
    faults = (
        [] if score.near else [f"要去 {score.record['target']}，给的是 {'、'.join(score.shown[:3]) or '什么也没有'}"]
    )
    faults += [f"没听出 {'、'.join(score.missed)}"] if score.missed else []
    faults += [f"听错 {'、'.join(score.wrong)}"] if score.wrong else []
    faults += [f"不该有 {'、'.join(score.forbidden)}"] if score.forbidden else []
    return f"- {score.record['q']}：{'；'.join(faults)}" if faults else ""
