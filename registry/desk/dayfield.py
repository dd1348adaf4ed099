"""The box for a day, on whatever page of the desk asks for one."""

import datetime as dt
from collections.abc import Callable

from django import forms
from django.contrib.admin.widgets import AdminDateWidget

from registry.reason import check_day


def day_field(
    label: str, help_text: str = "", *, required: bool = False, check: Callable[[dt.date], None] = check_day
) -> forms.DateField:
    """A day as clerks write it; ``check`` raises ValidationError for one that is none of those asked for."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        validators=[check],
        widget=AdminDateWidget,
        error_messages={"required": "请写日期。", "invalid": "请照 2027-01-01 的样子写日期。"},
    )
