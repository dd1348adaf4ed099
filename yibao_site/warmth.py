"""What a server does before its first visitor: content in memory, templates compiled, no connection left open."""

import logging
from io import BytesIO

from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, connections

from yibao_site.wsgi import application

logger = logging.getLogger(__name__)

_GUIDE = "/guides/remote-care/"
_PAGES = ("/", _GUIDE, f"{_GUIDE}for_whom/", f"{_GUIDE}outcome/", "/estimate/", "/offices/")


def warm_up() -> None:
    """Answer one request for each kind of page. A database that is not there yet is no reason not to start."""
    try:
        for path in _PAGES:
            _ask(path)
    except DatabaseError as error:
        logger.warning("not warmed up: %s", error)
    finally:
        connections.close_all()  # a connection must not cross a fork


def _ask(path: str) -> None:
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "stage=emergency" if path.endswith("/outcome/") else "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    application.get_response(WSGIRequest(environ)).close()
