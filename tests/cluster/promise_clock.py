"""Midnight, and the new year: what is scheduled changes at 00:00 in China on every replica, kept pages too."""

import datetime as dt
import time
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from scripts.cluster.cluster import REPLICAS, Cluster
from tests.cluster.visitors import ask

CHINA = ZoneInfo("Asia/Shanghai")
OFFICES = "/offices/?place=210300"
LAST, FIRST = "今天为止的窗口", "明天起的窗口"
_SCHEDULE = """
import datetime as dt
from registry.models import Office
row = Office.objects.published().filter(region_id="210300").first()
last = dt.date.fromisoformat("{last}")
for key, name, begins, ends in (("till-today", "{till}", dt.date(2026, 1, 1), last), ("from-tomorrow", "{since}", last + dt.timedelta(days=1), None)):
    Office.objects.filter(key=key).delete()
    row.pk, row.key, row.name, row.effective_from, row.effective_to = None, key, name, begins, ends
    row._state.adding = True
    row.save()
"""


@pytest.fixture(params=["2026-12-01", "2026-12-31", "2028-02-28"])
def midnight(request: pytest.FixtureRequest, cluster: Cluster) -> Iterator[dt.datetime]:
    """Replicas whose clock says that the day is over in twelve seconds; how their clock stands to ours."""
    day = dt.date.fromisoformat(request.param)
    cluster.manage("shell", "-v0", "-c", _SCHEDULE.format(last=day, till=LAST, since=FIRST))
    over = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), CHINA)
    clock, before = cluster.folder / "moment", [(list(part.command), dict(part.env)) for part in cluster.replicas]
    clock.write_text((over - dt.timedelta(hours=1)).isoformat())
    for part in cluster.replicas:
        part.stop()
        part.command[-1] = "tests.browser.clock"
        part.env.update({"MOMENT": str(clock), "PAGE_CACHE_ENTRIES": "100"})
        part.start()
    clock.write_text((over - dt.timedelta(seconds=12)).isoformat())
    yield dt.datetime.fromtimestamp(clock.stat().st_mtime + 12, CHINA)
    for part, (command, env) in zip(cluster.replicas, before, strict=True):
        part.stop()
        part.command, part.env = command, env
        part.start()


def test_scheduled_rows_change_at_midnight_everywhere(cluster: Cluster, midnight: dt.datetime) -> None:
    seen: list[tuple[float, float, bool, bool]] = []
    end = midnight.timestamp() + 6
    while time.time() < end:
        for number in range(REPLICAS):
            begun = time.time()
            page = ask(cluster.port + 1 + number, OFFICES).page
            seen.append((begun - midnight.timestamp(), time.time() - midnight.timestamp(), LAST in page, FIRST in page))
        time.sleep(0.1)
    before = [shown for _, done, *shown in seen if done < 0]
    after = [shown for begun, _, *shown in seen if begun > 0]
    assert min(len(before), len(after)) >= REPLICAS
    assert all(shown == [True, False] for shown in before)
    assert all(shown == [False, True] for shown in after)
