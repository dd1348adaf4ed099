"""The daily mail: what waits for somebody on the desk, with a link to each list. Once a day for each person."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from registry.desk import tasks
from registry.models import DigestSent


def readers() -> QuerySet[User]:
    """Active clerks who have a mail address."""
    return User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")


def waiting(user: Any, on: dt.date) -> list[tasks.Line]:
    """The lines of somebody's desk that have something in them; none where nothing of it waits to be done."""
    lines = [line for line in tasks.lines(user, on) if line.count]
    return lines if any(line.urgency is not tasks.Urgency.KNOWN for line in lines) else []


def send(user: User, on: dt.date) -> bool:
    """Mail somebody their desk; False where nothing waits or they had it today. Raises OSError when mail fails.

    Whatever ends it before the mail is gone, a signal too, leaves it to be sent on the same day.
    """
    lines = waiting(user, on)
    if not lines or not _claim(user, on):
        return False
    try:
        send_mail(subject(lines), _text(user, lines, on), None, [user.email])
    except BaseException:
        DigestSent.objects.filter(user=user).delete()
        raise
    return True


def subject(lines: list[tasks.Line]) -> str:
    count = sum(line.count for line in lines if line.urgency is not tasks.Urgency.KNOWN)
    return f"{settings.SITE_NAME}：{count} 件事等着您"


def _text(user: User, lines: list[tasks.Line], on: dt.date) -> str:
    context = {"user": user, "lines": lines, "on": on, "site": settings.SITE_URL, "desk": reverse("admin:index")}
    return render_to_string("mail/digest.txt", context)


def _claim(user: User, on: dt.date) -> bool:
    """Whether it falls to this process to mail somebody today. Settled in the database: caches differ by process."""
    _, new = DigestSent.objects.get_or_create(user=user, defaults={"on": on})
    return new or DigestSent.objects.filter(user=user).exclude(on=on).update(on=on) == 1
