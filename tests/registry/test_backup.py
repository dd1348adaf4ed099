"""Copies of the database: whole while others write, put back elsewhere with the same pages, and thinned by age."""

import datetime as dt
import hashlib
import http.client
import json
import os
import re
import sqlite3
import subprocess
import threading
import tracemalloc
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.db.models import F

from registry import backup
from registry.models import ContentVersion
from registry.snapshot import stored_versions
from tests.browser import serving

PAGES = ["/guides/remote-care/outcome/?stage=emergency", "/places/210300/", "/offices/?place=210300", "/answers/"]
RENAME = "from registry.models import Office; row = Office.objects.published().filter(region_id='210300').first(); row.name = '备份以后改的'; row.save()"


def manage(state: Path, *command: str) -> tuple[int, str]:
    env = serving.environment(state)
    done = subprocess.run([*serving.MANAGE, *command], cwd=serving.ROOT, env=env, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def pages(state: Path) -> list[str]:
    """As a visitor sees them; where the site stood and what it was set on are no part of it."""
    found = []
    with serving.serving(state, WEB_CONCURRENCY="1") as site:
        for path in PAGES:
            line = http.client.HTTPConnection(urlsplit(site).netloc, timeout=20)
            line.request("GET", path)
            found.append(re.sub(re.escape(site), "", line.getresponse().read().decode()))
            line.close()
    return found


def rows(state: Path) -> list[str]:
    """Everything, but for the numbers of changes: they move on, so that who runs meanwhile reads everything anew."""
    code, said = manage(state, "dumpdata", "--exclude", "registry.contentversion")
    assert code == 0, said
    return sorted(map(str, json.loads(said)))


@pytest.fixture
def sites(tmp_path: Path, prepared: Path):
    """One site that is full, with clerks, and another machine's, which is empty."""
    there = tmp_path / "there"
    there.mkdir()
    with serving.copied(prepared, tmp_path / "here") as here:
        assert manage(here, "demo_clerks", "--yes")[0] == 0
        serving.forget(there)
        serving._on_the_server(f"CREATE DATABASE {serving._database(there)}")
        yield here, there, tmp_path / "copies"
        serving.forget(there)


def the_copy(folder: Path) -> Path:
    [copy] = (path for path in folder.iterdir() if path.suffix != ".json")
    return copy


def test_what_is_put_back_elsewhere_is_the_same(sites):
    here, there, copies = sites
    code, said = manage(here, "backup", str(copies))
    assert (code, "备份好了" in said) == (0, True), said
    copy = the_copy(copies)
    assert copy.stat().st_mode & 0o077 == 0
    before, shown = rows(here), pages(here)
    manage(here, "shell", "-v0", "-c", RENAME)
    assert manage(there, "restore", str(copy))[0] == 0
    assert rows(there) == before
    (there / "static").symlink_to(here / "static")
    assert pages(there) == shown
    code, said = manage(here, "restore", str(copy))
    assert (code, "--replace" in said, rows(here) == before) == (1, True, False)
    assert manage(here, "restore", str(copy), "--replace")[0] == 0
    assert rows(here) == before


def test_a_copy_that_was_changed_or_cut_is_not_put_back(sites):
    here, there, copies = sites
    manage(here, "backup", str(copies))
    copy = the_copy(copies)
    whole = copy.read_bytes()
    for content in (whole[:-4096], whole[:5000] + b"x" + whole[5001:], b""):
        copy.write_bytes(content)
        code, said = manage(there, "restore", str(copy))
        assert (code, "和写下时不一样" in said, "Traceback" in said) == (1, True, False)
    copy.write_bytes(whole)
    about = copy.with_suffix(".json")
    about.write_text(about.read_text().replace("guides 0", "guides 9"))
    code, said = manage(there, "restore", str(copy))
    assert (code, "来自更新的版本" in said, "guides 9" in said) == (1, True, True)
    about.unlink()
    assert "读不出来" in manage(there, "restore", str(copy))[1]
    assert manage(there, "dumpdata")[0] != 0  # not a table is there


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["[]", "null", "{}", "rows", "schema", "[" * 5000])
def test_a_copy_of_which_too_little_is_said_is_not_put_back(tmp_path, said):
    copy = backup.Copy(tmp_path / "yibao-20261126-030000.sqlite3")
    copy.path.write_bytes(b"whole")
    sha256 = hashlib.sha256(b"whole").hexdigest()
    about = {"kind": connection.vendor, "sha256": sha256, "rows": 1, "schema": []}
    copy.about.write_text(json.dumps(about))
    assert backup.check(copy) == about
    copy.about.write_text(json.dumps(about | {said: None}) if said in about else said)
    with pytest.raises(backup.Unfit, match=r"读不出来|写的不全"):
        backup.check(copy)


@pytest.mark.django_db
def test_a_folder_that_is_none_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(backup.Unfit, match="备份没有做成"):
        backup.make(tmp_path / "file")


@pytest.mark.django_db
def test_whoever_was_logged_in_when_a_copy_was_made_logs_in_again(monkeypatch):
    """A session may have been ended since: its phone was lost, or its account closed."""
    session = SessionStore()
    session.create()
    monkeypatch.setattr(backup, "check", lambda copy: {})
    monkeypatch.setattr(backup, "_read", lambda path: None)
    backup.put_back(backup.Copy(Path("any.dump")), replace=True)
    assert not session.exists(session.session_key)


