"""What of a basic row is other for some people, hospitals or occasions (特别规定): one line a special."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from calculators.circumstances import Hardship
from calculators.core import specials
from calculators.fields import FiguresField, MoneyField, RateField
from calculators.models.basic import BasicPolicy, OwnWords
from calculators.refusals import refusals
from calculators.written import measured, written
from registry.belonging import Part
from registry.typed.clauses import Saying

_AGE = MaxValueValidator(120, "请写 0 到 120 之间的年龄。")
_FIRST = MinValueValidator(1, "请写 1、2、3 这样的次数。")


class PolicySpecial(OwnWords, Part):
    """Conditions, all of which must hold, and the figures that are other then; what is empty stays as it is."""

    speaks = True

    policy = models.ForeignKey(BasicPolicy, on_delete=models.CASCADE, related_name="specials", verbose_name="待遇")
    hardship = models.CharField(
        "困难身份", max_length=16, choices=Hardship.choices, blank=True, help_text="只对困难群体的，选哪一类。"
    )
    from_age = models.PositiveSmallIntegerField(
        "满多少岁", null=True, blank=True, validators=[_AGE], help_text="含这个岁数。几个岁数的，只用够得上的最高一档。"
    )
    below_age = models.PositiveSmallIntegerField(
        "不满多少岁", null=True, blank=True, validators=[_AGE], help_text="不含这个岁数。"
    )
    from_months = models.PositiveSmallIntegerField(
        "连续参保满几个月", null=True, blank=True, help_text="含这个数。3 年写 36。"
    )
    below_months = models.PositiveSmallIntegerField(
        "连续参保不满几个月", null=True, blank=True, help_text="不含这个数，例如等待期 3 个月写 3。"
    )
    from_admission = models.PositiveSmallIntegerField(
        "第几次住院起", null=True, blank=True, validators=[_FIRST], help_text="今年的第几次，含这一次。"
    )
    deductible = FiguresField(
        "起付线改为（元）", max_length=120, blank=True, help_text="不设起付线写 0。各次不同的用逗号隔开。"
    )
    deductible_factor = RateField("起付线打几折", null=True, blank=True, help_text="减半写 0.5，降 20% 写 0.8。")
    rate = RateField("比例改为", null=True, blank=True, help_text="不分段，一律这个比例：70% 写 0.70，不报写 0。")
    rate_add = RateField("比例提高", null=True, blank=True, help_text="提高 5 个百分点写 0.05。")
    self_pay_factor = RateField("个人支付系数", null=True, blank=True, help_text="个人少付四成写 0.6。")
    annual_ceiling = MoneyField("封顶线改为（元）", null=True, blank=True, help_text="一年最多付多少。")
    kind_ceiling = MoneyField(
        "这一类一年最多（元）", null=True, blank=True, help_text="只管这一类，例如意外伤害 3000。"
    )
    visit_ceiling = MoneyField("每次最多（元）", null=True, blank=True, help_text="一次最多付多少。")
    fixed_payment = MoneyField("定额（元）", null=True, blank=True, help_text="不看账单、只付这么多，例如分娩定额。")

    class Meta:
        verbose_name = "特别规定"
        verbose_name_plural = "特别规定（只对一部分人、一部分情形）"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.condition}：{self.change}"

    @property
    def called(self) -> str:
        """特别规定（低保）."""
        return f"{self._meta.verbose_name}（{self.condition}）"

    @property
    def condition(self) -> str:
        """满 70 岁、低保."""
        return specials.condition_words(self)

    @property
    def change(self) -> str:
        """提高 5 个百分点."""
        figures = {name: getattr(self, name) for name in specials.CHANGES}
        return specials.change_words(figures | {"deductible": self._deductibles()})

    def saying(self) -> Saying:
        """What the clause about it says: for whom or when, and what is other then; a share is lowered by what it leaves."""
        age, stay = self.from_age or self.below_age, self.from_admission
        names = [*written(self.hardship), self.person_class, self.hospital_class, self.item]
        names += [f"{age}周岁|{age}岁|满{age}"] if age else []
        names += [f"第{stay}次|{'一二三四五六七八九'[stay - 1]}次|多次|再次"] if stay and stay < 10 else []
        names += ["连续参保|连续缴费"] if self.from_months or self.below_months else []
        sums = (getattr(self, name) for name in ("annual_ceiling", "kind_ceiling", "visit_ceiling", "fixed_payment"))
        figures = [*(self._deductibles() or ()), *(one for one in (*sums, self.rate) if one is not None)]
        typed = [measured(one) for one in figures]
        typed += [f"{measured(1 - self.deductible_factor)}"] if self.deductible_factor is not None else []
        typed += [f"{measured(self.rate_add).rstrip('%')}个百分点"] if self.rate_add is not None else []
        return Saying(tuple(filter(None, names)), tuple(typed))

    @property
    def changed(self) -> tuple[str, ...]:
        """The figures that are other."""
        return tuple(name for name in specials.CHANGES if name in self.mapping())

    def _deductibles(self) -> tuple[Decimal, ...] | None:
        return tuple(map(Decimal, FiguresField.split(self.deductible))) or None

    def mapping(self) -> dict[str, Any]:
        """The special as the core reads it: without what is not stated."""
        found = {name: getattr(self, name) for name in (*specials.CONDITIONS, *specials.CHANGES)}
        found["deductible"] = FiguresField.split(self.deductible)
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    def clean(self) -> None:
        if sentence := FiguresField.refusal(self.deductible):
            raise ValidationError({"deductible": [sentence]})
        if found := refusals(specials.Special, self.mapping(), self):
            raise ValidationError(found)
