"""What the admin of every policy shares: complete or not at a glance, and one bill tried while figures are typed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html

from calculators.desk.trial import trial
from calculators.rows import Inline, PolicyRow
from calculators.written import scheme_of
from registry.belonging import inline_of, inline_rows
from registry.desk.regional import RegionalAdmin
from registry.desk.rowadmin import PublishedRowAdmin
from registry.desk.rowforms import KeyedForm
from registry.pages import desk_url
from registry.workflow import quoting


class CompletenessFilter(admin.SimpleListFilter):
    title = "参数全不全"
    parameter_name = "complete"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "缺参数，公众看不到金额"), ("yes", "完整")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        incomplete = queryset.model.objects.filter(queryset.model.INCOMPLETE).values("pk")
        if self.value() == "no":
            return queryset.filter(pk__in=incomplete)
        return queryset.exclude(pk__in=incomplete) if self.value() == "yes" else queryset


class PolicyForm(KeyedForm):
    """A key for what was filled in, though a part of what tells rows apart may stay empty."""

    def own_key(self, cleaned: dict[str, Any]) -> str:
        slot = {name: cleaned.get(name) for name in self._meta.model.slot_fields}
        if not all(value or self._meta.model._meta.get_field(name).blank for name, value in slot.items()):
            return ""
        row = self._meta.model(**{name: value or "" for name, value in slot.items()})
        row.fill_key()
        return str(row.key)


class PolicyRowAdmin(RegionalAdmin):
    """Base for the rows that the core can read. What is finer stands folded."""

    form = PolicyForm
    readonly_fields = ["inheritance", "worked_example"]
    search_fields = ["key", "note", "region__name", "region__pinyin"]
    list_display: list[Any] = ["__str__", "region", "level", "in_period", "completeness", "status", "checked"]

    class Media:
        js = ["js/policy-try.js"]

    def likely_of(self, source: Any) -> dict[str, Any]:
        """Of a notice that speaks of one insurance alone, which that is."""
        scheme = scheme_of(f"{source.title}\n{source.clause}")
        return {"scheme": scheme} if scheme else {}

    def get_list_filter(self, request: HttpRequest) -> Any:
        closed = [name for name in self.model.slot_fields if self.model._meta.get_field(name).choices]
        return [CompletenessFilter, "left_out_matters", *closed, *PublishedRowAdmin.list_filter]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (name, _), *others = super().get_fieldsets(request, obj)
        usual = [field for field in self.content_fields if field not in self.finer_fields]
        first = [(name, {"fields": usual})]
        if self.finer_fields:
            classes = [] if obj is not None and self._says_finer(obj) else ["collapse"]
            first.append(("当地分得更细的，再填这些", {"classes": classes, "fields": self.finer_fields}))
        return [*first, ("拿一张 5 万元的账单算一遍", {"fields": ["worked_example", "inheritance"]}), *others]

    def _says_finer(self, row: PolicyRow) -> bool:
        """Whether anything stands in what is folded else: a copied row would hide what it is about."""
        fields = map(self.model._meta.get_field, self.finer_fields)
        return any(getattr(row, field.name) != field.get_default() for field in fields)

    def public_path(self, row: Any) -> str:
        return reverse("calculators:estimate")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.prefetch_related(*inline_rows(self.model))

    @admin.display(description="参数")
    def completeness(self, row: PolicyRow) -> str:
        if row.waived:
            return "本地不需要"
        return f"缺{'、'.join(row.missing)}" if row.missing else "完整"

    @admin.display(description="试算")
    def worked_example(self, row: PolicyRow) -> str:
        page, *parts = ("try_saved", row.pk) if row.pk else ("try",)
        shown = self.as_html(row, inline_of(row)) if row.pk else "填好起付线、比例，这里会算给您看。"
        address = desk_url(self.model, page, *parts)
        return format_html('<div data-try="{}" aria-live="polite">{}</div>', address, shown)

    def as_html(self, row: PolicyRow, inline: Inline, problems: list[str] | None = None) -> str:
        """What a bill comes to, and where the clause gives each figure, unless something has to be mended first."""
        if problems:
            return render_to_string("admin/calculators/trial.html", {"problems": problems})
        look = {"row": row, "quoted": quoting.quoted(row, inline)}
        return render_to_string("admin/calculators/trial.html", {"trial": trial(row, inline), "look": look})

    def get_urls(self) -> list[URLPattern | URLResolver]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_try"
        view = self.admin_site.admin_view(self.try_view)
        return [
            path("try/", view, name=name),
            path("<path:object_id>/try/", view, name=f"{name}_saved"),
            *super().get_urls(),
        ]

    def try_view(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        """The example for the figures in a posted form, as a fragment of HTML; nothing is saved."""
        row = self._tried_row(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = self.get_form(request, row, change=row is not None)(request.POST, instance=row)
        form.is_valid()
        formsets = [
            inline.get_formset(request, row)(request.POST, instance=form.instance)
            for inline in self.get_inline_instances(request, row)
        ]
        problems = [*_form_problems(form, self.content_fields), *_formset_problems(formsets)]
        inline = {formset.prefix: [] if problems else formset.rows() for formset in formsets}
        return HttpResponse(self.as_html(form.instance, inline, problems))

    def _tried_row(self, request: HttpRequest, object_id: str | None) -> PolicyRow | None:
        row = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id and row is None:
            raise Http404
        if not (self.has_change_permission(request, row) if row else self.has_add_permission(request)):
            raise PermissionDenied
        return row


def _form_problems(form: forms.ModelForm, names: list[str]) -> list[str]:
    """What is wrong with the figures; what else a row needs is said when it is saved."""
    said = [(str(form.fields[name].label), str(sentence)) for name in names for sentence in form.errors.get(name, [])]
    return [sentence if label in sentence else f"{label}：{sentence}" for label, sentence in said]


def _formset_problems(formsets: list[Any]) -> list[str]:
    problems: list[str] = []
    for formset in formsets:
        formset.is_valid()
        for number, errors in enumerate(formset.errors, start=1):
            problems += [f"{formset.model._meta.verbose_name}第 {number} 行：{s}" for e in errors.values() for s in e]
        problems += formset.non_form_errors()
    return problems
