"""What every row of the guides has in common: its guides, its condition, and what its texts may leave open."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from guides import conditions
from registry import snapshot as snapshots
from registry.publication import Finding, PublishedRow
from registry.review import public_texts

#: What a text may leave open; filled from the answers.
PLACEHOLDERS = {
    "insured_place": "参保地",
    "care_place": "就医地",
    "issued_place": "发卡地",
    "phone": "参保地的医保电话",
    "card_phone": "发卡地、参保地的 12333",
    "care_phone": "就医地的医保电话",
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check_placeholders(text: str) -> None:
    known = "、".join(f"{{{name}}}（{label}）" for name, label in PLACEHOLDERS.items())
    if strangers := set(_PLACEHOLDER.findall(text)) - set(PLACEHOLDERS):
        raise ValidationError(f"花括号里只能写 {known}，不认识：{'、'.join(sorted(strangers))}。")
    if set(_PLACEHOLDER.sub("", text)) & {"{", "}"}:
        raise ValidationError(f"花括号要成对。花括号里只能写 {known}。")


class GuideRow(PublishedRow):
    """A published row of one or more guides, shown when its condition holds."""

    key = models.SlugField("代号", max_length=80, help_text="英文小写代号，同一件东西各地用同一个代号。定了不要改。")
    guides = models.JSONField("用在哪个指引", default=list, help_text="这一条出现在哪几个指引里。")
    when = models.JSONField(
        "什么情形下显示",
        default=dict,
        blank=True,
        help_text="一样也不勾，就总是显示。勾了几样，要全都对上才显示；一样里勾了几个，对上一个就行。",
    )
    position = models.PositiveIntegerField("顺序", default=100, help_text="小的排前面。")

    class Meta:
        abstract = True

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        if found := list(conditions.problems(self.guides, self.when)):
            problems["when"] = [ValidationError(sentence) for sentence in found]
        try:
            super().clean()
        except ValidationError as error:
            problems = error.update_error_dict(problems)
        if problems:
            raise ValidationError(problems)

    def words_of(self, name: str, value: Any) -> str | None:
        from guides import names  # here, because names are read from rows, whose base this is

        if name == "guides":
            return names.current().guides(value)
        return conditions.sentence(self.guides, value, names.current()) if name == "when" else None

    def own_findings(self) -> Iterator[Finding]:
        """What its texts and its condition leave to be desired."""
        from guides import plain_words  # here, because the glossary is read from rows, whose base this is

        for label, text in public_texts(self):
            yield from plain_words.findings(label, text, snapshots.current(), snapshots.today())
        yield from self._never_shown()

    def _never_shown(self) -> Iterator[Finding]:
        """A condition that nobody's answers fulfil stands in the way; in one of several guides, it is said."""
        never = conditions.never(self.guides, self.when)
        for slug in never:
            where = f"“{self.words_of('guides', [slug])}”里"
            yield Finding(
                len(never) == len(self.guides),
                f"{where}没有人会答成这样，这一条在那里永远不显示。请改“什么情形下显示”。",
            )
