"""Admin for regions, sources, offices and the calendar."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from registry import offices
from registry.desk import (
    defaults,
    noticepage,
    placepage,
    recent,  # noqa: F401  (registers its page)
    relationadmin,  # noqa: F401  (registers its page)
    reportadmin,  # noqa: F401  (registers its page)
    staffadmin,  # noqa: F401  (registers its pages)
    tasks,
)
from registry.desk.rowadmin import HistoryAdmin, PublishedRowAdmin, ReviewedAdmin, RowInline
from registry.desk.rowfilters import MineFilter
from registry.desk.rowforms import KeyedForm, TogetherFormSet
from registry.desk.scoped import Known, Scoped
from registry.desk.sourceform import SourceDocumentForm
from registry.excel import hours
from registry.models import (
    Assignment,
    CalendarDay,
    Event,
    Office,
    OfficeHours,
    PlaceRelationMember,
    Region,
    Service,
    SourceDocument,
)
from registry.publication import Status
from registry.workflow import review
from registry.workflow.rights import Action, scope
from registry.workflow.transition import note

admin.site.site_header = "医保办事指引 · 后台"
admin.site.site_title = "医保办事指引"
admin.site.index_title = "今天要做什么"


class LacksFilter(admin.SimpleListFilter):
    title = "还缺什么"
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return tasks.lacks()

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in dict(tasks.lacks()):
            return queryset
        return scope(request.user, Action.EDIT).filter(
            tasks.without(queryset, str(self.value()), timezone.localdate()), "pk"
        )


@admin.register(Region)
class RegionAdmin(Known, HistoryAdmin):
    """Everybody looks regions up; only who manages the whole country changes them, and everybody sees that he did."""

    list_display = ["name", "code", "level", "parent", "area_code", "is_pool"]
    list_filter = [LacksFilter, "level", "is_pool"]
    list_select_related = ["parent"]
    search_fields = ["name", "code", "short_name", "pinyin", "initials"]
    autocomplete_fields = ["parent"]

    change_form_template = "admin/registry/region.html"

    def get_urls(self) -> Any:
        return [*placepage.urls(self), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []  # the code stands in addresses and QR codes

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        found, repeated = super().get_search_results(request, queryset, search_term)
        beyond = (
            request.GET.get("model_name") == PlaceRelationMember._meta.model_name
        )  # names other people's places too
        if request.path.endswith("/autocomplete/") and request.GET.get("field_name") == "region" and not beyond:
            found = scope(request.user, Action.EDIT).filter(found, "pk")  # only where one may write
        return found, repeated

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return scope(request.user, Action.MANAGE).everywhere

    has_add_permission = has_change_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # rows, addresses and QR codes name it

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        changed = [name for name in form.changed_data if name in form.cleaned_data]
        said = [f"{form[name].label} {form.initial.get(name, '')} → {form.cleaned_data[name]}" for name in changed]
        if said:
            note(obj, Event.Kind.CHANGED, request.user, "；".join(said))


@admin.register(SourceDocument)
class SourceDocumentAdmin(Known, ReviewedAdmin):
    """Usable by everybody; written where it comes from, and published by two people like what rests on it."""

    form = SourceDocumentForm
    exclude = ["status"]
    list_display = ["title", "number", "issuer", "region", "issued_on", "in_force_from", "status"]
    list_filter = ["status", MineFilter]
    list_select_related = ["region"]
    search_fields = ["title", "number", "key", "issuer"]
    autocomplete_fields = ["region"]
    date_hierarchy = "issued_on"
    change_form_template = "admin/registry/source.html"

    def get_urls(self) -> Any:
        return [*noticepage.urls(self), *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """How surely it is known is no part of what is kept of it."""
        return [name for name in super().get_fields(request, obj) if obj is None or name != "evidence"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            defaults.begin(request, obj, form.cleaned_data["evidence"])

    def likely(self, request: HttpRequest) -> dict[str, Any]:
        return {"region": defaults.region(request)}

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """To the page where rows are made of it."""
        return HttpResponseRedirect(noticepage.address(obj))

    response_post_save_change = response_post_save_add

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["key"] if obj is not None and obj.supersedes_id else []  # a revision goes where its key stands

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        found, repeated = super().get_search_results(request, queryset, search_term)
        return found.citable() if request.path.endswith("/autocomplete/") else found, repeated

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not under rows that somebody is looking at."""
        may = super().has_change_permission(request, obj)
        return may and not (obj is not None and obj.is_cited(Status.SUBMITTED, Status.PUBLISHED))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not obj.is_cited()


@admin.register(Assignment)
class AssignmentAdmin(Scoped, HistoryAdmin):
    """Managers hand out work in their own regions."""

    needs = region_needs = Action.MANAGE
    list_display = ["user", "role", "region"]
    list_filter = ["role"]
    list_select_related = ["user", "region"]
    autocomplete_fields = ["region"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return scope(request.user, Action.MANAGE).filter(super().get_queryset(request))

    has_change_permission = Scoped.has_view_permission
    has_delete_permission = Scoped.has_view_permission
    has_add_permission = Scoped.has_module_permission


class OfficeHoursInline(RowInline):
    model = OfficeHours
    formset = TogetherFormSet

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 10


class OfficeForm(KeyedForm):
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

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        # The quotes keep one service's name from being found inside another's; not every database can look into JSON.
        return queryset.filter(services__icontains=f'"{self.value()}"') if self.value() else queryset


@admin.register(Office)
class OfficeAdmin(PublishedRowAdmin):
    form = OfficeForm
    often_in_notices = True
    list_display = ["name", "does", "region", "phone", "call_first", "status", "checked"]
    list_filter = [ServiceFilter, "call_first", *PublishedRowAdmin.list_filter]
    search_fields = ["name", "address", "key", "region__name"]
    inlines = [OfficeHoursInline]
    excel = hours.COLUMNS
    excel_examples = {"name": "医保服务大厅", "phone": "0412-2345678"}
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

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look reads the services in words."""
        (title, first), *others = super().get_fieldsets(request, obj)
        may_change = self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)
        fields = [name if may_change or name != "services" else "does" for name in first["fields"]]
        return [(title, {**first, "fields": fields}), *others]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "does"]

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """A new counter has the lines of a working week laid out; those left without times are not saved."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        week = [] if obj.pk else [{"weekday": day} for day in range(5) for _ in ("morning", "afternoon")]
        return {**kwargs, "initial": week}

    def public_path(self, row: Any) -> str:
        return offices.address(row.region_id if row.region.is_pool else "")

    @admin.display(description="能办的事")
    def does(self, office: Office) -> str:
        return "、".join(office.service_labels)


def _office_words(office: Any, name: str, value: Any) -> str | None:
    return "、".join(str(Service(service).label) for service in value) if name == "services" else None


review.register(Office, words=_office_words)


@admin.register(CalendarDay)
class CalendarDayAdmin(PublishedRowAdmin):
    excel = ()
    list_display = ["date", "kind", "name", "region", "status", "checked"]
    list_filter = ["kind", *PublishedRowAdmin.list_filter]
    search_fields = ["name", "region__name"]
    date_hierarchy = "date"
    content_fields = ["date", "kind", "name"]

    def public_path(self, row: Any) -> str:
        return offices.address()
