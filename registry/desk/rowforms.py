"""Forms of rows: they tell the second of two clerks, think of keys, and ask for what was left empty."""

from functools import cached_property
from typing import Any

from django import forms
from django.core import signing
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils import timezone

from registry import snapshot as snapshots
from registry.excel.replacing import replaceable
from registry.publication import Status
from registry.rows import TOO_MANY, free_key
from registry.typed.signs import visible
from registry.workflow import review


def read(posted: QueryDict) -> QueryDict:
    """A form as it was sent, its inline rows included, without signs that nobody can see."""
    found = QueryDict(mutable=True, encoding=posted.encoding)
    for name, values in posted.lists():
        found.setlist(name, [visible(value) for value in values])
    return found


def asking(field: Any) -> Any:
    """A field that says what to do when it was left empty; the framework only says that it may not be."""
    if field is not None:
        field.error_messages["required"] = f"请填“{field.label}”。"
    return field


class RowForm(forms.ModelForm):
    """Brings together what two clerks do to the same row: what one left as it was is taken as the other wrote it, what
    both changed is named, and nobody's typing is lost."""

    #: What the form showed, signed: the number of the version, and its inline rows in words. What somebody else wrote is
    #: no word of ours, and may be nothing that can be read or shown.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, label="")

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest: Any = self.instance.history.first() if self.instance.pk else None
        self.initial["seen"] = self._shown() if self.latest else ""

    def _shown(self) -> str:
        shown = {"version": self.latest.history_id, "inline": review.said_inline(self.instance)}
        return signing.dumps(shown, salt=self._salt(), compress=True)

    def _salt(self) -> str:
        return f"form:{self._meta.model._meta.label}:{self.instance.pk}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.latest and (seen := cleaned.get("seen")):
            try:
                shown = signing.loads(seen, salt=self._salt())
            except signing.BadSignature:
                shown = {"version": None}
            if shown["version"] != self.latest.history_id:
                self._bring_together(cleaned, shown)
        return cleaned

    def _bring_together(self, cleaned: dict[str, Any], shown: dict[str, Any]) -> None:
        before = self.instance.history.filter(history_id=shown["version"]).first()
        if before is None:
            self._refuse(["内容"])
            return
        told = []
        for change in self.latest.diff_against(before).changes:
            if change.field in self.fields and not self._left(change.field, before):
                told.append(self._change(change, before))
            elif change.field in cleaned:
                cleaned[change.field] = getattr(self.stored, change.field)
        now = review.said_inline(self.instance)
        told += [f"{d.label} 从“{d.old}”改成“{d.new}”" for d in review.compared(shown["inline"], now)]
        if told:
            self._refuse(told)

    @cached_property
    def stored(self) -> Any:
        return type(self.instance)._default_manager.get(pk=self.instance.pk)

    def _left(self, name: str, before: Any) -> bool:
        """Whether a box still says what it said when the form was opened."""
        initial = self._meta.model._meta.get_field(name).value_from_object(before)
        box = self.fields[name]
        return not box.has_changed(initial, self[name].data)

    def _change(self, change: Any, before: Any) -> str:
        field = self._meta.model._meta.get_field(change.field)
        old, new = (review.word(row, field) or "空着" for row in (before.instance, self.stored))
        return f"{field.verbose_name} 从“{old}”改成“{new}”"

    def _refuse(self, told: list[str]) -> None:
        when = timezone.localtime(self.latest.history_date)
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self._shown()  # told once, the next save is meant
        self.add_error(
            None,
            f"您打开以后，{self.latest.history_user or '内容包'}在 {when:%H:%M} 改过您也在改的（{'；'.join(told)}）。"
            "您填的都还在下面，没有丢。看清楚以后再点一次保存，就以您的为准。",
        )


