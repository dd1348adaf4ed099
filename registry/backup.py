"""Copies of the database that can be trusted: consistent while the site goes on, looked into when they are written, and
thinned when they are old.

A copy is one file beside another that says what is in it (``.json``). Secret keys are no part of it, nor who is logged in
or failed to.
"""

import datetime as dt
import errno
import fcntl
import hashlib
import json
import os
import sqlite3
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

_STAMP = "%Y%m%d-%H%M%S"
#: How long copies stay: all of these days, then one of each week, then one of each month.
DAYS, WEEKS, MONTHS = 7, 8, 12
#: Days whose copies go at once, as many as may fall due in one: a clock that is wrong for one night takes no more.
_GO_AT_ONCE = 3
#: Tables of which a copy holds no row: they say who is logged in or locked out now, and whom nobody keeps for long.
PASSING = [model._meta.db_table for model in (Session, AccessAttempt, AccessLog, AccessFailureLog)]
#: How the way to PostgreSQL is closed to others, as an address may say it.
_CLOSED_BY = ("sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs")

_SYSTEM = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这块磁盘只能读",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘满了",
    errno.ENOTDIR: "不是文件夹",
    errno.EEXIST: "不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ELOOP: "链接绕回了自己",
    errno.ENAMETOOLONG: "名字太长",
    errno.EIO: "磁盘坏了，读写不了",
}
_SQLITE = {
    sqlite3.SQLITE_BUSY: "数据库正忙，请过一会儿再试",
    sqlite3.SQLITE_CANTOPEN: "文件打不开",
    sqlite3.SQLITE_CORRUPT: "文件坏了",
    sqlite3.SQLITE_FULL: "磁盘满了",
    sqlite3.SQLITE_IOERR: "磁盘读写不了",
    sqlite3.SQLITE_NOTADB: "文件坏了",
    sqlite3.SQLITE_READONLY: "数据库只能读",
}


class Unfit(Exception):
    """Why a copy was not made or not put back, in one sentence."""


@dataclass(frozen=True)
class Copy:
    path: Path

    @property
    def about(self) -> Path:
        return self.path.with_suffix(".json")

    @property
    def draft(self) -> Path:
        return self.path.with_suffix(".part")

    def claimed(self) -> IO[bytes] | None:
        """Its draft, held by nobody else; None where that, or the copy, is another's."""
        try:
            file = self.draft.open("xb")
        except FileExistsError:
            return None
        fcntl.flock(file, fcntl.LOCK_EX)
        if not self.path.exists():
            return file
        file.close()
        _remove_draft(self.draft)
        return None

    @property
    def made_on(self) -> dt.date | None:
        """None for a file that somebody gave another name: it is his."""
        try:
            return dt.datetime.strptime(self.path.stem, f"yibao-{_STAMP}").date()
        except ValueError:
            return None


def make(folder: Path) -> Copy:
    """A copy of everything, checked. Raises Unfit, and leaves nothing behind then, nor of one that was ended before it."""
    kind = "dump" if connection.vendor == "postgresql" else "sqlite3"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear(folder)
        with _begun(folder, kind) as copy:
            _write(copy.draft)
            rows = _rows(copy.draft)
            about = {"kind": connection.vendor, "sha256": _digest(copy.draft), "rows": rows, "schema": _schema()}
            copy.about.write_text(json.dumps(about, indent=1))
            copy.draft.replace(copy.path)
    except (OSError, sqlite3.Error, DatabaseError, subprocess.CalledProcessError) as error:
        raise Unfit(f"备份没有做成：{reason(error)}") from None
    return copy


@contextmanager
def _begun(folder: Path, kind: str) -> Iterator[Copy]:
    """A copy of a name that no other has, nor is making. Whoever holds its draft is alive."""
    while (file := (copy := Copy(folder / f"yibao-{timezone.localtime():{_STAMP}}.{kind}")).claimed()) is None:
        time.sleep(0.1)  # that second has its copy
    with file:
        try:
            yield copy
        except BaseException:
            copy.about.unlink(missing_ok=True)
            raise
        finally:
            _remove_draft(copy.draft)


def _clear(folder: Path) -> None:
    """Remove the drafts of those who were ended while they wrote: who is logged in may be in them."""
    for draft in folder.glob("yibao-*.part"):
        if Copy(draft).made_on is None:
            continue
        with suppress(OSError), draft.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove_draft(draft)


def _remove_draft(draft: Path) -> None:
    for path in (draft, *(Path(f"{draft}{more}") for more in ("-journal", "-wal", "-shm"))):
        path.unlink(missing_ok=True)


def check(copy: Copy) -> dict[str, Any]:
    """What a copy says of itself, where it is still what was written. Raises Unfit."""
    try:
        about: dict[str, Any] = json.loads(copy.about.read_text())
        whole = about["sha256"] == _digest(copy.path)
        sound = isinstance(about["kind"], str) and isinstance(about["rows"], int) and _are_names(about["schema"])
    except OSError as error:
        raise Unfit(f"这份备份读不出来：{reason(error)}") from None
    except (ValueError, LookupError, TypeError, RecursionError):
        sound = whole = False
    if not sound:
        raise Unfit(f"{copy.about.name} 里写的不全，不知道这份备份里有什么。")
    if not whole:
        raise Unfit("这份备份和写下时不一样，不能用。")
    if about["kind"] != connection.vendor:
        raise Unfit(f"这份备份是 {about['kind']} 的，现在的数据库是 {connection.vendor}。")
    if unknown := sorted({*about["schema"]} - _known()):
        raise Unfit(f"这份备份来自更新的版本，这里还不认识 {unknown[0]}。请先升级。")
    return about


