"""A connection of the server: when a request is there, its end in time, and answers that are taken slowly."""

import errno
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yibao_site import lines
from yibao_site.middleware import LARGEST_UPLOAD


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[lines.Line, socket.socket]]:
    monkeypatch.setattr(lines, "COMES_WITHIN", 0.2)
    one, other = socket.socketpair()
    with lines.Line(fileno=one.detach()) as line, other:
        line.setblocking(True)
        yield line, other


def test_request_that_comes_is_read(ends: tuple[lines.Line, socket.socket]) -> None:
    line, client = ends
    client.send(b"GET")
    assert line.recv(10) == b"GET"


@pytest.mark.parametrize("drips", [False, True])
def test_request_that_does_not_come_is_hung_up_on(ends: tuple[lines.Line, socket.socket], drips: bool) -> None:
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


def test_next_request_of_a_connection_has_its_own_time(ends: tuple[lines.Line, socket.socket]) -> None:
    line, client = ends
    time.sleep(0.25)
    client.send(b"GET")
    with pytest.raises(ConnectionResetError):
        line.recv(10)
    line.setblocking(True)
    assert line.recv(10) == b"GET"


def test_nobody_waits_for_an_answer_to_be_taken(ends: tuple[lines.Line, socket.socket], tmp_path: Path) -> None:
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


def test_who_is_gone_is_sent_nothing_more(ends: tuple[lines.Line, socket.socket]) -> None:
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
        (b"a" * lines.GATHERED, False),
        (b"POST / HTTP/1.1\r\nContent-Length: 999999\r\n\r\n" + b"a" * 999998, False),
        (b"POST / HTTP/1.1\r\nContent-Length: 999999\r\n\r\n" + b"a" * 999999, True),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n" + b"a" * (lines.GATHERED - 1), False),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n" + b"a" * lines.GATHERED, True),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n" + b"a" * lines.GATHERED, True),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n10\r\n\r\n", False),
        (b"POST / HTTP/1.1\r\nA: " + b"a" * lines.GATHERED + b"\r\nContent-Length: 9\r\n\r\n", False),
    ],
)
def test_request_has_a_thread_once_it_is_there(request_: bytes, whole: bool) -> None:
    assert lines.Coming().is_whole(request_) is whole


class Looked(bytearray):
    """Counts the bytes that are searched."""

    searched = 0

    def find(self, *args: Any) -> int:
        self.searched += len(self) - args[1]
        return super().find(*args)


def test_no_byte_of_a_request_is_looked_at_again_and_again() -> None:
    """However it dribbles in: three bytes more each time, because the end of a head may have been cut."""
    request, coming = Looked(), lines.Coming()
    head = b"POST / HTTP/1.1\r\nA: " + b"a" * 2000 + b"\r\nContent-Length: 500\r\n\r\n"
    for letter in head + b"a" * 499:
        request.append(letter)
        assert not coming.is_whole(request)
    request += b"a"
    assert coming.is_whole(request)
    assert request.searched <= 4 * len(head)


def test_all_that_is_read_of_a_body_is_waited_for() -> None:
    assert lines.LARGEST == LARGEST_UPLOAD


def test_request_that_comes_in_pieces_is_read_as_one(ends: tuple[lines.Line, socket.socket]) -> None:
    line, client = ends
    line.setblocking(False)
    assert not line.has_request()
    for piece, whole in ((b"GET / HT", False), (b"TP/1.1\r\n\r", False), (b"\nGET", True)):
        client.send(piece)
        assert line.has_request() is whole
    line.setblocking(True)
    assert (line.recv(4), line.recv(100)) == (b"GET ", b"/ HTTP/1.1\r\n\r\nGET")


def test_head_that_does_not_end_is_not_waited_for(ends: tuple[lines.Line, socket.socket]) -> None:
    line, client = ends
    line.setblocking(False)
    for piece, enough in ((lines.GATHERED - 1, False), (1, True)):
        client.sendall(b"a" * piece)
        assert line.has_request() is enough
    line.setblocking(True)
    assert (line.recv(lines.GATHERED), line.recv(1)) == (b"a" * lines.GATHERED, b"")


def test_who_leaves_before_a_request_is_there_is_seen_at_once(ends: tuple[lines.Line, socket.socket]) -> None:
    line, client = ends
    line.setblocking(False)
    assert not line.has_left()
    client.close()
    assert line.has_request()
    assert line.has_left()
