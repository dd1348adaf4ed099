"""What changes away from home (异地就医), and how far a local rule may go."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from calculators.circumstances import ANY, CareType, Category, Distance, HospitalLevel, PersonKind, Scheme
from calculators.core import terms
from calculators.core.choices import RemoteKind, ShareBasis
from calculators.core.money import ONE, ZERO, format_yuan
from calculators.core.standard import AT_HOME, TAKEN_AT_HOME
from calculators.core.wording import format_points, format_rate
from calculators.fields import ExactDecimalField, MoneyField, RateField, chosen
from calculators.models.basic import BasicPolicy
from calculators.refusals import Refusals, refusals
from calculators.rows import HOLE, Inline, PolicyRow
from calculators.written import rivals, written
from registry import versions
from registry.belonging import inline_of, inline_rows
from registry.publication import PublishedRow
from registry.typed.clauses import Saying


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
    INCOMPLETE = Q(waived=False) & (HOLE | Q(value=None) & ~Q(kind=RemoteKind.NONE.value))
    slot_fields = ("scheme", "category", "distance", "care_type", "hospital_level")
    table_fields = ("scheme",)

    scheme = models.CharField(
        "险种", max_length=14, choices=Scheme.choices, default=Scheme.ANY, help_text="职工、居民一样就选“不分险种”。"
    )
    category = models.CharField("异地就医类别", max_length=16, choices=Category.choices, help_text="备的是哪一类案。")
    distance = models.CharField(
        "远近",
        max_length=14,
        choices=Distance.choices,
        default=Distance.ANY,
        help_text="省内、跨省规定不同的，分开写。一样就选“不分远近”。",
    )
    care_type = models.CharField(
        "看什么",
        max_length=10,
        choices=[*CareType.choices, (ANY, "不分住院门诊")],
        default=ANY,
        help_text="住院、门诊规定不同的，分开写。",
    )
    hospital_level = models.CharField(
        "医院级别",
        max_length=9,
        choices=HospitalLevel.choices,
        default=HospitalLevel.ANY,
        help_text="外地各级医院一样就选“不分级别”。",
    )
    kind = models.CharField(
        "怎么变",
        max_length=16,
        choices=chosen(RemoteKind),
        help_text="降 10 个百分点、打九折、先自付 10%，三种结果不一样，照文件选，不要换算。",
    )
    value = ExactDecimalField(
        "数值",
        max_digits=16,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="“怎么变”是降百分点的写 10个百分点，打九折写 90%，先自付写 10%，改按别的比例写 60%，换起付线写元。没查到就空着。",
    )
    at_most = models.BooleanField(
        "只写了最多降多少", default=False, help_text="文件写“不超过”“最多”降几个百分点的，勾上。估算按最多算。"
    )
    deductible = MoneyField(
        "同时换起付线（元）", null=True, blank=True, help_text="比例和起付线都变的，起付线写在这里。不变就空着。"
    )
    deductible_factor = RateField("同时起付线打折", default=ONE, help_text="起付线减半写 0.5；不变写 1。")
    share = RateField("同时先自付", default=ZERO, help_text="比例变，还要先自付 10% 的，写 0.10；没有写 0。")
    share_of = models.CharField(
        "先自付按什么算",
        max_length=8,
        choices=chosen(ShareBasis),
        default=ShareBasis.IN_SCOPE.value,
        help_text="有先自付时才有用。文件没说清就不改。",
    )
    beyond_limit_reason = models.CharField(
        "超出国家规定的依据", max_length=300, blank=True, help_text="降得比国家规定的上限还多时，写明是哪份文件定的。"
    )

    history = versions.kept()

    class Meta:
        verbose_name = "异地就医规则"
        verbose_name_plural = "异地就医规则"
        ordering = ["region_id", "category", "scheme", "-effective_from"]

    def __str__(self) -> str:
        told = [self.get_category_display()]
        for name in ("distance", "care_type", "hospital_level"):
            told += [] if getattr(self, name) == ANY else [getattr(self, f"get_{name}_display")()]
        return " · ".join([*told, self.words])

    @property
    def words(self) -> str:
        """The rule in a few words: 比例降 10 个百分点，起付线 1,500元."""
        return "，".join([self._main_words(), *self._beside()])

    def _main_words(self) -> str:
        if self.kind == RemoteKind.NONE.value or self.value is None:
            return str(self.get_kind_display())
        return {
            RemoteKind.RATE.value: f"报 {format_rate(self.value)}",
            RemoteKind.RATE_POINTS.value: f"比例{'最多' * self.at_most}降 {format_points(self.value)} 个百分点",
            RemoteKind.RATE_FACTOR.value: f"比例再乘 {format_rate(self.value)}",
            RemoteKind.UPFRONT_SHARE.value: f"先自付 {format_rate(self.value)}",
            RemoteKind.DEDUCTIBLE.value: f"起付线 {format_yuan(self.value)}",
        }[self.kind]

    def _beside(self) -> Iterator[str]:
        if self.deductible is not None:
            yield f"起付线 {format_yuan(self.deductible)}"
        if self.deductible_factor != ONE:
            yield f"起付线按 {format_rate(Decimal(self.deductible_factor))} 算"
        if self.share:
            yield f"先自付 {format_rate(Decimal(self.share))}"

    def worded(self, name: str, value: Any) -> str | None:
        """The figure as notices write it; None for any other field."""
        if name != "value" or value is None:
            return None
        if self.kind == RemoteKind.DEDUCTIBLE:
            return format_yuan(value)
        points = self.kind == RemoteKind.RATE_POINTS
        return f"{format_points(value)}个百分点" if points else format_rate(value)

    def sayings(self, inline: Inline | None = None) -> Iterator[Saying]:
        """One clause for the rule: that of its category."""
        typed = (self.worded("value", self.value), self.deductible and format_yuan(self.deductible))
        topics = written(self.distance, self.scheme, self.care_type)
        apart = rivals(self.scheme, self.care_type)
        yield Saying(written(self.category), tuple(filter(None, typed)), topics, apart)

    def mapping(self, inline: Inline) -> dict[str, Any]:
        beside = ("at_most", "share", "share_of", "deductible", "deductible_factor")
        return {"kind": self.kind or None, "value": self.value, **{name: getattr(self, name) for name in beside}}

    def missing_in(self, inline: Inline) -> tuple[str, ...]:
        missing = super().missing_in(inline)
        figures = self.REQUIRED.values()
        return tuple(n for n in missing if n not in figures) if self.kind == RemoteKind.NONE.value else missing

    def at_home(self) -> tuple[terms.BasicRule, str]:
        """The policy of the place for the highest hospitals: that of the same notice, else the one that holds then. Where
        there is none, or it gives no number, what is taken for granted of all places."""
        said = {
            "region": self.region_id,
            "scheme": self.scheme,
            "care_type": CareType.INPATIENT if self.care_type == ANY else self.care_type,
        }
        then = BasicPolicy.objects.kept().overlapping(self.effective_from, self.effective_to)
        rows = then.filter(**said, person_class="", item="", waived=False)
        for row in sorted(rows.prefetch_related(*inline_rows(BasicPolicy)), key=self._nearness):
            if not (row.missing or row._refused(inline_of(row))):
                return row.rule(), f"在本地照“{row}”算"
        return AT_HOME, TAKEN_AT_HOME

    def _nearness(self, row: BasicPolicy) -> tuple[bool, bool, int, bool, bool]:
        levels = HospitalLevel.values
        return (
            row.hospital_level != self.hospital_level,
            row.source_id != self.source_id,
            -levels.index(row.hospital_level),
            bool(row.hospital_class),
            row.person == PersonKind.RETIRED,
        )

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
