"""The list of what to bring: documents that count as one line, what only a counter asks for last."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, takewhile

from guides.models import Document
from guides.outcome.outcome import Paper, PaperGroup

#: What stands beside a paper that only a counter asks for, while another way does without.
COUNTER_ONLY = "去窗口才带"
#: As many lines of the list are named in short.
MOST_NAMED = 3
_FILLED_THERE = {Document.Needed.REQUIRED: "到那里填", Document.Needed.IF_AVAILABLE: "用得上再填"}
_NEEDED = (Document.Needed.REQUIRED, Document.Needed.ONE_OF)


def groups(rows: Sequence[Document], may_stay_away: bool, paper: Callable[[Document], Paper]) -> tuple[PaperGroup, ...]:
    """Documents in the order of the page as its lines; ``may_stay_away``: some way does without a counter."""
    first = {row.group or row.key: number for number, row in reversed(list(enumerate(rows)))}
    ordered = sorted(rows, key=lambda row: first[row.group or row.key])
    grouped = groupby(ordered, key=lambda row: row.group or row.key)
    found = [_group(list(group), may_stay_away, paper) for _, group in grouped]
    return tuple(sorted(found, key=lambda group: group.counter_only))


def in_a_line(lines: Sequence[PaperGroup]) -> str:
    """What has to be brought, in few words; what may stay at home, or is filled in there, is left to the list, except
    what stands before all that has to be brought. '' when all of it is."""
    needed = [line for line in lines if line.needed in _NEEDED and not all(map(_filled_there, line.papers))]
    always = [line for line in needed if not line.counter_only]
    if always:
        leading = [*takewhile(lambda line: line.needed not in _NEEDED and not line.counter_only, lines)]
        return f"要带：{_first([*leading, *always])}"
    return f"手机上办不用带。去窗口要带：{_first(needed)}" if needed else ""


def _filled_there(paper: Paper) -> bool:
    return paper.handling == Document.Handling.FILLED_THERE


def _first(lines: Sequence[PaperGroup]) -> str:
    """The first lines, two names of each at most, and how many there are when that is not all."""
    names = ["或".join(paper.name for paper in line.papers[:2]) for line in lines[:MOST_NAMED]]
    return "；".join(names) + (f"……一共 {len(lines)} 样" if len(lines) > MOST_NAMED else "")


def _group(rows: Sequence[Document], may_stay_away: bool, paper: Callable[[Document], Paper]) -> PaperGroup:
    row = rows[0]
    alone = len(rows) == 1 and row.needed == Document.Needed.ONE_OF  # the others were waived here
    needed = Document.Needed.REQUIRED if alone else Document.Needed(row.needed)
    label = row.group_label if len(rows) > 1 else row.name
    counter_only = may_stay_away and all(each.counter_only for each in rows)
    papers = tuple(map(paper, rows))
    words = _needed(needed, all(map(_filled_there, papers)), counter_only)
    return PaperGroup(label, needed.value, words, counter_only, papers)


def _needed(needed: Document.Needed, filled_there: bool, counter_only: bool) -> str:
    """Whether to bring it, in words; what is filled in there is not brought."""
    if not counter_only:
        return str(_FILLED_THERE.get(needed, needed.label) if filled_there else needed.label)
    only = "去窗口才填" if filled_there else COUNTER_ONLY
    return only if needed == Document.Needed.REQUIRED else f"{only}，{needed.label}"


def for_proxy(lines: Iterable[PaperGroup]) -> tuple[str, ...]:
    """The lines which whoever goes for somebody else brings."""
    return tuple(
        _choice(line) for line in lines if any(paper.bringer == Document.Bringer.PROXY for paper in line.papers)
    )


def _choice(group: PaperGroup) -> str:
    """A line of the list in a few words, with what there is to choose from."""
    names = "或".join(paper.name for paper in group.papers)
    return f"{group.label}（{names}）" if len(group.papers) > 1 else group.label
