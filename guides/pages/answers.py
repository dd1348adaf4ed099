"""Questions and their answers (问答): the list, one page each, the same for other programs. The address is the state."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from guides.outcome import answers
from guides.outcome.answers import Answered
from guides.pages import structured
from registry import offices, reports
from registry import snapshot as snapshots
from registry.offices import Search
from registry.pages import as_json, page, public_address, url
from registry.places import Places
from registry.reporting import UNSENT, gone, taken


@dataclass(frozen=True)
class _Asked:
    """What an address asks for. ``better`` is where the same thing stands under the place's own code; ``without`` says
    that only other places answer the question."""

    places: Places
    search: Search
    found: Answered | None
    without: bool
    better: str


def _asked(request: HttpRequest, key: str) -> _Asked:
    snapshot, on = snapshots.current(), snapshots.today()
    search = offices.read(request.GET, snapshot.places)
    place = search.place.code if search.place else ""
    found = answers.answer(snapshot, key, place, on)
    if without := bool(place) and found is None:
        found = answers.answer(snapshot, key, "", on)
    sure = snapshot.places.sure(search.words) if search.found else None
    better = answers.address(key, sure.place.code) if sure and snapshot.places.pool(sure.place.code) else ""
    return _Asked(snapshot.places, search, found, without, better)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    groups = answers.listed(snapshots.current(), snapshots.today())
    context = {"groups": groups, "canonical": public_address(request, url("guides:answers"))}
    return page(request, "guides/answers.html", context)


@require_safe
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """One question. A key that nobody answers gets a page that says so, and where else to look."""
    asked = _asked(request, key)
    if (found := asked.found) is None:
        return page(request, "guides/no_answer.html", {"problem": asked.search.problem}, status=404)
    if asked.better:
        return HttpResponseRedirect(asked.better)
    own = answers.address(key, found.place if found.is_local else "")
    context = {
        "answer": found,
        "asked": asked,
        "places": asked.places,
        "address": answers.address,
        "canonical": public_address(request, own),
        "title": structured.asked(found, asked.places),
        "faq": structured.faq((part.question, (part.short, *part.lines)) for part in found.parts if part.short),
        "report": UNSENT,
        "wrong": _path("guides:answer_report", found),
        "json": _path("guides:answer_json", found),
    }
    return page(request, "guides/answer.html", context, indexed=not asked.search.problem)


def _path(name: str, found: Answered) -> str:
    return url(name, found.key) + (f"?place={found.place}" if found.place else "")


@require_safe
def answer_json(request: HttpRequest, key: str) -> HttpResponse:
    """The same for other programs; without an answer, where the list of all stands."""
    if (found := _asked(request, key).found) is None:
        return as_json({"missing": "answer", "next": url("guides:answers")}, status=404)
    return as_json(found)


@csrf_exempt  # it can only say that a page is wrong, and a CSRF cookie would be stored about a visitor
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Take word that an answer is wrong; whoever only asks for it gets the answer."""
    found = _asked(request, key).found
    back = answers.address(key, found.place) if found else url("guides:answers")
    if request.method != "POST":
        return HttpResponseRedirect(back)
    if found is None:
        return gone(request, "", back)
    about = reports.About(answers.REPORTED_AS, key, f"问答：{found.question}", found.place)
    wrong = _path("guides:answer_report", found)
    context = {"title": found.question, "phones": (found.phone,), "wrong": wrong, "back": back}
    return taken(request, about, snapshots.today(), context)
