"""What reading sentences takes of a processor: beside their targets a sentence with its pages, the worst of hostile texts,
the index, and the memory of all that they are read with.

Time of the process is measured, the best of three, with what was made before left out of garbage collection, as servers do.
Needs a database with content.
"""

import gc
import os
import random
import re
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import django
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yibao_site.settings")
django.setup()

from guides.finding import ranking, readers, sources  # noqa: E402  # after the settings
from guides.understanding.understand import Reader  # noqa: E402  # the same
from registry import snapshot as snapshots  # noqa: E402  # the same

SENTENCES = ROOT / "tests" / "guides" / "finding" / "queries.yaml"
MANY_PLACES = "北京、上海、广州、深圳、苏州、南京、杭州、武汉、成都、重庆、天津、西安"
#: Each is repeated until nothing more of it is read.
HOSTILE = [
    "我妈在北京住院", "我妈在北京住院，医保在铁岭，没备案还能报吗。", "北京", "住在北京的医院", "老家在铁岭，", "去北京看病", "户口在北京",
    "我爸我妈我哥我姐我弟我妹我爷爷我奶奶在北京住院", "孩子在北京上学，我在铁岭，", "原来在北京现在在上海", "和平", "吉林吉林", "一", "ﷺ",
    "没", "住院出院报销", "社保卡丢了", "我 妈 在 北 京 住 院 ", "yidi beian ", "sbk ", "13800138000", "叫王小明", "医报", "行长重调",
    "的", "医 ", "a'", MANY_PLACES, MANY_PLACES.replace("、", ""), MANY_PLACES.replace("、", "，在"),
]  # fmt: skip
_LENGTH, _OF_CHANCE = 1_200, 12
Made = TypeVar("Made")


def spent(work: Callable[[], Made]) -> tuple[Made, float]:
    """What comes of some work, and its milliseconds of a processor."""
    start = time.process_time()
    made = work()
    return made, 1000 * (time.process_time() - start)


def best(work: Callable[[], object]) -> float:
    return min(spent(work)[1] for _ in range(3))


def of_chance(reader: Reader) -> list[str]:
    """Words of the rows, names of places, and both, in any order."""
    chance = random.Random(1)
    words, names = list(dict.fromkeys(reader.lexicon.words())), list(reader.gazetteer.names)
    return [
        "".join(chance.choice(chance.choice(kinds)) for _ in range(_LENGTH // 4))
        for kinds in ([words], [names], [words, names])
        for _ in range(_OF_CHANCE)
    ]


def megabytes() -> float:
    """Proportional set size of this process."""
    found = re.search(r"^Pss:\s+(\d+)", Path("/proc/self/smaps_rollup").read_text(), re.M)
    return int(found[1]) / 1024 if found else 0.0


def row(name: str, value: str, target: str) -> None:
    print(f"{name:46} {value:>22}   {target}")


def main() -> None:
    snapshot, on = snapshots.load(), snapshots.today()
    before = megabytes()
    reader, read_with = spent(lambda: readers.reader(snapshot, on))
    grown = megabytes() - before
    sources.entries(snapshot, on)
    index, indexed = spent(lambda: sources.indexed(snapshot, on).index)
    gc.collect()
    gc.freeze()

    def answered(text: str) -> object:
        return ranking.ranked(snapshot, on, reader.read(text))

    sentences = [str(each["q"]) for each in yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))]
    took = sorted(best(partial(answered, each)) for each in sentences)
    row("a sentence read and ranked: p50 / p99", f"{_of(took, 0.5):.1f} / {_of(took, 0.99):.1f} ms", "≤ 5 ms")
    texts = [(each * _LENGTH)[:_LENGTH] for each in HOSTILE] + of_chance(reader)
    row(
        "the worst of hostile texts, read",
        f"{max(best(partial(reader.read, each)) for each in texts):.1f} ms",
        "≤ 20 ms",
    )
    row("the index built", f"{indexed:.0f} ms", "≤ 300 ms")
    row("the index in memory", f"{index.bytes / 1024 / 1024:.1f} MB", "≤ 20 MB")
    row("what is read with: made, and in memory", f"{read_with / 1000:.1f} s, {grown:.0f} MB", "no target")


def _of(took: list[float], share: float) -> float:
    return took[min(len(took) - 1, int(len(took) * share))]


if __name__ == "__main__":
    main()
