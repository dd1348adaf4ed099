"""What a server does before its first visitor: content in memory, templates compiled, no connection left open."""

import logging
import os
from io import BytesIO

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, connection, connections

from guides.tally import counting
from registry.pages import url
from yibao_site.environment import lacks_room
from yibao_site.wsgi import application

logger = logging.getLogger(__name__)

_GUIDE = "remote-care"
#: One of each kind: the name of the page, what its address holds, and the query.
_PAGES = (
    ("guides:home", (), ""),
    ("guides:start", (_GUIDE,), ""),
    ("guides:question", (_GUIDE, "for_whom"), ""),
    ("guides:outcome", (_GUIDE,), "stage=emergency"),
    ("calculators:estimate", (), ""),
    ("registry:offices", (), ""),
    ("guides:answers", (), ""),
    ("guides:search", (), "q=%E5%8D%A1%E4%B8%A2%E4%BA%86"),  # 卡丢了: led on to what was understood
    ("guides:place", ("110000",), ""),
)


def warm_up() -> None:
    """Answer one request for each kind of page. A database that is not there yet is no reason not to start."""
    look_around()
    try:
        for name, parts, query in _PAGES:
            _ask(url(name, *parts), query)
    except DatabaseError as error:
        logger.warning("not warmed up: %s", error)
    finally:
        counting.clear()  # these were nobody's visits
        connections.close_all()  # a connection must not cross a fork


def look_around() -> None:
    """Say what will go wrong later, and is no reason not to start."""
    if connection.vendor == "postgresql" and not os.environ.get("SECRET_KEY", "").strip():
        logger.warning("SECRET_KEY is not set: where there is another replica, clerks are sent back to the log-in")
    if lacks_room(settings.STATE_DIR):
        logger.warning("the disk of STATE_DIR is full: nothing new can be kept there")


def _ask(path: str, query: str) -> None:
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": _host(),
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    response = application.get_response(WSGIRequest(environ))
    response.close()
    if response.status_code >= 400:
        logger.warning("not warmed up: %s answers %d", path, response.status_code)


def _host() -> str:
    """A host that we answer for: any other is refused before a page is made."""
    known = (host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*")
    return next(known, "localhost")
