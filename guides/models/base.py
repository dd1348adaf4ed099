"""What every row of the guides has in common: its guides, its condition, and what its texts may leave open."""

import re
from collections.abc import Iterator, Mapping

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from guides.models import conditions
from registry.places import NATION
from registry.publication import PublishedRow

#: What a text may leave open; filled from the answers.
PLACEHOLDERS = {
    "insured_place": "参保地",
    "care_place": "就医地",
    "issued_place": "办事的城市",
    "phone": "参保地的医保电话",
    "card_phone": "办事的城市、参保地的 12333",
    "care_phone": "就医地的医保电话",
    "family_phone": "家人参保地的医保电话",
    "home": "参保的城市，不知道的空着",
    "by_when": "最晚哪天交",
    "that_year": "看病那一年，今年的写成今年，去年的写成年份",
    "no_invoice": "发票不在手上的，怎么说；在手上的空着",
    "recognised": "看门诊的，办过慢特病认定怎么说；别的空着",
    "wait": "要等的月数",
    "filing_as": "按哪一种备案，例如 按“异地转诊就医”；说不准的空着",
    "upper": "居民的大病保险、职工的大额补助，看是哪种医保",
    "recognition": "慢特病认定",
    "relation": "两地关系的一句话",
    "relation_more": "两地关系的细说",
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
#: What stands in a text for a gap that nobody knows how to fill; only a row that no form has seen can have one.
_UNKNOWN = "（打 12393 问）"


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with its gaps filled; whatever else it says, it can be read."""
    return _PLACEHOLDER.sub(lambda gap: values.get(gap[1], _UNKNOWN), text) if "{" in text else text


def check_placeholders(text: str) -> None:
    known = "、".join(f"{{{name}}}（{label}）" for name, label in PLACEHOLDERS.items())
    if strangers := set(_PLACEHOLDER.findall(text)) - set(PLACEHOLDERS):
        raise ValidationError(f"花括号里只能写 {known}，不认识：{'、'.join(sorted(strangers))}。")
    if set(_PLACEHOLDER.sub("", text)) & {"{", "}"}:
        raise ValidationError(f"花括号要成对。花括号里只能写 {known}。")


class Drawing(models.TextChoices):
    """What can be shown beside a text (``templates/pages/drawings``)."""

    SETTLEMENT_SLIP = "settlement_slip", "医保结算单，圈出大病、大额那一行"
    BILL = "bill", "医疗收费票据，圈出先行自付和自费"
    CARD = "card", "社保卡的两面"
    LAYERS = "layers", "一层一层报的次序"
    WAITING = "waiting", "等待期，一格一个月"
    FAMILY = "family", "共济、医保钱包、亲情账户，花谁的钱"


def _called(slug: str) -> str:
    """A guide as people call it; by its key where nobody has introduced it."""
    rows = apps.get_model("guides", "Introduction").objects.published().filter(region=NATION)
    return next((f"“{row.title}”" for row in rows if slug in row.guides), slug)


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

    def _refusals(self) -> Iterator[tuple[str, str]]:
        yield from super()._refusals()
        yield from (("when", sentence) for sentence in conditions.problems(self.guides, self.when, _called))
