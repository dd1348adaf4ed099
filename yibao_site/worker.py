"""gunicorn's threaded worker, for whom no client is too slow.

gunicorn waits for ever for the rest of a request that has begun. Here a request has to be there within some seconds,
all of it, and an answer has to be taken; what does not keep to that is hung up on, and its thread answers others.
"""

import errno
import socket
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

#: Seconds for a whole request to come in, from when its connection has a thread, and for one answer to be taken.
COMES_WITHIN, IS_TAKEN_WITHIN = 10, 60


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    def enqueue_req(self, conn: Any) -> None:
        if not isinstance(conn.sock, Line):
            conn.sock = Line(fileno=conn.sock.detach())
        super().enqueue_req(conn)


class Line(socket.socket):
    """A connection with an end to each request. ``setblocking`` is how gunicorn says that one begins."""

    _until = 0.0

    def setblocking(self, flag: bool) -> None:
        self._until = time.monotonic() + COMES_WITHIN
        self.settimeout(IS_TAKEN_WITHIN if flag else 0)

    def recv(self, *args: Any) -> bytes:
        if not self.gettimeout():
            return super().recv(*args)
        try:
            if (left := self._until - time.monotonic()) <= 0:
                raise TimeoutError
            self.settimeout(left)
            return super().recv(*args)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "too slow") from None
        finally:
            self.settimeout(IS_TAKEN_WITHIN)

    def sendall(self, *args: Any) -> None:
        try:
            super().sendall(*args)
        except TimeoutError:
            raise BrokenPipeError(errno.EPIPE, "not taken") from None
