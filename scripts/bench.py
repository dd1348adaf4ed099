"""Figures beside their targets, against a bare Django view in the same run. Needs wrk (Debian's package of that name).

Everything goes to 127.0.0.1. Only ratios taken in one run travel to another machine: of the requests a second, and of what
one costs a processor, which hardly minds who else works here.
"""

import gzip
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[1]
ANSWERS = "for_whom=family&insured_place=210300&scheme=employee&care_place=110000"
QUESTION = f"/guides/remote-care/stage/?{ANSWERS}"
OUTCOME = (
    f"/guides/remote-care/outcome/?{ANSWERS}&stage=planning&reason=lives_there&proof=none"
    "&care_type=inpatient&hospital_linked=yes&filed_before=no&injury=no"
)
#: Each is in the same province, and a sheet of its own.
CITIES = [f"21{number:02}00" for number in range(1, 15)]
SHEETS = [
    ("PDF, A4", "outcome.pdf", "≤ 40 ms"),
    ("PDF, large print", "outcome-large.pdf", "≤ 40 ms"),
    *[(f"picture {part}", f"outcome-{part}.png", "no target") for part in (1, 2, 3)],
]
#: Compressed kilobytes of a page with everything that it loads.
WEIGHTS = [
    ("question", QUESTION, 14),
    ("outcome", OUTCOME, 12),
    ("question about a place", "/guides/remote-care/insured_place/?for_whom=self", 25),
]
SENTENCE = urllib.parse.urlencode({"q": "我妈在北京住院，医保在铁岭，没备案还能报吗"})
BILL = "city=110000&scheme=employee&care_type=inpatient&total=60000"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def server(folder: Path, application: str, env: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    ours = ["-c", str(ROOT / "deploy" / "gunicorn.py"), "--access-logfile", "/dev/null"]
    config = ["-w", "2", *(ours if folder == ROOT else ["--preload"])]
    command = [sys.executable, "-m", "gunicorn", *config, "-b", f"127.0.0.1:{port}", application]
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(address + "/", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address, process
    finally:
        process.terminate()
        process.wait(timeout=20)


def wrk(url: str, connections: int, seconds: int, body: str = "", lua: str = "") -> dict[str, float]:
    """Requests a second, and the median and 99th percentile of the latency in milliseconds; a POST with a body, or what a
    script of wrk asks for."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(lua)
        if body:
            header = 'wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"'
            script.write(f'wrk.method = "POST"\nwrk.body = "{body}"\n{header}\n')
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script.name, url]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert body or "Non-2xx" not in text, text  # what is posted may be answered by an address
    found = {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])}  # type: ignore[index]
    for name, share in (("p50", "50%"), ("p99", "99%")):
        number, unit = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
        found[name] = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    return found


def with_workers(process: subprocess.Popen[bytes]) -> list[str]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [str(process.pid), *children]


def cpu(*servers: subprocess.Popen[bytes]) -> float:
    """Seconds of a processor that servers have used, with all that they have started."""
    ticks = 0
    for pid in chain.from_iterable(map(with_workers, servers)):
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Figure:
    """Requests a second, and milliseconds of a processor for each."""

    rate: float
    cost: float

    def beside(self, bare: "Figure") -> str:
        return f"{self.rate:.0f}/s  {self.rate / bare.rate:.2f}  {bare.cost / self.cost:.2f}"


def figure(servers: Sequence[subprocess.Popen[bytes]], url: str, seconds: int, body: str = "", lua: str = "") -> Figure:
    before = cpu(*servers)
    rate = wrk(url, 16, seconds, body, lua)["rate"]
    return Figure(rate, (cpu(*servers) - before) * 1000 / (rate * seconds))


def memory(process: subprocess.Popen[bytes]) -> float:
    """Proportional set size of a server and its workers, in MB."""
    total = 0
    for pid in with_workers(process):
        smaps = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+)", smaps, re.M)[1])  # type: ignore[index]
    return total / 1024


def weight(address: str, path: str) -> tuple[int, int]:
    """Compressed bytes and number of requests of a page with everything it loads."""
    with urllib.request.urlopen(address + path) as response:
        page = response.read()
    total, requests = len(gzip.compress(page)), 1
    for asset in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.decode()):
        request = urllib.request.Request(address + asset, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as response:
            total, requests = total + len(response.read()), requests + 1
    return total, requests


def row(name: str, value: str, target: str) -> None:
    print(f"{name:46} {value:>22}   {target}")


def served(env: dict[str, str], bare: Figure, seconds: int) -> None:
    uncached = {**env, "PAGE_CACHE_ENTRIES": "0"}
    with server(ROOT, "yibao_site.wsgi", uncached) as (address, process):
        for name, path, body, target in (
            ("question page, uncached", QUESTION, "", "≥ 0.25 of bare"),
            ("outcome page, uncached", OUTCOME, "", "≥ 0.15 of bare"),
            ("estimate with comparison (POST)", "/estimate/", BILL, "≥ 0.15 of bare"),
            ("answer page, uncached", "/answers/lapse/?place=210300", "", "no target"),
            ("place page, uncached", "/places/210300/", "", "no target"),
        ):
            row(name, figure([process], address + path, seconds, body).beside(bare), target)
        one = wrk(address + "/search/", 1, seconds, SENTENCE)
        row("a sentence understood and searched: p50 / p99", f"{one['p50']:.1f} / {one['p99']:.1f} ms", "≤ 5 ms")
        one = wrk(address + QUESTION, 1, seconds)
        row("question page, one connection: p50 / p99", f"{one['p50']:.1f} / {one['p99']:.1f} ms", "2 / 4 ms")
        row("master + 2 workers, PSS", f"{memory(process):.0f} MB", "≤ 130 MB")
    with server(ROOT, "yibao_site.wsgi", env) as (address, process):
        for name, path in (("question page", QUESTION), ("outcome page", OUTCOME)):
            found = figure([process], address + path, seconds)
            row(f"{name}, from cache", found.beside(bare), "≥ 0.70 of bare")
        for name, path, most in WEIGHTS:
            size, requests = weight(address, path)
            row(f"{name} page and all it loads", f"{size / 1024:.1f} KB, {requests} req.", f"≤ {most} KB, ≤ 5 requests")


def fetched(address: str, path: str) -> tuple[float, float]:
    """Median milliseconds until a file is there, and its kilobytes; no city is asked for twice, so none is kept."""
    took, sizes = [], []
    for city in CITIES:
        start = time.perf_counter()
        with urllib.request.urlopen(address + path.replace("=210300", f"={city}")) as response:
            sizes.append(len(response.read()) / 1024)
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took), statistics.median(sizes)


def taken_away(env: dict[str, str]) -> None:
    with server(ROOT, "yibao_site.wsgi", env) as (address, _):
        for name, file, target in SHEETS:
            took, size = fetched(address, OUTCOME.replace("outcome/?", f"{file}?"))
            row(name, f"{took:.0f} ms, {size:.0f} KB", target)


def main() -> None:
    if shutil.which("wrk") is None:
        sys.exit("The benchmark needs wrk: sudo apt-get install wrk")
    seconds = int(os.environ.get("BENCH_SECONDS", "5"))
    with tempfile.TemporaryDirectory() as state:
        env = {**os.environ, "STATE_DIR": state, "DATABASE_URL": "", "DEAR_PER_HOUR": "0"}
        for command in (["migrate", "-v0"], ["load_regions"], ["load_content"], ["collectstatic", "--noinput", "-v0"]):
            command = [sys.executable, "manage.py", *command]
            subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        with server(ROOT / "scripts", "bare:application", env) as (address, process):
            bare = figure([process], address + "/", seconds)
        row("bare view, no middleware", bare.beside(bare), "the measure of the rest: rate, cost")
        served(env, bare, seconds)
        taken_away(env)
        subprocess.run([sys.executable, "scripts/bench_reading.py"], cwd=ROOT, env=env, check=True)
    settlement = subprocess.run(
        [sys.executable, "scripts/bench_settlement.py"], cwd=ROOT, capture_output=True, text=True
    )
    print("one settlement:", settlement.stdout.strip().splitlines()[-1].strip())


if __name__ == "__main__":
    main()
