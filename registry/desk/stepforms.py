"""What the pages of the steps ask: why, and for some a date, an end or a document."""

import datetime as dt
from typing import Any

from django import forms

from registry import snapshot as snapshots
from registry.desk.dayfield import day_field
from registry.models import SourceDocument
from registry.typed.signs import blank, visible


class _Seen(forms.CharField):
    """Words that somebody can see: what nobody sees is no reason."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        return "" if blank(typed) else visible(typed).strip()


class StepForm(forms.Form):
    reason = _Seen(
        label="为什么",
        max_length=300,
        help_text="写一句，别人以后看得懂：改了什么、谁通知的、对照了什么。",
        error_messages={"required": "请写一句为什么。"},
    )


class ReviseForm(StepForm):
    start = day_field("新的从哪天起", "写通知上的施行日期，例如 2027-01-01。旧的到前一天为止。空着表示一发布就替换。")


class CarryOverForm(StepForm):
    start = day_field("新的从哪天起", "空着就接着到期的第二天。")
    end = day_field("新的到哪天止", "空着就到下一年的同一天。")


#: How something is found right; the first is what needs a document.
_BY_DOCUMENT = ""
WAYS = [(_BY_DOCUMENT, "对照文件"), ("打过电话", "打过电话"), ("去过窗口", "去过窗口")]
_A_YEAR = dt.timedelta(days=366)


class VerifyForm(StepForm):
    way = forms.ChoiceField(
        label="怎么核对的",
        choices=WAYS,
        required=False,
        error_messages={"invalid_choice": "请从列出的几种里选一种，例如“对照文件”。"},
    )
    source = forms.ModelChoiceField(
        SourceDocument.objects.published().citable(),
        label="对照哪份文件",
        required=False,
        help_text="选您手上对照的那一份。打过电话、去过窗口的可以空着，把问了谁写在“为什么”里。",
    )
    on = day_field("哪天核对的", "一年以内的。", required=True)

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on > snapshots.today():
            raise forms.ValidationError("这一天还没到，请写已经核对的日期。")
        if on < snapshots.today() - _A_YEAR:
            raise forms.ValidationError("那是一年多以前了。请重新核对，写今天的日期。")
        return on

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("way") == _BY_DOCUMENT and not data.get("source") and "source" not in self.errors:
            self.add_error("source", "请选对照的文件。没有就先在“政策依据”里加。")
        return data
