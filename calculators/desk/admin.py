"""Admin for the figures: which of them clerks type for each kind of policy, and the page of all golden cases."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path

from calculators.desk.policyadmin import PolicyRowAdmin
from calculators.desk.policyinlines import (
    AssistanceCaseInline,
    BasicCaseInline,
    CriticalIllnessBandInline,
    CriticalIllnessCaseInline,
    PolicyBandInline,
    RemoteCaseInline,
    SpecialInline,
    SupplementBandInline,
    SupplementCaseInline,
)
from calculators.desk.proof import Proof, proofs
from calculators.grid import awaychanges, columns, keylines, page
from calculators.grid.awaycolumns import AwayValueColumn, CategoryColumn
from calculators.grid.linecolumns import (
    ClassesColumn,
    DeductiblesColumn,
    LevelColumn,
    PersonsColumn,
    SchemesColumn,
    SharingLevelColumn,
)
from calculators.models import (
    OWN_WORDS,
    AssistancePolicy,
    BasicPolicy,
    CriticalIllnessPolicy,
    NationalAverage,
    RemoteLimit,
    RemoteRule,
    SupplementPolicy,
)
from calculators.rows import LEFT_OUT, PolicyRow
from registry.desk.regional import RegionalAdmin
from registry.desk.rowforms import KeyedForm
from registry.findings import Finding
from registry.pages import desk_url
from registry.workflow import review
from registry.workflow.rights import Action, scope


def cases_view(request: HttpRequest) -> HttpResponse:
    """All golden cases that the person may see, worked now."""
    if not (where := scope(request.user, Action.VIEW)):
        raise PermissionDenied
    found = proofs(where.filter)
    shown = sorted(((proof, desk_url(proof.row, "change", proof.row.pk)) for proof in found), key=_worst_first)
    marks = Counter(proof.mark for proof, _ in shown)
    context = {
        **admin.site.each_context(request),
        "title": "各地的核对案例",
        "proofs": shown,
        "passed": marks["通过"],
        "failed": marks["不对"],
        "without": marks["没有案例"],
    }
    return TemplateResponse(request, "admin/calculators/cases.html", context)


def _counted_as(row: RemoteRule) -> Iterator[Finding]:
    """Where the notice says 视同备案 and not as what, the figures are how somebody read it."""
    said = "" if row.waived else awaychanges.counted_as(row.source.clause, row.category)
    if said:
        yield Finding(False, f"条文只说“{said}”，没说和哪一种备案一样。这里写的“{row.words}”是一种读法，请看对不对。")


def _worst_first(shown: tuple[Proof, str]) -> int:
    return ("不对", "没有案例", "通过").index(shown[0].mark)


@admin.register(BasicPolicy)
class BasicPolicyAdmin(PolicyRowAdmin):
    often_in_notices = True
    inlines = [PolicyBandInline, SpecialInline, BasicCaseInline]
    excel = columns.BASIC
    excel_first = (
        *("scheme", "care_type", "hospital_level", "person"),
        *("deductible", "bands", "annual_ceiling", "specials", "cases"),
    )
    excel_fields = {
        "scheme": SchemesColumn,
        "hospital_level": SharingLevelColumn,
        "person": PersonsColumn,
        "deductible": DeductiblesColumn,
    }
    finer_fields = [
        *OWN_WORDS,
        "order_basis",
        "deductible_annual_cap",
        "period_days",
        "transfer_tops_up",
        "band_scope",
        "ceiling_basis",
        "ceiling_shared",
        "kind_ceiling",
        "visit_ceiling",
        "fixed_payment",
        "feeds_critical_illness",
    ]
    content_fields = [
        "scheme",
        "person",
        "care_type",
        "hospital_level",
        "deductible",
        "deductible_basis",
        "band_basis",
        "rate_add",
        "self_pay_factor",
        "annual_ceiling",
        "over_ceiling_rate",
        "over_ceiling_annual_ceiling",
        *LEFT_OUT,
        "derivation",
        "note",
        "key",
        *finer_fields,
    ]

    tables = (("待遇表（几级医院一次录）", "grid"),)

    def lines_of(self, source: Any) -> list[dict[str, str]]:
        return keylines.policies(source.title, source.clause)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        table = self.admin_site.admin_view(lambda request: page.view(self, request))
        own = [
            path("cases/", self.admin_site.admin_view(cases_view), name="calculators_cases"),
            path("grid/", table, name=f"{self.opts.app_label}_{self.opts.model_name}_grid"),
        ]
        return [*own, *super().get_urls()]


@admin.register(CriticalIllnessPolicy)
class CriticalIllnessPolicyAdmin(PolicyRowAdmin):
    often_in_notices = True
    inlines = [CriticalIllnessBandInline, CriticalIllnessCaseInline]
    excel = columns.CRITICAL_ILLNESS
    excel_first = ("scheme", "hardship", "deductible", "bands", "annual_ceiling", "cases")
    excel_fields = {"scheme": SchemesColumn, "hardship": ClassesColumn}
    finer_fields = [
        "hardship",
        "counts_remote_upfront",
        "counts_deductible",
        "counts_over_ceiling",
        "counts_remote_cut",
        "counts_over_limit",
        "growth_from_years",
        "growth_per_year",
        "growth_per_unclaimed_year",
        "growth_most",
    ]
    content_fields = [
        "scheme",
        "deductible",
        "band_basis",
        "annual_ceiling",
        "counts_upfront_self_pay",
        "has_support",
        "support_deductible_factor",
        "support_rate_add",
        "support_no_ceiling",
        *LEFT_OUT,
        "derivation",
        "note",
        "key",
        *finer_fields,
    ]

    def lines_of(self, source: Any) -> list[dict[str, str]]:
        return keylines.upper(source.title, source.clause)


@admin.register(AssistancePolicy)
class AssistancePolicyAdmin(PolicyRowAdmin):
    inlines = [AssistanceCaseInline]
    excel = columns.ASSISTANCE
    excel_fields = {"scheme": SchemesColumn}
    finer_fields = ["hardship"]
    content_fields = [
        "scheme",
        "deductible",
        "rate",
        "annual_ceiling",
        *LEFT_OUT,
        "derivation",
        "note",
        "key",
        *finer_fields,
    ]


@admin.register(SupplementPolicy)
class SupplementPolicyAdmin(PolicyRowAdmin):
    inlines = [SupplementBandInline, SupplementCaseInline]
    excel = columns.SUPPLEMENT
    excel_fields = {"scheme": SchemesColumn}
    finer_fields = ["hardship"]
    content_fields = [
        "position",
        "name",
        "scheme",
        "person",
        "care_type",
        "deductible",
        "band_basis",
        "annual_ceiling",
        "counts_deductible",
        *LEFT_OUT,
        "derivation",
        "note",
        "key",
        *finer_fields,
    ]


@admin.register(RemoteRule)
class RemoteRuleAdmin(PolicyRowAdmin):
    often_in_notices = True
    inlines = [RemoteCaseInline]
    excel = columns.REMOTE
    excel_first = ("scheme", "category", "distance", "kind", "value", "deductible", "cases")
    excel_fields = {
        "scheme": SchemesColumn,
        "category": CategoryColumn,
        "value": AwayValueColumn,
        "hospital_level": LevelColumn,
    }
    excel_examples = {"kind": "比例降低若干百分点", "value": "10个百分点"}
    finer_fields = ["care_type", "hospital_level", "at_most", "deductible_factor", "share", "share_of"]
    content_fields = [
        "scheme",
        "category",
        "distance",
        "kind",
        "value",
        "deductible",
        "beyond_limit_reason",
        *LEFT_OUT,
        "derivation",
        "note",
        "key",
        *finer_fields,
    ]

    def likely_of(self, source: Any) -> dict[str, Any]:
        """Of a notice on stays alone, what it says of places elsewhere is of stays."""
        only = keylines.only_care(source.clause)
        return super().likely_of(source) | ({"care_type": only} if only else {})

    def lines_of(self, source: Any) -> list[dict[str, str]]:
        return keylines.away(source.clause)


@admin.register(RemoteLimit)
class RemoteLimitAdmin(RegionalAdmin):
    list_display = ["__str__", "in_period", "status", "checked"]
    search_fields = ["key", "note"]
    content_fields = ["category", "max_points", "note", "key"]


@admin.register(NationalAverage)
class NationalAverageAdmin(RegionalAdmin):
    form = KeyedForm
    list_display = ["__str__", "in_period", "status", "checked"]
    search_fields = ["key", "note"]
    content_fields = ["scheme", "hospital_level", "year", "rate", "note", "key"]


review.register(PolicyRow, findings=lambda row: row.findings())
review.register(RemoteRule, words=lambda row, name, value: row.worded(name, value), findings=_counted_as)
