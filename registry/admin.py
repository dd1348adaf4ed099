"""Admin for regions, sources, offices and the calendar, and the base that every published row's admin shares."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Q, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from registry.models import CalendarDay, Office, OfficeHours, Region, Service, SourceDocument
from registry.publication import PublishedRow

admin.site.site_header = "医保办事指引 · 后台"
admin.site.site_title = "医保办事指引"
admin.site.index_title = "今天要做什么"

PUBLICATION_FIELDS = [
    ("这一条在哪里、什么时候算数", {"fields": ["status", "region", "waived", "effective_from", "effective_to"]}),
    (
        "依据和核对",
        {
            "fields": [
                "source",
                "source_article",
                "evidence",
                "collected_on",
                "verified_on",
                "verified_by",
                "review_every",
            ]
        },
    ),
]


class CheckFilter(admin.SimpleListFilter):
    """What needs a clerk's eye today."""

    title = "核对情况"
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("never", "从没核对过"),
            ("due", "到了该再核对的时候"),
            ("expired", "过期太久，金额已对公众隐藏"),
            ("fresh", "核对过，还新"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        due, expired = _older(queryset, 1), _older(queryset, 2)
        checked = queryset.exclude(verified_on=None)
        return {
            "never": queryset.filter(verified_on=None),
            "due": checked.filter(due).exclude(expired),
            "expired": queryset.filter(expired),
            "fresh": checked.exclude(due),
        }[str(self.value())]


def _older(rows: QuerySet[Any], intervals: int) -> Q:
    """Rows last looked at more than so many of their own intervals ago, as ``PublishedRow.freshness`` counts."""
    today = timezone.localdate()
    older = Q(pk__in=[])
    for days in rows.order_by().values_list("review_every", flat=True).distinct():
        limit = today - dt.timedelta(days=days * intervals)
        checked = Q(verified_on__lt=limit) | Q(verified_on=None, collected_on__lt=limit)
        older |= Q(review_every=days) & checked
    return older


class PeriodFilter(admin.SimpleListFilter):
    title = "现在算不算数"
    parameter_name = "period"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("now", "正在有效"), ("coming", "还没到日子"), ("over", "已经到期"), ("ending", "30 天内到期")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        soon = today + dt.timedelta(days=30)
        if self.value() == "now":
            return queryset.in_force(today)  # type: ignore[attr-defined, no-any-return]
        if self.value() == "coming":
            return queryset.filter(effective_from__gt=today)
        if self.value() == "over":
            return queryset.filter(effective_to__lt=today)
        if self.value() == "ending":
            return queryset.filter(effective_to__gte=today, effective_to__lte=soon)
        return queryset


class PublishedRowAdmin(SimpleHistoryAdmin):
    """Base for every published row: what it says, where and when it holds, and what it rests on."""

    content_fields: list[str] = []
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    autocomplete_fields = ["region", "source"]
    list_filter = ["status", CheckFilter, PeriodFilter, "evidence", "region__level"]
    list_select_related = ["region", "source"]
    list_per_page = 50
    save_on_top = True

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [("内容", {"fields": self.content_fields}), *PUBLICATION_FIELDS]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"collected_on": timezone.localdate(), **super().get_changeform_initial_data(request)}

    @admin.display(description="核对情况")
    def checked(self, row: PublishedRow) -> str:
        return row.freshness(timezone.localdate()).value

    @admin.display(description="有效期")
    def in_period(self, row: PublishedRow) -> str:
        return row.period()


@admin.register(Region)
class RegionAdmin(SimpleHistoryAdmin):
    list_display = ["name", "code", "level", "parent", "area_code", "is_pool"]
    list_filter = ["level", "is_pool"]
    list_select_related = ["parent"]
    search_fields = ["name", "code", "short_name", "pinyin", "initials"]
    autocomplete_fields = ["parent"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []  # the code stands in addresses and QR codes


@admin.register(SourceDocument)
class SourceDocumentAdmin(SimpleHistoryAdmin):
    list_display = ["title", "number", "issuer", "issued_on", "in_force_from"]
    search_fields = ["title", "number", "key", "issuer"]
    date_hierarchy = "issued_on"


class TogetherFormSet(BaseInlineFormSet):
    """Inline rows that are checked together: openings of a day may not overlap, bands must rise and end open."""

    def clean(self) -> None:
        super().clean()
        if not any(self.errors):
            self.instance.clean_inline({self.prefix: self.rows()})

    def rows(self) -> list[Any]:
        """The rows as they will be after saving."""
        kept = [form for form in self.forms if form not in self.deleted_forms]
        return [form.instance for form in kept if form.has_changed() or form.instance.pk]


class OfficeHoursInline(admin.TabularInline):
    model = OfficeHours
    formset = TogetherFormSet
    extra = 0


class OfficeForm(forms.ModelForm):
    """Services as boxes to tick."""

    services = forms.MultipleChoiceField(
        label="能办的事",
        choices=Service.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="公众按这个找窗口，勾了哪样才在哪样里出现。",
        error_messages={"required": "请至少勾一样能办的事。"},
    )


class ServiceFilter(admin.SimpleListFilter):
    title = "能办的事"
    parameter_name = "service"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Service.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # The quotes keep one service's name from being found inside another's; not every database can look into JSON.
        return queryset.filter(services__icontains=f'"{self.value()}"') if self.value() else queryset


@admin.register(Office)
class OfficeAdmin(PublishedRowAdmin):
    form = OfficeForm
    list_display = ["name", "does", "region", "phone", "call_first", "status", "checked"]
    list_filter = [ServiceFilter, "call_first", *PublishedRowAdmin.list_filter]
    search_fields = ["name", "address", "key", "region__name"]
    inlines = [OfficeHoursInline]
    content_fields = [
        "key",
        "name",
        "services",
        "call_first",
        "district",
        "address",
        "landmark",
        "window",
        "hours_note",
        "phone",
        "booking",
        "bring",
        "map_url",
        "accessibility",
        "note",
        "position",
    ]

    @admin.display(description="能办的事")
    def does(self, office: Office) -> str:
        return "、".join(office.service_labels)


@admin.register(CalendarDay)
class CalendarDayAdmin(PublishedRowAdmin):
    list_display = ["date", "kind", "name", "region", "status", "checked"]
    list_filter = ["kind", *PublishedRowAdmin.list_filter]
    search_fields = ["name", "region__name"]
    date_hierarchy = "date"
    content_fields = ["date", "kind", "name"]
