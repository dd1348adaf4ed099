"""复制一条: a new draft that says what a row says, to be changed where it differs."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path

from registry import rows
from registry import snapshot as snapshots
from registry.desk import defaults
from registry.desk.lookups import in_turn
from registry.models import Assignment, Event
from registry.pages import desk_url
from registry.publication import Status
from registry.workflow.rights import Action, can
from registry.workflow.transition import note


def urls(model_admin: Any) -> list[Any]:
    view = model_admin.admin_site.admin_view(
        lambda request, pk: in_turn(lambda request: copy(model_admin, request, pk), request)
    )
    return [path("<int:pk>/copy/", view, name=f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_copy")]


def offer(model_admin: Any, request: HttpRequest, row: Any) -> tuple[str, str] | None:
    """Address and label of what is offered beside a row; None for whoever writes nowhere."""
    if not model_admin.has_add_permission(request):
        return None
    mine = can(request.user, Action.EDIT, row.region_id)
    return desk_url(row, "copy", row.pk), "照这条再写一条" if mine else "照这条写一条本地的"


def copy(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Of one's own region a row for something else, so its key is left to be made; of a region above one that takes its
    place here, so its key stays."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = model_admin.get_object(request, str(pk))
    if row is None:
        raise Http404
    if not model_admin.has_view_permission(request, row) or not model_admin.has_add_permission(request):
        raise PermissionDenied
    draft, inline = rows.copy(row)
    draft.status, draft.collected_on = Status.DRAFT, snapshots.today()
    if can(request.user, Action.EDIT, row.region_id):
        if any(field.name == "key" for field in draft._meta.concrete_fields):  # a day is its own
            draft.key = ""
    else:
        draft.region_id = _mine(request)
    rows.save(draft, inline)
    note(draft, Event.Kind.COPIED, request.user, f"照“{row}”（{row.region}）写的"[:300])
    messages.success(request, "照着写好了一份草稿。请改不一样的地方，再点保存。")
    query = request.GET.urlencode()
    return HttpResponseRedirect(desk_url(draft, "change", draft.pk) + (f"?{query}" if query else ""))


def _mine(request: HttpRequest) -> str:
    """Where somebody writes: where he likely does, else the first region that he was given."""
    if found := defaults.region(request):
        return found
    given = Assignment.objects.filter(user=request.user.pk).order_by("pk").values_list("region_id", flat=True)
    return next(code for code in given if can(request.user, Action.EDIT, code))
