"""gunicorn's threaded worker, for whom no client is too slow.

gunicorn gives a thread to whoever connects, waits in it for ever for the rest of a request, and stops everything for up
to two seconds while a client that was answered does not hang up. Here a connection has a thread only once its request is
there, as long as that is no larger than a form; it has to be there within some seconds, and an answer has to be taken;
who was answered is seen off beside the others. What does not keep to that is hung up on.
"""

import errno
import re
import selectors
import socket
import time
from collections import deque
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

#: Seconds for a whole request to come in, for one answer to be taken, and for who was answered to hang up.
COMES_WITHIN, IS_TAKEN_WITHIN, LEAVES_WITHIN = 10, 60, 2
#: Bytes of a request that are waited for without a thread: more than any form of the public.
GATHERED = 96 * 1024
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.I | re.M)
_CHUNKED = re.compile(rb"^transfer-encoding:", re.I | re.M)
_NOBODY_THERE = (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK)


def is_whole(request: bytes) -> bool:
    """Whether a request has come to its end, or to more than is waited for."""
    head, ended, body = request.partition(b"\r\n\r\n")
    if len(request) >= GATHERED:
        return True
    if not ended:
        return False
    if _CHUNKED.search(head):
        return body.endswith(b"0\r\n\r\n")
    length = _LENGTH.search(head)
    return length is None or len(body) >= int(length[1])


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.leaving: deque[Connection] = deque()

    def accept(self, listener: Any) -> None:
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in _NOBODY_THERE:
                raise
            return
        self.nr_conns += 1
        self._gather(Connection(self, Line(fileno=client.detach()), address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        """The next request of a connection begins."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._gather(conn)

    def _gather(self, conn: Any) -> None:
        conn.sock.setblocking(False)
        if conn.sock.has_request():  # most are there at once: waiting for them costs as much as a kept page
            conn.data_ready = True
            self.enqueue_req(conn)
            return
        conn.timeout = time.monotonic() + COMES_WITHIN
        self.pending_conns.append(conn)
        self._listen(conn, self.on_pending_socket_readable)

    def on_pending_socket_readable(self, conn: Any, client: Any) -> None:
        if client.has_request():
            super().on_pending_socket_readable(conn, client)

    def finish_request(self, conn: Any, fs: Any) -> None:
        if conn.sock.ahead and not fs.cancelled() and fs.result():
            self.enqueue_req(conn)  # its next request came with this one
        else:
            super().finish_request(conn, fs)

    def see_off(self, conn: "Connection") -> None:
        """Hang up when the client does, or soon: at once the end of an answer could be lost that it is still reading."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:
            conn.sock.close()
            return
        conn.timeout = time.monotonic() + LEAVES_WITHIN
        self.leaving.append(conn)
        self._listen(conn, self._hears)

    def _hears(self, conn: "Connection", client: "Line") -> None:
        if client.has_left():
            self.leaving.remove(conn)
            self._hang_up(conn)

    def murder_pending(self) -> None:
        """gunicorn's name for a look, once a second, at whose time is over."""
        super().murder_pending()
        while self.leaving and self.leaving[0].timeout <= time.monotonic():
            self._hang_up(self.leaving.popleft())

    def _listen(self, conn: Any, then: Any) -> None:
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(then, conn))

    def _hang_up(self, conn: "Connection") -> None:
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)
        conn.sock.close()


class Connection(TConn):  # type: ignore[misc]  # gunicorn ships no types
    timeout: float

    def __init__(self, worker: PatientWorker, line: "Line", client: Any, server: Any) -> None:
        super().__init__(worker.cfg, line, client, server)
        self.worker = worker

    def close(self, graceful: bool = False) -> None:
        if graceful:
            self.worker.see_off(self)
        else:
            super().close()


class Line(socket.socket):
    """A connection with an end to each request. ``setblocking`` is how gunicorn says that one begins."""

    _until = 0.0
    #: What has come of a request and was not read yet.
    ahead = b""

    def setblocking(self, flag: bool) -> None:
        self._until = time.monotonic() + COMES_WITHIN
        self.settimeout(IS_TAKEN_WITHIN if flag else 0)

    def has_request(self) -> bool:
        """Take in what has come; whether that is a request, or nothing more will come."""
        try:
            some = super().recv(GATHERED)
        except BlockingIOError:
            return False
        except OSError:
            return True  # who reads on sees why
        self.ahead += some
        return not some or is_whole(self.ahead)

    def has_left(self) -> bool:
        try:
            return not super().recv(GATHERED)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def recv(self, *args: Any) -> bytes:
        if self.ahead:
            size = args[0] if args else GATHERED
            some, self.ahead = self.ahead[:size], self.ahead[size:]
            return some
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
