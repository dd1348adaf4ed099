"""The words of a guide and of its questions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from guides.flows import FLOWS
from guides.models.base import GuideRow


class Introduction(GuideRow):
    """The words of a guide on the home page and on its start page."""

    title = models.CharField("事项", max_length=40, help_text="大家平时怎么说这件事。")
    official_name = models.CharField("正式名称", max_length=60, blank=True, help_text="窗口的叫法。")
    summary = models.CharField("一句话", max_length=80, help_text="首页上这件事下面的一句话。")
    gains = models.TextField("能得到什么", help_text="答完题能拿到什么，一行一样。")
    takes = models.CharField("要多久", max_length=40, help_text="例如“大约 3 分钟，最多 11 题”。")
    prepare = models.TextField("开始之前", blank=True, help_text="要先知道的、手边最好有的，一行一条。")
    urgent_label = models.CharField("紧急出口", max_length=40, blank=True, help_text="起始页按钮上面那个链接的文字。")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "指引介绍"
        verbose_name_plural = "指引介绍"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.title


class Wording(GuideRow):
    """The words of one question: title, why we ask, how to find out, and the label of each answer."""

    slot_fields = ("question", "key")

    question = models.CharField("哪个问题", max_length=40, help_text="问题的代号，例如 stage。")
    title = models.CharField("问题", max_length=60, help_text="问公众的话。")
    short = models.CharField("短名", max_length=20, help_text="列在“您的回答”里的叫法。")
    hint = models.CharField("提示", max_length=120, blank=True, help_text="写在问题下面的一句话。")
    why = models.CharField("为什么问", max_length=120, blank=True, help_text="涉及身份和钱的问题要写。")
    help_text = models.TextField("怎么看？", blank=True, help_text="不清楚的人怎样弄清楚，一行一段。")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "问题文字"
        verbose_name_plural = "问题文字"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        for slug in self.guides:
            if self.question not in FLOWS[slug].worded:
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


class Option(models.Model):
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
