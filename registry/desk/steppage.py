"""The page of a step: it shows the rows, asks why, and takes the step for all that are ticked or for none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from registry import snapshot as snapshots
from registry import workflow
from registry.clauses import clauses, pointed
from registry.desk import reviewgrid, reviewtop
from registry.desk.lookups import key_of
from registry.desk.patience import TooLong, in_time
from registry.desk.recent import address
from registry.desk.stepforms import StepForm
from registry.desk.steps import STEPS, Step, steps_of
from registry.evidence import named
from registry.models import SourceDocument
from registry.pages import desk_url
from registry.publication import PublishedRow, Status
from registry.workflow import quoting, review, sight
from registry.workflow.transition import know_authors
from registry.writing import take_turn


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


@dataclass
class Attempt:
    """What came of sending the form: what was done, or why nothing was."""

    rows: list[Any]
    chosen: list[Any]
    changed: dict[str, sight.Change] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    done: list[Any] = field(default_factory=list)


def _as_written(rows: list[Any]) -> list[Any]:
    """In the order of the clauses, where all rest on one notice; those that name none come last."""
    if _shared_source(rows) is None:
        return rows
    text = clauses(rows[0].source.clause)
    places = {clause.label: number for number, clause in reversed(list(enumerate(text)))}
    first = {row.source_article: None for row in rows}
    turn = {one: min((places[c.label] for c in pointed(text, one)), default=len(text)) for one in first}
    return sorted(rows, key=lambda row: turn[row.source_article])


def urls(model_admin: Any) -> list[Any]:
    opts = model_admin.opts
    view = model_admin.admin_site.admin_view(lambda request, step: of_list(model_admin, request, step))
    return [path("step/<slug:step>/", view, name=f"{opts.app_label}_{opts.model_name}_step")]


def of_list(model_admin: Any, request: HttpRequest, name: str) -> HttpResponse:
    """The step for the rows of a list that the address names."""
    if name not in steps_of(model_admin):
        raise Http404
    listed = desk_url(model_admin.model, "changelist")
    origin = (str(model_admin.opts.verbose_name_plural), listed)

    def afterwards(rows: list[Any]) -> str:
        return address(rows[0]) if len(rows) == 1 and rows[0].pk else listed

    return view(request, Batch(name, (_named(model_admin, request),), origin, afterwards, model_admin))


def _named(model_admin: Any, request: HttpRequest) -> Any:
    """Which rows the address names, as far as this person may see them. Raises PermissionDenied."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    keys = (key_of(model_admin.model, part) for part in request.GET.get("ids", "").split(","))
    ids = [key for key in keys if key is not None]
    return model_admin.get_queryset(request).filter(pk__in=ids)


def view(request: HttpRequest, batch: Batch) -> HttpResponse:
    """The page, or, where its rows cannot be looked through in time, back to where it was come from."""
    try:
        return _step(request, batch)
    except TooLong:
        messages.error(request, "条目太多太复杂，一次看不完，所以什么也没有做。请分几次，每次少选几条。")
        return HttpResponseRedirect(batch.origin[1])


