"""What facts rest on."""

import datetime as dt
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from registry.models.regions import Region
from registry.places import NATION
from registry.publication import PublishedRow, Reviewed, ReviewedQuerySet, Status, reviewed_models
from registry.typed.dates import date_words


class SourceQuerySet(ReviewedQuerySet):
    def citable(self) -> Self:
        """Those that rows may rest on: a revision's words come to the document that it revises."""
        return self.filter(supersedes=None)


class SourceDocument(Reviewed):
    """What a fact rests on: a law, a notice, a web page. Re-used by every row that cites it.

    A published one keeps its place under all of them: when its revision is published it takes the revision's words.
    """

    # What content packs bring is public at once; what clerks write is a draft, which admin sees to.
    status = models.CharField(
        "状态",
        max_length=10,
        choices=Status.choices,
        default=Status.PUBLISHED,
        help_text="草稿和待复核的，靠它的条目还不能让公众看到。",
    )
    key = models.SlugField("代号", max_length=60, help_text="英文小写代号，例如 nhsa-2022-22。定了不要改。")
    region = models.ForeignKey(
        Region,
        verbose_name="哪里的文件",
        on_delete=models.PROTECT,
        default=NATION,
        related_name="+",
        help_text="谁发的就选哪里。只有管那里的人能改它；别的地方也可以引用。",
    )
    title = models.CharField("名称", max_length=200, help_text="文件或网页的全名。")
    number = models.CharField(
        "文号", max_length=80, blank=True, help_text="例如“医保发〔2022〕22号”。没看到就空着，不要猜。"
    )
    issuer = models.CharField("发布单位", max_length=120, blank=True, help_text="谁发的。")
    url = models.URLField("网址", max_length=300, blank=True, help_text="能点开的原文网址；没有就空着。")
    issued_on = models.DateField("发布日期", null=True, blank=True, help_text="没看到就空着。")
    in_force_from = models.DateField("施行日期", null=True, blank=True, help_text="从哪天起施行；没看到就空着。")
    in_force_to = models.DateField(
        "失效日期", null=True, blank=True, help_text="写了“有效期5年”的，填最后一天；已经废止的填废止日期；没写就空着。"
    )
    clause = models.TextField("条文", blank=True, help_text="引用的那几条原文，照抄，一行一条。数字会拿来和条目比对。")
    note = models.CharField("说明", max_length=300, blank=True, help_text="读到的是原文还是转述，有什么没核对的。")

    objects = SourceQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "政策依据"
        verbose_name_plural = "政策依据"
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(supersedes=None),
                name="source_key_is_its_own",
                violation_error_message="已经有一份政策依据用了这个代号，请换一个。",
            )
        ]

    def __str__(self) -> str:
        return self.citation()

    def clean(self) -> None:
        super().clean()
        start, end = self.in_force_from, self.in_force_to
        if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
            raise ValidationError({"in_force_to": "“失效日期”早于“施行日期”，请改其中一个日期。"})

    def citation(self) -> str:
        """Title with its number, as it stands on a sheet; without a number the day it appeared says how old it is."""
        told_apart = self.number or (date_words(self.issued_on) if self.issued_on else "")
        return f"{self.title}（{told_apart}）" if told_apart else self.title

    def citing(self) -> list[Any]:
        """The rows of each kind that rest on it."""
        kinds = [model for model in reviewed_models() if issubclass(model, PublishedRow)]
        return [model.objects.filter(source=self) for model in kinds]

    def is_cited(self, *statuses: Status, at: str | None = None) -> bool:
        """Whether a row in one of these states rests on it; in any state, where none is named, and of any region."""
        where = {} if at is None else {"region": at}
        return any(rows.filter(status__in=statuses or Status.values, **where).exists() for rows in self.citing())
