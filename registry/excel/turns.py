"""One import at a time on a machine, and none longer than a request may take: the others are there for the public."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from registry.excel.package import UnreadableFile

#: Well before gunicorn ends a worker that does not answer (30 s).
SECONDS = 15


@contextmanager
def turn() -> Iterator[Callable[[], None]]:
    """Something to ask again and again while working: it raises ``UnreadableFile`` once the time is over.

    Raises it at once while somebody else's turn lasts. The system ends the turn of a process that is killed.
    """
    with (settings.STATE_DIR / "import.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnreadableFile("有人正在导入。请过一分钟，再传一次。") from None
        end = time.monotonic() + SECONDS

        def go_on() -> None:
            if time.monotonic() > end:
                raise UnreadableFile(f"{SECONDS} 秒还没有看完这个文件。请分成几个文件，一个一个传。")

        yield go_on
