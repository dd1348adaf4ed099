"""The form of a document: what is copied from it, and how surely it is known, for the rows to be made of it."""

from typing import Any

from django import forms

from registry import snapshot as snapshots
from registry.desk.rowforms import KeyedForm
from registry.evidence import Evidence
from registry.models import Region, SourceDocument
from registry.rows import free_key
from registry.typed import noticehead
from registry.typed.dates import date_words
from registry.typed.reason import LONGEST_TEXT


class SourceDocumentForm(KeyedForm):
    """Its key is where and when it was issued. How surely it is known is asked once, for the rows to be made of it.

    A new notice is pasted as a whole: what its head says of itself fills what was left empty.
    """

    evidence = forms.ChoiceField(
        label="把握",
        choices=[("", "---------"), *Evidence.choices],
        required=False,
        help_text="您手上的是原件，还是别人转述的。照它写的条目，都先填这一样。",
    )

    #: What was read from the text, by the labels of the boxes.
    told: dict[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = {}
        if "issuer" in self.fields:
            self.fields["issuer"].help_text = "谁发的，照落款写。公众看得到，复核的同事先看它。"
        if self.instance.pk is None and "clause" in self.fields:
            self.fields["title"].required = self.fields["region"].required = False
            self.fields["clause"].label = "通知全文"
            self.fields["clause"].help_text = "整份贴进来，一行一条。名称、文号、日期，会从里面认出来。"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk is None:
            self._take(cleaned)
            if not self.data.get(self.add_prefix("key")):  # called by what was typed alone until now
                cleaned["key"] = self.own_key(cleaned)
        return cleaned

    def _take(self, cleaned: dict[str, Any]) -> None:
        """Fill what was left empty with what the text says; its name is asked for where that says none, or is too long to
        be looked into."""
        text = cleaned.get("clause") or ""
        head = noticehead.read(text) if len(text) <= LONGEST_TEXT else noticehead.Head()
        for name, value in head.found().items():
            if name not in self.errors and not cleaned.get(name):
                cleaned[name] = value
                words = value if isinstance(value, str) else date_words(value)
                self.told[str(self.fields[name].label)] = words
        if not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", "请填“名称”，全文里没有认出来。")
        if "region" not in self.errors:
            self._place(cleaned, head)

    def _place(self, cleaned: dict[str, Any], head: noticehead.Head) -> None:
        """Where it comes from, if the text names one place and somebody may write there; else it is asked for. Where
        another was chosen, that is said."""
        named = head.regions(Region.objects.all(), snapshots.current().places.chain)
        box: Any = self.fields["region"]
        if chosen := cleaned.get("region"):
            if named and chosen not in named:
                theirs = "、".join(region.name for region in named)
                self.told[str(box.label)] = f"{theirs}，您填的是{chosen.name}"
            return
        mine = box.queryset.filter(pk__in=[region.pk for region in named])
        if len(named) == 1 == len(mine):
            cleaned["region"] = mine[0]
            self.told[str(box.label)] = mine[0].name
            return
        said = f"全文里认出来的是{'、'.join(region.name for region in named)}。" if named else ""
        theirs = "那里的文件您不能写，请找管那里的同事。" if named and not mine else ""
        self.add_error("region", f"请填“{box.label}”。{said}{theirs}")

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if SourceDocument.objects.citable().filter(key=key).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("已经有一份政策依据用了这个代号，请换一个，或者空着。")
        return key

    def own_key(self, cleaned: dict[str, Any]) -> str:
        if (region := cleaned.get("region")) is None:
            return ""
        year = (cleaned.get("issued_on") or snapshots.today()).year
        taken = set(SourceDocument.objects.values_list("key", flat=True))
        return free_key(taken, f"{region.pinyin or region.pk}-{year}")
