"""“这条不对？”: how a visitor says that an outcome is wrong. One choice, and nothing to write about oneself."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guides.pages.forms import AGAIN
from guides.pages.visit import PageRequest, Visit
from registry import reports
from registry.models import Report
from registry.pages import page
from registry.reports import Taken
from registry.visitors import client_address, from_elsewhere

_STATUS = {Taken.NEW: 200, Taken.COUNTED: 200, Taken.REFUSED: 429}


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label="哪里不对",
        choices=Report.Reason.choices,
        error_messages={"required": "请选一项，说说哪里不对。", "invalid_choice": AGAIN},
    )


#: The form before anybody has sent it: the same on every page.
UNSENT = ReportForm()


@csrf_exempt  # it can only say that a page is wrong, and a CSRF cookie would be stored about a visitor
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: PageRequest, slug: str) -> HttpResponse:
    """Take word that an outcome is wrong, and say what comes of it; whoever only asks for it gets the outcome."""
    visit = Visit(request, slug)
    walk = visit.finished()
    if walk is None:
        return HttpResponseRedirect(visit.way_on())
    if request.method != "POST":
        return HttpResponseRedirect(visit.outcome_path(walk))
    about = reports.About(slug, walk.outcome, _title(visit, walk.outcome), visit.home)
    outcome = visit.outcome(walk)
    wrong, back = visit.outcome_path(walk, "report"), visit.outcome_path(walk)
    return taken(
        request, about, visit.on, {"title": outcome.title, "phones": outcome.phones, "wrong": wrong, "back": back}
    )


def taken(request: PageRequest, about: reports.About, on: dt.date, context: dict[str, Any]) -> HttpResponse:
    """Keep what the form says about a page, and tell what comes of it; ``context`` names the page, its phones, where the
    form goes and where the page stands."""
    form = ReportForm(request.POST)
    foreign = from_elsewhere(request)
    said = None
    if not foreign and form.is_valid():
        said = reports.take(client_address(request), about, form.cleaned_data["reason"], on)
    status = 403 if foreign else _STATUS[said] if said else 200
    known = {"report": form, "foreign": foreign, "taken": said.value if said else ""}
    return page(request, "guides/report.html", {**context, **known}, status=status, indexed=False, kept=False)


def _title(visit: Visit, outcome: str) -> str:
    """What clerks call a guide and its outcome: the same whatever was answered."""
    introduction, worded = visit.introduction(), visit.wordings().get("outcome")
    guide = introduction.title if introduction else visit.flow.slug
    return f"{guide}：{worded.labels.get(outcome, outcome) if worded else outcome}"
