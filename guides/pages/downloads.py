"""What a visitor takes away from an outcome: PDF, pictures, text for a chat, and a blank 授权委托书."""

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from guides.engine import addresses
from guides.engine.flow import Walk
from guides.models import PLACEHOLDERS, Count, Introduction
from guides.outcome import rendering, sheets
from guides.outcome.outcome import Outcome
from guides.pages.visit import Visit
from guides.tally.counting import mark
from registry.pages import in_wechat, page, url

logger = logging.getLogger(__name__)

#: Query parameter, no question's key: a PDF could not be made, the page says to print it instead.
UNMADE = "unmade"
#: Ways to take an outcome away, in the order of the page. WeChat shows pictures and chats best and prints worst.
_WAYS = ("print", "pdf", "large", "pictures", "text", "share")
_WAYS_IN_WECHAT = ("pictures", "text", "share", "pdf", "large", "print")
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
        "qr": visit.outcome_path(walk, "qr"),
        "take": {
            "ways": _WAYS_IN_WECHAT if wechat else _WAYS,
            "wechat": wechat,
            "pdf": visit.outcome_path(walk, "pdf"),
            "large": visit.outcome_path(walk, "pdf_large"),
            "pictures": visit.outcome_path(walk, "pictures"),
            "text": visit.outcome_path(walk, "text"),
            "chat": rendering.as_text(found, address),
            "authorisation": _authorisation(visit, walk, found),
        },
    }
    return page(request, "guides/take.html", context, indexed=False, varies=("User-Agent",))


@require_safe
def pdf(request: HttpRequest, slug: str, large: bool = False) -> HttpResponseBase:
    """The outcome on A4, in large print where asked for; a fault leads to the page, which can be printed."""
    visit, walk, introduction = _finished(request, slug)
    if walk is None:
        return HttpResponseRedirect(visit.way_on())
    large = large or request.GET.get("size") == "large"
    found, address = visit.outcome(walk), visit.outcome_address(walk)
    name = f"{introduction.title}{'（大字）' if large else ''} {found.stamp.made_on}.pdf"
    if request.method == "HEAD":
        return _unmade("application/pdf", name)
    try:
        made = sheets.pdf(found, address, large)
    except sheets.SheetBusy:
        return _later(visit.outcome_path(walk))
    except sheets.SheetFault as fault:
        return _print_instead(visit, walk, fault)
    return mark(_file(made, "application/pdf", name), Count.Kind.TAKEN, slug, "large" if large else "pdf")


@require_safe
def picture(request: HttpRequest, slug: str, part: str) -> HttpResponseBase:
    visit, walk, introduction = _finished(request, slug)
    if part not in sheets.PICTURES:
        raise Http404
    if walk is None:
        return HttpResponseRedirect(visit.way_on())
    found, address = visit.outcome(walk), visit.outcome_address(walk)
    name = f"{introduction.title} {found.stamp.made_on}（第 {part} 张）.png"
    if request.method == "HEAD":
        return _unmade("image/png", name)
    try:
        made = sheets.picture(found, address, part)
    except sheets.SheetBusy:
        return _later(visit.outcome_path(walk))
    except sheets.SheetFault as fault:
        return _print_instead(visit, walk, fault)
    return mark(_file(made, "image/png", name), Count.Kind.TAKEN, slug, "picture")


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
def text(request: HttpRequest, slug: str) -> HttpResponse:
    """The outcome as a message for a chat."""
    visit, walk, introduction = _finished(request, slug)
    if walk is None:
        return HttpResponseRedirect(visit.way_on())
    found = visit.outcome(walk)
    made = rendering.as_text(found, visit.outcome_address(walk)).encode()
    file = _file(made, "text/plain; charset=utf-8", f"{introduction.title} {found.stamp.made_on}.txt")
    return mark(file, Count.Kind.TAKEN, slug, "text")


@require_safe
def authorisation(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A blank 授权委托书 for the matter of a guide; of the answers it takes the place alone, and needs none."""
    visit, _, introduction = _finished(request, slug)
    place = visit.snapshot.places.full_name(visit.home)
    name = f"{sheets.AUTHORISATION}（{introduction.title}）.pdf"
    back = url("guides:outcome", slug) if visit.finished() else url("guides:start", slug)
    if request.method == "HEAD":
        return _unmade("application/pdf", name)
    try:
        made = sheets.authorisation(
            introduction.official_name or introduction.title, PLACEHOLDERS[visit.flow.delivery.home], place
        )
    except sheets.SheetBusy:
        return _later(back + addresses.query(visit.walk.kept))
    except sheets.SheetFault as fault:
        logger.error("sheet not made for %s: %s", slug, fault)
        return HttpResponseRedirect(back + addresses.query(visit.walk.kept, **{UNMADE: "1"}))
    return _file(made, "application/pdf", name)


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


def _unmade(kind: str, name: str) -> StreamingHttpResponse:
    """The head of a file for who asks for no more: none is made for that, so its length is not known."""
    head = StreamingHttpResponse((), content_type=kind)
    head.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return head


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, kind)
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response
