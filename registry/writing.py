"""Who changes content takes a turn: one transaction after the other, on every database.

On SQLite the database sees to it (``transaction_mode`` in the settings). On PostgreSQL two transactions would each lock
rows, and the numbers of kinds, in the order in which they come to them, and one day wait for each other; so whoever is
going to change content takes this one lock before any other, and reads what it decides by after that.
"""

from django.db import connection

#: Any number, as long as nothing else in the database locks it.
_TURN = 9_120_393
#: Seconds that a request waits for its turn, as long as on SQLite (``busy_timeout`` in the settings).
PATIENCE = 5


def take_turn(seconds: int = PATIENCE) -> None:
    """Wait until nobody else is changing content; the turn ends with the transaction. May be taken again inside it.

    With 0 ``seconds`` it waits as long as it takes. Raises OperationalError when they are over.
    """
    if connection.vendor != "postgresql" or not connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_TURN])
        if not cursor.fetchone()[0]:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{seconds}s"])
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
