"""What insurance paid on average in the whole country (统计公报), one scheme and hospital level a row."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from calculators.circumstances import HospitalLevel, Scheme
from calculators.core.bands import Band
from calculators.core.wording import format_rate
from calculators.fields import RateField
from calculators.refusals import pairs, refusals
from registry.publication import PublishedRow
from registry.typed.reason import YEARS


class NationalAverage(PublishedRow):
    """The share of inpatient expenses inside the scope that insurance paid in one year (住院目录内费用基金支付比例).

    A statistic, never a rule: nothing is reckoned with it. It always ends, as nobody wants to know of ten years ago.
    """

    slot_fields = ("scheme", "hospital_level")
    national = "这是全国的统计"

    key = models.SlugField("代号", max_length=80, help_text="英文小写代号，例如 employee-tertiary。定了不要改。")
    scheme = models.CharField(
        "险种",
        max_length=14,
        choices=[(scheme.value, scheme.label) for scheme in (Scheme.EMPLOYEE, Scheme.RESIDENT)],
        help_text="公报里分职工、居民。",
    )
    hospital_level = models.CharField(
        "医院级别",
        max_length=9,
        choices=HospitalLevel.choices,
        default=HospitalLevel.ANY,
        help_text="各级合起来的数，选“不分级别”。",
    )
    year = models.PositiveSmallIntegerField(
        "哪一年的统计",
        validators=[
            MinValueValidator(YEARS[0], "请写四位的年份，例如 2025。"),
            MaxValueValidator(YEARS[-1], "请写四位的年份，例如 2025。"),
        ],
        help_text="公报说的是哪一年，例如 2025。页面上总和数字写在一起。",
    )
    rate = RateField("住院目录内费用基金支付比例", help_text="84.1% 写 0.841。")
    note = models.CharField("说明", max_length=300, blank=True, help_text="还有什么没核对。")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "全国平均报销比例"
        verbose_name_plural = "全国平均报销比例"
        ordering = ["scheme", "hospital_level", "-effective_from"]

    def __str__(self) -> str:
        level = HospitalLevel(self.hospital_level).short
        return f"{self.year} 年全国平均 · {self.get_scheme_display()} · {level} · {format_rate(Decimal(self.rate))}"

    def fill_key(self) -> None:
        self.key = self.key or "-".join(map(str, self.slot()))

    def _refusals(self) -> Iterator[tuple[str, str]]:
        yield from super()._refusals()
        if self.rate is not None:
            yield from pairs(refusals(Band, {"rate": self.rate}, self))
        if not isinstance(self.effective_to, dt.date):
            yield "effective_to", "统计会过时。请填到哪天止，例如统计年份后面第二年的年底。"
