"""What a visitor takes away from an outcome: files (``guides.outcome.ways``), a code, a day for the calendar, a blank
授权委托书, and the same outcome as data for other programs."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from guides.engine import addresses
from guides.engine.flow import Walk
from guides.models import PLACEHOLDERS, Count, Introduction
from guides.outcome import calendar_file, rendering, sheets, ways
from guides.outcome.outcome import Outcome
from guides.outcome.ways import AUTHORISATION, CALENDAR, FILES, LARGE, QR, SHEET, File, Rendering
from guides.pages.visit import Visit
from guides.tally.counting import mark
from registry.pages import as_data, as_json, in_wechat, page, url

logger = logging.getLogger(__name__)

#: Query parameter, no question's key: a PDF could not be made, the page says to print it instead.
UNMADE = "unmade"
#: Whom nobody can give a power of attorney for.
_WITHOUT_ATTORNEY = frozenset({"child", "deceased"})


def offered(visit: Visit, walk: Walk, found: Outcome) -> dict[str, Any]:
    """What the page of an outcome says about taking it away."""
    return {
        "wechat": in_wechat(visit.request),
        "unmade": UNMADE in visit.request.GET,
        "pdf": visit.outcome_path(walk, "pdf"),
        "pictures": visit.outcome_path(walk, "pictures"),
        "choices": visit.outcome_path(walk, "take"),
        "authorisation_name": sheets.AUTHORISATION,
        "authorisation": _authorisation(visit, walk, found),
    }


def _authorisation(visit: Visit, walk: Walk, found: Outcome) -> str:
    """Where the blank 授权委托书 is, for whom somebody else may act; '' for the others."""
    allowed = "proxy" in found.blocks and _WITHOUT_ATTORNEY.isdisjoint(walk.answers.get("for_whom", ()))
    return visit.outcome_path(walk, "authorisation") if allowed else ""


@require_safe
def take(request: HttpRequest, slug: str) -> HttpResponse:
    """Every way to keep an outcome or to hand it on."""
    visit, walk, introduction = _finished(request, slug)
    if walk is None:
        return HttpResponseRedirect(visit.way_on())
    found, address = visit.outcome(walk), visit.outcome_address(walk)
    wechat = in_wechat(request)
    context = {
        "introduction": introduction,
        "title": found.title,
        "address": address,
        "here_again": request.path + found.query,
        "back": visit.outcome_path(walk),
        "take": {
            **{name: visit.outcome_path(walk, name) for name, each in FILES.items() if each.parts == ("",)},
            "ways": ways.in_order(wechat),
            "wechat": wechat,
            "pictures": visit.outcome_path(walk, "pictures"),
            "chat": rendering.as_text(found, address),
            "authorisation": _authorisation(visit, walk, found),
        },
    }
    return page(request, "guides/take.html", context, indexed=False, varies=("User-Agent",))


@require_safe
def taken(request: HttpRequest, slug: str, file: Rendering, part: str = "") -> HttpResponseBase:
    """The outcome as a file; a fault leads to the page, which can be printed."""
    visit, walk, introduction = _finished(request, slug)
    if part not in file.parts:
        raise Http404
    if walk is None:
        return HttpResponseRedirect(visit.way_on())
    if file is SHEET and request.GET.get("size") == "large":
        file = LARGE
    found, address = visit.outcome(walk), visit.outcome_address(walk)
    name = file.title.format(title=introduction.title, day=found.stamp.made_on, part=part)
    if request.method == "HEAD" and file.is_drawn:
        return _unmade(file, name)
    try:
        made = file.make(found, address, part)
    except sheets.SheetBusy:
        return _later(visit.outcome_path(walk))
    except sheets.SheetFault as fault:
        return _print_instead(visit, walk, fault)
    return mark(_file(file, made, name), Count.Kind.TAKEN, slug, file.name)


@require_safe
def pictures(request: HttpRequest, slug: str) -> HttpResponse:
    """All pictures on one page, to be saved by a long press."""
    visit, walk, introduction = _finished(request, slug)
    if walk is None:
        return HttpResponseRedirect(visit.way_on())
    shown = [visit.outcome_path(walk, "picture", part) for part in sheets.PICTURES]
    context = {"introduction": introduction, "pictures": shown, "back": visit.outcome_path(walk)}
    return page(request, "guides/pictures.html", context, indexed=False)


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The outcome's last day for the calendar of a phone; without one that is still to come, the outcome itself."""
    visit = Visit(request, slug)
    walk = visit.finished()
    found = visit.outcome(walk) if walk else None
    last_day = found.deadlines.last_day if found else None
    if walk is None or found is None or last_day is None or last_day.past:
        return HttpResponseRedirect(visit.way_on())
    content = calendar_file.render(found, last_day, visit.outcome_address(walk), timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{slug}.{CALENDAR.ending}"'}
    return mark(HttpResponse(content, CALENDAR.mime, headers=headers), Count.Kind.TAKEN, slug, CALENDAR.name)


@require_safe
def qr(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The outcome's address as a QR picture: a PNG, which chats can forward."""
    visit = Visit(request, slug)
    if request.method == "HEAD":
        return StreamingHttpResponse((), content_type=QR.mime)  # no picture is made for that
    try:
        return HttpResponse(sheets.qr_picture(visit.outcome_address(visit.walk)), QR.mime)
    except sheets.SheetFault:
        raise Http404 from None


@require_safe
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """The same outcome for other programs; incomplete answers say which question is missing."""
    visit = Visit(request, slug)
    walk = visit.finished()
    if walk is None:
        missing = next(iter(visit.problems), None) or (visit.walk.current and visit.walk.current.key)
        return as_json({"missing": missing, "next": visit.way_on()}, status=422)
    found = visit.outcome(walk)
    return as_json({**as_data(found), "headings": found.headings})


@require_safe
def authorisation(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A blank 授权委托书 for the matter of a guide; of the answers it takes the place alone, and needs none."""
    visit, _, introduction = _finished(request, slug)
    place = visit.snapshot.places.full_name(visit.home)
    name = AUTHORISATION.title.format(title=introduction.title)
    back = url("guides:outcome", slug) if visit.finished() else url("guides:start", slug)
    if request.method == "HEAD":
        return _unmade(AUTHORISATION, name)
    try:
        made = sheets.authorisation(
            introduction.official_name or introduction.title, PLACEHOLDERS[visit.flow.delivery.home], place
        )
    except sheets.SheetBusy:
        return _later(back + addresses.query(visit.walk.kept))
    except sheets.SheetFault as fault:
        logger.error("sheet not made for %s: %s", slug, fault)
        return HttpResponseRedirect(back + addresses.query(visit.walk.kept, **{UNMADE: "1"}))
    return _file(AUTHORISATION, made, name)


_VIEWS: dict[File, Callable[..., HttpResponseBase]] = {CALENDAR: calendar, QR: qr, AUTHORISATION: authorisation}


def view_of(file: File) -> Callable[..., HttpResponseBase]:
    return partial(taken, file=file) if isinstance(file, Rendering) else _VIEWS[file]


def _finished(request: HttpRequest, slug: str) -> tuple[Visit, Walk | None, Introduction]:
    visit = Visit(request, slug)
    if (introduction := visit.introduction()) is None:
        raise Http404
    return visit, visit.finished(), introduction


def _print_instead(visit: Visit, walk: Walk, fault: sheets.SheetFault) -> HttpResponse:
    logger.error("sheet not made for %s: %s", visit.flow.slug, fault)
    return HttpResponseRedirect(visit.outcome_path(walk, **{UNMADE: "1"}))


def _later(page_of_it: str) -> HttpResponse:
    """Too many sheets are being made: come back, or read the page, which says the same."""
    made = render_to_string("busy.html", {"page_of_it": page_of_it})
    return HttpResponse(made, status=503, headers={"Retry-After": "10", "Cache-Control": "no-store"})


def _unmade(file: File, name: str) -> StreamingHttpResponse:
    """The head of a file for who asks for no more: none is made for that, so its length is not known."""
    return StreamingHttpResponse((), content_type=file.mime, headers=_named(file, name))


def _file(file: File, content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, file.mime, headers=_named(file, name))


def _named(file: File, name: str) -> dict[str, str]:
    return {"Content-Disposition": content_disposition_header(False, f"{name}.{file.ending}") or "inline"}
