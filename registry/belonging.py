"""Rows that belong to one row and go where it goes: the hours of an office, the bands of a rule, the options of a wording."""

from collections.abc import Sequence
from typing import Any

from django.db import models


class Part(models.Model):
    """Base of such rows. The one foreign key that deletes it with its row is the one by which it belongs."""

    #: Whether it proves its row and states nothing itself: a golden case.
    proves = False
    #: Whether its words say all of it.
    speaks = False

    class Meta:
        abstract = True

    @property
    def called(self) -> str:
        """What a reviewer reads before each of its figures."""
        return str(self._meta.verbose_name)

    @classmethod
    def in_one(cls, parts: Sequence[Any]) -> str:
        """All those of a row in one line; '' for a kind that takes a line each."""
        return ""

    @classmethod
    def owner(cls) -> str:
        """The name of the field by which it belongs."""
        keys = (field for field in cls._meta.concrete_fields if isinstance(field, models.ForeignKey))
        return next(field.name for field in keys if field.remote_field.on_delete is models.CASCADE)


def inline_rows(model: type[models.Model]) -> dict[str, Any]:
    """Those of a row of ``model``, by name."""
    relations = (each for each in model._meta.related_objects if issubclass(each.related_model, Part))
    return {str(relation.get_accessor_name()): relation for relation in relations}


def inline_of(row: models.Model) -> dict[str, list[Any]]:
    """Those of one row, by name; none of a row that is not saved."""
    return {name: list(getattr(row, name).all()) if row.pk else [] for name in inline_rows(type(row))}
