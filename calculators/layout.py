"""How a form's questions stand on the page: crispy layout objects over the pages' own controls.

A whole group is drawn by one template: drawn one by one, as crispy does it, fields cost more than the estimate itself.
"""

from typing import Any

from crispy_forms.layout import LayoutObject
from django import forms
from django.forms import BaseForm
from django.template.loader import get_template


class Questions(LayoutObject):  # type: ignore[misc]  # crispy ships no types
    """Questions one below the other, those that the form does not ask left out; three names together are a date.

    ``folded`` is the sentence behind which they are folded away until they are wanted.
    """

    template = "plain/questions.html"

    def __init__(self, *fields: str | tuple[str, ...], folded: str = "", is_open: bool = False) -> None:
        self.fields = list(fields)
        self.folded, self.is_open = folded, is_open

    def render(self, form: BaseForm, context: Any, template_pack: str = "plain", **kwargs: Any) -> str:
        controls = [self._control(form, name) for name in self.fields if isinstance(name, tuple) or name in form.fields]
        said = {"controls": controls, "folded": self.folded, "is_open": self.is_open, "read": context["read"]}
        return get_template(self.template).render(said)

    @staticmethod
    def _control(form: BaseForm, name: str | tuple[str, ...]) -> tuple[str, list[Any]]:
        if isinstance(name, tuple):
            return "date", [form[part] for part in name]
        chosen = isinstance(form.fields[name], forms.ChoiceField)
        return "choices" if chosen else "text", [form[name]]
