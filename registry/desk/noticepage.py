"""The page of a notice: its clauses beside the rows that are made of them, its papers, and one step for all of it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.http import content_disposition_header

from registry.desk import notice, noticesheets, pdfpaper, steppage, steps
from registry.desk.batch import Batch
from registry.desk.defaults import CLAUSE, NOTICE
from registry.desk.lookups import in_turn
from registry.excel.uploads import NO_FILE
from registry.models import Attachment, Event, SourceDocument, kind_of
from registry.models.attachments import LONGEST_NAME, MOST_BYTES, check_room, name_of
from registry.pages import desk_url
from registry.publication import Status
from registry.snapshot import published_models
from registry.workflow.rights import Action, can, may_read_papers
from registry.workflow.transition import note


class AttachForm(forms.Form):
    file = forms.FileField(
        label="附上原件",
        max_length=LONGEST_NAME,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text=f"PDF 或图片，每个最多 {MOST_BYTES // 1024 // 1024} MB。PDF 只留画在页面上的。"
        "只给后台看，公众看不到。没发布的，只给管那里的同事看。",
        error_messages=NO_FILE,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"文件太大，最多 {MOST_BYTES // 1024 // 1024} MB。请分成几页，或者拍小一点。")
        content = file.read()
        kind = kind_of(content)
        if kind == Attachment.Kind.PDF:
            content = pdfpaper.anew(content)
        return name_of(file.name, kind), kind, content


def urls(model_admin: Any) -> list[Any]:
    def protected(view: Any) -> Any:
        return model_admin.admin_site.admin_view(
            lambda request, pk, **named: _of(model_admin, view, request, pk, named)
        )

    def changing(view: Any) -> Any:
        """Whoever has the turn looks at the notice: nobody hands it over meanwhile."""
        return model_admin.admin_site.admin_view(
            lambda request, pk, **named: in_turn(lambda request: _of(model_admin, view, request, pk, named), request)
        )

    def attaching(request: HttpRequest, pk: int) -> HttpResponse:
        """The same with a paper, which is read through before: nobody waits for that. Of a stranger none is read."""
        _of(model_admin, _check_may_attach, request, pk, {})
        form = AttachForm(request.POST, request.FILES)
        form.is_valid()
        answer: HttpResponse = in_turn(lambda request: _of(model_admin, attach, request, pk, {"form": form}), request)
        return answer

    name = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_notice"
    return [
        path("<int:pk>/notice/", protected(page), name=name),
        path("<int:pk>/notice/attach/", model_admin.admin_site.admin_view(attaching), name=f"{name}_attach"),
        path("<int:pk>/notice/file/<int:file>/", protected(show_file), name=f"{name}_file"),
        path("<int:pk>/notice/file/<int:file>/remove/", changing(remove_file), name=f"{name}_remove"),
        *noticesheets.urls(protected, name),
        path("<int:pk>/notice/<slug:step>/", protected(step), name=f"{name}_step"),
    ]


def address(source: SourceDocument) -> str:
    return desk_url(source, "notice", source.pk)


def _of(model_admin: Any, view: Any, request: HttpRequest, pk: int, named: dict[str, Any]) -> Any:
    """The view of a notice that this person may look at. A revision's rows are those of what it revises."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if (source := model_admin.get_object(request, str(pk))) is None:
        raise Http404
    return view(model_admin, request, source, **named)


def page(
    model_admin: Any, request: HttpRequest, source: SourceDocument, form: AttachForm | None = None
) -> HttpResponse:
    made = notice.of(source, request.user)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(source),
        "source": source,
        "notice": made,
        "may_read_papers": may_read_papers(request.user, source),
        "files": source.attachments.defer("content").select_related("by"),
        "form": form or AttachForm(),
        "may_attach": may_attach(request.user, source),
        "may_change": model_admin.has_change_permission(request, source),
        "told_at": _told_at(request, made),
        "kinds": _kinds(model_admin, request, source),
        "offers": list(_offers(model_admin, request, source)),
        "own_steps": steps.open_to(model_admin, request.user, source),
        "in_excel": bool(noticesheets.admins(model_admin, request, source)),
        "opts": model_admin.opts,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/registry/notice.html", context, status=400 if form else 200)


def _told_at(request: HttpRequest, made: notice.Notice) -> int:
    """The clause at which what is told about a saved row is read; 0 for the top of the page."""
    number = request.GET.get(CLAUSE, "")
    among = number.isdecimal() and len(number) < 4 and 0 < int(number) <= len(made.passages)
    return int(number) if among else 0


