"""Pages of the steps between draft and public: each shows the rows, asks why, and does it for all of them or none.

What may be done stands in ``registry.workflow.TRANSITIONS``; here are the words for it, and what each step asks.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from registry import snapshot as snapshots
from registry import workflow
from registry.desk.lookups import key_of
from registry.desk.patience import TooLong, in_time
from registry.desk.stepforms import CarryOverForm, ReviseForm, StepForm, VerifyForm
from registry.pages import desk_url
from registry.publication import PublishedRow, Status
from registry.workflow import review, sight
from registry.workflow.rights import Action, can
from registry.workflow.transition import events
from registry.writing import take_turn


@dataclass(frozen=True)
class Step:
    """A transition as it is put to a clerk: what it is called, what it does, to a source perhaps something else, and
    what it asks; of a source nothing but why."""

    label: str
    explains: str
    form: type[StepForm] = StepForm
    explains_source: str = ""


#: More ids than an address may hold (``yibao_site.middleware``) would lead to a page that says only that.
MOST_AT_ONCE = 200

STEPS: dict[str, Step] = {
    "submit": Step("提交复核", "交给另一个人看。交了以后不能再改，要改先退回。还是草稿的依据，跟着一起交。"),
    "publish": Step(
        "复核后发布",
        "从生效日期起，公众就看到它；它要替换的那一条到前一天为止。还没发布的依据，跟着一起发布。",
        explains_source="发布以后，条目才能靠它发布。修订的，靠它的条目马上写着新的。",
    ),
    "send-back": Step("退回修改", "变回草稿，写的人可以接着改。"),
    "revise": Step("修订", "照这一条起一份新草稿。公众看到的先不变，等别人复核发布。", ReviseForm),
    "carry-over": Step("顺延到下一年", "内容不变，起一份新草稿，接在到期以后。等别人复核发布。", CarryOverForm),
    "withdraw": Step("马上撤下", "公众马上看不到这一条，页面改给电话。以后可以用“修订”恢复。"),
    "verify": Step("核对无误", "您对照了原件，写的都对。页面上会写明核对日期。", VerifyForm),
}


def urls(model_admin: Any) -> list[Any]:
    opts = model_admin.opts
    view = model_admin.admin_site.admin_view(lambda request, step: step_view(model_admin, request, step))
    return [path("step/<slug:step>/", view, name=f"{opts.app_label}_{opts.model_name}_step")]


def address(model_admin: Any, step: str, rows: list[Any]) -> str:
    path = desk_url(model_admin.model, "step", step)
    return f"{path}?ids={','.join(str(row.pk) for row in rows)}"


def ask(model_admin: Any, request: HttpRequest, step: str, rows: Any) -> HttpResponse | None:
    if len(rows) > MOST_AT_ONCE:
        messages.error(request, f"一次最多选 {MOST_AT_ONCE} 条，您选了 {len(rows)} 条。请分几次。")
        return None  # stays on the list
    return HttpResponseRedirect(address(model_admin, step, list(rows)))


def actions(model_admin: Any) -> dict[str, tuple[Callable[..., Any], str, str]]:
    """The steps as actions of a list, in the form that Django keeps them: name → function, name, label."""
    return {f"{name.replace('-', '_')}_rows": _action(name, step.label) for name, step in _steps(model_admin).items()}


def _action(step: str, label: str) -> tuple[Callable[..., Any], str, str]:
    def chosen(model_admin: Any, request: HttpRequest, rows: Any) -> HttpResponse | None:
        return ask(model_admin, request, step, rows)

    return chosen, f"{step.replace('-', '_')}_rows", label


def _steps(model_admin: Any) -> dict[str, Step]:
    """The steps that this kind of row can take."""
    kinds = {name: transition.kind for name, transition in workflow.TRANSITIONS.items()}
    return {name: STEPS[name] for name, kind in kinds.items() if issubclass(model_admin.model, kind)}


def open_to(model_admin: Any, user: Any, row: Any) -> list[tuple[str, str]]:
    """The steps that this person may take with a row now: address and label."""
    return [
        (address(model_admin, name, [row]), STEPS[name].label)
        for name, transition in workflow.TRANSITIONS.items()
        if transition.refusal(row, user) is None
    ]


def standing(user: Any, row: Any) -> str:
    """One sentence: what state the row is in and what can happen next."""
    if row.status == Status.PUBLISHED:
        revision = workflow.open_revision(row)
        return f"已发布，不能直接改；{_how_to_change(user, row)}{'有一份修订正在进行。' if revision else ''}"
    if row.status == Status.SUBMITTED:
        return f"待复核。{workflow.publish.refusal(row, user) or '请看清楚再发布，或者退回。'}"
    if row.status == Status.RETIRED:
        return f"已停用，公众看不到。{_how_to_change(user, row)}"
    along = "" if isinstance(row, PublishedRow) else "靠它的条目提交时，它跟着一起交。"
    return f"草稿，公众看不到。{_replaces(row)}{along}写好、保存以后，点“提交复核”，交给另一个人看。"


def _replaces(row: Any) -> str:
    if row.supersedes is None:
        return ""
    period = f"（{row.supersedes.period()}）" if isinstance(row, PublishedRow) else ""
    return f"发布后接替：{row.supersedes}{period}。"


def _how_to_change(user: Any, row: Any) -> str:
    return "要改请点“修订”。" if can(user, Action.EDIT, row.region_id) else "要改请找编辑来“修订”。"


def past(row: Any) -> Any:
    return events(row).select_related("by", "source")


@dataclass
class Attempt:
    """What came of sending the form: what was done, or why nothing was."""

    rows: list[Any]
    chosen: list[Any]
    changed: dict[int, sight.Change] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    done: list[Any] = field(default_factory=list)


def step_view(model_admin: Any, request: HttpRequest, name: str) -> HttpResponse:
    """The page of a step, or, where its rows cannot be looked through in time, back to their list."""
    try:
        return _step(model_admin, request, name)
    except TooLong:
        messages.error(request, "条目太多太复杂，一次看不完，所以什么也没有做。请分几次，每次少选几条。")
        return HttpResponseRedirect(desk_url(model_admin.model, "changelist"))


def _step(model_admin: Any, request: HttpRequest, name: str) -> HttpResponse:
    """Show the rows and ask for the reason, then take the step for every row that is ticked, or for none."""
    if name not in _steps(model_admin):
        raise Http404
    step, named = STEPS[name], _named(model_admin, request)
    kind = step.form if issubclass(model_admin.model, PublishedRow) else StepForm
    if request.method != "POST":
        rows = _found(sight.read(named))
        form = kind(initial={"on": timezone.localdate(), "source": _shared_source(rows)})
        able = [row for row in rows if workflow.TRANSITIONS[name].refusal(row, request.user) is None]
        return _page(model_admin, request, name, form, Attempt(rows, able))
    form = kind(request.POST)
    attempt = _attempt(model_admin, request, name, form, named)
    if not attempt.done:
        return _page(model_admin, request, name, form, attempt)
    messages.success(request, f"{step.label}：{len(attempt.done)} 条。")
    return HttpResponseRedirect(_afterwards(model_admin, attempt.done))


def _attempt(model_admin: Any, request: HttpRequest, name: str, form: StepForm, named: Any) -> Attempt:
    """Take the step for all the rows that are ticked, if each of them is still as the page showed it."""
    ticked = set(request.POST.getlist("row"))
    with transaction.atomic():
        take_turn()
        stored = _found(sight.read(named))
        attempt = Attempt(stored, [row for row in stored if str(row.pk) in ticked])
        attempt.changed = sight.changes(
            attempt.chosen, request.POST.get("looked", ""), _salt(model_admin, request, name)
        )
        if not ticked:
            attempt.refused = ["请至少勾一条。"]
        elif len(attempt.chosen) < len(ticked):
            attempt.refused = ["您勾的有几条已经不在了，所以什么也没有做。"]
        elif form.is_valid() and not attempt.changed:
            public = snapshots.newest()  # read once: every row that is published would have it read anew for the next
            with snapshots.viewing(public, snapshots.today()):
                _take(name, request.user, form.cleaned_data, attempt)
    return attempt


def _take(name: str, user: Any, told: dict[str, Any], attempt: Attempt) -> None:
    """All or nothing: where one row refuses, the others are left as they were."""
    done = []
    for row in in_time(attempt.chosen):
        try:
            done.append(workflow.TRANSITIONS[name](row, user, **told))
        except ValidationError as error:
            attempt.refused += [f"{row}：{message}" for message in error.messages]
    if attempt.refused:
        transaction.set_rollback(True)
    else:
        attempt.done = done


def _salt(model_admin: Any, request: HttpRequest, name: str) -> str:
    """Whoever looked takes the step, and the step that was looked at."""
    return f"step:{name}:{model_admin.opts.label_lower}:{request.user.pk}"


def _page(model_admin: Any, request: HttpRequest, name: str, form: StepForm, attempt: Attempt) -> HttpResponse:
    step = STEPS[name]
    looked = sight.seal(attempt.rows, _salt(model_admin, request, name))  # before anything of them is shown
    shown = _looks(attempt, name, request.user)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": step.label,
        "explains": step.explains if issubclass(model_admin.model, PublishedRow) else _of_source(step),
        "form": form,
        "rows": attempt.rows,
        "looks": shown,
        "looked": looked,
        "refused": attempt.refused,
        "possible": any(look["refusal"] is None for look in shown),
        "opts": model_admin.opts,
        "media": model_admin.media + form.media,
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
            "of_source": review.findings(source) if unpublished else [],
            "refusal": workflow.TRANSITIONS[name].refusal(row, user),
            "ticked": row in attempt.chosen,
            "changed": attempt.changed.get(row.pk),
            "source": source,
            "rests_on": [line for line in review.said(source).items() if line[1]] if source else [],
            "first": first,
        }
        sources |= {source.pk} if source else set()
        shown.append(look)
    return shown


def reviewed(row: Any) -> dict[str, Any]:
    """What a row says; of one that is not public yet, what it changes, what looks wrong, and what it does to bills."""
    if row.status not in (Status.DRAFT, Status.SUBMITTED):
        return {"row": row, "pending": False, "changes": review.difference(None, row)}
    return {
        "row": row,
        "pending": True,
        "changes": review.difference(row.supersedes, row),
        "findings": review.findings(row),
        "effect": row.effect() if isinstance(row, PublishedRow) else None,
    }


def _named(model_admin: Any, request: HttpRequest) -> Any:
    """Which rows the address names, as far as this person may see them. Raises PermissionDenied."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    keys = (key_of(model_admin.model, part) for part in request.GET.get("ids", "").split(","))
    ids = [key for key in keys if key is not None]
    return model_admin.get_queryset(request).filter(pk__in=ids)


def _found(rows: list[Any]) -> list[Any]:
    """Raises Http404 where nothing is left."""
    if not rows:
        raise Http404
    return rows


def _shared_source(rows: list[Any]) -> int | None:
    """The document that all the rows rest on, which is most likely what they were held against."""
    sources = {getattr(row, "source_id", None) for row in rows}
    return sources.pop() if len(sources) == 1 else None


def _afterwards(model_admin: Any, rows: list[Any]) -> str:
    if len(rows) == 1:
        return desk_url(model_admin.model, "change", rows[0].pk)
    return desk_url(model_admin.model, "changelist")
