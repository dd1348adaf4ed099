"""One part of a cluster: a program that runs in the foreground, as a child of ours, and ends with us."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
#: Whom a part runs as that refuses to run as root.
_SERVANT = "postgres"
_PATIENCE = 60


class NotStarted(Exception):
    """Why a part did not start, in one sentence for whoever asked for it."""


@dataclass
class Part:
    """A program, what it needs, and how to see that it answers. Signals go to it and to all that it has started."""

    name: str
    command: list[str]
    log: Path
    answers: Callable[[], bool]
    env: dict[str, str] = field(default_factory=dict)
    cwd: Path = Path("/")
    #: Whom it runs as: nobody else, or what ``servant`` says.
    account: list[str] = field(default_factory=list)
    #: The signal that ends it, its own work finished first.
    goodbye: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                # Whatever ends us, be it a kill, ends it too.
                ["setpriv", "--pdeathsig", self.goodbye.name.removeprefix("SIG"), *self.account, "--", *self.command],
                cwd=self.cwd,
                env={**os.environ, **self.env},
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl+C is for us: we end the parts in their order
            )
        self.wait()

    def wait(self) -> None:
        """Until it answers."""
        assert self.process is not None
        end = time.monotonic() + _PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise NotStarted(f"{self.name} did not start: see {self.log}\n{_end_of(self.log)}")
            time.sleep(0.1)

    def stop(self) -> None:
        self._end(self.goodbye)

    def kill(self) -> None:
        """As if the machine had: it and all that it has started, without a word."""
        if self.process is not None:
            self._signal(signal.SIGKILL)
            self.process.wait()

    def hang(self) -> None:
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.go_on()
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            for pid in [self.process.pid, *children(self.process.pid)]:
                try:
                    os.kill(pid, number)
                except ProcessLookupError:  # it ended by itself meanwhile
                    continue

    @property
    def workers(self) -> list[int]:
        """The processes that it has started, the longest-lived first."""
        return sorted(children(self.process.pid)) if self.process is not None else []


def children(pid: int) -> Iterator[int]:
    """All processes that one has started, and those that they have."""
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in map(int, found):
        yield child
        yield from children(child)


def listens(port: int) -> bool:
    with socket.socket() as line:
        line.settimeout(1)
        return line.connect_ex((HOST, port)) == 0


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-8:])


def program(name: str, package: str) -> str:
    """Where a program is; PostgreSQL's stand outside the path."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name), reverse=True)
    for place in (None, *map(str, places), "/usr/sbin"):
        if found := shutil.which(name, path=place):
            return found
    raise NotStarted(f"{name} is missing: sudo apt-get install {package}")


def servant(*folders: Path) -> list[str]:
    """What has ``setpriv`` run something as somebody else, who is given the folders, where we are root."""
    if os.getuid() != 0:
        return []
    account = pwd.getpwnam(_SERVANT)
    for folder in folders:
        for each in (folder, *folder.rglob("*")):
            os.chown(each, account.pw_uid, account.pw_gid, follow_symlinks=False)
    return [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]


def let_pass(folder: Path, top: Path) -> None:
    """Let other accounts go through our folders down to theirs, and see nothing on the way."""
    for each in (folder, *folder.parents):
        each.chmod(each.stat().st_mode | 0o011)
        if each == top:
            break
    for outside in top.parents:
        if os.getuid() == 0 and not outside.stat().st_mode & 0o001:
            raise NotStarted(f"PostgreSQL does not run as root, and nobody else gets into {outside}: set CLUSTER_DIR=…")
