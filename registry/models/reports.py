"""What the public says is wrong: which outcome, which one thing on it, for which place, in which of a few fixed ways, on
which day. No answers, and nothing about who said it.

Reports of the same, on the same day, are one row that counts them, as long as nobody has answered it.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from registry.places import NATION


class Report(models.Model):
    class Reason(models.TextChoices):
        PHONE = "phone", "电话打不通，或者号码不对"
        PLACE = "place", "地址或时间不对"
        PAPERS = "papers", "窗口要的材料不一样"
        MONEY = "money", "钱数或比例不对"
        UNCLEAR = "unclear", "看不懂"
        OTHER = "other", "其他不对"

    class State(models.TextChoices):
        OPEN = "open", "还没查"
        MENDED = "mended", "已改"
        RIGHT = "right", "查过没错"
        REPEATED = "repeated", "重复"

    guide = models.CharField("指引的代号", max_length=80)
    outcome = models.CharField("结果的代号", max_length=80)
    title = models.CharField("哪个结果", max_length=200, help_text="指引和结果的名称。")
    region = models.ForeignKey(
        "registry.Region", verbose_name="地区", on_delete=models.PROTECT, default=NATION, related_name="+"
    )
    row = models.CharField("哪一条", max_length=200, blank=True)
    reason = models.CharField("哪里不对", max_length=10, choices=Reason.choices)
    on = models.DateField("哪天")
    count = models.PositiveIntegerField("报了几次", default=1)
    state = models.CharField("查得怎样", max_length=10, choices=State.choices, default=State.OPEN)
    change = models.ForeignKey(
        "registry.Event",
        verbose_name="改了哪一条",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="选“已改”才要选：报错那天以后发布、撤下的条目都在这里。",
    )
    answer = models.CharField(
        "为什么这样办", max_length=300, blank=True, help_text="写一句：打过什么电话，对照了哪份文件，看到什么。"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="谁查的",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    closed_at = models.DateTimeField("什么时候查的", null=True, editable=False)

    class Meta:
        verbose_name = "公众说不对的"
        verbose_name_plural = "公众说不对的"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "outcome", "region", "row", "reason", "on"],
                condition=models.Q(state="open"),
                name="one_open_report_per_outcome_place_reason_and_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}（{self.region}）"

    def clean(self) -> None:
        """An answer says what came of it, why, and which row was changed."""
        problems: dict[str, str] = {}
        if self.state == self.State.OPEN:
            problems["state"] = "请选查得怎样：已改、查过没错，还是重复。"
        if not self.answer.strip():
            problems["answer"] = "请写一句为什么这样办。"
        if (self.state == self.State.MENDED) != (self.change_id is not None):
            problems["change"] = "选“已改”，就要选改了哪一条；没有改，就空着。"
        if problems:
            raise ValidationError(problems)
