"""The real server: gunicorn, hashed static files, strict CSP, the real regions and content, a database of its own.

Each state directory has one: on the PostgreSQL server that DATABASE_URL names, else SQLite inside the directory.
"""

import datetime as dt
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).parents[2]
MANAGE = [sys.executable, "manage.py"]
#: Where a server keeps the clock it goes by, in its state directory.
MOMENT = "moment"


_SERVER = url if (url := os.environ.get("DATABASE_URL", "")).startswith("postgres") else ""


def _database(state: Path) -> str:
    return f"state_{hashlib.sha256(bytes(state)).hexdigest()[:16]}"


def environment(state: Path) -> dict[str, str]:
    url = f"{_SERVER.rpartition('/')[0]}/{_database(state)}" if _SERVER else ""
    ours = {
        name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"
    }  # no operator sets it
    return {
        **ours,
        "STATE_DIR": str(state),
        "DATABASE_URL": url,
        "SNAPSHOT_TRUST_SECONDS": "0",
        "DEAR_PER_HOUR": "0",
    }


def _on_the_server(command: str) -> None:
    if _SERVER:
        with closing(psycopg.connect(_SERVER, autocommit=True)) as server:
            server.execute(command)


def forget(state: Path) -> None:
    """Drop the database of a state directory from the server; one inside the directory goes with it."""
    _on_the_server(f"DROP DATABASE IF EXISTS {_database(state)} WITH (FORCE)")


@contextmanager
def copied(prepared: Path, state: Path) -> Iterator[Path]:
    """A state directory like a prepared one, with a database of its own for as long as it is needed."""
    shutil.copytree(prepared, state, dirs_exist_ok=True)
    _on_the_server(f"CREATE DATABASE {_database(state)} TEMPLATE {_database(prepared)}")
    try:
        yield state
    finally:
        forget(state)


#: One start for what `make run` does in three.
_FILL = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_regions")
call_command("load_content")
"""


def prepare(state: Path) -> None:
    """Set a database up the way `make run` does it, while the static files, which need none, are packed beside it."""
    forget(state)  # of a directory of the same name, of an earlier run
    _on_the_server(f"CREATE DATABASE {_database(state)}")
    with ThreadPoolExecutor() as beside:
        static = beside.submit(manage, state, "collectstatic", "--noinput", "-v0")
        manage(state, "shell", "-v0", "-c", _FILL)
        static.result()


def manage(state: Path, *command: str, **more: str) -> None:
    env = {**environment(state), **more}
    subprocess.run([*MANAGE, *command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)


def set_clock(clock: Path, moment: dt.datetime) -> Path:
    """Set the clock of a server, which runs on from there; the same file again moves the clock of one that runs."""
    clock.write_text(moment.isoformat())
    return clock


@contextmanager
def serving(
    state: Path, application: str = "tests.browser.clock", *, clock: Path | None = None, **more: str
) -> Iterator[str]:
    """The address of a server over a prepared database, for as long as it is needed; without a clock of its own it
    goes by that of the test."""
    clock = clock or set_clock(state / MOMENT, dt.datetime.now(dt.UTC))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "yibao_site", "--bind", f"127.0.0.1:{port}", application]
    address = f"http://127.0.0.1:{port}"
    with (state / "access.log").open("a") as log:
        env = {**environment(state), "MOMENT": str(clock), **more}
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait_for(f"{address}/health/live")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(url: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no answer from {url}")


def chromium() -> dict[str, object]:
    """Debian's Chromium with the project's own Chinese font; playwright never downloads a browser."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")  # the first is lighter
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server"]
    arguments += ["--disable-background-networking", "--disable-component-update", "--font-render-hinting=none"]
    fonts = {**os.environ, "FONTCONFIG_FILE": str(ROOT / "fixtures" / "fonts" / "fonts.conf")}
    return {"executable_path": program, "args": arguments, "env": fonts}
