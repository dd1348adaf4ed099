import logging

import pytest
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError
from django.test import Client
from psycopg.errors import DeadlockDetected, ReadOnlySqlTransaction, SerializationFailure

from registry import reports, snapshot
from tests.guides.pages.test_reports import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(monkeypatch):
    """What a visitor gets whose report fails."""

    def get(error):
        def fail(*_):
            raise error

        monkeypatch.setattr(reports, "take", fail)
        return tell(Client(raise_request_exception=False))

    return get


@pytest.mark.parametrize(
    "error",
    [OperationalError("is locked"), InterfaceError("connection closed"), DatabaseError("file is not a database")],
)
def test_busy_database_is_said_with_what_to_do(answer, error):
    page = answer(error)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")
    text = page.content.decode()
    assert "<p>请过一分钟，退回上一页再点一次。</p>" in text
    assert 'href="tel:12393"' in text
    assert "lock" not in text


def test_database_that_takes_no_writes_is_one_to_wait_for(answer):
    """A standby, or a disk that is full: nothing of ours is wrong."""
    failed = InternalError("cannot execute INSERT in a read-only transaction")
    failed.__cause__ = ReadOnlySqlTransaction("cannot execute INSERT in a read-only transaction")
    page = answer(failed)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")
    assert answer(InternalError("invalid page in block 7")).status_code == 500


@pytest.mark.parametrize("error", [DeadlockDetected, SerializationFailure])
def test_change_that_gave_way_is_to_be_sent_again(answer, error, caplog):
    """PostgreSQL ended it for another's sake: nothing is wrong with it, and nobody is woken for it."""
    failed = OperationalError("deadlock detected: 210303193013324477")
    failed.__cause__ = error("Process 1 waits: 210303193013324477")
    page = answer(failed)
    assert (page.status_code, "<p>请退回上一页，再点一次。</p>" in page.content.decode()) == (409, True)
    assert [(record.levelname, record.name) for record in caplog.records] == [("WARNING", "yibao_site.faults")]
    assert "2103" not in caplog.text + page.content.decode()


def test_any_other_fault_is_ours(answer):
    page = answer(ValueError("no"))
    assert page.status_code == 500
    assert "<h1>页面出了故障</h1>" in page.content.decode()


def test_failed_page_has_the_headers_of_every_page(monkeypatch, settings):
    """A page that is kept in memory is looked for before anything else: what fails there must not go out bare."""

    settings.PAGE_CACHE_ENTRIES = 10

    def fail():
        raise OperationalError("connection refused")

    monkeypatch.setattr(snapshot, "current", fail)
    client = Client(raise_request_exception=False)
    for address in ("/", "/answers/"):
        page = client.get(address)
        assert page.status_code == 503, address
        assert "default-src" in page.headers["Content-Security-Policy"], address
        assert page.headers["X-Content-Type-Options"] == "nosniff", address
        assert page.headers["Cache-Control"] == "no-cache", address


class BrokenOff:
    """A body of which nothing more comes."""

    def read(self, *_):
        raise ConnectionResetError("too slow: 210303193013324477")

    readline = read


@pytest.mark.parametrize("address", ["/admin/registry/office/add/", "/search/"])
def test_form_that_does_not_come_whole_is_no_fault_of_ours(address, caplog):
    """Whoever sends half of one and hangs up wakes nobody, logged in or not."""
    kind = {"CONTENT_LENGTH": "5000", "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    told = {"wsgi.input": BrokenOff(), "HTTP_ORIGIN": "http://testserver", **kind}
    logger = logging.getLogger("django")
    logger.addHandler(caplog.handler)  # it hands nothing on
    try:
        page = Client(raise_request_exception=False, enforce_csrf_checks=True).generic("POST", address, **told)
    finally:
        logger.removeHandler(caplog.handler)
    assert (page.status_code, "<h1>没有收完整，请再送一次</h1>" in page.content.decode()) == (408, True)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
