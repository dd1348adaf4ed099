"""Nothing about a visitor in any log: the formatter, and a real server whose requests all go wrong."""

import logging
import re
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import get_resolver

from tests.browser import serving
from yibao_site import health, routes
from yibao_site.logs import LONGEST_LINE, Discreet, discreet, route_of


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "Error handling request POST /guides/remote-care/outcome/?for_whom=self&a=1",
            "Error handling request POST /guides/remote-care/outcome/",
        ),
        (
            "Error handling request GET /guides/remote-care/outcome/%3Ffor_whom=self",
            "Error handling request GET /guides/remote-care/outcome/",
        ),
        ("Error handling request GET http://zhang/offices/%3Fb=1", "Error handling request GET /offices/"),
        (
            "Internal Server Error: /guides/remote-care/？for_whom=self 张三",
            "Internal Server Error: /guides/remote-care/",
        ),
        ("Error handling request ZHANG /offices/", "Error handling request other /offices/"),
        ("Internal Server Error: /a b/张三", "Internal Server Error: unknown"),
        ("Internal Server Error: /mother/has/cancer/", "Internal Server Error: unknown"),
        ("Listening at: http://127.0.0.1:8000 (7)", "Listening at: http://127.0.0.1:8000 (7)"),
        ("Invalid request from ip=203.0.113.9: Invalid HTTP request line: 'GET /a'", "Invalid request"),
        ("Invalid request from ip=2001:db8::1: Invalid HTTP Header: 'Cookie: a\nb'", "Invalid request"),
        (
            "Ignored premature client disconnection. No more data after: b'GET /a'",
            "Ignored premature client disconnection",
        ),
        (
            "Worker (pid:7) was sent SIGKILL! Perhaps out of memory?",
            "Worker (pid:7) was sent SIGKILL! Perhaps out of memory",
        ),
        ("one line\n[ERROR] another\x1b[31m", "one line\\n[ERROR] another\\x1b[31m"),
        ("a lone \ud800", "a lone \\ud800"),
        ("没有做成", "没有做成"),
        ("a" * (LONGEST_LINE + 1), "a" * LONGEST_LINE),
    ],
)
def test_message_without_what_was_sent(message, told):
    assert discreet(message) == told


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "/"),
        ("/guides/remote-care/", "/guides/remote-care/"),
        ("/guides/remote-care/for_whom/", "/guides/remote-care/for_whom/"),
        ("/guides/remote-care/outcome.json", "/guides/remote-care/outcome.json"),
        ("/guides/remote-care/outcome-2.png", "/guides/remote-care/outcome-<part>.png"),
        ("/guides/remote-care/cancer/", "/guides/remote-care/<key>/"),
        ("/guides/mother-cancer/for_whom/", "/guides/<slug>/for_whom/"),
        ("/guides/remote-care/1234/", "/guides/remote-care/<key>/"),
        ("/answers/my-mother-has-cancer/", "/answers/<key>/"),
        ("/places/zhangsan/", "/places/<code>/"),
        ("/places/210300/", "/places/"),
        ("/text-size/zhangsan/", "/text-size/<size>/"),
        ("/health/ready", "/health/ready"),
        ("/health/zhangsan", "unknown"),
        ("/search/zhangsan/", "unknown"),
        ("/search", "unknown"),
        ("/zhangsan/", "unknown"),
        ("/static/zhangsan/cancer.css", "/static/"),
        ("zhangsan", "unknown"),
        ("", "unknown"),
        ("/admin/registry/office/1234/change/", "/admin/registry/office/1234/change/"),
        ("/admin/registry/office/zhang/change/", "/admin/registry/office/<object_id>/change/"),
        ("/admin/registry/", "/admin/<app_label>/"),
        ("/admin/preview/2026-11-26/places/zhang/", "/admin/preview/<on>/<page>"),
        ("/admin/registry/office/zhang/history/cancer/", "/admin/registry/office/<part>/history/<part>/"),
        ("/admin/zhangsan/cancer", "/admin/<url>"),
    ],
)
def test_of_an_address_there_is_its_route_and_words_of_ours(path, route):
    assert route_of(path) == route


def test_what_is_answered_before_routes_is_told_by_its_path():
    assert set(health.ANSWERS) == routes.BEFORE


def _routes(patterns=None):
    for one in get_resolver().url_patterns if patterns is None else patterns:
        yield from _routes(one.url_patterns) if hasattr(one, "url_patterns") else [one]


def test_every_route_can_stand_in_a_line_of_json():
    told = {routes.shown(str(one.pattern)) for one in _routes()}
    assert len(told) > 50
    assert [route for route in told if not re.fullmatch(r"[A-Za-z0-9_./<:>-]*", route)] == []


def written(error, message="%s", *args):
    record = logging.LogRecord(
        "x", logging.ERROR, __file__, 1, message, args, (type(error), error, error.__traceback__)
    )
    record.exc_text = "what another formatter made of it: for_whom=self"
    return Discreet("%(levelname)s %(message)s").format(record)


