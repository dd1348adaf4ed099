"""What is kept on disk for a start without a database, and what becomes of a database that does not answer."""

import json
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import Client

from registry import snapshot
from registry.models import Office
from registry.snapshot import kept

PATHS = ["/guides/remote-care/outcome/?stage=emergency", "/places/210300/", "/offices/?place=210300", "/estimate/"]


@pytest.fixture
def on_disk(db, settings, tmp_path):
    settings.STATE_DIR = tmp_path
    kept.write(snapshot.current())
    return tmp_path / "published.json"


def pages():
    return [Client().get(path).content for path in PATHS]


def test_pages_from_disk_are_those_from_the_database(on_disk, monkeypatch, django_assert_num_queries):
    expected = pages()
    found, _ = kept.read()
    monkeypatch.setattr(snapshot, "current", lambda: found)
    monkeypatch.setattr(snapshot, "held", lambda: found)
    with django_assert_num_queries(0):
        assert pages() == expected


def test_inline_rows_and_places_are_kept_in_their_order(on_disk):
    before, (after, _) = snapshot.current(), kept.read()
    assert list(after.places) == list(before.places)
    assert after.versions == before.versions
    hours = [
        [(row.key, each.weekday, each.opens) for row in found.rows(Office) for each in row.hours.all()]
        for found in (before, after)
    ]
    assert hours[0] == hours[1]


@pytest.mark.parametrize("content", ["", "{", "{}", '{"shape": 0}', '{"shape": 1}', "[]", "[" * 100_000])
def test_what_cannot_be_read_is_not_there(on_disk, content):
    on_disk.write_text(content)
    assert kept.read() is None
    on_disk.unlink()
    assert kept.read() is None


def test_row_that_is_none_is_not_read(on_disk):
    content = json.loads(on_disk.read_text())
    content["rows"][0]["fields"] = 5
    on_disk.write_text(json.dumps(content))
    assert kept.read() is None


def test_a_full_disk_leaves_what_was_kept(on_disk, monkeypatch):
    before = on_disk.read_bytes()
    monkeypatch.setattr("json.dump", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        kept.write(snapshot.current())
    assert [path.name for path in on_disk.parent.iterdir()] == [on_disk.name]
    assert on_disk.read_bytes() == before


def away(*_, **__):
    raise OperationalError("gone")


def outside_transactions(monkeypatch, vendor):
    monkeypatch.setattr(snapshot, "connection", SimpleNamespace(vendor=vendor, in_atomic_block=False, run_on_commit=[]))


def test_a_file_that_is_away_leaves_the_snapshot_in_place(db, monkeypatch):
    before = snapshot.current()
    outside_transactions(monkeypatch, "sqlite")
    monkeypatch.setattr(snapshot, "stored_versions", away)
    assert snapshot.current() is before


def test_the_server_of_databases_is_asked_beside_and_the_disk_where_it_never_answered(on_disk, monkeypatch):
    expected = snapshot.current()
    snapshot.forget()
    outside_transactions(monkeypatch, "postgresql")
    monkeypatch.setattr(snapshot, "load", away)
    found = snapshot.current()
    assert (found.versions, snapshot.is_from_disk()) == (expected.versions, True)
    assert snapshot.current() is found
    on_disk.unlink()
    snapshot.forget()
    with pytest.raises(OperationalError, match="no content yet"):
        snapshot.current()
