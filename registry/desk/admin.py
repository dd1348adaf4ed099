"""Admin for regions, sources, assignments and the calendar."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from registry import offices
from registry import snapshot as snapshots
from registry.desk import (
    closed,
    defaults,
    noticepage,
    officeadmin,  # noqa: F401  (registers its page)
    placepage,
    recent,  # noqa: F401  (registers its page)
    relationadmin,  # noqa: F401  (registers its page)
    reportadmin,  # noqa: F401  (registers its page)
    staffadmin,
    tasks,
)
from registry.desk.rowadmin import HistoryAdmin, PublishedRowAdmin, ReviewedAdmin
from registry.desk.rowfilters import MineFilter
from registry.desk.scoped import Confined
from registry.desk.seenforms import Seeing
from registry.desk.sourceform import SourceDocumentForm
from registry.models import (
    Assignment,
    CalendarDay,
    Event,
    PlaceRelationMember,
    Region,
    SourceDocument,
)
from registry.pages import desk_url
from registry.publication import Status
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
            tasks.without(queryset, str(self.value()), snapshots.today()), "pk"
        )


@admin.register(Region)
class RegionAdmin(Seeing, HistoryAdmin):
    """Everybody looks regions up; only who manages the whole country changes them, and everybody sees that he did."""

    writes = Action.MANAGE
    of_nation = True
    list_display = ["name", "its_page", "code", "level", "parent", "area_code", "is_pool"]
    list_filter = [LacksFilter, "level", "is_pool"]
    list_select_related = ["parent"]
    search_fields = ["name", "code", "short_name", "pinyin", "initials"]
    autocomplete_fields = ["parent"]

    change_form_template = "admin/registry/region.html"

    def get_urls(self) -> Any:
        return [*placepage.urls(self), *super().get_urls()]

    @admin.display(description="缺的在这里加")
    def its_page(self, region: Region) -> str:
        return format_html('<a href="{}">有什么，缺什么</a>', desk_url(region, "desk", region.pk))

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

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # rows, addresses and QR codes name it

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        changed = [name for name in form.changed_data if name in form.cleaned_data]
        said = [f"{form[name].label} {form.initial.get(name, '')} → {form.cleaned_data[name]}" for name in changed]
        if said:
            note(obj, Event.Kind.CHANGED, request.user, "；".join(said))
        for sentence in _consequences(obj, form) if change else ():
            messages.warning(request, sentence)


def _consequences(region: Any, form: Any) -> Iterator[str]:
    """What a change of a region leaves to be done."""
    if "is_pool" in form.changed_data and (left := closed.left_behind(region)):
        yield (
            f"{region.name}不是统筹区了，可是还有 {closed.told(left)}在这里。请打开它的“有什么，缺什么”，一样一样安排好。"
        )
    old = [str(form.initial[name]) for name in ("name", "short_name") if name in form.changed_data]
    if old:
        yield f"名字改了。公众再写“{'”“'.join(old)}”，就找不到这里了。旧名字也要认的，请告诉管系统的人。"


@admin.register(SourceDocument)
class SourceDocumentAdmin(ReviewedAdmin):
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
        """A new one begins with its text, of which most is read. How surely it is known is no part of what is kept."""
        fields = list(super().get_fields(request, obj))
        if obj is not None:
            return [name for name in fields if name != "evidence"]
        first = ["region", "clause", "evidence"]
        return [*first, *(name for name in fields if name not in (*first, "key")), "key"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            defaults.begin(request, obj, form.cleaned_data["evidence"])
            if form.told:
                read = "；".join(f"{label} {words}" for label, words in form.told.items())
                messages.info(request, f"从全文里认出来的：{read}。不对的，点“改这份文件”。")

    def likely(self, request: HttpRequest) -> dict[str, Any]:
        return {"region": defaults.region_of_a_notice(request)}

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """To the page where rows are made of it."""
        return HttpResponseRedirect(noticepage.address(obj))

    response_post_save_change = response_post_save_add

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["key"] if obj is not None and obj.supersedes_id else []  # a revision goes where its key stands

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        found, repeated = super().get_search_results(request, queryset, search_term)
        return found.citable() if request.path.endswith("/autocomplete/") else found, repeated

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not under rows that somebody is looking at."""
        may = super().has_change_permission(request, obj)
        return may and not (obj is not None and obj.is_cited(Status.SUBMITTED, Status.PUBLISHED))


@admin.register(Assignment)
class AssignmentAdmin(Seeing, Confined, HistoryAdmin):
    """Managers hand out work in their own regions, to those who have none elsewhere: a phone that is asked of somebody is
    removed by who manages all of his work."""

    sees = writes = Action.MANAGE
    list_display = ["user", "role", "region"]
    list_filter = ["role"]
    list_select_related = ["user", "region"]
    autocomplete_fields = ["region"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            people = User.objects.filter(is_staff=True, is_superuser=False)
            kwargs["queryset"] = people.exclude(pk__in=staffadmin.working_elsewhere(request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


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
