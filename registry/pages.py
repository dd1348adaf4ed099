"""Where pages stand, and what every public one shares: the reader's text size, the site's own words and address, and how long it is kept."""

import datetime as dt
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.urls import get_script_prefix, reverse
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
        "counted": settings.COUNTS,
    }
    response = HttpResponse(get_template(template).render({**chrome, **context}), status=status)
    response.headers["Cache-Control"] = "no-cache" if kept else "no-store"
    patch_vary_headers(response, ["Cookie", *varies])
    if not indexed:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def preview_address(path: str, day: dt.date) -> str:
    """A public page as it would be on a day, with the drafts of whoever looks."""
    return reverse("preview", args=[day.isoformat(), ""]) + path.removeprefix("/")


def as_data(value: Any) -> Any:
    """Plain data (dataclasses, sequences, days) as JSON can hold it: complete whatever is added to it."""
    if is_dataclass(value):
        return {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: as_data(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [as_data(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def as_json(value: Any, *, status: int = 200) -> JsonResponse:
    """A page for other programs, which says what ``value`` holds, a dataclass or a mapping. Its keys are stable: others
    read them."""
    return JsonResponse(as_data(value), status=status, json_dumps_params={"ensure_ascii": False})


def url(name: str, *parts: str) -> str:
    """The path of a public page, by the name of its address; inside a preview it leads on in the preview."""
    return _url(get_script_prefix(), name, parts)


@lru_cache(maxsize=1000)
def _url(prefix: str, name: str, parts: tuple[str, ...]) -> str:
    return reverse(name, args=parts)


def desk_url(model: Any, page: str, *parts: Any) -> str:
    """The path of a page of the clerks' desk: ``changelist``, ``change``, ``step`` … of a kind of row, or of one row."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=parts)


def text_size(request: HttpRequest) -> str:
    """One of ``TEXT_SIZES``, whatever the cookie says."""
    size = request.COOKIES.get("text_size", "")
    return size if size in TEXT_SIZES else "standard"


def origin(request: HttpRequest) -> str:
    """Where the site stands, for addresses that are shared: ``SITE_URL``, or else where this request came to."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def public_address(request: HttpRequest, path: str) -> str:
    """The whole address of a page for others to open: of the public page, in a preview too."""
    return f"{origin(request)}/{path.removeprefix(get_script_prefix())}"


def in_wechat(request: HttpRequest) -> bool:
    """Whether the page is looked at inside WeChat, which cannot print and saves only pictures."""
    return "MicroMessenger" in request.META.get("HTTP_USER_AGENT", "")


def asked_in_place(request: HttpRequest) -> bool:
    """Whether a page asks for what is to stand in its own place (htmx), while somebody types."""
    return request.META.get("HTTP_HX_REQUEST") == "true"
