"""The public page of the counters, and word that it is wrong. The address is the whole state."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from registry import evidence, reports
from registry import offices as counters
from registry import snapshot as snapshots
from registry.models import Service
from registry.offices import calendars, phones
from registry.pages import page, public_address, url
from registry.places import Place
from registry.reporting import UNSENT, gone, taken
from registry.snapshot import Snapshot


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """A place is chosen first; then its counters, by service."""
    snapshot = snapshots.current()
    search = counters.read(request.GET, snapshot.places)
    if search.better:
        return HttpResponseRedirect(search.better)
    own = counters.address(search.place.code if search.place else "")
    context = {
        "search": search,
        "address": counters.address,
        "places": snapshot.places,
        "services": Service,
        "canonical": public_address(request, own),
    }
    if search.place:
        context |= _of_a_place(snapshot, search, search.place)
    return page(request, "registry/offices.html", context, indexed=not search.problem)


def _of_a_place(snapshot: Snapshot, search: counters.Search, place: Place) -> dict[str, object]:
    places, on = snapshot.places, snapshots.today()
    sources = evidence.Sources(places, on)
    day = calendars.calendar(snapshot, places.chain(place.code), on).days.get(on)
    return {
        "about": counters.about(place.code),
        "errands": lambda services: counters.errands(snapshot, services, place.code, on),
        "cards": counters.cards(snapshot, search.services, place.code, on, sources.basis),
        "phones": _numbers(snapshot, search, place),
        "on": on,
        "day_basis": sources.basis(day) if day else None,
        "sources": sources,
        "report": UNSENT,
        "wrong": _reported_to(search, place),
    }


def _numbers(snapshot: Snapshot, search: counters.Search, place: Place) -> list[dict[str, str]]:
    """Whom to ring about what was asked for."""
    return [phones.told(snapshot.places, place.code, hotline) for hotline in phones.hotlines(search.services)]


def _reported_to(search: counters.Search, place: Place) -> str:
    return f"{url('registry:office_report')}?{counters.address(place.code, search.service).partition('?')[2]}"


@csrf_exempt  # it can only say that a page is wrong, and a CSRF cookie would be stored about a visitor
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Take word that the page of a place's counters is wrong; whoever only asks for it gets the page."""
    snapshot = snapshots.current()
    search = counters.read(request.GET, snapshot.places)
    place = search.place
    back = counters.address(place.code if place else "", search.service)
    if request.method != "POST":
        return HttpResponseRedirect(back)
    if place is None:
        return gone(request, "", back)
    title = f"{snapshot.places.full_name(place.code)}的办事窗口"
    about = reports.About(reports.OFFICES, search.service, title, place.code)
    numbers, wrong = _numbers(snapshot, search, place), _reported_to(search, place)
    return taken(request, about, snapshots.today(), {"title": title, "phones": numbers, "wrong": wrong, "back": back})
