"""How much a cluster of its own does, against a bare Django view in the same run: `python -m scripts.capacity`.

nginx without its limits, because all load comes from one address; everything else as it is shipped. Each figure is the
median of three. Needs wrk (Debian's package of that name), which stands on the same processors: only ratios travel.
"""

import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from scripts.bench import Figure, figure
from scripts.cluster import front
from scripts.cluster.cluster import REPLICAS, ROOT, Cluster
from scripts.cluster.parts import HOST, listens
from scripts.load import ANSWERS, CITIES

SECONDS, TIMES = 5, 3
KEPT = "/guides/remote-care/outcome/?stage=emergency"
#: Another outcome with each request, as wrk is told to ask for one.
_NEW = """
local cities = {{ {cities} }}
math.randomseed(os.time())
request = function()
  local a, b = cities[math.random(#cities)], cities[math.random(#cities)]
  return wrk.format("GET", "/guides/remote-care/outcome/?{answers}&insured_place=" .. a .. "&care_place=" .. b)
end
"""


def without_limits(cluster: Cluster) -> None:
    """The same nginx, which lets one address ask for as much as it likes."""
    shipped, ours = ROOT / "deploy" / "nginx", cluster.folder / "unlimited"
    ours.mkdir(exist_ok=True)
    for name in ("http.conf", "locations.conf"):
        (ours / name).write_text(re.sub(r"^\s*limit_(req|conn) .*$", "", (shipped / name).read_text(), flags=re.M))
    config = cluster.folder / "nginx.conf"
    for name in ("http.conf", "locations.conf"):
        config.write_text(config.read_text().replace(f"{shipped}/{name}", f"{ours}/{name}"))
    reload(cluster)


def reload(cluster: Cluster) -> None:
    subprocess.run([*cluster.nginx.command, "-s", "reload"], check=True, stderr=subprocess.DEVNULL)
    time.sleep(2)


def lead_to(cluster: Cluster, replicas: int) -> None:
    front.write_upstream(cluster.folder, [cluster.port + 1 + number for number in range(replicas)])
    reload(cluster)


def median(url: str, *servers: subprocess.Popen[bytes] | None, lua: str = "") -> Figure:
    """The median of some runs."""
    runs = [figure([*filter(None, servers)], url, SECONDS, lua=lua) for _ in range(TIMES)]
    return Figure(statistics.median(run.rate for run in runs), statistics.median(run.cost for run in runs))


def row(name: str, found: Figure, bare: Figure, goal: str = "") -> None:
    against = f"{found.rate / bare.rate:>8.2f}{bare.cost / found.cost:>8.2f}"
    print(f"{name:40}{found.rate:>8.0f}/s{found.cost:>9.3f} ms{against}   {goal}", flush=True)


def bare_view(port: int) -> Figure:
    command = [sys.executable, "-m", "gunicorn", "--workers", "1", "--threads", "16", "--bind", f"{HOST}:{port}"]
    quiet = {"cwd": ROOT / "scripts", "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([*command, "bare:application"], **quiet)  # type: ignore[call-overload]
    try:
        while not listens(port):
            time.sleep(0.1)
        return median(f"http://{HOST}:{port}/", server)
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    folder = Path(os.environ.get("CLUSTER_DIR") or ROOT / "var" / "capacity")
    cluster = Cluster(folder, int(os.environ.get("CLUSTER_PORT") or 8140))
    cluster.start()
    try:
        without_limits(cluster)
        cities = ", ".join(f'"{city}"' for city in CITIES)
        _figures(cluster, _NEW.format(cities=cities, answers=urlencode(ANSWERS)))
    finally:
        cluster.stop()


def _figures(cluster: Cluster, new: str) -> None:
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}")
    print(f"{'':40}{'':10}{'a request':>12}{'of bare: rate, cost':>20}   goal", flush=True)
    bare = bare_view(cluster.port + 7)
    row("bare view, one process", bare, bare)
    nginx, replicas = cluster.nginx.process, [replica.process for replica in cluster.replicas]
    row("page kept by nginx", median(cluster.address + KEPT, nginx), bare, "≥ 30")
    kept = median(f"http://{HOST}:{cluster.port + 1}{KEPT}", replicas[0])
    row("one replica, from its memory", kept, bare, "≥ 0.7")
    for number in range(1, REPLICAS + 1):
        lead_to(cluster, number)
        found = median(cluster.address, nginx, *replicas[:number], lua=new)
        row(f"new outcomes, nginx and {number} replicas", found, bare, "≥ 0.15")
    print(f"load of the machine after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
