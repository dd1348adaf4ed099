"""What basic insurance pays (基本医保统筹), in bands, by scheme, person, care type and hospital level."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from calculators.bands import ANY_BAND, BandRow, band_mappings
from calculators.circumstances import CareType, HospitalLevel, PersonKind, Scheme
from calculators.core import terms
from calculators.core.choices import (
    BandBasis,
    BandScope,
    CeilingBasis,
    DeductibleBasis,
    OrderBasis,
)
from calculators.core.claims import Claim
from calculators.core.money import ONE, ZERO
from calculators.core.specials import condition_words
from calculators.fields import FiguresField, MoneyField, RateField, chosen
from calculators.refusals import Refusals
from calculators.rows import (
    CEILING_TOO_LOW,
    HOLE,
    Inline,
    PolicyRow,
    is_below,
)
from calculators.written import CEILINGS, DEDUCTIBLES, once, written
from registry import versions
from registry.belonging import inline_of
from registry.stating import Figure
from registry.typed.clauses import Saying, of_article

#: Fields that the core knows by the same name and reads as they are stored.
_AS_THEY_ARE = (
    "deductible_basis",
    "order_basis",
    "deductible_annual_cap",
    "period_days",
    "transfer_tops_up",
    "band_basis",
    "band_scope",
    "rate_add",
    "self_pay_factor",
    "annual_ceiling",
    "ceiling_basis",
    "ceiling_shared",
    "kind_ceiling",
    "visit_ceiling",
    "fixed_payment",
    "over_ceiling_rate",
    "over_ceiling_annual_ceiling",
    "feeds_critical_illness",
)


class OwnWords(models.Model):
    """What a place calls by words of its own: a class of person or hospital, an illness or an occasion."""

    person_class = models.CharField(
        "当地的人群分类", max_length=20, blank=True, help_text="例如“学生儿童”“高档缴费”。文件没分就空着。"
    )
    hospital_class = models.CharField(
        "当地的医院分类", max_length=20, blank=True, help_text="例如“三级乙等”“中医医院”“乡镇卫生院”。没分就空着。"
    )
    item = models.CharField(
        "病种或项目", max_length=20, blank=True, help_text="例如“自然分娩”“意外伤害”“高血压”。没分就空着。"
    )

    class Meta:
        abstract = True


OWN_WORDS = ("person_class", "hospital_class", "item")


class BasicPolicy(OwnWords, PolicyRow):
    """What basic insurance pays (基本医保待遇) for one scheme, person, care type and hospital level."""

    TERMS, LAYER, NEEDED = terms.BasicRule, "basic", True
    REQUIRED = {"deductible": "起付线", "bands": "报销比例"}
    HARMLESS = {"deductible": "0", "bands": ANY_BAND}
    essential = True
    INCOMPLETE = Q(waived=False) & (HOLE | Q(fixed_payment=None) & (Q(deductible="") | Q(bands=None)))
    slot_fields = ("scheme", "person", "care_type", "hospital_level", *OWN_WORDS)
    table_fields = ("scheme", "care_type")
    across_field = "person"
    grades = frozenset(
        str(level.label) for level in (HospitalLevel.PRIMARY, HospitalLevel.SECONDARY, HospitalLevel.TERTIARY)
    )

    scheme = models.CharField("险种", max_length=14, choices=Scheme.choices, help_text="哪种医保。深圳这样分档的选档。")
    person = models.CharField(
        "在职退休",
        max_length=7,
        choices=PersonKind.choices,
        default=PersonKind.ANY,
        help_text="待遇一样就选“不分在职退休”。",
    )
    care_type = models.CharField("看什么", max_length=10, choices=CareType.choices, help_text="住院、门诊分开写。")
    hospital_level = models.CharField(
        "医院级别",
        max_length=9,
        choices=HospitalLevel.choices,
        default=HospitalLevel.ANY,
        help_text="各级医院一样就选“不分级别”。",
    )
    deductible = FiguresField(
        "起付线（元）",
        max_length=120,
        blank=True,
        help_text="一年里各次不同的，按次序写，用逗号隔开，例如“800, 700, 600”，最后一个以后各次都用。"
        "不要写千位逗号。没有起付线写 0；没查到就空着，公众看不到金额。",
    )
    deductible_basis = models.CharField(
        "起付线按什么计",
        max_length=16,
        choices=chosen(DeductibleBasis),
        default=DeductibleBasis.PER_CLAIM.value,
        help_text="每次看病都要付一条，还是全年合计只付一条。",
    )
    band_basis = models.CharField(
        "分段从哪里算起",
        max_length=16,
        choices=chosen(BandBasis),
        default=BandBasis.OVER_DEDUCTIBLE.value,
        help_text="“3 万元以内”的 3 万，是起付线以上的 3 万，还是连起付线在内的 3 万。",
    )
    rate_add = RateField("比例提高", default=ZERO, help_text="例如退休提高 3 个百分点写 0.03；没有就写 0。")
    self_pay_factor = RateField(
        "个人支付系数", default=ONE, help_text="例如“退休个人支付为在职的 60%”写 0.6；没有就写 1。"
    )
    annual_ceiling = MoneyField(
        "封顶线（元）", null=True, blank=True, help_text="统筹基金一年最多付多少。没有封顶线就空着。"
    )
    over_ceiling_rate = RateField(
        "超封顶的支付比例",
        null=True,
        blank=True,
        help_text="职工大额补助付几成，85% 写 0.85；没有就空着。它自己有起付线、分段的，写在“大病保险（大额补助）”。",
    )
    over_ceiling_annual_ceiling = MoneyField(
        "超封顶部分的封顶线（元）", null=True, blank=True, help_text="大额补助一年最多付多少；没有限额就空着。"
    )
    order_basis = models.CharField(
        "第几次怎么数",
        max_length=10,
        choices=chosen(OrderBasis),
        default=OrderBasis.ALL.value,
        help_text="起付线按第几次住院变的，哪些住院才算。",
    )
    deductible_annual_cap = MoneyField(
        "起付线一年合计不超过（元）", null=True, blank=True, help_text="例如一年累计不超过 2000 元。没有就空着。"
    )
    period_days = models.PositiveSmallIntegerField(
        "多少天一条起付线",
        null=True,
        blank=True,
        validators=[MinValueValidator(1, "请写 1 以上的天数。")],
        help_text="住得久的，每多少天再付一条，例如 90。没有就空着。",
    )
    transfer_tops_up = models.BooleanField(
        "转院只补起付线差额", default=False, help_text="转院合并算一次住院、起付线就高的，勾上。"
    )
    band_scope = models.CharField(
        "分段按次还是按年",
        max_length=6,
        choices=chosen(BandScope),
        default=BandScope.CLAIM.value,
        help_text="“2 万元以下”说的是每次，还是全年加起来。",
    )
    ceiling_basis = models.CharField(
        "封顶线按什么算",
        max_length=10,
        choices=chosen(CeilingBasis),
        default=CeilingBasis.PAYMENTS.value,
        help_text="“限额含个人自付”“按政策范围内费用”的，选按费用算。",
    )
    ceiling_shared = models.BooleanField(
        "封顶线和别的就医合用", default=False, help_text="住院、门诊、慢特病合在一起算一条封顶线的，勾上。"
    )
    kind_ceiling = MoneyField(
        "这一类一年最多（元）", null=True, blank=True, help_text="封顶线以外，这一类自己的年度限额。没有就空着。"
    )
    visit_ceiling = MoneyField("每次最多（元）", null=True, blank=True, help_text="单次限额。没有就空着。")
    fixed_payment = MoneyField(
        "定额（元）", null=True, blank=True, help_text="不看账单、只付这么多的，写在这里，起付线、比例就不用写。"
    )
    feeds_critical_illness = models.BooleanField(
        "自付算进大病", default=True, help_text="这一类的自付不进大病保险累计的，不要勾。"
    )

    history = versions.kept()

    class Meta:
        verbose_name = "基本医保待遇"
        verbose_name_plural = "基本医保待遇"
        ordering = ["region_id", "care_type", "scheme", "person", "hospital_level", "-effective_from"]

    def __str__(self) -> str:
        slot = (self.get_scheme_display(), self.get_person_display(), self.get_care_type_display())
        own = (getattr(self, name) for name in OWN_WORDS)
        return " · ".join(filter(None, [*slot, self.get_hospital_level_display(), *own]))

    @property
    def deductibles(self) -> list[str]:
        """The deductible of each admission as it was written; empty when it is not known."""
        return FiguresField.split(self.deductible)

    def mapping(self, inline: Inline) -> dict[str, Any]:
        specials = [special.mapping() for special in inline.get("specials", ())]
        return {
            **{name: getattr(self, name) for name in _AS_THEY_ARE},
            "deductible": None if FiguresField.refusal(self.deductible) else self.deductibles or None,
            "bands": band_mappings(inline),
            "specials": specials or None,
        }

    def missing_in(self, inline: Inline) -> tuple[str, ...]:
        missing = super().missing_in(inline)
        figures = self.REQUIRED.values()
        return missing if self.fixed_payment is None else tuple(name for name in missing if name not in figures)

    def quoted_numbers(self, inline: Inline | None = None) -> Iterable[Figure]:
        yield from super().quoted_numbers(inline)
        yield from (Figure("", "deductible", "起付线", Decimal(entry)) for entry in self.deductibles)
        for special in (inline_of(self) if inline is None else inline).get("specials", ()):
            entries = map(Decimal, FiguresField.split(special.deductible))
            yield from (Figure(special.called, "deductible", "起付线", entry) for entry in entries)

    def sayings(self, inline: Inline | None = None) -> Iterable[Saying]:
        inline = inline_of(self) if inline is None else inline
        yield from super().sayings({**inline, "specials": ()})
        topics = written(self.scheme, self.care_type)
        for special in inline.get("specials", ()):
            yield special.saying()._replace(topics=topics, rivals=self.apart())

    def taken_wider(self, inline: Inline) -> Iterator[str]:
        """A stay that the notice names alone; a special holds from it on."""
        yield from super().taken_wider(inline)
        text = self.source.clause if self.source_id else ""
        stays = {special.from_admission for special in inline.get("specials", ()) if special.from_admission}
        for stay in sorted(stays):
            if said := once(of_article(text, self.source_article) or text, stay):
                yield f"通知写“{said}”，这里当作第 {stay} 次起，以后各次都一样。以后各次不一样的，请写在“没录进来的规定”里。"

    def called_for(self, field: str) -> tuple[str, ...]:
        own = (self.person_class, self.item)
        if field in CEILINGS:  # of every level, and mostly in a clause of its own
            return own
        levels = "|".join(filter(None, (self.hospital_class, *written(self.hospital_level))))
        return (*own, levels, *(() if field in DEDUCTIBLES else written(self.person)))

    def grade(self) -> str:
        own = str(HospitalLevel(self.hospital_level).label)
        return own if own in self.grades else ""

    def variants(self, rule: terms.BasicRule, bill: Decimal) -> Iterable[tuple[str, Claim]]:
        """The same bill for whom each special is made; of several ages only the highest is shown."""
        last = {special.ladder: special for special in sorted(rule.specials, key=lambda each: each.height)}
        for special in last.values():
            yield condition_words(special), special.example(bill)

    def _own_refusals(self) -> Refusals:
        if sentence := FiguresField.refusal(self.deductible):
            return {"deductible": [sentence]}
        highest = max(map(Decimal, self.deductibles), default=None)
        return {"annual_ceiling": [CEILING_TOO_LOW]} if is_below(self.annual_ceiling, highest) else {}

    def clean_inline(self, inline: Inline) -> None:
        super().clean_inline(inline)
        said = Counter((each.condition, name) for each in inline.get("specials", ()) for name in each.changed)
        if twice := next((condition for (condition, _), times in said.items() if times > 1), ""):
            raise ValidationError(f"特别规定里，“{twice}”的同一样写了两遍，请只留一行。")


class PolicyBand(BandRow):
    policy = models.ForeignKey(BasicPolicy, on_delete=models.CASCADE, related_name="bands", verbose_name="待遇")

    class Meta(BandRow.Meta):
        pass
