"""gunicorn's threaded worker, for whom no client is too slow.

gunicorn gives a thread to whoever connects, waits in it for ever for the rest of a request, and stops everything for up
to two seconds while a client that was answered does not hang up. Here a connection has a thread only once its request is
there, workbooks and papers of clerks included, and only until its answer is made; a request has to be there within some
seconds, and an answer has to be taken; who takes his time over it, and who was answered, is seen to beside the others.
What does not keep to that is hung up on; so is, where no more connections can be had, who has most of them and says least.
"""

import errno
import re
import selectors
import socket
import time
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from registry.visitors import subscriber

#: Seconds for a whole request to come in, for one answer to be taken, and for who was answered to hang up.
COMES_WITHIN, IS_TAKEN_WITHIN, LEAVES_WITHIN = 10, 60, 2
#: Bytes of a head, which is that large for nobody: no more of it is waited for at all. And of a body that does not say how
#: long it will be, or says that it is longer than any that is read (yibao_site.middleware).
GATHERED = 96 * 1024
LARGEST = 11 * 1024 * 1024
#: Bytes of bodies longer than that, of all clients together, that are held while they come.
HELD = 6 * LARGEST
#: Pieces of a request smaller than so many bytes, of which so many are looked at as they come: what goes on in crumbs is
#: looked at no more often than every so many seconds.
CRUMB, CRUMBS, RESTS_FOR = 512, 32, 0.5
_LENGTH = re.compile(rb"^content-length:[ \t]*(.*?)[ \t]*\r$", re.I | re.M)
_CHUNKED = re.compile(rb"^transfer-encoding:", re.I | re.M)
_NOBODY_THERE = (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK)
_NO_ROOM = (errno.EMFILE, errno.ENFILE)


class Coming:
    """How much of a request must have come before it has a thread. Nothing of it is looked at twice, in however many pieces
    it comes."""

    def __init__(self) -> None:
        self._looked_at = 0
        #: Bytes of head and body; None until the head has come to its end.
        self._wanted: int | None = None
        #: What a body ends with that does not say how long it is. Nothing of ours reads one: no thread waits for its rest.
        self._end = b""

    @property
    def has_head(self) -> bool:
        return self._wanted is not None

    def is_whole(self, request: bytes | bytearray) -> bool:
        """Whether it has come to its end, or its body to more than is waited for."""
        if self._wanted is None:
            ended = request.find(b"\r\n\r\n", max(0, self._looked_at - 3))
            self._looked_at = len(request)
            if ended < 0:
                return False
            self._wanted = ended + 4 + self._body(bytes(request[: ended + 2]))
        return len(request) >= self._wanted or bool(self._end and request.endswith(self._end))

    def _body(self, head: bytes) -> int:
        if _CHUNKED.search(head):
            self._end = b"\n0\r\n\r\n"
            return GATHERED
        found = _LENGTH.search(head)
        if found is None or not found[1].isdigit():  # what is no number the parser refuses, and reads nothing more
            return 0
        digits = found[1].lstrip(b"0") or b"0"
        length = int(digits) if len(digits) <= len(str(LARGEST)) else LARGEST + 1
        return length if length <= LARGEST else GATHERED


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
        """Of those who say nothing, or take nothing of their answer; whose request is in hand has his answer."""
        waiting = (self.pending_conns, self.keepalived_conns, self.taking)
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

    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        """Whether another request may follow. A body that nobody read is passed over, as nginx sends its next request behind
        it; no more of it is taken than has come: who has yet to send the rest would have a thread for it."""
        conn.sock.settimeout(0)
        try:
            return keepalive and bool(conn.parser.finish_body(max_bytes=LARGEST))
        except BlockingIOError:
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

    def _takes_more(self, conn: "Connection", client: "Line") -> None:
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
        self._hang_up(conn)

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
        """gunicorn's name for a look, at least once a second, at whose time is over."""
        super().murder_pending()
        now = time.monotonic()
        while self.taking and self.taking[0].timeout <= now:
            self._give_up(self.taking.popleft())
        while self.leaving and self.leaving[0].timeout <= now:
            self._hang_up(self.leaving.popleft())
        while self.resting and self.resting[0].rests_until <= now:
            rested = self.resting.popleft()
            if rested.sock.fileno() >= 0:  # else it was hung up on meanwhile
                self._listen(rested, self.on_pending_socket_readable)

    def _listen(self, conn: Any, then: Any, for_what: int = selectors.EVENT_READ) -> None:
        self.poller.register(conn.sock, for_what, partial(then, conn))

    def _hang_up(self, conn: "Connection") -> None:
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)
        conn.sock.close()


class Connection(TConn):  # type: ignore[misc]  # gunicorn ships no types
    timeout: float
    #: Until when nothing more of what comes in crumbs is looked at.
    rests_until: float
    #: What came of its request, while its answer is still being taken.
    answered: Any

    def __init__(self, worker: PatientWorker, line: "Line", client: Any, server: Any) -> None:
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


class Line(socket.socket):
    """A connection with an end to each request. ``setblocking`` is how gunicorn says that one begins."""

    _until = 0.0
    #: What was answered and has not been taken yet.
    behind = b""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        #: What has come of a request and was not read yet.
        self.ahead = bytearray()
        self._coming = Coming()
        #: How many very small pieces it came in.
        self.crumbs = 0

    def setblocking(self, flag: bool) -> None:
        self._coming, self.crumbs = Coming(), 0
        self._until = time.monotonic() + COMES_WITHIN
        self.settimeout(COMES_WITHIN if flag else 0)

    def has_request(self) -> bool:
        """Take in what has come; whether that is a request, or nothing more will come."""
        try:
            some = super().recv(GATHERED)
        except BlockingIOError:
            return self._coming.is_whole(self.ahead)
        except OSError:
            return True  # who reads on sees why
        self.ahead += some
        self.crumbs += len(some) < CRUMB
        if not some or self._coming.is_whole(self.ahead):
            return True
        return self._has_too_large_a_head()

    def _has_too_large_a_head(self) -> bool:
        """Then nothing more comes, as if the client had said all: whoever reads on waits for none of it."""
        if len(self.ahead) < GATHERED or self._coming.has_head:
            return False
        with suppress(OSError):  # who has gone says no more either
            self.shutdown(socket.SHUT_RD)
        return True

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
            some = bytes(self.ahead[:size])
            del self.ahead[:size]  # from the front it costs nothing
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
            self.settimeout(COMES_WITHIN)

    def sendall(self, answer: Any, *_: Any) -> None:
        """As far as it is taken at once: no thread waits for a client to take the rest."""
        self.behind += answer
        self.send_on()

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        file.seek(offset)
        content = file.read(-1 if count is None else count)
        self.sendall(content)
        return len(content)

    def send_on(self) -> None:
        """Raises OSError where nobody is there any more."""
        patience = self.gettimeout()
        self.settimeout(0)
        try:
            while self.behind:
                self.behind = self.behind[self.send(self.behind) :]
        except BlockingIOError:
            pass
        finally:
            self.settimeout(patience)
