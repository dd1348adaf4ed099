"""The server's worker, and clients that begin a request and never end it."""

import errno
import http.client
import os
import selectors
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from gunicorn.config import Config

from tests.browser import serving
from yibao_site import worker
from yibao_site.lines import GATHERED, LARGEST


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
        SimpleNamespace(host=host, sock=SimpleNamespace(ahead=bytes(size * LARGEST or 80_000))) for host, size in sent
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


def test_who_was_answered_and_stays_has_a_place_until_he_goes(
    patient: tuple[worker.PatientWorker, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Uncounted, such connections took the files that answers are made with. A newcomer has the place of one."""
    one, listener = patient
    done: Future[bool] = Future()
    done.set_result(False)
    with ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection(listener.getsockname())) for _ in range(20)]
        for _ in clients[:19]:
            one.accept(listener)
        for conn in [*one.pending_conns]:
            one.pending_conns.remove(conn)
            one.poller.unregister(conn.sock)
            one.finish_request(conn, done)
        assert one.nr_conns == len(one.leaving) == 19
        one.accept(listener)
        assert (one.nr_conns, len(one.leaving), len(one.pending_conns)) == (18, 17, 1)
        clients[18].close()
        one.wait_for_and_dispatch_events(1)
        assert one.nr_conns == 17
        later = time.monotonic() + worker.LEAVES_WITHIN
        monkeypatch.setattr(time, "monotonic", lambda: later)
        one.murder_pending()
        assert (one.nr_conns, len(one.leaving)) == (1, 0)


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
                b"POST /estimate/ HTTP/1.1\r\nContent-Length: 999999\r\n\r\n" + b"a" * GATHERED,
                upload + b"a" * GATHERED,
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
        for body in (b"total=1", iter([b"total", b"=1"]), b"total=" + b"1" * 3 * GATHERED, b"total=2"):
            line.request("POST", "/estimate/", body, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = line.getresponse()
            answer.read()
            assert answer.status == (413 if isinstance(body, bytes) and len(body) > GATHERED else 200)
        line.close()
        for request, status in REFUSED.items():
            with socket.create_connection((place.hostname, place.port), timeout=5) as client:
                client.sendall(request)
                said = b"".join(iter(lambda: client.recv(9999), b""))  # taken at once
            assert said.startswith(b"HTTP/1.1 %d " % status), request
            assert (b"</html>" in said) == (not request.startswith(b"HEAD")), request


_FORM = b"POST /estimate/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
#: What cannot be read, and a body with lines behind it: answered at once.
REFUSED = {
    b"HEAD /\x01 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n": 400,
    b"GET /\x01 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n": 400,
    _FORM + b"\r\n0x5\r\nto=12\r\n0\r\n\r\n": 400,
    _FORM + b"\r\n-5\r\nto=12\r\n0\r\n\r\n": 400,
    _FORM + b"\r\n5\nto=12\n0\n\n": 400,
    _FORM + b"Content-Length: 5\r\n\r\n5\r\nto=12\r\n0\r\n\r\n": 400,
    _FORM + b"\r\n5\r\nto=12\r\n0\r\nX-Behind: 1\r\n\r\n": 200,
}
