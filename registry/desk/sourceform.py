"""The form of a document: what is copied from it, and how surely it is known, for the rows to be made of it."""

from typing import Any

from django import forms
from django.utils import timezone

from registry.desk.rowforms import KeyedForm
from registry.evidence import Evidence
from registry.models import SourceDocument
from registry.rows import free_key


class SourceDocumentForm(KeyedForm):
    """Its key is where and when it was issued. How surely it is known is asked once, for the rows to be made of it."""

    evidence = forms.ChoiceField(
        label="把握",
        choices=[("", "---------"), *Evidence.choices],
        required=False,
        help_text="您手上的是原件，还是别人转述的。照它写的条目，都先填这一样。",
    )

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if SourceDocument.objects.citable().filter(key=key).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("已经有一份政策依据用了这个代号，请换一个，或者空着。")
        return key

    def own_key(self, cleaned: dict[str, Any]) -> str:
        if (region := cleaned.get("region")) is None:
            return ""
        year = (cleaned.get("issued_on") or timezone.localdate()).year
        taken = set(SourceDocument.objects.values_list("key", flat=True))
        return free_key(taken, f"{region.pinyin or region.pk}-{year}")
