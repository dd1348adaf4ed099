"""What stands on top of a page of several rows: what all of them say, what to look at first, how many figures are found."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from registry.desk import marks
from registry.desk.reviewgrid import Grid
from registry.findings import Finding
from registry.typed.clauses import Clause
from registry.workflow import coverage, review

#: What all the rows of a notice mostly say alike.
_ALIKE = ("适用地区", "从哪天起", "到哪天止", "依据", "把握", "险种", "整理日期")


def taken_together(looks: list[dict[str, Any]]) -> list[review.Difference]:
    """What all the rows say: said once, and no more at each of them."""
    said = [{line.label: line for line in [*look["changes"], *look["usual"]]} for look in looks]
    fresh = all(look["fresh"] for look in looks)
    first = [said[0][label] for label in _ALIKE if label in said[0]] if fresh else []
    shared = [line for line in first if all(one.get(line.label) == line for one in said)]
    for look in looks:
        for part in ("changes", "usual"):
            look[part] = [line for line in look[part] if line not in shared]
    return shared


@dataclass(frozen=True)
class ToldFirst:
    """Something to look at: what it is, and the rows that it is said of; none where it is said of their document."""

    blocks: bool
    sentence: str
    looks: tuple[dict[str, Any], ...]


def told(looks: list[dict[str, Any]]) -> tuple[list[ToldFirst], list[ToldFirst]]:
    """What looks wrong, each once, what stands in the way before the rest; and, by itself, what is routine."""
    said: dict[Finding, list[dict[str, Any]]] = {}
    for look in looks:
        for one in look["of_source"]:
            said.setdefault(replace(one, sentence=f"依据：{one.sentence}"), [])
        for one in look["findings"]:
            said.setdefault(one, []).append(look)
    told = sorted(said.items(), key=lambda each: (not each[0].blocks, len(each[1])))
    first, routine = (
        [ToldFirst(one.blocks, one.sentence, tuple(some)) for one, some in told if one.routine is folded]
        for folded in (False, True)
    )
    return first, routine


def left(grids: Iterable[Grid]) -> list[tuple[Clause, list[str]]]:
    """The figures and days of the clauses shown that no row of the page says."""
    found = {clause: coverage.left(pieces) for grid in grids for clause, pieces in grid.clauses}
    return [(clause, words) for clause, words in found.items() if words]


def counted(looks: list[dict[str, Any]]) -> dict[str, int]:
    """How many figures the rows have, and how many of them the clause writes just so."""
    fates = [marks.fate(one) for look in looks for one in look["quoted"]]
    return {"all": len(fates), "found": fates.count("found")}
