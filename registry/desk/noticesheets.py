"""A notice in one workbook: a page for each kind of row, with what all of them say filled in, and one way back for all."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from registry import snapshot as snapshots
from registry.desk import defaults
from registry.excel import sheet, uploads
from registry.excel.layout import Layout, layout
from registry.excel.package import UnreadableFile
from registry.excel.reading import MAX_LINES
from registry.excel.references import Referable
from registry.excel.turns import PATIENCE, turn
from registry.models import SourceDocument
from registry.pages import desk_url
from registry.publication import Status
from registry.snapshot import published_models
from registry.workflow.rights import Action, scope


def urls(protected: Any, name: str) -> list[Any]:
    pages = {"": take, "blank/": blank, "<int:number>/": show, "<int:number>/marked/": marked}
    names = {
        "": "excel",
        "blank/": "excel_blank",
        "<int:number>/": "excel_result",
        "<int:number>/marked/": "excel_marked",
    }
    return [
        path(f"<int:pk>/notice/excel/{where}", protected(view), name=f"{name}_{names[where]}")
        for where, view in pages.items()
    ]


def admins(model_admin: Any, request: HttpRequest, source: SourceDocument) -> list[Any]:
    """Of the kinds that the person may write from this notice and that are kept in Excel, those most often needed first."""
    if source.supersedes_id or source.status == Status.RETIRED:
        return []
    registered = {admin.model: admin for admin in model_admin.admin_site._registry.values()}
    found = [registered[model] for model in published_models() if model in registered]
    mine = [admin for admin in found if admin.excel is not None and admin.has_add_permission(request)]
    return sorted(mine, key=lambda admin: not admin.often_in_notices)


def _intake(model_admin: Any, request: HttpRequest, source: SourceDocument) -> uploads.Intake:
    if not admins(model_admin, request, source):
        raise PermissionDenied
    return uploads.Intake(
        model_admin,
        request,
        title="用 Excel 一次录完",
        address=desk_url(source, "notice_excel", source.pk),
        blank=desk_url(source, "notice_excel_blank", source.pk),
        afterwards=desk_url(source, "notice", source.pk),
        layouts=lambda: list(_layouts(model_admin, request, source, snapshots.today())),
        source=source,
        reason=f"照“{source.title}”录"[: uploads.LONGEST_REASON],
    )


def _layouts(model_admin: Any, request: HttpRequest, source: SourceDocument, on: dt.date) -> Iterator[Layout]:
    said = {
        "region": defaults.region(request, source),
        "source": source.pk,
        "effective_from": source.in_force_from,
        "effective_to": source.in_force_to,
        "collected_on": on,
        "evidence": defaults.evidence(request, source),
    }
    referable = Referable(request.user)
    for admin in admins(model_admin, request, source):
        told = {**admin.likely_of(source), **{name: value for name, value in said.items() if value}}
        yield layout(admin, request.user, told, referable, admin.lines_of(source))


def take(model_admin: Any, request: HttpRequest, source: SourceDocument) -> HttpResponse:
    return uploads.take(_intake(model_admin, request, source))


def show(model_admin: Any, request: HttpRequest, source: SourceDocument, number: int) -> HttpResponse:
    return uploads.show(_intake(model_admin, request, source), number)


def marked(model_admin: Any, request: HttpRequest, source: SourceDocument, number: int) -> HttpResponse:
    return uploads.marked(_intake(model_admin, request, source), number)


def blank(model_admin: Any, request: HttpRequest, source: SourceDocument) -> HttpResponse:
    """What rests on the notice already, and lines to go on in."""
    intake = _intake(model_admin, request, source)
    try:
        with turn(PATIENCE):
            book = sheet.workbook(list(_pages(intake, request, source)))
    except UnreadableFile as busy:
        messages.error(request, busy.sentence)
        return HttpResponseRedirect(intake.address)
    return uploads.download(book, f"{source.title} 填写表.xlsx")


def _pages(intake: uploads.Intake, request: HttpRequest, source: SourceDocument) -> Iterator[sheet.Page]:
    mine, room = scope(request.user, Action.EXPORT), MAX_LINES
    for one in intake.layouts():
        resting = mine.filter(one.model.objects.filter(source=source).kept())
        rows = list(one.stored(resting)[:room])
        room -= len(rows)
        yield sheet.page(one, rows)
