"""What was opened, added up in this process and written down now and then, all at once.

A view marks its page with what it is. The number goes up when the page leaves, also one that was kept; of the request
nothing is looked at. Between two writings numbers are in memory alone: a process that is killed loses a minute of them.
"""

import datetime as dt
import threading
import time
from collections import Counter

from django.db import connections
from django.http import HttpResponse

from guides.models import Count
from registry.errand import Errand

Mark = tuple[str, str, str]

#: Seconds between two writings.
EVERY = 60

_counts: Counter[tuple[dt.date, str, str, str]] = Counter()
_lock, _turn = threading.Lock(), threading.Lock()
_due = time.monotonic() + EVERY


def mark(response: HttpResponse, kind: Count.Kind, guide: str = "", name: str = "") -> HttpResponse:
    """Say what a page is, in words of ours: a guide, a key of its flow, the code of a place. Never what was typed."""
    response.marks = (*marks_of(response), (str(kind), guide, name))  # type: ignore[attr-defined]
    return response


def marks_of(response: HttpResponse) -> tuple[Mark, ...]:
    return getattr(response, "marks", ())


def take(marks: tuple[Mark, ...], on: dt.date) -> None:
    """Count a page that was opened. Where it is time, a thread beside the requests writes all down."""
    global _due
    with _lock:
        _counts.update((on, *mark) for mark in marks)
        now = time.monotonic()
        if now < _due or not _counts:
            return
        _due = now + EVERY
    _writing.run(0)


def write() -> None:
    """Write down what was counted. Raises DatabaseError; then it is still here."""
    with _turn:
        with _lock:
            taken = dict(_counts)
        if not taken:
            return
        Count.add(taken)
        with _lock:
            _counts.subtract(taken)
            for key in taken:
                if not _counts[key]:
                    del _counts[key]


def clear() -> None:
    """Forget what was counted and not written: pages that nobody asked for."""
    with _lock:
        _counts.clear()


def _write_beside() -> None:
    try:
        write()
    finally:
        connections.close_all()


_writing = Errand("writing down counts", _write_beside)
