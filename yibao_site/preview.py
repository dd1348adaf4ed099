"""The public site as it will be on a chosen day, with one's own drafts and what waits for review in it.

The pages are the public ones, answered from a snapshot of their own; their addresses are made under the preview's, so
that every link leads on inside it. Seen by clerks only, in admin, and never cached.
"""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import Resolver404, get_script_prefix, resolve, reverse, set_script_prefix
from django.utils import timezone

from guides.outcome import places
from registry import snapshot as snapshots
from registry.desk.dayfield import day_field
from registry.pages import preview_address
from registry.publication import PublishedRow, Status
from registry.typed.dates import date_words
from registry.workflow.rights import Action, scope
from registry.workflow.transition import authored_by

#: Public pages only: what a preview may show.
_SHOWN = frozenset({"guides", "calculators", "registry"})
#: Those of them that keep what they are sent. A clerk's look tells nothing; and what is kept for a time would be gone
#: for everybody, were it counted to a day that is only looked at.
_KEEPING = frozenset(
    {
        "guides:report",
        "guides:answer_report",
        "guides:place_report",
        "guides:tell",
        "registry:office_report",
        "calculators:report",
    }
)

#: Days that can be looked at: rules are older nowhere, and terms counted from later ones leave the calendar.
_YEARS = range(2000, 2100)


def _check_year(day: dt.date) -> None:
    if day.year not in _YEARS:
        raise ValidationError("请写 2000 年到 2099 年里的一天。")


class DayForm(forms.Form):
    """A day and a page; ``place`` is the code of one whose page it is, where none is named."""

    on = day_field("看哪一天的样子", required=True, check=_check_year)
    path = forms.CharField(
        label="看哪一页",
        required=False,
        help_text="把公众页面的网址贴进来，例如 /guides/remote-care/outcome/?…。空着就从首页看起。",
    )
    place = forms.SlugField(required=False, widget=forms.HiddenInput)

    def page(self) -> str:
        """Its address."""
        named = re.sub(r"^https?://[^/]+", "", self.cleaned_data["path"].strip())
        place = places.known(snapshots.current().places, self.cleaned_data["place"])
        return named or (reverse("guides:place", args=[place.code]) if place else "/")


def choose(request: HttpRequest) -> HttpResponse:
    """Which day and which page to look at."""
    form = DayForm(request.GET or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        return HttpResponseRedirect(preview_address(form.page(), form.cleaned_data["on"]))
    context = {
        **admin.site.each_context(request),
        "title": "预览",
        "form": form,
        "drafts": drafts_for(request.user),
        "media": form.media,
    }
    return TemplateResponse(request, "admin/preview.html", context)


def show(request: HttpRequest, on: str, page: str) -> HttpResponse:
    """One public page as of a day. Raises Http404 for what is no public page."""
    try:
        day, match = dt.date.fromisoformat(on), resolve(f"/{page}")
    except (ValueError, Resolver404):
        raise Http404 from None
    if match.app_name not in _SHOWN or day.year not in _YEARS:
        raise Http404
    inner, prefix = copy(request), preview_address("", day)
    inner.path, inner.path_info = f"{prefix}{page}", f"/{page}"
    if match.view_name in _KEEPING and inner.method == "POST":
        inner.method = "GET"
    with _addresses_under(prefix), snapshots.viewing(snapshots.with_drafts(drafts_for(request.user)), day):
        response = match.func(inner, *match.args, **match.kwargs)
    return _marked(response, day)


show.csrf_exempt = True  # type: ignore[attr-defined]  # a posted bill changes nothing, as on the public page


def drafts_for(user: Any) -> list[PublishedRow]:
    """One's own drafts, and everything submitted in one's regions. Raises PermissionDenied without any right."""
    where = scope(user, Action.VIEW)
    if not where:
        raise PermissionDenied
    found: list[PublishedRow] = []
    for model in snapshots.published_models():
        rows = where.filter(model.objects.select_related("source", "region"))
        own = rows.filter(status=Status.DRAFT, pk__in=authored_by(model, user).values("pk"))
        found += [*own, *rows.filter(status=Status.SUBMITTED)]
    return found


@contextmanager
def _addresses_under(prefix: str) -> Iterator[None]:
    """Let every address that is made meanwhile begin with the prefix."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)


def _marked(response: HttpResponse, day: dt.date) -> HttpResponse:
    """Say on the page that it is a preview, and keep it nowhere."""
    response.headers["Cache-Control"] = "no-store"
    if response.headers["Content-Type"].startswith("text/html"):
        banner = render_to_string("admin/preview_banner.html", {"day": day})
        page = response.content.decode()
        page = page.replace("<title>", f"<title>预览 {date_words(day)}：", 1)
        response.content = re.sub(r"(<body[^>]*>)", lambda found: found[1] + banner, page, count=1)
    return response
