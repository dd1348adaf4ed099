"""The second factor: six digits from the clerk's phone (TOTP, RFC 6238), after the password and before any admin page.

Who can put things before the public must have one; an editor may. Its secret lives in the session of whoever binds it
until a first code is right, so nobody who merely knew the password earlier has seen it. Binding asks for the password
again.
"""

import re
import time
from base64 import b32encode
from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login as remember
from django_otp.oath import TOTP
from django_otp.util import random_hex

from registry.desk.login import with_password
from registry.models import Authenticator
from registry.workflow.rights import needs_second_factor

_SECRET = "second_factor_secret"

WRONG = "验证码不对。请看手机上现在的 6 位数字再输。总不对的话，请把手机时间设成自动。"
BOUND = "这个账号刚刚绑好了一部手机。请刷新，输那部手机上的数字；不是您绑的，马上找管理员。"


class CodeForm(forms.Form):
    code = forms.CharField(
        label="验证码",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
        help_text="手机验证器上显示的 6 位数字，每 30 秒换一次。",
        error_messages={"required": "请输入手机上的 6 位数字。"},
    )

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if not re.fullmatch(r"\d{6}", code):
            raise ValidationError("请照手机上显示的，输入 6 位数字。")
        return code


class BindForm(CodeForm):
    password = forms.CharField(
        label="登录密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="绑定新手机，要再输一次登录用的密码。",
        error_messages={"required": "请再输一次登录密码。"},
    )


def device_of(user: Any) -> Any:
    return Authenticator.objects.filter(user=user, confirmed=True).first()


def pending(user: Any) -> bool:
    """Whether somebody who gave the right password still owes a code. Asked once for each request."""
    if getattr(user, "otp_device", None) is not None:
        return False
    if not hasattr(user, "_owes_code"):
        user._owes_code = needs_second_factor(user) or device_of(user) is not None
    owes: bool = user._owes_code
    return owes


def second_factor(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Bind a phone, or ask for its code, or say that it is bound; ``context`` is the admin site's own."""
    if "leave" in request.POST:
        logout(request)
        return HttpResponseRedirect(reverse("admin:login"))
    user: Any = request.user
    device, done = device_of(user), user.is_verified()
    form = (CodeForm if device else BindForm)(request.POST or None)
    if request.method == "POST" and not done and form.is_valid():
        _ask(request, device, form) if device else _bind(request, form)
        if form.is_valid():
            return HttpResponseRedirect(_next(request))
    bound = {"device": device, "done": done, "title": "手机验证器" if done or not device else "请输入验证码"}
    offer = {} if device else _offer(request)
    return TemplateResponse(
        request,
        "admin/registry/second_factor.html",
        {**context, **bound, **offer, "form": form, "next": _next(request)},
    )


def _ask(request: HttpRequest, device: Any, form: CodeForm) -> None:
    """Of codes that are sent at once each is looked at when the one before was: what has to wait is told so."""
    with transaction.atomic():
        phone = Authenticator.objects.select_for_update().filter(pk=device.pk).first()
        allowed, why = phone.verify_is_allowed() if phone else (True, {})
        is_right = phone is not None and allowed and phone.verify_token(form.cleaned_data["code"])
    if not allowed:
        seconds = int((why["locked_until"] - timezone.now()).total_seconds()) + 1
        form.add_error("code", f"连着输错 {why['failure_count']} 次。请等 {seconds} 秒，再输手机上新的数字。")
    elif not is_right:
        form.add_error("code", WRONG)
    else:
        request.session.cycle_key()
        remember(request, phone)


def _bind(request: HttpRequest, form: CodeForm) -> None:
    try:
        user = with_password(request, form.cleaned_data["password"])
    except ValidationError as wrong:
        form.add_error("password", wrong)
        return
    device = Authenticator(user=request.user, name="手机验证器", key=_secret(request))
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time()
    if not totp.verify(int(form.cleaned_data["code"]), device.tolerance):
        form.add_error("code", WRONG)
        return
    device.last_t = totp.t()  # the same digits are not taken twice
    if not _first(device):
        form.add_error("code", BOUND)
        return
    del request.session[_SECRET]
    LogEntry.objects.log_actions(device.user_id, [device], ADDITION, "绑定手机验证器", single_object=True)
    login(request, user)  # a new session key, and the lock-out counts from nought again
    remember(request, device)
    messages.success(request, "手机绑好了。以后每次登录，都要填它当时显示的 6 位数字。")


def _first(device: Authenticator) -> bool:
    """Keep a phone, unless another was bound a moment ago, maybe by somebody else who knows the password."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=device.user_id)
        if device_of(device.user) is not None:
            return False
        device.save()
        return True


def _secret(request: HttpRequest) -> str:
    if _SECRET not in request.session:
        request.session[_SECRET] = random_hex(20)
    secret: str = request.session[_SECRET]
    return secret


def _offer(request: HttpRequest) -> dict[str, str]:
    """What a phone scans, and the same to type: base 32 in groups of four."""
    device = Authenticator(user=request.user, key=_secret(request))
    letters = b32encode(device.bin_key).decode()
    groups = [letters[start : start + 4] for start in range(0, len(letters), 4)]
    return {"qr": segno.make(device.config_url).svg_data_uri(scale=4, light="white"), "secret": " ".join(groups)}


def _next(request: HttpRequest) -> str:
    address = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else reverse("admin:index")
