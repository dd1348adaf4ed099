"""“这条不对？”: how a visitor says that an outcome is wrong. One choice, and nothing to write about oneself."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guides.desk import names
from guides.engine.flow import Walk
from guides.pages.forms import AGAIN
from guides.pages.visit import PageRequest, Visit
from registry import reports
from registry.login import client_address
from registry.models import Report
from registry.pages import page


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label="哪里不对",
        choices=Report.Reason.choices,
        error_messages={"required": "请选一项，说说哪里不对。", "invalid_choice": AGAIN},
    )


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
    new = form.is_valid() and _take(visit, walk, form.cleaned_data["reason"])
    context = {
        "outcome": visit.outcome(walk),
        "report": form,
        "new": new,
        "wrong": visit.outcome_path(walk, "report"),
        "back": visit.outcome_path(walk),
    }
    return page(request, "guides/report.html", context, indexed=False, kept=False)


def _take(visit: Visit, walk: Walk, reason: str) -> bool:
    home = next(iter(walk.answers.get(visit.flow.delivery.home, ())), "")
    region = home if visit.snapshot.places.pool(home) else ""
    guide = names.of(visit.snapshot, visit.on).guide(visit.flow.slug)
    about = reports.Page(f"{guide}：{visit.outcome(walk).title}", visit.outcome_path(walk), region)
    return reports.take(client_address(visit.request), about, reason, visit.on)
