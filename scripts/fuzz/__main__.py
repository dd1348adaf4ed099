"""Fuzz the site, as strangers and as clerks: `.venv/bin/python -m scripts.fuzz`. Ends with 1 where anything failed.

With `--servers` on PostgreSQL and Redis, which are started for it, searched with all their files, and ended.

A number behind a failure makes the same request again: `--only 1/4711` for a stranger's. Clerks' depend on what was
saved before, so their line is printed instead.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
from django.db import connection
from django.urls import get_resolver

from scripts.fuzz import words
from scripts.fuzz.clerk import Desk, NotLetIn
from scripts.fuzz.public import Stranger
from scripts.fuzz.site import Site, serving, stores
from scripts.fuzz.watching import Search, Tally, check_log
from scripts.fuzz.wire import Request, ask, message

#: Pages that must say the same to everybody, before the fuzz and after it.
_SAME = ["/", "/guides/remote-care/", "/guides/manual-claim/for_whom/", "/offices/?place=210300", "/estimate/"]
#: Of the time, what strangers may take; clerks have the rest.
_SHARE_OF_STRANGERS = 0.6
CLERKS = ["demo-nation-editor", "demo-nation-reviewer", "demo-anshan-manager"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--public", type=int, default=20_000, help="requests of strangers")
    parser.add_argument("--clerk", type=int, default=4_000, help="requests of clerks")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--minutes", type=float, default=6, help="after which no more requests are begun")
    parser.add_argument("--port", type=int, default=0, help="of the site that is started; any free one by default")
    parser.add_argument("--servers", action="store_true", help="on PostgreSQL and Redis of its own")
    parser.add_argument(
        "--only", default="", help="make one stranger's request, seed/number, and print what comes back"
    )
    told = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the site is stopped then, too
    with ExitStack() as opened:
        kept = opened.enter_context(stores()) if told.servers else None
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="fuzz-"))
        site = opened.enter_context(serving(Path(folder), told.port, kept))
        os.environ |= {"STATE_DIR": folder, "DJANGO_SETTINGS_MODULE": "yibao_site.settings"}
        django.setup()
        return _again(site, told.only) if told.only else _fuzz(site, told)


def _fuzz(site: Site, told: argparse.Namespace) -> int:
    from guides.flows import FLOWS  # only now does Django know where its settings are

    keys = sorted({key for flow in FLOWS.values() for key in flow.worded})
    run, search, before = _Run(site, told), Search(site, keys), _pages(site)
    run.strangers()
    for address in {address for address, text in _pages(site) if (address, text) not in before}:
        run.tally.fail("a page says something else than before", address)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        if kept := cursor.fetchone()[0]:
            run.tally.fail("a session was begun for a visitor", str(kept))
    print(f"after the strangers: looked through {search.check(run.tally)}", flush=True)
    run.clerks()
    check_log(site.log, run.tally, (*words.CANARIES, words.CLERK_WORD), keys)
    print(run.tally.table())
    if run.over:
        asked = run.tally.counts.total()
        print(f"The time was over before all was asked: {asked} requests in {told.minutes:g} minutes.")
    print(run.tally.report())
    return int(bool(run.tally.failures))


class _Run:
    """The requests of one run, several at a time until the time is over."""

    def __init__(self, site: Site, told: argparse.Namespace) -> None:
        self.site, self.told, self.tally = site, told, Tally()
        self._begun, self.over = time.monotonic(), False

    def _in_time(self, share: float = 1) -> bool:
        late = time.monotonic() - self._begun > self.told.minutes * 60 * share
        self.over |= late
        return not late

    def strangers(self) -> None:
        routes, seed = _routes(), self.told.seed
        stranger = Stranger(self.site, routes, seed)
        known = f"{len(stranger.book.paths)} public paths, {len(stranger.book.forms)} forms"
        print(f"{len(routes)} public routes, {known}; seed {seed}", flush=True)

        def visit(number: int) -> None:
            if self._in_time(_SHARE_OF_STRANGERS):
                request = stranger.request(number)
                self.tally.take(request, ask(self.site.port, request))

        with ThreadPoolExecutor(self.told.threads) as threads:
            list(threads.map(visit, range(self.told.public)))

    def clerks(self) -> None:
        with ThreadPoolExecutor(len(CLERKS)) as threads:
            list(threads.map(self._work, CLERKS if self.told.clerk else []))

    def _work(self, name: str) -> None:
        try:
            self._behind_the_log_in(Desk(self.site, name, self.told.seed))
        except NotLetIn as error:
            self.tally.fail("a clerk is not let in", str(error))

    def _behind_the_log_in(self, desk: Desk) -> None:
        known = f"{len(desk.addresses)} kinds of pages, {len(desk.forms)} forms, {len(desk.books)} workbooks"
        print(f"{desk.name}: {known}", flush=True)
        for number in range(self.told.clerk // len(CLERKS)):
            if self._in_time():
                request = desk.request(number)
                answer = ask(self.site.port, request)
                self.tally.take(request, answer)
                desk.after(answer)


def _routes(patterns: list[Any] | None = None) -> list[str]:
    """The public routes of the URL conf."""
    found: list[str] = []
    for one in get_resolver().url_patterns if patterns is None else patterns:
        inner = getattr(one, "url_patterns", None)
        found += [str(one.pattern)] if inner is None else _routes(inner) if not str(one.pattern) else []
    return [route for route in found if not route.startswith(("admin", "^admin"))]


def _pages(site: Site) -> set[tuple[str, str]]:
    """What some pages say, asked often enough for every worker to answer."""
    get = [(address, message("GET", address, [("Host", site.host)])) for address in _SAME * 8]
    return {(address, ask(site.port, Request("same", raw)).text) for address, raw in get}


def _again(site: Site, number: str) -> int:
    seed, _, place = number.partition("/")
    request = Stranger(site, _routes(), int(seed)).request(int(place))
    answer = ask(site.port, request)
    print(request.raw[:3000], answer.status, answer.problem, f"{answer.seconds:.2f} s", answer.body[:1000], sep="\n")
    print(site.log.read_text()[-3000:])
    return int(answer.status >= 500)


if __name__ == "__main__":
    raise SystemExit(main())
