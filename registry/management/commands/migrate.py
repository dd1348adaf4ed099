"""Django's ``migrate``, one at a time: a second one waits for the first, and then finds nothing left to do."""

from typing import Any

from django.core.management.commands import migrate

from registry.writing import alone


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        with alone():  # before the checks: they look into the database, too
            return super().execute(*args, **options)