def failed(error, cause=None):
    try:
        try:
            if cause:
                raise cause
        finally:
            raise error
    except type(error) as raised:
        return raised


def test_exception_is_its_type_and_the_way_it_came():
    lines = written(failed(KeyError("for_whom=self")), "Internal Server Error: %s", "/a/?for_whom=self").splitlines()
    assert lines[0] == "ERROR Internal Server Error: unknown"
    assert re.search(r'test_logs.py", line \d+, in failed$', lines[1])
    assert lines[-1] == "builtins.KeyError"
    assert "self" not in "".join(lines).replace("raise", "")


def test_exception_tells_what_it_came_from_without_words():
    error = failed(ValueError("for_whom=self"), KeyError("insured_place=210300"))
    error.add_note("for_whom=self")
    lines = written(error).splitlines()
    assert [line for line in lines if not line.startswith("  ")] == [
        "ERROR %s",
        "builtins.KeyError",
        "builtins.ValueError",
    ]


@pytest.mark.parametrize(("status", "traced"), [(400, False), (499, False), (500, True), (None, True)])
def test_refusal_as_it_is_meant_leaves_no_trace(status, traced):
    error = failed(ValueError("secret"))
    told = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "Bad", (), told)
    if status is not None:
        record.status_code = status
    line = Discreet("%(message)s").format(record)
    assert ("ValueError" in line) is traced
    assert "secret" not in line


def test_exception_that_is_its_own_cause_ends():
    one, two = ValueError("a"), ValueError("b")
    one.__context__, two.__context__ = two, one
    assert written(one).splitlines()[1:] == ["builtins.ValueError"] * 2


def test_what_the_system_refuses_is_told():
    assert written(failed(OSError(28, "No space left on device", "/a/for_whom"))).splitlines()[-1] == (
        "builtins.OSError: No space left on device"
    )


@pytest.mark.parametrize(
    "name", ["django.security.csrf", "django.security.SuspiciousOperation", "axes.handlers.database"]
)
def test_words_of_security_and_lock_out_are_not_told(name):
    logger = logging.getLogger(name)
    while not logger.handlers:
        assert logger.propagate
        logger = logger.parent
    assert settings.LOGGING["loggers"][logger.name]["handlers"] == ["wordless"]
    assert "message" not in settings.LOGGING["formatters"]["wordless"]["format"]


def test_every_handler_is_discreet_and_none_writes_mail():
    kinds = {handler["class"] for handler in settings.LOGGING["handlers"].values()}
    formatters = {formatter["class"] for formatter in settings.LOGGING["formatters"].values()}
    assert kinds == {"logging.StreamHandler", "logging.NullHandler"}
    assert formatters == {"yibao_site.logs.Discreet"}
    assert {"django", "django.server"} <= set(settings.LOGGING["loggers"])  # Django's own would write more


def test_log_of_the_proxy_has_nothing_that_a_client_writes():
    shipped = (settings.BASE_DIR / "deploy/nginx/http.conf").read_text()
    (written,) = re.findall(r"log_format .*?;", shipped, re.S)
    ours = {"method", "kind"}  # made here of what was sent, each one of a few words
    told = {
        "time_iso8601",
        "status",
        "body_bytes_sent",
        "request_time",
        "upstream_response_time",
        "upstream_cache_status",
    }
    assert set(re.findall(r"\$(\w+)", written)) == ours | told
    assert set(re.findall(r"^map \$\w+ \$(\w+) \{\s+default\s+other;", shipped, re.M)) == ours
    assert "error_log /dev/null emerg;" in shipped


# -- a real server ---------------------------------------------------------------------------------------------------

