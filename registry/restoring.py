"""Copies put back whole or not at all, whatever ends the command in the middle: all of it is one transaction of the database,
and the last word of that is said here, when everything else was.
"""

import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.db import connection

from registry.backup import PASSING, Copy, Unfit, check, reason, surroundings
from registry.models import Authenticator, ContentVersion
from registry.snapshot import stored_versions
from registry.writing import TURN

_VERSIONS = ContentVersion._meta.db_table
_PHONES = Authenticator._meta.db_table


def put_back(copy: Copy, replace: bool) -> dict[str, Any]:
    """Make the database what it was, but for who was logged in or locked out; all or nothing. What a copy says of itself.

    Raises Unfit, also where something is there already and is not to be replaced.
    """
    about, known = check(copy), _numbers()
    if known and not replace:
        raise Unfit("数据库里已经有内容。确定要换掉，请加 --replace。")
    connection.close()
    try:
        if connection.vendor == "postgresql":
            _into_postgresql(copy.path)
        else:
            _into_sqlite(copy.path)
    except (OSError, sqlite3.Error, subprocess.CalledProcessError) as error:
        raise Unfit(f"没有恢复，数据库还是原来的：{reason(error)}") from None
    return about


def _afterwards() -> list[str]:
    """What becomes of the rows of a copy before anybody sees them, beside ``known``, the numbers of before.

    Each kind gets a number that nobody who runs has ever seen, so that he reads all of it anew: beyond those before, those
    of the copy, and the second it is, where the database itself was made anew between two copies. Sessions may have been
    ended since: everybody logs in again. What locked somebody out then is over.
    """
    every = f"SELECT kind, number FROM known UNION ALL SELECT kind, number FROM {_VERSIONS}"
    return [
        *(f"DELETE FROM {table}" for table in PASSING),
        f"UPDATE {_PHONES} SET throttling_failure_count = 0, throttling_failure_timestamp = NULL",
        f"INSERT INTO {_VERSIONS} (kind, number) SELECT kinds.kind, most.number + 1"
        f" FROM (SELECT DISTINCT kind FROM ({every}) AS a) AS kinds,"
        f" (SELECT max(number) AS number FROM ({every} UNION ALL SELECT '', {int(time.time())}) AS b) AS most WHERE true"
        " ON CONFLICT (kind) DO UPDATE SET number = excluded.number",
    ]


def _into_sqlite(path: Path) -> None:
    """By way of a file without a name, which nobody else sees and which is gone with this process."""
    with (
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as stored,
        closing(sqlite3.connect("")) as made,
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as ours,
    ):
        stored.backup(made)
        made.execute("CREATE TEMP TABLE known (kind TEXT, number INTEGER)")
        made.executemany("INSERT INTO known VALUES (?, ?)", _numbers().items())
        connection.close()
        for statement in _afterwards():
            made.execute(statement)
        made.commit()
        made.backup(ours)


def _into_postgresql(path: Path) -> None:
    """Whoever falls silent before the last word has said nothing: psql ends, and its transaction with it."""
    before = f"SELECT kind, number FROM {_VERSIONS}" if _is_filled() else "SELECT '' AS kind, 0 AS number WHERE false"
    connection.close()
    begin = ["BEGIN", f"SELECT pg_advisory_xact_lock({TURN})", f"CREATE TEMP TABLE known ON COMMIT DROP AS {before}"]
    command = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--file=-", str(path)]
    with _psql() as told:
        told.write(_script(begin))
        with TemporaryFile() as said, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said) as reader:
            assert reader.stdout is not None
            while block := reader.stdout.read(1 << 16):
                told.write(block)
            if reader.wait():
                raise _failed(command, reader.returncode, said)
        # A dump sets the path to nothing, for as long as whoever reads it.
        told.write(_script(["RESET search_path", *_afterwards(), "COMMIT"]))


def _script(statements: list[str]) -> bytes:
    return "".join(f"{statement};\n" for statement in statements).encode()


@contextmanager
def _psql() -> Iterator[IO[bytes]]:
    """What PostgreSQL's own program is told to do. Raises CalledProcessError where it did not do all of it; what it was told
    in a transaction that it was not told to end it has not done."""
    command = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    with (
        TemporaryFile() as said,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, env=surroundings()
        ) as psql,
    ):
        assert psql.stdin is not None
        try:
            yield psql.stdin
        except BrokenPipeError:
            pass  # it has ended, and said why
        finally:
            with suppress(BrokenPipeError):
                psql.stdin.close()
        if psql.wait():
            raise _failed(command, psql.returncode, said)


def _failed(command: list[str], code: int, said: IO[bytes]) -> subprocess.CalledProcessError:
    said.seek(0)
    return subprocess.CalledProcessError(code, command, stderr=said.read().decode(errors="replace"))


def _is_filled() -> bool:
    with connection.cursor() as cursor:
        return _VERSIONS in connection.introspection.table_names(cursor)


def _numbers() -> dict[str, int]:
    """The number of the last change of each kind; none where nothing is there yet."""
    return stored_versions() if _is_filled() else {}
