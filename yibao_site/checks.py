"""What the site cannot keep out of a log by itself: PostgreSQL writes statements that fail into its own, or take long where
it is told to, with all they hold, such as the name and network address of who fails to log in twice in one moment."""

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connection

#: The settings of a server that decide what it quotes, each with the values under which it quotes nothing. ``fatal`` is none
#: of them: a statement that is running when its connection is ended is quoted under it, and under ``log`` one that waits.
_QUIET = {
    "log_min_error_statement": {"panic"},
    "log_error_verbosity": {"terse"},
    "log_statement": {"none", "ddl"},
    "log_min_duration_statement": {"-1"},
    "log_min_duration_sample": {"-1"},
    "log_transaction_sample_rate": {"0"},
    "debug_print_parse": {"off"},
    "debug_print_rewritten": {"off"},
    "debug_print_plan": {"off"},
    "auto_explain.log_min_duration": {"-1"},
}


@register(Tags.database)
def postgresql_quotes_nobody(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """A warning for each setting of the database's server under which it quotes what it was asked."""
    if not databases or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(_QUIET)])
        found = dict(cursor.fetchall())
    return [
        Warning(
            f"PostgreSQL's own log quotes what it is asked: {name} is {found[name]}.",
            hint="See deploy/README.md.",
            id=name,
        )
        for name, quiet in _QUIET.items()
        if name in found and found[name] not in quiet
    ]
