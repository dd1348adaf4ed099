"""The server as `make run` starts it: what clients send to it beside an address, and what it leaves on the disk."""

import http.client
import re
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.browser import serving
from yibao_site.middleware import LARGEST_FORM

ASKED = "/guides/card-replacement/for_whom/"


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Path]:
    """Left open to everybody, as an earlier version left it."""
    with serving.copied(prepared, tmp_path_factory.mktemp("server")) as state:
        for secret in (*state.glob("db.sqlite3*"), state / "secret.key"):
            secret.chmod(0o644)
        yield state


@pytest.fixture(scope="module")
def site(state: Path) -> Iterator[str]:
    with serving.serving(state, WEB_CONCURRENCY="1") as address:
        yield address


def ask(site: str, method: str, path: str, body: str = "", **headers: str) -> tuple[http.client.HTTPResponse, str]:
    line = http.client.HTTPConnection(urlsplit(site).netloc, timeout=10)
    line.request(method, path, body or None, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = line.getresponse()
    page = answer.read().decode()
    line.close()
    return answer, page


def test_page_cannot_be_moved_by_a_header(site: str) -> None:
    """Addresses are remembered for as long as the process lives: one such request would do."""
    line = http.client.HTTPConnection(urlsplit(site).netloc, timeout=10)
    moved = {"SCRIPT_NAME": "/guides/x", "PATH_INFO": ASKED, "Script-Name": "/guides/x", "X-Script-Name": "/guides/x"}
    line.request("GET", "/guides/x" + ASKED, headers=moved)
    assert line.getresponse().status == 404
    line.close()
    _, page = ask(site, "GET", ASKED)
    assert re.findall(r'action="([^"]+)"', page) == [ASKED]


@pytest.mark.parametrize("name", ["X-Forwarded-Proto", "X-Forwarded-Protocol", "X-Forwarded-Ssl", "X-Forwarded-Host"])
@pytest.mark.parametrize("value", ["https", "ssl", "on", "evil.example"])
def test_shared_address_cannot_be_changed_by_a_header(site: str, name: str, value: str) -> None:
    answer, page = ask(site, "GET", "/guides/remote-care/outcome.txt?stage=emergency", **{name: value})
    assert (answer.status, f"{site}/guides/" in page) == (200, True)


@pytest.mark.parametrize("charset", ["hex", "rot13", "undefined", "utf-16", "gbk"])
def test_words_of_an_address_cannot_be_changed_by_a_header(site: str, charset: str) -> None:
    path = f"/offices/?find=%E6%97%A0%E6%AD%A4%E5%9C%B0{charset}"
    for content_type in (f"text/plain; charset={charset}", "text/plain"):
        answer, page = ask(site, "GET", path, Content_Type=content_type)
        assert (answer.status, f"没有找到“无此地{charset}”" in page) == (200, True)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "FOO"])
def test_static_file_is_only_read(site: str, method: str) -> None:
    answer, page = ask(site, method, "/static/css/site.css")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert "<h1>这一页不能这样打开</h1>" in page


def test_form_that_is_too_long_is_told_so(site: str) -> None:
    body = "total=" + "1" * LARGEST_FORM
    answer, page = ask(site, "POST", "/estimate/", body, Content_Type="application/x-www-form-urlencoded")
    assert (answer.status, "<h1>您填的内容太多，收不下</h1>" in page) == (413, True)


def test_answer_does_not_say_what_serves_it(site: str) -> None:
    answer, _ = ask(site, "GET", "/")
    assert answer.headers["Server"] == "web"


UNREAD = {
    "letters": ("GET /offices/?place=鞍山 HTTP/1.1\r\nHost: a\r\n\r\n".encode(), 400, "这个请求看不懂"),
    "method": (b"%s / HTTP/1.1\r\nHost: a\r\n\r\n" % (b"G" * 5000), 400, "这个请求看不懂"),
    "version": (b"GET / HTTP/7.0\r\nHost: a\r\n\r\n", 400, "这个请求看不懂"),
    "address": (b"GET /%s HTTP/1.1\r\nHost: a\r\n\r\n" % (b"a" * 9000), 414, "这个网址太长，打不开"),
    "heads": (b"GET / HTTP/1.1\r\nHost: a\r\n%s\r\n" % (b"A: b\r\n" * 200), 431, "浏览器送来的太多，收不下"),
    "head": (b"GET / HTTP/1.1\r\nHost: a\r\nA b: secret\r\n\r\n", 400, "这个请求看不懂"),
    "expecting": (b"GET / HTTP/1.1\r\nHost: a\r\nExpect: a secret\r\n\r\n", 417, "这个请求看不懂"),
    "coding": (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: secret\r\n\r\nsecret", 501, "这个请求看不懂"),
    "length": (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\nsecret", 400, "这个请求看不懂"),
    "chunk": (
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nsecret\r\n0\r\n\r\n",
        400,
        "这个请求看不懂",
    ),
}


@pytest.mark.parametrize(("request_", "status", "says"), UNREAD.values(), ids=UNREAD)
def test_what_the_server_cannot_read_is_told_in_a_sentence(site: str, request_: bytes, status: int, says: str) -> None:
    host, _, port = urlsplit(site).netloc.partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(request_)
        answer = b""
        while more := line.recv(4000):
            answer += more
    said = answer.decode()
    assert said.startswith(f"HTTP/1.1 {status} ")
    assert f"<h1>{says}</h1>" in said
    assert not re.search(r"secret|Invalid|Request|鞍山", said.partition("\r\n\r\n")[2])


def test_database_and_key_are_for_their_owner_alone(site: str, state: Path) -> None:
    ask(site, "POST", "/admin/login/", "username=a&password=b")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (*state.glob("db*"), *state.glob("secret*"))}
    files = {"db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm"} if connection.vendor == "sqlite" else set()
    assert {"secret.key", *files} <= set(modes)
    assert set(modes.values()) == {0o600}
