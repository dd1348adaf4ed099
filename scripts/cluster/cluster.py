"""What a cluster is made of, where it stands, and in which order it starts and ends."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import psycopg
from redis import Redis
from redis.exceptions import RedisError

from scripts.cluster import front
from scripts.cluster.parts import HOST, NotStarted, Part, let_pass, listens, program, servant

ROOT = Path(__file__).parents[2]
REPLICAS = 3
#: PostgreSQL quotes nobody in its own log, and is no larger than a trial needs.
_DATABASE = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "timezone": "UTC",
}
_SERVER = [sys.executable, "-m", "yibao_site"]
_PREPARE = (["migrate", "-v0"], ["load_regions"], ["load_content"], ["collectstatic", "--noinput", "-v0"])


class Cluster:
    """PostgreSQL, Redis, nginx and replicas, in a folder of their own, on ports that follow one another.

    The site answers at ``port``; replicas at the next ones, PostgreSQL at ``port`` + 8, Redis at ``port`` + 9.
    """

    def __init__(self, folder: Path, port: int, *, application: str = "yibao_site.wsgi", **more: str) -> None:
        self.folder, self.port, self.more = folder, port, more
        self.application = application
        self.parts: list[Part] = []
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.postgres = self._postgres(port + 8)
        self.redis = self._redis(port + 9)
        self.replicas = [self._replica(number) for number in range(1, REPLICAS + 1)]
        self.nginx = self._nginx()

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def database_url(self) -> str:
        return f"postgres://yibao:{self._secret('database.password')}@{HOST}:{self.port + 8}/yibao"

    @property
    def redis_url(self) -> str:
        return f"redis://{HOST}:{self.port + 9}/0"

    def environment(self, state: str) -> dict[str, str]:
        """Of a replica, or of a command beside them: a folder of its own, and what all have in common."""
        return {
            "STATE_DIR": str(self.folder / state),
            "STATIC_DIR": str(self.folder / "static"),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "SECRET_KEY": self._secret("secret.key"),
            "ALLOWED_HOSTS": f"{HOST},localhost",
            "PROXIES": "1",
            "WEB_CONCURRENCY": "1",
            **self.more,
        }

    def start(self) -> None:
        """All of it, filled and serving. Raises NotStarted; what was started by then is stopped again."""
        taken = [port for port in (*range(self.port, self.port + REPLICAS + 1), *self._stores()) if listens(port)]
        if taken:
            raise NotStarted(f"Port {taken[0]} is taken: set CLUSTER_PORT=… to the first of ten that are free.")
        try:
            self.start_stores()
            for command in _PREPARE:
                self._prepare(command)
            for part in (*self.replicas, self.nginx):
                self._start(part)
        except BaseException:
            self.stop()
            raise

    def start_stores(self) -> None:
        """PostgreSQL, with an empty database the first time, and Redis."""
        self._start(self.postgres)
        self._make_database()
        self._start(self.redis)

    def stop(self) -> None:
        """End what was started, the last first."""
        while self.parts:
            self.parts.pop().stop()

    def manage(self, *command: str, **more: str) -> str:
        """What a command of ``manage.py`` says; raises CalledProcessError where it fails."""
        env = {**os.environ, **self.environment("commands"), **more}
        ours = [sys.executable, "manage.py", *command]
        return subprocess.run(ours, cwd=ROOT, env=env, check=True, text=True, stdout=subprocess.PIPE).stdout

    def sql(self, statement: str) -> list[Any]:
        with psycopg.connect(self.database_url, autocommit=True) as line:
            found = line.execute(statement)  # type: ignore[call-overload]
            return list(found.fetchall()) if found.description else []

    def tells(self, number: int) -> dict[str, Any]:
        """What a replica says of itself to whoever asks from this machine; nothing where it does not answer."""
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port + 1 + number}/health/ready", timeout=5) as answer:
                return dict(json.load(answer))
        except OSError:
            return {}

    def roll(self) -> None:
        """Put a new process in the place of each replica, one after the other, as a deployment does (deploy/roll)."""
        for number, replica in enumerate(self.replicas):
            self._lead_to([each for each in range(REPLICAS) if each != number])
            replica.stop()
            replica.start()
        self._lead_to(list(range(REPLICAS)))

    def _lead_to(self, numbers: list[int]) -> None:
        front.write_upstream(self.folder, [self.port + 1 + number for number in numbers])
        assert self.nginx.process is not None
        subprocess.run([*self.nginx.command, "-s", "reload"], check=True, stderr=subprocess.DEVNULL)
        time.sleep(1)  # what was asked of the others by then is answered

    def _prepare(self, command: list[str]) -> None:
        try:
            self.manage(*command)
        except subprocess.CalledProcessError:
            raise NotStarted(
                f"`manage.py {' '.join(command)}` failed, as it says above. All of it lies in {self.folder}."
            ) from None

    def _start(self, part: Part) -> None:
        self.parts.append(part)
        part.start()

    def _stores(self) -> tuple[int, int]:
        return self.port + 8, self.port + 9

    def _secret(self, name: str) -> str:
        path = self.folder / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text()

    def _postgres(self, port: int) -> Part:
        data = self.folder / "postgres"
        if not (data / "PG_VERSION").exists():
            data.mkdir(mode=0o700, exist_ok=True)
            let_pass(self.folder, self._top())
            make = [
                program("initdb", "postgresql"),
                "-D",
                str(data),
                "-U",
                "postgres",
                "--auth=trust",
                "--locale=C.UTF-8",
            ]
            subprocess.run(["setpriv", *servant(data), "--", *make], check=True, cwd="/", stdout=subprocess.DEVNULL)
            # Only the site's own account gets in from then on, by its password.
            (data / "pg_hba.conf").write_text(
                f"host all postgres {HOST}/32 trust\nhost all yibao {HOST}/32 scram-sha-256\n"
            )
        options = [
            word for name, value in {**_DATABASE, "port": str(port)}.items() for word in ("-c", f"{name}={value}")
        ]
        serve = [program("postgres", "postgresql"), "-D", str(data), *options]
        return Part(
            "PostgreSQL",
            serve,
            self.folder / "postgres.log",
            lambda: _is_ready(port),
            account=servant(data),
            goodbye=signal.SIGINT,
        )

    def _top(self) -> Path:
        """The first folder that is ours: the one above the cluster's where it stands in ``var/``."""
        return self.folder.parent if self.folder.parent.name == "var" else self.folder

    def _make_database(self) -> None:
        password = self._secret("database.password")
        with psycopg.connect(
            host=HOST, port=self.port + 8, user="postgres", dbname="postgres", autocommit=True
        ) as line:
            if not line.execute("SELECT 1 FROM pg_roles WHERE rolname = 'yibao'").fetchone():
                line.execute(f"CREATE ROLE yibao LOGIN CREATEDB PASSWORD '{password}'")  # type: ignore[call-overload]
                line.execute("CREATE DATABASE yibao OWNER yibao")

    def _redis(self, port: int) -> Part:
        serve = [program("redis-server", "redis-server"), "--port", str(port), "--bind", HOST, "--save", ""]
        serve += ["--appendonly", "no", "--dir", str(self.folder), "--maxmemory", "64mb"]
        serve += ["--maxmemory-policy", "volatile-ttl"]
        return Part("Redis", serve, self.folder / "redis.log", lambda: _pongs(port))

    def _replica(self, number: int) -> Part:
        port, state = self.port + number, f"replica-{number}"
        (self.folder / state).mkdir(mode=0o700, exist_ok=True)
        command = [*_SERVER, "--bind", f"{HOST}:{port}", self.application]
        env = self.environment(state)
        return Part(
            state, command, self.folder / f"{state}.log", lambda: _ok(f"http://{HOST}:{port}/health/live"), env, ROOT
        )

    def _nginx(self) -> Part:
        config = front.write(self.folder, self.port, [self.port + 1 + number for number in range(REPLICAS)])
        command = [program("nginx", "nginx"), "-e", str(self.folder / "nginx.log"), "-c", str(config)]
        return Part("nginx", command, self.folder / "nginx.log", lambda: _ok(f"{self.address}/health/live"))


def _is_ready(port: int) -> bool:
    try:
        psycopg.connect(host=HOST, port=port, user="postgres", dbname="postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _pongs(port: int) -> bool:
    try:
        return bool(Redis(HOST, port, socket_timeout=1).ping())
    except RedisError:
        return False


def _ok(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
