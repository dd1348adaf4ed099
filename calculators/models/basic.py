"""What basic insurance pays (基本医保统筹), in bands, by scheme, person, care type and hospital level."""

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from calculators.circumstances import CareType, HospitalLevel, PersonKind, Scheme
from calculators.core import terms
from calculators.core.choices import CHOICE_LABELS, BandBasis, DeductibleBasis
from calculators.core.money import ONE, ZERO
from calculators.core.wording import format_points
from calculators.fields import FiguresField, MoneyField, RateField
from calculators.refusals import Refusals, refusals
from calculators.rows import ANY_BAND, CEILING_TOO_LOW, BandRow, Inline, PolicyRow, band_mappings, is_below

_ENTRY = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]{1,2})?")


class BasicPolicy(PolicyRow):
    """What basic insurance pays (基本医保待遇) for one scheme, person, care type and hospital level."""

    TERMS, LAYER, NEEDED = terms.BasicRule, "basic", True
    REQUIRED = {"deductible": "起付线", "bands": "报销比例"}
    HARMLESS = {"deductible": "0", "bands": ANY_BAND}
    essential = True
    INCOMPLETE = Q(waived=False) & (Q(deductible="") | Q(bands=None))
    slot_fields = ("scheme", "person", "care_type", "hospital_level")

    scheme = models.CharField("险种", max_length=14, choices=Scheme.choices, help_text="哪种医保。深圳这样分档的选档。")
    person = models.CharField(
        "在职退休", max_length=7, choices=PersonKind.choices, default=PersonKind.ANY, help_text="待遇一样就选“不分”。"
    )
    care_type = models.CharField("看什么", max_length=10, choices=CareType.choices, help_text="住院、门诊分开写。")
    hospital_level = models.CharField(
        "医院级别",
        max_length=9,
        choices=HospitalLevel.choices,
        default=HospitalLevel.ANY,
        help_text="各级医院一样就选“不分级别”。",
    )
    deductible = FiguresField(
        "起付线（元）",
        max_length=120,
        blank=True,
        help_text="一年里各次不同的，按次序写，用逗号隔开，例如“800, 700, 600”，最后一个以后各次都用。"
        "不要写千位逗号。没有起付线写 0；没查到就空着，公众看不到金额。",
    )
    deductible_basis = models.CharField(
        "起付线按什么计",
        max_length=16,
        choices=[(basis.value, CHOICE_LABELS[basis]) for basis in DeductibleBasis],
        default=DeductibleBasis.PER_CLAIM.value,
        help_text="每次看病都要付一条，还是全年合计只付一条。",
    )
    band_basis = models.CharField(
        "分段从哪里算起",
        max_length=16,
        choices=[(basis.value, CHOICE_LABELS[basis]) for basis in BandBasis],
        default=BandBasis.OVER_DEDUCTIBLE.value,
        help_text="“3 万元以内”的 3 万，是起付线以上的 3 万，还是连起付线在内的 3 万。",
    )
    rate_add = RateField("比例提高", default=ZERO, help_text="例如退休提高 3 个百分点写 0.03；没有就写 0。")
    self_pay_factor = RateField(
        "个人支付系数", default=ONE, help_text="例如“退休个人支付为在职的 60%”写 0.6；没有就写 1。"
    )
    annual_ceiling = MoneyField(
        "封顶线（元）", null=True, blank=True, help_text="统筹基金一年最多付多少。没有封顶线就空着。"
    )
    over_ceiling_rate = RateField(
        "超封顶的支付比例", null=True, blank=True, help_text="职工大额补助付几成，85% 写 0.85；没有这一层就空着。"
    )
    over_ceiling_annual_ceiling = MoneyField(
        "超封顶部分的封顶线（元）", null=True, blank=True, help_text="大额补助一年最多付多少；没有限额就空着。"
    )

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "基本医保待遇"
        verbose_name_plural = "基本医保待遇"
        ordering = ["region_id", "care_type", "scheme", "person", "hospital_level", "-effective_from"]

    def __str__(self) -> str:
        slot = (self.get_scheme_display(), self.get_person_display(), self.get_care_type_display())
        return " · ".join([*slot, self.get_hospital_level_display()])

    @property
    def deductibles(self) -> list[str]:
        """The deductible of each admission as it was written; empty when it is not known."""
        return FiguresField.split(self.deductible)

    def mapping(self, inline: Inline) -> dict[str, Any]:
        figures = ("rate_add", "self_pay_factor", "annual_ceiling", "over_ceiling_rate", "over_ceiling_annual_ceiling")
        return {
            **{name: getattr(self, name) for name in figures},
            "deductible": None if self._deductible_refusal() else self.deductibles or None,
            "deductible_basis": self.deductible_basis,
            "band_basis": self.band_basis,
            "bands": band_mappings(inline),
        }

    def quoted_numbers(self) -> Iterable[tuple[str, Decimal]]:
        yield from super().quoted_numbers()
        yield from (("起付线", Decimal(entry)) for entry in self.deductibles if Decimal(entry))

    def told_apart(self) -> tuple[str, frozenset[str]]:
        graded = {
            str(level.label) for level in (HospitalLevel.PRIMARY, HospitalLevel.SECONDARY, HospitalLevel.TERTIARY)
        }
        own = str(HospitalLevel(self.hospital_level).label)
        return own if own in graded else "", frozenset(graded)

    def variants(self, rule: terms.BasicRule, inline: Inline) -> Iterable[tuple[str, terms.BasicRule]]:
        """Of several ages only the highest: the others are on the way to it."""
        for add_on in sorted(inline.get("age_add_ons", ()), key=lambda add_on: add_on.from_age)[-1:]:
            yield f"满 {add_on.from_age} 岁的人", rule.raised(add_on.rate_add)

    def _own_refusals(self) -> Refusals:
        if sentence := self._deductible_refusal():
            return {"deductible": [sentence]}
        highest = max(map(Decimal, self.deductibles), default=None)
        return {"annual_ceiling": [CEILING_TOO_LOW]} if is_below(self.annual_ceiling, highest) else {}

    def _deductible_refusal(self) -> str:
        for entry in self.deductibles:
            if not _ENTRY.fullmatch(entry):
                return f"看不懂“{entry}”。请只写数字，不写千位逗号；各次之间用逗号隔开，例如“800, 700, 600”。"
        amounts = [Decimal(entry) for entry in self.deductibles]
        for number, (before, after) in enumerate(pairwise(amounts), start=2):
            if after > before:  # nobody sets it so; it is 1300 written as 1,300
                return f"第 {number} 次（{after}）比前一次（{before}）还高。数字里的千位逗号请去掉，例如写 1300。"
        return ""

    def clean_inline(self, inline: Inline) -> None:
        super().clean_inline(inline)
        ages = [add_on.from_age for add_on in inline.get("age_add_ons", ())]
        if len(ages) != len(set(ages)):
            raise ValidationError("年龄加点里，同一个年龄写了两遍，请只留一行。")


