"""Set every sheet that the guides can lead to: none may be longer than it promises. Takes minutes."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from guides.engine import graph
from guides.engine.flow import Flow, Walk
from guides.flows import FLOWS
from guides.outcome import composition, sheets
from guides.outcome.outcome import Outcome
from registry import snapshot as snapshots
from registry.pages import url
from registry.snapshot import Snapshot

#: Where somebody is insured: local rows and counters of every amount, and a place that is not known.
HOMES = ("210300", "440300", "320100", "unknown")
CARE = "110000"
#: As long as the address of a real server.
_SERVER = "https://www.example.gov.cn"


class Command(BaseCommand):
    help = "把每一种结果都做成单子：普通版不超过 2 页，大字版不超过 4 页。要几分钟。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--home", nargs="*", default=HOMES, help="参保地代码，默认四处都试。")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = _checked(options["home"])
        problems = [problem for _, found in checked for problem in found]
        if problems:
            raise CommandError("\n".join([*problems, f"共 {len(problems)} 处。"]))
        made = sum(number for number, _ in checked)
        self.stdout.write(f"单子检查通过：{made} 种结果，普通版和大字版都没有超页。")


def _checked(homes: Sequence[str]) -> list[tuple[int, list[str]]]:
    """What there is to say of each place: of several, in as many processes as the site has."""
    if len(homes) == 1:
        return [_of_home(homes[0])]
    connections.close_all()  # a connection must not cross a fork
    with ProcessPoolExecutor(settings.WORKERS, get_context("fork")) as processes:
        return list(processes.map(_of_home, homes))


def _of_home(home: str) -> tuple[int, list[str]]:
    """How many outcomes there are for a place, and which sheets of them are too long."""
    snapshot = snapshots.load()
    found = [(flow, made) for flow in FLOWS.values() for made in outcomes(snapshot, flow, home)]
    return len(found), [problem for flow, made in found for problem in too_long(flow, made)]


def outcomes(snapshot: Snapshot, flow: Flow, home: str) -> Iterator[Outcome]:
    """Every outcome with every set of blocks, for somebody insured in one place who is treated in another."""
    on = timezone.localdate()
    for walk in _walks(flow, home):
        yield composition.outcome(snapshot, walk, on)


def _walks(flow: Flow, home: str) -> tuple[Walk, ...]:
    return tuple(graph.sample_walks(flow, **{"care_place": CARE, flow.delivery.home: home}))


def too_long(flow: Flow, found: Outcome) -> Iterator[str]:
    address = f"{_SERVER}{url('guides:outcome', flow.slug)}{found.query}"
    for kind, most in sheets.MOST_PAGES.items():
        made = sheets.pdf(found, address, large=kind == "large")
        if (pages := sheets.pages(made)) > most:
            yield f"{flow.slug} › {found.key}（{'、'.join(found.blocks) or '无附加'}，{kind}）：{pages} 页，最多 {most} 页。"
