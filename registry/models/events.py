"""What happened to a row, a source or a region, when, by whom and why. Written by ``registry.workflow.transition.note`` only, never changed."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Event(models.Model):
    class Kind(models.TextChoices):
        REVISED = "revised", "开始修订"
        SUBMITTED = "submitted", "提交复核"
        RETURNED = "returned", "退回"
        PUBLISHED = "published", "发布"
        CLOSED = "closed", "被新的一条接替"
        WITHDRAWN = "withdrawn", "撤下"
        REOPENED = "reopened", "接着有效"
        VERIFIED = "verified", "核对无误"
        COPIED = "copied", "照另一条写"
        CHANGED = "changed", "改了地区"
        ATTACHED = "attached", "附上或拿掉原件"
        DISCARDED = "discarded", "删掉草稿"

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    row = GenericForeignKey("content_type", "object_id")
    region = models.ForeignKey("registry.Region", verbose_name="地区", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("做了什么", max_length=10, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="谁", on_delete=models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField("什么时候", auto_now_add=True)
    reason = models.CharField("为什么", max_length=300)
    source = models.ForeignKey(
        "registry.SourceDocument", verbose_name="对照的依据", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = "经过"
        verbose_name_plural = "最近的变动"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.reason}"
