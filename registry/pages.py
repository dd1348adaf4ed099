"""What every public page shares: the reader's text size, the site's own words and address, and how long it is kept."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.cache import patch_vary_headers

TEXT_SIZES = {"standard": "标准", "large": "大", "huge": "特大"}


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    indexed: bool = True,
    kept: bool = True,
    varies: tuple[str, ...] = (),
) -> HttpResponse:
    """A public page in the reader's text size.

    Browsers ask again before they show it once more; one that answers something private (``kept`` false) is never
    stored anywhere. ``varies`` are the headers that it is made by, besides the cookie with the text size.
    """
    chrome = {
        "text_size": text_size(request),
        "text_sizes": TEXT_SIZES,
        "here": quote(request.get_full_path()),
        "site_name": settings.SITE_NAME,
        "site_notice": settings.SITE_NOTICE,
    }
    response = HttpResponse(get_template(template).render({**chrome, **context}), status=status)
    response.headers["Cache-Control"] = "no-cache" if kept else "no-store"
    patch_vary_headers(response, ["Cookie", *varies])
    if not indexed:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def text_size(request: HttpRequest) -> str:
    """One of ``TEXT_SIZES``, whatever the cookie says."""
    size = request.COOKIES.get("text_size", "")
    return size if size in TEXT_SIZES else "standard"


def origin(request: HttpRequest) -> str:
    """Where the site stands, for addresses that are shared: ``SITE_URL``, or else where this request came to."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def in_wechat(request: HttpRequest) -> bool:
    """Whether the page is looked at inside WeChat, which cannot print and saves only pictures."""
    return "MicroMessenger" in request.META.get("HTTP_USER_AGENT", "")
