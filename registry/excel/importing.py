"""Turns the lines of a workbook into drafts: all of them, on all its pages, or where one is refused, none.

A line is about the row with the same region, the same slot (``PublishedRow.slot_fields``) and the same start date;
failing that, about the published row in whose period it begins. What is changed becomes a revision of that row, what is
unknown a new draft. A line that says what a stored row already says changes nothing, and needs no right to change it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from registry import rows, workflow
from registry.belonging import inline_of
from registry.excel.columns import Column
from registry.excel.inline import InlineColumn
from registry.excel.keys import Keys
from registry.excel.package import UnreadableFile
from registry.excel.reading import Contents, Line
from registry.excel.report import CHANGED, NEW, REFUSED, UNCHANGED, Outcome, Refusal, Report, beginning, messages
from registry.excel.targets import handover, target_of
from registry.excel.values import UNASKED, same, spoken
from registry.publication import Status
from registry.workflow import quoting
from registry.workflow.review import Difference
from registry.workflow.rights import Action, ask_anew, scope
from registry.workflow.transition import authors
from registry.writing import take_turn

#: What a request has the time for: a policy with its bands takes up to 60 ms.
MOST_DRAFTS = 300
#: Nobody reads more of them before mending the sheet.
MOST_REFUSALS = 200
_UNSEEN = "这张表和后面的还没有看。请先改好前面的。"
_GONE = "这一条停用了，公众看不到，这里也不会再导入。要用它，请在列表里打开停用的那一条，点“修订”。"


class _RollBack(Exception):
    pass


def run(pages: Sequence[Contents], user: Any, reason: str, expected: str | None, go_on: Callable[[], None]) -> Report:
    """Make the drafts of all pages if the report is the ``expected`` one (its digest), or whatever it is (None); else only
    say what would be made.

    Raises ``UnreadableFile`` for more drafts than can be made at once, and what ``go_on`` raises, asked at every line.
    """
    report = Report()
    try:
        with transaction.atomic():
            take_turn()
            ask_anew(user)
            for page in pages:
                if len(report.refusals) >= MOST_REFUSALS and len(page):
                    report.outcomes += Report.refusing(Refusal(_UNSEEN, page.layout.title)).outcomes
                    break
                _bring_in(page, user, reason, go_on, report)
            if report.refusals or not report.drafts or expected not in (None, report.digest()):
                raise _RollBack
            report.written = True
    except _RollBack:
        pass
    return report


def _bring_in(page: Contents, user: Any, reason: str, go_on: Callable[[], None], report: Report) -> None:
    """Add to the report what becomes of a page, as long as somebody would read it."""
    title = page.layout.title
    refusals, drafts = len(report.refusals), len(report.drafts)
    untold = (Outcome(REFUSED, title, one.line, refusals=(one,)) for one in page.problems)
    for left, outcome in zip(
        range(len(page) - 1, -1, -1), chain(untold, _Import(page, user, reason, go_on).outcomes()), strict=True
    ):
        report.outcomes.append(outcome)
        refusals += len(outcome.refusals)
        drafts += outcome.kind in (NEW, CHANGED)
        if drafts > MOST_DRAFTS:
            raise UnreadableFile(f"一次最多导入 {MOST_DRAFTS} 条新的或者改过的。请分成几个文件。")
        if refusals >= MOST_REFUSALS and left:
            unseen = Refusal(f"第 {outcome.number} 行以后还没有看。请先改好前面的。", title)
            report.outcomes.append(Outcome(REFUSED, title, 0, refusals=(unseen,)))
            return


class _Refused(Exception):
    def __init__(self, refusals: list[Refusal]) -> None:
        self.refusals = tuple(refusals)


class _Import:
    """One page on its way in."""

    def __init__(self, page: Contents, user: Any, reason: str, go_on: Callable[[], None]) -> None:
        self.page, self.layout, self.user, self.reason, self.go_on = page, page.layout, user, reason, go_on
        self.letters = dict(zip(self.layout.columns, page.letters, strict=True))
        self.may_see, self.may_edit = scope(user, Action.VIEW), scope(user, Action.EDIT)
        self.seen: dict[Any, int] = {}
        self.stored: dict[Any, list[tuple[Any, list[Any]]]] = defaultdict(list)

    def outcomes(self) -> Iterator[Outcome]:
        identified = [(line, *self._identify(line)) for line in self.page.lines]
        regions = {probe.region_id for _, probe, problems in identified if not problems}
        visible = self.may_see.filter(self.layout.model.objects.filter(region_id__in=regions))
        known = list(self.layout.stored(visible))
        for row in known:
            self.stored[row.region_id, row.slot()].append((row, self.layout.cells(row)))
        keys = Keys(self.layout.model, known)
        for line, probe, problems in identified:
            if not problems and "key" in probe.slot_fields and not probe.key:
                probe.key = keys.of(self._read(line))
            yield self._outcome(line, probe, problems)

    def _read(self, line: Line) -> Any:
        """What a line says, as far as it can be read."""
        row: Any = self.layout.model()
        self._apply(line, row, self.layout.empty_inline(), {}, self.layout.columns)
        return row

    def _identify(self, line: Line) -> tuple[Any, list[Refusal]]:
        """A row that says what the line is about and from when, and what stands in the way of knowing."""
        self.go_on()
        probe: Any = self.layout.model()
        problems = self._apply(line, probe, self.layout.empty_inline(), {}, self.layout.identity)
        if not problems:
            probe.fill_key()
        return probe, problems

    def _outcome(self, line: Line, probe: Any, problems: list[Refusal]) -> Outcome:
        self.go_on()
        try:
            if problems:
                others = [column for column in self.layout.columns if column not in self.layout.identity]
                self._refuse(problems + self._apply(line, probe, self.layout.empty_inline(), {}, others))
            return self._place(line, probe)
        except _Refused as refused:
            return Outcome(REFUSED, self.layout.title, line.number, refusals=refused.refusals)

    def _refuse(self, refusals: list[Refusal]) -> None:
        raise _Refused(refusals)

    def _refuse_line(self, line: Line, *sentences: str) -> None:
        self._refuse([Refusal(sentence, self.layout.title, line.number) for sentence in sentences])

    def _place(self, line: Line, probe: Any) -> Outcome:
        known = self.stored[probe.region_id, probe.slot()]
        if twin := next((row for row, cells in known if all(map(same, cells, line.cells))), None):
            return self._unchanged(line, twin, known)
        self._check_right(line, probe)
        self._check_repeated(line, probe)
        own, cells = self._own_draft(line, probe, known)
        target, cells = (own, cells) if own else target_of(probe, known)
        row, inline = rows.copy(target) if target else (probe, self.layout.empty_inline())
        if own:
            row.pk, row._state.adding = own.pk, False
            line = self._emptied(line, own)
        written = dict(zip(self.layout.columns, cells, strict=True)) if target else {}
        if problems := self._apply(line, row, inline, written, self.layout.columns):
            self._refuse(problems)
        row.status = Status.DRAFT
        self._check(line, row, inline)
        filled = "source" in self.layout.given and not row.source_article
        if filled:
            row.source_article = quoting.article(row, inline)
        if known:
            rows.settle(row)
        if twin := next((stored for stored, _ in known if _says_the_same(stored, row, inline)), None):
            return self._unchanged(line, twin, known)
        if not own:
            self._check_unfinished(line, probe, known)
        told = (*_not_found(row, filled), *row.told_at_entry(inline))
        outcome = self._save(line, row, inline, target, cells)
        return replace(outcome, notes=told, filled=(*_found(row, filled), *row.filled_at_entry()))

    def _own_draft(self, line: Line, probe: Any, known: Any) -> tuple[Any, list[Any]]:
        """The writer's own draft that this line corrects, with its cells."""
        for row, cells in known if self.page.corrects is not None else ():
            said = self._read(line)
            own = row.status == Status.DRAFT and row.source_id == said.source_id and self.user.pk in authors(row)
            if own and row.effective_from == probe.effective_from:
                return row, cells
        return None, []

    def _emptied(self, line: Line, own: Any) -> Line:
        """What was left empty is meant to be so; a revision keeps what the published row says there."""
        names = self.page.corrects if self.page.corrects and own.supersedes_id is None else frozenset()
        cells = (
            None if cell is UNASKED and column.name in names else cell
            for column, cell in zip(self.layout.columns, line.cells, strict=True)
        )
        return replace(line, cells=tuple(cells))

    def _apply(self, line: Line, row: Any, inline: Any, written: Any, columns: Any) -> list[Refusal]:
        """Put the cells into the row, but for those that say what is ``written`` already; what is wrong with the others."""
        problems = []
        cells = zip(self.layout.columns, line.cells, strict=True)
        for column, value in sorted(cells, key=lambda one: one[0].depends):
            if column not in columns or value is UNASKED or (column in written and same(value, written[column])):
                continue
            try:
                column.apply(row, inline, value)
            except ValidationError as error:
                problems += self._at(line, column, error.messages)
        return problems

    def _save(self, line: Line, row: Any, inline: Any, target: Any, cells: list[Any]) -> Outcome:
        try:
            own = target is not None and target.status == Status.DRAFT
            draft = target if own or not target else workflow.revise(target, self.user, row.effective_from, self.reason)
        except ValidationError as error:
            self._refuse_line(line, *error.messages)
        row.supersedes = draft.supersedes if draft else None
        row._history_user, row._change_reason = self.user, f"{self.page.way}：{self.reason}"[:100]
        rows.save(row, inline, replaced=draft)
        after = [column.write(row, inline) for column in self.layout.columns]
        changes = tuple(
            Difference(column.heading, spoken(old), spoken(new))
            for column, old, new in zip(self.layout.columns, cells or self.layout.untold, after, strict=True)
            if not same(old, new)
        )
        label = f"{row}（{row.region}，{row.period()}）。{handover(target, row)}"
        return Outcome(CHANGED if target else NEW, self.layout.title, line.number, label, changes)

    def _unchanged(self, line: Line, twin: Any, known: Iterable[tuple[Any, Any]]) -> Outcome:
        """Where all that says it was taken away, that is told: the public sees nothing of it."""
        gone = all(row.status == Status.RETIRED for row, _ in known)
        return Outcome(UNCHANGED, self.layout.title, line.number, str(twin), notes=(_GONE,) if gone else ())

    # -- what stands in the way ---------------------------------------------------------------------------------

    def _check_right(self, line: Line, probe: Any) -> None:
        if probe.region_id not in self.may_edit:
            sentence = f"您没有写{probe.region.name}条目的权限。请删掉这一行，或者找管理员。"
            self._refuse(self._at(line, self._column("region"), [sentence]))

    def _check_repeated(self, line: Line, probe: Any) -> None:
        about = (probe.region_id, probe.slot(), probe.effective_from)
        if about in self.seen:
            self._refuse_line(line, f"和第 {self.seen[about]} 行是同一条，从同一天起。请只留一行。")
        self.seen[about] = line.number

    def _check_unfinished(self, line: Line, probe: Any, known: Any) -> None:
        waiting = [row for row, _ in known if row.is_unfinished]
        if other := next((row for row in waiting if row.effective_from == probe.effective_from), None):
            state = other.get_status_display()
            self._refuse_line(line, f"“{other}”从这一天起的已经有一份{state}。{workflow.how_to_go_on(other)}")

    def _check(self, line: Line, row: Any, inline: Any) -> None:
        """What admin would refuse, at the cell where it stands."""
        found: list[Refusal] = []
        for name, said in messages(rows.validate, row, {}):
            column = self._column(name)
            found += self._at(line, column, [said]) if column else [Refusal(said, self.layout.title, line.number)]
        for column in self.layout.columns:
            if isinstance(column, InlineColumn):
                found += self._at(line, column, column.messages(row, inline))
        if found:
            self._refuse(found)

    def _column(self, name: str) -> Column | None:
        return next((column for column in self.layout.columns if column.name == name), None)

    def _at(self, line: Line, column: Any, sentences: list[str]) -> list[Refusal]:
        typed = line.cells[self.layout.columns.index(column)]
        place = (self.layout.title, line.number, self.letters[column], column.heading, column.name)
        shown = "" if typed is UNASKED else beginning(spoken(typed))
        return [Refusal(sentence, *place, shown, spoken(column.example)) for sentence in sentences]


def _found(row: Any, sought: bool) -> Iterator[str]:
    """The clause that was written where nothing stood."""
    if sought and row.source_article:
        yield f"“条款”空着，照字和数填了“{row.source_article}”。请对着通知看看。"


def _not_found(row: Any, sought: bool) -> Iterator[str]:
    if sought and not row.source_article and row.source.clause:
        yield "“条款”空着，看不准是哪一条，没有填。请照通知写上。"


def _says_the_same(stored: Any, row: Any, inline: Any) -> bool:
    alike = copy(row)
    alike.status = stored.status
    return rows.digest(alike, inline) == rows.digest(stored, inline_of(stored))
