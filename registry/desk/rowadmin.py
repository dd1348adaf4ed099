"""Admin of what two people put before the public: everybody changes only what is theirs, and only drafts."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, URLField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from simple_history.admin import SimpleHistoryAdmin

from registry import snapshot as snapshots
from registry.desk import copying, defaults, looking, steppage, steps, versions
from registry.desk.boxes import READING
from registry.desk.late import gone, gone_on
from registry.desk.lookups import Keyed, key_of
from registry.desk.rowfilters import BasisFilter, CheckFilter, EndYearFilter, MineFilter, PeriodFilter
from registry.desk.rowforms import RowForm, RowFormSet, asking, read
from registry.desk.scoped import Confined, Scoped
from registry.desk.typed import too_late
from registry.excel import pages as excel_pages
from registry.excel.inline import InlineColumn
from registry.models import Region, SourceDocument
from registry.pages import desk_url, preview_address
from registry.places import NATION
from registry.publication import PublishedRow, Status
from registry.rows import MOST_INLINE, remember_inline
from registry.workflow.rights import Action, can

PUBLICATION_FIELDS = [
    ("这一条在哪里、什么时候算数", {"fields": ["region", "waived", "effective_from", "effective_to", "seen"]}),
    (
        "依据和核对",
        {
            "fields": [
                "source",
                "source_article",
                "evidence",
                "collected_on",
                "review_every",
                "verified_on",
                "verified_by",
            ]
        },
    ),
]


class HistoryAdmin(Scoped, SimpleHistoryAdmin):
    """Only one's own regions are taken, and old versions are read only: the package would let whoever may see one save
    it over the row of today."""

    formfield_overrides = {**READING, URLField: {"assume_scheme": "https"}}

    class Media:
        js = ["js/desk.js"]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST":
            request.POST = read(request.POST)  # type: ignore[assignment]  # the stubs allow their own class alone
        return super().changeform_view(request, *args, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return asking(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "region":
            kwargs["queryset"] = self.where(request, self.writes).filter(Region.objects.all(), "pk")
        if db_field.name == "source":
            kwargs["queryset"] = SourceDocument.objects.citable()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if key_of(self.model, unquote(object_id)) is None:
            raise Http404
        page: HttpResponse = super().history_view(request, object_id, *args, **kwargs)
        return page

    def history_form_view(self, request: HttpRequest, object_id: str, version_id: str, **kwargs: Any) -> HttpResponse:
        if request.method != "GET":
            raise PermissionDenied
        if key_of(self.model, object_id) is None or key_of(self.model.history.model, version_id) is None:
            raise Http404
        kwargs["extra_context"] = {"inline_then": versions.inline(self.model, version_id)}
        page: HttpResponse = super().history_form_view(request, object_id, version_id, **kwargs)
        return page

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Any, *args: Any, **kwargs: Any
    ) -> None:
        versions.tell(list(historical_records))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        remember_inline(form.instance)

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


class RowInline(Keyed, admin.TabularInline):
    """Rows that belong to a row: whoever may see or change that one may see or change them."""

    formset = RowFormSet
    formfield_overrides = READING
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or (obj.status == Status.DRAFT and can(request.user, Action.EDIT, obj.region_id))

    has_add_permission = has_change_permission
    has_delete_permission = has_change_permission

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, max_num=MOST_INLINE, absolute_max=MOST_INLINE, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Named for those who cannot see which column a box stands in."""
        field = asking(super().formfield_for_dbfield(db_field, request, **kwargs))
        if field is not None:
            field.widget.attrs["aria-label"] = db_field.verbose_name
        return field


