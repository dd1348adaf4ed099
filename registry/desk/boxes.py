"""The boxes of the desk's forms: what a clerk types into each, and how it is read. None of them is a box for numbers, which
turns with the wheel of the mouse and drops what it cannot read."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminIntegerFieldWidget, AdminTimeWidget
from django.db import models

from registry.desk.dayfield import DayField
from registry.typed.counts import read_count
from registry.typed.times import TimeError, read_time


class _CountInput(AdminIntegerFieldWidget):
    input_type = "text"


class CountField(forms.IntegerField):
    """A whole number."""

    widget = _CountInput

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        if (number := read_count(value)) is None:
            example = self.initial if isinstance(self.initial, int) else 1
            raise forms.ValidationError(f"“{value.strip()}”不是整数。请只写数字，例如 {example}。")
        return number

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off"}


class TimeField(forms.TimeField):
    """A time of day."""

    widget = AdminTimeWidget

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return read_time(value) if value.strip() else None
        except TimeError as error:
            raise forms.ValidationError(error.sentence) from None


#: How the fields of rows are asked for, wherever they stand in admin.
READING: dict[Any, dict[str, Any]] = {
    models.DateField: {"form_class": DayField},
    models.IntegerField: {"form_class": CountField, "widget": _CountInput},
    models.TimeField: {"form_class": TimeField},
}
