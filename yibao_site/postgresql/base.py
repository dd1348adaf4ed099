"""A connection to PostgreSQL that does not wait for ever.

The server ends a statement that takes too long (``statement_timeout`` in the settings), as long as it is able to. One
that hangs, or whose machine does, ends nothing: then we do, and give the connection up.
"""

from functools import partial
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg.errors import OperationalError
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        seconds = conn_params.pop("answers_within", 0)
        connection = super().get_new_connection(conn_params)
        if seconds:
            connection.wait = partial(_wait, connection, seconds)
        return connection


def _wait(connection: Connection[Any], seconds: float, *args: Any, **named: Any) -> Any:
    """What ``Connection.wait`` does, within the seconds. Raises OperationalError."""
    try:
        return Connection.wait(connection, *args, **{"timeout": seconds, **named})
    except OperationalError:
        if not connection.closed and connection.info.transaction_status == TransactionStatus.ACTIVE:
            connection.pgconn.finish()  # it has neither ended nor failed: what is still answered is nobody's any more
        raise
