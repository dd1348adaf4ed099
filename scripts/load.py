"""Mixed and hostile traffic at a cluster of its own: `make load`. Figures only, nothing fails. Everything goes to
127.0.0.1, from as many addresses of this machine as there are visitors.

The mix: 70 % pages that nginx keeps, 20 % outcomes that nobody has asked for, 5 % estimates, 3 % searches, 2 % PDF. The
generator stands on the same processors: only what is compared in one run travels, and its own share is in what is said of
the processors.
"""

import argparse
import csv
import http.client
import multiprocessing
import os
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from scripts.cluster.cluster import ROOT, Cluster
from scripts.cluster.parts import HOST, children

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
with (ROOT / "fixtures" / "regions.csv").open(encoding="utf-8", newline="") as _regions:
    CITIES = [line["code"] for line in csv.DictReader(_regions) if line["is_pool"] == "1" and line["code"][2:4] != "90"]
_POPULAR = ["/", "/guides/remote-care/", "/guides/remote-care/stage/?for_whom=self", "/answers/", "/places/210300/",
            "/offices/?place=210300", "/guides/remote-care/outcome/?stage=emergency"]  # fmt: skip
ANSWERS = {"for_whom": "family", "scheme": "employee", "stage": "planning", "reason": "lives_there", "proof": "none",
            "care_type": "inpatient", "hospital_linked": "yes", "filed_before": "no", "injury": "no"}  # fmt: skip
_WORDS = ("卡丢了", "在外地住院能报多少", "异地备案怎么办", "住院押金", "生孩子报销")


def _outcome(name: str) -> str:
    places = {"insured_place": random.choice(CITIES), "care_place": random.choice(CITIES)}
    return f"/guides/remote-care/{name}?{urlencode({**ANSWERS, **places})}"


def _bill() -> str:
    return f"city=110000&scheme=employee&care_type=inpatient&total={random.randint(1000, 99999)}"


#: Kind, share in a hundred, and what is asked for: an address, and the body of a POST.
MIX: list[tuple[str, int, Callable[[], tuple[str, str]]]] = [
    ("kept", 70, lambda: (random.choice(_POPULAR), "")),
    ("new outcome", 20, lambda: (_outcome("outcome/"), "")),
    ("estimate", 5, lambda: ("/estimate/", _bill())),
    ("search", 3, lambda: (f"/search/?q={quote(random.choice(_WORDS))}", "")),
    ("pdf", 2, lambda: (_outcome("outcome.pdf"), "")),
]


@dataclass
class Figures:
    took: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, kind: str, status: int, seconds: float) -> None:
        with self.lock:
            self.took.setdefault(kind, []).append(seconds * 1000)
            self.statuses[status] += 1

    def p(self, share: int, kind: str = "") -> float:
        found = sorted(self.took.get(kind, []) if kind else [each for some in self.took.values() for each in some])
        return statistics.quantiles(found, n=100)[share - 1] if len(found) > 1 else 0

    def line(self, name: str, seconds: float) -> str:
        count = sum(self.statuses.values())
        wrong = sum(number for status, number in self.statuses.items() if status >= 500 or not status)
        late = self.statuses[429]
        return f"{name:34}{count / seconds:>8.0f}{self.p(50):>9.1f}{self.p(99):>9.1f}{wrong:>8}{late:>7}"


def ask(port: int, source: str, path: str, body: str) -> int:
    line = http.client.HTTPConnection(HOST, port, timeout=20, source_address=(source, 0))
    try:
        line.request("POST" if body else "GET", path, body or None, _FORM if body else {})
        answer = line.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def mixed(port: int, seconds: float, rate: float, people: int = 12) -> Figures:
    """So many requests a second in all, begun on time whatever became of the others, as long as somebody is free."""
    figures, end = Figures(), time.monotonic() + seconds
    kinds, shares = [(kind, make) for kind, _, make in MIX], [share for _, share, _ in MIX]

    def visit(number: int) -> None:
        due = time.monotonic() + random.random() * people / rate
        while (now := time.monotonic()) < end:
            time.sleep(max(0, due - now))
            kind, make = random.choices(kinds, shares)[0]
            path, body = make()
            begun = time.monotonic()
            status = ask(port, f"127.0.{number}.{random.randint(1, 250)}", path, body)
            figures.take(kind, status, time.monotonic() - begun)
            due += people / rate

    _together([lambda number=number: visit(number) for number in range(1, people + 1)])  # type: ignore[misc]
    return figures


def _dear() -> tuple[str, str]:
    sheet = _outcome(random.choice(["outcome.pdf", "outcome-large.pdf", "outcome-2.png"]))
    return random.choice([(sheet, ""), ("/estimate/", _bill()), ("/admin/login/", "username=a&password=b")])


