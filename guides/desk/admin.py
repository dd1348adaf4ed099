"""Admin for the words, documents, channels, advice and local rules of the guides."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from guides.desk import appearance, names, replacing, topics, usage
from guides.desk.conditioncolumn import ConditionColumn
from guides.desk.guidescolumn import GuidesColumn
from guides.desk.rowform import DocumentForm, GuideRowForm, ReplacingRowForm, usual_guides
from guides.desk.twins import told_of_twins
from guides.models import (
    Advice,
    Channel,
    Document,
    GuideRow,
    Misconception,
    Option,
    Parameter,
    Term,
    Wording,
)
from registry import rows
from registry import snapshot as snapshots
from registry.desk import defaults
from registry.desk.rowadmin import PublishedRowAdmin, RowInline
from registry.desk.rowforms import KeyedForm, may_replace
from registry.pages import preview_address
from registry.publication import Status

COMMON = ["key", "guides", "when", "position"]


class UnusedFilter(admin.SimpleListFilter):
    title = "用不用得到"
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "没有一条路会用到")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "no":
            return queryset
        found = usage.unused(snapshots.current(), snapshots.today())
        return queryset.filter(pk__in=[one.row.pk for one in found if isinstance(one.row, queryset.model)])


class GuideRowAdmin(PublishedRowAdmin):
    excel_fields = {"when": ConditionColumn, "guides": GuidesColumn}
    form = GuideRowForm
    search_fields = ["key", "region__name"]
    list_display: list[Any] = ["__str__", "key", "region", "shown_when", "status", "in_period", "checked"]
    list_filter = [UnusedFilter, *PublishedRowAdmin.list_filter]
    #: Whether rows of this kind stand on outcomes, where their condition decides.
    on_outcomes = True

    def likely(self, request: HttpRequest) -> dict[str, Any]:
        """Of a row that is made of a clause, the guides of which the clause speaks, and the scheme that its notice is about."""
        found = super().likely(request)
        if (source := defaults.notice_of(request)) is None:
            return found
        article = found.get("source_article", "")
        guides = topics.of_article(source.clause, article)
        row = self.model(source=source, source_article=article, guides=guides)
        when = self.usual_when(row) if self.on_outcomes else {}
        return {**found, **{name: value for name, value in (("guides", guides), ("when", when)) if value}}

    def usual_when(self, row: Any) -> dict[str, list[str]]:
        """In which cases a new row of its notice most likely is shown."""
        return topics.limited(row)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The condition in words for everybody, as boxes for whoever may change it; and what comes of it."""
        (heading, content), *others = super().get_fieldsets(request, obj)
        content = {"fields": [name for name in content["fields"] if name != "when"]}  # it has a part of its own below
        may_change = self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)
        if not may_change:
            content = {"fields": ["in_guides" if name == "guides" else name for name in content["fields"]]}
        if not self.on_outcomes:
            return [(heading, content), *others]
        fields = [*(self.read_of_it(obj) if obj else []), *(["when"] if may_change else [])]
        return [(heading, content), ("什么情形下显示", {"fields": fields}), *others]

    def read_of_it(self, row: GuideRow) -> list[str]:
        """What comes of its condition."""
        return ["shown_when", "used_in"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "in_guides", "shown_when", "used_in"]

    @admin.display(description="用在哪个指引")
    def in_guides(self, row: GuideRow) -> str:
        return names.current().guides(row.guides)

    @admin.display(description="什么情形下显示")
    def shown_when(self, row: GuideRow) -> str:
        return names.current().sentence(row.guides, row.when)

    @admin.display(description="用在这些结果里")
    def used_in(self, row: GuideRow) -> str:
        """Each outcome with an address that shows the row: the public one, or for a draft the preview's."""
        on = snapshots.today()
        known = names.current()
        lines = []
        for use in usage.uses(snapshots.current(), row, on):
            address = f"{reverse('guides:outcome', args=[use.guide])}{use.query}"
            if row.status != Status.PUBLISHED:
                address = preview_address(address, on)
            lines.append((f"{known.guide(use.guide)}：{known.value([use.guide], 'outcome', use.outcome)}", address))
        return render_to_string("admin/guides/used_in.html", {"lines": lines})


class OptionInline(RowInline):
    model = Option


@admin.register(Wording)
class WordingAdmin(GuideRowAdmin):
    on_outcomes = False
    list_display = [*GuideRowAdmin.list_display[:3], *GuideRowAdmin.list_display[4:]]
    search_fields = ["title", "question", "key"]
    inlines = [OptionInline]
    content_fields = ["question", "title", "short", "hint", "why", "help_text", "drawing", *COMMON]


class ReplacingAdmin(GuideRowAdmin):
    """Rows of which a place may have its own instead of the country's: a new one says which it takes the place of."""

    form = ReplacingRowForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (heading, content), *others = super().get_fieldsets(request, obj)
        asked = may_replace(obj) and (obj is None or self.has_change_permission(request, obj))
        return [(heading, {"fields": [*(["replaces"] if asked else []), *content["fields"]]}), *others]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if said := told_of_twins(obj):
            messages.warning(request, f"“{obj}”存好了。{said}")


