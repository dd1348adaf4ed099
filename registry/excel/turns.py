"""One file at a time on a machine, a workbook read or written or a PDF set anew, and none read longer than a request
may take: the others are there for the public."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings

from registry.excel.package import UnreadableFile

#: Well before gunicorn ends a worker that does not answer (30 s).
SECONDS = 15
#: Seconds for which a workbook that is to be written, or a PDF, waits for its turn: one of 2,000 rows takes three.
PATIENCE = 5


@contextmanager
def turn(patience: float = 0) -> Iterator[Callable[[], None]]:
    """Something to ask again and again while working: it raises ``UnreadableFile`` once the time is over.

    Raises it while somebody else's turn lasts, after so many seconds. The system ends the turn of a process that is killed.
    """
    with (settings.STATE_DIR / "import.lock").open("w") as lock:
        _take(lock, time.monotonic() + patience)
        end = time.monotonic() + SECONDS

        def go_on() -> None:
            if time.monotonic() > end:
                raise UnreadableFile(f"{SECONDS} 秒还没有看完这个文件。请分成几个文件，一个一个传。")

        yield go_on


def _take(lock: IO[str], until: float) -> None:
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise UnreadableFile("有人正在导入、导出或者附 PDF。请过一分钟，再试一次。") from None
        time.sleep(0.1)
