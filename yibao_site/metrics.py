"""Figures for who looks after the site, by kind of page: never by address, never by visitor.

They are served on a port of their own (``METRICS_PORT``), by the server's first process for all others, in the words of
Prometheus. Where none is given nothing is counted.
"""

import logging
import mmap
import os
import re
import sys
import time
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, multiprocess, start_http_server, values
from prometheus_client.mmap_dict import _INITIAL_MMAP_SIZE, MmapedDict

from guides.outcome import sheets
from registry import snapshot
from yibao_site.middleware import GetResponse

_KINDS = (
    ("home", r"/"),
    ("static", r"/static/.*"),
    ("login", r"/admin/login/"),
    ("desk", r"/admin/.*"),
    ("health", r"/health/.*"),
    ("search", r"/search/.*"),
    ("estimate", r"/estimate/.*"),
    ("answer", r"/(answers|glossary|misconceptions)/.*"),
    ("office", r"/offices/.*"),
    ("place", r"/places/.*"),
    ("pdf", r"/guides/[a-z-]+/\w+(-large)?\.pdf"),
    ("picture", r"/guides/[a-z-]+/outcome.*\.png"),
    ("outcome", r"/guides/[a-z-]+/outcome.*"),
    ("question", r"/guides/.*"),
)
_KIND = re.compile("|".join(f"(?P<{name}>{path})" for name, path in _KINDS))
_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

#: More than a figure has beside its name in a file.
_BESIDE = 64

_log = logging.getLogger(__name__)


class RoomyFile(MmapedDict):
    """A process's figures in a file that has all its blocks: to write where the disk has none would end the process.
    Where there is no room the figures stay in its own memory, and nobody is told them."""

    _said = False

    def __init__(self, filename: str, read_mode: bool = False) -> None:
        with open(filename, "ab") as file:
            has_room = self._has_room(file.fileno(), _INITIAL_MMAP_SIZE)
        super().__init__(filename if has_room else f"/dev/fd/{os.memfd_create('figures')}", read_mode)  # type: ignore[no-untyped-call]

    def _init_value(self, key: str) -> None:
        is_full = self._used + len(key.encode()) + _BESIDE > self._capacity
        if is_full and not self._has_room(self._f.fileno(), 2 * self._capacity):
            self._move()
        super()._init_value(key)  # type: ignore[no-untyped-call]

    def _move(self) -> None:
        """What the file held is told as it was until the process ends."""
        known = self._m[:]
        self.close()  # type: ignore[no-untyped-call]
        self._f = os.fdopen(os.memfd_create("figures"), "w+b")
        self._f.truncate(self._capacity)
        self._m = mmap.mmap(self._f.fileno(), self._capacity)
        self._m[:] = known

    @staticmethod
    def _has_room(file: int, size: int) -> bool:
        try:
            os.posix_fallocate(file, 0, size)
        except OSError as error:
            if not RoomyFile._said:
                _log.error("No room for figures in TMPDIR: %s. Restart when there is.", error.strerror)
            RoomyFile._said = True
            return False
        return True


values.MmapedDict = RoomyFile  # type: ignore[attr-defined]  # before any figure; the library asks nobody

ANSWERS = Counter("yibao_answers", "Answers, by kind of page, method and status", ["kind", "method", "status"])
TOOK = Histogram("yibao_answer_seconds", "How long an answer took", ["kind"], buckets=_SECONDS)
KEPT = Counter("yibao_pages_kept", "Pages from memory, by kind", ["kind"])
CONTENT = Gauge(
    "yibao_content_version",
    "Version of the content of the process that is furthest behind",
    multiprocess_mode="livemin",
)
AGE = Gauge(
    "yibao_content_age_seconds",
    "Since the database last confirmed it, in the oldest process",
    multiprocess_mode="livemax",
)
SHEETS = Gauge(
    "yibao_sheets_in_hand", "Sheets being set or waiting for it, in all processes", multiprocess_mode="livesum"
)


def kind_of(path: str) -> str:
    found = _KIND.fullmatch(path)
    return str(found.lastgroup) if found else "other"


class Measured:
    """Outermost: what is answered from memory, or refused, is counted too."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.METRICS_PORT:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        kind = kind_of(request.path)
        method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
        ANSWERS.labels(kind, method, str(response.status_code)).inc()
        TOOK.labels(kind).observe(time.perf_counter() - begun)
        if getattr(response, "from_memory", False):
            KEPT.labels(kind).inc()
        return response


def tell_content() -> None:
    """What this process answers with at this moment, and how old it is (``yibao_site.pulse``)."""
    if (found := snapshot.in_memory()) is not None:
        CONTENT.set(found.version)
        AGE.set(min(snapshot.age(), 10**9))
    SHEETS.set(sheets.in_hand())


def serve() -> None:
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    listen(registry)


def listen(registry: CollectorRegistry) -> None:
    """Tell figures to whoever asks; a port that cannot be had ends the start with one line."""
    try:
        start_http_server(settings.METRICS_PORT, settings.METRICS_HOST, registry)
    except OSError as error:
        sys.exit(f"METRICS_HOST={settings.METRICS_HOST!r} METRICS_PORT={settings.METRICS_PORT}: {error.strerror}.")


def forget(pid: int) -> Any:
    """A process has ended."""
    return multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
