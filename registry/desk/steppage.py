"""The page of a step: it shows the rows, asks why, and says what was done."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from registry import snapshot as snapshots
from registry import workflow
from registry.desk import notice, reviewgrid, reviewtop, steptold
from registry.desk.batch import JUDGED, Attempt, Batch, attempted, shared_source, told
from registry.desk.lookups import key_of
from registry.desk.patience import TooLong, in_time
from registry.desk.recent import address
from registry.desk.stepforms import StepForm
from registry.desk.steps import STEPS, Step, steps_of
from registry.desk.typed import Late, too_late
from registry.evidence import named
from registry.models import SourceDocument
from registry.pages import desk_url, preview_address
from registry.publication import PublishedRow
from registry.typed.clauses import Clause
from registry.workflow import meanwhile, quoting, review, sight
from registry.workflow.rights import may_read_papers
from registry.workflow.telling import Told

#: Outcomes that can be opened from the page.
_MOST_PAGES = 12


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
    except Http404:
        if request.method != "POST":
            raise
        return _came_to_nothing(request, batch)


def _came_to_nothing(request: HttpRequest, batch: Batch) -> HttpResponse:
    """None of the rows is there any more: what was written of them is shown."""
    said = [request.POST.get("reason", ""), *batch.reasons(request).values()]
    why = Late("这几条已经不在了，可能有人刚删掉，所以什么也没有做。", "看看还有什么：", *batch.origin)
    page = too_late(batch.model_admin, request, why, [("为什么", words) for words in said if words])
    page.status_code = 404
    return page


def _step(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Show the rows and ask for the reason, then take the step for every row that is ticked, or for none."""
    if request.method != "POST":
        rows = batch.rows()
        form = batch.form(initial={"on": snapshots.today(), "source": shared_source(rows)})
        able = [row for row in rows if workflow.TRANSITIONS[batch.step].refusal(row, request.user) is None]
        return _page(request, batch, form, Attempt(rows, able, told(rows, batch.step, able)))
    form = batch.form(request.POST)
    attempt = attempted(request, batch, form)
    if not attempt.is_taken:
        return _page(request, batch, form, attempt)
    messages.success(request, steptold.told(batch, attempt, request.user))
    return HttpResponseRedirect(batch.afterwards([*attempt.done, *attempt.returned]))


