"""Who changes content takes a turn: one transaction after the other, on every database.

On SQLite the database sees to it (``transaction_mode`` in the settings). On PostgreSQL two transactions would each lock
rows, and the numbers of kinds, in the order in which they come to them, and one day wait for each other; so whoever is
going to change content takes this one lock before any other, and reads what it decides by after that.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

#: Any numbers, as long as nothing else in the database locks them.
TURN, _TABLES, _COUNTS = 9_120_393, 9_120_394, 9_120_395
#: Seconds that a request waits for its turn, as long as on SQLite (``busy_timeout`` in the settings).
PATIENCE = 5


def take_turn(seconds: int = PATIENCE) -> None:
    """Wait until nobody else is changing content; the turn ends with the transaction. May be taken again inside it.

    With 0 ``seconds`` it waits as long as it takes. Raises OperationalError when they are over.
    """
    if connection.vendor != "postgresql" or not connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [TURN])
        if not cursor.fetchone()[0]:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{seconds}s"])
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def take_turn_at(what: str) -> None:
    """Wait until nobody else counts the same thing; the turn ends with the transaction. Two things that happen to have the
    same checksum wait for each other, and no harm is done."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_COUNTS, crc32(what.encode()) - 2**31])


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other command changes the tables, and keep others waiting: for what no single transaction holds.

    Raises ImproperlyConfigured where the file cannot be had. On a server of databases by a lock on a connection of its own; else by one on a file beside the database's.
    """
    if connection.vendor == "postgresql":
        line = connection.copy()
        try:
            with line.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [_TABLES])
            yield
        finally:
            line.close()  # the lock goes with it
        return
    path = Path(settings.STATE_DIR) / "tables.lock"
    try:
        file = path.open("w")
    except OSError as error:
        raise ImproperlyConfigured(f"{path}: cannot be written to ({error.strerror}).") from None
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
