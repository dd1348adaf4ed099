"""How a form's questions stand on the page: a crispy layout object over the pages' own controls.

The whole form is drawn by one template: drawn one by one, as crispy does it, fields cost more than the estimate itself.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import LayoutObject
from django import forms
from django.forms import BaseForm, BoundField
from django.template.loader import get_template

from calculators.pages.boxes import OfferedField


class PlainHelper(FormHelper):  # type: ignore[misc]  # crispy ships no types
    """How a public form is drawn: without a CSRF token, and sent to an address. Crispy would look that up as the name
    of a view first, twice, and drop the error that it gets."""

    form_action = ""
    disable_csrf = True


@dataclass(frozen=True, slots=True)
class Group:
    """Names of fields, one below the other; three together are a date. ``folded`` is the sentence behind which they
    are folded away until they are wanted."""

    fields: tuple[str | tuple[str, ...], ...]
    folded: str = ""
    is_open: bool = False


class Questions(LayoutObject):  # type: ignore[misc]  # crispy ships no types
    """Groups of questions; what the form does not ask is left out."""

    template = "plain/questions.html"

    def __init__(self, *groups: Group) -> None:
        self.fields = list(groups)

    def render(self, form: BaseForm, context: Any, template_pack: str = "plain", **kwargs: Any) -> str:
        groups = [(group, _controls(form, group)) for group in self.fields]
        return get_template(self.template).render({"form": form, "groups": groups, "read": context["read"]})


def _controls(form: BaseForm, group: Group) -> list[tuple[str, list[Any]]]:
    """Of each control its kind and the bound fields it is made of."""
    found: list[tuple[str, list[Any]]] = []
    for name in group.fields:
        if isinstance(name, tuple):
            found.append(("date", [form[part] for part in name]))
        elif name in form.fields:
            chosen = isinstance(form.fields[name], forms.ChoiceField)
            found.append(("choices" if chosen else "text", [_drawn(form, name)]))
    return found


def _drawn(form: BaseForm, name: str) -> BoundField:
    """A field as the page draws it; one with nothing in it and nothing wrong is the same for everybody."""
    kind: Any = type(form)
    field, blank = form[name], _blank(kind)
    own_words = form.fields[name].label != blank.fields[name].label or isinstance(form.fields[name], OfferedField)
    return field if field.value() or field.errors or own_words else blank[name]


@cache
def _blank(kind: Any) -> forms.Form:
    """A form of this class that nobody has filled in."""
    form = forms.Form()
    form.fields = kind.base_fields
    return form
