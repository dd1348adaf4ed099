"""What is said where a page failed: of a database that is busy or gone, that it is so, and to come back in a minute; of a
form that did not come whole, that it is to be sent again, which is no fault of ours."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string

from yibao_site.middleware import plain

#: Seconds after which it is worth trying again: an import, the longest that anybody changes content, takes 15.
_LATER = 60


def failed(request: HttpRequest) -> HttpResponse:
    """408 where the client broke off, 503 where the database did not answer in time, else 500. Called while the exception
    is handled."""
    error = sys.exc_info()[1]
    if isinstance(error, UnreadablePostError):
        return plain(408)
    if isinstance(error, OperationalError | InterfaceError):
        page = render_to_string("503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": str(_LATER)})
    return HttpResponse(render_to_string("500.html"), status=500)