class KeyedForm(RowForm):
    """A key nobody has to think of."""

    key = forms.SlugField(
        label="代号", max_length=80, required=False, help_text="空着就自动起一个。内容包靠它认这一条，定了不要改。"
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("key") and (key := self.own_key(cleaned)):
            cleaned["key"] = key
        return cleaned

    def own_key(self, cleaned: dict[str, Any]) -> str:
        """A key for what was filled in; '' while that does not suffice. Where the key alone says what a row is about, one
        that nothing else has: the place with the first number that is free."""
        if "key" in self._meta.model.slot_fields:
            region = cleaned.get("region")
            taken = set(self._meta.model.objects.values_list("key", flat=True))
            return free_key(taken, region.pinyin or region.pk) if region else ""
        slot = {name: cleaned.get(name) for name in self._meta.model.slot_fields}
        if not all(slot.values()):
            return ""
        row = self._meta.model(**slot)
        row.fill_key()
        return str(row.key)


class _Above(forms.ModelChoiceField):
    """Rows of the country and of provinces, each with where it holds."""

    def label_from_instance(self, row: Any) -> str:
        return f"{row}（{row.region.name}，代号 {row.key}）"


def may_replace(row: Any) -> bool:
    """Whether it can still be said which row this one takes the place of: of none that goes on from a published one."""
    return row is None or row.pk is None or (row.status == Status.DRAFT and row.supersedes_id is None)


class ReplacingForm(KeyedForm):
    """Of what a place may have its own of: a row may take the place of one of the levels above, by its key."""

    replaces = _Above(
        None,
        label="替换哪一条",
        required=False,
        empty_label="都不替换，是新加的一条",
        help_text="全国、省里已经有这一样，您那里的不一样，就选它：公众只看到您的，不会看到两样。情形一样也不勾，就和它一样。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_replace(self.instance):
            self.fields.pop("replaces", None)
        elif "replaces" in self.fields:
            above = replaceable(self._meta.model)
            chosen: Any = self.fields["replaces"]
            chosen.queryset = above
            if self.instance.pk:
                places = snapshots.current().places.chain(self.instance.region_id)[1:]
                replaced = above.filter(key=self.instance.key, region__in=places).first()
                self.initial["replaces"] = replaced.pk if replaced else None

    def clean(self) -> dict[str, Any]:
        if self.instance.pk and "replaces" in self.changed_data:
            self.cleaned_data["key"] = ""  # that of what it takes the place of, or one of its own
        cleaned = super().clean()
        replaced, region = cleaned.get("replaces"), cleaned.get("region")
        if replaced and region and replaced.region_id not in snapshots.current().places.chain(region.pk)[1:]:
            of = replaced.region.name
            self.add_error("replaces", f"这一条是{of}的，管不到{region.name}。请选全国的，或者您那个省的。")
        return cleaned

    def own_key(self, cleaned: dict[str, Any]) -> str:
        replaced = cleaned.get("replaces")
        return str(replaced.key) if replaced else super().own_key(cleaned)


class RowFormSet(BaseInlineFormSet):
    """Inline rows that stand in the database afterwards as they stand in the form, whatever stood there before."""

    default_error_messages = {**BaseInlineFormSet.default_error_messages, "too_many_forms": TOO_MANY}

    def rows(self) -> list[Any]:
        """The rows as they will be after saving."""
        kept = [form for form in self.forms if form not in self.deleted_forms]
        return [form.instance for form in kept if form.has_changed() or form.instance.pk]

    def save(self, commit: bool = True) -> Any:
        """What is not to stay as it is makes room first: two rows may change places, one may take that of one that goes.

        The framework leaves it to the database to refuse two that say the same, and saves them one after the other.
        """
        staying = [form.instance.pk for form in self.initial_forms if not form.has_changed()]
        self.get_queryset().exclude(pk__in=staying).delete()
        return super().save(commit)

    def get_unique_error_message(self, unique_check: Any) -> str:
        return "有两行写的是同一样。请删掉一行。"

    def get_form_error(self) -> str:
        return "这一行和前面的一行写的是同一样。"


class TogetherFormSet(RowFormSet):
    """Inline rows that are checked together: openings of a day may not overlap, bands must rise and end open."""

    def clean(self) -> None:
        super().clean()
        if not any(self.errors):
            self.instance.clean_inline({self.prefix: self.rows()})
