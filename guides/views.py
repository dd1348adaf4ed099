"""Public pages. A view is guard → domain call → redirect or render; the address is the whole state."""

from django.http import (
    Http404,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from calculators.burden import BurdenForm, Progress, progress
from calculators.forms import EstimateForm
from calculators.payout import Payout, payout
from guides import answers as addresses
from guides import (
    calendar_file,
    composition,
    downloads,
    estimating,
    exact_date,
    graph,
    handover,
    rendering,
    sheets,
)
from guides.flow import Question, Walk
from guides.forms import AGAIN, FORMS, QuestionForm
from guides.models import PLACEHOLDERS
from guides.reporting import ReportForm
from guides.visit import PageRequest, Visit, guides_on_offer, path_of
from registry import snapshot as snapshots
from registry.pages import TEXT_SIZES, page

#: Query parameter of a guide's start: the answers were cleared, so what this device keeps of them goes too.
CLEARED = "cleared"


@require_safe
def home(request: PageRequest) -> HttpResponse:
    return page(request, "guides/home.html", {"guides": guides_on_offer(snapshots.current(), snapshots.today())})


@require_safe
def start(request: PageRequest, slug: str) -> HttpResponse:
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
    }
    return page(request, "guides/start.html", context)


@require_safe
def question(request: PageRequest, slug: str, key: str) -> HttpResponse:
    visit = Visit(request, slug)
    asked = visit.flow.questions.get(key)
    if asked is None:
        return HttpResponseRedirect(visit.next_address(again="1"))
    if (form := _form_to_show(visit, asked)) is None:
        return HttpResponseRedirect(visit.way_on())
    walk = visit.walk
    previous = walk.before(key)
    context = {
        "slug": slug,
        "form": form,
        "introduction": visit.introduction(),
        "number": walk.number(key),
        "most": graph.most_after(walk, key),
        "answers": composition.answer_lines(visit.snapshot, walk, visit.wordings()),
        "urgent": visit.urgent_addresses(),
        "back": visit.question_address(previous, edit=previous) if previous else "",
    }
    return page(request, "guides/question.html", context, indexed=False)


def _form_to_show(visit: Visit, asked: Question) -> QuestionForm | None:
    """The question's form, empty, filled for a second look, or with its errors; None when it is not its turn."""
    data, key, walk = visit.request.GET, asked.key, visit.walk
    problem = visit.submission.problems.get(key)
    answered = key in walk.path
    editing = answered and data.get("edit") == key
    if not (editing or problem == "exclusive" or (walk.current is asked and problem is None)):
        return None
    form = _form(visit, asked, bound=problem is not None or data.get("asked") == key)
    if data.get("again") and not form.is_bound:
        form = _form(visit, asked, bound=True)
        form.errors[key] = form.error_class([AGAIN])
    return form


def _form(visit: Visit, asked: Question, bound: bool) -> QuestionForm:
    data, key = visit.request.GET, asked.key
    province = visit.submission.provinces.get(key, "")
    find = data.get("find", "")
    place = {"province": province, "find": find} if asked.kind == "place" else {}
    searching = bool(place) and ((province and not data.get("again")) or (find and visit.request.htmx))
    return FORMS[asked.kind](
        asked,
        visit.wordings().get(key),
        visit.snapshot.places,
        action=path_of("question", visit.flow.slug, key),
        kept=addresses.without(visit.walk.kept, key),
        last=graph.most_after(visit.walk, key) == 0,
        chosen=visit.walk.answers.get(key, ()),
        data=data if bound and not searching else None,
        **place,
    )


