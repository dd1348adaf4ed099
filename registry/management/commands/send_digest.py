"""Mails every clerk what waits on their desk. Meant for a timer, once a day; a second run sends nobody a second mail."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.desk import digest


class Command(BaseCommand):
    help = "Mail each clerk with an address what waits on their desk, at most once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MAIL:
            self.stdout.write("EMAIL_URL is not set: no mail is sent.")
            return
        sent, failed = 0, []
        for user in digest.readers():
            try:
                sent += digest.send(user, timezone.localdate())
            except OSError as error:
                failed.append(f"{user.get_username()} ({type(error).__name__})")
        self.stdout.write(f"{sent} mails sent.")
        if failed:
            raise CommandError(f"Not sent, will be tried again at the next run: {', '.join(failed)}.")
