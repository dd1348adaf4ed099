"""Links of ours that a chat or a mail program has bent are led to the page that they were made for."""

import re
from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

GetResponse = Callable[[HttpRequest], HttpResponse]

#: A path of ours before a question mark that was encoded (？ too), or before the words and the punctuation that follow a link.
_PATH = re.compile(r"""(?P<path>[A-Za-z0-9_./-]*)(?:[?？](?P<query>.*)|(?:[)\]>,;!"']|[^\x00-\x7f]).*)?""", re.DOTALL)
_AND = re.compile("&(?:amp;)+")


class ChatLinks:
    """``//offices/``, ``/offices/%3Fplace=…``, ``/offices/。`` and ``…&amp;scheme=…``, as they come back from chats.

    What a chat writes behind a value stands in the query, and is the business of whoever reads that (``links.value``).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD") and not request.path.startswith("/admin/"):
            query = request.META.get("QUERY_STRING", "")
            better = mended(request.path, query)
            if better != (request.path, query):
                return HttpResponseRedirect("?".join(filter(None, (quote(better[0]), better[1]))))
        return self.get_response(request)


def mended(path: str, query: str) -> tuple[str, str]:
    """Path and query as this site writes them. The path begins with one stroke: it leads to no other host."""
    single, plain = re.sub("/{2,}", "/", path), _AND.sub("&", query)
    if (found := _PATH.fullmatch(single)) is None:
        return single, plain  # what no chat has made of a link
    encoded = quote(_AND.sub("&", found["query"] or ""), safe="=&+%")
    return found["path"] or "/", "&".join(filter(None, (encoded, plain)))
