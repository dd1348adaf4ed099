"""Forms of what has no drafts, accounts, work and regions: the second of two people undoes nothing of the first's unseen."""

from typing import Any

from django import forms
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.auth.forms import UserChangeForm
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils import timezone

#: The field that carries what the form showed.
SEEN = "seen"
#: Under which name stands what is deleted along with it.
_GOES = "+"


class _Carried(forms.CharField):
    """Signed anew each time, and never something that a person changed."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class SeenForm(forms.ModelForm):  # type: ignore[type-arg]  # takes no parameters at run time
    """What was left as the form showed it is taken as it stands now; what somebody else has changed meanwhile too is
    named, and nobody's typing is lost."""

    seen = _Carried(required=False, label="")

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial[SEEN] = signing.dumps(self._now(), salt=self._salt()) if self.instance.pk else ""

    def _salt(self) -> str:
        return f"form:{self._meta.model._meta.label}:{self.instance.pk}"

    def _now(self) -> dict[str, str]:
        """How it stands, by the boxes that can be changed."""
        names = [name for name, box in self.fields.items() if name != SEEN and not box.disabled]
        return {name: _plain(self.initial.get(name)) for name in names}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.instance.pk and cleaned.get(SEEN):
            try:
                shown = signing.loads(cleaned[SEEN], salt=self._salt())
            except signing.BadSignature:
                shown = {}
            self._bring_together(cleaned, shown)
        return cleaned

    def _bring_together(self, cleaned: dict[str, Any], shown: dict[str, str]) -> None:
        clashes = []
        for name, now in self._now().items():
            box, before = self.fields[name], shown.get(name, "")
            if now == before or not box.has_changed(self.initial.get(name), self[name].data):
                continue
            if name in shown and not box.has_changed(_read(box, before), self[name].data):
                cleaned[name] = box.clean(self.initial.get(name))
                self.changed_data.remove(name)
                self.errors.pop(name, None)
            else:
                clashes.append(f"{box.label} 从“{self._said(name, before)}”改成“{self._said(name, now)}”")
        if clashes:
            self._refuse(clashes)

    def _said(self, name: str, plain: str) -> str:
        return _worded(self._meta.model, name, plain)

    def _refuse(self, clashes: list[str]) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix(SEEN)] = self.initial[SEEN]  # told once, the next save is meant
        self.add_error(
            None,
            f"您打开以后，{_last(self.instance)}改过您也在改的（{'；'.join(clashes)}）。"
            "您填的都还在下面，没有丢。看清楚以后再点一次保存，就以您的为准。",
        )


class SeenUserForm(SeenForm, UserChangeForm):  # type: ignore[type-arg]
    """The same of an account."""


class Seeing:
    """For admin classes whose form is a :class:`SeenForm`: it carries what it shows, where it can be changed; so does the
    page that asks before it deletes. Nothing is deleted from a list, whose rows say less."""

    form: Any = SeenForm
    delete_confirmation_template: Any = "admin/registry/delete.html"

    def get_actions(self, request: HttpRequest) -> Any:
        found = super().get_actions(request)  # type: ignore[misc]
        found.pop(delete_selected.__name__, None)
        return found

    def _delete_view(self, request: HttpRequest, object_id: str, extra_context: Any) -> Any:
        """What has changed since the page was opened is told on it, and nothing deleted."""
        one = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if one is None:
            return super()._delete_view(request, object_id, extra_context)  # type: ignore[misc]
        now, salt = self._stands(request, one), f"delete:{one._meta.label}:{one.pk}:{request.user.pk}"
        told = {"seen": signing.dumps(now, salt=salt)}
        if request.method == "POST" and (was := _opened(request, salt)) != now:
            told["changed"] = _otherwise(one, was, now)
            request.method, request.POST = "GET", QueryDict()  # asks once more
        return super()._delete_view(request, object_id, {**(extra_context or {}), **told})  # type: ignore[misc]

    def _stands(self, request: HttpRequest, one: Any) -> dict[str, str]:
        """What its form says, and what goes with it."""
        columns = {field.name for field in one._meta.concrete_fields} - {"password", "last_login"}
        names = [name for name in flatten_fieldsets(self.get_fieldsets(request, one)) if name in columns]
        goes = self.get_deleted_objects([one], request)[0]  # type: ignore[attr-defined]
        return {name: _plain(one._meta.get_field(name).value_from_object(one)) for name in names} | {_GOES: str(goes)}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found = super().get_fieldsets(request, obj)  # type: ignore[misc]
        bare = [(name, {**said, "fields": [one for one in said["fields"] if one != SEEN]}) for name, said in found]
        if obj is None or not self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return bare
        name, last = bare[-1]
        return [*bare[:-1], (name, {**last, "fields": [*last["fields"], SEEN]})]


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _read(box: forms.Field, plain: str) -> Any:
    """A value as it was, from how it is carried."""
    return plain == "True" if isinstance(box, forms.BooleanField) else plain


def _worded(model: Any, name: str, plain: str) -> str:
    """What a box says, as a clerk reads it, from how it is carried."""
    field: Any = model._meta.get_field(name)
    if plain and field.related_model:
        return str(field.related_model._default_manager.filter(pk=plain).first() or plain)
    choices = {"True": "勾上", "False": "不勾"} if isinstance(field, models.BooleanField) else {}
    return str((choices | dict(field.flatchoices)).get(plain, plain)) or "空着"


def _opened(request: HttpRequest, salt: str) -> dict[str, str]:
    """What the page showed that was sent; nothing where it is none of this one's."""
    try:
        found: dict[str, str] = signing.loads(request.POST.get(SEEN, ""), salt=salt)
    except signing.BadSignature:
        return {}
    return found


def _otherwise(one: Any, was: dict[str, str], now: dict[str, str]) -> str:
    """What is no longer as the page showed it."""
    if not was:
        return "什么也没有删。请看清楚再点一次。"
    changed = [
        f"{one._meta.get_field(name).verbose_name} 从“{_worded(type(one), name, was.get(name, ''))}”"
        f"改成“{_worded(type(one), name, said)}”"
        for name, said in now.items()
        if name != _GOES and said != was.get(name)
    ]
    what = "；".join(changed) or "一起删掉的不一样了"
    return f"您打开以后，{_last(one)}改过（{what}），所以什么也没有删。请看清楚再点一次。"


def _last(one: Any) -> str:
    """Who changed it last, and when."""
    of_it = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(one), object_id=str(one.pk))
    entry = of_it.select_related("user").order_by("-action_time").first()
    return f"{entry.user}在 {timezone.localtime(entry.action_time):%H:%M} " if entry else "有人"
