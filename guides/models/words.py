"""The words of a guide and of its questions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from guides.flows import FLOWS
from guides.models.base import Drawing, GuideRow
from registry import versions
from registry.belonging import Part
from registry.places import NATION
from registry.publication import PublishedRow
from registry.typed.signs import lines_of


class Introduction(GuideRow):
    """The words of a guide on the home page and on its start page."""

    unworded = GuideRow.unworded | {"keywords"}

    title = models.CharField("事项", max_length=40, help_text="大家平时怎么说这件事。")
    official_name = models.CharField("正式名称", max_length=60, blank=True, help_text="窗口的叫法。")
    summary = models.CharField("一句话", max_length=80, help_text="首页上这件事下面的一句话。")
    gains = models.TextField("能得到什么", help_text="答完题能拿到什么，一行一样。")
    takes = models.CharField("要多久", max_length=40, help_text="例如“大约 3 分钟”。有几题，页面自己数。")
    prepare = models.TextField("开始之前", blank=True, help_text="要先知道的、手边最好有的，一行一条。")
    urgent_label = models.CharField("紧急出口", max_length=40, blank=True, help_text="起始页按钮上面那个链接的文字。")
    keywords = models.TextField(
        "大家还怎么说", blank=True, help_text="查一查时也认的说法，用空格隔开，例如“卡掉了 卡不见了”。页面上不显示。"
    )

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "指引介绍"
        verbose_name_plural = "指引介绍"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.title


class Wording(GuideRow):
    """The words of one question: title, why we ask, how to find out, and the label of each answer.

    A fact, a given step, the outcomes (``outcome``) and the blocks (``block``) are worded in the same way, for clerks.
    """

    slot_fields = ("question", "key")

    question = models.CharField(
        "哪个问题",
        max_length=40,
        help_text="问题的代号，例如 stage。结论、结果（outcome）、附加说明（block）也可以起名，只在后台显示。",
    )
    title = models.CharField("问题", max_length=60, help_text="问公众的话。")
    short = models.CharField("短名", max_length=20, help_text="列在“您的回答”里的叫法。")
    hint = models.CharField("提示", max_length=120, blank=True, help_text="写在问题下面的一句话。")
    why = models.CharField("为什么问", max_length=120, blank=True, help_text="涉及身份和钱的问题要写。")
    help_text = models.TextField("怎么看？", blank=True, help_text="不清楚的人怎样弄清楚，一行一段。")
    drawing = models.CharField(
        "配哪张图",
        max_length=20,
        choices=Drawing.choices,
        blank=True,
        help_text="画在“怎么看？”里面，给看图比看字快的人。",
    )

    history = versions.kept()

    class Meta:
        verbose_name = "问题文字"
        verbose_name_plural = "问题文字"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        for slug in self.guides:
            if self.question not in {*FLOWS[slug].worded, *FLOWS[slug].vocabulary}:
                raise ValidationError({"question": f"{slug} 没有“{self.question}”这个问题。"})

        if self.when:
            raise ValidationError({"when": "问题文字不分情形，这里要空着。"})

    @cached_property
    def labels(self) -> dict[str, str]:
        """Answer value → its words. Region codes have none here: they are places."""
        return {option.value: option.label for option in self.options.all()}

    @cached_property
    def hints(self) -> dict[str, str]:
        return {option.value: option.hint for option in self.options.all()}


class Option(Part):
    """The words of one answer."""

    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="options")
    value = models.CharField("答案代号", max_length=40, help_text="固定的代号，不能改。")
    label = models.CharField("答案", max_length=60, help_text="公众看到的选项。")
    hint = models.CharField("说明", max_length=120, blank=True, help_text="写在选项下面的小字。")
    position = models.PositiveIntegerField("顺序", default=100, help_text="小的排前面。")

    class Meta:
        verbose_name = "答案"
        verbose_name_plural = "答案"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["wording", "value"], name="one_label_per_value")]

    def __str__(self) -> str:
        return self.label


class Misconception(GuideRow):
    """What people read on the web about a matter, and how it really is (常见说法辨析)."""

    class Topic(models.TextChoices):
        REMOTE_CARE = "remote_care", "去外地看病"
        SECOND_CLAIM = "second_claim", "二次报销、大病保险"
        AMOUNT = "amount", "能报多少、怎么算"
        CLAIM = "claim", "手工报销、要带的材料"
        CARD = "card", "社保卡、医保码"
        INSURANCE = "insurance", "参保、缴费、打哪个电话"

    topic = models.CharField("讲的是什么", max_length=16, choices=Topic.choices, help_text="放在页面的哪一组里。")
    claim = models.CharField("网上这样说", max_length=40, help_text="照大家的说法写，不加引号，末尾不加句号。")
    truth = models.TextField("实际是这样", help_text="一行一句，先说结论。")
    answer = models.SlugField(
        "接着看哪个问答", max_length=60, blank=True, help_text="哪个问答细说这件事，写它的代号；没有就空着。"
    )

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "常见说法"
        verbose_name_plural = "常见说法"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.claim

    @property
    def anchor(self) -> str:
        """Its place on the page of all of them; a region's own row stands beside the national one."""
        return self.key if self.region_id == NATION else f"{self.key}-{self.region_id}"

    @property
    def lines(self) -> tuple[str, ...]:
        return lines_of(self.truth)


class Term(PublishedRow):
    """A word of the trade and what it means; pages explain it where it first appears."""

    national = "词语解释写在全国每一页上"

    key = models.SlugField("代号", max_length=40, help_text="英文小写代号，例如 insured-place。定了不要改。")
    name = models.CharField("词", max_length=20, help_text="页面上写的词，例如“参保地”。")
    also = models.CharField(
        "别的写法", max_length=100, blank=True, help_text="意思一样的别的叫法，用空格隔开，例如“大额补助”。"
    )
    meaning = models.CharField("意思", max_length=30, help_text="30 个字以内，写在词后面的括号里，末尾不加句号。")
    compounds = models.CharField(
        "含这个词的别的词",
        max_length=200,
        blank=True,
        help_text="里面有这个词、但不是一回事，不在那里解释，用空格隔开，例如“备案记录”。",
    )

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "词语解释"
        verbose_name_plural = "词语解释"
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.name}：{self.meaning}"

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.also.split())
