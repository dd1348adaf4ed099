"""A site of its own to be fuzzed: scratch folder, demo clerks, gunicorn as `make run` starts it, all on 127.0.0.1.

SQLite by default. With DATABASE_URL, a PostgreSQL database on this machine whose name begins with `fuzz`; with
REDIS_URL, an empty Redis on this machine; ``stores`` starts both. Nothing else is ever spoken to, and only what was
started is stopped.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from redis import Redis

from scripts.cluster.cluster import Cluster
from scripts.cluster.parts import NotStarted
from scripts.fuzz.wire import HOST, Request, ask, message

ROOT = Path(__file__).parents[2]
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Site:
    port: int
    state: Path
    #: Name and password of each demo clerk.
    clerks: dict[str, str] = field(default_factory=dict)
    redis: str = ""
    #: Where the stores that were started for it keep their files and logs.
    stores: Path | None = None

    @property
    def log(self) -> Path:
        return self.state / "server.log"

    @property
    def host(self) -> str:
        return f"{HOST}:{self.port}"


def environment(state: Path) -> dict[str, str]:
    """For the site's own processes. Ends the program rather than reach for what is not scratch or not on this machine."""
    database, redis = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    if database and not (_is_local(database) and urlsplit(database).path.startswith("/fuzz")):
        raise SystemExit(
            "DATABASE_URL must name a database on this machine that begins with `fuzz`: it is filled with rubbish."
        )
    if redis and not _is_local(redis):
        raise SystemExit("REDIS_URL must be on this machine.")
    if redis and Redis.from_url(redis).dbsize():
        raise SystemExit("REDIS_URL must be an empty database of Redis: everything in it is searched.")
    return {
        **os.environ,
        "STATE_DIR": str(state),
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "EMAIL_URL": "",
        "DEAR_PER_HOUR": "0",
    }


def _is_local(url: str) -> bool:
    return urlsplit(url).hostname in _LOOPBACK


def prepare(env: dict[str, str]) -> dict[str, str]:
    """Fill the database; the clerks' names and passwords."""
    for command in (["migrate", "-v0"], ["load_regions"], ["load_content"], ["collectstatic", "--noinput", "-v0"]):
        _manage(env, *command)
    lines = _manage(env, "demo_clerks", "--yes").splitlines()
    return dict(line.split("\t")[:2] for line in lines if "\t" in line)


def _manage(env: dict[str, str], *command: str) -> str:
    ours = [sys.executable, "manage.py", *command]
    return subprocess.run(ours, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def stores() -> Iterator[Path]:
    """PostgreSQL and Redis, empty, for the site that is started next; the folder with all that they write."""
    with tempfile.TemporaryDirectory(prefix="fuzz-stores-") as folder:
        cluster = Cluster(Path(folder), int(os.environ.get("CLUSTER_PORT") or 8120))
        try:
            cluster.start_stores()
            cluster.sql("CREATE DATABASE fuzz")
            database = urlsplit(cluster.database_url)._replace(path="/fuzz").geturl()
            os.environ |= {"DATABASE_URL": database, "REDIS_URL": cluster.redis_url}
            yield cluster.folder
        except NotStarted as why:
            raise SystemExit(str(why)) from None
        finally:
            cluster.stop()


@contextmanager
def serving(state: Path, port: int = 0, kept: Path | None = None) -> Iterator[Site]:
    """A prepared site that answers, for as long as it is needed."""
    env = environment(state)
    clerks = prepare(env)
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind((HOST, port))
        port = free.getsockname()[1]
    site = Site(port, state, clerks, env["REDIS_URL"], kept)
    command = [sys.executable, "-m", "yibao_site", "--bind", site.host]
    with site.log.open("ab") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait(site)
            yield site
        finally:
            server.terminate()
            server.wait(timeout=40)


def _wait(site: Site) -> None:
    for _ in range(150):
        if ask(site.port, Request("wait", message("GET", "/", [("Host", site.host)]))).status == 200:
            return
        time.sleep(0.2)
    raise SystemExit(f"The site does not answer. Its log:\n{site.log.read_text()[-3000:]}")