@csrf_exempt  # a posted bill changes nothing, and a CSRF cookie would be the only thing stored about a visitor
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: PageRequest, slug: str) -> HttpResponse:
    """The outcome; a POST is the same page with what private figures change in it, of which nothing is kept."""
    visit = Visit(request, slug)
    if request.method == "POST" and not visit.flow.private_form:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    walk = visit.finished()
    if walk is None:
        return HttpResponseRedirect(visit.way_on())
    if visit.submission.boxed and not visit.submission.mistyped:
        return HttpResponseRedirect(f"{request.path}{addresses.query(walk.kept)}#deadline")
    told = _told(request, visit, walk)
    walk_told = visit.finished(told.private) if told else None
    found = composition.outcome(visit.snapshot, walk_told or walk, visit.on)
    context = {
        "slug": slug,
        "outcome": found,
        "introduction": visit.introduction(),
        "address": visit.outcome_address(walk),
        "qr": visit.outcome_path(walk, "qr"),
        "told": told,
        "private_form": visit.flow.form_of(found.key),
        "home_label": PLACEHOLDERS[visit.flow.home],
        "here_again": request.path + found.query,
        "date_form": exact_date.form(visit.submission, walk, visit.wordings(), visit.on, found.wants_date),
        "calendar": path_of("outcome_ics", slug) + found.query,
        "urgent": [] if found.key in visit.flow.urgent else visit.urgent_addresses(),
        "take": downloads.offered(visit, walk, found),
        "report": ReportForm(),
        "wrong": visit.outcome_path(walk, "report"),
        "more": visit.next_address() if visit.walk.current else "",  # an urgent outcome: the rest can still be asked
    }
    return page(request, "guides/outcome.html", context, indexed=False, kept=request.method != "POST")


def _told(request: PageRequest, visit: Visit, walk: Walk) -> Payout | Progress | None:
    """What the private form was told, and its answer; None for a page without one, or that still has to ask."""
    data = request.POST if request.method == "POST" else None
    if not visit.flow.form_of(walk.outcome):
        return None
    if visit.flow.private_form == "burden":
        return _progress(data, visit, walk)
    return _payout(data, visit, walk) if data is not None else None


def _payout(data: QueryDict, visit: Visit, walk: Walk) -> Payout:
    form = EstimateForm(data, visit.snapshot.places, estimating.known(walk))
    form.helper.form_action = visit.request.path + addresses.query(walk.kept)
    return payout(form, visit.snapshot, estimating.closed(walk))


def _progress(data: QueryDict | None, visit: Visit, walk: Walk) -> Progress:
    year = estimating.benefit_year(walk, visit.on)
    form = BurdenForm(data, visit.snapshot.places, estimating.known(walk), year)
    form.helper.form_action = visit.request.path + addresses.query(walk.kept)
    return progress(form, visit.snapshot)


@require_safe
def result_json(request: PageRequest, slug: str) -> HttpResponse:
    """The same outcome for other programs; incomplete answers say which question is missing."""
    visit = Visit(request, slug)
    walk = visit.finished()
    if walk is None:
        missing = next(iter(visit.submission.problems), None) or (visit.walk.current and visit.walk.current.key)
        content, status = {"missing": missing, "next": visit.way_on()}, 422
    else:
        content, status = rendering.as_json(composition.outcome(visit.snapshot, walk, visit.on)), 200
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})


@require_safe
def calendar(request: PageRequest, slug: str) -> HttpResponse:
    """The outcome's last day for the calendar of a phone; without one that is still to come, the outcome itself."""
    visit = Visit(request, slug)
    walk = visit.finished()
    found = composition.outcome(visit.snapshot, walk, visit.on) if walk else None
    if found is None or found.last_day is None or found.last_day.past:
        return HttpResponseRedirect(visit.way_on())
    address = request.build_absolute_uri(path_of("outcome", slug) + found.query)
    content = calendar_file.render(found, found.last_day, address, timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{slug}.ics"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, "text/calendar; charset=utf-8", headers=headers)


@require_safe
def qr(request: PageRequest, slug: str) -> HttpResponse:
    """The outcome's address as a QR picture."""
    visit = Visit(request, slug)
    return HttpResponse(sheets.qr(visit.outcome_address(visit.walk)), "image/svg+xml")


@require_safe
def text_size(request: PageRequest, size: str) -> HttpResponse:
    """Set the one cookie of the public site, which holds nothing but the text size, and go back."""
    if size not in TEXT_SIZES:
        raise Http404
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie("text_size", size, max_age=365 * 86400, samesite="Lax", httponly=True)
    return response


def not_found(request: PageRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "404.html", {}, status=404)
