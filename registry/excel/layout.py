"""Which columns the sheet of a kind of row has, and in which order."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin.utils import flatten
from django.db import models

from registry.excel import columns
from registry.excel.columns import Column, FieldColumn, Value
from registry.models import Region, SourceDocument
from registry.publication import inline_rows
from registry.rows import Inline, stored_inline
from registry.workflow.rights import Action, scope

#: Shown to the clerk, never read back.
ASIDE = ("status", "verified_on", "verified_by")
_COMMON = (
    "effective_from",
    "effective_to",
    "waived",
    "source",
    "source_article",
    "evidence",
    "collected_on",
    "review_every",
)
MARK = "说明、例子"


@dataclass(frozen=True)
class Layout:
    """The sheet of one kind of row: columns that are read, and columns that are only shown."""

    model: type[Any]
    columns: tuple[Column, ...]
    aside: tuple[Column, ...]

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name_plural)[:31]  # what Excel allows

    @cached_property
    def identity(self) -> tuple[Column, ...]:
        """The columns that say which row a line is about, and from when."""
        names = {*self.model.slot_fields, "region", "effective_from", "effective_to"}
        return tuple(column for column in self.columns if column.name in names)

    def cells(self, row: Any) -> list[Value]:
        """What the columns that are read say about a stored row."""
        inline = stored_inline(row)
        return [column.write(row, inline) for column in self.columns]

    def stored(self, rows: Any) -> Any:
        """A query set with everything that the columns ask for."""
        return rows.select_related("region", "source").prefetch_related(*inline_rows(self.model))

    def empty_inline(self) -> Inline:
        return {name: [] for name in inline_rows(self.model)}


def layout(model_admin: Any, user: Any) -> Layout:
    """The sheet for the rows of an admin page; regions to choose from are those where the person may write."""
    model = model_admin.model
    content = flatten(model_admin.content_fields)
    first, last, aside = (
        tuple(_column(model_admin, model._meta.get_field(name), user) for name in names)
        for names in (("region", *content), _COMMON, ASIDE)
    )
    return Layout(model, (*first, *model_admin.excel, *last), aside)


def _column(model_admin: Any, field: Any, user: Any) -> FieldColumn:
    chosen = model_admin.form.declared_fields.get(field.name)
    if field.name == "region":
        return _regions(field, user)
    if field.name == "source":
        return _sources(field)
    if field.name == "key":
        return columns.KeyColumn(field)
    if (own := model_admin.excel_fields.get(field.name)) is not None:
        column: FieldColumn = own(field)
        return column
    if isinstance(chosen, forms.MultipleChoiceField):
        return columns.ListColumn(field, chosen.choices)
    if field.flatchoices:
        return columns.ChoiceColumn(field)
    return next((made(field) for kind, made in _KINDS if isinstance(field, kind)), FieldColumn(field))


_KINDS: tuple[tuple[Any, type[FieldColumn]], ...] = (
    (models.BooleanField, columns.YesNoColumn),
    (models.DateField, columns.DateColumn),
    (models.DecimalField, columns.NumberColumn),
    (models.IntegerField, columns.CountColumn),
)


def _regions(field: Any, user: Any) -> FieldColumn:
    known = {region.code: (region.code, region.name) for region in Region.objects.all()}
    where = scope(user, Action.EDIT)
    return columns.ReferenceColumn(field, known, tuple(f"{c} {name}" for c, name in known.values() if c in where))


def _sources(field: Any) -> FieldColumn:
    known = {source.key: (source.pk, source.citation()) for source in SourceDocument.objects.citable()}
    return columns.ReferenceColumn(field, known, tuple(f"{key} {name}" for key, (_, name) in known.items()))
