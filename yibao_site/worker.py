"""gunicorn's threaded worker, for whom no client is too slow.

gunicorn gives a thread to whoever connects, waits in it for ever for the rest of a request, and stops everything for up
to two seconds while a client that was answered does not hang up. Here a connection has a thread only once its request is
there, workbooks and papers of clerks included, and only until its answer is made; a request has to be there within some
seconds, and an answer has to be taken; who takes his time over it, and who was answered, is seen to beside the others.
What does not keep to that is hung up on; so is, where no more connections can be had, who has most of them and says least.
"""

import errno
import selectors
import socket
import time
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.http.body import ChunkedReader
from gunicorn.http.errors import InvalidChunkSize, ParseException
from gunicorn.workers.gthread import TConn, ThreadWorker

from registry.visitors import subscriber
from yibao_site.lines import COMES_WITHIN, GATHERED, LARGEST, Line
from yibao_site.refusals import sentence

#: Seconds for one answer to be taken, and for who was answered to hang up.
IS_TAKEN_WITHIN, LEAVES_WITHIN = 60, 2
#: Bytes of bodies longer than that, of all clients together, that are held while they come.
HELD = 6 * LARGEST
#: So many crumbs of a request are looked at as they come; then it is looked at no more often than every so many seconds.
CRUMBS, RESTS_FOR = 32, 0.5
_NOBODY_THERE = (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK)
_NO_ROOM = (errno.EMFILE, errno.ENFILE)


def too_much(conns: Iterable[Any]) -> Any:
    """Who is hung up on where all together have sent more than is held: of whoever sends most, the one who began first."""
    large = [conn for conn in conns if len(conn.sock.ahead) > GATHERED]
    if sum(len(conn.sock.ahead) for conn in large) <= HELD:
        return None
    sent: Counter[Any] = Counter()
    for conn in large:
        sent[conn.host] += len(conn.sock.ahead)
    [(most, _)] = sent.most_common(1)
    return next(conn for conn in large if conn.host == most)


