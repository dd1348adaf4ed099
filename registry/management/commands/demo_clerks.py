"""Clerks to try the desk with. Never made by default: they are real accounts of the server they are made on."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from registry.models import Assignment, Role
from registry.places import NATION

_ANSHAN = "210300"
CLERKS = [
    ("demo-anshan-editor", Role.EDITOR, _ANSHAN),
    ("demo-anshan-reviewer", Role.REVIEWER, _ANSHAN),
    ("demo-anshan-manager", Role.MANAGER, _ANSHAN),
    ("demo-nation-editor", Role.EDITOR, NATION),
    ("demo-nation-reviewer", Role.REVIEWER, NATION),
]


class Command(BaseCommand):
    help = "Make clerks to try the desk with, and print their passwords once. Run again to give them new ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do it although DEBUG is off")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and not options["yes"]:
            raise CommandError("DEBUG is off: this may be a public server. If demo clerks are meant, add --yes.")
        with transaction.atomic():
            for name, role, region in CLERKS:
                self.stdout.write(f"{name}\t{_make(name, role, region)}\t{Role(role).label} {region}")
        self.stdout.write("Passwords are not shown again. Reviewers and managers bind a phone when they log in.")


def _make(name: str, role: Role, region: str) -> str:
    password = secrets.token_urlsafe(12)
    user, _ = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    user.set_password(password)
    user.save()
    Assignment.objects.get_or_create(user=user, role=role, region_id=region)
    return password
