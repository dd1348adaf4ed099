"""The site with faults in it that quote the visitor, to see what its logs then say."""

import threading
import warnings
from typing import Any

from yibao_site.wsgi import application as site  # isort: skip  # first: it sets Django up

from calculators.pages import views
from guides.pages import heard


def fail_over_words(snapshot: Any, on: Any, query: str) -> Any:
    try:
        return {}[query]
    except KeyError as error:
        raise ValueError(f"nothing for {query}") from error


def fail_over_a_bill(form: Any, *_: Any) -> Any:
    error = ValueError(dict(form.data))
    error.add_note(f"typed: {form.data}")
    raise error


heard.hear = fail_over_words
views.payout = fail_over_a_bill


class Leaving:
    """Something that fails when nobody holds it any more."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __del__(self) -> None:
        raise ValueError(self.words)


def fail_in_a_thread(words: str) -> None:
    raise ValueError(words)


def fail_beside_the_request(words: str) -> None:
    warnings.warn(words, stacklevel=1)
    Leaving(words)
    thread = threading.Thread(target=fail_in_a_thread, args=[words])
    thread.start()
    thread.join()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    if environ["PATH_INFO"].startswith("/outside/"):
        raise ValueError(f"{environ['QUERY_STRING']} {environ['REMOTE_ADDR']} {environ['HTTP_USER_AGENT']}")
    if environ["PATH_INFO"] == "/beside/":
        fail_beside_the_request(environ["QUERY_STRING"])
    return site(environ, start_response)
