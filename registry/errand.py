"""Something done on a thread of its own, one at a time, for whom it is worth waiting a moment and not for ever."""

import logging
import os
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, connections

logger = logging.getLogger(__name__)


class Errand:
    """``do`` on a thread beside the requests. While it is being done nobody begins it again, and nobody waits for it
    past the seconds that he gives it from its beginning. It fails by an error of the database or of the disk, which is
    told once, until it succeeds."""

    def __init__(self, name: str, do: Callable[[], None]) -> None:
        self.name, self.do = name, do
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._thread: threading.Thread | None = None
        self._wanted = threading.Event()
        self._begun = time.monotonic()
        #: Whether it failed when it was done last.
        self.failed = False
        os.register_at_fork(after_in_child=self._forget)

    def run(self, seconds: float) -> bool:
        """Have it done. True where it was done, well or not, within the seconds."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name=self.name, daemon=True)
                self._thread.start()
                self._done.set()
            if self._done.is_set():
                self._done, self._begun = threading.Event(), time.monotonic()
                self._wanted.set()
            done, left = self._done, self._begun + seconds - time.monotonic()
        return done.wait(max(left, 0))

    def _work(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            done = self._done
            try:
                self.do()
            except (DatabaseError, OSError) as error:
                if not self.failed:
                    logger.error("%s: not done: %s", self.name, type(error).__name__)
                self.failed = True
                connections.close_all()  # this thread's own: one that failed is not asked again
            else:
                if self.failed:
                    logger.warning("%s: done again", self.name)
                self.failed = False
            finally:
                done.set()

    def _forget(self) -> None:
        """A thread does not outlive a fork, nor does what it held."""
        self._lock = threading.Lock()
        self._done, self._wanted, self._thread = threading.Event(), threading.Event(), None
