"""Pages of places (各地医保): provinces and 统筹区, one page each, the same for other programs. The address is the state."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from calculators.pages import forms
from guides.models import Count
from guides.outcome import contacts, places
from guides.pages import structured
from guides.tally.counting import mark
from registry import reports
from registry import snapshot as snapshots
from registry.evidence import Sources
from registry.offices import phones
from registry.pages import as_json, page, public_address, url
from registry.places import OUTSIDE, Found, Places
from registry.reporting import UNSENT, gone, taken
from registry.typed import links

#: As much of a name as is looked for.
_LONGEST_NAME = 40


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The provinces, and the places that a name may mean; a name that can mean only one leads there."""
    known = snapshots.current().places
    words = request.GET.get("find", "").replace("\0", "").strip()[:_LONGEST_NAME]
    if better := _of_the_only(known, words):
        return HttpResponseRedirect(better)
    context = {
        **_chooser(request, known, words),
        "canonical": public_address(request, url("guides:places")),
        "asked": "find" in request.GET,
    }
    return page(request, "guides/places.html", context, indexed="find" not in request.GET)


def _of_the_only(known: Places, words: str) -> str:
    """The address of the only place that words mean; '' for a former name too, to show first where it belongs now."""
    sure = known.sure(words)
    if sure is None or sure.place.code in OUTSIDE or (sure.county and not sure.county.code):
        return ""
    return places.address(sure.place.code, sure.county.code if sure.county else "")


def _chooser(request: HttpRequest, known: Places, words: str) -> dict[str, Any]:
    found = [each for each in known.find(words) if each.place.code not in OUTSIDE]
    return {
        "words": words,
        "found": [(known.offer(each), _address(each)) for each in found],
        "provinces": [(place.short_name, places.address(place.code)) for place in known.provinces],
    }


def _address(found: Found) -> str:
    return places.address(found.place.code, found.county.code if found.county else "")


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one place. A county's code leads to its 统筹区; any other code gets a page that says so."""
    snapshot, on = snapshots.current(), snapshots.today()
    if county := snapshot.places.county(code):
        return HttpResponseRedirect(places.address(county.pool, county.code))
    here = places.known(snapshot.places, code)
    if here is None:
        return _none_there(request, snapshot.places, code)
    sources = Sources(snapshot.places, on)
    found = places.of(snapshot, here, on, sources)
    led_by = snapshot.places.county(links.value(request.GET.get("county", "")))
    context = {
        "place": found,
        "sources": sources,
        "on": on,
        "belongs": snapshot.places.belongs(led_by) if led_by and led_by.pool == code else "",
        "trail": structured.trail(found),
        "heading": structured.heading(found),
        "description": structured.description(found),
        "canonical": public_address(request, places.address(code)),
        "data": structured.data(found, lambda path: public_address(request, path)),
        "json": url("guides:place_json", code),
        "estimate": forms.address("" if found.cities else code),
        "report": UNSENT,
        "wrong": url("guides:place_report", code),
    }
    return mark(page(request, "guides/place.html", context), Count.Kind.PLACE, name=code)


def _none_there(request: HttpRequest, known: Places, code: str) -> HttpResponse:
    """What leads on where there is no such place, or none any more."""
    closed = places.closed(known, code)
    province = known.get(known.province_of(code)) if closed else None
    context = {
        **_chooser(request, known, ""),
        "closed": closed,
        "above": (province.name, places.address(province.code)) if province else None,
        "phone": contacts.phone(known, code, phones.OF_A_CITY[0]) if closed else None,
    }
    return page(request, "guides/no_place.html", context, status=410 if closed else 404)


@require_safe
def place_json(request: HttpRequest, code: str) -> HttpResponse:
    """The same for other programs; of a place that nobody knows, where the list of all stands."""
    snapshot, on = snapshots.current(), snapshots.today()
    if county := snapshot.places.county(code):
        return HttpResponseRedirect(url("guides:place_json", county.pool))
    here = places.known(snapshot.places, code)
    if here is None:
        status = 410 if places.closed(snapshot.places, code) else 404
        return as_json({"missing": "place", "next": url("guides:places")}, status=status)
    return as_json(places.of(snapshot, here, on, Sources(snapshot.places, on)))


@csrf_exempt  # it can only say that a page is wrong, and a CSRF cookie would be stored about a visitor
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Take word that the page of a place is wrong; whoever only asks for it gets the page."""
    snapshot, on = snapshots.current(), snapshots.today()
    here = places.known(snapshot.places, code)
    back = places.address(code) if here else url("guides:places")  # an address is remembered, and this one is nobody's
    if request.method != "POST":
        return HttpResponseRedirect(back)
    if here is None:
        return gone(request, "", back)
    name = snapshot.places.full_name(code)
    about = reports.About(places.REPORTED_AS, code, f"地方：{name}", code)
    title = f"{here.name}医保办事"
    numbers = tuple(contacts.phone(snapshot.places, code, hotline) for hotline in phones.OF_A_CITY)
    context = {"title": title, "phones": numbers, "wrong": url("guides:place_report", code), "back": back}
    return taken(request, about, on, context)
