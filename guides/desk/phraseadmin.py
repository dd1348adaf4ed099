"""Admin for the phrases that the front door understands, and what reviewers are told about them."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.urls import reverse

from guides.desk import names
from guides.finding import phrasing
from guides.flows import FLOWS
from guides.models import Phrase
from registry import snapshot as snapshots
from registry.desk.rowadmin import PublishedRowAdmin
from registry.desk.rowforms import RowForm
from registry.excel.columns import FieldColumn
from registry.findings import Finding
from registry.workflow import judging, review


class PhraseForm(RowForm):
    """Refuses a change that would break a sentence which some phrase must understand, or leave alone."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the stubs leave it out
        if not self.errors:
            for sentence in phrasing.broken_by(self.instance, snapshots.current(), snapshots.today()):
                self.add_error(None, sentence)


@admin.register(Phrase)
class PhraseAdmin(PublishedRowAdmin):
    form = PhraseForm
    excel = ()
    excel_fields = {"key": FieldColumn}  # written by hand, as in the form
    excel_examples = {"catches": "我的卡掉了", "misses": "卡刷不出来", "key": "card-lost-again"}
    list_display = ["key", "catches", "means", "topics", "region", "status", "in_period"]
    search_fields = ["key", "phrases", "means", "topics", "catches"]
    content_fields = ["phrases", "means", "topics", "excludes", "guides", "weight", "catches", "misses", "key"]

    def public_path(self, row: Phrase) -> str:
        return reverse("guides:search")


def _words(row: Any, name: str, value: Any) -> str | None:
    """Answers in the words of the guides, for whoever reviews them."""
    if name != "means" or not value:
        return None
    known = names.current()
    pairs = (pair.partition("=") for pair in str(value).split())
    return "；".join(f"{known.key(FLOWS, key)}：{known.value(FLOWS, key, answer)}" for key, _, answer in pairs)


def _findings(row: Any) -> Iterator[Finding]:
    for sentence in judging.once(row, _trial).broken_by(row):
        yield Finding(True, sentence)


def _trial(rows: list[Any]) -> phrasing.Trial:
    return phrasing.Trial(rows, snapshots.current(), snapshots.today())


review.register(Phrase, words=_words, findings=_findings)
