"""Who may do what, where: a role over a region and everything below it; and the phone that proves who it is."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from simple_history.models import HistoricalRecords

from registry.ageing import AHEAD


class Role(models.TextChoices):
    EDITOR = "editor", "编辑"
    REVIEWER = "reviewer", "复核"
    MANAGER = "manager", "管理"


class Assignment(models.Model):
    """One person's role over one region, its children included."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="谁",
        on_delete=models.CASCADE,
        related_name="assignments",
        help_text="先在“用户”里建账号，并勾上“工作人员状态”。",
    )
    role = models.CharField(
        "做什么",
        max_length=10,
        choices=Role.choices,
        help_text="编辑：写草稿、提交。复核：看别人提交的，发布、撤下、核对。管理：两样都能做，还能派工。自己写的谁也不能自己发布。",
    )
    region = models.ForeignKey(
        "registry.Region",
        verbose_name="管哪里",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="选省就管全省各市；选市只管这个市；选全国管全国的条目。",
    )

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "派工"
        verbose_name_plural = "派工"
        ordering = ["user_id", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "region"],
                name="one_assignment_per_role_and_region",
                violation_error_message="这个人在这个地区已经有这份工了。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.get_role_display()}（{self.region}）"


class Authenticator(TOTPDevice):  # type: ignore[misc]  # the package ships no types
    """The phone that shows somebody's codes (see ``registry.desk.secondfactor``). No clock that was wrong for a while, be it
    the phone's or the server's, keeps anybody out once it is right."""

    class Meta:
        proxy = True
        verbose_name = "手机验证器"
        verbose_name_plural = "手机验证器"

    def __str__(self) -> str:
        return f"{self.user} 的手机验证器"

    def verify_is_allowed(self) -> Any:
        """Whether a code is looked at now. A failure that has not been yet makes nobody wait."""
        failed = self.throttling_failure_timestamp
        if failed is not None and failed > timezone.now() + AHEAD:
            self.throttle_reset()
        return super().verify_is_allowed()

    def verify_token(self, token: str) -> Any:
        """Whether it is the code of now: however far phone or server once was off, and used up later than now."""
        self.drift = 0
        step = int((timezone.now().timestamp() - self.t0) // self.step)
        last: int = self.last_t  # type: ignore[has-type]  # the package ships no types
        self.last_t = min(last, step + self.tolerance)
        return super().verify_token(token)


class DigestSent(models.Model):
    """The last day on which somebody was sent the daily mail: nobody is sent two on one day."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        verbose_name = "每日邮件"
        verbose_name_plural = "每日邮件"

    def __str__(self) -> str:
        return f"{self.user}：{self.on}"
