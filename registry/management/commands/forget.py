"""Deletes what has been kept long enough: reports and wordings of the public, workbooks of clerks, failed log-ins. Meant for a timer, once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from registry import reports
from registry.desk import login


class Command(BaseCommand):
    help = (
        f"Delete reports {reports.ANSWERED_KEPT} days after their answer, those nobody answered after "
        f"{reports.OPEN_KEPT} days, and failed log-ins that lock nothing any more."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        on = timezone.localdate()
        gone = reports.forget(on) + sum(forget(on) for forget in reports.FORGETTERS)
        self.stdout.write(f"{gone} reports and {login.forget_failures(timezone.now())} failed log-ins deleted.")