def _step(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Show the rows and ask for the reason, then take the step for every row that is ticked, or for none."""
    if request.method != "POST":
        rows = batch.rows()
        form = batch.form(initial={"on": snapshots.today(), "source": _shared_source(rows)})
        able = [row for row in rows if workflow.TRANSITIONS[batch.step].refusal(row, request.user) is None]
        return _page(request, batch, form, Attempt(rows, able))
    form = batch.form(request.POST)
    attempt = _attempt(request, batch, form)
    if not attempt.done:
        return _page(request, batch, form, attempt)
    waits = "等同事复核，退回来的会在第一页。" if batch.step == "submit" else ""
    messages.success(request, f"{STEPS[batch.step].label}：{len(attempt.done)} 条。{waits}")
    return HttpResponseRedirect(batch.afterwards(attempt.done))


def _attempt(request: HttpRequest, batch: Batch, form: StepForm) -> Attempt:
    """Take the step for all the rows that are ticked, if each of them is still as the page showed it."""
    ticked = set(request.POST.getlist("row"))
    with transaction.atomic():
        take_turn()
        stored = batch.rows()
        attempt = Attempt(stored, [row for row in stored if named(row) in ticked])
        attempt.changed = sight.changes(attempt.chosen, request.POST.get("looked", ""), batch.salt(request.user))
        if not ticked:
            attempt.refused = ["请至少勾一条。"]
        elif len(attempt.chosen) < len(ticked):
            attempt.refused = ["您勾的有几条已经不在了，所以什么也没有做。"]
        elif form.is_valid() and not attempt.changed:
            public = snapshots.newest()  # read once: every row that is published would have it read anew for the next
            with snapshots.viewing(public, snapshots.today()):
                _take(batch.step, request.user, form.cleaned_data, attempt)
    return attempt


def _take(name: str, user: Any, told: dict[str, Any], attempt: Attempt) -> None:
    """All or nothing: where one row refuses, the others are left as they were."""
    done = []
    for row in in_time(attempt.chosen):
        # Nobody could publish it: whoever wrote it hears of it now, not his colleague later.
        unfit = review.blocking(row) if name == "submit" else []
        attempt.refused += [f"{row}：要先改：{sentence}" for sentence in unfit]
        try:
            done.append(workflow.TRANSITIONS[name](row, user, **told))
        except ValidationError as error:
            attempt.refused += [f"{row}：{message}" for message in error.messages]
    if attempt.refused:
        transaction.set_rollback(True)
    else:
        attempt.done = done


def _page(request: HttpRequest, batch: Batch, form: StepForm, attempt: Attempt) -> HttpResponse:
    step, site = STEPS[batch.step], batch.model_admin.admin_site
    looked = sight.seal(attempt.rows, batch.salt(request.user))  # before anything of them is shown
    shown = _looks(attempt, batch.step, request.user)
    several = len(shown) > 1
    shared = reviewtop.taken_together(shown) if several else []
    grids = reviewgrid.grids(shown) if several else []
    context = {
        **site.each_context(request),
        "title": step.label,
        "explains": _of_source(step) if batch.of_sources else step.explains,
        "form": form,
        "rows": attempt.rows,
        "looks": shown,
        "shared": shared,
        "first": reviewtop.told_first(shown) if several else [],
        "pending": not batch.of_sources and any(look["pending"] for look in shown),
        "figures": reviewtop.counted(shown),
        "grids": grids,
        "left": reviewtop.left(grids),
        "looked": looked,
        "refused": attempt.refused,
        "possible": any(look["refusal"] is None for look in shown),
        "origin": batch.origin,
        "opts": batch.model_admin.opts,
        "media": batch.model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/registry/step.html", context)


def _of_source(step: Step) -> str:
    return step.explains_source or step.explains


def _looks(attempt: Attempt, name: str, user: Any) -> list[dict[str, Any]]:
    """What there is to see of each row before it goes on its way, and whether it may."""
    sources: set[int] = set()
    shown = []
    for row in in_time(attempt.rows):
        source = getattr(row, "source", None)
        first = source is not None and source.pk not in sources
        unpublished = source is not None and first and source.status != Status.PUBLISHED
        look = {
            **reviewed(row),
            "mark": named(row),
            "address": address(row),
            "of_source": review.findings(source) if unpublished else [],
            "refusal": workflow.TRANSITIONS[name].refusal(row, user),
            "ticked": row in attempt.chosen,
            "changed": attempt.changed.get(named(row)),
            "reopens": workflow.reopened_by(row) if name == "withdraw" else None,
            "source": source,
            "papers": _papers(source or row),
            "rests_on": [line for line in review.said(source).items() if line[1]] if source else [],
            "first": first,
        }
        sources |= {source.pk} if source else set()
        shown.append(look)
    return shown


def _papers(source: Any) -> Iterable[Any]:
    """What lies beside a source, to be compared with it."""
    return source.attachments.all() if isinstance(source, SourceDocument) else ()


def reviewed(row: Any) -> dict[str, Any]:
    """What a row says; of one that is not public yet, what it changes, what looks wrong, and what it does to bills."""
    pending = row.is_unfinished
    fresh = not pending or row.supersedes is None
    changes = review.difference(None if fresh else row.supersedes, row)
    usual = review.untouched(row) if fresh else set()
    return {
        "row": row,
        "pending": pending,
        "fresh": fresh,
        "changes": [change for change in changes if change.label not in usual],
        "usual": [change for change in changes if change.label in usual],
        "findings": review.findings(row) if pending else [],
        "quoted": quoting.quoted(row),
        "effect": row.effect() if pending and isinstance(row, PublishedRow) else None,
    }


def _shared_source(rows: Iterable[Any]) -> int | None:
    """The document that all the rows rest on, which is most likely what they were held against."""
    sources = {getattr(row, "source_id", None) for row in rows}
    return sources.pop() if len(sources) == 1 else None
