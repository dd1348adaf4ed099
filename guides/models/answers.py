"""Questions as people ask them, each with one short answer (问答)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from guides.engine.steps import Kind
from guides.flows import FLOWS
from guides.models import conditions
from registry.places import NATION
from registry.publication import PublishedRow
from registry.typed.signs import lines_of

#: Characters of a line, so that it is understood at once.
LONGEST_LINE = 30


def leads() -> list[tuple[str, str]]:
    """Where an answer can lead: a guide by its slug, or a page that is none."""
    return [*((slug, f"指引 {slug}") for slug in FLOWS), *Answer.Lead.choices]


class Answer(PublishedRow):
    """What holds in the whole country, or what a place adds to it: the row of a place stands before the nation's."""

    unworded = PublishedRow.unworded | {"keywords", "related"}

    class Situation(models.TextChoices):
        """What people are busy with when they ask."""

        ENROL = "enrol", "参保缴费"
        CARE = "care", "门诊住院"
        AWAY = "away", "去外地"
        CLAIM = "claim", "报销"
        HARDSHIP = "hardship", "大病困难"
        CARD = "card", "卡和码"
        MONEY = "money", "家人的钱"
        CHILDREN = "children", "生育孩子"
        HELP = "help", "查询投诉"

    class Lead(models.TextChoices):
        """Where a person goes on that is no guide."""

        ESTIMATE = "estimate", "估一估能报多少"
        OFFICES = "offices", "办事窗口"

    class Hotline(models.TextChoices):
        MEDICAL = "12393", "12393 医保"
        CARD = "12333", "12333 人社"
        TAX = "12366", "12366 税务"
        CITIZENS = "12345", "12345 政务热线"

    key = models.SlugField(
        "代号", max_length=60, help_text="英文小写代号，也是网址的一部分。同一个问题各地用同一个代号。定了不要改。"
    )
    situation = models.CharField(
        "哪一类", max_length=10, choices=Situation.choices, help_text="放在问答列表的哪一组里。"
    )
    question = models.CharField("问题", max_length=25, help_text="照大家平时的话问，25 个字以内。")
    keywords = models.TextField(
        "大家还怎么问", blank=True, help_text="查一查时也认的问法，用空格隔开，例如“断保了 医保停了”。页面上不显示。"
    )
    short = models.CharField("一句话回答", max_length=60, help_text="60 个字以内，先说结论，再说怎么办。")
    details = models.TextField("细说", blank=True, help_text="一行一句，每行 30 个字以内。")
    holds_for = models.CharField(
        "说的是谁", max_length=30, blank=True, help_text="只对一种医保、一些人说的，写在这里，例如“居民医保”。"
    )
    varies = models.CharField(
        "哪里不一样", max_length=40, blank=True, help_text="各地哪一样不一样。页面会接着给出该打的电话。"
    )
    hotline = models.CharField(
        "打哪个电话", max_length=5, choices=Hotline.choices, default=Hotline.MEDICAL, help_text="问这件事打哪个号码。"
    )
    leads_to = models.CharField(
        "接着去哪里", max_length=40, choices=leads, blank=True, help_text="看完以后接着办的事；没有就空着。"
    )
    given = models.JSONField(
        "已经知道的回答",
        default=dict,
        blank=True,
        help_text="接着去指引时已经答好的题：看这个问答的人一定会这样答，才勾。",
    )
    related = models.CharField(
        "接着看哪几个问答", max_length=200, blank=True, help_text="别的问答的代号，用空格隔开，最要紧的在前。"
    )
    after = models.JSONField(
        "写在哪些结果后面", default=list, blank=True, help_text="办完这些事的人接着常问这一个，结果页上就给出来。"
    )
    position = models.PositiveIntegerField("顺序", default=100, help_text="小的排前面。")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "问答"
        verbose_name_plural = "问答"
        ordering = ["situation", "position", "key"]

    def __str__(self) -> str:
        return self.question

    @property
    def lines(self) -> tuple[str, ...]:
        return lines_of(self.details)

    @property
    def is_local(self) -> bool:
        return self.region_id != NATION

    @property
    def related_keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.related.split()))

    def clean(self) -> None:
        super().clean()
        if long := [line for line in self.lines if len(line) > LONGEST_LINE]:
            raise ValidationError({"details": f"“{long[0][:12]}……”超过 {LONGEST_LINE} 个字。请分成两行。"})

    def _refusals(self) -> Iterator[tuple[str, str]]:
        yield from super()._refusals()
        yield from (("given", sentence) for sentence in known_problems(self.leads_to, self.given))
        if strangers := [str(end) for end in self.after if end not in dict(ends())]:
            yield "after", f"没有这个结果：{'、'.join(strangers)}。"
        if self.key in self.related_keys:
            yield "related", "这里不用写它自己。"


def ends() -> Iterator[tuple[str, str]]:
    """Every outcome of every guide as ``guide:outcome``, and the guide that it is of."""
    return ((f"{slug}:{outcome}", slug) for slug, flow in FLOWS.items() for outcome, _ in flow.outcomes)


def known_problems(leads_to: str, given: Any) -> Iterator[str]:
    """What is wrong with the answers that a guide is to begin with: all must be its own questions' answers."""
    flow = FLOWS.get(leads_to)
    if flow is None:
        if given:
            yield "只有接着去指引，才能写已经知道的回答。"
        return
    if not isinstance(given, Mapping):
        yield "已经知道的回答要写成 {问题: [答案]}。"
        return
    yield from conditions.problems([leads_to], given)
    for key, values in given.items():
        question = flow.questions.get(key)
        if question is None and key in flow.vocabulary:
            yield f"“{key}”不是这个指引问的问题。"
        elif question and question.kind is not Kind.SEVERAL and len(values) != 1:
            yield f"“{key}”只能有一个答案。"
