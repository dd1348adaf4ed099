"""Whose phone is removed, or who may not enter the desk any more, has nothing left open, on no machine.

A changed password needs nothing here: the framework ends what was opened with the old one. Only clerks have sessions, so
there are few, and looking through all of them is cheaper than a question at every request.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models.signals import post_delete, post_save
from django_otp.plugins.otp_totp.models import TOTPDevice

from registry.models import Authenticator


def end(user_id: int) -> None:
    """Log somebody out everywhere."""
    sessions = Session.objects.all()
    theirs = [session.pk for session in sessions if session.get_decoded().get(SESSION_KEY) == str(user_id)]
    sessions.filter(pk__in=theirs).delete()


def watch() -> None:
    """Called once, when the models are loaded."""
    for device in (Authenticator, TOTPDevice):
        post_delete.connect(_phone_removed, sender=device)
    post_save.connect(_account_saved, sender=User)


def _phone_removed(instance: Any, **kwargs: Any) -> None:
    end(instance.user_id)


def _account_saved(instance: User, **kwargs: Any) -> None:
    if not (instance.is_active and instance.is_staff):
        end(instance.pk)
