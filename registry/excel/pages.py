"""Pages of the sheets of a kind: download what the list shows, download an empty one, and send one in."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from registry.excel import sheet, uploads
from registry.excel.layout import layout
from registry.excel.package import UnreadableFile
from registry.excel.reading import MAX_LINES
from registry.excel.turns import PATIENCE, turn
from registry.pages import desk_url
from registry.workflow.rights import Action, scope


def urls(model_admin: Any) -> list[Any]:
    if model_admin.excel is None:
        return []
    pages: dict[str, tuple[str, Any]] = {
        "export": ("", export_view),
        "blank": ("", blank_view),
        "import": ("", _at_intake(uploads.take)),
        "result": ("import/<int:number>/", _at_intake(uploads.show)),
        "marked": ("import/<int:number>/marked/", _at_intake(uploads.marked)),
    }
    return [
        path(f"excel/{where or f'{name}/'}", _protected(model_admin, view), name=_name(model_admin, name))
        for name, (where, view) in pages.items()
    ]


def _protected(model_admin: Any, view: Any) -> Any:
    return model_admin.admin_site.admin_view(lambda request, **number: view(model_admin, request, **number))


def _at_intake(view: Any) -> Any:
    """A page for those who may write such rows."""

    def opened(model_admin: Any, request: HttpRequest, **number: int) -> HttpResponse:
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        answer: HttpResponse = view(_intake(model_admin, request), **number)
        return answer

    return opened


def _intake(model_admin: Any, request: HttpRequest) -> uploads.Intake:
    return uploads.Intake(
        model_admin,
        request,
        title=f"从 Excel 导入{model_admin.opts.verbose_name}",
        address=reverse(f"admin:{_name(model_admin, 'import')}"),
        blank=reverse(f"admin:{_name(model_admin, 'blank')}"),
        afterwards=f"{_list(model_admin)}?status__exact=draft&author=me",
        layouts=lambda: [layout(model_admin, request.user)],
        kind=model_admin.opts.label_lower,
    )


def _name(model_admin: Any, page: str) -> str:
    return f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_excel_{page}"


def links(model_admin: Any, request: HttpRequest) -> list[tuple[str, str]]:
    """What a list offers: address and label."""
    if model_admin.excel is None:
        return []
    export, blank, upload = (reverse(f"admin:{_name(model_admin, page)}") for page in ("export", "blank", "import"))
    query = request.GET.urlencode()
    found = [(f"{export}?{query}" if query else export, "导出 Excel"), (blank, "下载空表")]
    return [*found, (upload, "从 Excel 导入")] if scope(request.user, Action.EDIT) else found


def _list(model_admin: Any) -> str:
    return desk_url(model_admin.model, "changelist")


def export_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """The rows of the list as it is filtered in the address."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    try:
        rows = model_admin.get_changelist_instance(request).queryset
    except IncorrectLookupParameters:
        return HttpResponseRedirect(_list(model_admin))
    return export(model_admin, request, rows) or HttpResponseRedirect(f"{_list(model_admin)}?{request.GET.urlencode()}")


def export(model_admin: Any, request: HttpRequest, rows: Any) -> HttpResponse | None:
    """A sheet with those of the rows that the person may take away; None, with a message, where they are too many, or it
    is not their turn."""
    rows = scope(request.user, Action.EXPORT).filter(rows)
    if (count := rows.count()) > MAX_LINES:
        messages.error(request, f"一次最多导出 {MAX_LINES} 条，现在有 {count} 条。请先筛选，例如只看一个省。")
        return None
    shape = layout(model_admin, request.user)
    try:
        with turn(PATIENCE):
            content = sheet.workbook([sheet.page(shape, shape.stored(rows))])
    except UnreadableFile as busy:
        messages.error(request, busy.sentence)
        return None
    return uploads.download(content, f"{shape.title} {timezone.localdate()}.xlsx")


def blank_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    shape = layout(model_admin, request.user)
    return uploads.download(sheet.workbook([sheet.page(shape, ())]), f"{shape.title} 空表.xlsx")
