"""Logging in with a password: what is said when it fails, and what the lock-out (django-axes) is told."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

LOCKED = "连着错了 5 次，这个账号在您这里先锁 30 分钟。请到时候再试；忘了密码，请找管理员重设。"


class LoginForm(AdminAuthenticationForm):
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "用户名或密码不对。请看清大小写，再输一次。连着错 5 次会锁 30 分钟。",
    }

    def get_invalid_login_error(self) -> ValidationError:
        if getattr(self.request, "axes_locked_out", False):
            return ValidationError(LOCKED, code="locked")
        return super().get_invalid_login_error()


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """The login page as it stands, its form says why; only the status tells machines."""
    response.status_code = 429
    return response


def client_address(request: HttpRequest) -> str | None:
    """The address that asks. Of X-Forwarded-For only what our own proxies wrote counts: the last ``PROXIES`` entries."""
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    last = hops[-settings.PROXIES] if 0 < settings.PROXIES <= len(hops) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(last.strip()))
    except ValueError:
        return None
