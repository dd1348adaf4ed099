"""What programs ask every site for, whoever sent them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

#: Questions and outcomes have endlessly many addresses, and say of themselves that they are not to be found.
_ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /search/
Disallow: /text-size/
Disallow: /answers/*/report/
Disallow: /guides/*/*/
Disallow: /guides/*/outcome
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where search engines need not go."""
    return HttpResponse(_ROBOTS, "text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """None: public pages have theirs in the page, browsers ask for it on admin pages."""
    return HttpResponse(status=204)
