"""What the fuzzers call a failure, what they leave alone, and that nothing planted escapes their search."""

import pytest

from registry.models import SourceDocument
from scripts.fuzz import words
from scripts.fuzz.pages import Page
from scripts.fuzz.site import Site, environment
from scripts.fuzz.watching import Search, Tally, check_log
from scripts.fuzz.wire import Answer, Request, message

KEYS = ["for_whom", "insured_place"]
HTML = {"content-type": "text/html; charset=utf-8"}
GET = message("GET", "/", [("Host", "127.0.0.1:8000")])


def failures(**answer):
    broken = answer.pop("broken", False)
    tally = Tally()
    tally.take(Request("page", GET, "1/1", broken=broken), Answer(**{"status": 200, "seconds": 0.1, **answer}))
    return list(tally.failures)


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ({"status": 500}, "status 500"),
        ({"status": 503}, "status 503"),
        ({"status": 0, "problem": "TimeoutError timed out"}, "no answer (TimeoutError)"),
        ({"seconds": 5.1}, "more than 5 s"),
        ({"headers": {"x-fuzz": "1"}}, "a header that was sent in"),
        ({"headers": {"location": "//evil.example/"}}, "an address that was sent in"),
        ({"headers": HTML, "body": b'<a href="/guides/x/guides/remote-care/">'}, "an address that was sent in"),
        ({"headers": HTML, "body": words.MARKUP.encode()}, "markup that was sent in"),
    ],
)
def test_what_fails(answer, failure):
    assert failures(**answer) == [failure]


@pytest.mark.parametrize("status", [200, 302, 400, 403, 404, 405, 413, 414, 422, 429, 501])
def test_refusals_are_meant(status):
    assert failures(status=status, seconds=5) == []


def test_what_is_no_request_needs_no_answer():
    assert failures(status=0, broken=True) == []
    assert failures(body=words.MARKUP.encode(), headers={"content-type": "application/json"}) == []


TRACE = """Traceback (most recent call last):
  File "/x/lib/django/core/handlers.py", line 55, in inner
  File "/x/guides/views.py", line 12, in start
    return 1 / 0
ZeroDivisionError: division by zero
"""


@pytest.mark.parametrize(
    ("line", "failure"),
    [
        (TRACE, "trace in the log"),
        (f"{words.FORGED} from nobody", "forged log line"),
        ('"GET /\x1b[31m" 404', "forged log line"),
        (f"Invalid request from ip={words.VISITORS}9", "log tells of a visitor"),
        ("Invalid HTTP request line: 'GET /?insured_place=210300'", "log tells of a visitor"),
    ],
)
def test_what_a_log_may_not_hold(tmp_path, line, failure):
    log, tally = tmp_path / "server.log", Tally()
    log.write_text(f'[26/Nov/2026:09:56:52 +0800] "GET /guides/remote-care/for_whom/" 200 2718 11ms\n{line}\n')
    check_log(log, tally, words.CANARIES, KEYS)
    assert list(tally.failures) == [failure]


def test_traces_are_told_by_their_end_and_their_place(tmp_path):
    log, tally = tmp_path / "server.log", Tally()
    log.write_text(TRACE * 2 + TRACE.partition("\n")[2])  # the site's own logs write no first line
    check_log(log, tally, words.CANARIES, KEYS)
    assert tally.failures["trace in the log"] == {"ZeroDivisionError: division by zero  at guides/views.py:12": 3}


@pytest.fixture
def searched(db, tmp_path):
    """Searches a site after something was done, and says what of it stayed behind."""
    (tmp_path / "secret.key").write_text("for_whom=everybody, since before")
    search = Search(Site(0, tmp_path), KEYS)

    def found():
        tally = Tally()
        looked = search.check(tally)
        assert "1 files" in looked or "2 files" in looked
        return list(tally.failures.get("something of a visitor stayed behind", []))

    return found


def test_nothing_is_found_where_nothing_was_left(searched):
    assert searched() == []


def test_an_answer_in_a_table_is_found(searched):
    SourceDocument.objects.create(key="x", title="/guides/x/outcome/?insured_place=210300")
    assert "registry_sourcedocument.title: insured_place=2" in searched()


def test_a_canary_in_a_file_is_found(searched, tmp_path):
    (tmp_path / "left").write_bytes(b"\xff\x00 " + words.NUMBER.encode() + b"\x00")
    assert searched() == [f"left: {words.NUMBER}"]


@pytest.mark.django_db
def test_a_canary_in_the_files_of_a_store_is_found_and_no_other_words(tmp_path):
    """Content lies in them too, and moves about."""
    state, stores = tmp_path / "state", tmp_path / "stores"
    for folder in (state, stores):
        folder.mkdir()
    search, tally = Search(Site(0, state, stores=stores), KEYS), Tally()
    (stores / "ahead").write_bytes(b"\x00for_whom=self\xff")
    (stores / "server.log").write_text(f"STATEMENT: {words.WORD}")
    assert "2 files of PostgreSQL and Redis" in search.check(tally)
    assert list(tally.failures["something of a visitor stayed behind"]) == [f"server.log: {words.WORD}"]


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("DATABASE_URL", "postgres://fuzz@db.example.cn/fuzz"),
        ("DATABASE_URL", "postgres://yibao@127.0.0.1/yibao"),
        ("REDIS_URL", "redis://cache.example.cn/0"),
    ],
)
def test_nothing_but_scratch_on_this_machine_is_fuzzed(monkeypatch, tmp_path, name, url):
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("REDIS_URL", "")
    assert environment(tmp_path)["STATE_DIR"] == str(tmp_path)
    monkeypatch.setenv(name, url)
    with pytest.raises(SystemExit, match=name):
        environment(tmp_path)


def test_a_page_offers_its_links_and_forms():
    page = Page(
        "/a/b/?x=1",
        '<a href="c/">c</a><a href="//evil.example/">e</a><form method="POST" action="/d/"><input name="q" value="1">'
        '<select name="s"><option value="2"><option value="3"></select><textarea name="t">4</textarea></form>',
    )
    assert page.links == ["/a/b/c/"]
    assert [(form.action, form.method, form.fields) for form in page.forms] == [
        ("/d/", "post", {"q": ["1"], "s": ["2", "3"], "t": ["4"]})
    ]
