"""What an outcome is made of: documents, channels and advice."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from guides.models.base import Drawing, GuideRow, check_placeholders
from registry.typed.clauses import Saying


class Document(GuideRow):
    """One paper or certificate to bring (材料)."""

    class Needed(models.TextChoices):
        REQUIRED = "required", "必带"
        ONE_OF = "one_of", "任选其一"
        IF_AVAILABLE = "if_available", "有就带"
        LATER = "later", "可以后补"

    class Handling(models.TextChoices):
        SHOW = "show", "只看一眼"
        HAND_IN = "hand_in", "收原件"
        ORIGINAL = "original", "带原件"
        COPY_CHECKED = "copy_checked", "看原件，收复印件"
        COPY = "copy", "收复印件"
        ELECTRONIC = "electronic", "电子件就行"
        FILLED_THERE = "filled_there", "现场填"

    class Bringer(models.TextChoices):
        ANYONE = "anyone", "谁去谁带"
        HOLDER = "holder", "本人带"
        PROXY = "proxy", "代办人带"

    #: The condition of nearly every paper of a claim by hand: receipts are handed in.
    CLAIMING = MappingProxyType({"hands_in": ["yes"]})

    name = models.CharField("平时怎么叫", max_length=60, help_text="大家平时的叫法，例如“住院发票”。")
    official_name = models.CharField("正式名称", max_length=100, blank=True, help_text="窗口和文件里的叫法。")
    needed = models.CharField(
        "要不要带", max_length=12, choices=Needed.choices, help_text="必带、任选其一、有就带、可以后补。"
    )
    group = models.SlugField("任选组", max_length=40, blank=True, help_text="“任选其一”的几样写同一个组名。")
    group_label = models.CharField("任选组叫什么", max_length=60, blank=True, help_text="例如“证明您是谁”。")
    handling = models.CharField(
        "窗口怎么处理",
        max_length=12,
        choices=Handling.choices,
        help_text="条文只写了要这样东西、没写怎么收的，选“带原件”。",
    )
    copies = models.PositiveSmallIntegerField("复印几份", default=0, help_text="不要复印就填 0。")
    issuer = models.CharField("谁开的", max_length=100, blank=True, help_text="例如“就诊医院收费处”。")
    where_to_get = models.CharField("去哪里拿", max_length=200, blank=True, help_text="怎么拿到这份材料。")
    takes = models.CharField("要多久", max_length=60, blank=True, help_text="例如“当场”“约 3 天”。不知道就空着。")
    electronic_accepted = models.BooleanField("电子版也行", default=False, help_text="手机里的电子证照能不能用。")
    pledge_accepted = models.BooleanField(
        "可以用承诺书代替", default=False, help_text="一时拿不出时，能不能先签承诺书。"
    )
    validity = models.CharField("有效期", max_length=100, blank=True, help_text="开出来多久内有效。不知道就空着。")
    mistake = models.CharField("常见错误", max_length=200, blank=True, help_text="别人常在哪里白跑。")
    bringer = models.CharField(
        "谁带", max_length=8, choices=Bringer.choices, default=Bringer.ANYONE, help_text="本人带还是代办人带。"
    )
    counter_only = models.BooleanField(
        "只有去窗口才带",
        default=False,
        help_text="在手机上办就用不到的勾上。有不用跑窗口的办法时，页面写“去窗口才带”，排在后面。",
    )
    form_url = models.URLField("空表或样张", max_length=300, blank=True, help_text="能下载空表的网址；没有就空着。")
    print_note = models.CharField("打印在单子上的话", max_length=20, blank=True, help_text="20 个字以内。")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "材料"
        verbose_name_plural = "材料"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def how(self) -> str:
        """What happens to it at the counter, how many copies, who brings it, and what else will do."""
        says = [
            self.Handling(self.handling).label,
            f"复印 {self.copies} 份" if self.copies else "",
            self.Bringer(self.bringer).label if self.bringer != self.Bringer.ANYONE else "",
            "手机里的电子版也行" if self.electronic_accepted and self.handling != self.Handling.ELECTRONIC else "",
            "拿不出先问能不能签承诺书" if self.pledge_accepted else "",
        ]
        return "。".join(filter(None, ["，".join(filter(None, says)), self.print_note]))

    def filled_at_entry(self) -> Iterator[str]:
        if self.when == self.CLAIMING:
            yield "要交票据的人才看到。还要再分的（外伤、住院、门诊），请写在“什么情形下显示”里。"
        elif self.when.items() > self.CLAIMING.items():
            yield "要交票据、又是写的这种情形，才看到。看看是不是。"

    def sayings(self, inline: Any = None) -> Iterator[Saying]:
        yield Saying(("|".join(filter(None, (self.name, self.official_name))),), ())

    def clean(self) -> None:
        super().clean()
        if (self.needed == self.Needed.ONE_OF) != bool(self.group):
            raise ValidationError({"group": "“任选其一”要写任选组；别的不要写。"})


class Channel(GuideRow):
    """A way to get it done (办理渠道): a counter, an app, a mini program, a phone."""

    name = models.CharField("名称", max_length=60, help_text="例如“国家医保服务平台 APP”。")
    how = models.TextField("怎么办", help_text="几步说清楚，一行一步。")
    url = models.URLField("网址", max_length=300, blank=True, help_text="官方网址；没有就空着。")
    takes = models.CharField("多久办好", max_length=100, blank=True, help_text="例如“当场”。不知道就空着。")
    fee = models.CharField("收不收钱", max_length=60, blank=True, help_text="例如“不收费”。不知道就空着。")
    no_counter = models.BooleanField(
        "不用跑窗口",
        default=False,
        help_text="用这个办法从头到尾能办完，一趟也不用跑的勾上，页面排在最前。只能查、只能问的别勾。",
    )
    proxy_note = models.CharField("替家人办", max_length=200, blank=True, help_text="替别人办时要注意什么。")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "办理渠道"
        verbose_name_plural = "办理渠道"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_placeholders(self.how)


class Advice(GuideRow):
    """One thing to know or do, in a sentence or a few."""

    unworded = GuideRow.unworded | {"button"}

    class Kind(models.TextChoices):
        VERDICT = "verdict", "一句话结论"
        DEADLINE = "deadline", "最晚什么时候办"
        STEP = "step", "办理步骤"
        WARNING = "warning", "提醒"
        SCRIPT = "script", "在窗口这样说"
        IN_PERSON = "in_person", "必须本人办的"
        AFTERWARDS = "afterwards", "办完以后"
        BLOCK = "block", "附加说明"
        LAYER = "layer", "一层一层报"

    kind = models.CharField("放在哪里", max_length=12, choices=Kind.choices, help_text="放在结果页的哪一段。")
    title = models.CharField("一句话", max_length=60, help_text="一句话说完，动词开头，称呼“您”。")
    body = models.TextField("细说", blank=True, help_text="需要多说时写在这里，一行一段。")
    button = models.CharField(
        "按钮",
        max_length=200,
        blank=True,
        help_text="办理步骤下面的按钮：打电话写 {phone}、{card_phone} 或 {care_phone}，打开官网写 gov.cn 的网址。"
        "按钮上的字由页面写。“一句话”里已经有号码的，不用写。",
    )
    drawing = models.CharField(
        "配哪张图",
        max_length=20,
        choices=Drawing.choices,
        blank=True,
        help_text="画在“细说”上面，也打印。给看图比看字快的人；只给“附加说明”用，没有就空着。",
    )

    history = HistoricalRecords(verbose_name="修改记录")

    #: 在窗口这样说: what a person can say in one breath.
    SCRIPT_LENGTH = 90
    #: What a button may dial.
    DIALLED = ("{phone}", "{card_phone}", "{care_phone}")

    class Meta:
        verbose_name = "办事提示"
        verbose_name_plural = "办事提示"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        check_placeholders(self.title)
        check_placeholders(self.body)
        if self.kind == self.Kind.SCRIPT and len(self.body) > self.SCRIPT_LENGTH:
            raise ValidationError({"body": f"在窗口说的话不超过 {self.SCRIPT_LENGTH} 个字，现在 {len(self.body)} 个。"})
        if self.button and (sentence := self._button_problem()):
            raise ValidationError({"button": sentence})
        if self.drawing and self.kind != self.Kind.BLOCK:
            raise ValidationError({"drawing": "只有“附加说明”能配图，别的请空着。"})

    def _button_problem(self) -> str:
        if self.kind != self.Kind.STEP:
            return "只有“办理步骤”有按钮，别的请空着。"
        if self.button in self.DIALLED:
            return "“一句话”里已经有这个号码，点得动，按钮请空着。" if self.button in self.title else ""
        return "" if _official(self.button) else f"请写 {'、'.join(self.DIALLED)}，或者 https:// 开头、gov.cn 的网址。"


def _official(address: str) -> bool:
    """Whether it leads to a page of the authorities."""
    try:
        URLValidator(schemes=["https"])(address)
    except ValidationError:
        return False
    return (urlsplit(address).hostname or "").endswith(".gov.cn")
