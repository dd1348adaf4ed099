"""Public pages. A view is guard → domain call → redirect or render; the address is the whole state."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from calculators.pages.burden import BurdenForm, Progress, progress
from calculators.pages.forms import EstimateForm
from calculators.pages.payout import Payout, payout
from guides.engine import addresses, graph
from guides.engine.flow import Walk
from guides.engine.steps import PrivateForm
from guides.models import Count
from guides.outcome import contacts, handover, insured, places, season
from guides.outcome.outcome import Outcome
from guides.pages import downloads, estimating, exact_date
from guides.pages.visit import Visit, guides_on_offer, urgent_addresses
from guides.tally.counting import mark
from registry import snapshot as snapshots
from registry.offices.phones import number
from registry.pages import TEXT_SIZES, page, public_address, url
from registry.reporting import UNSENT

#: Query parameter of a guide's start: the answers were cleared, so what this device keeps of them goes too.
CLEARED = "cleared"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    snapshot, on = snapshots.current(), snapshots.today()
    guides = guides_on_offer(snapshot, on)
    urgent = [
        (guide.urgent_label, address)
        for slug, guide in guides
        if guide.urgent_label
        for address in urgent_addresses(slug)
    ]
    context = {
        "guides": guides,
        "urgent": urgent,
        "season": season.season(snapshot, on),
        "canonical": public_address(request, url("guides:home")),
    }
    return page(request, "guides/home.html", context)


@require_safe
def start(request: HttpRequest, slug: str) -> HttpResponse:
    visit = Visit(request, slug)
    if (introduction := visit.introduction()) is None:
        raise Http404
    context = {
        "introduction": introduction,
        "slug": slug,
        "first": visit.flow.walk({}, visit.lookup).current,
        "urgent": visit.urgent_addresses(),
        "instead": handover.instead(visit.snapshot, visit.flow, visit.on),
        "most": graph.most_after(visit.flow.walk({}, visit.lookup), visit.flow.steps[0].key) + 1,
        "cleared": CLEARED in request.GET,
        "canonical": public_address(request, url("guides:start", slug)),
    }
    return mark(page(request, "guides/start.html", context), Count.Kind.STARTED, slug)


@require_safe
def question(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    visit = Visit(request, slug)
    asked = visit.flow.questions.get(key)
    if asked is None:
        return HttpResponseRedirect(visit.next_address(again="1"))
    if (form := visit.form_for(asked)) is None:
        on = HttpResponseRedirect(visit.way_on())
        return mark(on, Count.Kind.ANSWERED, slug, key) if key in visit.walk.path else on
    walk = visit.walk
    previous = walk.before(key)
    context = {
        "slug": slug,
        "form": form,
        "belongs": visit.belongs,
        "introduction": visit.introduction(),
        "number": walk.number(key),
        "most": visit.most_after(key),
        "answers": visit.answer_lines(),
        "urgent": visit.urgent_addresses(),
        "back": visit.question_address(previous, edit=previous) if previous else "",
    }
    shown = page(request, "guides/question.html", context, indexed=False, varies=("HX-Request",))
    return mark(shown, Count.Kind.ASKED, slug, key) if visit.is_first_look(form) else shown


@csrf_exempt  # a posted bill changes nothing, and a CSRF cookie would be the only thing stored about a visitor
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, slug: str) -> HttpResponse:
    """The outcome; a POST is the same page with what private figures change in it, of which nothing is kept."""
    visit = Visit(request, slug)
    if request.method == "POST" and not visit.flow.delivery.private_form:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    walk = visit.finished()
    if walk is None:
        return HttpResponseRedirect(visit.way_on())
    if better := visit.better_address(walk):
        return HttpResponseRedirect(better)
    told = _told(request, visit, walk)
    walk_told = visit.finished(estimating.private(told)) if told else None
    found = visit.outcome(walk_told or walk)
    context = {
        "slug": slug,
        "outcome": found,
        "belongs": visit.belongs,
        "introduction": visit.introduction(),
        "address": visit.outcome_address(walk),
        "qr": visit.outcome_path(walk, "qr"),
        "told": told,
        "private_form": (walk_told or walk).private_form,
        "provided": estimating.provided(walk),
        "here_again": request.path + found.query,
        "date_form": exact_date.form(visit.submission, walk, visit.wordings(), _wants_date(found)),
        "calendar": visit.outcome_path(walk, "calendar"),
        "place": places.address(visit.home) if visit.home else "",
        "is_urgent": found.key in visit.flow.urgent,
        "turn": contacts.turn_to_ring(found.now, found.phones),
        "asked": number(visit.snapshot.places, visit.home),
        "urgent": [] if found.key in visit.flow.urgent else visit.urgent_addresses(),
        "take": downloads.offered(visit, walk, found),
        "report": UNSENT,
        "wrong": visit.outcome_path(walk, "report"),
        "more": visit.next_address() if visit.walk.current else "",  # an urgent outcome: the rest can still be asked
    }
    kept = request.method != "POST"
    shown = page(request, "guides/outcome.html", context, indexed=False, kept=kept, varies=("User-Agent",))
    mark(shown, Count.Kind.OUTCOME, slug, found.key)
    return mark(shown, Count.Kind.PLACE, name=visit.home) if visit.home else shown


def _wants_date(found: Outcome) -> bool:
    return found.deadlines.wants_date or (found.waiting is not None and found.waiting.wants_date)


def _told(request: HttpRequest, visit: Visit, walk: Walk) -> Payout | Progress | None:
    """What the private form was told, and its answer; None for a page without one, or that still has to ask."""
    data = request.POST if request.method == "POST" else None
    if not walk.private_form:
        return None
    if visit.flow.delivery.private_form is PrivateForm.BURDEN:
        return _progress(data, visit, walk)
    return _payout(data, visit, walk) if data is not None else None


def _payout(data: QueryDict, visit: Visit, walk: Walk) -> Payout:
    action = visit.request.path + addresses.query(walk.kept)
    form = EstimateForm(data, visit.snapshot.places, insured.known(walk, visit.snapshot.places), visit.on, action)
    return payout(form, visit.snapshot, estimating.closed(walk))


def _progress(data: QueryDict | None, visit: Visit, walk: Walk) -> Progress:
    year = estimating.benefit_year(walk, visit.on)
    action = visit.request.path + addresses.query(walk.kept)
    form = BurdenForm(data, visit.snapshot.places, insured.known(walk, visit.snapshot.places), visit.on, year, action)
    return progress(form, visit.snapshot)


@require_safe
def text_size(request: HttpRequest, size: str) -> HttpResponse:
    """Set the one cookie of the public site, which holds nothing but the text size, and go back."""
    if size not in TEXT_SIZES:
        raise Http404
    target = request.GET.get("next", "/")
    # “//” without a host is no address of a browser's either.
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None) or target.startswith("//"):
        target = "/"
    response = HttpResponseRedirect(target)
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie("text_size", size, max_age=365 * 86400, samesite="Lax", httponly=True, secure=secure)
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "404.html", {}, status=404)
