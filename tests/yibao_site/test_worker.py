"""The server's worker, and clients that begin a request and never end it."""

import errno
import http.client
import os
import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from gunicorn.config import Config

from tests.browser import serving
from yibao_site import worker
from yibao_site.middleware import LARGEST_UPLOAD


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


def test_nobody_waits_for_an_answer_to_be_taken(ends: tuple[worker.Line, socket.socket], tmp_path: Path) -> None:
    """Of whatever it is made; all of it comes in its order, and what is read meanwhile has its own time."""
    line, client = ends
    (tmp_path / "file").write_bytes(b"<" + b"y" * 3_000_000)
    line.sendall(b"x" * 3_000_000)
    with (tmp_path / "file").open("rb") as file:
        assert line.sendfile(file, offset=1) == 3_000_000
    assert line.behind
    client.send(b"GET")
    assert line.recv(3) == b"GET"
    taken = bytearray()
    while line.behind:
        taken += client.recv(1_000_000)
        line.send_on()
    line.close()
    taken += b"".join(iter(lambda: client.recv(1_000_000), b""))
    assert taken == b"x" * 3_000_000 + b"y" * 3_000_000


def test_who_is_gone_is_sent_nothing_more(ends: tuple[worker.Line, socket.socket]) -> None:
    line, client = ends
    line.sendall(b"x" * 3_000_000)
    client.close()
    with pytest.raises(BrokenPipeError):
        line.send_on()


_FOR_THE_PARSER_TO_REFUSE = (
    b" x",
    b"",
    b" +3",
    b" -3",
    b" 3, 3",
    b" 3 3",
    b" 0x3",
    b" 3_0",
    b" 3.0",
    b" \xb3",
    b"\x0b3",
)
_AS_MANY_AS_THREE = (b"3", b" 3", b"\t3 \t", b" 0000000000000003", b" " + b"0" * 5000 + b"3")


@pytest.mark.parametrize(
    ("request_", "whole"),
    [
        (b"", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nab", False),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\nA: b\r\n\r\nabc", True),
        *((b"POST / HTTP/1.1\r\nContent-Length:" + odd + b"\r\n\r\n", True) for odd in _FOR_THE_PARSER_TO_REFUSE),
        *((b"POST / HTTP/1.1\r\nContent-Length:" + odd + b"\r\n\r\nab", False) for odd in _AS_MANY_AS_THREE),
        *((b"POST / HTTP/1.1\r\nContent-Length:" + odd + b"\r\n\r\nabc", True) for odd in _AS_MANY_AS_THREE),
        (b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", False),
        (b"\r\nGET / HTTP/1.1\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", False),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", True),
        (b"a" * worker.GATHERED, False),
        (b"POST / HTTP/1.1\r\nContent-Length: 999999\r\n\r\n" + b"a" * 999998, False),
        (b"POST / HTTP/1.1\r\nContent-Length: 999999\r\n\r\n" + b"a" * 999999, True),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n" + b"a" * (worker.GATHERED - 1), False),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n" + b"a" * worker.GATHERED, True),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n" + b"a" * worker.GATHERED, True),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n10\r\n\r\n", False),
        (b"POST / HTTP/1.1\r\nA: " + b"a" * worker.GATHERED + b"\r\nContent-Length: 9\r\n\r\n", False),
    ],
)
def test_request_has_a_thread_once_it_is_there(request_: bytes, whole: bool) -> None:
    assert worker.Coming().is_whole(request_) is whole


class Looked(bytearray):
    """Counts the bytes that are searched."""

    searched = 0

    def find(self, *args: Any) -> int:
        self.searched += len(self) - args[1]
        return super().find(*args)


def test_no_byte_of_a_request_is_looked_at_again_and_again() -> None:
    """However it dribbles in: three bytes more each time, because the end of a head may have been cut."""
    request, coming = Looked(), worker.Coming()
    head = b"POST / HTTP/1.1\r\nA: " + b"a" * 2000 + b"\r\nContent-Length: 500\r\n\r\n"
    for letter in head + b"a" * 499:
        request.append(letter)
        assert not coming.is_whole(request)
    request += b"a"
    assert coming.is_whole(request)
    assert request.searched <= 4 * len(head)


def test_all_that_is_read_of_a_body_is_waited_for() -> None:
    assert worker.LARGEST == LARGEST_UPLOAD


