"""What changes away from home (异地就医), and how far a local rule may go."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from calculators.circumstances import Category, Scheme
from calculators.core import terms
from calculators.core.choices import CHOICE_LABELS, RemoteKind
from calculators.core.money import format_yuan
from calculators.core.wording import format_points, format_rate
from calculators.fields import ExactDecimalField, RateField
from calculators.refusals import Refusals, refusals
from calculators.rows import Inline, PolicyRow
from registry.publication import PublishedRow


class RemoteLimit(PublishedRow):
    """How much less than at home may be paid away from home (国家规定的异地降幅上限)."""

    slot_fields = ("category",)
    national = "这是国家规定的上限"

    key = models.SlugField("代号", max_length=80, help_text="英文小写代号，例如 referral。定了不要改。")
    category = models.CharField("异地就医类别", max_length=16, choices=Category.choices, help_text="管哪一类。")
    max_points = RateField("最多降多少", help_text="不超过 10 个百分点写 0.10。")
    note = models.CharField("说明", max_length=300, blank=True, help_text="还有什么没核对。")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "异地降幅上限"
        verbose_name_plural = "异地降幅上限"
        ordering = ["category", "-effective_from"]

    def __str__(self) -> str:
        return f"{self.get_category_display()}最多降 {format_points(Decimal(self.max_points))} 个百分点"

    def _refusals(self) -> Iterator[tuple[str, str]]:
        yield from super()._refusals()
        rule = {"kind": RemoteKind.RATE_POINTS.value, "value": self.max_points}
        if self.max_points is not None and refusals(terms.AwayRule, rule, self):
            yield "max_points", "“最多降多少”要在 0 到 1 之间，不超过 10 个百分点写 0.10。"


class RemoteRule(PolicyRow):
    """What changes away from home (异地就医规则) for one category of filing."""

    TERMS, LAYER, NEEDED = terms.AwayRule, "remote", True
    REQUIRED = {"kind": "异地规则的种类", "value": "异地规则的数值"}
    HARMLESS = {"kind": RemoteKind.DEDUCTIBLE.value, "value": "0"}
    INCOMPLETE = Q(waived=False, value=None) & ~Q(kind=RemoteKind.NONE.value)
    slot_fields = ("scheme", "category")

    scheme = models.CharField(
        "险种", max_length=14, choices=Scheme.choices, default=Scheme.ANY, help_text="职工、居民一样就选“不分险种”。"
    )
    category = models.CharField("异地就医类别", max_length=16, choices=Category.choices, help_text="备的是哪一类案。")
    kind = models.CharField(
        "怎么变",
        max_length=16,
        choices=[(kind.value, CHOICE_LABELS[kind]) for kind in RemoteKind],
        help_text="降 10 个百分点、打九折、先自付 10%，三种结果不一样，照文件选，不要换算。",
    )
    value = ExactDecimalField(
        "数值",
        max_digits=16,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="降 10 个百分点写 0.10，打九折写 0.9，先自付 10% 写 0.10，换起付线写元。没查到就空着。",
    )
    beyond_limit_reason = models.CharField(
        "超出国家规定的依据", max_length=300, blank=True, help_text="降得比国家规定的上限还多时，写明是哪份文件定的。"
    )

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "异地就医规则"
        verbose_name_plural = "异地就医规则"
        ordering = ["region_id", "category", "scheme", "-effective_from"]

    def __str__(self) -> str:
        return f"{self.get_category_display()} · {self.words}"

    @property
    def words(self) -> str:
        """The rule in a few words: 比例降 10 个百分点."""
        if self.kind == RemoteKind.NONE.value or self.value is None:
            return str(self.get_kind_display())
        return {
            RemoteKind.RATE_POINTS.value: f"比例降 {format_points(self.value)} 个百分点",
            RemoteKind.RATE_FACTOR.value: f"比例再乘 {format_rate(self.value)}",
            RemoteKind.UPFRONT_SHARE.value: f"先自付 {format_rate(self.value)}",
            RemoteKind.DEDUCTIBLE.value: f"起付线 {format_yuan(self.value)}",
        }[self.kind]

    def mapping(self, inline: Inline) -> dict[str, Any]:
        return {"kind": self.kind or None, "value": self.value}

    def missing_in(self, inline: Inline) -> tuple[str, ...]:
        return () if self.kind == RemoteKind.NONE.value else super().missing_in(inline)

    def _own_refusals(self) -> Refusals:
        if self.kind != RemoteKind.RATE_POINTS.value or not isinstance(self.value, Decimal) or self.beyond_limit_reason:
            return {}
        limits = RemoteLimit.objects.published().filter(category=self.category, max_points__lt=self.value)
        strictest = limits.overlapping(self.effective_from, self.effective_to).order_by("max_points").first()
        if strictest is None:
            return {}
        here = (
            f"这里写的是 {format_points(self.value)} 个。请核对；文件确实这样定的，把依据写在“超出国家规定的依据”里。"
        )
        return {"value": [f"国家规定：{strictest}，{here}"]}
