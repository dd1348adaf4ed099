"""Places of insurance and of care."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords


class Level(models.TextChoices):
    NATION = "nation", "全国"
    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "地市级"
    COUNTY = "county", "省直辖县级"


class Region(models.Model):
    """A place of insurance or of care. Loaded from ``fixtures/regions.csv``; codes are GB/T 2260 where one exists."""

    code = models.CharField(
        "代码",
        max_length=6,
        primary_key=True,
        validators=[RegexValidator(r"^\d{6}$", "代码是 6 位数字。")],
        help_text="6 位行政区划代码。网址里用的就是它，定了不能改。",
    )
    name = models.CharField("名称", max_length=40, help_text="全称，例如“鞍山市”。")
    short_name = models.CharField("简称", max_length=20, help_text="平时的叫法，例如“鞍山”。")
    level = models.CharField("级别", max_length=10, choices=Level.choices, help_text="全国、省级、地市级或省直辖县级。")
    parent = models.ForeignKey(
        "self",
        verbose_name="上级",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text="上一级地区。内容没有单列时，用上级的。",
    )
    pinyin = models.CharField("拼音", max_length=60, blank=True, help_text="简称的拼音，不带声调和空格。")
    initials = models.CharField("首字母", max_length=20, blank=True, help_text="拼音首字母，例如 as。")
    area_code = models.CharField(
        "电话区号",
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^0\d{2,3}$", "区号以 0 开头，3 到 4 位。")],
        help_text="打 12393、12333 要加的区号，例如 0412。",
    )
    is_pool = models.BooleanField("是统筹区", default=False, help_text="有自己一套医保规则的地方。勾上后公众可以选它。")
    position = models.PositiveIntegerField("顺序", default=0, help_text="页面上的先后。")
    content_digest = models.CharField(max_length=64, blank=True, editable=False)

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "地区"
        verbose_name_plural = "地区"
        ordering = ["position", "code"]

    def clean(self) -> None:
        """No region lies below itself."""
        above, seen = self.parent, {self.code}
        while above is not None:
            if above.code in seen:
                raise ValidationError({"parent": f"“{above.name}”在这个地区下面，不能当它的上级。请选上一级的地区。"})
            seen.add(above.code)
            above = above.parent

    def __str__(self) -> str:
        return self.name