#: What visitors send here; none of it may be in a log.
SECRETS = [
    "for_whom",
    "deceased",
    "210300",
    "43219",
    "张三",
    "%E5%BC%A0",
    "zhang",
    "ZHANG",
    "secret-agent",
    "evil.example",
]
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
REQUESTS = {
    "a raw letter in the address": "GET /search/?q=张三&for_whom=deceased HTTP/1.1\r\nHost: x\r\n\r\n",
    "words that lead nowhere": "GET /mother/has/zhang/deceased/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "words for an answer": "GET /answers/zhang-is-deceased/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "words for a method": "ZHANGDECEASED / HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "no HTTP at all": "for_whom=deceased zhangsan\r\n\r\n",
    "a control character": "GET /a\x1b[31m/zhangsan?for_whom=deceased HTTP/1.1\r\nHost: x\r\n\r\n",
    "a broken header": "GET /?a HTTP/1.1\r\nHost: x\r\nCookie zhangsan=deceased\r\n\r\n",
    "another host": "GET /?for_whom=deceased HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "a page that is not there": "GET /nowhere/?for_whom=deceased HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a copied link": "GET /guides/second-reimbursement/outcome/%3Ffor_whom=deceased&a=zhangsan HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a link with a wide sign": "GET /offices/%EF%BC%9Fplace=210300 HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a name in a path": "GET /search/zhangsan/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "words in a path": "GET /search/%E5%BC%A0%E4%B8%89/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a fault after a copied link": "GET /outside/%3Ffor_whom=deceased HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a forged line": "GET /a%0aforged%20line%1b[31m/?for_whom=deceased HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a fault outside": "GET /outside/?for_whom=deceased HTTP/1.1\r\nHost: {host}\r\nUser-Agent: secret-agent\r\n\r\n",
    "faults beside a page": "GET /beside/?for_whom=deceased HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "figures in a path": "GET /guides/remote-care/210300/43219.53/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a fault over words": "GET /search/?q=zhangsan&for_whom=deceased HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a fault over a bill": "POST /estimate/?for_whom=deceased HTTP/1.1\r\nHost: {host}\r\n" + FORM
    + "Content-Length: 11\r\n\r\ntotal=43219",
    "too many fields": "POST /estimate/?for_whom=deceased HTTP/1.1\r\nHost: {host}\r\n" + FORM
    + "Content-Length: 15600\r\n\r\n" + "tell=1" + "&zhang" * 2599,
    "a post from elsewhere": "POST /search/tell/?q=zhangsan HTTP/1.1\r\nHost: {host}\r\nOrigin: https://evil.example\r\n" + FORM
    + "Content-Length: 0\r\n\r\n",
    "a charset that is none": "GET /offices/?find=zhangsan HTTP/1.1\r\nHost: {host}\r\nContent-Type: a/b; charset=hex\r\n\r\n",
    "a body that stops": "POST /estimate/?for_whom=deceased HTTP/1.1\r\nHost: {host}\r\n" + FORM
    + "Content-Length: 500\r\n\r\ntotal=43219",
}  # fmt: skip


def send(address, request, patience=10):
    """The status line of the answer; '' where there is none within ``patience`` seconds, when the client goes."""
    where = urlsplit(address)
    with socket.create_connection((where.hostname, where.port), timeout=patience) as line:
        line.sendall(request.replace("{host}", where.netloc).encode())
        try:
            return line.recv(12).decode()
        except OSError:
            return ""


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> tuple[dict[str, str], str]:
    """What a server answered to all of these, and all that it wrote meanwhile."""
    talkative = {"GUNICORN_CMD_ARGS": "--workers 1 --log-level debug"}
    with (
        serving.copied(prepared, tmp_path_factory.mktemp("faulty")) as state,
        serving.serving(state, "tests.yibao_site.faulty", **talkative) as address,
    ):
        answers = {
            name: send(address, request, 1 if name == "a body that stops" else 10) for name, request in REQUESTS.items()
        }
        assert send(address, "GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")[9:12] == "200"
    return answers, (state / "access.log").read_text(encoding="utf-8")


def test_requests_went_wrong_as_they_were_meant_to(logged):
    answers, _ = logged
    statuses = {name: answer[9:12] for name, answer in answers.items()}
    assert statuses.pop("a body that stops") in {"", "500"}
    assert {
        status: [name for name in statuses if statuses[name] == status] for status in sorted({*statuses.values()})
    } == {
        "200": ["a charset that is none"],
        "302": ["a copied link", "a link with a wide sign", "words in a path"],
        "400": [
            "a raw letter in the address",
            "no HTTP at all",
            "a control character",
            "a broken header",
            "another host",
            "too many fields",
        ],
        "403": ["a post from elsewhere"],
        "404": [
            "words that lead nowhere",
            "words for an answer",
            "a page that is not there",
            "a name in a path",
            "a forged line",
            "faults beside a page",
            "figures in a path",
        ],
        "405": ["words for a method"],
        "500": ["a fault after a copied link", "a fault outside", "a fault over words", "a fault over a bill"],
    }


def test_log_of_a_server_says_nothing_about_its_visitors(logged):
    _, log = logged
    assert [secret for secret in SECRETS if secret in log] == []
    lines = [line for line in log.splitlines() if "127.0.0.1" in line]
    assert [line for line in lines if "Listening at" not in line and "bind:" not in line] == []


def test_log_of_a_server_says_what_happened_and_where(logged):
    _, log = logged
    for told in (
        '"GET unknown" 404',
        '"GET unknown" 500',
        "Error handling request GET unknown\n",
        "Internal Server Error: /search/\n",
        "in fail_over_words\n",
        "builtins.KeyError\n",
        "in fail_over_a_bill\n",
        "builtins.ValueError\n",
        "UserWarning at line ",
        "in __del__\n",
        "in fail_in_a_thread\n",
        '"GET /guides/remote-care/" 404',
    ):
        assert told in log, told


def test_who_asks_for_heads_alone_writes_no_warning_each():
    """gunicorn has one for each body that it leaves out."""
    assert not logging.getLogger("gunicorn.http.wsgi").isEnabledFor(logging.WARNING)


def test_nobody_writes_a_line_into_the_log_of_a_server(logged):
    _, log = logged
    assert "\x1b" not in log
    assert not [line for line in log.splitlines() if line.startswith("forged")]
    assert '"GET unknown" 404' in log
