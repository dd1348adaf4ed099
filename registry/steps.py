"""Pages of the steps between draft and public: each asks why, does it for one row or several, and says what happened."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from registry import review, workflow
from registry.lookups import key_of
from registry.models import SourceDocument
from registry.publication import PublishedRow, Status
from registry.rights import Action, can


class StepForm(forms.Form):
    reason = forms.CharField(
        label="为什么",
        max_length=300,
        help_text="写一句，别人以后看得懂：改了什么、谁通知的、对照了什么。",
        error_messages={"required": "请写一句为什么。"},
    )


class ReviseForm(StepForm):
    start = forms.DateField(
        label="新的从哪天起",
        required=False,
        widget=AdminDateWidget,
        help_text="写通知上的施行日期，例如 2027-01-01。旧的到前一天为止。空着表示一发布就替换。",
        error_messages={"invalid": "请照 2027-01-01 的样子写日期。"},
    )


class CarryOverForm(StepForm):
    start = forms.DateField(
        label="新的从哪天起",
        required=False,
        widget=AdminDateWidget,
        help_text="空着就接着到期的第二天。",
        error_messages={"invalid": "请照 2027-01-01 的样子写日期。"},
    )
    end = forms.DateField(
        label="新的到哪天止",
        required=False,
        widget=AdminDateWidget,
        help_text="空着就到下一年的同一天。",
        error_messages={"invalid": "请照 2027-12-31 的样子写日期。"},
    )


class VerifyForm(StepForm):
    source = forms.ModelChoiceField(
        SourceDocument.objects.all(),
        label="对照哪份文件",
        help_text="选您手上对照的那一份。",
        error_messages={"required": "请选对照的文件。没有就先在“政策依据”里加。"},
    )
    on = forms.DateField(
        label="哪天核对的",
        widget=AdminDateWidget,
        error_messages={"required": "请写日期。", "invalid": "请照 2026-11-21 的样子写日期。"},
    )

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("这一天还没到，请写已经核对的日期。")
        return on


@dataclass(frozen=True)
class Step:
    """One step: what it is called, what it needs to be told, from which states, and who may."""

    label: str
    do: Callable[..., Any]
    states: frozenset[Status]
    action: Action
    explains: str
    form: type[StepForm] = StepForm
    fits: Callable[[Any], bool] = lambda row: True


#: More ids than an address may hold (``yibao_site.middleware``) would lead to a page that says only that.
MOST_AT_ONCE = 200

STEPS: dict[str, Step] = {
    "submit": Step(
        "提交复核",
        workflow.submit,
        frozenset({Status.DRAFT}),
        Action.EDIT,
        "交给另一个人看。交了以后不能再改，要改先退回。",
    ),
    "publish": Step(
        "复核后发布",
        workflow.publish,
        frozenset({Status.SUBMITTED}),
        Action.PUBLISH,
        "从生效日期起，公众就看到它；它要替换的那一条到前一天为止。",
    ),
    "send-back": Step(
        "退回修改",
        workflow.send_back,
        frozenset({Status.SUBMITTED}),
        Action.PUBLISH,
        "变回草稿，写的人可以接着改。",
    ),
    "revise": Step(
        "修订",
        workflow.revise,
        frozenset({Status.PUBLISHED, Status.RETIRED}),
        Action.EDIT,
        "照这一条起一份新草稿。公众看到的先不变，等别人复核发布。",
        ReviseForm,
    ),
    "carry-over": Step(
        "顺延到下一年",
        workflow.carry_over,
        frozenset({Status.PUBLISHED}),
        Action.EDIT,
        "内容不变，起一份新草稿，接在到期以后。等别人复核发布。后面已经有下一条的，会告诉您，不再起。",
        CarryOverForm,
        lambda row: row.effective_to is not None,
    ),
    "withdraw": Step(
        "马上撤下",
        workflow.withdraw,
        frozenset({Status.PUBLISHED}),
        Action.PUBLISH,
        "公众马上看不到这一条，页面改给电话。以后可以用“修订”恢复。",
    ),
    "verify": Step(
        "核对无误",
        workflow.verify,
        frozenset({Status.PUBLISHED}),
        Action.PUBLISH,
        "您对照了原件，写的都对。页面上会写明核对日期。",
        VerifyForm,
    ),
}


def urls(model_admin: Any) -> list[Any]:
    opts = model_admin.opts
    view = model_admin.admin_site.admin_view(lambda request, step: step_view(model_admin, request, step))
    return [path("step/<slug:step>/", view, name=f"{opts.app_label}_{opts.model_name}_step")]


def address(model_admin: Any, step: str, rows: list[Any]) -> str:
    opts = model_admin.opts
    path = reverse(f"admin:{opts.app_label}_{opts.model_name}_step", args=[step])
    return f"{path}?ids={','.join(str(row.pk) for row in rows)}"


def ask(model_admin: Any, request: HttpRequest, step: str, rows: Any) -> HttpResponse | None:
    if len(rows) > MOST_AT_ONCE:
        messages.error(request, f"一次最多选 {MOST_AT_ONCE} 条，您选了 {len(rows)} 条。请分几次。")
        return None  # stays on the list
    return HttpResponseRedirect(address(model_admin, step, list(rows)))


def open_to(model_admin: Any, user: Any, row: PublishedRow) -> list[tuple[str, str]]:
    """The steps that this person may take with a row now: address and label."""
    own = user.pk in workflow.authors(row)
    found = []
    for name, step in STEPS.items():
        allowed = can(user, step.action, row.region_id) or (name == "send-back" and own)
        if row.status in step.states and step.fits(row) and allowed and not (name == "publish" and own):
            found.append((address(model_admin, name, [row]), step.label))
    return found


def standing(user: Any, row: Any) -> str:
    """One sentence: what state the row is in and what can happen next."""
    if row.status == Status.PUBLISHED:
        revision = workflow.open_revision(row)
        return f"已发布，不能直接改；{_how_to_change(user, row)}{'有一份修订正在进行。' if revision else ''}"
    if row.status == Status.SUBMITTED:
        return f"待复核。{workflow.OWN_WORK if user.pk in workflow.authors(row) else '请看清楚再发布，或者退回。'}"
    if row.status == Status.RETIRED:
        return f"已停用，公众看不到。{_how_to_change(user, row)}"
    replaces = f"发布后接替：{row.supersedes}（{row.supersedes.period()}）。" if row.supersedes else ""
    return f"草稿，公众看不到。{replaces}写好、保存以后，点“提交复核”，交给另一个人看。"


def _how_to_change(user: Any, row: PublishedRow) -> str:
    return "要改请点“修订”。" if can(user, Action.EDIT, row.region_id) else "要改请找编辑来“修订”。"


def past(row: PublishedRow) -> Any:
    return workflow.events(row).select_related("by", "source")


def step_view(model_admin: Any, request: HttpRequest, name: str) -> HttpResponse:
    """Ask for the reason, then take the step for every row; each row that refuses says why, the others go on."""
    if name not in STEPS:
        raise Http404
    step = STEPS[name]
    rows = _rows(model_admin, request)
    form = step.form(request.POST or None, initial={"on": timezone.localdate(), "source": _shared_source(rows)})
    if request.method == "POST" and form.is_valid():
        done = [result for row in rows if (result := _take(model_admin, request, step, row, form.cleaned_data))]
        if done:
            messages.success(request, f"{step.label}：{len(done)} 条。")
        return HttpResponseRedirect(_afterwards(model_admin, done or rows))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": step.label,
        "step": step,
        "form": form,
        "rows": rows,
        "opts": model_admin.opts,
        "reviews": [reviewed(row) for row in rows] if name in ("submit", "publish") else [],
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/registry/step.html", context)


def reviewed(row: Any) -> dict[str, Any]:
    """What there is to see before a row goes on its way: what changes, what looks wrong, what it does to bills."""
    return {
        "row": row,
        "changes": review.difference(row.supersedes, row),
        "findings": review.findings(row),
        "effect": row.effect(),
    }


def _rows(model_admin: Any, request: HttpRequest) -> list[Any]:
    """The rows named in the address, as far as this person may see them. Raises Http404 or PermissionDenied."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    keys = (key_of(model_admin.model, part) for part in request.GET.get("ids", "").split(","))
    ids = [key for key in keys if key is not None]
    found = list(model_admin.get_queryset(request).filter(pk__in=ids).select_related("region", "source", "supersedes"))
    if not found:
        raise Http404
    return found


def _shared_source(rows: list[Any]) -> int | None:
    """The document that all the rows rest on, which is most likely what they were held against."""
    sources = {row.source_id for row in rows}
    return sources.pop() if len(sources) == 1 else None


def _take(model_admin: Any, request: HttpRequest, step: Step, row: Any, told: dict[str, Any]) -> Any:
    try:
        return step.do(row, request.user, **told)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, f"{row}：{message}")
        return None


def _afterwards(model_admin: Any, rows: list[Any]) -> str:
    opts = model_admin.opts
    if len(rows) == 1:
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[rows[0].pk])
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