def crowd(conns: Sequence[Any]) -> list[Any]:
    """Who is hung up on where no more connections can be had: some of whoever has most, those first that began first."""
    for most, many in Counter(conn.host for conn in conns).most_common(1):
        return [conn for conn in conns if conn.host == most][: max(1, many // 10)]
    return []


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.taking: deque[Connection] = deque()
        self.leaving: deque[Connection] = deque()
        self.resting: deque[Connection] = deque()

    def accept(self, listener: Any) -> None:
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in _NO_ROOM:
                self._make_room()
            elif error.errno not in _NOBODY_THERE:
                raise
            return
        self.nr_conns += 1
        self._gather(Connection(self, Line(fileno=client.detach()), address, listener.getsockname()))
        if self.nr_conns >= self.worker_connections:
            self._make_room()

    def _make_room(self) -> None:
        """Of those who were answered and stay, say nothing, or take nothing of their answer; whose request is in hand has his
        answer."""
        waiting = (self.leaving, self.pending_conns, self.keepalived_conns, self.taking)
        gone = set(crowd([conn for conns in waiting for conn in conns]))
        for conns in waiting:
            stay = [conn for conn in conns if conn not in gone]
            conns.clear()
            conns.extend(stay)
        for conn in gone:
            self._give_up(conn)

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
        elif (other := too_much(self.pending_conns) if len(client.ahead) > GATHERED else None) is not None:
            self.pending_conns.remove(other)
            self._give_up(other)
        elif client.crumbs > CRUMBS:
            self.poller.unregister(client)
            conn.rests_until = time.monotonic() + RESTS_FOR
            self.resting.append(conn)

    def handle_request(self, req: Any, conn: Any) -> bool:
        """A body in pieces is read as far as it has come, for what is wrong with it: gunicorn then refuses it, and so is one
        that has not come to its end."""
        if isinstance(req.body.reader, ChunkedReader):
            conn.sock.settimeout(0)
            try:
                req.body.read(LARGEST)
            except BlockingIOError:
                raise InvalidChunkSize(b"") from None
            finally:
                conn.sock.setblocking(True)
        return bool(super().handle_request(req, conn))

    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        """Whether another request may follow. A body that nobody read is passed over, as nginx sends its next request behind
        it; no more of it is taken than has come: who has yet to send the rest would have a thread for it."""
        conn.sock.settimeout(0)
        try:
            return keepalive and bool(conn.parser.finish_body(max_bytes=LARGEST))
        except (OSError, ParseException):
            # It has yet to come, or is none: of that gunicorn would tell as well, behind the answer.
            return False

    def finish_request(self, conn: Any, fs: Any) -> None:
        if conn.sock.behind:
            conn.answered, conn.timeout = fs, time.monotonic() + IS_TAKEN_WITHIN
            self.taking.append(conn)
            self._listen(conn, self._takes_more, selectors.EVENT_WRITE)
        elif not fs.cancelled() and fs.result() and conn.has_more():
            self._gather(conn)  # its next request came with this one, or began to
        else:
            super().finish_request(conn, fs)

    def _takes_more(self, conn: "Connection", client: Line) -> None:
        try:
            client.send_on()
        except OSError:
            self.taking.remove(conn)
            self._give_up(conn)
            return
        if not client.behind:
            self.taking.remove(conn)
            self.poller.unregister(client)
            self.finish_request(conn, conn.answered)

    def _give_up(self, conn: "Connection") -> None:
        self.nr_conns -= 1
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)
        conn.sock.close()

    def see_off(self, conn: "Connection") -> None:
        """Hang up when the client does, or soon: at once the end of an answer could be lost that it is still reading. Until
        then it is one of the connections that a process has room for."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:
            conn.sock.close()
            return
        conn.timeout = time.monotonic() + LEAVES_WITHIN
        self.nr_conns += 1
        self.leaving.append(conn)
        self._listen(conn, self._hears)

    def _hears(self, conn: "Connection", client: Line) -> None:
        if client.has_left():
            self.leaving.remove(conn)
            self._give_up(conn)

    def murder_pending(self) -> None:
        """gunicorn's name for a look, at least once a second, at whose time is over."""
        super().murder_pending()
        now = time.monotonic()
        while self.taking and self.taking[0].timeout <= now:
            self._give_up(self.taking.popleft())
        while self.leaving and self.leaving[0].timeout <= now:
            self._give_up(self.leaving.popleft())
        while self.resting and self.resting[0].rests_until <= now:
            rested = self.resting.popleft()
            if rested.sock.fileno() >= 0:  # else it was hung up on meanwhile
                self._listen(rested, self.on_pending_socket_readable)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Any) -> None:
        """gunicorn's own way with what it cannot read or what failed, but for its page: that is English, and quotes what
        was sent."""
        super().handle_error(req, Told(client), addr, exc)

    def _listen(self, conn: Any, then: Any, for_what: int = selectors.EVENT_READ) -> None:
        self.poller.register(conn.sock, for_what, partial(then, conn))


class Told:
    """A connection whose client is told in a sentence of ours what gunicorn would say in one of its pages."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)

    def sendall(self, page: bytes, *_: Any) -> None:
        """``page`` is all of gunicorn's answer: of it the status is taken."""
        status = page.split(b"\r\n", 1)[0]
        says = sentence(int(status.split(b" ", 2)[1]))
        head = "Connection: close\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
        head += f"X-Content-Type-Options: nosniff\r\nContent-Length: {len(says)}\r\n\r\n"
        self._line.sendall(status + b"\r\n" + head.encode() + (b"" if self._line.wants_head else says))


class Connection(TConn):  # type: ignore[misc]  # gunicorn ships no types
    timeout: float
    #: Until when nothing more of what comes in crumbs is looked at.
    rests_until: float
    #: What came of its request, while its answer is still being taken.
    answered: Any

    def __init__(self, worker: PatientWorker, line: Line, client: Any, server: Any) -> None:
        super().__init__(worker.cfg, line, client, server)
        self.worker = worker
        self.host = subscriber(str(client[0])) if client else None

    def has_more(self) -> bool:
        """Whether something came behind a request that was answered. What the parser has of it is put back: it may be no
        whole request yet."""
        self.sock.ahead[:0] = self.parser.unreader.take_buffered()
        return bool(self.sock.ahead)

    def close(self, graceful: bool = False) -> None:
        if graceful:
            self.worker.see_off(self)
        else:
            super().close()
