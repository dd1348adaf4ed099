"""最近的变动: who did what to the rows, sources and regions that are one's own, when and why; newest first, read only."""

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.http import HttpRequest
from django.utils.html import format_html

from registry.desk.scoped import Confined
from registry.models import Event
from registry.pages import desk_url
from registry.publication import reviewed_models


def with_rows(events: Any) -> Any:
    """Events with what their rows need to be named: a query for each kind of row among them."""
    kinds = [model.objects.select_related("region") for model in reviewed_models()]
    return events.select_related("by", "source", "region").prefetch_related(GenericPrefetch("row", kinds))


def address(row: Any) -> str:
    """The page of a row in admin."""
    return desk_url(row, "change", row.pk)


@admin.register(Event)
class EventAdmin(Confined, admin.ModelAdmin):
    list_display = ["at", "by", "kind", "what", "region", "reason"]
    list_display_links = None
    list_filter = ["kind", ("by", admin.RelatedOnlyFieldListFilter)]
    date_hierarchy = "at"
    list_per_page = 50
    fields = ["at", "by", "kind", "what", "region", "reason", "source"]
    actions = None

    @admin.display(description="哪一条")
    def what(self, event: Event) -> str:
        row = event.region if event.kind == Event.Kind.CHANGED else event.row
        if row is None:
            return "草稿，已经删了"
        return format_html('<a href="{}">{}：{}</a>', address(row), row._meta.verbose_name, row)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": "最近的变动", **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> Any:
        return with_rows(super().get_queryset(request))
