"""Pages that take workbooks in, in two looks: send one, and see what would be made of it; then have it made.

What was sent is kept with what was found in it: its clerk comes back to the reasons, takes a copy with the places marked,
mends it and sends it again. What was looked at is what is brought in, by the digest of the report: if the second look
finds something else than the first, it is shown again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header

from registry import reports
from registry.excel import importing, reading, sheet
from registry.excel.layout import Layout
from registry.excel.package import MAX_BYTES, UnreadableFile
from registry.excel.report import Refusal, Report
from registry.excel.turns import turn
from registry.models import SourceDocument, Upload

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: What is said of a file that is none.
NO_FILE = {
    "required": "请选一个文件。",
    "empty": "这个文件是空的，请看看选对没有。",
    "max_length": "文件名太长了，请改短一点再传。",
}
#: Letters of a reason.
LONGEST_REASON = 80

reports.FORGETTERS.append(Upload.forget)


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Excel 表",
        max_length=120,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=f"从这里下载的 .xlsx。最多 {reading.MAX_LINES} 行，其中新的和改过的最多 {importing.MOST_DRAFTS} 行。",
        error_messages=NO_FILE,
    )
    reason = forms.CharField(
        label="为什么",
        max_length=LONGEST_REASON,
        help_text="写一句，别人以后看得懂，例如“2027 年待遇调整”。",
        error_messages={"required": "请写一句为什么。"},
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(f"文件太大，最多 {MAX_BYTES // 1_000_000} MB。请分成几个文件。")
        return upload


@dataclass(frozen=True)
class Intake:
    """Where workbooks are handed out and taken in: the list of a kind, or a notice, for those who may write there."""

    model_admin: Any
    request: HttpRequest
    title: str
    #: Where it stands; what was sent stands below it, by number.
    address: str
    #: Where an empty workbook is.
    blank: str
    #: Where the way leads when the drafts are made.
    afterwards: str
    layouts: Callable[[], Sequence[Layout]]
    kind: str = ""
    source: SourceDocument | None = None
    #: Why, as a clerk most likely writes it.
    reason: str = ""

    @cached_property
    def own(self) -> Any:
        """What this clerk sent here."""
        return Upload.objects.filter(by=self.request.user.pk, kind=self.kind, source=self.source)

    def page(self, form: UploadForm, **context: Any) -> HttpResponse:
        context |= {
            **self.model_admin.admin_site.each_context(self.request),
            "title": self.title,
            "opts": self.model_admin.opts,
            "intake": self,
            "form": form,
            "sent": self.own.defer("content", "report"),
        }
        return TemplateResponse(self.request, "admin/registry/excel.html", context)


def download(content: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=_KIND, headers={"Content-Disposition": disposition})


def take(intake: Intake) -> HttpResponse:
    """The first look: what was sent is looked through, and shown on a page of its own."""
    request = intake.request
    form = UploadForm(request.POST or None, request.FILES or None, initial={"reason": intake.reason})
    if request.method != "POST" or not form.is_valid():
        return intake.page(form)
    file, by = form.cleaned_data["file"], request.user
    upload = Upload(by=by, kind=intake.kind, source=intake.source, name=file.name, content=file.read())  # type: ignore[misc]
    upload.reason = form.cleaned_data["reason"]
    _look(intake, upload, "")
    return HttpResponseRedirect(f"{intake.address}{upload.pk}/")


def show(intake: Intake, number: int) -> HttpResponse:
    """What was found, as often as its clerk comes back; or the second look, by the digest of what the first one found."""
    upload = get_object_or_404(intake.own, pk=number)
    if intake.request.method == "POST":  # a file that was chosen anew is the one that is meant
        return take(intake) if intake.request.FILES else _look_again(intake, upload)
    report = Report.kept(upload.report)
    form = UploadForm(initial={"reason": upload.reason})
    may_confirm = report.drafts and not report.refusals and not report.written
    return intake.page(form, upload=upload, report=report, looked=report.digest() if may_confirm else "")


def marked(intake: Intake, number: int) -> HttpResponse:
    """The workbook as it was sent, with the places marked that are to be mended."""
    upload = get_object_or_404(intake.own, pk=number)
    layouts = {layout.title: layout for layout in intake.layouts()}
    refusals = Report.kept(upload.report).refusals
    try:
        with turn() as go_on:
            grids = reading.cells(bytes(upload.content), list(layouts.values()), go_on)
            pages = [
                sheet.Page(layouts[title], grid, [one for one in refusals if one.page == title])
                for title, grid in grids.items()
            ]
            book = sheet.workbook(pages)
    except UnreadableFile as error:
        messages.error(intake.request, error.sentence)
        return HttpResponseRedirect(f"{intake.address}{number}/")
    return download(book, f"要改的地方 {PurePath(upload.name).stem}.xlsx")


def _look_again(intake: Intake, upload: Upload) -> HttpResponse:
    if Report.kept(upload.report).written:
        return _brought_in(intake)
    expected = intake.request.POST.get("looked", "")
    report = _look(intake, upload, expected)
    if report.written:
        messages.success(intake.request, f"导入好了：{len(report.drafts)} 份草稿。看过以后请提交复核。")
        return HttpResponseRedirect(intake.afterwards)
    upload.refresh_from_db(fields=["report"])
    if Report.kept(upload.report).written:  # the button was pressed twice
        return _brought_in(intake)
    if expected:
        messages.warning(intake.request, "您看过以后，系统里有人动过相关的条目。下面是现在的情形，请再看一遍。")
    return HttpResponseRedirect(f"{intake.address}{upload.pk}/")


def _brought_in(intake: Intake) -> HttpResponse:
    messages.info(intake.request, "这个文件已经导入过了，没有再导一遍。")
    return HttpResponseRedirect(intake.afterwards)


def _look(intake: Intake, upload: Upload, expected: str) -> Report:
    """Look the workbook through, and make the drafts if what is found is what was expected; keep what was found."""
    try:
        with turn() as go_on:
            book = reading.read(bytes(upload.content), intake.layouts(), go_on)
            report = importing.run(book.pages, intake.request.user, upload.reason, expected, go_on)
            report.unread, report.absent = book.unread, book.absent
    except UnreadableFile as error:
        report = Report.refusing(Refusal(error.sentence))
    upload.report, upload.found = report.told(), report.summary
    if report.written:
        upload.content = b""
    upload.keep()
    return report
