"""What rows said before: each version with the rows that belonged to it, for a clerk to see what somebody changed.

The package keeps the fields of a row alone. A row's hours, bands and cases are often what was changed.
"""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


class Version(models.Model):
    """``inline``: by the name of their kind, what the inline rows said, field by field as text."""

    inline = models.JSONField("表里的行", default=dict, editable=False)

    class Meta:
        abstract = True


def kept() -> Any:
    """The versions of a kind of row that has inline rows."""
    return HistoricalRecords(verbose_name="修改记录", bases=[Version])
