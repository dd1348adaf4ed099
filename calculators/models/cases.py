"""Golden cases stored with a policy: a bill and what must come out. They are re-run before a revision is published."""

from typing import Any

from django.db import models

from calculators.core.money import format_yuan
from calculators.core.standard import paid
from calculators.fields import MoneyField
from calculators.models.basic import BasicPolicy
from calculators.models.remote import RemoteRule
from calculators.models.supplement import SupplementPolicy
from calculators.models.upper import AssistancePolicy, CriticalIllnessPolicy
from registry.belonging import Part


class CaseRow(Part):
    """One case: a bill that is wholly eligible, worked by this row alone as in ``calculators.core.standard``."""

    #: Every policy should have one: the desk counts those that have none.
    proves = speaks = True

    bill = MoneyField(
        "票据（元）", help_text="政策范围内的总额，没有自费和先行自付。大病、救助写前面各层报完剩下的钱。"
    )
    expected = MoneyField("应当报（元）", help_text="照文件的例子，或者两个人分别用笔算出来的数。")
    note = models.CharField("从哪里来", max_length=200, help_text="例如“文件第 8 页的例子”。")

    class Meta:
        abstract = True
        verbose_name = "核对案例"
        verbose_name_plural = "核对案例"
        ordering = ["bill"]

    def __str__(self) -> str:
        return f"票据 {format_yuan(self.bill)}，应当报 {format_yuan(self.expected)}（{self.note}）"

    def failure(self, rule: Any) -> str:
        """What is wrong under a rule; '' when the case comes out to the fen."""
        found = paid(rule, self.bill)
        return "" if found == self.expected else f"{self}，算出来却是 {format_yuan(found)}"


class BasicCase(CaseRow):
    policy = models.ForeignKey(BasicPolicy, on_delete=models.CASCADE, related_name="cases", verbose_name="待遇")

    class Meta(CaseRow.Meta):
        pass


class CriticalIllnessCase(CaseRow):
    policy = models.ForeignKey(
        CriticalIllnessPolicy, on_delete=models.CASCADE, related_name="cases", verbose_name="待遇"
    )

    class Meta(CaseRow.Meta):
        pass


class AssistanceCase(CaseRow):
    policy = models.ForeignKey(AssistancePolicy, on_delete=models.CASCADE, related_name="cases", verbose_name="待遇")

    class Meta(CaseRow.Meta):
        pass


class RemoteCase(CaseRow):
    policy = models.ForeignKey(RemoteRule, on_delete=models.CASCADE, related_name="cases", verbose_name="规则")

    class Meta(CaseRow.Meta):
        pass


class SupplementCase(CaseRow):
    policy = models.ForeignKey(SupplementPolicy, on_delete=models.CASCADE, related_name="cases", verbose_name="待遇")

    class Meta(CaseRow.Meta):
        pass
