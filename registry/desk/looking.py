"""A form of who may only look: figures as people write them, and nothing that only a form needs."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.http import HttpRequest

from registry.workflow import review

#: What a form carries unseen.
_UNSEEN = "seen"


def in_words(model_admin: Any, request: HttpRequest, row: Any, context: dict[str, Any]) -> None:
    """The page of a row, its own fields and its inline rows, for who may not change it."""
    if not model_admin.has_change_permission(request, row):
        _tell(context["adminform"], model_admin.model)
        for inline in context["inline_admin_formsets"]:
            _tell(inline, inline.opts.model)


def _tell(part: Any, model: Any) -> None:
    part.fieldsets = [
        (name, {**options, "fields": _worded(model, options["fields"])}) for name, options in part.fieldsets
    ]
    part.readonly_fields = flatten_fieldsets(part.fieldsets)


def _worded(model: Any, names: Iterable[Any]) -> list[Any]:
    figures = {field.name: _shown(field) for field in model._meta.fields if isinstance(field, models.DecimalField)}
    return [
        figures.get(name, name) if isinstance(name, str) else _worded(model, name) for name in names if name != _UNSEEN
    ]


def _shown(field: Any) -> Any:
    """What stands in a column of its own, as the framework asks for it."""

    def shown(row: Any) -> str:
        return review.word(row, field) or "-"

    shown.__name__, shown.short_description = field.name, field.verbose_name  # type: ignore[attr-defined]
    return shown
