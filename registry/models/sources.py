"""What facts rest on."""

from django.db import models
from simple_history.models import HistoricalRecords

from registry.models.regions import Region
from registry.places import NATION


class SourceDocument(models.Model):
    """What a fact rests on: a law, a notice, a web page. Re-used by every row that cites it."""

    key = models.SlugField(
        "代号", max_length=60, unique=True, help_text="英文小写代号，例如 nhsa-2022-22。定了不要改。"
    )
    region = models.ForeignKey(
        Region,
        verbose_name="哪里的文件",
        on_delete=models.PROTECT,
        default=NATION,
        related_name="+",
        help_text="谁发的就选哪里。只有管那里的人能改它；别的地方也可以引用。",
    )
    title = models.CharField("名称", max_length=200, help_text="文件或网页的全名。")
    number = models.CharField(
        "文号", max_length=80, blank=True, help_text="例如“医保发〔2022〕22号”。没看到就空着，不要猜。"
    )
    issuer = models.CharField("发布单位", max_length=120, blank=True, help_text="谁发的。")
    url = models.URLField("网址", max_length=300, blank=True, help_text="能点开的原文网址；没有就空着。")
    issued_on = models.DateField("发布日期", null=True, blank=True, help_text="没看到就空着。")
    in_force_from = models.DateField("施行日期", null=True, blank=True, help_text="从哪天起施行；没看到就空着。")
    in_force_to = models.DateField("失效日期", null=True, blank=True, help_text="已经废止的填废止日期。")
    clause = models.TextField("条文", blank=True, help_text="引用的那几条原文，照抄，一行一条。数字会拿来和条目比对。")
    note = models.CharField("说明", max_length=300, blank=True, help_text="读到的是原文还是转述，有什么没核对的。")
    pack_key = models.CharField(max_length=160, blank=True, editable=False, db_index=True)
    content_digest = models.CharField(max_length=64, blank=True, editable=False)

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "政策依据"
        verbose_name_plural = "政策依据"
        ordering = ["key"]

    def __str__(self) -> str:
        return self.citation()

    def citation(self) -> str:
        """Title with its number, as it stands on a sheet."""
        return f"{self.title}（{self.number}）" if self.number else self.title
