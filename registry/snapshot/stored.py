"""What the database holds of published content, and the number of the last change of each kind."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from registry.belonging import inline_rows
from registry.models import ContentVersion, Region, SourceDocument
from registry.places import Place, Places
from registry.publication import PublishedRow
from registry.snapshot.contents import Snapshot


def published_models() -> list[type[PublishedRow]]:
    """Every kind of row that is published."""
    return [model for model in apps.get_models() if issubclass(model, PublishedRow)]


def published_rows(model: type[PublishedRow], sources: dict[int, SourceDocument]) -> Iterator[PublishedRow]:
    """Rows of the same source share it: there are ten times as many rows as sources. In one order in every process, on every
    database: what their own order leaves equal goes by number."""
    ordered = model.objects.published().order_by(*(model._meta.ordering or ()), "pk")
    for row in ordered.prefetch_related(*inline_rows(model)):
        if row.source_id not in sources:  # it came with the row, after the sources were read
            sources[row.source_id] = row.source
        row.source = sources[row.source_id]
        yield row


def stored_sources(previous: Snapshot | None = None) -> dict[int, SourceDocument]:
    """All sources by their number; one that says what it said in ``previous`` is the same object as there."""
    sources = SourceDocument.objects.in_bulk()
    of_kinds = previous.by_kind.values() if previous else ()
    for before in {row.source_id: row.source for rows in of_kinds for row in rows}.values():
        if before.pk in sources and _says(before) == _says(sources[before.pk]):
            sources[before.pk] = before
    return sources


def _says(source: SourceDocument) -> list[Any]:
    return [getattr(source, field.attname) for field in source._meta.concrete_fields]


def stored_places() -> Places:
    fields = Place.__slots__
    columns = ["parent_id" if field == "parent" else field for field in fields]
    return Places(Place(*values) for values in Region.objects.values_list(*columns))


def stored_versions() -> dict[str, int]:
    return dict(ContentVersion.objects.values_list("kind", "number"))
