"""What a visitor waits while others do harm: `.venv/bin/python -m scripts.fuzz.hostile`. Figures only, nothing fails.

A visitor asks for ten pages a second, each on a connection of its own: with nobody else there; while one or two clerks
upload hostile workbooks without a pause, or take sheets out forty at a time; while a client lets connections stall, or has
sixty-four sheets printed at once; while passwords are tried.
"""

import argparse
import itertools
import signal
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from scripts.fuzz.clerk import Session, books, upload
from scripts.fuzz.site import Site, serving
from scripts.fuzz.wire import HOST, PATIENCE, Request, ask, message

_PAGE = "/guides/remote-care/stage/?for_whom=self&insured_place=210300&scheme=employee&care_place=110000"
_CLERKS = ("demo-nation-editor", "demo-anshan-editor")
_BOOKS = (
    "stray cell in the last row",
    "stray row two thousand million",
    "four million rows",
    "two thousand lines of nonsense",
)


def _visit(site: Site) -> Request:
    return Request("visit", message("GET", _PAGE, [("Host", site.host)]))


def visits(site: Site, seconds: float) -> list[float]:
    """Milliseconds of each request; one is begun every tenth of a second, whatever became of the others."""
    took: list[float] = []
    threads = [
        threading.Timer(number / 10, lambda: took.append(ask(site.port, _visit(site)).seconds * 1000))
        for number in range(int(seconds * 10))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(took)


@contextmanager
def doing(act: Callable[[], object], pause: float = 0) -> Iterator[None]:
    """Somebody who does it again and again, and begins no sooner than ``pause`` seconds after the last time."""
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            act()
            stop.wait(pause)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)


@contextmanager
def at_once(number: int, act: Callable[[], object]) -> Iterator[None]:
    """So many who do it again and again."""
    with ExitStack() as all_of_them:
        for _ in range(number):
            all_of_them.enter_context(doing(act))
        yield


def stalling(site: Site) -> Callable[[], None]:
    """A connection that begins a request, and begins it anew when it is cut off, but never ends it."""

    headers = [("Host", site.host), ("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", "900")]
    begun = message("POST", "/estimate/", headers, b"total=")

    def stall() -> None:
        with socket.create_connection((HOST, site.port), timeout=10) as connection:
            connection.sendall(begun)
            try:
                connection.recv(1)
            except OSError:
                return

    return stall


def printing(site: Site) -> Callable[[], object]:
    """Sheets of ever other outcomes."""
    places = itertools.product(("210300", "110000", "440300", "420100"), ("310000", "330100", "510100", "350200"))
    asked = itertools.cycle(
        f"for_whom=self&insured_place={one}&care_place={two}&stage=emergency" for one, two in places
    )
    lock = threading.Lock()

    def act() -> None:
        with lock:
            target = f"/guides/remote-care/outcome-large.pdf?{next(asked)}"
        ask(site.port, Request("", message("GET", target, [("Host", site.host)])))

    return act


def uploading(site: Site, clerk: str) -> Callable[[], None]:
    session = Session(site, clerk, HOST)
    found = books(session, "guides/document")
    chosen = itertools.cycle([(address, made()) for address, name, made in found if name in _BOOKS])

    def act() -> None:
        address, content = next(chosen)
        session.send(upload(session, address, content))

    return act


def guessing(site: Site) -> Callable[[], None]:
    """A password for a name that there is not, from an address that is not locked yet."""
    numbers = itertools.count()
    token = "a" * 32
    headers = [("Host", site.host), ("Cookie", f"csrftoken={token}"), ("X-CSRFToken", token)]
    headers.append(("Content-Type", "application/x-www-form-urlencoded"))

    def act() -> None:
        body = f"username=nobody{next(numbers)}&password=x".encode()
        threading.Thread(
            target=ask, args=(site.port, Request("", message("POST", "/admin/login/", headers, body)))
        ).start()

    return act


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="of each of the eight scenes")
    parser.add_argument("--port", type=int, default=0)
    told = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the site is stopped then, too
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder, serving(Path(folder), told.port) as site:
        first, second = (uploading(site, clerk) for clerk in _CLERKS)
        clerk = Session(site, "demo-nation-reviewer", HOST)
        scenes = {
            "nobody else": [],
            "one clerk uploads hostile workbooks": [doing(first)],
            "two clerks upload hostile workbooks": [doing(first), doing(second)],
            "a clerk takes 40 sheets out at once": [
                at_once(40, lambda: clerk.get("/admin/guides/document/excel/export/"))
            ],
            "64 sheets are printed at once": [at_once(64, printing(site))],
            "2 connections stall": [at_once(2, stalling(site))],
            "10 connections stall": [at_once(10, stalling(site))],
            "10 log-ins a second": [doing(guessing(site), 0.1)],
        }
        print(f"{'':38}{'answers':>8}{'p50 ms':>9}{'p99 ms':>9}{'worst ms':>10}")
        for name, others in scenes.items():
            while ask(site.port, _visit(site)).seconds > 0.5:  # until what was done before is over
                time.sleep(1)
            with ExitStack() as there:
                for other in others:
                    there.enter_context(other)
                took = visits(site, told.seconds)
            shares = statistics.quantiles(took, n=100)
            print(f"{name:38}{len(took):>8}{shares[49]:>9.0f}{shares[98]:>9.0f}{took[-1]:>10.0f}", flush=True)


if __name__ == "__main__":
    main()
