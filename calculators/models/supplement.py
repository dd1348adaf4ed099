"""One more layer that a place may have beside the nation's three: 补充医疗, 公务员补助, 二次补偿, 倾斜救助."""

from typing import Any

from django.db import models

from calculators.bands import BandRow, band_mappings
from calculators.circumstances import ANY, CareType, Hardship, PersonKind, Scheme
from calculators.core import terms
from calculators.core.choices import BurdenBasis
from calculators.fields import MoneyField, chosen
from calculators.models.upper import CriticalIllnessPolicy
from calculators.rows import Inline, PolicyRow
from calculators.written import written
from registry import versions


class SupplementPolicy(PolicyRow):
    """One more layer: 补充医疗 and 公务员补助 behind basic insurance, 二次补偿 and 倾斜救助 behind all others."""

    TERMS, LAYER = terms.SupplementRule, "supplement"
    REQUIRED = {"deductible": "补充的起付线", "bands": "补充的报销比例", "band_basis": "补充的分段从哪里算起"}
    HARMLESS = CriticalIllnessPolicy.HARMLESS
    INCOMPLETE = CriticalIllnessPolicy.INCOMPLETE
    slot_fields = ("position", "scheme", "person", "care_type", "hardship")

    position = models.CharField(
        "在哪一层后面付",
        max_length=10,
        choices=[("supplement", "基本医保后面，大病前面"), ("further", "大病、救助都付完以后")],
        help_text="退休统一补充、公务员补助在基本医保后面；二次补偿、倾斜救助在最后。",
    )
    name = models.CharField("叫什么", max_length=30, help_text="照文件写，例如“退休人员统一补充医疗保险”。")
    scheme = models.CharField("险种", max_length=14, choices=Scheme.choices, help_text="哪种医保。")
    person = models.CharField(
        "在职退休", max_length=7, choices=PersonKind.choices, default=ANY, help_text="只给退休人员的，选退休。"
    )
    care_type = models.CharField(
        "看什么",
        max_length=10,
        choices=[*CareType.choices, (ANY, "不分住院门诊")],
        default=ANY,
        help_text="只管住院的，选住院。",
    )
    hardship = models.CharField(
        "困难身份",
        max_length=16,
        choices=Hardship.choices,
        blank=True,
        help_text="只给困难群体的选哪一类，都有的空着。",
    )
    deductible = MoneyField("起付线（元）", null=True, blank=True, help_text="一年里超过多少才付。没有起付线写 0。")
    band_basis = models.CharField(
        "分段从哪里算起",
        max_length=16,
        choices=chosen(BurdenBasis),
        blank=True,
        help_text="只有一段的可以空着。",
    )
    annual_ceiling = MoneyField("封顶线（元）", null=True, blank=True, help_text="一年最多付多少。没有就空着。")
    counts_deductible = models.BooleanField(
        "基本医保的起付线也付", default=False, help_text="起付线也按这个比例付的，勾上。"
    )

    history = versions.kept()

    class Meta:
        verbose_name = "补充保障"
        verbose_name_plural = "补充保障（退休补充、公务员补助、二次补偿）"
        ordering = ["region_id", "position", "scheme", "person", "-effective_from"]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} · {self.name}"

    def called_for(self, field: str) -> tuple[str, ...]:
        return (self.name, *written(self.hardship))

    def mapping(self, inline: Inline) -> dict[str, Any]:
        return {
            "deductible": self.deductible,
            "bands": band_mappings(inline),
            "band_basis": self.band_basis or None,
            "annual_ceiling": self.annual_ceiling,
            "counts_deductible": self.counts_deductible,
        }

    def missing_in(self, inline: Inline) -> tuple[str, ...]:
        missing = super().missing_in(inline)
        several = len(inline.get("bands", ())) > 1
        return missing if several else tuple(name for name in missing if name != self.REQUIRED["band_basis"])


class SupplementBand(BandRow):
    policy = models.ForeignKey(SupplementPolicy, on_delete=models.CASCADE, related_name="bands", verbose_name="待遇")

    class Meta(BandRow.Meta):
        pass
