"""Nothing typed is lost: what a form was sent that could not be taken goes back to whoever sent it, and nowhere else.

It stands in the page that answers, in its hidden boxes: not in the database, not in a session, not in the browser.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve

from registry.belonging import inline_rows
from registry.rows import MOST_INLINE
from registry.visitors import from_the_desk

#: The pages on which somebody types for long. Accounts are not among them: theirs hold passwords.
_TYPED = ("_add", "_change", "_step", "_grid")
_OF_ACCOUNTS = ("auth_", "password_")
_TOKEN = "csrfmiddlewaretoken"


def told(admin: Any, posted: Any) -> list[tuple[str, str]]:
    """What was typed into the form of a row, by label: its own boxes, texts of the form alone, its inline rows."""
    model = admin.model
    found = list(_told(model, "", posted))
    columns = {field.name for field in model._meta.get_fields()}
    for name, box in admin.form.declared_fields.items():
        is_text = isinstance(box, forms.CharField) and not box.widget.is_hidden and name not in columns
        found += [(str(box.label), posted[name])] if is_text and posted.get(name) else []
    for prefix, relation in inline_rows(model).items():
        child = relation.related_model
        for number in range(MOST_INLINE):
            line = _told(child, f"{prefix}-{number}-", posted)
            found += [(f"{child._meta.verbose_name} {number + 1}：{label}", words) for label, words in line]
    return found


def _told(model: Any, prefix: str, posted: Any) -> Iterator[tuple[str, str]]:
    """Boxes with something in them; what was chosen in its words, but for other rows, which are chosen again."""
    for field in model._meta.concrete_fields:
        values = [value for value in posted.getlist(prefix + field.name) if value]
        if values and field.editable and not field.is_relation:
            choices = {str(value): words for value, words in field.flatchoices}
            yield str(field.verbose_name), "，".join(str(choices.get(value, value)) for value in values)


@dataclass(frozen=True)
class Late:
    """Why what was typed came too late, in a sentence, and what to do with it instead: a sentence, and a link."""

    said: str
    instead: str
    link: str
    address: str


def too_late(
    admin: Any, request: HttpRequest, why: Late, typed: Iterable[tuple[str, str]] | None = None
) -> HttpResponse:
    """What was typed, to be copied: by label, without ``typed`` what the form of a row was sent."""
    context = {
        **admin.admin_site.each_context(request),
        "title": "没有存",
        "typed": told(admin, request.POST) if typed is None else typed,
        **vars(why),
    }
    return TemplateResponse(request, "admin/registry/typed.html", context, status=403)


def is_kept(request: HttpRequest) -> bool:
    """Whether a request holds something typed at the desk that may go back: nothing secret, and from a page of the desk,
    because one more press sends it, in the name of whoever presses."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    name = match.url_name or ""
    is_typed = match.namespace == "admin" and name.endswith(_TYPED) and not name.startswith(_OF_ACCOUNTS)
    return is_typed and request.method == "POST" and from_the_desk(request)


class Why(Enum):
    """Why a form could not be taken: its status, and what to do."""

    LOGGED_OUT = 403
    OLD = 403, "这一页放得太久，或者您重新登录过。看一看下面，再点一次就存。"
    GAVE_WAY = 409, "有同事正好同时在改，您的还没有存。看一看下面，再点一次就存。"
    BUSY = 503, "网站正忙，您的还没有存。这一页先不要关，过一分钟再点一次。"
    FAILED = 500, "出了故障，是网站的问题，您的还没有存。再点一次试试；还不行，把下面的抄下来，告诉管网站的人。"

    def __init__(self, status: int, said: str = "") -> None:
        self.status, self.said = status, said


def again(request: HttpRequest, why: Why) -> HttpResponse:
    """What was sent, to be sent once more: by one press, where it is known who sends it; else after logging in beside."""
    admin = getattr(resolve(request.path_info).func, "model_admin", None)
    context = {
        "said": why.said,
        "address": request.get_full_path(),
        "typed": told(admin, request.POST) if hasattr(admin, "form") else [],
        "boxes": list(_boxes(request)),
        "files": [file.name for file in request.FILES.values()],  # type: ignore[union-attr]
    }
    answer = TemplateResponse(request, "admin/registry/again.html", context, status=why.status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _boxes(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name != _TOKEN:
            yield from ((name, str(value)) for value in values)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Instead of the framework's page: a form that has grown old, or one of another site's."""
    if is_kept(request):
        return again(request, Why.OLD if request.user.is_authenticated else Why.LOGGED_OUT)
    return TemplateResponse(request, "403_csrf.html", status=403)
