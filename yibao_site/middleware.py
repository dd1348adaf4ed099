"""What every request and every response have in common: plain refusals, headers, and whole pages from memory.

What a client sends beside the path, the query and the body of a public form is meant for this and nothing else:

- ``Host``: refused where it is not ours, but for ``/health/``; it stands in shared addresses where no ``SITE_URL`` is set (``pages.origin``);
- ``Cookie``: ``text_size`` on public pages; session, CSRF and known browser, with ``Origin`` and ``Referer``, in admin;
- ``HX-Request``: what a question about a place shows; ``User-Agent``: whether this is WeChat, on an outcome;
- ``X-Forwarded-For``: of it what our own proxies wrote, to count log-ins and reports; ``X-Forwarded-Proto``: behind TLS;
- ``Content-Length`` and ``Content-Type``: what may be posted, and no charset (``yibao_site.handler``);
- ``Accept-Encoding``, ``Range``, ``If-None-Match``, ``If-Modified-Since``: static files only.

No other header changes anything: no ``Accept-Language``, no ``X-Forwarded-Host``, no ``SCRIPT_NAME``.
"""

import datetime as dt
import re
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any

from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils import timezone

from guides.outcome.ways import DRAWN
from guides.tally import counting
from guides.tally.counting import Mark
from registry import snapshot
from registry.pages import asked_in_place, in_wechat, origin, text_size
from yibao_site import health
from yibao_site.refusals import plain

GetResponse = Callable[[HttpRequest], HttpResponse]
Key = tuple[object, ...]
Page = tuple[bytes, dict[str, str], tuple[Mark, ...]]

#: Longer than any address this site makes (all answers of the longest guide are under 700 characters).
LONGEST_QUERY = 2000
#: The longest address whose page is kept.
LONGEST_KEPT = 1000
#: Bytes that may be posted: by a public form, far more than all its fields hold; in admin, where workbooks are taken in
#: and the papers of notices (``registry.models.attachments``).
LARGEST_FORM = 64 * 1024
LARGEST_UPLOAD = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
#: Bytes of the headers that a page may set, where an address it leads to or a cookie holds what a client sent: with those
#: of every page they fit into what nginx takes (``proxy_buffer_size``), to which a larger head is a failed replica.
LARGEST_HEAD = 5 * 1024
#: The longest name of a host that can be (RFC 1035), with its port.
LONGEST_HOST = 253 + len(":65535")

#: Seconds for which a proxy may keep a page. What is published must be seen within five, a process's trust included.
PROXY_KEEPS = 2

#: What a page may have been asked for in words, a sign that no answer has in it, or the digits of a number that is
#: somebody's.
_TYPED = re.compile(r"(?:^|&)(?:find|q)=[^&]|[%+]|[0-9]{9}")
#: Pages worth keeping: what they say depends on the address, the content and the day, and on nothing else.
_KEPT = ("/answers/", "/glossary/", "/guides/", "/misconceptions/", "/offices/", "/places/")


def is_our_host(request: HttpRequest) -> bool:
    """Whether the request names a host that we answer for, with a port that there can be."""
    try:
        host = request.get_host()
    except DisallowedHost:
        return False
    port = split_domain_port(host)[1]
    return len(host) <= LONGEST_HOST and len(port) <= 5 and int(port or 0) <= 65535


class PlainRefusals:
    """Requests that no page of ours could have made get a plain page with the right status, before anything is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if status := _refused(request):
            return plain(status)
        if is_public(request):
            request.upload_handlers = [_NoFiles()]
        response = health.ANSWERS.get(request.path, self.get_response)(request)
        if response.status_code == 405 and (response.streaming or not response.content):
            return plain(405, Allow=response.headers.get("Allow", ""))
        if _head_of(response) > LARGEST_HEAD:
            response.close()
            return plain(414)
        return response


def _head_of(response: HttpResponse) -> int:
    """How many bytes of headers a page has set, cookies included."""
    return len(response.serialize_headers()) + sum(len(cookie.OutputString()) for cookie in response.cookies.values())


class _NoFiles(FileUploadHandler):
    """Passes over the files of a form: nothing of ours asks for one in public."""

    def new_file(self, *_: Any, **__: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


def _refused(request: HttpRequest) -> int:
    """The status to refuse a request with; 0 for none."""
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return 414
    if not (is_our_host(request) or request.path in health.ANSWERS):
        return 400
    if any("\0" in value for value in request.COOKIES.values()):  # no database looks that up
        return 400
    return 413 if posted(request) > (LARGEST_FORM if is_public(request) else LARGEST_UPLOAD) else 0


def posted(request: HttpRequest) -> int:
    """Bytes of what comes with it."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isdecimal() else 0


