"""What is paid on top of basic insurance: 大病保险 (大额补助) and 医疗救助."""

from collections.abc import Iterator
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from calculators.bands import ANY_BAND, BandRow, band_mappings
from calculators.circumstances import Hardship, Scheme
from calculators.core import terms
from calculators.core.choices import BurdenBasis
from calculators.core.money import ONE, ZERO, format_yuan
from calculators.core.wording import format_rate
from calculators.fields import MoneyField, RateField, chosen
from calculators.refusals import Refusals
from calculators.rows import CEILING_TOO_LOW, HOLE, Inline, PolicyRow, is_below
from calculators.written import band_starts, written
from registry import versions
from registry.typed.clauses import of_article

#: What of the year's burden counts; the core knows these by the same names.
_COUNTS = (
    "counts_upfront_self_pay",
    "counts_deductible",
    "counts_over_ceiling",
    "counts_remote_cut",
    "counts_over_limit",
)


class CriticalIllnessPolicy(PolicyRow):
    """What is paid on top when a year's burden is high: 大病保险 for residents, 大额补助 for employees."""

    TERMS, LAYER = terms.CriticalIllnessRule, "critical_illness"
    REQUIRED = {"deductible": "大病起付线", "bands": "大病报销比例", "band_basis": "大病分段从哪里算起"}
    HARMLESS = {"deductible": "0", "bands": ANY_BAND, "band_basis": BurdenBasis.OVER_DEDUCTIBLE.value}
    # A bound above means a second band.
    INCOMPLETE = Q(waived=False) & (
        HOLE | Q(deductible=None) | Q(bands=None) | Q(band_basis="", bands__up_to__isnull=False)
    )
    slot_fields = ("scheme", "hardship")
    table_fields = ("scheme",)

    scheme = models.CharField("险种", max_length=14, choices=Scheme.choices, help_text="哪种医保。")
    hardship = models.CharField(
        "困难身份",
        max_length=16,
        choices=Hardship.choices,
        blank=True,
        help_text="特困、低保各有各的规定，就一类写一条；一样的空着，在下面写倾斜多少。",
    )
    deductible = MoneyField(
        "起付线（元）",
        null=True,
        blank=True,
        help_text="一年里自付超过多少才算大病。没查到就空着，不要估。职工大额补助只有一个比例的，写在“基本医保待遇”的“超封顶的支付比例”。",
    )
    band_basis = models.CharField(
        "分段从哪里算起",
        max_length=16,
        choices=chosen(BurdenBasis),
        blank=True,
        help_text="第一段从起付线的数写起的（1万至5万），选“从自付的第一元算起”；写“超过起付线 5 万以内”的，选另一样。只有一段的可以空着。",
    )
    annual_ceiling = MoneyField("封顶线（元）", null=True, blank=True, help_text="一年最多付多少。没有封顶线就空着。")
    counts_upfront_self_pay = models.BooleanField(
        "先行自付也算进大病", default=False, help_text="乙类先行自付的钱算不算进累计。各地不同，没查到不要勾。"
    )
    has_support = models.BooleanField("困难群体有倾斜", default=False, help_text="低保、特困等是不是另有更好的规定。")
    support_deductible_factor = RateField(
        "困难群体：起付线打几折", default=ONE, help_text="起付线减半写 0.5；不变写 1。"
    )
    support_rate_add = RateField("困难群体：比例提高", default=ZERO, help_text="提高 5 个百分点写 0.05；不变写 0。")
    counts_remote_upfront = models.CharField(
        "异地先自付算进大病",
        max_length=3,
        choices=[("yes", "算"), ("no", "不算")],
        blank=True,
        help_text="异地先自付的钱算不算进累计。和乙类先行自付一样就空着。",
    )
    counts_deductible = models.BooleanField("起付线算进大病", default=True, help_text="文件写明不算的，不要勾。")
    counts_over_ceiling = models.BooleanField(
        "超封顶的部分算进大病", default=True, help_text="超过封顶线的费用，文件写明不算的，不要勾。"
    )
    counts_remote_cut = models.BooleanField(
        "异地降比例多付的算进大病", default=True, help_text="异地少报的那部分，文件写明不算的，不要勾。"
    )
    counts_over_limit = models.BooleanField(
        "超限价也算进大病", default=False, help_text="超过限价的自费，文件写明算的才勾。"
    )
    growth_from_years = models.PositiveSmallIntegerField(
        "封顶线逐年提高：满几年以后",
        null=True,
        blank=True,
        validators=[MinValueValidator(1, "请写 1 以上的年数。")],
        help_text="连续参保满 4 年以后才提高的写 4。不提高就空着。",
    )
    growth_per_year = MoneyField("每多一年提高（元）", null=True, blank=True, help_text="例如 3000。")
    growth_per_unclaimed_year = MoneyField(
        "每个没有报销的年度提高（元）", null=True, blank=True, help_text="零报销激励，例如 3000。没有就空着。"
    )
    growth_most = RateField("最多提高原封顶线的", null=True, blank=True, help_text="不超过 20% 写 0.20。")
    support_no_ceiling = models.BooleanField("困难群体：不设封顶线", default=False, help_text="取消封顶的勾上。")

    history = versions.kept()

    class Meta:
        verbose_name = "大病保险（大额补助）"
        verbose_name_plural = "大病保险（大额补助）"
        ordering = ["region_id", "scheme", "-effective_from"]

    def __str__(self) -> str:
        whom = f" · {self.get_hardship_display()}" if self.hardship else ""
        return f"{self.get_scheme_display()} · 大病保险{whom}"

    def called_for(self, field: str) -> tuple[str, ...]:
        return ("大病|大额", *written(self.hardship))

    def taken_wider(self, inline: Inline) -> Iterator[str]:
        """A first band that the notice lets begin at another sum than the deductible."""
        yield from super().taken_wider(inline)
        first = next(iter(inline.get("bands", ())), None)
        if self.band_basis != BurdenBasis.BURDEN or self.deductible is None or first is None or first.up_to is None:
            return
        text = self.source.clause if self.source_id else ""
        starts = band_starts(of_article(text, self.source_article) or text, first.up_to)
        if starts and self.deductible not in starts:
            low, high = sorted((self.deductible, min(starts)))
            paid = f"也照 {format_rate(first.rate)} 算" if low == self.deductible else "不报"
            yield (
                f"通知的第一段从 {format_yuan(min(starts))}起，这里的起付线是 {format_yuan(self.deductible)}："
                f"{format_yuan(low)}到 {format_yuan(high)}{paid}。通知没有这样说的，请问清楚。"
            )

    def mapping(self, inline: Inline) -> dict[str, Any]:
        return {
            **{name: getattr(self, name) for name in ("deductible", "annual_ceiling", *_COUNTS)},
            "bands": band_mappings(inline),
            "band_basis": self.band_basis or None,
            "counts_remote_upfront": {"yes": True, "no": False}.get(self.counts_remote_upfront),
            "support": self._support() if self.has_support else None,
            "of_supported": bool(self.hardship),
            "growth": self._growth() if self.growth_from_years else None,
        }

    def missing_in(self, inline: Inline) -> tuple[str, ...]:
        missing = super().missing_in(inline)
        several = len(inline.get("bands", ())) > 1
        return missing if several else tuple(name for name in missing if name != self.REQUIRED["band_basis"])

    def _support(self) -> dict[str, Any]:
        return {
            "deductible_factor": self.support_deductible_factor,
            "rate_add": self.support_rate_add,
            "no_ceiling": self.support_no_ceiling,
        }

    def _growth(self) -> dict[str, Any]:
        found = {
            "from_years": self.growth_from_years,
            "per_year": self.growth_per_year,
            "per_unclaimed_year": self.growth_per_unclaimed_year,
            "most": self.growth_most,
        }
        return {name: value for name, value in found.items() if value is not None}

    def _own_refusals(self) -> Refusals:
        found: Refusals = {}
        growth = (self.growth_from_years, self.growth_per_year, self.growth_most)
        if any(part is not None for part in growth) and None in growth:
            found["growth_from_years"] = ["封顶线逐年提高，要写满几年以后、每年提高多少、最多提高多少。"]
        if is_below(self.annual_ceiling, self.deductible):
            found["annual_ceiling"] = [CEILING_TOO_LOW]
        written = self._support() != {"deductible_factor": ONE, "rate_add": ZERO, "no_ceiling": False}
        if self.has_support and not written:
            found["has_support"] = ["勾了“困难群体有倾斜”，请在下面写清楚倾斜多少，或者不勾。"]
        if written and not self.has_support:
            found["has_support"] = ["下面写了困难群体的规定，请把这里勾上，或者把下面改回不变。"]
        return found


