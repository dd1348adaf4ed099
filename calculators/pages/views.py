"""The estimate's own page. The bill stays in the body of one POST; nothing of it is kept, logged or put in an address."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from calculators.circumstances import Known
from calculators.pages.forms import EstimateForm
from calculators.pages.payout import payout
from registry import reporting, reports
from registry import snapshot as snapshots
from registry.offices import phones
from registry.pages import page, public_address, url

_TITLE = "估一估能报多少"


@csrf_exempt  # it changes nothing, and a CSRF cookie would be the only thing stored about a visitor
@require_http_methods(["GET", "HEAD", "POST"])
def estimate(request: HttpRequest) -> HttpResponse:
    """The page with the form, and with its answer where something was posted."""
    snapshot = snapshots.current()
    data = request.POST if request.method == "POST" else None
    form = EstimateForm(data, snapshot.places, Known(), snapshots.today(), url("calculators:estimate"))
    form.begin(request.GET)
    found = payout(form, snapshot)
    phone = phones.number(snapshot.places, found.known.region if found.known else "")
    told = {
        "payout": found,
        "phone": phone,
        "report": reporting.UNSENT,
        "wrong": url("calculators:report"),
        "canonical": public_address(request, url("calculators:estimate")),
    }
    return page(request, "calculators/estimate.html", told, indexed=not request.GET, kept=False)


@csrf_exempt  # it can only say that a rule is wrong, and a CSRF cookie would be stored about a visitor
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Take word that the estimate, or a rule that it used, is wrong; nothing of the bill comes with it."""
    back, places = url("calculators:estimate"), snapshots.current().places
    if request.method != "POST":
        return HttpResponseRedirect(back)
    thing = reporting.meant(request)
    place = thing.region if thing else ""
    about = reports.About(reports.ESTIMATE, "", _TITLE, place)
    numbers = [phones.told(places, place, phones.MEDICAL)]
    context = {"title": _TITLE, "phones": numbers, "wrong": url("calculators:report"), "back": back}
    return reporting.taken(request, about, snapshots.today(), context)
