"""What every response has in common: plain refusals of hostile requests, headers, and whole pages from memory."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from registry import snapshot
from registry.pages import in_wechat

GetResponse = Callable[[HttpRequest], HttpResponse]

#: Longer than any address this site makes (all answers of the longest guide are under 700 characters).
LONGEST_QUERY = 2000

#: Pages worth keeping: what they say depends on the address, the content and the day, and on nothing else.
_KEPT = ("/guides/", "/offices/")

_PLAIN = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>
<h1>{title}</h1><p>请回到<a href="/">首页</a>重新开始，或者打 <a href="tel:12393">12393</a> 问。</p></html>"""


class PlainRefusals:
    """Requests that no page of ours could have made get a plain page with the right status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return HttpResponse(_PLAIN.format(title="这个网址太长，打不开"), status=414)
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = _PLAIN.format(title="这一页不能这样打开")
            response.headers["Content-Length"] = str(len(response.content))
        return response


class SiteHeaders:
    """Headers that the framework does not set. The content policy is one for all pages, so it is written once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        if request.path.startswith("/admin/"):
            response.headers.setdefault("X-Robots-Tag", "noindex")
            # Under no-referrer a browser posts forms with "Origin: null", which the CSRF check refuses.
            response.headers.setdefault("Referrer-Policy", "same-origin")
        return response


#: Kinds of files of 100 to 700 KB: kept by the thousand they would fill a machine. A few stay with who makes them.
_HEAVY = frozenset({"application/pdf", "image/png"})


class PageCache:
    """Finished public pages, kept in this process by address, text size, WeChat or not, and content version.

    Answers are in the address and nothing about a visitor is stored, so a page is the same for everyone. A page is
    kept for its day only: what is in force changes at midnight in China.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[tuple[object, ...], tuple[bytes, dict[str, str]]] = OrderedDict()
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PAGE_CACHE_ENTRIES or request.method != "GET" or not request.path.startswith(_KEPT):
            return self.get_response(request)
        key = self._key(request)
        if (kept := self.pages.get(key)) is not None:
            body, headers = kept
            return HttpResponse(body, headers=headers)
        response = self.get_response(request)
        heavy = response.headers.get("Content-Type") in _HEAVY
        if response.status_code == 200 and not response.streaming and not response.cookies and not heavy:
            self._keep(key, (response.content, dict(response.headers)))
        return response

    def _key(self, request: HttpRequest) -> tuple[object, ...]:
        return (
            snapshot.current().number,
            timezone.localdate(),
            request.META.get("HTTP_HOST"),
            request.scheme,
            request.META["PATH_INFO"],
            request.META.get("QUERY_STRING"),
            request.COOKIES.get("text_size"),
            request.META.get("HTTP_HX_REQUEST"),
            in_wechat(request),
        )

    def _keep(self, key: tuple[object, ...], page: tuple[bytes, dict[str, str]]) -> None:
        with self.lock:
            self.pages[key] = page
            while len(self.pages) > settings.PAGE_CACHE_ENTRIES:
                self.pages.popitem(last=False)
