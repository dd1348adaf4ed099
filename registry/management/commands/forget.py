"""Deletes what the public reported once it has been kept long enough. Meant for a timer, once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from registry import reports


class Command(BaseCommand):
    help = (
        f"Delete reports {reports.ANSWERED_KEPT} days after their answer, "
        f"and those nobody answered after {reports.OPEN_KEPT} days."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{reports.forget(timezone.localdate())} reports deleted.")
