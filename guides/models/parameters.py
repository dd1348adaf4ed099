"""Local rules (本地规定): what a place decides, as a dated value."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from guides.engine import deadlines, waiting
from guides.models.base import GuideRow, check_placeholders
from registry.typed.clauses import Saying


class Parameter(GuideRow):
    """A local rule as a dated value; without a value the page says whom to ring."""

    class Name(models.TextChoices):
        TEMPORARY_VALIDITY = "temporary_validity", "转诊、临时外出备案管多久"
        LONG_TERM_VALIDITY = "long_term_validity", "长期居住备案管多久"
        CHANGE_LIMIT = "change_limit", "备案后多久能变更或取消"
        PLEDGE_SUPPORTED = "pledge_supported", "能不能用承诺书代替证明"
        PLEDGE_CHANGE_LIMIT = "pledge_change_limit", "承诺书备案多久能变更"
        SEVERAL_CITIES = "several_cities", "能不能同时备案几个城市"
        HAS_TIERS = "has_tiers", "职工医保分不分档"
        BOTH_PLACES = "both_places", "备案后回参保地看病怎么报"
        FILING_TIME = "filing_time", "备案多久办好"
        CLAIM_DEADLINE = "claim_deadline", "手工报销最晚什么时候交"
        CLAIM_TIME = "claim_time", "手工报销多久办好"
        CARD_FEE = "card_fee", "补换卡收不收钱"
        CARD_TIME = "card_time", "多久拿到新卡"
        TEMPORARY_REPORT = "temporary_report", "临时挂失管多久"
        WAITING_RESIDENT = "waiting_resident", "居民医保断了再交、没按时交，先等多久"
        WAITING_YEARLY = "waiting_yearly", "居民医保每多断一年，再加多久"
        REPAIR_PRICE = "repair_price", "想少等几个月，补一年多少钱"
        WAITING_FIRST = "waiting_first", "第一次自己交职工医保，等多久"
        WAITING_AGAIN = "waiting_again", "断过的人自己交职工医保，等多久"
        PAYING_SEASON = "paying_season", "集中缴费期，哪天到哪天"
        PREMIUM = "premium", "居民医保一年交多少钱"
        WAITING_SWITCH = "waiting_switch", "职工断得不久转居民医保，哪天起能报"
        CHRONIC_WHERE = "chronic_where", "慢特病在哪里认定"
        CHRONIC_VALIDITY = "chronic_validity", "慢特病认定管多久"
        CHRONIC_NAME = "chronic_name", "慢特病认定，当地叫什么"
        TOP_UP_NAME = "top_up_name", "职工大额补助，当地叫什么"

    #: What a flow's LocalRule may name: the value is yes or no; the words are what the page says for them.
    YES_NO = {
        Name.PLEDGE_SUPPORTED: {"yes": "能", "no": "不能"},
        Name.HAS_TIERS: {"yes": "分档", "no": "不分档"},
    }

    #: What days and months can be reckoned from, by kind of term.
    TERMS = {
        Name.CLAIM_DEADLINE: deadlines.TERMS,
        **dict.fromkeys(
            (Name.WAITING_RESIDENT, Name.WAITING_YEARLY, Name.WAITING_FIRST, Name.WAITING_AGAIN, Name.WAITING_SWITCH),
            waiting.TERMS,
        ),
    }

    #: What a place calls a thing: its texts and what is read aloud there say that word.
    OWN_NAMES = frozenset({Name.CHRONIC_NAME, Name.TOP_UP_NAME})

    #: What the hotline of the cards is asked, not that of the insurance.
    OF_CARDS = frozenset({Name.CARD_FEE, Name.CARD_TIME, Name.TEMPORARY_REPORT})

    #: How notices call the item, where they have a name for it.
    CALLED = {
        **dict.fromkeys((Name.CLAIM_DEADLINE, Name.CLAIM_TIME), "手工报销|零星报销|现金报销|手工(零星)报销"),
        **dict.fromkeys((Name.PLEDGE_SUPPORTED, Name.PLEDGE_CHANGE_LIMIT), "承诺书|承诺制|承诺备案|个人承诺"),
        **dict.fromkeys((Name.WAITING_RESIDENT, Name.WAITING_YEARLY, Name.WAITING_FIRST, Name.WAITING_AGAIN), "等待期"),
        Name.TEMPORARY_REPORT: "临时挂失|预挂失|挂失",
        Name.PAYING_SEASON: "集中缴费|集中参保|缴费期",
    }

    slot_fields = ("name",)

    name = models.CharField("哪一项", max_length=24, choices=Name.choices, help_text="这是哪一项本地规定。")
    value = models.CharField(
        "规定",
        max_length=120,
        blank=True,
        help_text="照依据写，例如“不少于 6 个月”。能不能类的写“能”或“不能”，分不分档写“分档”或“不分档”。没有查到就空着，页面会给电话。",
    )
    note = models.CharField("说明", max_length=300, blank=True, help_text="页面上跟在规定后面的话。")
    term_kind = models.CharField(
        "期限怎么算",
        max_length=16,
        blank=True,
        choices=[*deadlines.TERMS.items(), *waiting.TERMS.items()],
        help_text="只给“手工报销最晚什么时候交”和几种等待期用：页面算出最晚哪一天、要等几个月。规定写得不清楚就空着，页面会给电话。",
    )
    term_amount = models.CharField(
        "数",
        max_length=10,
        blank=True,
        help_text="几个月、几天就写数字，例如 12；第二年某月某日写 1月20日，存的是还能办的最后一天；年底的空着。写“3月31日前”的，就写 3月31日；写明不含那天的，写 3月30日。交钱当月就能报的，等待期写 0。",
    )

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "本地规定"
        verbose_name_plural = "本地规定"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return f"{self.get_name_display()}：{self.rule or '没有查到'}"

    def fill_key(self) -> None:
        self.key = self.key or self.name.replace("_", "-")

    def sayings(self, inline: Any = None) -> Iterator[Saying]:
        """The name of the item, the rule as it stands, and the days in it; months alone are those of anything."""
        words = "" if self.value in self.YES_NO.get(self.name, ()) else self.value  # type: ignore[call-overload]
        days = re.findall("[0-9]+月[0-9]+日", words)
        called = self.CALLED.get(self.name, "")  # type: ignore[call-overload]
        terms = re.findall("[0-9]+ ?(?:个?月|天|日|年)", words)
        figures = tuple(re.findall(r"[0-9.]+ ?(?:万?元|%)", words))
        yield Saying((called, words, *days), figures, tuple(terms))

    @property
    def rule(self) -> str:
        """The value as the page says it; '' where nobody has published one."""
        return self.worded(self.value)

    def worded(self, value: str) -> str:
        """A value as the page says it."""
        words: dict[str, str] = self.YES_NO.get(self.name, {})  # type: ignore[call-overload]
        return words.get(value, value)

    def clean(self) -> None:
        super().clean()
        check_placeholders(self.note)
        if words := self.YES_NO.get(self.name):  # type: ignore[call-overload]
            self.value = next((value for value, word in words.items() if word == self.value), self.value)
            if self.value not in {"", *words}:
                raise ValidationError({"value": f"这一项只能写“{'”“'.join(words.values())}”，或者空着。"})
        self._clean_term()
        if self.name == self.Name.PAYING_SEASON and not (self.effective_from and self.effective_to):
            raise ValidationError({"effective_from": "集中缴费期，请写清从哪天起、到哪天止，过了那天页面自己收起来。"})

    def _clean_term(self) -> None:
        terms = self.TERMS.get(self.name, {})  # type: ignore[call-overload]
        self.term_amount = deadlines.as_written(self.term_kind, self.term_amount)
        if not self.term_kind:
            if self.term_amount:
                raise ValidationError({"term_kind": "写了“数”，也要选期限怎么算。"})
        elif self.term_kind not in terms:
            usable = "、".join(terms.values())
            raise ValidationError(
                {"term_kind": f"这一项只能选：{usable}。" if usable else "这一项不能算日子，请空着。"}
            )
        elif not self.value:
            raise ValidationError({"value": "期限是从规定来的，请先照依据把规定写上。"})
        elif sentence := self._term_problem():
            raise ValidationError({"term_amount": sentence})

    def _term_problem(self) -> str:
        if self.term_kind in waiting.TERMS:
            return waiting.problem(self.term_kind, self.term_amount)
        return deadlines.problem(self.term_kind, self.term_amount)