class ReviewedAdmin(HistoryAdmin):
    """Base for what goes from draft to public by two people. Only a draft is ever changed by a form, and none is deleted
    by one: that is a step, which shows what goes, asks why, and is remembered."""

    writes = Action.EDIT
    form = RowForm
    change_form_template = "admin/registry/row.html"
    actions: list[str] = []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.status == Status.DRAFT)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.status = Status.DRAFT
        super().save_model(request, obj, form, change)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Saved is not yet handed over: back to the row, where the next step is."""
        return HttpResponseRedirect(desk_url(self.model, "change", obj.pk))

    response_post_save_change = response_post_save_add

    def _changeform_view(self, request: HttpRequest, object_id: Any, form_url: str, extra_context: Any) -> Any:
        """What was typed into a draft that is none any more is shown, to be copied: nobody loses it."""
        typed = request.method == "POST" and object_id
        row = self.get_object(request, unquote(object_id)) if typed else None
        if typed and row is None and (why := gone(self.model, unquote(object_id), request.user)) is not None:
            return too_late(self, request, why)
        if row is None or self.has_change_permission(request, row) or not can(request.user, Action.EDIT, row.region_id):
            return super()._changeform_view(request, object_id, form_url, extra_context)
        return too_late(self, request, gone_on(row))

    # -- the steps to the public and back -----------------------------------------------------------------------

    def get_urls(self) -> Any:
        return [*steppage.urls(self), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        if (row := kwargs.get("obj")) is not None:
            context |= {"steps": steps.open_to(self, request.user, row), "events": steps.told(request.user, row)}
            context["standing"] = steps.standing(request.user, row)
            looking.in_words(self, request, row, context)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_actions(self, request: HttpRequest) -> Any:
        found = super().get_actions(request)
        found.pop("delete_selected", None)  # only a draft may go, one by one
        return {**steps.actions(self), **found}


class PublishedRowAdmin(Confined, ReviewedAdmin):
    """Base for every published row: what it says, where and when it holds, and what it rests on."""

    #: What such a row says; ``finer_fields`` of it are those that only few notices speak of.
    content_fields: list[str] = []
    finer_fields: list[str] = []
    autocomplete_fields = ["region", "source"]
    list_filter = [
        *("status", MineFilter, CheckFilter, PeriodFilter, EndYearFilter, BasisFilter),
        *("evidence", "region__level", ("source", admin.RelatedOnlyFieldListFilter)),
    ]
    list_select_related = ["region", "source"]
    list_per_page = 50
    save_on_top = True
    change_list_template = "admin/registry/row_list.html"
    actions = ["export_rows"]
    #: The columns of inline rows in this kind's sheet; None for a kind that is not kept in Excel.
    excel: tuple[InlineColumn, ...] | None = None
    notice_offer: Any = (
        None  # (request, notice) ⇒ label, address and effects of what its page offers for such rows, or None
    )
    often_in_notices = False  # whether notices are mostly made of such rows
    #: Pages on which several rows are typed at once: label, and the page's name.
    tables: tuple[tuple[str, str], ...] = ()
    #: Columns in front of the sheet, those of a kind of their own, and what the line of examples says in some.
    excel_first: tuple[str, ...] = ()
    excel_fields: dict[str, Any] = {}
    excel_examples: dict[str, Any] = {}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """What only the whole country can have is offered to those alone who write for it."""
        may = super().has_add_permission(request)
        return may and (not self.model.national or can(request.user, Action.EDIT, NATION))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [("内容", {"fields": self.content_fields}), *PUBLICATION_FIELDS]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "verified_on", "verified_by"]

    def likely(self, request: HttpRequest) -> dict[str, Any]:
        source = defaults.notice_of(request)
        return defaults.initial(request, snapshots.today()) | (self.likely_of(source) if source else {})

    def likely_of(self, source: SourceDocument) -> dict[str, Any]:
        """What a new row of a notice most likely says by the text of it."""
        return {}

    def lines_of(self, source: SourceDocument) -> list[dict[str, str]]:
        """What the rows of a notice are about by the text of it, by columns of the sheet."""
        return []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        defaults.remember(request, obj)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Back to the notice that the form was opened from, at the clause."""
        if (source := defaults.notice_of(request)) is None:
            return super().response_post_save_add(request, obj)
        return HttpResponseRedirect(defaults.back_to(request, source))

    response_post_save_change = response_post_save_add

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        context["copying"] = copying.offer(self, request, row) if row else None
        context["clause"] = defaults.written_from(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="核对情况")
    def checked(self, row: PublishedRow) -> str:
        return row.freshness(snapshots.today()).value

    @admin.display(description="有效期")
    def in_period(self, row: PublishedRow) -> str:
        return row.period()

    # -- whose it is --------------------------------------------------------------------------------------------

    def public_path(self, row: Any) -> str:
        """The public page that shows such a row; '' where there is no single one."""
        return ""

    def view_on_site(self, row: Any) -> str | None:
        """The public page; for what is not public yet, the preview of the day on which it will be."""
        path, today = self.public_path(row), snapshots.today()
        day = max(today, row.effective_from or today)
        if not path or (not row.is_unfinished and day == today):
            return path or None
        return preview_address(path, day)

    # -- Excel --------------------------------------------------------------------------------------------------

    def get_urls(self) -> Any:
        return [*excel_pages.urls(self), *copying.urls(self), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> Any:
        found = super().get_actions(request)
        if self.excel is None:
            found.pop("export_rows", None)
        return found

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        tables = self.tables if self.has_add_permission(request) else ()
        shown = {
            "excel": excel_pages.links(self, request),
            "tables": [(desk_url(self.model, page), label) for label, page in tables],
        }
        return super().changelist_view(request, {**(extra_context or {}), **shown})

    @admin.action(description="导出 Excel")
    def export_rows(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        return excel_pages.export(self, request, queryset)
