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


def test_change_that_comes_while_another_is_written_is_written_too(db, settings, tmp_path, monkeypatch):
    settings.STATE_DIR = tmp_path
    asked = []
    monkeypatch.setattr(snapshot, "_keeper", kept.Keeper())
    monkeypatch.setattr(snapshot._keeping, "run", asked.append)  # busy with an earlier one
    for _ in range(2):
        monkeypatch.setattr(snapshot, "_asked_at", -1e9)
        snapshot._ask()
    assert asked == [0, 0]
    snapshot._keep()
    monkeypatch.setattr(snapshot, "_asked_at", -1e9)
    snapshot._ask()
    assert asked == [0, 0]


def test_disk_that_could_not_take_it_is_tried_again_after_a_while(monkeypatch):
    fails, now = [True], [0.0]

    def write(found):
        if fails[0]:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "write", write)
    monkeypatch.setattr(kept.time, "monotonic", lambda: now[0])
    keeper, content = kept.Keeper(), SimpleNamespace(versions={"a": 1})
    assert keeper.lacks(content)
    with pytest.raises(OSError, match="No space left"):
        keeper.write(content)
    assert not keeper.lacks(content)
    now[0], fails[0] = 60, False
    assert keeper.lacks(content)
    keeper.write(content)
    assert not keeper.lacks(content)
