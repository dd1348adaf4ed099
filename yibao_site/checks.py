"""What the site cannot keep out of a log by itself: PostgreSQL writes statements that fail into its own, with all they
hold, such as the name, network address and browser of who fails to log in twice in one moment."""

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connection

_SETTINGS = {"log_min_error_statement": {"log", "fatal", "panic"}, "log_error_verbosity": {"terse"}}


@register(Tags.database)
def postgresql_quotes_nobody(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """A warning for each setting of the database's server under which it quotes what it was asked."""
    if not databases or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(_SETTINGS)])
        found = dict(cursor.fetchall())
    return [
        Warning(
            f"PostgreSQL's own log quotes what fails: {name} is {found[name]}.", hint="See deploy/README.md.", id=name
        )
        for name, quiet in _SETTINGS.items()
        if found[name] not in quiet
    ]
