"""The server's worker, and clients that begin a request and never end it."""

import errno
import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser import serving
from yibao_site import worker


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[worker.Line, socket.socket]]:
    monkeypatch.setattr(worker, "COMES_WITHIN", 0.2)
    monkeypatch.setattr(worker, "IS_TAKEN_WITHIN", 0.2)
    one, other = socket.socketpair()
    with worker.Line(fileno=one.detach()) as line, other:
        line.setblocking(True)
        yield line, other


def test_request_that_comes_is_read(ends: tuple[worker.Line, socket.socket]) -> None:
    line, client = ends
    client.send(b"GET")
    assert line.recv(10) == b"GET"


@pytest.mark.parametrize("drips", [False, True])
def test_request_that_does_not_come_is_hung_up_on(ends: tuple[worker.Line, socket.socket], drips: bool) -> None:
    """However much of it comes meanwhile. As if the client had gone: that is written into no log."""
    line, client = ends

    def read() -> None:
        while True:
            if drips:
                client.send(b"x")
                time.sleep(0.01)
            line.recv(1)

    with pytest.raises(ConnectionResetError) as caught:
        read()
    assert caught.value.errno == errno.ECONNRESET


def test_next_request_of_a_connection_has_its_own_time(ends: tuple[worker.Line, socket.socket]) -> None:
    line, client = ends
    time.sleep(0.25)
    client.send(b"GET")
    with pytest.raises(ConnectionResetError):
        line.recv(10)
    line.setblocking(True)
    assert line.recv(10) == b"GET"


def test_answer_that_is_not_taken_is_given_up(ends: tuple[worker.Line, socket.socket]) -> None:
    line, _ = ends
    with pytest.raises(BrokenPipeError):
        line.sendall(b"x" * 50_000_000)


def test_visitor_is_answered_while_others_stall(tmp_path: Path, prepared: Path) -> None:
    """As `make run` starts it, with one process: connections that say nothing, and requests that end nowhere."""
    with serving.copied(prepared, tmp_path) as state, serving.serving(state, WEB_CONCURRENCY="1") as site:
        place = urlsplit(site)
        with ExitStack() as stalled:
            for begun in (
                b"",
                b"GET / HTTP/1.1\r\nHost:",
                b"POST /estimate/ HTTP/1.1\r\nContent-Length: 9\r\n\r\n",
            ) * 4:
                client = stalled.enter_context(socket.create_connection((place.hostname, place.port), timeout=10))
                client.sendall(begun)
            line = http.client.HTTPConnection(place.netloc, timeout=10)
            line.request("GET", "/")
            assert line.getresponse().status == 200
            line.close()
