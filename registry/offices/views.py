"""The public page of the counters. The address is the whole state."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from registry import evidence
from registry import offices as counters
from registry import snapshot as snapshots
from registry.models import Service
from registry.offices import calendars, phones
from registry.pages import page
from registry.places import Place
from registry.snapshot import Snapshot


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """A place is chosen first; then its counters, by service."""
    snapshot = snapshots.current()
    search = counters.read(request.GET, snapshot.places)
    if search.better:
        return HttpResponseRedirect(search.better)
    context = {"search": search, "address": counters.address, "places": snapshot.places, "services": Service}
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
        "phones": [
            (phones.number(places, place.code, hotline), *phones.ABOUT[hotline])
            for hotline in phones.hotlines(search.services)
        ],
        "on": on,
        "day_basis": sources.basis(day) if day else None,
        "sources": sources,
    }
