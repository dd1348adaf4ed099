"""Counters, their hours, and the days that differ from their weekday."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from registry import versions
from registry.belonging import Part
from registry.publication import PublishedRow
from registry.typed import telephones
from registry.typed.clauses import Saying
from registry.typed.streets import is_address

#: Earlier in the day nobody opens a counter, or closes one.
_FIRST_OPENING = dt.time(6)


class Service(models.TextChoices):
    """What a counter does: a closed list, so that guides and pages can ask for it."""

    FILING = "filing", "备案"
    CLAIMS = "claims", "报销"
    CARD = "card", "社保卡"
    BANK = "bank", "银行网点"


def check_services(services: Any) -> None:
    """Refuses anything but a list of services, each once."""
    known = "、".join(f"{value}（{label}）" for value, label in Service.choices)
    if not isinstance(services, list) or any(value not in Service.values for value in services):
        raise ValidationError(f"能办的事只能写这几样：{known}。")
    if len(set(services)) < len(services):
        raise ValidationError("有一样写了两遍，请删掉一个。")


class Office(PublishedRow):
    """A counter where something is done (经办机构)."""

    local_fields = ("address", "phone")
    essential = True

    key = models.SlugField("代号", max_length=60, help_text="英文小写代号，例如 anshan-ybzx。定了不要改。")
    name = models.CharField("名称", max_length=100, help_text="门口牌子上的名字。")
    services = models.JSONField(
        "能办的事",
        default=list,
        validators=[check_services],
        error_messages={"blank": "请至少选一样能办的事。"},
        help_text="公众按这个找窗口，写了哪样才在哪样里出现。",
    )
    call_first = models.BooleanField(
        "先打电话确认",
        default=False,
        help_text="地址、时间有几种说法，或者没有把握，就勾上。名称旁边会写“先打电话确认”。",
    )
    district = models.CharField("所在区县", max_length=40, blank=True, help_text="例如“铁东区”。")
    address = models.CharField(
        "地址", max_length=200, blank=True, help_text="写到门牌号和楼层。没查到就空着，页面会请人先打电话。"
    )
    landmark = models.CharField("怎么找", max_length=200, blank=True, help_text="附近的公交站、路口、楼。")
    window = models.CharField("窗口", max_length=100, blank=True, help_text="几楼几号窗口。")
    hours_note = models.CharField(
        "办公时间说明",
        max_length=200,
        blank=True,
        help_text="“办公时间”里写不下的才写这里，例如“每月最后一个周五下午学习，不办事”。",
    )
    phone = models.CharField(
        "电话",
        max_length=60,
        blank=True,
        help_text="带区号，几个号码用顿号隔开。没有就空着，页面会给 12393 或 12333。",
    )
    booking = models.CharField("预约", max_length=200, blank=True, help_text="要不要预约，怎么预约。")
    bring = models.CharField(
        "要带什么", max_length=200, blank=True, help_text="来这里办事一般要带的，例如“身份证、社保卡”。"
    )
    map_url = models.URLField(
        "地图链接", max_length=300, blank=True, help_text="没有就空着，页面会按名称和地址去地图上找。"
    )
    accessibility = models.CharField("无障碍", max_length=200, blank=True, help_text="有没有坡道、电梯、轮椅。")
    note = models.CharField("提醒", max_length=300, blank=True, help_text="例如“两处地址说法不一，先打电话”。")
    position = models.PositiveIntegerField("顺序", default=100, help_text="小的排前面。")

    history = versions.kept()

    class Meta:
        verbose_name = "经办机构"
        verbose_name_plural = "经办机构"
        ordering = ["region_id", "position", "key"]

    def __str__(self) -> str:
        return self.name

    @property
    def service_labels(self) -> list[str]:
        return [Service(value).label for value in self.services]

    @property
    def phones(self) -> list[str]:
        return self.phone.split("、") if self.phone else []

    def sayings(self, inline: Any = None) -> Iterator[Saying]:
        yield Saying((self.name, self.address, *self.phones), ())

    def clean(self) -> None:
        try:
            self.phone = "、".join(telephones.numbers(self.phone))
        except telephones.NumberError as error:
            raise ValidationError({"phone": [error.sentence]}) from None
        super().clean()

    def _refusals(self) -> Iterator[tuple[str, str]]:
        yield from super()._refusals()
        if not self.address and not self.phone:
            yield "phone", "地址和电话，至少要写一样。"
        if self.address and not is_address(self.address):
            yield "address", f"“{self.address}”不像地址。请写到门牌号，例如“中山路 1 号 2 楼”。没查到就空着。"

    def clean_inline(self, inline: dict[str, list[Any]]) -> None:
        """Refuses openings of one day that overlap."""
        known = [row for row in inline.get("hours", []) if None not in (row.weekday, row.opens, row.closes)]
        for one, next_one in pairwise(sorted(known, key=lambda row: (row.weekday, row.opens))):
            if one.weekday == next_one.weekday and next_one.opens < one.closes:
                raise ValidationError(f"“{one}”和“{next_one}”有重叠，请改其中一段。")


class OfficeHours(Part):
    """One opening of one weekday; a lunch break is two rows."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "星期一"
        TUESDAY = 1, "星期二"
        WEDNESDAY = 2, "星期三"
        THURSDAY = 3, "星期四"
        FRIDAY = 4, "星期五"
        SATURDAY = 5, "星期六"
        SUNDAY = 6, "星期日"

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField("星期几", choices=Weekday.choices, help_text="一天中间休息就填两行。")
    opens = models.TimeField("开门", help_text="例如 8:30。")
    closes = models.TimeField("关门", help_text="例如 11:30。")

    class Meta:
        verbose_name = "办公时间"
        verbose_name_plural = "办公时间"
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")),
                name="office_opens_before_it_closes",
                violation_error_message="关门要晚于开门，请改时间。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self) -> None:
        """Refuses hours of the night: 1:30 is how half past one in the afternoon is said."""
        for name in ("opens", "closes"):
            time = getattr(self, name)
            if isinstance(time, dt.time) and time < _FIRST_OPENING:
                afternoon = f"{time.hour + 12}:{time:%M}"
                raise ValidationError({name: [f"{time.hour}:{time:%M} 是半夜。下午请写 {afternoon}。"]})


class CalendarDay(PublishedRow):
    """A day that differs from its weekday: a public holiday (法定节假日) or a weekend worked instead (调休)."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "放假"
        WORKDAY = "workday", "调休上班"

    slot_fields = ("date",)

    date = models.DateField("日期", help_text="一天一行。连放几天，就填几行。")
    kind = models.CharField(
        "放假还是上班",
        max_length=8,
        choices=Kind.choices,
        help_text="放假；或者周末调成上班。一年的安排要一次录全，没录的年份页面会请人先打电话。",
    )
    name = models.CharField("什么节", max_length=20, help_text="例如“国庆节”。调休上班的，写是为哪个节调的。")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "放假和调休"
        verbose_name_plural = "放假和调休"
        ordering = ["date", "region_id"]

    def __str__(self) -> str:
        return f"{self.date} {self.name}{self.get_kind_display()}"

    @property
    def key(self) -> str:
        """What tells the rows of a content pack apart."""
        return str(self.date)

    def clean(self) -> None:
        if self.kind == self.Kind.WORKDAY and self.date and self.date.weekday() < OfficeHours.Weekday.SATURDAY:
            raise ValidationError({"date": ["这天不是周末，本来就上班。请看看日期写对没有。"]})
        super().clean()
