"""公众说不对的: what the public says is wrong, for whoever works for that region; read only but for the answer."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join

from registry import reports
from registry.desk import recent
from registry.desk.scoped import ReadOnly, Scoped
from registry.models import Event, Report
from registry.workflow.rights import Action, scope


class ChangeField(forms.ModelChoiceField):
    """What was done to a row since the report, named by the row."""

    def label_from_instance(self, event: Any) -> str:
        when = timezone.localtime(event.at)
        return f"{when:%m-%d %H:%M} {event.get_kind_display()}：{event.row or '草稿，已经删了'}（{event.region}）"


@admin.register(Report)
class ReportAdmin(Scoped, ReadOnly, admin.ModelAdmin):
    needs = Action.ANSWER
    list_display = ["reason", "title", "region", "count", "on", "state"]
    list_filter = ["state", "reason", "region__level"]
    list_select_related = ["region", "closed_by"]
    search_fields = ["region__name", "title", "row"]
    date_hierarchy = "on"
    list_per_page = 50
    actions = None
    readonly_fields = ["reason", "title", "row", "region", "count", "on", "links", "closed_by", "closed_at"]
    fieldsets = [
        ("公众说的", {"fields": ["reason", "title", "row", "region", "links", "count", "on"]}),
        ("查得怎样", {"fields": ["state", "change", "answer", "closed_by", "closed_at"]}),
    ]

    @admin.display(description="打开看看")
    def links(self, report: Report) -> str:
        """What was answered is not known: an example of the outcome, and the counters of the place."""
        found = [lead for leads in reports.LEADS for lead in leads(report)]
        counters = reverse("admin:registry_office_changelist", query={"q": report.region.name})
        return format_html_join(" · ", '<a href="{}">{}</a>', [*found, (counters, "这个地区的经办机构")])

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": "公众说不对的", **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> Any:
        return scope(request.user, Action.ANSWER).filter(super().get_queryset(request))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "change":
            kwargs["form_class"] = ChangeField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        if obj is not None and "change" in form.base_fields:
            form.base_fields["change"].queryset = _changes(obj)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.closed_by, obj.closed_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An answer once given stands."""
        return self.has_view_permission(request, obj) and (obj is None or obj.state == Report.State.OPEN)


def _changes(report: Report) -> Any:
    """What was published or taken away since a report's day, in its region and those above."""
    done = [Event.Kind.PUBLISHED, Event.Kind.WITHDRAWN]
    events = Event.objects.filter(kind__in=done, region__in=report.chain(), at__date__gte=report.on)
    return recent.with_rows(events)
