"""What the pages of the steps ask: why, and for some a date, an end or a document."""

import datetime as dt

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone

from registry.models import SourceDocument
from registry.reason import check_day


class StepForm(forms.Form):
    reason = forms.CharField(
        label="为什么",
        max_length=300,
        help_text="写一句，别人以后看得懂：改了什么、谁通知的、对照了什么。",
        error_messages={"required": "请写一句为什么。"},
    )


class ReviseForm(StepForm):
    start = forms.DateField(
        validators=[check_day],
        label="新的从哪天起",
        required=False,
        widget=AdminDateWidget,
        help_text="写通知上的施行日期，例如 2027-01-01。旧的到前一天为止。空着表示一发布就替换。",
        error_messages={"invalid": "请照 2027-01-01 的样子写日期。"},
    )


class CarryOverForm(StepForm):
    start = forms.DateField(
        validators=[check_day],
        label="新的从哪天起",
        required=False,
        widget=AdminDateWidget,
        help_text="空着就接着到期的第二天。",
        error_messages={"invalid": "请照 2027-01-01 的样子写日期。"},
    )
    end = forms.DateField(
        validators=[check_day],
        label="新的到哪天止",
        required=False,
        widget=AdminDateWidget,
        help_text="空着就到下一年的同一天。",
        error_messages={"invalid": "请照 2027-12-31 的样子写日期。"},
    )


class VerifyForm(StepForm):
    source = forms.ModelChoiceField(
        SourceDocument.objects.published().citable(),
        label="对照哪份文件",
        help_text="选您手上对照的那一份。",
        error_messages={"required": "请选对照的文件。没有就先在“政策依据”里加。"},
    )
    on = forms.DateField(
        validators=[check_day],
        label="哪天核对的",
        widget=AdminDateWidget,
        error_messages={"required": "请写日期。", "invalid": "请照 2026-11-21 的样子写日期。"},
    )

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("这一天还没到，请写已经核对的日期。")
        return on
