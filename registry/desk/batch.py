"""The rows that the page of a step is about, and the form of it as it was sent: taken for all that are meant, or for none."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from registry import snapshot as snapshots
from registry import workflow
from registry.belonging import inline_of
from registry.desk.patience import in_time
from registry.desk.stepforms import StepForm
from registry.desk.steps import STEPS
from registry.evidence import named
from registry.publication import PublishedRow
from registry.typed.clauses import clauses, pointed
from registry.workflow import judging, meanwhile, quoting, review, sight, telling
from registry.workflow.meanwhile import Meanwhile
from registry.workflow.telling import Told
from registry.workflow.transition import know_authors
from registry.writing import take_turn

#: Where the form says of a row what is wrong with it: it is then sent back, whatever becomes of the others.
BACK = "back-"
#: The steps on whose pages that can be said.
JUDGED = ("publish", "send-back")


@dataclass(frozen=True)
class Batch:
    """What the page of a step is about: rows of one kind, or of several."""

    step: str
    kinds: tuple[QuerySet[Any], ...]
    #: Where the page was come to: name and address. Also where it leads when there is too much to look through.
    origin: tuple[str, str]
    #: Where it leads when the step is taken.
    afterwards: Callable[[list[Any]], str]
    model_admin: Any

    def rows(self) -> list[Any]:
        """Read anew, with everything that a page shows of them. Raises Http404 where nothing is left."""
        found = [row for kind in self.kinds for row in sight.read(kind)]
        if not found:
            raise Http404
        know_authors([*found, *(row.source for row in found if isinstance(row, PublishedRow))])
        return _as_written(found)

    @property
    def of_sources(self) -> bool:
        return not any(issubclass(kind.model, PublishedRow) for kind in self.kinds)

    @property
    def form(self) -> type[StepForm]:
        return StepForm if self.of_sources else STEPS[self.step].form

    def salt(self, user: Any) -> str:
        """Whoever looked takes the step, and the step that was looked at."""
        return f"step:{self.step}:{self.origin[1]}:{user.pk}"

    def reasons(self, request: HttpRequest) -> dict[str, str]:
        """What is wrong with single rows, by their names, as the form says it."""
        if self.step not in JUDGED or self.of_sources:
            return {}
        told = {name.removeprefix(BACK): request.POST[name] for name in request.POST if name.startswith(BACK)}
        # The box counts the end of a line as one sign, and sends two.
        return {name: why.replace("\r\n", "\n").strip() for name, why in told.items() if why.strip()}


@dataclass
class Attempt:
    """What came of sending the form: what was done, or why nothing was. ``reasons`` are those of the rows to be sent
    back, by name; ``told`` is what the page tells of each, by name; ``meanwhile`` what it has not told before, ``known`` the
    names of the rows that it told of."""

    rows: list[Any]
    chosen: list[Any]
    told: dict[str, Told]
    reasons: dict[str, str] = field(default_factory=dict)
    changed: dict[str, sight.Change] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    meanwhile: list[Meanwhile] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    done: list[Any] = field(default_factory=list)
    returned: list[Any] = field(default_factory=list)

    @property
    def is_taken(self) -> bool:
        return bool(self.done or self.returned)


def shared_source(rows: Iterable[Any]) -> int | None:
    """The document that all the rows rest on, which is most likely what they were held against."""
    sources = {getattr(row, "source_id", None) for row in rows}
    return sources.pop() if len(sources) == 1 else None


def _as_written(rows: list[Any]) -> list[Any]:
    """In the order of the clauses that they name or, where they name none, that say the same, where all rest on one
    notice; those of no clause come last."""
    if shared_source(rows) is None:
        return rows
    text = clauses(rows[0].source.clause)
    places = {clause.label: number for number, clause in reversed(list(enumerate(text)))}
    named = [row.source_article or quoting.article(row, inline_of(row)) for row in rows]
    turn = {one: min((places[c.label] for c in pointed(text, one)), default=len(text)) for one in dict.fromkeys(named)}
    return [row for _, row in sorted(zip(named, rows, strict=True), key=lambda each: turn[each[0]])]


def attempted(request: HttpRequest, batch: Batch, form: StepForm) -> Attempt:
    """Take the step for all the rows that are ticked, and send back those with a reason of their own, if each of them is
    still as the page showed it."""
    reasons = batch.reasons(request)
    ticked = set(request.POST.getlist("row")) - reasons.keys()
    form.fields["reason"].required = bool(ticked)
    with transaction.atomic():
        take_turn()
        stored = batch.rows()
        public = snapshots.newest()  # read once: every row that is published would have it read anew for the next
        with snapshots.viewing(public, snapshots.today()), judging.together(stored):
            chosen = [row for row in stored if named(row) in ticked]
            attempt = Attempt(stored, chosen, told(stored, batch.step, chosen), reasons)
            _judged(request, batch, form, attempt, ticked)
    return attempt


def told(rows: list[Any], step: str, chosen: list[Any]) -> dict[str, Told]:
    """What the page tells of its rows, by their names. Raises ``TooLong``."""
    with judging.together(rows):
        return dict(in_time(telling.tell(rows, step, chosen)))


def _judged(request: HttpRequest, batch: Batch, form: StepForm, attempt: Attempt, ticked: set[str]) -> None:
    """Take the step, or note why it is not taken."""
    attempt.known = set(filter(None, request.POST.get("known", "").split(",")))
    back = [row for row in attempt.rows if named(row) in attempt.reasons]
    meant = [*attempt.chosen, *back]
    looked = request.POST.get("looked", "")
    attempt.changed = sight.changes(meant, attempt.told, looked, batch.salt(request.user))
    if not (ticked or attempt.reasons):
        attempt.refused = ["请至少勾一条。"]
    elif len(meant) < len(ticked | attempt.reasons.keys()):
        attempt.refused = ["您勾的有几条已经不在了，所以什么也没有做。"]
    elif unfit := list(_unfit(back, attempt.reasons, form.fields["reason"])):
        attempt.refused = unfit
    elif form.is_valid() and not attempt.changed and not _surprising(batch, attempt):
        with judging.together(attempt.chosen):
            _take(batch.step, request.user, form.cleaned_data, attempt, back)


def _unfit(back: list[Any], reasons: dict[str, str], box: Any) -> Iterator[str]:
    """What is wrong with the reasons of single rows: each is one as the reason for all is."""
    for row in back:
        try:
            box.clean(reasons[named(row)])
        except ValidationError as error:
            yield from (f"{row}：{sentence}" for sentence in error.messages)


def _surprising(batch: Batch, attempt: Attempt) -> bool:
    """Whether people would be given somebody else's rule, and the page has not said so."""
    if batch.step == "publish":
        attempt.meanwhile = [one for one in meanwhile.told(attempt.chosen) if named(one.row) not in attempt.known]
        attempt.known |= {named(one.row) for one in attempt.meanwhile}
    return bool(attempt.meanwhile)


def _take(name: str, user: Any, told: dict[str, Any], attempt: Attempt, back: list[Any]) -> None:
    """All or nothing: where one row refuses, the others are left as they were. What goes public takes its source along
    before the rest is sent back."""
    if name == "withdraw":
        told = told | {"together": attempt.chosen}
    steps = [(row, name, told) for row in attempt.chosen]
    steps += [(row, "send-back", {"reason": attempt.reasons[named(row)]}) for row in back]
    for row, step, said in in_time(steps):
        # Nobody could publish it: whoever wrote it hears of it now, not his colleague later.
        unfit = review.blocking(row) if step == "submit" else []
        attempt.refused += [f"{row}：要先改：{sentence}" for sentence in unfit]
        try:
            taken = workflow.TRANSITIONS[step](row, user, **said)
            (attempt.done if step == name else attempt.returned).append(taken)
        except ValidationError as error:
            attempt.refused += [f"{row}：{message}" for message in error.messages]
    if attempt.refused:
        transaction.set_rollback(True)
        attempt.done, attempt.returned = [], []
