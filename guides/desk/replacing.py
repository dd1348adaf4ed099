"""替换全国的这几条: the drafts of a notice that are called as rows of the country are take the place of those, in one go."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path

from guides.desk import names, topics
from guides.desk.twins import twin
from registry.desk.lookups import in_turn
from registry.models import SourceDocument
from registry.pages import desk_url
from registry.publication import Status
from registry.workflow.rights import Action, scope


def urls(model_admin: Any) -> list[Any]:
    view = model_admin.admin_site.admin_view(
        lambda request, source: in_turn(lambda request: replace(model_admin, request, source), request)
    )
    name = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_replace"
    return [path("replace/<int:source>/", view, name=name)]


def offer(model_admin: Any, request: HttpRequest, source: SourceDocument) -> tuple[str, str, list[str]] | None:
    """Label and address of what is offered on the page of a notice, and what it changes beside; None where nothing would
    be replaced."""
    if not (found := _pairs(model_admin.model, request, source)):
        return None
    called = "、".join(str(row) for row, _ in found)
    changes = [said for row, other in found if (said := _shown_otherwise(row, other))]
    return f"替换全国的这几条：{called}", desk_url(model_admin.model, "replace", source.pk), changes


def _shown_otherwise(row: Any, other: Any) -> str:
    """Whom the row is shown to now, and will be, where that is not the same."""
    now, then = (names.current().sentence(row.guides, when) for when in (row.when, topics.in_place_of(other, row)))
    return "" if now == then else f"“{row}”什么情形下显示，会照全国那一条改。现在：{now}改成：{then}"


def replace(model_admin: Any, request: HttpRequest, source: int) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    notice = SourceDocument.objects.citable().filter(pk=source).first()
    if notice is None:
        raise Http404
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    for row, other in _pairs(model_admin.model, request, notice):
        row.key = other.key
        row.when = topics.in_place_of(other, row)
        try:
            row.full_clean()
        except ValidationError as error:
            messages.error(request, f"“{row}”没有替换：{'；'.join(error.messages)}")
            continue
        row.save()
        messages.success(request, f"“{row}”替换全国的“{other}”。公众在这里只看到您的。")
    return HttpResponseRedirect(desk_url(notice, "notice", notice.pk))


def _pairs(model: Any, request: HttpRequest, source: SourceDocument) -> list[tuple[Any, Any]]:
    """The drafts that somebody may change, each with what it would replace; none of two that would replace the same."""
    drafts = model.objects.filter(source=source, status=Status.DRAFT, supersedes=None)
    mine = scope(request.user, Action.EDIT).filter(drafts).select_related("region", "source")
    found = [(row, other) for row in mine.order_by("pk") if (other := twin(row)) is not None]
    times = Counter(other.pk for _, other in found)
    return [(row, other) for row, other in found if times[other.pk] == 1]
