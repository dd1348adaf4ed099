"""Nothing typed is lost: what a form was sent that could not be taken goes back to whoever sent it, and nowhere else.

It stands in the page that answers, in its hidden boxes: not in the database, not in a session, not in the browser.
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve

from registry.visitors import from_elsewhere

#: The pages on which somebody types for long. Accounts are not among them: theirs hold passwords.
_TYPED = ("_add", "_change", "_step", "_grid")
_OF_ACCOUNTS = ("auth_", "password_")
_TOKEN = "csrfmiddlewaretoken"


def told(model: Any, posted: Any) -> list[tuple[str, str]]:
    """What was typed into the form of a row, by label: its own boxes, then those of its inline rows."""
    fields = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields if field.editable}
    own = [(label, "，".join(map(str, posted.getlist(name)))) for name, label in fields.items() if name in posted]
    inline = [(name, words) for name, words in posted.dict().items() if "-" in name and name[-1].isalpha() and words]
    return own + inline


def is_kept(request: HttpRequest) -> bool:
    """Whether a request holds something typed at the desk that may go back: nothing secret, and from our own page."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    name = match.url_name or ""
    is_typed = match.namespace == "admin" and name.endswith(_TYPED) and not name.startswith(_OF_ACCOUNTS)
    return is_typed and request.method == "POST" and not from_elsewhere(request)


def again(request: HttpRequest, is_known: bool) -> HttpResponse:
    """What was sent, to be sent once more: by one press, where it is known who sends it; else after logging in beside."""
    admin = getattr(resolve(request.path_info).func, "model_admin", None)
    context = {
        "is_known": is_known,
        "address": request.get_full_path(),
        "typed": [line for line in told(admin.model, request.POST) if line[1]] if admin else [],
        "boxes": list(_boxes(request)),
        "files": [file.name for file in request.FILES.values()],  # type: ignore[union-attr]
    }
    answer = TemplateResponse(request, "admin/registry/again.html", context, status=403)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _boxes(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name != _TOKEN:
            yield from ((name, str(value)) for value in values)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Instead of the framework's page: a form that has grown old, or one of another site's."""
    if is_kept(request):
        return again(request, is_known=request.user.is_authenticated)
    return TemplateResponse(request, "403_csrf.html", status=403)
