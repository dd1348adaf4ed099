"""One request as bytes, and what came back: no client library, since none would send what is sent here."""

import http.client
import re
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

HOST = "127.0.0.1"
#: Seconds until a client gives up; gunicorn ends a worker after 30.
PATIENCE = 40

_COMMON = re.compile(
    rb"Host: 127\.0\.0\.1:\d+$|User-Agent: zq|Cookie: (csrftoken|sessionid)=\w{32}|X-CSRFToken: \w{32}|Content-Length"
)


@dataclass(frozen=True)
class Request:
    """``kind`` names what is tried, ``number`` is how to make it again; ``half`` ends what is sent before all is."""

    kind: str
    raw: bytes
    number: str = ""
    source: str = HOST
    half: bool = False
    #: Whether bytes that no server has to understand may be left without an answer.
    broken: bool = False
    #: Seconds that an answer may take.
    within: float = 5
    #: Told beside the line, where that says too little.
    label: str = ""

    @property
    def method(self) -> str:
        return self.raw.split(b" ", 1)[0].decode("latin-1")

    @property
    def line(self) -> str:
        """What to send to see it again, without what every request has and without cookies of a session."""
        head, _, body = self.raw.partition(b"\r\n\r\n")
        told = [line for line in head.split(b"\r\n") if not _COMMON.match(line)]
        body = b"" if self.label else body
        return f"{self.label} {repr(b' | '.join(told)[:400])[2:-1]} {repr(body[:400])[2:-1]}".strip()


@dataclass(frozen=True)
class Answer:
    """``status`` 0: nothing that can be read came back; ``problem`` says what happened."""

    status: int
    seconds: float
    headers: dict[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()
    body: bytes = b""
    problem: str = ""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def message(method: str, target: str | bytes, headers: Iterable[tuple[str, str]] = (), body: bytes = b"") -> bytes:
    """A request as bytes; headers are sent as they are given, none is added but the length of a body."""
    target = target.encode("utf-8", "surrogateescape") if isinstance(target, str) else target
    lines = [method.encode("latin-1", "replace") + b" " + target + b" HTTP/1.1"]
    lines += [
        name.encode("latin-1", "replace") + b": " + value.encode("utf-8", "surrogateescape") for name, value in headers
    ]
    if body and not any(name.lower() in ("content-length", "transfer-encoding") for name, _ in headers):
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def ask(port: int, request: Request) -> Answer:
    start = time.monotonic()
    try:
        with socket.create_connection((HOST, port), PATIENCE, source_address=(request.source, 0)) as connection:
            _send(connection, request)
            answer = http.client.HTTPResponse(connection, method=request.method)
            answer.begin()
            body = answer.read()
            cookies = tuple(answer.headers.get_all("Set-Cookie", ()))
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(answer.status, time.monotonic() - start, headers, cookies, body)
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, time.monotonic() - start, problem=f"{type(error).__name__} {error}"[:100])


def _send(connection: socket.socket, request: Request) -> None:
    try:
        connection.sendall(request.raw)
        if request.half:
            connection.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # refused before all was sent: the answer says why
