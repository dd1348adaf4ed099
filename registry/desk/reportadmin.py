"""公众说不对的: what the public says is wrong, for whoever works for that region; read only but for the answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from registry import reporting, reports
from registry import snapshot as snapshots
from registry.desk import recent
from registry.desk.lookups import key_of
from registry.desk.scoped import Confined
from registry.desk.typed import Late, too_late
from registry.models import Event, Report
from registry.pages import desk_url
from registry.workflow.rights import Action, scope


class ChangeField(forms.ModelChoiceField):
    """What was done to a row since the report, named by the row."""

    def label_from_instance(self, event: Any) -> str:
        when = timezone.localtime(event.at)
        return f"{when:%m-%d %H:%M} {event.get_kind_display()}：{event.row or '草稿，已经删了'}（{event.region}）"


class RowFilter(admin.SimpleListFilter):
    """The things that are said to be wrong most often."""

    title = "哪一条"
    parameter_name = "row"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        told = model_admin.get_queryset(request).exclude(row="").values("row").annotate(times=Sum("count"))
        times = dict(told.order_by("-times", "row").values_list("row", "times")[:_OFTEN])
        chosen = self.used_parameters.get(self.parameter_name)  # one that is told of less often leads here too
        times |= told.filter(row=chosen).order_by().values_list("row", "times")
        rows = reports.rows_meant(times)
        return [(name, f"{_words(name, rows.get(name))}：{number} 次") for name, number in times.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(row=self.value()) if self.value() else queryset


#: As many things to choose from beside the list.
_OFTEN = 20


@admin.register(Report)
class ReportAdmin(Confined, admin.ModelAdmin):
    sees = Action.ANSWER
    list_display = ["reason", "thing", "title", "region", "count", "on", "state"]
    list_filter = ["state", "reason", RowFilter, "region__level"]
    list_select_related = ["region", "closed_by"]
    search_fields = ["region__name", "title", "row"]
    date_hierarchy = "on"
    list_per_page = 50
    actions = None
    readonly_fields = ["reason", "title", "thing", "region", "count", "on", "links", "closed_by", "closed_at"]
    fieldsets = [
        ("公众说的", {"fields": ["reason", "thing", "title", "region", "links", "count", "on"]}),
        ("查得怎样", {"fields": ["state", "change", "answer", "closed_by", "closed_at"]}),
    ]

    @admin.display(description="哪一条", ordering="row")
    def thing(self, report: Any) -> str:
        """The row that is said to be wrong, to be opened by whoever may; a hotline by its number."""
        if not report.row:
            return "没有说是哪一条"
        words = _words(report.row, report.meant)
        if not report.may_open:
            return words
        return format_html('<a href="{}">{}</a>', desk_url(report.meant, "change", report.meant.pk), words)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        found = super().get_changelist_instance(request)
        _look_up(found.result_list, request.user)
        return found

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        report = super().get_object(request, *args, **kwargs)
        _look_up([report] if report else [], request.user)
        return report

    @admin.display(description="打开看看")
    def links(self, report: Report) -> str:
        """What was answered is not known: an example of the outcome, and the counters of the place."""
        found = [lead for leads in reports.LEADS for lead in leads(report)]
        counters = reverse("admin:registry_office_changelist", query={"q": report.region.name})
        return format_html_join(" · ", '<a href="{}">{}</a>', [*found, (counters, "这个地区的经办机构")])

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": "公众说不对的", **(extra_context or {})})

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
        """Only what was answered: the public goes on saying the same meanwhile, and is counted."""
        obj.closed_by, obj.closed_at = request.user, timezone.now()
        obj.save(update_fields=[*form.changed_data, "closed_by", "closed_at"])

    def _changeform_view(self, request: HttpRequest, object_id: Any, form_url: str, extra_context: Any) -> Any:
        """The second of two who answer is told who was first, and what; what he typed is shown, to be copied."""
        key = key_of(Report, unquote(object_id)) if request.method == "POST" and object_id else None
        answered = Report.objects.exclude(state=Report.State.OPEN).select_related("closed_by")
        report = answered.filter(pk=key).first() if key else None
        if report is None or not self.has_view_permission(request, report):
            return super()._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        return too_late(self, request, _answered(report))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An answer once given stands."""
        return self.has_view_permission(request, obj) and (obj is None or obj.state == Report.State.OPEN)


def _answered(report: Report) -> Late:
    who, when = report.closed_by, timezone.localtime(report.closed_at)
    name = (who.get_full_name() or who.username) if who else "有人"
    said = f"{name}在 {when:%m-%d %H:%M} 已经查过了：{report.get_state_display()}，“{report.answer}”。您的没有存。"
    return Late(said, "和他的对不上，请去问他：", "看他写的", desk_url(report, "change", report.pk))


def _look_up(told: Iterable[Any], user: Any) -> None:
    """Tell reports what they mean, all together: ``meant``, None for what is no row, and whether the user may open it."""
    rows, seen = reports.rows_meant(report.row for report in told), scope(user, Action.VIEW)
    for report in told:
        report.meant = rows.get(report.row)
        report.may_open = report.meant is not None and report.meant.region_id in seen


def _words(name: str, row: Any) -> str:
    """What a report is about, in a clerk's words; ``row`` is None for a hotline, and for a row that is gone."""
    if row is not None:
        return f"{row._meta.verbose_name}：{row}（{row.region}）"
    known = reporting.known(snapshots.held()).get(name)
    return known.words if known else "这一条已经没有了"


def _changes(report: Report) -> Any:
    """What was published or taken away since a report's day, in its region and those above."""
    done = [Event.Kind.PUBLISHED, Event.Kind.WITHDRAWN]
    chain = snapshots.held().places.chain(report.region_id)
    events = Event.objects.filter(kind__in=done, region__in=chain, at__date__gte=report.on)
    return recent.with_rows(events)
