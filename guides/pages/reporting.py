"""“这条不对？”: how a visitor says that an outcome is wrong. One choice, and nothing to write about oneself."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guides.engine.flow import Walk
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
    form = ReportForm(request.POST)
    foreign = from_elsewhere(request)
    taken = _take(visit, walk, form.cleaned_data["reason"]) if not foreign and form.is_valid() else None
    context = {
        "outcome": visit.outcome(walk),
        "report": form,
        "foreign": foreign,
        "taken": taken.value if taken else "",
        "wrong": visit.outcome_path(walk, "report"),
        "back": visit.outcome_path(walk),
    }
    status = 403 if foreign else _STATUS[taken] if taken else 200
    return page(request, "guides/report.html", context, status=status, indexed=False, kept=False)


def _take(visit: Visit, walk: Walk, reason: str) -> Taken:
    about = reports.About(visit.flow.slug, walk.outcome, _title(visit, walk.outcome), visit.home)
    return reports.take(client_address(visit.request), about, reason, visit.on)


def _title(visit: Visit, outcome: str) -> str:
    """What clerks call a guide and its outcome: the same whatever was answered."""
    introduction, worded = visit.introduction(), visit.wordings().get("outcome")
    guide = introduction.title if introduction else visit.flow.slug
    return f"{guide}：{worded.labels.get(outcome, outcome) if worded else outcome}"
