"""How often public pages were opened: by day and by what the page is, of everybody together."""

import datetime as dt
from collections.abc import Mapping

from django.db import models, transaction

from registry.ageing import forget_before

#: Days for which a number is kept.
KEPT = 400


class Count(models.Model):
    """One number of one day. No address, no time of day, no answers, and nothing that two pages of one person share."""

    class Kind(models.TextChoices):
        STARTED = "started", "打开指引"
        ASKED = "asked", "看到一题"
        ANSWERED = "answered", "答了一题"
        OUTCOME = "outcome", "看到结果"
        TAKEN = "taken", "带走结果"
        PLACE = "place", "问的地方"

    on = models.DateField("哪天")
    kind = models.CharField("数什么", max_length=8, choices=Kind.choices)
    guide = models.CharField("指引", max_length=40, blank=True)
    name = models.CharField("哪一个", max_length=40, blank=True)
    count = models.PositiveBigIntegerField("几次")

    class Meta:
        verbose_name = "打开的次数"
        verbose_name_plural = "打开的次数"
        constraints = [models.UniqueConstraint(fields=["on", "kind", "guide", "name"], name="one_count_of_a_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"

    @classmethod
    def add(cls, counted: Mapping[tuple[dt.date, str, str, str], int]) -> None:
        """Add to what is there, all of it or nothing. In one order, so that two who add never wait for each other."""
        keys = sorted(counted)
        with transaction.atomic():
            first = [Count(on=on, kind=kind, guide=guide, name=name, count=0) for on, kind, guide, name in keys]
            Count.objects.bulk_create(first, ignore_conflicts=True)
            for on, kind, guide, name in keys:
                found = cls.objects.filter(on=on, kind=kind, guide=guide, name=name)
                found.update(count=models.F("count") + counted[on, kind, guide, name])

    @classmethod
    def forget(cls, on: dt.date) -> int:
        """Delete what is old on a day; how many went."""
        return forget_before(cls.objects.all(), "on", on - dt.timedelta(days=KEPT))
