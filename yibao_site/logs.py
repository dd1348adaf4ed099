"""Lines of every log, the site's and its server's: what happened and where in the code, nothing about a visitor.

Answers stand in addresses, figures in bodies, a network address beside every request, and any of them may get into the
words of an exception. So an exception is its type and the way it came; a message is one line of printable characters
that ends with an address in it; and of an address there is the route that it takes (``routes``). A link that was copied
with %3F or ？ in it has its answers in its path.
"""

import datetime as dt
import json
import logging
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from yibao_site import routes

#: Longer than any line of ours.
LONGEST_LINE = 300
LONGEST_PATH = 200
#: After these words gunicorn says what a client sent, and from where.
_SENT = re.compile(
    r"(Invalid request|Ignored premature client disconnection|Closing connection|HTTP/2 [a-zA-Z ]+)\b.*", re.S
)
#: A path as far as it can be one of ours, which are made of these signs alone. Five digits or more are a place, an
#: amount, a phone or a person.
_PATH = re.compile(r"/(?:[A-Za-z/._-]|(?<!\d)\d{1,4}(?!\d))*+")
#: The same in a message, after a method and of whatever host, and what comes after it.
_ADDRESS = re.compile(rf"(?:\b([A-Z0-9$_.-]{{1,40}}))?(\s)(?:[A-Za-z]+://[^/\s]*)?({_PATH.pattern}).*", re.S)
#: Any other is a word that a client made up.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})

_python = logging.getLogger("python")

# A line that cannot be written would be shown on the console with all that belongs to it.
logging.raiseExceptions = False


def discreet(message: str) -> str:
    """A message without what a visitor sent, on one line."""
    told = _ADDRESS.sub(_asked, _SENT.sub(r"\1", message)).partition("?")[0]
    escaped = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in told)
    return escaped[:LONGEST_LINE]


def _asked(found: re.Match[str]) -> str:
    method, space, path = found.groups()
    return f"{(method and method_of(method)) or ''}{space}{route_of(path)}"


def method_of(word: str) -> str:
    return word if word in _METHODS else "other"


def route_of(path: str) -> str:
    """As much of a path as is ours."""
    known = _PATH.match(path)
    return routes.told(known[0][:LONGEST_PATH]) if known else routes.UNKNOWN


class Discreet(logging.Formatter):
    """Formats records of any logger; the words of an exception are left out, because nobody knows what is in them."""

    def format(self, record: logging.LogRecord) -> str:
        record.message = discreet(record.getMessage())
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        line = self.formatMessage(record)
        refused = getattr(record, "status_code", 500) < 500  # as it is meant: how it came to that would fill the log
        return line if refused or not record.exc_info else f"{line}\n{self.formatException(record.exc_info)}"

    def formatException(
        self,
        exc_info: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return "\n".join(
            "".join(traceback.format_tb(error.__traceback__)) + _name(error) for error in chain(exc_info[1])
        )


class DiscreetJson(Discreet):
    """The same as one line of JSON; where in the code an exception came from stands in ``trace``."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": dt.datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if "%(message)s" in str(self._fmt):
            told["message"] = discreet(record.getMessage())
        if record.exc_info and getattr(record, "status_code", 500) >= 500:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def _name(error: BaseException) -> str:
    """The type; of what the system refused also why, in the system's own words."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{name}: {error.strerror}" if isinstance(error, OSError) and error.errno else name


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and what it came from, the first cause first."""
    found: list[BaseException] = []
    while error is not None and not any(error is known for known in found):
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return reversed(found)


def speak_for_python() -> None:
    """Let what Python itself writes on the console be lines like any other: of a warning, whose words quote what it is
    about, and of a fault in a thread or a destructor, which no handler of a request ever sees."""
    warnings.showwarning = _warned
    sys.unraisablehook = threading.excepthook = _failed_beside


def _warned(message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: Any, **__: Any) -> None:
    _python.warning("%s at line %d of %s", category.__name__, lineno, filename)


def _failed_beside(failed: Any) -> None:
    told = (failed.exc_type, failed.exc_value, failed.exc_traceback)
    _python.error("A fault beside the requests", exc_info=told)