@pytest.mark.parametrize(
    ("sent", "first"),
    [
        ([("a", 5), ("b", 1)], None),
        ([("b", 1), ("a", 2), ("a", 2), ("c", 2)], 1),  # who has sent most, and what he began first
        ([("b", 3), ("a", 2), ("a", 2)], 1),
        ([("b", 4), ("a", 3)], 0),
        ([("a", 0)] * 900, None),  # forms
    ],
)
def test_no_more_is_held_of_large_bodies_than_there_is_room_for(sent: list[tuple[str, int]], first: int | None) -> None:
    """Whoever sends many and ends none is hung up on, and nobody else."""
    conns = [
        SimpleNamespace(host=host, sock=SimpleNamespace(ahead=bytes(size * worker.LARGEST or 80_000)))
        for host, size in sent
    ]
    assert worker.too_much(conns) is (None if first is None else conns[first])


@pytest.mark.parametrize(
    ("hosts", "gone"),
    [("", []), ("a", [0]), ("abb", [1]), ("baa" * 15, [1, 2, 4]), ("ab" * 1000, list(range(0, 200, 2)))],
)
def test_where_there_is_no_room_some_of_who_has_most_go(hosts: str, gone: list[int]) -> None:
    conns = [SimpleNamespace(host=host) for host in hosts]
    assert worker.crowd(conns) == [conns[number] for number in gone]


@pytest.fixture
def patient() -> Iterator[tuple[worker.PatientWorker, socket.socket]]:
    """A worker as gunicorn makes one, without threads, and where it listens."""
    config = Config()
    config.set("worker_connections", 20)
    config.set("threads", 2)
    with socket.create_server(("127.0.0.1", 0)) as listener, selectors.DefaultSelector() as poller:
        listener.setblocking(False)
        one = worker.PatientWorker(1, os.getpid(), [listener], None, 20, config, None)
        one.poller, one.alive = poller, True
        yield one, listener
        for conn in [*one.pending_conns]:
            conn.close()
        one.tmp.close()


def test_newcomer_finds_room_among_the_silent(patient: tuple[worker.PatientWorker, socket.socket]) -> None:
    """Who has said nothing longest goes, before the last connection is had: nobody waits until his time is over."""
    one, listener = patient
    with ExitStack() as stack:
        silent = [stack.enter_context(socket.create_connection(listener.getsockname())) for _ in range(30)]
        for _ in silent:
            one.accept(listener)
        assert one.nr_conns == len(one.pending_conns) < 20
        silent[0].settimeout(5)
        assert silent[0].recv(1) == b""
        silent[-1].setblocking(False)
        with pytest.raises(BlockingIOError):
            silent[-1].recv(1)


def test_worker_without_a_file_to_spare_goes_on(patient: tuple[worker.PatientWorker, socket.socket]) -> None:
    one, listener = patient

    class Full:
        def accept(self) -> None:
            raise OSError(errno.EMFILE, "Too many open files")

    with socket.create_connection(listener.getsockname()):
        one.accept(listener)
        one.accept(Full())
        assert one.nr_conns == len(one.pending_conns) == 0


