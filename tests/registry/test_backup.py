"""Copies of the database: whole while others write, put back elsewhere with the same pages, and thinned by age."""

import datetime as dt
import hashlib
import json
import os
import sqlite3
import subprocess
import threading
import tracemalloc
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from registry import backup


def test_a_folder_without_a_name_is_not_where_one_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match="请写备份放在哪个文件夹"):
        call_command("backup", "")
    assert not [*tmp_path.iterdir()]


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
    with pytest.raises(backup.Unfit) as refused:
        backup.check(copy)
    assert str(refused.value) == f"{copy.about.name} 里写的不全，不知道这份备份里有什么。"


@pytest.mark.django_db
def test_a_folder_that_is_none_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(backup.Unfit) as refused:
        backup.make(tmp_path / "file")
    assert str(refused.value) == f"备份没有做成：{tmp_path / 'file'}：不是文件夹"


@pytest.mark.django_db
def test_a_copy_that_is_not_there_or_none_is_refused_in_a_sentence(tmp_path):
    copy = backup.Copy(tmp_path / "yibao-20261126-030000.sqlite3")
    with pytest.raises(backup.Unfit) as refused:
        backup.check(copy)
    assert str(refused.value) == f"这份备份读不出来：{copy.about}：没有这个文件"
    copy.path.write_bytes(b"no database at all" * 100)
    with pytest.raises(sqlite3.DatabaseError) as failed, closing(sqlite3.connect(copy.path)) as stored:
        stored.execute("SELECT * FROM sqlite_master")
    assert backup.reason(failed.value) == "文件坏了"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="pg_dump asks a server")
def test_two_copies_of_one_second_are_two(tmp_path, monkeypatch):
    """The one neither fails on the other's file nor takes it away."""
    monkeypatch.setattr(backup, "_write", lambda path: sqlite3.connect(path).execute("CREATE TABLE a (b)"))
    monkeypatch.setattr(backup, "_schema", lambda: [])
    made = []
    both = [threading.Thread(target=lambda: made.append(backup.make(tmp_path))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len({copy.path for copy in made}) == 2
    assert sorted(tmp_path.iterdir()) == sorted(path for copy in made for path in (copy.path, copy.about))


def test_draft_of_who_was_ended_goes_and_of_who_writes_stays(tmp_path):
    """Sessions may be in it, and the folder is carried elsewhere each day."""
    ended, writing = (backup.Copy(tmp_path / f"yibao-20261126-03000{second}.sqlite3") for second in (0, 1))
    for path in (ended.draft, Path(f"{ended.draft}-journal")):
        path.write_bytes(b"sessions")
    (somebodys := tmp_path / "yibao-of-my-own.part").touch()
    with writing.claimed():
        backup._clear(tmp_path)
        assert set(tmp_path.iterdir()) == {writing.draft, somebodys}


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
    others = ["another.txt", "yibao-20240101.sqlite3", "yibao-20240101-030000 (1).sqlite3", "yibao-before.dump"]
    for name in others:
        (tmp_path / name).touch()
    (tmp_path / "yibao-20240101-040000.dump").mkdir()
    backup.thin(tmp_path, TODAY)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name not in others) == [
        "yibao-20240101-040000.dump",
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


def test_program_that_was_ended_is_said_to_have_been():
    killed = subprocess.CalledProcessError(-9, ["psql", "--quiet"], stderr="")
    assert backup.reason(killed) == "psql 被结束了（信号 9）"


def test_a_dump_that_cannot_be_read_to_its_end_is_none(dumped):
    dumped("'could not read'")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        backup._rows(Path("any.dump"))
    assert backup.reason(failed.value) == "pg_restore 说“could not read”"