class PolicyBand(BandRow):
    policy = models.ForeignKey(BasicPolicy, on_delete=models.CASCADE, related_name="bands", verbose_name="待遇")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta(BandRow.Meta):
        pass


class AgeAddOn(models.Model):
    """年龄加点: from an age on, the rates are higher. Of several only the one of the highest age counts."""

    policy = models.ForeignKey(BasicPolicy, on_delete=models.CASCADE, related_name="age_add_ons", verbose_name="待遇")
    from_age = models.PositiveSmallIntegerField(
        "满多少岁", validators=[MaxValueValidator(120, "请写 0 到 120 之间的年龄。")], help_text="含这个岁数。"
    )
    rate_add = RateField("比例提高", help_text="提高 2 个百分点写 0.02。不同年龄不累加，只用够得上的最高一档。")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "年龄加点"
        verbose_name_plural = "年龄加点"
        ordering = ["from_age"]

    def __str__(self) -> str:
        return f"满 {self.from_age} 岁：提高 {format_points(self.rate_add)} 个百分点"

    def clean(self) -> None:
        mapping = {**BasicPolicy.HARMLESS, **({} if self.rate_add is None else {"rate_add": self.rate_add})}
        if found := refusals(terms.BasicRule, mapping, self):
            raise ValidationError(found)
