"""Logging in with a password: what is said when it fails, and what the lock-out (django-axes) is told."""

import datetime as dt
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth import authenticate
from django.contrib.auth.forms import UsernameField
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse, QueryDict

WRONG_PASSWORD = "密码不对。请看清大小写，再输一次。连着错 5 次会锁 30 分钟。"
LOCKED = "连着错了 5 次，这个账号在您这里先锁 30 分钟。请到时候再试；忘了密码，请找管理员重设。"


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
        if getattr(self.request, "axes_locked_out", False):
            return ValidationError(LOCKED, code="locked")
        return super().get_invalid_login_error()


def with_password(request: HttpRequest, password: str) -> Any:
    """Whoever is logged in, by the password once more: an open page may be somebody else's by now. Raises
    ValidationError for a wrong one, which counts as one at the log-in does."""
    user = authenticate(request, username=request.user.get_username(), password=password)
    if user is None:
        raise ValidationError(LOCKED if getattr(request, "axes_locked_out", False) else WRONG_PASSWORD)
    return user


class OwnPasswordForm(AdminPasswordChangeForm):
    """A new password for whoever is logged in; the old one is guessed here no oftener than at the log-in."""

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        with_password(self.request, self.cleaned_data["old_password"])
        return str(self.cleaned_data["old_password"])


class Failures(AxesDatabaseHandler):  # type: ignore[misc]  # django-axes ships no types
    """Keeps of a failure the name and the address, which lock, and nothing else that was sent."""

    def user_login_failed(self, sender: Any, credentials: Any, request: Any = None, **kwargs: Any) -> None:
        if request is None:
            return
        sent = request.GET, request.POST
        request.GET = request.POST = QueryDict()
        request.axes_user_agent = request.axes_http_accept = ""
        try:
            super().user_login_failed(sender, credentials, request, **kwargs)
        finally:
            request.GET, request.POST = sent


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
