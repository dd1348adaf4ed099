"""Phrases (说法): what people say, and what it means to the guides and pages."""

from collections.abc import Iterator

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from guides.engine.steps import Kind, Question
from guides.flows import FLOWS
from guides.understanding.phrases import MOST_WORDS, Lexicon, pattern
from guides.understanding.phrases import Phrase as Said
from guides.understanding.topics import is_target
from registry.publication import PublishedRow

#: The heaviest word there is.
_HEAVIEST = 9


class Phrase(PublishedRow):
    """Several ways to say one thing, what it means, and two sentences that prove it."""

    national = "说法在全国每个人的话里都算数"

    key = models.SlugField("代号", max_length=80, help_text="英文小写代号。定了不要改。")
    phrases = models.TextField(
        "大家怎么说",
        help_text="用空格或换行隔开。省略号表示中间可以隔几个字，括号里任选一个，例如“卡…（丢了|掉了）”。",
    )
    means = models.TextField(
        "说明答了什么", blank=True, help_text="写成 问题=答案，用空格隔开，例如“trouble=lost”。没有就空着。"
    )
    topics = models.TextField(
        "要去哪一页",
        blank=True,
        help_text="例如“guide:remote-care”“answer:lapse”“office”“estimate”，用空格隔开。不归本站管的写“out_of_scope:电话”。",
    )
    excludes = models.TextField(
        "说明不是什么", blank=True, help_text="问题、问题=答案，或者一页。短的说法在这一句里不再算数，用空格隔开。"
    )
    guides = models.CharField(
        "只在哪个指引算数", max_length=200, blank=True, help_text="指引的代号，用空格隔开。空着表示都算。"
    )
    weight = models.PositiveSmallIntegerField(
        "分量",
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(_HEAVIEST)],
        help_text="1 到 9。说得越明白，分量越大，那一页越靠前。",
    )
    catches = models.CharField("要认得的一句话", max_length=100, help_text="写一句平时的话，这一条一定要认出来。")
    misses = models.CharField("不能认错的一句话", max_length=100, help_text="写一句相近的话，这一条不能当成是它。")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "说法"
        verbose_name_plural = "说法"
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key}：{self.phrases.split(maxsplit=1)[0] if self.phrases.strip() else ''}"

    @property
    def said(self) -> Said:
        """The row as sentences are read with it."""
        return Said(
            self.key,
            tuple(self.phrases.split()),
            dict(pair.split("=", 1) for pair in self.means.split() if "=" in pair),
            tuple(self.topics.split()),
            frozenset(self.excludes.split()),
            frozenset(self.guides.split()),
            self.weight,
        )

    def _refusals(self) -> Iterator[tuple[str, str]]:
        yield from super()._refusals()
        found = [*self._unknown(), *self._unreadable()]
        yield from found
        if not found:
            yield from self._unproven()

    def _unknown(self) -> Iterator[tuple[str, str]]:
        """What names no question, answer, page or guide."""
        for pair in self.means.split():
            if not _is_answer(*pair.partition("=")):
                yield "means", f"没有“{pair}”这个问题或答案。请照 trouble=lost 的样子写。"
        for name in self.topics.split():
            if not is_target(name, FLOWS):
                yield "topics", f"不认识“{name}”这一页。请照 guide:remote-care 的样子写。"
        for name in self.excludes.split():
            if not (is_target(name, FLOWS) or _is_answer(*name.partition("=")) or _questions(name)):
                yield "excludes", f"“{name}”不是问题、答案，也不是一页。"
        for slug in self.guides.split():
            if slug not in FLOWS:
                yield "guides", f"没有“{slug}”这个指引。可以写：{'、'.join(FLOWS)}。"
        if not (self.means or self.topics or self.excludes):
            yield "means", "请写明这些说法是什么意思，或者要去哪一页。"

    def _unreadable(self) -> Iterator[tuple[str, str]]:
        words = 0
        for says in self.phrases.split():
            try:
                words += sum(len(piece.words) for piece in pattern(says))
            except ValueError as error:
                yield "phrases", str(error)
            if words > MOST_WORDS:
                yield "phrases", f"合起来的读法超过 {MOST_WORDS} 种，太多了。请分成几条写。"
                return

    def _unproven(self) -> Iterator[tuple[str, str]]:
        """Whether the row's own phrases stand in its sentences; among all others it is tried before it is published."""
        alone = Lexicon([self.said])
        if not alone.effective(self.catches):
            yield "catches", f"“{self.catches}”里没有“{self.key}”的说法。请改说法，或者改这句话。"
        if alone.effective(self.misses):
            yield "misses", f"“{self.misses}”也会被当成“{self.key}”。请把说法写得明白些。"


def _questions(key: str) -> list[Question]:
    return [flow.questions[key] for flow in FLOWS.values() if key in flow.questions]


def _is_answer(key: str, sign: str, value: str) -> bool:
    """Whether some guide asks this and knows the answer; a place is a code of six digits."""
    code = len(value) == 6 and value.isdigit()
    return bool(sign) and any(value in each.values or (each.kind is Kind.PLACE and code) for each in _questions(key))
