"""The list of what to bring: documents that count as one line, what only a counter asks for last."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from guides.models import Document
from registry.evidence import Basis

#: What stands beside a paper that only a counter asks for, while another way does without.
COUNTER_ONLY = "去窗口才带"
#: A list of as many lines is short: what has to be brought is all named, and so are a few lines more. Of a longer one the
#: first are.
SHORT, FEW_MORE, FIRST_NAMED = 7, 2, 3
#: Of a list of more lines a page folds what is not needed for certain: two and more.
LONG, FEWEST_FOLDED = 9, 2
_FILLED_THERE = {Document.Needed.REQUIRED: "到那里填", Document.Needed.IF_AVAILABLE: "用得上再填"}
_NEEDED = (Document.Needed.REQUIRED, Document.Needed.ONE_OF)


@dataclass(frozen=True, slots=True)
class Paper:
    """One document to bring (``guides.models.Document``); ``how`` says what happens to it at the counter, how many
    copies, who brings it, and what else will do. What is not known is ''."""

    key: str
    name: str
    official_name: str
    handling: str
    copies: int
    bringer: str
    how: str
    issuer: str
    where_to_get: str
    takes: str
    validity: str
    mistake: str
    form_url: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Documents that count as one line of the list: several when any one of them is enough. ``counter_only``: there is
    a way without a counter, and it does without them; ``needed_label`` says so. ``folded``: it ends a long list, and nobody
    has to bring it for certain."""

    label: str
    needed: str
    needed_label: str
    counter_only: bool
    papers: tuple[Paper, ...]
    folded: bool = False


def groups(rows: Sequence[Document], may_stay_away: bool, paper: Callable[[Document], Paper]) -> tuple[PaperGroup, ...]:
    """Documents in the order of the page as its lines; ``may_stay_away``: some way does without a counter."""
    first = {row.group or row.key: number for number, row in reversed(list(enumerate(rows)))}
    ordered = sorted(rows, key=lambda row: first[row.group or row.key])
    grouped = groupby(ordered, key=lambda row: row.group or row.key)
    found = [_group(list(group), may_stay_away, paper) for _, group in grouped]
    return tuple(sorted(folded(found), key=lambda group: (group.folded, group.counter_only)))


def folded(lines: Sequence[PaperGroup]) -> list[PaperGroup]:
    """The lines of a list; if it is long, with a mark at those that nobody has to bring for certain."""
    spare = [line.needed not in _NEEDED for line in lines]
    folds = len(lines) > LONG and sum(spare) >= FEWEST_FOLDED
    return [replace(line, folded=folds and marked) for line, marked in zip(lines, spare, strict=True)]


def in_a_line(lines: Sequence[PaperGroup]) -> str:
    """What to bring, in few words: what has to be brought by name, with what stands before all of it, and the rest of
    the list by what becomes of it. '' when nothing has to be brought."""
    brought = [line for line in lines if not _filled_there(line)]
    needed = [line for line in brought if line.needed in _NEEDED]
    always = [line for line in needed if not line.counter_only]
    if always:
        leading = [*takewhile(lambda line: line.needed not in _NEEDED and not line.counter_only, lines)]
        named = [*leading, *always]
        return _named(lines, named) + _rest(lines, named)
    return f"手机上办不用带。去窗口{_named(lines, needed)}{_rest(lines, needed)}" if needed else ""


def _filled_there(line: PaperGroup) -> bool:
    return all(paper.handling == Document.Handling.FILLED_THERE for paper in line.papers)


def _named(lines: Sequence[PaperGroup], needed: Sequence[PaperGroup]) -> str:
    """What is needed of the list and what leads it, two names of each line at most; of a long list the first, and how
    many there are."""
    most = len(needed) if len(lines) <= SHORT else FIRST_NAMED
    by_need = groupby(needed[:most], key=lambda line: "要带" if line.needed in _NEEDED else line.needed_label)
    names = (
        f"{need}：{'；'.join('或'.join(paper.name for paper in line.papers[:2]) for line in alike)}"
        for need, alike in by_need
    )
    return "。".join(names) + (f"……一共 {len(needed)} 样" if len(needed) > most else "")


def _rest(lines: Sequence[PaperGroup], named: Sequence[PaperGroup]) -> str:
    """The other lines of the list: those that are filled in there, and how many more there are."""
    left = [line for line in lines if line not in named]
    filled = [line.label for line in left if _filled_there(line)]
    others = [line for line in left if not _filled_there(line)]
    few = len(others) == 1 or (len(lines) <= SHORT and len(others) <= FEW_MORE)
    return (f"。到那里填：{'、'.join(filled)}" if filled else "") + _more(others, few)


def _more(lines: Sequence[PaperGroup], few: bool) -> str:
    """Lines that are not named among those to bring: a few by their names, more by their number."""
    labels = {line.needed_label for line in lines}
    if few:
        by_need = groupby(lines, key=lambda line: line.needed_label)
        return "".join(f"。{needed}：{'；'.join(line.label for line in alike)}" for needed, alike in by_need)
    return f"。{labels.pop() + '的' if len(labels) == 1 else '单子上'}还有 {len(lines)} 样" if lines else ""


def _group(rows: Sequence[Document], may_stay_away: bool, paper: Callable[[Document], Paper]) -> PaperGroup:
    row = rows[0]
    alone = len(rows) == 1 and row.needed == Document.Needed.ONE_OF  # the others were waived here
    needed = Document.Needed.REQUIRED if alone else Document.Needed(row.needed)
    label = row.group_label if len(rows) > 1 else row.name
    counter_only = may_stay_away and all(each.counter_only for each in rows)
    papers = tuple(map(paper, rows))
    made = PaperGroup(label, needed.value, "", counter_only, papers)
    return replace(made, needed_label=_needed(needed, _filled_there(made), counter_only))


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
