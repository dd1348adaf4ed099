"""How often one visitor may have what costs much: sheets, what is reckoned or searched, and tries at a password; and how
much of a process the desk may have.

One subscriber may be a whole office behind one address, so the limits are far above what people do. A proxy in front
has finer ones, by the second (deploy/nginx). Beyond a limit a plain page says so; pages that are read are never limited.
"""

import re
from dataclasses import dataclass
from threading import BoundedSemaphore

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from guides.outcome.ways import DRAWN
from registry.counting import count
from registry.desk.login import known_account
from registry.visitors import client_address
from yibao_site.middleware import LARGEST_FORM, GetResponse, is_desk, is_public, posted
from yibao_site.refusals import plain

#: Seconds after which it is worth trying again: where too much was had in an hour; where clerks have all their room.
_LATER, _SOON = 600, 10


@dataclass(frozen=True)
class Dear:
    """What costs much. ``share`` of ``DEAR_PER_HOUR`` are let through for one visitor."""

    name: str
    path: re.Pattern[str]
    methods: frozenset[str]
    share: float


_DRAWN = "|".join(file.pattern for file in DRAWN)
_READ, _ALL = frozenset({"GET"}), frozenset({"GET", "HEAD", "POST"})
PASSWORD = Dear("password", re.compile(r"/admin/login/"), frozenset({"POST"}), 0.2)
#: A form that is given back to who was logged out meanwhile, a whole office behind one address.
GIVEN_BACK = Dear("given-back", re.compile(r"/admin/.*"), frozenset({"POST"}), 0.2)
KINDS = (
    Dear("sheet", re.compile(rf"/guides/[a-z-]+/({_DRAWN})"), _READ, 1),
    Dear("figures", re.compile(r"/(estimate|search)/(tell/)?"), _ALL, 10),
    Dear("figures", re.compile(r"/guides/[a-z-]+/outcome/"), frozenset({"POST"}), 10),
    PASSWORD,
)


class Limits:
    def __init__(self, get_response: GetResponse) -> None:
        if not settings.DEAR_PER_HOUR:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for kind in KINDS:
            if request.method in kind.methods and kind.path.fullmatch(request.path) and _is_too_much(request, kind):
                return plain(429, **{"Retry-After": str(_LATER)})
        return self.get_response(request)


def _is_too_much(request: HttpRequest, kind: Dear) -> bool:
    visitor = _visitor(request, kind)
    often = count(f"{kind.name}:{visitor}", timezone.localdate()) if visitor else 0
    return often > max(1, settings.DEAR_PER_HOUR * kind.share)


def _visitor(request: HttpRequest, kind: Dear) -> str | None:
    """Who has it: an address. Of passwords a browser that an account was logged in with: whoever sends them in masses
    behind the same address keeps nobody from his own desk."""
    account = known_account(request) if kind is PASSWORD else None
    return client_address(request) if account is None else f"account {account}"


class Strangers:
    """Who is not logged in may send the desk what somebody has typed: it is given back to him (``registry.desk.typed``). No
    more than that is read, no upload, and not time after time."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or is_public(request) or request.user.is_authenticated:
            return self.get_response(request)
        if settings.DEAR_PER_HOUR and _is_too_much(request, GIVEN_BACK):
            return plain(429, **{"Retry-After": str(_LATER)})
        if posted(request) > LARGEST_FORM:
            return HttpResponse(render_to_string("admin/registry/not_read.html"), status=403)
        return self.get_response(request)


#: Where the public tells us something, which is written down.
_TOLD = ("/report/", "/search/tell/")


class Rooms:
    """Clerks, and whoever tries to be one, have half of the requests that a process may have in hand at a time, and those
    who tell us something a quarter: what they ask for may take seconds, or wait for a database, and were all threads busy
    with such, no page of the public would be begun."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.desk = BoundedSemaphore(settings.THREADS // 2)
        self.told = BoundedSemaphore(max(1, settings.THREADS // 4))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        room = self.desk if is_desk(request) else self.told if _tells_us(request) else None
        if room is None:
            return self.get_response(request)
        if not room.acquire(blocking=False):  # who waited would have a thread, too
            return plain(429, **{"Retry-After": str(_SOON)})
        try:
            return self.get_response(request)
        finally:
            room.release()


def _tells_us(request: HttpRequest) -> bool:
    return request.method == "POST" and request.path.endswith(_TOLD)
