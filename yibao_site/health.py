"""Whether this process can answer: for load balancers and for the operator's eye."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from registry import snapshot


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 with the content's version when the database answers and regions are loaded, else 503."""
    try:
        versions, pools = snapshot.stored_versions(), len(snapshot.current().places.pools)
    except DatabaseError:
        return JsonResponse({"ok": False, "reason": "database"}, status=503)
    if not pools:
        return JsonResponse({"ok": False, "reason": "no regions loaded"}, status=503)
    return JsonResponse({"ok": True, "content_version": sum(versions.values()), "pools": pools})
