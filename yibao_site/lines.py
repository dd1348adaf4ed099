"""A connection of the server (``yibao_site.worker``): what has come on it, whether that is a whole request, and what of an
answer has yet to be taken."""

import errno
import re
import resource
import socket
import time
from contextlib import suppress
from typing import Any

#: Seconds for a whole request to come in.
COMES_WITHIN = 10
#: Bytes of a head, which is that large for nobody: no more of it is waited for at all. And of a body that does not say how
#: long it will be, or says that it is longer than any that is read (yibao_site.middleware).
GATHERED = 96 * 1024
LARGEST = 11 * 1024 * 1024
#: Of a body in pieces so much of its end is looked at for the last of them.
TAIL = 1024
#: Pieces of a request smaller than so many bytes are crumbs.
CRUMB = 512
#: Connections that a process takes; and the files that it opens beside them: of its own, and for each thread those of the
#: database, of what is shared, and of what it sends or was sent.
MOST, OWN_FILES, FILES_OF_A_THREAD = 1000, 64, 8
_LENGTH = re.compile(rb"^content-length:[ \t]*(.*?)[ \t]*\r$", re.I | re.M)
#: A body in any other way has no length, and the parser refuses it: nothing more is waited for.
_CHUNKED = re.compile(rb"^transfer-encoding:[^\r]*chunked", re.I | re.M)
_LAST = re.compile(rb"\n0+[ \t]*(?:;[^\n]*)?\r?\n(?:[^\r\n]+\r?\n)*\r?\n\Z")


def room(threads: int) -> int:
    """How many connections this process and those that it begins may take each, with files left for whoever is answered: a
    connection is a file as well. As many as may be opened are asked for; most systems begin with 1,024."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if most == resource.RLIM_INFINITY:
        return MOST
    return min(MOST, max(2 * threads, most - OWN_FILES - FILES_OF_A_THREAD * threads))


class Coming:
    """How much of a request must have come before it has a thread. Nothing of it is looked at twice, in however many pieces
    it comes."""

    def __init__(self) -> None:
        self._looked_at = 0
        #: Bytes of head and body; None until the head has come to its end.
        self._wanted: int | None = None
        #: Whether the body does not say how long it is. Nothing of ours reads one: no thread waits for its rest.
        self._in_pieces = False

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
        return len(request) >= self._wanted or (self._in_pieces and _ends(request))

    def _body(self, head: bytes) -> int:
        found = _LENGTH.search(head)
        if _CHUNKED.search(head):
            if found is not None:  # of two lengths the parser believes neither
                return 0
            self._in_pieces = True
            return GATHERED
        if found is None or not found[1].isdigit():  # what is no number the parser refuses, and reads nothing more
            return 0
        digits = found[1].lstrip(b"0") or b"0"
        length = int(digits) if len(digits) <= len(str(LARGEST)) else LARGEST + 1
        return length if length <= LARGEST else GATHERED


def _ends(request: bytes | bytearray) -> bool:
    """Whether the last piece of a body has come, with the lines that may follow it, also where they end otherwise than they
    should: that is refused."""
    return request.endswith((b"\n\r\n", b"\n\n")) and _LAST.search(request[-TAIL:]) is not None


class Line(socket.socket):
    """A connection with an end to each request. ``setblocking`` is how gunicorn says that one begins."""

    _until = 0.0
    #: What was answered and has not been taken yet.
    behind = b""
    #: Whether no more than the head of an answer is wanted, also of a request that cannot be read.
    wants_head = False

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        #: What has come of a request and was not read yet.
        self.ahead = bytearray()
        self._coming = Coming()
        #: How many very small pieces it came in.
        self.crumbs = 0

    def setblocking(self, flag: bool) -> None:
        self._coming, self.crumbs = Coming(), 0
        if self.ahead:  # else it is said once more of the same request
            self.wants_head = self.ahead.startswith(b"HEAD ")
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
