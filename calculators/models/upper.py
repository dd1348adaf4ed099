"""What is paid on top of basic insurance: 大病保险 (大额补助) and 医疗救助."""

from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from calculators.circumstances import Scheme
from calculators.core import terms
from calculators.core.choices import CHOICE_LABELS, BurdenBasis
from calculators.core.money import ONE, ZERO
from calculators.fields import MoneyField, RateField
from calculators.refusals import Refusals
from calculators.rows import ANY_BAND, CEILING_TOO_LOW, BandRow, Inline, PolicyRow, band_mappings, is_below


class CriticalIllnessPolicy(PolicyRow):
    """What is paid on top when a year's burden is high: 大病保险 for residents, 大额补助 for employees."""

    TERMS, LAYER = terms.CriticalIllnessRule, "critical_illness"
    REQUIRED = {"deductible": "大病起付线", "bands": "大病报销比例", "band_basis": "大病分段从哪里算起"}
    HARMLESS = {"deductible": "0", "bands": ANY_BAND, "band_basis": BurdenBasis.OVER_DEDUCTIBLE.value}
    # A bound above means a second band.
    INCOMPLETE = Q(waived=False) & (Q(deductible=None) | Q(bands=None) | Q(band_basis="", bands__up_to__isnull=False))
    slot_fields = ("scheme",)

    scheme = models.CharField("险种", max_length=14, choices=Scheme.choices, help_text="哪种医保。")
    deductible = MoneyField(
        "起付线（元）", null=True, blank=True, help_text="一年里自付超过多少才算大病。没查到就空着，不要估。"
    )
    band_basis = models.CharField(
        "分段从哪里算起",
        max_length=16,
        choices=[(basis.value, CHOICE_LABELS[basis]) for basis in BurdenBasis],
        blank=True,
        help_text="“10 万元以内”的 10 万，是起付线以上的 10 万，还是自付累计的 10 万。只有一段的可以空着。",
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
    support_no_ceiling = models.BooleanField("困难群体：不设封顶线", default=False, help_text="取消封顶的勾上。")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "大病保险（大额补助）"
        verbose_name_plural = "大病保险（大额补助）"
        ordering = ["region_id", "scheme", "-effective_from"]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} · 大病保险"

    def mapping(self, inline: Inline) -> dict[str, Any]:
        return {
            "deductible": self.deductible,
            "bands": band_mappings(inline),
            "band_basis": self.band_basis or None,
            "annual_ceiling": self.annual_ceiling,
            "counts_upfront_self_pay": self.counts_upfront_self_pay,
            "support": self._support() if self.has_support else None,
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

    def _own_refusals(self) -> Refusals:
        found: Refusals = {}
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

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta(BandRow.Meta):
        pass


class AssistancePolicy(PolicyRow):
    """What medical assistance (医疗救助) pays supported persons after the other layers."""

    TERMS, LAYER = terms.MedicalAssistanceRule, "medical_assistance"
    REQUIRED = {"deductible": "救助起付线", "rate": "救助比例"}
    HARMLESS = {"deductible": "0", "rate": "0"}
    INCOMPLETE = Q(waived=False) & (Q(deductible=None) | Q(rate=None))
    slot_fields = ("scheme",)

    scheme = models.CharField(
        "险种", max_length=14, choices=Scheme.choices, default=Scheme.ANY, help_text="一般不分险种。"
    )
    deductible = MoneyField("起付线（元）", null=True, blank=True, help_text="没有起付线写 0；没查到就空着，不要估。")
    rate = RateField("救助比例", null=True, blank=True, help_text="70% 写 0.7。没查到就空着。")
    annual_ceiling = MoneyField("封顶线（元）", null=True, blank=True, help_text="一年最多救助多少。没有限额就空着。")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "医疗救助"
        verbose_name_plural = "医疗救助"
        ordering = ["region_id", "scheme", "-effective_from"]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} · 医疗救助"

    def mapping(self, inline: Inline) -> dict[str, Any]:
        return {"deductible": self.deductible, "rate": self.rate, "annual_ceiling": self.annual_ceiling}

    def _own_refusals(self) -> Refusals:
        return {"annual_ceiling": [CEILING_TOO_LOW]} if is_below(self.annual_ceiling, self.deductible) else {}
