"""What is said where a page failed: of a database that is busy or gone, that it is so, and to come back in a minute."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

#: Seconds after which it is worth trying again: an import, the longest that anybody changes content, takes 15.
_LATER = 60


def failed(request: HttpRequest) -> HttpResponse:
    """503 where the database did not answer in time, else 500. Called while the exception is handled."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        page = render_to_string("503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": str(_LATER)})
    return HttpResponse(render_to_string("500.html"), status=500)
