"""What is said where a page failed: of a database that is busy, gone or takes no writes, that it is so, and to come back in
a minute; of what gave way to somebody else's change, or of a form that did not come whole, that it is to be sent again,
which is no fault of ours; of one without a token, that it has grown old. What was typed at the desk is given back with it."""

import logging
import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string

from registry.desk import typed
from yibao_site.middleware import is_desk
from yibao_site.refusals import plain

#: Seconds after which it is worth trying again: an import, the longest that anybody changes content, takes 15.
_LATER = 60
#: What PostgreSQL says that takes no writes: a standby, or one whose disk is full. Django does not count it as being away.
_READ_ONLY = "25006"
#: Of two transactions of which each waits for the other, or reads what the other writes, PostgreSQL ends one.
_GAVE_WAY = {"40001": "serialization failure", "40P01": "deadlock"}

logger = logging.getLogger(__name__)


def failed(request: HttpRequest) -> HttpResponse:
    """408 where the client broke off, 409 where it is sent once more at once, 503 where the database did not answer in
    time or takes no writes, else 500. Called while the exception is handled."""
    error = sys.exc_info()[1]
    if isinstance(error, UnreadablePostError):
        return plain(408)
    state = str(getattr(error and error.__cause__, "sqlstate", ""))
    if why := _GAVE_WAY.get(state):
        logger.warning("A change gave way to another: %s", why)
        return _page(request, typed.Why.GAVE_WAY)
    if _is_of_the_database(error) or state == _READ_ONLY:
        answer = _page(request, typed.Why.BUSY)
        answer.headers["Retry-After"] = str(_LATER)
        return answer
    return _page(request, typed.Why.FAILED)


def _is_of_the_database(error: BaseException | None) -> bool:
    """Whether it is away, or no database any more: its file was cut short. What it says of a question or a value is ours."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return type(error) is DatabaseError


def _page(request: HttpRequest, why: typed.Why) -> HttpResponse:
    """What says so; to whoever typed at the desk, with what he typed: nothing of it was done, so it may be sent again."""
    if is_desk(request) and typed.is_kept(request):
        return typed.again(request, why)
    return HttpResponse(render_to_string(f"{why.status}.html"), status=why.status)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Instead of the framework's page for what came without a token. Public pages have none: what takes a form there takes
    it from anybody, and nothing can be sent to the others."""
    return typed.refused(request, reason) if is_desk(request) else plain(405, Allow="GET, HEAD")