def is_public(request: HttpRequest) -> bool:
    """Whether anybody may send it, the password of a clerk included."""
    return not is_desk(request) or request.path == _desk("login")


def is_desk(request: HttpRequest) -> bool:
    """Whether it is a clerk's page."""
    return request.path.startswith(_desk("index"))


@cache
def _desk(page: str) -> str:
    return reverse(f"admin:{page}")


class SiteHeaders:
    """Headers that the framework does not set. The content policy is one for all pages, so it is written once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.always = {
            "Content-Security-Policy": build_policy(),
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-cache",  # unless the view knows better: asked for again before it is shown once more
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        admin = is_desk(request)
        if admin:
            response.headers.setdefault("Cache-Control", "no-store")  # clerks share machines: nothing stays on them
        for name, value in self.always.items():
            response.headers.setdefault(name, value)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if admin or not (is_page or response.streaming):  # streaming are static files
            response.headers.setdefault("X-Robots-Tag", "noindex")
        if admin:
            # Under no-referrer a browser posts forms with "Origin: null", which the CSRF check refuses.
            response.headers.setdefault("Referrer-Policy", "same-origin")
        return response


#: Kinds of files of 100 to 700 KB: kept by the thousand they would fill a machine. A few stay with who makes them.
_HEAVY = frozenset(file.mime for file in DRAWN)


class PageCache:
    """Finished public pages, kept in this process by address, text size, WeChat or not, and snapshot of the content.

    Answers are in the address and nothing about a visitor is stored, so a page is the same for everyone. A page is
    kept for its day only: what is in force changes at midnight in China. Of a request nothing gets into a key but what
    the page is made of, in as few letters as that takes.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            key = self._key(request)
        except DatabaseError:
            key = None  # the page fails as well, and behind all that every response has
        if key is None:
            return self.get_response(request)
        if (kept := self._kept(key)) is not None:
            body, headers, marks = kept
            response = HttpResponse(body, headers=headers)
            response.from_memory, response.marks = True, marks  # type: ignore[attr-defined]  # for who counts
            return response
        response = self.get_response(request)
        heavy = response.headers.get("Content-Type") in _HEAVY
        if response.status_code == 200 and not response.streaming and not response.cookies and not heavy:
            self._keep(key, (response.content, dict(response.headers), counting.marks_of(response)))
        return response

    def _key(self, request: HttpRequest) -> Key | None:
        """None for what is not worth keeping, or for one of endlessly many addresses of the same page."""
        query = request.META.get("QUERY_STRING", "")
        wanted = settings.PAGE_CACHE_ENTRIES and request.method == "GET" and request.path.startswith(_KEPT)
        if not wanted or len(query) > LONGEST_KEPT or _was_typed(query) or not is_our_host(request):
            return None
        if not settings.SITE_URL and split_domain_port(request.get_host())[0] not in settings.ALLOWED_HOSTS:
            return None  # a wildcard: any number of names stand in the shared addresses
        return (
            snapshot.current().number,
            timezone.localdate(),
            origin(request),
            request.path,
            query,
            text_size(request),
            asked_in_place(request),
            in_wechat(request),
        )

    def _kept(self, key: Key) -> Page | None:
        """What is asked for again and again outlives what was asked for once."""
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
            return self.pages.get(key)

    def _keep(self, key: Key, page: Page) -> None:
        with self.lock:
            self.pages[key] = page
            while len(self.pages) > settings.PAGE_CACHE_ENTRIES:
                self.pages.popitem(last=False)


class ForProxies:
    """What proxies of ours may answer with for a moment, said to them alone: nginx takes the header out. Outside the page
    cache, because a page that was kept may be kept again from now on."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.PROXIES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _may_be_shared(request, response):
            response.headers["X-Accel-Expires"] = str(_kept_for())
        return response


def _may_be_shared(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether it is made of its address and of nothing about who asked."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming or response.cookies:
        return False
    public = request.path == "/" or request.path.startswith(_KEPT)
    return (
        public
        and not _was_typed(request.META.get("QUERY_STRING", ""))
        and response.headers.get("Cache-Control", "no-cache") == "no-cache"
    )


def _was_typed(query: str) -> bool:
    """Whether an address has in it what somebody typed, and not only what he chose."""
    return _TYPED.search(query) is not None


def _kept_for() -> int:
    """Seconds, so that a clock other than the proxy's keeps nothing longer: two, and never past midnight in China, when
    other rows come into force."""
    now = timezone.localtime()
    midnight = (now + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(PROXY_KEEPS, int(midnight.timestamp() - now.timestamp()))
