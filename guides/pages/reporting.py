"""Word that the outcome of a guide is wrong, or one thing on it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guides.pages.visit import Visit
from registry import reports
from registry.reporting import gone, taken


@csrf_exempt  # it can only say that a page is wrong, and a CSRF cookie would be stored about a visitor
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Take word that an outcome is wrong, and say what comes of it; whoever only asks for it gets the outcome."""
    visit = Visit(request, slug)
    walk = visit.finished()
    back = visit.outcome_path(walk) if walk else visit.way_on()
    if request.method != "POST":
        return HttpResponseRedirect(back)
    if walk is None:
        return gone(request, visit.home, back)
    about = reports.About(slug, walk.outcome, _title(visit, walk.outcome), visit.home)
    outcome = visit.outcome(walk)
    wrong = visit.outcome_path(walk, "report")
    return taken(
        request, about, visit.on, {"title": outcome.title, "phones": outcome.phones, "wrong": wrong, "back": back}
    )


def _title(visit: Visit, outcome: str) -> str:
    """What clerks call a guide and its outcome: the same whatever was answered."""
    introduction, worded = visit.introduction(), visit.wordings().get("outcome")
    guide = introduction.title if introduction else visit.flow.slug
    return f"{guide}：{worded.labels.get(outcome, outcome) if worded else outcome}"
