"""What clerks type below a policy's figures: bands, specials and the golden cases."""

from typing import Any

from django.http import HttpRequest

from calculators.models import (
    AssistanceCase,
    BasicCase,
    CriticalIllnessBand,
    CriticalIllnessCase,
    PolicyBand,
    PolicySpecial,
    RemoteCase,
    SupplementBand,
    SupplementCase,
)
from registry.desk.rowadmin import RowInline
from registry.desk.rowforms import TogetherFormSet


class BandInline(RowInline):
    formset = TogetherFormSet

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 2


class PolicyBandInline(BandInline):
    model = PolicyBand


class CriticalIllnessBandInline(BandInline):
    model = CriticalIllnessBand


class SupplementBandInline(BandInline):
    model = SupplementBand


class SpecialInline(RowInline):
    """One below the other: side by side two dozen boxes would not be seen."""

    model = PolicySpecial
    formset = TogetherFormSet
    template = "admin/edit_inline/stacked.html"
    fieldsets = [
        (
            "对谁、在哪里、看什么（都符合才算）",
            {
                "fields": [
                    ("person_class", "hospital_class", "item"),
                    ("hardship", "from_age", "below_age"),
                    ("from_months", "below_months", "from_admission"),
                ]
            },
        ),
        (
            "改成什么（空着的不变）",
            {
                "fields": [
                    ("deductible", "deductible_factor"),
                    ("rate", "rate_add", "self_pay_factor"),
                    ("annual_ceiling", "kind_ceiling"),
                    ("visit_ceiling", "fixed_payment"),
                ]
            },
        ),
    ]


class CaseInline(RowInline):
    """Without cases the standard bills are all that a reviewer has to go by."""

    formset = TogetherFormSet

    verbose_name_plural = "核对案例（发布前自动重算，不对就发布不了）"


class BasicCaseInline(CaseInline):
    model = BasicCase


class CriticalIllnessCaseInline(CaseInline):
    model = CriticalIllnessCase


class AssistanceCaseInline(CaseInline):
    model = AssistanceCase


class RemoteCaseInline(CaseInline):
    model = RemoteCase


class SupplementCaseInline(CaseInline):
    model = SupplementCase
