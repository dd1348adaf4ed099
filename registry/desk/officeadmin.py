"""Admin of the counters: what each does, and when it is open, in one line."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from registry import offices
from registry.desk.rowadmin import PublishedRowAdmin
from registry.desk.rowforms import KeyedForm
from registry.excel.hours import COLUMNS
from registry.models import Office, OfficeHours, Service
from registry.offices import hours
from registry.workflow import review


class OfficeForm(KeyedForm):
    """Services as boxes to tick, hours as one line."""

    services = forms.MultipleChoiceField(
        label="能办的事",
        choices=Service.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="公众按这个找窗口，勾了哪样才在哪样里出现。从通知加的，先照通知说到的勾好，请看一眼。",
        error_messages={"required": "请至少勾一样能办的事。"},
    )
    opening = forms.CharField(
        label="办公时间",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=f"写成一行，例如“{hours.EXAMPLE}”。不一样的几天用分号隔开，没查到就空着。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opening"] = hours.show(list(self.instance.hours.all()))

    def clean_opening(self) -> list[OfficeHours]:
        found = hours.read(self.cleaned_data["opening"])
        self.instance.clean_inline({"hours": found})
        return found


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
    excel = COLUMNS
    excel_examples = {"name": "医保服务大厅", "phone": "0412-2345678"}
    excel_first = ("name", "services", "phone", "address", "district", "hours")
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

    #: Those of the form: the hours stand behind the window.
    form_fields = [*content_fields[:7], "opening", *content_fields[7:]]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look reads services and hours in words."""
        (title, first), *others = super().get_fieldsets(request, obj)
        may_change = self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)
        words = {} if may_change else {"services": "does", "opening": "opens"}
        return [(title, {**first, "fields": [words.get(name, name) for name in self.form_fields]}), *others]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "does", "opens"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The hours are rows of their own, and typed in one line."""
        if "opening" in form.changed_data:
            form.instance.hours.all().delete()
            form.instance.hours.add(*form.cleaned_data["opening"], bulk=False)
        super().save_related(request, form, formsets, change)

    def public_path(self, row: Any) -> str:
        return offices.address(row.region_id if row.region.is_pool else "")

    def likely_of(self, source: Any) -> dict[str, Any]:
        """Of a notice that does not say what is done at a counter: that of which the notice itself speaks."""
        services = [service.value for service in Service if str(service.label) in f"{source.title}{source.clause}"]
        return {**super().likely_of(source), **({"services": services} if services else {})}

    @admin.display(description="能办的事")
    def does(self, office: Office) -> str:
        return "、".join(office.service_labels)

    @admin.display(description="办公时间")
    def opens(self, office: Office) -> str:
        return hours.show(list(office.hours.all())) or "-"


def _office_words(office: Any, name: str, value: Any) -> str | None:
    if name == "services":
        return "、".join(str(Service(service).label) for service in value)
    return hours.show(value) if name == "hours" else None


review.register(Office, words=_office_words)