def _page(request: HttpRequest, batch: Batch, form: StepForm, attempt: Attempt) -> HttpResponse:
    step, site = STEPS[batch.step], batch.model_admin.admin_site
    shown = _looks(attempt, batch, request.user)
    context = {
        **site.each_context(request),
        "title": step.label,
        "explains": _of_source(step) if batch.of_sources else step.explains,
        "form": form,
        "step": batch.step,
        "rows": attempt.rows,
        "looks": shown,
        **(_of_several(shown, step) if len(shown) > 1 else {}),
        "pending": not batch.of_sources and any(look["pending"] for look in shown),
        "preview": _preview(attempt.rows, shown),
        "looked": sight.seal(attempt.rows, attempt.told, batch.salt(request.user)),
        "refused": attempt.refused,
        "meanwhile": attempt.meanwhile,
        "known": ",".join(sorted(attempt.known)),
        "possible": any(look["refusal"] is None or look["back"] for look in shown),
        "origin": batch.origin,
        "opts": batch.model_admin.opts,
        "media": batch.model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/registry/step.html", context)


def _of_several(looks: list[dict[str, Any]], step: Step) -> dict[str, Any]:
    """What a page of several rows says of them together, and how many its button is for."""
    shared = reviewtop.taken_together(looks)
    grids = reviewgrid.grids(looks)
    first, routine = reviewtop.told(looks)
    left = reviewtop.left(grids)
    count = sum(look["ticked"] and look["refusal"] is None for look in looks)
    back = sum(bool(look["reason"]) for look in looks)
    return {
        "unused": _unused(looks, grids),
        "shared": [line for line in shared if line.label != "依据"],  # stands below them, with who issued it
        "first": first,
        "routine": routine,
        "figures": reviewtop.counted(looks),
        "grids": grids,
        "left": left,
        "to_see": len(first) + bool(left),
        "does": step.of_some,
        "returns": STEPS["send-back"].of_some,
        "button": _button(step, count, back),
    }


def _unused(looks: list[dict[str, Any]], grids: Iterable[reviewgrid.Grid]) -> list[Clause]:
    """The clauses of the notice that all of them rest on which no row of it is made of."""
    if shared_source(look["row"] for look in looks) is None:
        return []
    shown = {clause for grid in grids for clause, _ in grid.clauses}  # some rows name none, and their figures tell
    return [clause for clause in notice.unnamed(looks[0]["source"]) if clause not in shown]


def _button(step: Step, count: int, back: int) -> str:
    """What sending the form does, in its words."""
    back_step = STEPS["send-back"]
    if step is back_step:
        return step.of_some.format(count + back)
    parts = [step.of_some.format(count)] if count or not back else []
    return "，".join([*parts, *([back_step.of_some.format(back)] if back else [])])


def _preview(rows: Iterable[Any], looks: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """On which day, and of which place, the public page shows what is about to be public; and the outcomes that do."""
    today = snapshots.today()
    days = [row.effective_from or today for row in rows if isinstance(row, PublishedRow)]
    places = {str(row.region_id) for row in rows}
    on = max(today, min(days, default=today))
    pages = {name: preview_address(page, on) for look in looks for name, page in look["appears"].pages}
    return {"on": on, "place": places.pop() if len(places) == 1 else "", "pages": list(pages.items())[:_MOST_PAGES]}


def _of_source(step: Step) -> str:
    return step.explains_source or step.explains


def _looks(attempt: Attempt, batch: Batch, user: Any) -> list[dict[str, Any]]:
    """What there is to see of each row before it goes on its way, and whether it may."""
    sources: set[int] = set()
    shown: list[dict[str, Any]] = []
    name = batch.step
    for row in in_time(attempt.rows):
        source, told = getattr(row, "source", None), attempt.told[named(row)]
        first = source is not None and source.pk not in sources
        look = {
            **reviewed(row, told),
            "mark": named(row),
            "address": address(row),
            "of_source": told.of_source if first else (),
            "refusal": workflow.TRANSITIONS[name].refusal(row, user),
            "ticked": row in attempt.chosen,
            "changed": attempt.changed.get(named(row)),
            **_judged(row, attempt, batch, user),
            "source": source,
            "papers": _papers(source or row, user),
            "rests_on": [line for line in review.said(source).items() if line[1]] if source else [],
            "first": first,
        }
        sources |= {source.pk} if source else set()
        shown.append(look)
    return shown


def _judged(row: Any, attempt: Attempt, batch: Batch, user: Any) -> dict[str, Any]:
    """Whether the page lets a row be sent back by itself, for which reason, and what holds meanwhile for its people."""
    asked = batch.step in JUDGED and isinstance(row, PublishedRow)
    return {
        "back": asked and workflow.TRANSITIONS["send-back"].refusal(row, user) is None,
        "reason": attempt.reasons.get(named(row), ""),
        "meanwhile": meanwhile.of(row, attempt.rows) if asked else None,
    }


def _papers(source: Any, user: Any) -> Iterable[Any]:
    """What lies beside a source, to be compared with it, for whoever may look at that."""
    shown = isinstance(source, SourceDocument) and may_read_papers(user, source)
    return source.attachments.all() if shown else ()


def reviewed(row: Any, told: Told) -> dict[str, Any]:
    """What a row says, what it changes where it is not public yet, and what the page tells of it."""
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
        "findings": told.findings,
        "quoted": quoting.quoted(row),
        "appears": told.appears,
        "effect": told.effect,
        "begins": told.begins,
        "leaves": told.leaves,
    }
