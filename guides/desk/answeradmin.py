"""Admin for questions and their answers."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from guides.desk import names
from guides.desk.conditioncolumn import ConditionColumn
from guides.desk.conditionfield import ConditionField, same
from guides.flows import FLOWS
from guides.models import Answer
from guides.models.answers import ends
from guides.outcome import answers
from registry.desk.rowadmin import PublishedRowAdmin
from registry.desk.rowforms import KeyedForm


def end_choices() -> list[tuple[str, str]]:
    """Outcomes in words, with the guide that they are of."""
    known = names.current()
    return [
        (end, f"{known.guide(slug)}：{known.value([slug], 'outcome', end.partition(':')[2])}") for end, slug in ends()
    ]


def lead_choices() -> list[tuple[str, str]]:
    """Guides by the names that people know, then the other pages."""
    known = names.current()
    return [("", "没有"), *((slug, f"指引：{known.guide(slug)}") for slug in FLOWS), *Answer.Lead.choices]


class AnswerForm(KeyedForm):
    leads_to = forms.ChoiceField(
        label="接着去哪里", choices=lead_choices, required=False, help_text="看完以后接着办的事；没有就空着。"
    )
    given = ConditionField(
        label="已经知道的回答",
        required=False,
        help_text="接着去指引时已经答好的题：看这个问答的人一定会这样答，才勾。只勾“问题”里的。",
    )
    after = forms.MultipleChoiceField(
        label="写在哪些结果后面",
        choices=end_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="办完这些事的人接着常问这一个，结果页上就给出来。",
    )

    def clean_given(self) -> dict[str, list[str]]:
        """What says the same stays as it was written: nothing has changed."""
        before: dict[str, list[str]] = self.instance.given
        given: dict[str, list[str]] = self.cleaned_data["given"]
        return before if same(before, given) else given


class KnownColumn(ConditionColumn):
    """已经知道的回答, written as a condition is."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.help = "写成 问题=答案；问题=答案，例如 stage=admitted。没有就空着。"


@admin.register(Answer)
class AnswerAdmin(PublishedRowAdmin):
    excel = ()
    excel_fields = {"given": KnownColumn}
    excel_examples = {
        "question": "几月交明年的医保？",
        "short": "每年都有集中缴费期，哪天到哪天，打当地的电话问。",
        "given": None,
    }
    form = AnswerForm
    list_display = ["question", "situation", "key", "region", "status", "in_period", "checked"]
    list_filter = ["situation", *PublishedRowAdmin.list_filter]
    search_fields = ["question", "short", "keywords", "key", "region__name"]
    content_fields = [
        "situation",
        "question",
        "keywords",
        "short",
        "details",
        "holds_for",
        "varies",
        "hotline",
        "leads_to",
        "related",
        "key",
        "position",
        "after",
        "given",
    ]

    def public_path(self, row: Answer) -> str:
        return answers.address(row.key, str(row.region_id) if row.is_local else "") if row.key else ""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (heading, content), *others = super().get_fieldsets(request, obj)
        own = [name for name in content["fields"] if name not in ("given", "after")]
        links = ("和指引连起来", {"fields": ["given", "after"], "classes": ["collapse"]})
        return [(heading, {"fields": own}), links, *others]