def _are_names(said: Any) -> bool:
    return isinstance(said, list) and all(isinstance(name, str) for name in said)


def to_go(days: Iterable[dt.date], today: dt.date) -> list[dt.date]:
    """Of the days that copies are of, those whose copies may go: all but the first of each week or month that there is
    one of, the oldest first. The newest of all never goes."""
    ordered = sorted(set(days))
    kept: dict[object, dt.date] = {}
    for day in ordered:
        kept.setdefault(_slot(day, today), day)
    stay = {day for slot, day in kept.items() if slot is not None} | set(ordered[-1:])
    return [day for day in ordered if day not in stay][:_GO_AT_ONCE]


def _slot(day: dt.date, today: dt.date) -> object:
    """What one copy is kept of, for a day: the day, its week or its month; None for what is too old."""
    age = (today - day).days
    if age < DAYS:
        return day
    if age < 7 * WEEKS:
        return day.isocalendar()[:2]
    return ("month", day.year, day.month) if age < 30 * MONTHS else None


def thin(folder: Path, today: dt.date) -> list[Path]:
    """Delete the copies that are not needed any more; which."""
    kinds = {".dump", ".sqlite3"}
    files = (path for path in sorted(folder.glob("yibao-*")) if path.suffix in kinds and path.is_file())
    copies = {copy: day for copy in map(Copy, files) if (day := copy.made_on) is not None}
    old = to_go(copies.values(), today)
    going = [copy for copy, day in copies.items() if day in old]
    for copy in going:
        copy.path.unlink()
        copy.about.unlink(missing_ok=True)
    return [copy.path for copy in going]


def _write(path: Path) -> None:
    if connection.vendor == "postgresql":
        without = [f"--exclude-table-data={table}" for table in PASSING]
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", *without, "--file", str(path))
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])  # one moment of it, whoever writes meanwhile
    with closing(sqlite3.connect(path)) as copy, copy:
        copy.execute("PRAGMA secure_delete = ON")
        for table in PASSING:
            copy.execute(f"DELETE FROM {table}")


def _rows(path: Path) -> int:
    """How many rows a copy holds, which is read for that from its beginning to its end."""
    if connection.vendor == "postgresql":
        return _dumped_rows(path)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as stored:
        [(state,)] = stored.execute("PRAGMA integrity_check")
        if state != "ok":
            raise sqlite3.DatabaseError(state)
        names = [name for (name,) in stored.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return sum(stored.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names)


def _dumped_rows(path: Path) -> int:
    """The same of a dump: a line of its tables each, one after the other, because the papers of notices are in it."""
    command, count, inside = ["pg_restore", "--data-only", "--file=-", str(path)], 0, False
    with TemporaryFile() as said, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said) as reader:
        for line in reader.stdout or ():
            if inside:
                inside = line != b"\\.\n"
                count += inside
            else:
                inside = line.startswith(b"COPY ")
        if reader.wait():
            said.seek(0)
            why = said.read().decode(errors="replace")
            raise subprocess.CalledProcessError(reader.returncode, command, stderr=why)
    return count


def _run(program: str, *arguments: str) -> None:
    subprocess.run([program, *arguments], env=surroundings(), check=True, capture_output=True, text=True)


def surroundings() -> dict[str, str]:
    """What PostgreSQL's own programs are told beside their arguments, which anybody can see: where the database is, and how
    the way there is closed to others."""
    known = connection.settings_dict
    place = {"PGHOST": known["HOST"], "PGPORT": known["PORT"], "PGUSER": known["USER"], "PGDATABASE": known["NAME"]}
    way = {f"PG{name.replace('_', '').upper()}": known["OPTIONS"].get(name) for name in _CLOSED_BY}
    told = {**place, **way, "PGPASSWORD": known["PASSWORD"]}
    return {**os.environ, **{name: str(value) for name, value in told.items() if value}}


def _schema() -> list[str]:
    """The last migration of each app: what can be put back into."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, max(name) FROM django_migrations GROUP BY app ORDER BY app")
        return [f"{app} {name}" for app, name in cursor.fetchall()]


def _known() -> set[str]:
    """All migrations of this version."""
    loader = MigrationLoader(None)
    return {f"{app} {name}" for app, name in loader.disk_migrations}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def reason(error: Exception) -> str:
    """Why, on one line: in words of ours where that is known, else in those of the system or of PostgreSQL's program."""
    if isinstance(error, OSError):
        why = _SYSTEM.get(error.errno or 0) or f"系统说“{error.strerror or type(error).__name__}”"
        return f"{error.filename}：{why}" if error.filename else why
    if isinstance(error, subprocess.CalledProcessError):
        if error.returncode < 0:
            return f"{error.cmd[0]} 被结束了（信号 {-error.returncode}）"
        told = error.stderr.strip().splitlines()
        said = next((line for line in told if "error:" in line.lower()), "".join(told[-1:]) or error.returncode)
        return f"{error.cmd[0]} 说“{said}”"
    told = error.__cause__ if isinstance(error, DatabaseError) else error
    code = getattr(told, "sqlite_errorcode", 0) & 0xFF  # what is finer stands above it
    return _SQLITE.get(code) or f"数据库说“{error}”"
