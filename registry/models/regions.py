"""Places of insurance and of care."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from registry.places import NATION


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
        """What is public, and what somebody may do, goes by what lies above a region: the country above all, provinces
        below it, everything else in a province. So none lies below itself. Raises ValidationError."""
        super().clean()
        if refused := dict(self._misplaced()):
            raise ValidationError(refused)

    def _misplaced(self) -> Iterator[tuple[str, str]]:
        level, parent = self.level, self.parent
        if (level == Level.NATION) != (self.code == NATION):
            yield "level", "只有“全国”是全国级，“全国”也只能是全国级。请改回来。"
        elif level == Level.NATION:
            if parent is not None:
                yield "parent", "“全国”上面没有别的了，“上级”请空着。"
        elif parent is None:
            yield (
                "parent",
                "空着的话，这里的人就看不到全国的、省里的内容了。请选上一级：省的上级选“全国”，别的选所在的省。",
            )
        elif level == Level.PROVINCE and parent.code != NATION:
            yield "parent", f"省级的上级是“全国”，不能是“{parent.name}”。请选“全国”。"
        elif level != Level.PROVINCE and parent.level != Level.PROVINCE:
            yield "parent", f"“{parent.name}”不是省级，不能当它的上级。请选所在的省、自治区、直辖市。"
        if level not in (Level.NATION, Level.PROVINCE) and self.children.exists():
            yield "level", f"“{self.name}”下面还有别的地区，级别不能改。请先给那些地区改“上级”。"

    def __str__(self) -> str:
        return self.name
