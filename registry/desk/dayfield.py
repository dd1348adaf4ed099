"""The box for a day, on whatever page of the desk asks for one."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget

from registry.typed.dates import DateError, read_day
from registry.typed.reason import check_day


class DayField(forms.DateField):
    """A day as clerks write it."""

    widget = AdminDateWidget

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return read_day(value) if value.strip() else None
        except DateError as error:
            raise forms.ValidationError(error.sentence) from None


def day_field(
    label: str, help_text: str = "", *, required: bool = False, check: Callable[[dt.date], None] = check_day
) -> DayField:
    """A box for a day; ``check`` raises ValidationError for one that is none of those asked for."""
    return DayField(
        label=label,
        help_text=help_text,
        required=required,
        validators=[check],
        error_messages={"required": "请写日期。"},
    )
