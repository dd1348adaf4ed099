"""Forms of the rows of the guides: guides and conditions as boxes to tick."""

from typing import Any

from django import forms

from guides.desk import names
from guides.desk.conditionfield import ConditionField, same
from guides.flows import FLOWS
from registry.desk.rowforms import KeyedForm, ReplacingForm


def guide_choices() -> list[tuple[str, str]]:
    known = names.current()
    return [(slug, known.guide(slug)) for slug in FLOWS]


class GuideRowForm(KeyedForm):
    """Guides and the condition as boxes to tick."""

    guides = forms.MultipleChoiceField(
        label="用在哪个指引",
        choices=guide_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="这一条出现在哪几个指引里。",
        error_messages={"required": "请至少勾一个指引。"},
    )
    when = ConditionField(
        label="勾选情形",
        required=False,
        help_text="一样也不勾，就总是显示。勾了几样，要全都对上才显示；一样里勾了几个，对上一个就行。",
    )

    def clean_when(self) -> dict[str, list[str]]:
        """What says the same stays as it was written: nothing has changed."""
        before: dict[str, list[str]] = self.instance.when
        when: dict[str, list[str]] = self.cleaned_data["when"]
        return before if same(before, when) else when


class ReplacingRowForm(ReplacingForm, GuideRowForm):
    """A row of the guides of which a place may have its own: in the cases of the row that it replaces, unless it names others."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (replaced := cleaned.get("replaces")) and not cleaned.get("when"):
            cleaned["when"] = replaced.when
        return cleaned
