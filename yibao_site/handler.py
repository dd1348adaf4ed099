"""What stands between the server and Django's first look at a request."""

import re
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http.response import HttpResponseBase

_BOUNDARY = re.compile(r'boundary="?([^\s";,]{1,200})')


class Handler(WSGIHandler):
    """Django, deaf to a charset that a client names: it would say what an address means, and some are none at all."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponseBase:
        environ["CONTENT_TYPE"] = plain_type(environ.get("CONTENT_TYPE", ""))
        return super().__call__(environ, start_response)


def plain_type(content_type: str) -> str:
    """A Content-Type without its parameters but the boundary of a form that can hold files."""
    kind, _, parameters = content_type.partition(";")
    if kind.strip().lower() == "multipart/form-data" and (found := _BOUNDARY.search(parameters)):
        return f"{kind}; boundary={found[1]}"
    return kind
