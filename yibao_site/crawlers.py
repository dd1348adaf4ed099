"""What programs ask every site for, whoever sent them."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from registry import sitemap as pages
from registry import snapshot as snapshots
from registry.pages import public_address
from registry.sitemap import Listed

#: Where search engines look for it, whether or not they are told.
_SITEMAP = "/sitemap.xml"

#: Questions and outcomes have endlessly many addresses, and say of themselves that they are not to be found.
_ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /search/
Disallow: /text-size/
Disallow: /answers/*/report/
Disallow: /places/*/report/
Disallow: /offices/report/
Disallow: /estimate/report/
Disallow: /guides/*/*/
Disallow: /guides/*/outcome
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where search engines need not go."""
    told = f"{_ROBOTS}\nSitemap: {public_address(request, _SITEMAP)}\n"
    return HttpResponse(told, "text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages that are meant to be found (sitemaps.org), each with the day of its last change."""
    listed = pages.listed(snapshots.current(), snapshots.today())
    return HttpResponse("\n".join(_lines(request, listed)), "application/xml; charset=utf-8")


def _lines(request: HttpRequest, listed: tuple[Listed, ...]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    for each in listed:
        changed = f"<lastmod>{each.changed.isoformat()}</lastmod>" if each.changed else ""
        yield f"<url><loc>{escape(public_address(request, each.path))}</loc>{changed}</url>"
    yield "</urlset>"


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """None: public pages have theirs in the page, browsers ask for it on admin pages."""
    return HttpResponse(status=204)