@admin.register(Document)
class DocumentAdmin(ReplacingAdmin):
    form = DocumentForm
    notice_offer = replacing.offer
    often_in_notices = True
    excel = ()
    excel_first = ("name", "needed", "handling", "guides")
    list_display = ["name", "needed", *GuideRowAdmin.list_display[1:]]
    list_filter = ["needed", *GuideRowAdmin.list_filter]
    search_fields = ["name", "official_name", "key", "region__name"]
    content_fields = [
        "name",
        "official_name",
        "needed",
        ("group", "group_label"),  # type: ignore[list-item]
        "handling",
        "copies",
        "issuer",
        "where_to_get",
        "takes",
        "electronic_accepted",
        "pledge_accepted",
        "validity",
        "mistake",
        "bringer",
        "counter_only",
        "form_url",
        "print_note",
        *COMMON,
    ]

    def usual_when(self, row: Any) -> dict[str, list[str]]:
        return {**topics.usual(row, row.source_article), **super().usual_when(row)}

    def read_of_it(self, row: GuideRow) -> list[str]:
        shown, used = super().read_of_it(row)
        return [shown, *(["beside"] if row.is_unfinished else []), used]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "beside"]

    @admin.display(description=appearance.BESIDE)
    def beside(self, row: Document) -> str:
        together = Document.objects.unfinished().filter(source=row.source_id, region=row.region_id)
        return appearance.appearance(row, together).says.get(appearance.BESIDE, "")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The other papers that were named with it are rows that say the same."""
        super().save_model(request, obj, form, change)
        for name in form.others:
            other, _ = rows.copy(obj)
            other.name, other.official_name = name, ""
            other.key = rows.free_key(
                set(Document.objects.values_list("key", flat=True)), obj.region.pinyin or obj.region_id
            )
            super().save_model(request, other, form, change)
        if form.others:
            messages.info(request, f"一共存了 {len(form.others) + 1} 样材料：{'、'.join([obj.name, *form.others])}。")

    def get_urls(self) -> Any:
        return [*replacing.urls(self), *super().get_urls()]


@admin.register(Channel)
class ChannelAdmin(ReplacingAdmin):
    often_in_notices = True
    search_fields = ["name", "key", "region__name"]
    content_fields = ["name", "no_counter", "how", "url", "takes", "fee", "proxy_note", *COMMON]


@admin.register(Advice)
class AdviceAdmin(ReplacingAdmin):
    list_display = ["title", "kind", *GuideRowAdmin.list_display[1:]]
    list_filter = ["kind", *GuideRowAdmin.list_filter]
    search_fields = ["title", "body", "key", "region__name"]
    content_fields = ["kind", "title", "body", "button", "drawing", *COMMON]


class ParameterForm(GuideRowForm):
    """Its key is what it is about, as in the content pack; what is stored as yes or no is read in words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["value"] = self.instance.rule or self.initial.get("value", "")
        if self.instance.pk is None and "guides" in self.fields:
            self.fields["guides"].help_text = "这一条出现在哪几个指引里。空着，就和别处的这一项一样。"

    def usual_guides(self, cleaned: dict[str, Any]) -> list[str]:
        """Those where other places' rules of the same name stand."""
        return usual_guides(Parameter(name=cleaned.get("name") or ""))


@admin.register(Parameter)
class ParameterAdmin(GuideRowAdmin):
    often_in_notices = True
    form = ParameterForm
    excel = ()
    excel_examples = {
        "name": "手工报销最晚什么时候交",
        "value": "出院后 6 个月内",
        "term_kind": "出院后几个月",
        "term_amount": "6",
    }
    list_display = ["name", "value", *GuideRowAdmin.list_display[1:]]
    list_filter = ["name", *GuideRowAdmin.list_filter]
    search_fields = ["name", "value", "key", "region__name"]
    excel_first = ("name", "value", "term_kind", "term_amount", "guides")
    content_fields = ["name", "value", "note", ("term_kind", "term_amount"), *COMMON]  # type: ignore[list-item]


@admin.register(Misconception)
class MisconceptionAdmin(GuideRowAdmin):
    list_display = ["claim", "topic", *GuideRowAdmin.list_display[1:]]
    list_filter = ["topic", *GuideRowAdmin.list_filter]
    search_fields = ["claim", "truth", "key", "region__name"]
    content_fields = ["topic", "claim", "truth", "answer", *COMMON]

    def public_path(self, row: Misconception) -> str:
        return f"{reverse('guides:misconceptions')}#{row.anchor}"


@admin.register(Term)
class TermAdmin(PublishedRowAdmin):
    form = KeyedForm
    list_display = ["name", "meaning", "region", "status", "in_period", "checked"]
    search_fields = ["name", "also", "meaning", "key"]
    content_fields = ["name", "also", "meaning", "compounds", "key"]

    def public_path(self, row: Term) -> str:
        return reverse("guides:glossary")
