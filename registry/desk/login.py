"""Logging in with a password: what is said when it fails, and what the lock-out (django-axes) is told."""

import datetime as dt
import re
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth import authenticate
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from registry.ageing import AHEAD
from registry.writing import take_turn_at

WRONG_PASSWORD = "密码不对。请看清大小写，再输一次。连着错 5 次会锁 30 分钟。"
LOCKED = "连着错了 5 次，这个账号在您这里先锁 30 分钟。请到时候再试；忘了密码，请找管理员重设。"
GUESSED = "这个账号被人试错了太多次，先只让登录过它的电脑登录。请换那台电脑，或者过 30 分钟再试。"

#: Wrong passwords for one account, from all addresses in half an hour, after which only browsers that it was logged in with
#: go on: whoever guesses from many addresses gets no further, and locks out nobody at his own desk.
MOST_EVERYWHERE = 50
#: By which a browser is known that an account was logged in with, and for how many seconds, whatever the browser keeps.
_KNOWN, _KNOWN_FOR = "desk_known", 365 * 24 * 60 * 60
_KEPT_AS, _MOST_NAMED = re.compile(rf"{_KNOWN}_([0-9]{{1,9}})"), 10

#: As long as the framework lets the name of an account be.
LONGEST_NAME = 150


class LoginForm(AdminAuthenticationForm):
    username = UsernameField(
        widget=forms.TextInput(attrs={"autofocus": True}),
        validators=[MaxLengthValidator(LONGEST_NAME, f"用户名最长 {LONGEST_NAME} 个字。请看看是不是填错了格。")],
    )
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "用户名或密码不对。请看清大小写，再输一次。连着错 5 次会锁 30 分钟。",
    }

    def get_invalid_login_error(self) -> ValidationError:
        if said := _locked(self.request):
            return ValidationError(said, code="locked")
        return super().get_invalid_login_error()


def with_password(request: HttpRequest, password: str) -> Any:
    """Whoever is logged in, by the password once more: an open page may be somebody else's by now. Raises
    ValidationError for a wrong one, which counts as one at the log-in does."""
    name = request.user.get_username()
    user = authenticate(request, username=name, password=password)
    if user is None:
        raise ValidationError(_locked(request) or WRONG_PASSWORD)
    _take_back(request, name)
    return user


def _locked(request: Any) -> str:
    """What is said where no password is looked at; '' where one was."""
    if not getattr(request, "axes_locked_out", False):
        return ""
    return GUESSED if getattr(request, "guessed_everywhere", False) else LOCKED


def remember_browser(request: HttpRequest, response: HttpResponseBase) -> None:
    """Know a browser again that somebody has just logged in with: by a word that nobody else can make up."""
    name, salt = _word(request.user)
    response.set_signed_cookie(
        name,
        "yes",
        salt=salt,
        max_age=_KNOWN_FOR,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _word(user: Any) -> tuple[str, str]:
    """Where a browser keeps the word of an account, one beside the other where colleagues share it, and what the word is
    bound to: with a new password no browser is known any more."""
    return f"{_KNOWN}_{user.pk}", f"{user.get_username()}:{user.password}"


def _has_word(request: HttpRequest, user: Any) -> bool:
    kept, salt = _word(user)
    return bool(request.get_signed_cookie(kept, default="", salt=salt, max_age=_KNOWN_FOR))


def _is_known(request: HttpRequest, name: str) -> bool:
    """Whether an account was logged in with this browser since its password was set."""
    user = User.objects.filter(username=name).first()
    return user is not None and _has_word(request, user)


def known_account(request: HttpRequest) -> int | None:
    """An account that was logged in with this browser, of a few that it may name; None of none."""
    named = [found[1] for cookie in request.COOKIES if (found := _KEPT_AS.fullmatch(cookie))]
    users = User.objects.filter(pk__in=named[:_MOST_NAMED]).order_by("pk") if named else ()
    return next((user.pk for user in users if _has_word(request, user)), None)


def _guessed_everywhere(name: str) -> bool:
    """Whether an account was tried too often by all together."""
    lately = AccessAttempt.objects.filter(username=name, attempt_time__gt=timezone.now() - settings.AXES_COOLOFF_TIME)
    wrong = lately.aggregate(all=Sum("failures_since_start"))["all"] or 0
    return bool(wrong >= MOST_EVERYWHERE)


class OwnPasswordForm(AdminPasswordChangeForm):
    """A new password for whoever is logged in; the old one is guessed here no oftener than at the log-in."""

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        with_password(self.request, self.cleaned_data["old_password"])
        return str(self.cleaned_data["old_password"])


class Failures(AxesDatabaseHandler):  # type: ignore[misc]  # django-axes ships no types
    """Keeps of a failure the name and the address, which lock, whether the browser is known, and nothing that was sent.

    A known browser is counted by itself: behind one address stand a whole office, or the phones of half a city, and who
    guesses there locks out nobody at his own desk.
    """

    def is_locked(self, request: Any, credentials: Any = None) -> bool:
        """Whether the password is not even looked at. One that will be counts as wrong from here on, until it was found
        right: of many that are sent at once no more are looked at than of those that are sent one after the other."""
        name = str((credentials or {}).get("username") or "")
        known = name != "" and _is_known(request, name)
        request.axes_user_agent = _KNOWN if known else ""
        self.clean_expired_user_attempts(request, credentials)
        AccessAttempt.objects.filter(username=name, attempt_time__gt=timezone.now() + AHEAD).delete()
        with transaction.atomic():
            _take_turn(name)
            request.guessed_everywhere = not known and _guessed_everywhere(name)
            if request.guessed_everywhere or super().is_locked(request, credentials):
                return True
            request.axes_failures_since_start = _count(request, name)
        return False

    def user_login_failed(self, sender: Any, credentials: Any, request: Any = None, **kwargs: Any) -> None:
        """Comes after :meth:`is_locked`, which has counted it."""
        if request is not None and (request.axes_failures_since_start or 0) >= settings.AXES_FAILURE_LIMIT:
            request.axes_locked_out = True


def _take_turn(name: str) -> None:
    """Whoever counts the wrong passwords of an account, or goes by how many there are, does so alone."""
    take_turn_at(f"password:{name}")


def _tried(request: Any, name: str) -> dict[str, Any]:
    """What the wrong passwords for an account are counted by: each address, and the browsers known there."""
    return {"username": name, "ip_address": request.axes_ip_address, "user_agent": request.axes_user_agent}


def _count(request: Any, name: str) -> int:
    """One wrong password more; how many there are by now."""
    tried, _ = AccessAttempt.objects.get_or_create(**_tried(request, name), defaults={"failures_since_start": 0})
    tried.failures_since_start += 1
    tried.attempt_time = request.axes_attempt_time
    tried.save(update_fields=["failures_since_start", "attempt_time"])
    return int(tried.failures_since_start)


def _take_back(request: Any, name: str) -> None:
    """The password was right: it is no longer one of the wrong ones."""
    with transaction.atomic():
        _take_turn(name)
        tried = AccessAttempt.objects.filter(**_tried(request, name))
        tried.update(failures_since_start=F("failures_since_start") - 1)
        tried.filter(failures_since_start=0).delete()


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """The login page as it stands, its form says why; only the status tells machines."""
    response.status_code = 429
    return response


def forget_failures(now: dt.datetime) -> int:
    """Delete the failures that lock nothing any more, each of which has a name and an address; how many went. The
    package does it too, but not before somebody logs in or fails to."""
    gone: int
    gone, _ = AccessAttempt.objects.filter(attempt_time__lte=now - settings.AXES_COOLOFF_TIME).delete()
    return gone