def test_who_sends_in_crumbs_is_looked_at_now_and_then(
    patient: tuple[worker.PatientWorker, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, listener = patient
    with socket.create_connection(listener.getsockname()) as client:
        one.accept(listener)
        for _ in range(worker.CRUMBS + 1):
            client.send(b"a")
            one.wait_for_and_dispatch_events(1)
        client.send(b"b")
        one.wait_for_and_dispatch_events(0)
        one.murder_pending()
        [conn] = one.pending_conns
        assert bytes(conn.sock.ahead) == b"a" * (worker.CRUMBS + 1)
        later = time.monotonic() + worker.RESTS_FOR
        monkeypatch.setattr(time, "monotonic", lambda: later)
        one.murder_pending()
        one.wait_for_and_dispatch_events(1)
        assert conn.sock.ahead.endswith(b"b")


def test_request_that_comes_in_pieces_is_read_as_one(ends: tuple[worker.Line, socket.socket]) -> None:
    line, client = ends
    line.setblocking(False)
    assert not line.has_request()
    for piece, whole in ((b"GET / HT", False), (b"TP/1.1\r\n\r", False), (b"\nGET", True)):
        client.send(piece)
        assert line.has_request() is whole
    line.setblocking(True)
    assert (line.recv(4), line.recv(100)) == (b"GET ", b"/ HTTP/1.1\r\n\r\nGET")


def test_head_that_does_not_end_is_not_waited_for(ends: tuple[worker.Line, socket.socket]) -> None:
    line, client = ends
    line.setblocking(False)
    for piece, enough in ((worker.GATHERED - 1, False), (1, True)):
        client.sendall(b"a" * piece)
        assert line.has_request() is enough
    line.setblocking(True)
    assert (line.recv(worker.GATHERED), line.recv(1)) == (b"a" * worker.GATHERED, b"")


def test_who_leaves_before_a_request_is_there_is_seen_at_once(ends: tuple[worker.Line, socket.socket]) -> None:
    line, client = ends
    line.setblocking(False)
    assert not line.has_left()
    client.close()
    assert line.has_request()
    assert line.has_left()


def test_visitor_is_answered_while_others_stall(tmp_path: Path, prepared: Path) -> None:
    """As `make run` starts it, with one process: connections that say nothing, and requests that end nowhere, before they
    are answered or after; and what clerks send, which has a place of the desk only once it is there."""
    with serving.copied(prepared, tmp_path) as state, serving.serving(state, WEB_CONCURRENCY="1") as site:
        place = urlsplit(site)
        form = f"Host: {place.netloc}\r\nOrigin: {site}\r\nContent-Type: multipart/form-data; boundary=x\r\n".encode()
        upload = b"POST /admin/registry/office/add/ HTTP/1.1\r\n" + form + b"Content-Length: 999999\r\n\r\n--x\r\n"
        with ExitStack() as stalled:
            for begun in (
                b"",
                b"GET / HTTP/1.1\r\nHost:",
                b"GET / HTTP/1.1\r\n" + (b"A: " + b"a" * 8000 + b"\r\n") * 13,
                b"POST /estimate/ HTTP/1.1\r\n" + (b"A: " + b"a" * 8000 + b"\r\n") * 13 + b"Content-Length: 9\r\n\r\n",
                b"POST /estimate/ HTTP/1.1\r\nContent-Length: 9\r\n\r\n",
                b"POST /estimate/ HTTP/1.1\r\nContent-Length: 0000000000000009\r\n\r\n",
                b"POST /estimate/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n",
                b"POST /estimate/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFF\r\n0\r\n\r\n",
                b"GET /health/live HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n",  # answered, and stays
                b"GET /health/live HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFF\r\n0\r\n\r\n",
                b"POST /estimate/ HTTP/1.1\r\nContent-Length: 999999\r\n\r\n" + b"a" * worker.GATHERED,
                upload + b"a" * worker.GATHERED,
                b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + upload,
            ) * 16:
                client = stalled.enter_context(socket.create_connection((place.hostname, place.port), timeout=10))
                client.sendall(begun)
            for page in ("/", "/admin/login/"):
                line = http.client.HTTPConnection(place.netloc, timeout=5)
                line.request("GET", page)
                assert line.getresponse().status == 200, page
                line.close()


def test_visitor_is_answered_while_others_take_nothing(tmp_path: Path, prepared: Path) -> None:
    """One process of two threads, and three who ask for page after page and read none; then they do read."""
    env = {"WEB_CONCURRENCY": "1", "THREADS": "2"}
    with serving.copied(prepared, tmp_path) as state, serving.serving(state, **env) as site, ExitStack() as idle:
        place = urlsplit(site)
        page = f"GET /misconceptions/ HTTP/1.1\r\nHost: {place.netloc}\r\n".encode()
        clients = []
        for _ in range(3):
            client = idle.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.settimeout(30)
            client.connect((place.hostname, place.port))
            client.sendall((page + b"\r\n") * 149 + page + b"Connection: close\r\n\r\n")
            clients.append(client)
        time.sleep(0.5)
        line = http.client.HTTPConnection(place.netloc, timeout=30)
        line.request("GET", "/")
        assert line.getresponse().status == 200
        line.close()
        taken = b"".join(iter(lambda: clients[0].recv(1_000_000), b""))
        assert taken.count(b"HTTP/1.1 200") == taken.count(b"</html>") == 150


def test_requests_that_come_together_or_are_large_are_all_answered(tmp_path: Path, prepared: Path) -> None:
    """Two in one piece; one in many; one of more than is waited for; one after another on one connection."""
    with serving.copied(prepared, tmp_path) as state, serving.serving(state, WEB_CONCURRENCY="1") as site:
        place = urlsplit(site)
        with socket.create_connection((place.hostname, place.port), timeout=10) as client:
            alive = f"GET /health/live HTTP/1.1\r\nHost: {place.netloc}\r\n"
            client.sendall(f"{alive}\r\n{alive}Connection: close\r\n\r\n".encode())
            assert b"".join(iter(lambda: client.recv(9999), b"")).count(b"HTTP/1.1 200") == 2
        line = http.client.HTTPConnection(place.netloc, timeout=10)
        for body in (b"total=1", iter([b"total", b"=1"]), b"total=" + b"1" * 3 * worker.GATHERED, b"total=2"):
            line.request("POST", "/estimate/", body, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = line.getresponse()
            answer.read()
            assert answer.status == (413 if isinstance(body, bytes) and len(body) > worker.GATHERED else 200)
        line.close()