def _nothing() -> tuple[str, str]:
    """What nginx refuses by itself, so that only the asking costs something."""
    return "/static/nothing", ""


_WARM_SECONDS, _HOSTILE_SECONDS = 150, 60
#: What one address wants at once on many connections.
HOSTILE: list[tuple[str, Callable[[], tuple[str, str]]]] = [
    ("asking for nothing", _nothing),
    ("wanting all that is dear", _dear),
]


def hostile(port: int, seconds: float, make: Callable[[], tuple[str, str]], told: Any, connections: int = 50) -> None:
    """One address, on so many connections and as often as it is answered. It stands for machines elsewhere, so it has only
    what whoever serves leaves of the processors of this one."""
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    figures, end = Figures(), time.monotonic() + seconds

    def want() -> None:
        while (begun := time.monotonic()) < end:
            figures.take("", ask(port, "127.0.0.99", *make()), time.monotonic() - begun)

    _together([want] * connections)
    told.put(figures.statuses)


def processors() -> tuple[int, int]:
    """What all processors of this machine have worked and waited since it was started, in ticks."""
    ticks = [int(each) for each in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    waited = ticks[3] + ticks[4]
    return sum(ticks) - waited, waited


@dataclass
class Watch:
    """What the replicas hold at the begin of each tenth of a scene and after it, and how busy the processors are."""

    cluster: Cluster
    seconds: float
    held: list[float] = field(default_factory=list)
    busy: float = 0

    def __enter__(self) -> "Watch":
        self._begun = processors()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        worked, waited = (now - then for now, then in zip(processors(), self._begun, strict=True))
        self.busy = worked / (worked + waited)
        self.held.append(memory(self.cluster))

    def _look(self) -> None:
        while not self._over.is_set():
            self.held.append(memory(self.cluster))
            self._over.wait(self.seconds / 10)

    def line(self) -> str:
        held = ", ".join(f"{each:.0f}" for each in self.held)
        return f"processors {self.busy:.0%} busy; replicas hold {held} MB, {self.held[-1] / self.held[0] - 1:+.1%}"


def _together(all_of_it: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=each) for each in all_of_it]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def memory(cluster: Cluster) -> float:
    """MB that the replicas hold, what they share counted once."""
    total = 0
    for replica in cluster.replicas:
        assert replica.process is not None
        for pid in [replica.process.pid, *children(replica.process.pid)]:
            with suppress(OSError):
                smaps = Path(f"/proc/{pid}/smaps_rollup").read_text()
                total += int(smaps.split("\nPss:")[1].split()[0])
    return total / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="of each scene, the hostile ones at most a minute")
    parser.add_argument("--rate", type=float, default=60, help="requests a second of the mix")
    told = parser.parse_args()
    folder = Path(os.environ.get("CLUSTER_DIR") or ROOT / "var" / "load")
    cluster = Cluster(folder, int(os.environ.get("CLUSTER_PORT") or 8140))
    cluster.start()
    try:
        _scenes(cluster, told.seconds, told.rate)
    finally:
        cluster.stop()


def _kinds(seen: Figures, calm: Figures) -> None:
    for kind in ["", *(kind for kind, _, _ in MIX)]:
        ratio = seen.p(99, kind) / calm.p(99, kind) if calm.p(99, kind) else 0
        print(f"    {kind or 'all':30}{'':8}{seen.p(50, kind):>9.1f}{seen.p(99, kind):>9.1f}{ratio:>8.1f} x calm p99")


def _scenes(cluster: Cluster, seconds: float, rate: float) -> None:
    print(f"{'':34}{'req/s':>8}{'p50 ms':>9}{'p99 ms':>9}{'5xx':>8}{'429':>7}", flush=True)
    mixed(
        cluster.port, min(seconds, _WARM_SECONDS), rate
    )  # every process has seen every kind, and is full of what it keeps
    with Watch(cluster, seconds) as watch:
        calm = mixed(cluster.port, seconds, rate)
    print(calm.line("mixed", seconds))
    _kinds(calm, calm)
    print(watch.line(), flush=True)
    seconds = min(seconds, _HOSTILE_SECONDS)
    for name, make in HOSTILE:
        told: Any = multiprocessing.Queue()
        # In a process of its own: in ours its threads would hold up those of the visitors, and their clock.
        enemy = multiprocessing.Process(target=hostile, args=[cluster.port, seconds, make, told])
        enemy.start()
        beside = mixed(cluster.port, seconds, rate)
        got = sorted(told.get().items())
        enemy.join()
        print(beside.line(f"beside 50 connections {name}", seconds))
        _kinds(beside, calm)
        print(f"    it was told: {', '.join(f'{status} {number} times' for status, number in got)}", flush=True)


if __name__ == "__main__":
    main()