def _offers(model_admin: Any, request: HttpRequest, source: SourceDocument) -> Iterator[tuple[str, str, list[str]]]:
    """What is done with many rows of a kind at once: label, address, and what it changes beside."""
    for admin in model_admin.admin_site._registry.values():
        make = getattr(admin, "notice_offer", None)
        if make is not None and (offer := make(request, source)) is not None:
            yield offer


def _kinds(model_admin: Any, request: HttpRequest, source: SourceDocument) -> dict[str, list[tuple[str, str]]]:
    """Where a row of each kind is added to this notice: most are made of the first few. Name and address. Of a kind that
    has a table the form of a single row is the long way."""
    registered = {admin.model: admin for admin in model_admin.admin_site._registry.values()}
    found: dict[str, list[tuple[str, str]]] = {"tables": [], "often": [], "seldom": []}
    if source.supersedes_id or source.status == Status.RETIRED:
        return found
    query = urlencode({NOTICE: source.pk})
    for model in published_models():
        admin = registered.get(model)
        if admin is not None and admin.has_add_permission(request):
            tables = [(label, f"{desk_url(model, page)}?{query}") for label, page in admin.tables]
            often = "often" if admin.often_in_notices and not tables else "seldom"
            found["tables"] += tables
            found[often].append((str(model._meta.verbose_name), f"{desk_url(model, 'add')}?{query}"))
    found["often"][:0] = found["tables"]
    return found


def step(model_admin: Any, request: HttpRequest, source: SourceDocument, step: str) -> HttpResponse:
    """One step for everything of the notice that it suits."""
    if step not in notice.TOGETHER:
        raise Http404
    back, listed = address(source), desk_url(SourceDocument, "changelist")
    kinds = tuple(notice.suited(step, source, request.user))

    def afterwards(rows: list[Any]) -> str:
        return back if SourceDocument.objects.filter(pk=source.pk).exists() else listed

    return steppage.view(request, Batch(step, kinds, (str(source), back), afterwards, model_admin))


# -- its papers -------------------------------------------------------------------------------------------------------


def may_attach(user: Any, source: SourceDocument) -> bool:
    """Whoever may write it adds to its papers, but not while somebody there looks at them. Who looks at a row of
    another place is told, when he takes his step, that they are no longer what he saw (``registry.workflow.sight``)."""
    under_review = source.status == Status.SUBMITTED or source.is_cited(Status.SUBMITTED, at=source.region_id)
    return can(user, Action.EDIT, source.region_id) and not under_review


def _check_may_attach(model_admin: Any, request: HttpRequest, source: SourceDocument) -> None:
    if not may_attach(request.user, source):
        raise PermissionDenied


def attach(model_admin: Any, request: HttpRequest, source: SourceDocument, form: AttachForm) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _check_may_attach(model_admin, request, source)
    if form.is_valid():
        try:
            check_room(source, len(form.cleaned_data["file"][2]))
        except ValidationError as full:
            form.add_error("file", full)
    if not form.is_valid():
        return page(model_admin, request, source, form)
    name, kind, content = form.cleaned_data["file"]
    by: Any = request.user
    Attachment.objects.create(source=source, name=name, kind=kind, content=content, size=len(content), by=by)
    note(source, Event.Kind.ATTACHED, request.user, f"附上：{name}")
    messages.success(request, f"附上了“{name}”。")
    return HttpResponseRedirect(address(source))


def show_file(model_admin: Any, request: HttpRequest, source: SourceDocument, file: int) -> HttpResponse:
    """The file as what it was found to be, whatever it was called. Like every page of the desk it is kept by no cache."""
    if not may_read_papers(request.user, source):
        raise PermissionDenied
    if (found := source.attachments.filter(pk=file).first()) is None:
        raise Http404
    disposition = content_disposition_header(as_attachment=False, filename=found.name)
    return HttpResponse(bytes(found.content), content_type=found.kind, headers={"Content-Disposition": disposition})


def remove_file(model_admin: Any, request: HttpRequest, source: SourceDocument, file: int) -> HttpResponse:
    """Only while the source is a draft: what was published stays with what it was checked against."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not model_admin.has_change_permission(request, source):
        raise PermissionDenied
    if (found := source.attachments.defer("content").filter(pk=file).first()) is None:
        raise Http404
    found.delete()
    note(source, Event.Kind.ATTACHED, request.user, f"拿掉：{found.name}")
    messages.success(request, f"拿掉了“{found.name}”。")
    return HttpResponseRedirect(address(source))
