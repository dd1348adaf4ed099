"""The workbooks that clerks sent lately, with what was found in them: whoever sent one comes back to it while he mends it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models, transaction

from registry.models.attachments import with_its_source
from registry.models.sources import SourceDocument


class Upload(models.Model):
    """A workbook, and what would become of it. Seen by nobody but the clerk who sent it, and kept for a while only."""

    #: Days for which one is kept, and how many of one clerk.
    KEPT, MOST = 30, 10

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now=True)
    name = models.CharField(max_length=120)
    reason = models.CharField(max_length=80)
    #: The file; empty once it was brought in.
    content = models.BinaryField()
    #: Where it was sent to: the list of a kind, by the model's label, or a notice.
    kind = models.CharField(max_length=80, blank=True)
    source = models.ForeignKey(SourceDocument, on_delete=with_its_source, related_name="+", null=True)
    #: What was found (``registry.excel.report``), and in a few words.
    report = models.JSONField()
    found = models.CharField(max_length=40)

    class Meta:
        verbose_name = "传过的表"
        verbose_name_plural = "传过的表"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def keep(self) -> None:
        """Save it, unless another press of the button has brought it in meanwhile, and let the clerk's oldest go. Locked
        by its number alone: a row that is not empty yet is none that an empty one is asked for, and locked by nobody."""
        with transaction.atomic():
            stored = Upload.objects.select_for_update().filter(pk=self.pk).values_list("content", flat=True)
            if any(not content for content in stored):
                return
            self.save()
        theirs = Upload.objects.filter(by=self.by)
        theirs.exclude(pk__in=list(theirs.values_list("pk", flat=True)[: self.MOST])).delete()

    @classmethod
    def forget(cls, on: dt.date) -> int:
        """Delete those of long ago; how many there were."""
        gone: tuple[int, Any] = cls.objects.filter(at__date__lt=on - dt.timedelta(days=cls.KEPT)).delete()
        return gone[0]
