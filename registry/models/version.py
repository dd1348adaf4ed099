"""Which state of the content the public sees."""

from django.db import models


class ContentVersion(models.Model):
    """For each kind of row that the public sees, a number that grows with every change."""

    kind = models.CharField(max_length=60, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = "内容版本"
        verbose_name_plural = "内容版本"

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
