"""Faults told to those who look after the site: by mail (``ADMINS``), and to an address that understands Sentry
(``SENTRY_DSN``).

What leaves the machine is made here from nothing but the code: which logger spoke, the words that stand in its line of
code without what was put into them, the types of the exceptions and the way they came. Nothing of a request is among
that. A fault of one place is told once an hour by each process, with how often it came since.
"""

import logging
import time
import traceback
from collections import deque
from functools import cache
from typing import Any

import sentry_sdk
from django.conf import settings
from django.core.mail import mail_admins

from registry.errand import Errand
from yibao_site.logs import chain, discreet

#: Seconds in which the same place is not told again.
QUIET = 60 * 60
#: Faults that wait to be told while no server of mail answers, and places that are remembered.
_MOST = 50

Event = dict[str, Any]


def event_of(record: logging.LogRecord) -> Event:
    """A fault as Sentry takes it, of our own words and places in the code alone."""
    errors = chain(record.exc_info[1]) if record.exc_info else ()
    words = record.msg if isinstance(record.msg, str) else type(record.msg).__qualname__  # an error holds what was sent
    return {
        "level": "fatal" if record.levelno >= logging.CRITICAL else "error",
        "logger": record.name,
        "logentry": {"formatted": discreet(f"{getattr(record, 'status_code', '')} {words}".strip())},
        "exception": {"values": [_exception(error) for error in errors]},
    }


def _exception(error: BaseException) -> Event:
    frames = [
        {"filename": frame.filename, "function": frame.name, "lineno": frame.lineno}
        for frame in traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)
    ]
    kind = type(error)
    return {"type": kind.__qualname__, "module": kind.__module__, "value": "", "stacktrace": {"frames": frames}}


def place_of(event: Event) -> str:
    """Where it happened, as far as it is the same fault: its type and its last line of code, or its words."""
    values = event["exception"]["values"]
    if not values or not values[-1]["stacktrace"]["frames"]:
        return f"{event['logger']}: {event['logentry']['formatted']}"
    last = values[-1]["stacktrace"]["frames"][-1]
    return f"{values[-1]['type']}，{last['filename']} 第 {last['lineno']} 行"


def letter_of(event: Event, times: int) -> str:
    """The same for people."""
    lines = [
        f"{event['logger']}：{event['logentry']['formatted']}",
        f"上次告知以后，又出现 {times} 次。" if times else "",
    ]
    for error in event["exception"]["values"]:
        lines.append(f"{error['module']}.{error['type']}")
        lines += [
            f"    {frame['filename']} 第 {frame['lineno']} 行，{frame['function']}"
            for frame in error["stacktrace"]["frames"]
        ]
    return "\n".join(line for line in lines if line)


class Alarm(logging.Handler):
    """Takes errors of any logger; tells them on a thread of its own, so that no visitor waits for a server of mail."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._waiting: deque[tuple[Event, int]] = deque(maxlen=_MOST)
        self._told: dict[str, tuple[float, int]] = {}
        self._telling = Errand("telling of faults", self._tell)

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, "status_code", 0) == 503 and not record.exc_info:
            return  # too much was asked for at once, and said so: anybody can ask for it
        event = event_of(record)
        now, place = time.monotonic(), place_of(event)
        since, times = self._told.get(place, (-float(QUIET), 0))
        if now - since < QUIET:
            self._told[place] = since, times + 1
            return
        while len(self._told) >= _MOST:
            del self._told[next(iter(self._told))]
        self._told[place] = now, 0
        self._waiting.append((event, times))
        self._telling.run(0)

    def _tell(self) -> None:
        while self._waiting:
            event, times = self._waiting[0]
            if settings.ADMINS:
                mail_admins(f"出错了：{place_of(event)}"[:200], letter_of(event, times))
            if settings.SENTRY_DSN:
                _sentry().capture_event(event)
            self._waiting.popleft()


@cache
def _sentry() -> Any:
    """Made by hand, so that it looks at nothing by itself: no request, no variable, no line of a log."""
    return sentry_sdk.Client(
        dsn=settings.SENTRY_DSN,
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        send_default_pii=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        shutdown_timeout=2,
    )
