"""Faults told by mail and to Sentry: where in the code, and nothing of who met them."""

import email
import gzip
import json
import logging
import smtplib
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli
import pytest
from django.core import mail

from tests.browser import serving
from tests.yibao_site.test_logs import REQUESTS, SECRETS, send
from yibao_site import alarms

WORDS = "for_whom=deceased"


def fault(message: str = "Internal Server Error: %s", *args: str, words: str = WORDS) -> logging.LogRecord:
    try:
        raise ValueError(words)
    except ValueError as error:
        told = (ValueError, error, error.__traceback__)
    return logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, args or ("/zhangsan/",), told)


def test_event_is_made_of_the_code_alone():
    event = alarms.event_of(fault())
    assert set(event) == {"level", "logger", "logentry", "exception"}
    assert event["logentry"] == {"formatted": "Internal Server Error: %s"}
    [error] = event["exception"]["values"]
    [frame] = error["stacktrace"]["frames"]
    assert (error["type"], error["module"], error["value"]) == ("ValueError", "builtins", "")
    assert (set(frame), frame["function"], frame["filename"]) == ({"filename", "function", "lineno"}, "fault", __file__)
    assert not any(word in json.dumps(event) for word in ("deceased", "zhangsan"))


def test_fault_without_an_exception_is_known_by_its_words():
    record = logging.LogRecord("gunicorn.error", logging.CRITICAL, __file__, 1, "WORKER TIMEOUT (pid:%s)", (7,), None)
    event = alarms.event_of(record)
    assert event["level"] == "fatal"
    assert alarms.place_of(event) == "gunicorn.error: WORKER TIMEOUT (pid:%s)"


def test_an_error_that_is_told_as_its_own_words_says_only_what_it_is():
    record = logging.LogRecord("guides", logging.ERROR, __file__, 1, ValueError("deceased zhangsan"), (), None)
    assert alarms.event_of(record)["logentry"] == {"formatted": "ValueError"}


@pytest.fixture
def alarm(settings, monkeypatch):
    """One that tells at once, and whose hour can be moved."""
    settings.ADMINS, settings.SENTRY_DSN, settings.SERVER_EMAIL = [("", "watch@example.cn")], "", "yibao@example.cn"
    found = alarms.Alarm()
    hour = SimpleNamespace(now=1.0)
    monkeypatch.setattr(alarms, "time", SimpleNamespace(monotonic=lambda: hour.now))
    monkeypatch.setattr(found._telling, "run", lambda seconds: found._tell())
    return SimpleNamespace(handle=found.handle, hour=hour, told=found)


@pytest.mark.parametrize(
    ("status", "failed", "told"), [(503, False, 0), (503, True, 1), (500, False, 1), (502, False, 1)]
)
def test_who_is_told_to_come_back_wakes_nobody(alarm, status, failed, told):
    """A sheet behind too many others is no fault; a database that does not answer is one."""
    record = fault()
    record.status_code, record.exc_info = status, record.exc_info if failed else None
    alarm.handle(record)
    assert len(mail.outbox) == told


def test_the_same_place_is_told_once_an_hour_and_how_often_it_came(alarm):
    for _ in range(3):
        alarm.handle(fault())
    alarm.hour.now += alarms.QUIET - 1
    alarm.handle(fault())
    assert len(mail.outbox) == 1
    assert "又出现" not in mail.outbox[0].body
    alarm.hour.now += 1
    alarm.handle(fault())
    assert len(mail.outbox) == 2
    assert "上次告知以后，又出现 3 次。" in mail.outbox[1].body
    assert f"{__file__} 第" in mail.outbox[1].body
    assert mail.outbox[1].subject.startswith("[医保办事指引] 出错了：ValueError，")


def test_another_place_is_told_too(alarm):
    alarm.handle(fault())
    alarm.handle(logging.LogRecord("x", logging.ERROR, __file__, 1, "another", (), None))
    assert len(mail.outbox) == 2


def test_places_that_are_remembered_are_few(alarm):
    for number in range(200):
        alarm.handle(logging.LogRecord("x", logging.ERROR, __file__, 1, f"place {number}", (), None))
    assert len(alarm.told._told) == 50


def test_what_could_not_be_sent_is_told_with_the_next(alarm, monkeypatch):
    def refuse(*_: object) -> None:
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as away:
        away.setattr(alarms, "mail_admins", refuse)
        with pytest.raises(smtplib.SMTPException):
            alarm.told.emit(fault())
    alarm.handle(logging.LogRecord("x", logging.ERROR, __file__, 1, "another", (), None))
    assert [("ValueError" in letter.subject) for letter in mail.outbox] == [True, False]


# -- a real server, whose faults quote their visitors ----------------------------------------------------------------


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as sending one letter takes; what comes is kept as it came."""

    def handle(self) -> None:
        self.wfile.write(b"220 x\r\n")
        while line := self.rfile.readline():
            self.server.came.append(line)
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 x\r\n")
                letter = b"".join(iter(self.rfile.readline, b".\r\n"))
                body = email.message_from_bytes(letter).get_payload(decode=True)
                self.server.came.extend((letter, body))
            self.wfile.write(b"221 x\r\n" if line.upper().startswith(b"QUIT") else b"250 x\r\n")


class Sentry(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        opened = {"br": brotli.decompress, "gzip": gzip.decompress}.get(self.headers.get("Content-Encoding", ""), bytes)
        self.server.came.extend((str(self.headers).encode(), opened(body)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: Any) -> None:
        return


@contextmanager
def listening(server: Any) -> Iterator[tuple[int, list[bytes]]]:
    server.came = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], server.came
    finally:
        server.shutdown()
        server.server_close()


def test_nothing_of_a_visitor_leaves_a_server(tmp_path: Path, prepared: Path) -> None:
    local = ("127.0.0.1", 0)
    with (
        listening(socketserver.ThreadingTCPServer(local, Mailbox)) as (smtp, letters),
        listening(HTTPServer(local, Sentry)) as (http, events),
        serving.copied(prepared, tmp_path) as state,
        serving.serving(
            state,
            "tests.yibao_site.faulty",
            EMAIL_URL=f"smtp://127.0.0.1:{smtp}",
            ADMINS="watch@example.cn",
            DEFAULT_FROM_EMAIL="yibao@example.cn",
            SITE_URL="https://yibao.example.cn",
            SENTRY_DSN=f"http://key@127.0.0.1:{http}/1",
            ALLOWED_HOSTS="127.0.0.1",
            WEB_CONCURRENCY="1",
        ) as address,
    ):
        for name, request in REQUESTS.items():
            if name != "a body that stops":
                send(address, request)
        send(address, REQUESTS["a fault outside"])
        places = ("frontdoor.py", "views.py", "faulty.py")
        _wait(lambda: all(place in told(letters) and place in told(events) for place in places))
    for came in (told(letters), told(events)):
        assert [secret for secret in SECRETS if secret in came] == []
        assert "127.0.0.1" not in came.replace(f"Host: 127.0.0.1:{http}", "").replace(f"key@127.0.0.1:{http}", "")
    assert "To: watch@example.cn" in told(letters)
    assert '"type":"ValueError"' in told(events).replace(" ", "")


def told(came: list[bytes]) -> str:
    return b"".join(came).decode("utf-8", "replace")


def _wait(true: Any) -> None:
    for _ in range(150):
        if true():
            return
        time.sleep(0.1)
    raise TimeoutError
