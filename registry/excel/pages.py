"""Pages of the sheets: download what the list shows, download an empty one, and upload in two looks.

The server keeps nothing of a file between the first look and the second: it travels in the page, signed, for an hour.
A cache would have to be shared between processes, and a folder to be cleaned; and what was looked at is, whatever
happens meanwhile, what is confirmed. If the second look finds something else than the first, it is shown again.
"""

import base64
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from registry.excel import importing, sheet
from registry.excel.layout import layout
from registry.excel.package import MAX_BYTES, UnreadableFile
from registry.excel.reading import MAX_LINES, read
from registry.excel.turns import turn
from registry.pages import desk_url
from registry.workflow.rights import Action, scope

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Seconds between the first look and the second.
_HOUR = 3600


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Excel 表",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=f"从这里导出的，或者照空表填的 .xlsx。最多 {MAX_LINES} 行，其中新的和改过的最多 {importing.MOST_DRAFTS} 行。",
        error_messages={"required": "请选一个文件。", "empty": "这个文件是空的，请看看选对没有。"},
    )
    reason = forms.CharField(
        label="为什么",
        max_length=80,
        help_text="写一句，别人以后看得懂，例如“2027 年待遇调整”。",
        error_messages={"required": "请写一句为什么。"},
    )

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(f"文件太大，最多 {MAX_BYTES // 1_000_000} MB。请分成几个文件。")
        content: bytes = upload.read()
        return content


def urls(model_admin: Any) -> list[Any]:
    if model_admin.excel is None:
        return []
    pages = {"export": export_view, "blank": blank_view, "import": import_view}
    return [
        path(f"excel/{name}/", _protected(model_admin, view), name=_name(model_admin, name))
        for name, view in pages.items()
    ]


def _protected(model_admin: Any, view: Any) -> Any:
    return model_admin.admin_site.admin_view(lambda request: view(model_admin, request))


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
    """A sheet with those of the rows that the person may take away; None, with a message, where they are too many."""
    rows = scope(request.user, Action.EXPORT).filter(rows)
    if (count := rows.count()) > MAX_LINES:
        messages.error(request, f"一次最多导出 {MAX_LINES} 条，现在有 {count} 条。请先筛选，例如只看一个省。")
        return None
    shape = layout(model_admin, request.user)
    return _download(sheet.workbook(shape, shape.stored(rows)), f"{shape.title} {timezone.localdate()}.xlsx")


def blank_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    shape = layout(model_admin, request.user)
    return _download(sheet.workbook(shape, ()), f"{shape.title} 空表.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=_KIND, headers={"Content-Disposition": disposition})


def import_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """First look: upload, and see what would be made. Second look: make it."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if request.method == "POST" and "looked" in request.POST:
        return _confirm(model_admin, request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content, reason = form.cleaned_data["file"], form.cleaned_data["reason"]
        try:
            return _look(model_admin, request, content, reason)
        except UnreadableFile as error:
            form.add_error("file", error.sentence)
    return _page(model_admin, request, form=form)


def _look(model_admin: Any, request: HttpRequest, content: bytes, reason: str, expected: str = "") -> HttpResponse:
    shape = layout(model_admin, request.user)
    with turn() as go_on:
        report = importing.run(shape, read(content, shape, go_on), request.user, reason, expected, go_on)
    if report.written:
        messages.success(request, f"导入好了：{len(report.drafts)} 份草稿。看过以后请提交复核。")
        return HttpResponseRedirect(f"{_list(model_admin)}?status__exact=draft&author=me")
    looked = {"digest": report.digest(), "reason": reason, "file": base64.b64encode(content).decode()}
    may_confirm = report.drafts and not report.refusals
    return _page(
        model_admin,
        request,
        report=report,
        reason=reason,
        looked=signing.dumps(looked, salt=_salt(model_admin, request), compress=True) if may_confirm else "",
        meanwhile=bool(expected),
    )


def _confirm(model_admin: Any, request: HttpRequest) -> HttpResponse:
    try:
        looked = signing.loads(request.POST["looked"], salt=_salt(model_admin, request), max_age=_HOUR)
        return _look(model_admin, request, base64.b64decode(looked["file"]), looked["reason"], looked["digest"])
    except signing.BadSignature:
        messages.error(request, "隔得太久了，请把文件再传一次。")
    except UnreadableFile as error:
        messages.error(request, error.sentence)
    return HttpResponseRedirect(request.path)


def _salt(model_admin: Any, request: HttpRequest) -> str:
    """Whoever looked confirms, and for the kind of row that was looked at."""
    return f"excel:{model_admin.opts.label_lower}:{request.user.pk}"


def _page(model_admin: Any, request: HttpRequest, **context: Any) -> HttpResponse:
    context |= {
        **model_admin.admin_site.each_context(request),
        "title": f"从 Excel 导入{model_admin.opts.verbose_name}",
        "opts": model_admin.opts,
        "blank": reverse(f"admin:{_name(model_admin, 'blank')}"),
    }
    return TemplateResponse(request, "admin/registry/excel.html", context)
