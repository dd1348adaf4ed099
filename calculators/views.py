"""The estimate's own page. The bill stays in the body of one POST; nothing of it is kept, logged or put in an address."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from calculators.circumstances import Known
from calculators.forms import EstimateForm
from calculators.payout import payout
from registry import snapshot as snapshots
from registry.pages import page


@csrf_exempt  # it changes nothing, and a CSRF cookie would be the only thing stored about a visitor
@require_http_methods(["GET", "HEAD", "POST"])
def estimate(request: HttpRequest) -> HttpResponse:
    """The page with the form, and with its answer where something was posted."""
    snapshot = snapshots.current()
    data = request.POST if request.method == "POST" else None
    form = EstimateForm(data, snapshot.places, Known(), snapshots.today(), reverse("calculators:estimate"))
    return page(request, "calculators/estimate.html", {"payout": payout(form, snapshot)}, kept=False)
