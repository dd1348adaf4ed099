"""Forms of the rows of the guides: guides and conditions as boxes to tick."""

import re
from typing import Any

from django import forms

from guides.desk import names, topics
from guides.desk.conditionfield import ConditionField, same, usual
from guides.desk.twins import nearest_first
from guides.flows import FLOWS
from guides.models import Document, GuideRow, Parameter
from registry.desk.rowforms import KeyedForm, ReplacingForm
from registry.models import SourceDocument
from registry.typed.clauses import of_article

#: The papers of a list; “病历（门诊、急诊）” is one.
_PAPERS = re.compile("(?:[^、;；（(]|[（(][^（()）]*[）)]|[（(])++")


def guide_choices() -> list[tuple[str, str]]:
    known = names.current()
    return [(slug, known.guide(slug)) for slug in FLOWS]


def usual_guides(row: GuideRow) -> list[str]:
    """Where other places' rows on the same thing stand, for a kind whose key is what it is about; nowhere for others."""
    if not isinstance(row, Parameter):
        return []
    same = Parameter.objects.published().filter(name=row.name).order_by("pk").first()
    return list(same.guides) if same else []


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "guides" in self.fields:
            self.fields["guides"].required = False
        if {"guides", "when"} <= self.fields.keys():
            self.fields["when"].widget.usual = usual(self._meta.model, self["guides"].value() or ())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "guides" in self.fields and not cleaned.get("guides"):
            if usual := self.usual_guides(cleaned):
                cleaned["guides"] = usual
                self._unlimit(cleaned)
            elif "guides" not in self.errors:
                self.add_error("guides", self.fields["guides"].error_messages["required"])
        return cleaned

    def usual_guides(self, cleaned: dict[str, Any]) -> list[str]:
        """Where a new row belongs that names no guide; nowhere, if nothing says so."""
        return []

    def _as_said(self, cleaned: dict[str, Any]) -> GuideRow:
        """The row as the form says it, as far as its cases hang on that."""
        said = {name: cleaned[name] for name in ("source", "source_article", "guides", "when") if cleaned.get(name)}
        row: GuideRow = self._meta.model(**said)
        return row

    def _unlimit(self, cleaned: dict[str, Any]) -> None:
        """Take back the scheme of the notice, where it was ticked before the guides were known, and they do not ask it."""
        if cleaned.get("source") and cleaned.get("when"):
            row = self._as_said(cleaned)
            ticked = {} if topics.limited(row) else topics.insured(row)
            cleaned["when"] = {key: values for key, values in row.when.items() if ticked.get(key) != values}

    def clean_when(self) -> dict[str, list[str]]:
        """What says the same stays as it was written: nothing has changed."""
        before: dict[str, list[str]] = self.instance.when
        when: dict[str, list[str]] = self.cleaned_data["when"]
        return before if same(before, when) else when


class ReplacingRowForm(ReplacingForm, GuideRowForm):
    """A row of the guides of which a place may have its own: once it replaces another, in the cases of that one, unless
    others are named. Those to choose from that are called as it is, or as its clause says, go first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "replaces" in self.fields and (words := self._called() or self._clause()):
            chosen: Any = self.fields["replaces"]
            chosen.queryset = nearest_first(chosen.queryset, words)

    def _called(self) -> str:
        said = self.data if self.is_bound else self.initial
        return next((str(said.get(name) or "") for name in ("name", "title") if name in self.fields), "")

    def _clause(self) -> str:
        """The clause that a new row is made of."""
        source = SourceDocument.objects.filter(pk=self.initial.get("source") or 0).first()
        return of_article(source.clause, self.initial.get("source_article", "")) if source else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        replaced = cleaned.get("replaces") if "replaces" in self.changed_data else None
        if replaced and cleaned.get("source"):
            cleaned["when"] = topics.in_place_of(replaced, self._as_said(cleaned))
        return cleaned

    def usual_guides(self, cleaned: dict[str, Any]) -> list[str]:
        """Those of the row whose place it takes."""
        replaced = cleaned.get("replaces")
        return list(replaced.guides) if replaced else []


class DocumentForm(ReplacingRowForm):
    """Papers that are asked for alike may be named at once: 诊断证明、费用清单. Each becomes a row of its own."""

    #: The papers that are named after the first.
    others: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "name" in self.fields:
            self.fields["name"] = forms.CharField(
                label="平时怎么叫",
                max_length=400,
                widget=forms.TextInput(attrs={"class": "vTextField"}),
                help_text="大家平时的叫法，例如“住院发票”。要求都一样的几样，用顿号隔开，一样一条。",
                error_messages={"required": "请填“平时怎么叫”。"},
            )

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        if self.instance.pk is not None:
            return typed
        names = list(dict.fromkeys(filter(None, map(str.strip, _PAPERS.findall(typed)))))
        longest = Document._meta.get_field("name").max_length or 0
        if too_long := next((name for name in names if len(name) > longest), None):
            raise forms.ValidationError(f"“{too_long}”请写短一些，最多 {longest} 个字。")
        if not names:
            raise forms.ValidationError("请填“平时怎么叫”。")
        self.others = tuple(names[1:])
        return names[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.others and (cleaned.get("replaces") or self.data.get("key")):
            self.add_error("name", "写了几样，就不能选“替换哪一条”，也不能写“代号”。请一样一样写。")
        return cleaned