@pytest.mark.django_db
def test_no_number_comes_twice_whichever_copies_are_put_back(monkeypatch):
    """Who runs meanwhile reads anew what has another number than he knows, and nothing else."""
    monkeypatch.setattr(backup, "check", lambda copy: {})
    monkeypatch.setattr(backup, "_read", lambda path: store(json.loads(path.name)))
    monkeypatch.setattr(backup.time, "time", lambda: 1_800_000_000.5)

    def store(numbers):
        ContentVersion.objects.all().delete()
        ContentVersion.objects.bulk_create(ContentVersion(kind=kind, number=numbers[kind]) for kind in numbers)

    found: list[dict[str, int]] = []
    for numbers in ({"a": 3, "b": 9}, {"a": 4, "b": 9}, {"b": 9}, {"a": 1_900_000_000}, {"a": 3}):
        backup.put_back(backup.Copy(Path(json.dumps(numbers))), replace=True)
        found.append(stored_versions())
        ContentVersion.objects.update(number=F("number") + 1)
        found.append(stored_versions())
    for kind in "ab":
        known = [numbers[kind] for numbers in found]
        assert known == sorted({*known})


def test_a_copy_is_whole_while_others_write(tmp_path, monkeypatch):
    """Pairs of rows are written together: no copy has one of a pair. A file copied as it stands loses what is in -wal."""
    path = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(path)) as stored:
        stored.execute("PRAGMA journal_mode=WAL")
        stored.execute("CREATE TABLE pair (number)")
        stored.commit()
    over = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(path, timeout=20)) as stored:
            for number in range(1_000_000):
                if over.is_set():
                    return
                with stored:
                    stored.executemany("INSERT INTO pair VALUES (?)", [(number,), (number,)])

    writer = threading.Thread(target=write)
    writer.start()
    found = []
    try:
        for number in range(20):
            with closing(sqlite3.connect(path, timeout=20)) as stored:
                stored.execute("VACUUM INTO ?", [str(tmp_path / f"{number}")])
            with closing(sqlite3.connect(tmp_path / f"{number}")) as copy:
                found.append(copy.execute("SELECT count(*) FROM pair").fetchone()[0])
    finally:
        over.set()
        writer.join()
    assert [count % 2 for count in found] == [0] * 20
    assert found == sorted(found)
    assert found[-1] > found[0]


TODAY = dt.date(2026, 11, 26)


def test_daily_copies_of_years_are_thinned_and_the_newest_stays():
    days: list[dt.date] = []
    for number in range(800):  # a copy each day, thinned each day, as a timer does it
        today = TODAY + dt.timedelta(days=number)
        days.append(today)
        gone = set(backup.to_go(days, today))
        days = [day for day in days if day not in gone]
    ages = [(today - day).days for day in days]
    assert [age for age in ages if age < 7] == [6, 5, 4, 3, 2, 1, 0]
    assert 6 <= len([age for age in ages if 7 <= age < 56]) <= 8
    assert 9 <= len([age for age in ages if age >= 56]) <= 11
    assert max(ages) < 360


def test_clock_that_is_wrong_for_a_night_takes_few_copies():
    days = [TODAY - dt.timedelta(days=age) for age in (100, 60, 30, 6, 5, 4, 3, 2, 1)]
    wrong = TODAY + dt.timedelta(days=800)
    assert backup.to_go([*days, wrong], wrong) == days[:3]


@pytest.mark.parametrize("age", [0, 6, 7, 55, 56, 359, 360, 5000])
def test_a_single_copy_never_goes(age):
    assert backup.to_go([TODAY - dt.timedelta(days=age)], TODAY) == []


def test_thinning_deletes_files_with_what_is_said_of_them_and_nothing_else(tmp_path):
    for day in (1, 2, 3, 4):
        for kind in ("sqlite3", "json"):
            (tmp_path / f"yibao-2024010{day}-030000.{kind}").write_text(json.dumps({}))
    (tmp_path / "another.txt").touch()
    backup.thin(tmp_path, TODAY)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "another.txt",
        "yibao-20240104-030000.json",
        "yibao-20240104-030000.sqlite3",
    ]


DUMP = """#!/usr/bin/env python3
import sys
print("-- COPY is written of below")
for table in "ab":
    print(f"COPY public.{table} (id, content) FROM stdin;")
    for number in range(20):
        print(f"{number}\\t{'0' * 1_000_000}")
    print("\\\\.\\n")
sys.exit({code})
"""


@pytest.fixture
def dumped(tmp_path, monkeypatch):
    """A dump as PostgreSQL's own program would read it: 40 rows of a million letters."""

    def ending(code):
        program = tmp_path / "pg_restore"
        program.write_text(DUMP.replace("{code}", code))
        program.chmod(0o700)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
        monkeypatch.setattr(backup, "connection", SimpleNamespace(vendor="postgresql"))

    return ending


def test_a_dump_with_the_papers_of_notices_is_counted_line_by_line(dumped):
    dumped("0")
    tracemalloc.start()
    try:
        assert backup._rows(Path("any.dump")) == 40
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_dump_that_cannot_be_read_to_its_end_is_none(dumped):
    dumped("'could not read'")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        backup._rows(Path("any.dump"))
    assert backup._reason(failed.value) == "could not read"
