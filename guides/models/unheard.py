"""Wordings that the front door did not understand, as far as visitors chose to tell them: counted, never who said them."""

import datetime as dt

from django.db import models
from django.db.models.functions import Greatest

from registry.ageing import forget_before

#: Days for which a wording is kept after it was last told.
KEPT = 180
#: Wordings kept that nobody has dealt with: more than anybody reads, and an end to what can be filled with nonsense.
MOST = 5_000


class Unheard(models.Model):
    """At most twenty characters, masked; told again, it is counted, as long as nobody has dealt with it."""

    class State(models.TextChoices):
        OPEN = "open", "还没处理"
        ADDED = "added", "已加说法或问答"
        LEFT = "left", "不用处理"

    words = models.CharField("大家这样说", max_length=20)
    count = models.PositiveIntegerField("说了几次", default=1)
    first_on = models.DateField("第一次")
    last_on = models.DateField("最近一次")
    state = models.CharField("处理得怎样", max_length=5, choices=State.choices, default=State.OPEN)

    class Meta:
        verbose_name = "没听懂的话"
        verbose_name_plural = "没听懂的话"
        ordering = ["-count", "-last_on"]
        constraints = [
            models.UniqueConstraint(fields=["words"], condition=models.Q(state="open"), name="one_open_row_per_wording")
        ]

    def __str__(self) -> str:
        return self.words

    @staticmethod
    def tell(words: str, on: dt.date) -> None:
        """Count the words once more. Where two tell the same in one moment nothing is refused by the database: it would
        write into its own log what was told."""
        first = Unheard(words=words, count=0, first_on=on, last_on=on)
        Unheard.objects.bulk_create([first], ignore_conflicts=True)
        told = Unheard.objects.filter(words=words, state=Unheard.State.OPEN)
        told.update(count=models.F("count") + 1, last_on=Greatest("last_on", models.Value(on)))

    @classmethod
    def forget(cls, on: dt.date) -> int:
        """Delete what was last told too long ago, and what there is no room for, the oldest first; how many went."""
        return forget_before(cls.objects.all(), "last_on", on - dt.timedelta(days=KEPT)) + cls.make_room()

    @classmethod
    def make_room(cls, just_told: str = "") -> int:
        """Delete of too many what was told least, by no clock: one that is wrong for a moment would take all. What somebody
        is being thanked for stays."""
        waiting = cls.objects.filter(state=cls.State.OPEN)
        if (beyond := waiting.count() - MOST) <= 0:
            return 0
        least = waiting.exclude(words=just_told).order_by("count", "last_on", "pk").values("pk")[:beyond]
        return int(cls.objects.filter(pk__in=least).delete()[0])
