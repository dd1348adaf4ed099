"""Admin for relations of places."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from registry import snapshot as snapshots
from registry.desk.rowadmin import PublishedRowAdmin, RowInline
from registry.desk.rowforms import KeyedForm, TogetherFormSet
from registry.excel import members
from registry.models import PlaceRelation, PlaceRelationMember
from registry.rows import free_key
from registry.workflow import review


class MembersInline(RowInline):
    model = PlaceRelationMember
    formset = TogetherFormSet
    autocomplete_fields = ["region"]


class PlaceRelationForm(KeyedForm):
    """Its key is the place with the first number that is free there."""

    def own_key(self, cleaned: dict[str, Any]) -> str:
        if (region := cleaned.get("region")) is None:
            return ""
        taken = set(PlaceRelation.objects.filter(region=region).values_list("key", flat=True))
        return free_key(taken, region.pinyin or region.pk)


@admin.register(PlaceRelation)
class PlaceRelationAdmin(PublishedRowAdmin):
    form = PlaceRelationForm
    list_display = ["says", "rule", "places", "region", "in_period", "status", "checked"]
    list_filter = ["rule", *PublishedRowAdmin.list_filter]
    search_fields = ["says", "key", "region__name", "members__region__name"]
    inlines = [MembersInline]
    excel = members.COLUMNS
    content_fields = ["rule", "says", "more", "unsettled", "key"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("members__region")

    @admin.display(description="哪些地方")
    def places(self, relation: PlaceRelation) -> str:
        return "、".join(member.region.name for member in relation.members.all())


review.register(PlaceRelation, findings=lambda row: row.findings(snapshots.today()))
