"""Whether this process can answer: for load balancers, and for the eye of who looks after the site.

Strangers are told that it can or cannot. Who asks from the machine itself, past all proxies, is told why.
"""

import math
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from registry import snapshot

_THIS_MACHINE = {"127.0.0.1", "::1", ""}  # nothing where the server listens at a socket of the file system


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody else."""
    return _told({"ok": True})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 where there is content to answer with, though the database may be away; else 503."""
    try:
        found = snapshot.current()
    except DatabaseError:
        return _told({"ok": False, "reason": "no database and nothing kept"}, status=503)
    if not found.places.pools:
        return _told({"ok": False, "reason": "no regions loaded"}, status=503)
    told: dict[str, Any] = {"ok": True}
    if _is_asked_from_here(request):
        age = snapshot.age()
        told |= {
            "database": age < settings.SNAPSHOT_TRUST_SECONDS + 5,
            "cache": _cache(),
            "content_version": found.version,
            "content_confirmed_seconds_ago": None if math.isinf(age) else round(age),
            "content_from_disk": snapshot.is_from_disk(),
        }
    return _told(told)


#: Asked of a machine, by whatever name or number it has there: not under the site's own (``middleware``).
ANSWERS = {"/health/live": live, "/health/ready": ready}


def _is_asked_from_here(request: HttpRequest) -> bool:
    """From the machine itself, be it by the private address that the server listens at, and past all proxies. At a socket
    in a file nobody has an address, and the name of the server is whatever the client says."""
    here, asking = {*_THIS_MACHINE, request.META.get("SERVER_NAME", "")}, request.META.get("REMOTE_ADDR", "")
    return asking != "" and asking in here and "HTTP_X_FORWARDED_FOR" not in request.META


def _told(what: dict[str, Any], status: int = 200) -> HttpResponse:
    response = JsonResponse(what, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _cache() -> str:
    """Whether the cache that processes share answers; each has its own where none is configured."""
    if not settings.REDIS_URL:
        return "own"
    try:
        caches["default"].get("health")
    except Exception:  # as in ``registry.shared``
        return "away"
    return "shared"
