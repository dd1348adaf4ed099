"""Which state of the content the public sees."""

from django.db import models


class ContentVersion(models.Model):
    """One row: a number that grows with every change to what the public sees."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name = "内容版本"
        verbose_name_plural = "内容版本"

    def __str__(self) -> str:
        return str(self.number)
