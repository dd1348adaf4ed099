"""The steps between draft and public as clerks meet them: their words, what each asks, and where they are offered.

What may be done stands in ``registry.workflow.TRANSITIONS``; the pages of the steps are in ``steppage``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from registry import workflow
from registry.desk.stepforms import CarryOverForm, ReviseForm, StepForm, VerifyForm
from registry.models import Event
from registry.pages import desk_url
from registry.publication import PublishedRow, Status
from registry.workflow.rights import Action, can
from registry.workflow.transition import events


@dataclass(frozen=True)
class Step:
    """A transition as it is put to a clerk: what it is called, for several rows, what it does, to a source perhaps
    something else, and what it asks; of a source nothing but why."""

    label: str
    of_some: str
    explains: str
    form: type[StepForm] = StepForm
    explains_source: str = ""


#: More ids than an address may hold (``yibao_site.middleware``) would lead to a page that says only that.
MOST_AT_ONCE = 200

STEPS: dict[str, Step] = {
    "submit": Step(
        "提交复核", "提交这 {} 条", "交给另一个人看。交了以后不能再改，要改先退回。还是草稿的依据，跟着一起交。"
    ),
    "publish": Step(
        "复核后发布",
        "发布这 {} 条",
        "从生效日期起，公众就看到它；它要替换的那一条到前一天为止。还没发布的依据，跟着一起发布。",
        explains_source="发布以后，条目才能靠它发布。修订的，靠它的条目马上写着新的。",
    ),
    "send-back": Step("退回修改", "退回这 {} 条", "变回草稿，写的人可以接着改。"),
    "revise": Step("修订", "修订这 {} 条", "照这一条起一份新草稿。公众看到的先不变，等别人复核发布。", ReviseForm),
    "carry-over": Step(
        "顺延到下一年", "顺延这 {} 条", "内容不变，起一份新草稿，接在到期以后。等别人复核发布。", CarryOverForm
    ),
    "withdraw": Step(
        "马上撤下",
        "撤下这 {} 条",
        "公众马上看不到这一条。上面没有同样的，页面就改给电话。还没到日子的，它要接替的那一条接着有效。以后可以用“修订”恢复。",
    ),
    "verify": Step("核对无误", "这 {} 条核对无误", "您对照了原件，写的都对。页面上会写明核对日期。", VerifyForm),
    "discard": Step(
        "删掉草稿",
        "删掉这 {} 条草稿",
        "删了就没有了，要重新写。公众没有看到过它；已发布的不受影响。",
        explains_source="删了就没有了，附上的原件也没有了，要重新录。",
    ),
}


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
    return {f"{name.replace('-', '_')}_rows": _action(name, step.label) for name, step in steps_of(model_admin).items()}


def _action(step: str, label: str) -> tuple[Callable[..., Any], str, str]:
    def chosen(model_admin: Any, request: HttpRequest, rows: Any) -> HttpResponse | None:
        return ask(model_admin, request, step, rows)

    return chosen, f"{step.replace('-', '_')}_rows", label


def steps_of(model_admin: Any) -> dict[str, Step]:
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
        more = "还要写一条差不多的，点“照这条再写一条”。" if can(user, Action.EDIT, row.region_id) else ""
        of_row = more if isinstance(row, PublishedRow) else ""
        return f"待复核。{workflow.publish.refusal(row, user) or '请看清楚再发布，或者退回。'}{of_row}"
    if row.status == Status.RETIRED:
        return f"已停用，公众看不到。{_how_to_change(user, row)}"
    along = "" if isinstance(row, PublishedRow) else "靠它的条目提交时，它跟着一起交。"
    return f"{_given_back(row)}草稿，公众看不到。{_replaces(row)}{along}写好、保存以后，点“提交复核”，交给另一个人看。"


def _given_back(row: Any) -> str:
    """Why the row is a draft again, where somebody gave it back."""
    last = past(row).first()
    if last is None or last.kind != Event.Kind.RETURNED:
        return ""
    return f"{last.by or '系统'}退回了它：{last.reason.rstrip('。')}。改好再交。"


def _replaces(row: Any) -> str:
    if row.supersedes is None:
        return ""
    period = f"（{row.supersedes.period()}）" if isinstance(row, PublishedRow) else ""
    return f"发布后接替：{row.supersedes}{period}。"


def _how_to_change(user: Any, row: Any) -> str:
    return "要改请点“修订”。" if can(user, Action.EDIT, row.region_id) else "要改请找编辑来“修订”。"


def past(row: Any) -> Any:
    return events(row).select_related("by", "source")


def told(user: Any, row: Any) -> Any:
    """What happened to a row, as far as somebody may hear it: what a paper was called says what it shows, also of one that
    was taken away again."""
    at_home = can(user, Action.VIEW, row.region_id)
    return past(row) if at_home else past(row).exclude(kind=Event.Kind.ATTACHED)
