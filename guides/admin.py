"""Admin for the words, documents, channels, advice and local rules of the guides."""

from typing import Any

from django import forms
from django.contrib import admin

from guides.flows import FLOWS
from guides.models import (
    Advice,
    Channel,
    Document,
    Introduction,
    Misconception,
    Option,
    Parameter,
    Term,
    Wording,
)
from registry.admin import PublishedRowAdmin

COMMON = ["key", "guides", "when", "position"]


class GuideRowForm(forms.ModelForm):
    """Guides as boxes to tick."""

    guides = forms.MultipleChoiceField(
        label="用在哪个指引",
        choices=[(slug, slug) for slug in FLOWS],
        widget=forms.CheckboxSelectMultiple,
        help_text="这一条出现在哪几个指引里。",
        error_messages={"required": "请至少勾一个指引。"},
    )


class GuideRowAdmin(PublishedRowAdmin):
    form = GuideRowForm
    search_fields = ["key", "region__name"]
    list_display: list[Any] = ["__str__", "key", "region", "status", "in_period", "checked"]


@admin.register(Introduction)
class IntroductionAdmin(GuideRowAdmin):
    content_fields = [
        "title",
        "official_name",
        "summary",
        "gains",
        "takes",
        "prepare",
        "urgent_label",
        "keywords",
        *COMMON,
    ]


class OptionInline(admin.TabularInline):
    model = Option
    extra = 0


@admin.register(Wording)
class WordingAdmin(GuideRowAdmin):
    search_fields = ["title", "question", "key"]
    inlines = [OptionInline]
    content_fields = ["question", "title", "short", "hint", "why", "help_text", *COMMON]


@admin.register(Document)
class DocumentAdmin(GuideRowAdmin):
    list_display = ["name", "needed", *GuideRowAdmin.list_display[1:]]
    list_filter = ["needed", *GuideRowAdmin.list_filter]
    search_fields = ["name", "official_name", "key", "region__name"]
    content_fields = [
        "name",
        "official_name",
        "needed",
        ("group", "group_label"),  # type: ignore[list-item]
        "handling",
        "copies",
        "issuer",
        "where_to_get",
        "takes",
        "electronic_accepted",
        "pledge_accepted",
        "validity",
        "mistake",
        "bringer",
        "form_url",
        "print_note",
        *COMMON,
    ]


@admin.register(Channel)
class ChannelAdmin(GuideRowAdmin):
    search_fields = ["name", "key", "region__name"]
    content_fields = ["name", "how", "url", "takes", "fee", "proxy_note", *COMMON]


@admin.register(Advice)
class AdviceAdmin(GuideRowAdmin):
    list_display = ["title", "kind", *GuideRowAdmin.list_display[1:]]
    list_filter = ["kind", *GuideRowAdmin.list_filter]
    search_fields = ["title", "body", "key", "region__name"]
    content_fields = ["kind", "title", "body", *COMMON]


@admin.register(Parameter)
class ParameterAdmin(GuideRowAdmin):
    list_display = ["name", "value", *GuideRowAdmin.list_display[1:]]
    list_filter = ["name", *GuideRowAdmin.list_filter]
    search_fields = ["name", "value", "key", "region__name"]
    content_fields = ["name", "value", "note", ("term_kind", "term_amount"), *COMMON]  # type: ignore[list-item]


@admin.register(Misconception)
class MisconceptionAdmin(GuideRowAdmin):
    list_display = ["claim", "topic", *GuideRowAdmin.list_display[1:]]
    list_filter = ["topic", *GuideRowAdmin.list_filter]
    search_fields = ["claim", "truth", "key", "region__name"]
    content_fields = ["topic", "claim", "truth", *COMMON]


@admin.register(Term)
class TermAdmin(PublishedRowAdmin):
    list_display = ["name", "meaning", "region", "status", "in_period", "checked"]
    search_fields = ["name", "also", "meaning", "key"]
    content_fields = ["name", "also", "meaning", "compounds", "key"]