class CriticalIllnessBand(BandRow):
    policy = models.ForeignKey(
        CriticalIllnessPolicy, on_delete=models.CASCADE, related_name="bands", verbose_name="待遇"
    )

    class Meta(BandRow.Meta):
        pass


class AssistancePolicy(PolicyRow):
    """What medical assistance (医疗救助) pays supported persons after the other layers."""

    TERMS, LAYER = terms.MedicalAssistanceRule, "medical_assistance"
    REQUIRED = {"deductible": "救助起付线", "rate": "救助比例"}
    HARMLESS = {"deductible": "0", "rate": "0"}
    INCOMPLETE = Q(waived=False) & (HOLE | Q(deductible=None) | Q(rate=None))
    slot_fields = ("scheme", "hardship")
    table_fields = ("scheme",)

    scheme = models.CharField(
        "险种", max_length=14, choices=Scheme.choices, default=Scheme.ANY, help_text="一般不分险种。"
    )
    hardship = models.CharField(
        "困难身份",
        max_length=16,
        choices=Hardship.choices,
        blank=True,
        help_text="特困、低保、低保边缘各有各的，就一类写一条；一样的空着。",
    )
    deductible = MoneyField("起付线（元）", null=True, blank=True, help_text="没有起付线写 0；没查到就空着，不要估。")
    rate = RateField("救助比例", null=True, blank=True, help_text="70% 写 0.7。没查到就空着。")
    annual_ceiling = MoneyField("封顶线（元）", null=True, blank=True, help_text="一年最多救助多少。没有限额就空着。")

    history = versions.kept()

    class Meta:
        verbose_name = "医疗救助"
        verbose_name_plural = "医疗救助"
        ordering = ["region_id", "scheme", "-effective_from"]

    def __str__(self) -> str:
        whom = f" · {self.get_hardship_display()}" if self.hardship else ""
        return f"{self.get_scheme_display()} · 医疗救助{whom}"

    def called_for(self, field: str) -> tuple[str, ...]:
        return ("救助", *written(self.hardship))

    def mapping(self, inline: Inline) -> dict[str, Any]:
        return {"deductible": self.deductible, "rate": self.rate, "annual_ceiling": self.annual_ceiling}

    def _own_refusals(self) -> Refusals:
        return {"annual_ceiling": [CEILING_TOO_LOW]} if is_below(self.annual_ceiling, self.deductible) else {}
