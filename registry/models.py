"""Tables that both other apps stand on: regions, source documents, offices, and the version of the content."""

from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from registry.publication import PublishedRow


class Level(models.TextChoices):
    NATION = "nation", "全国"
    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "地市级"
    COUNTY = "county", "省直辖县级"


class Region(models.Model):
    """A place of insurance or of care. Loaded from ``fixtures/regions.csv``; codes are GB/T 2260 where one exists."""

    code = models.CharField(
        "代码",
        max_length=6,
        primary_key=True,
        validators=[RegexValidator(r"^\d{6}$", "代码是 6 位数字。")],
        help_text="6 位行政区划代码。网址里用的就是它，定了不能改。",
    )
    name = models.CharField("名称", max_length=40, help_text="全称，例如“鞍山市”。")
    short_name = models.CharField("简称", max_length=20, help_text="平时的叫法，例如“鞍山”。")
    level = models.CharField("级别", max_length=10, choices=Level.choices, help_text="全国、省级、地市级或省直辖县级。")
    parent = models.ForeignKey(
        "self",
        verbose_name="上级",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text="上一级地区。内容没有单列时，用上级的。",
    )
    pinyin = models.CharField("拼音", max_length=60, blank=True, help_text="简称的拼音，不带声调和空格。")
    initials = models.CharField("首字母", max_length=20, blank=True, help_text="拼音首字母，例如 as。")
    area_code = models.CharField(
        "电话区号",
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^0\d{2,3}$", "区号以 0 开头，3 到 4 位。")],
        help_text="打 12393、12333 要加的区号，例如 0412。",
    )
    is_pool = models.BooleanField("是统筹区", default=False, help_text="有自己一套医保规则的地方。勾上后公众可以选它。")
    position = models.PositiveIntegerField("顺序", default=0, help_text="页面上的先后。")
    content_digest = models.CharField(max_length=64, blank=True, editable=False)

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "地区"
        verbose_name_plural = "地区"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class SourceDocument(models.Model):
    """What a fact rests on: a law, a notice, a web page. Re-used by every row that cites it."""

    key = models.SlugField(
        "代号", max_length=60, unique=True, help_text="英文小写代号，例如 nhsa-2022-22。定了不要改。"
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


class OfficeKind(models.TextChoices):
    MEDICAL_INSURANCE = "medical_insurance", "医保经办窗口"
    SOCIAL_SECURITY_CARD = "social_security_card", "社保卡窗口"
    BANK_OUTLET = "bank_outlet", "合作银行网点"


class Office(PublishedRow):
    """A counter where something is done (经办机构)."""

    key = models.SlugField("代号", max_length=60, help_text="英文小写代号，例如 anshan-ybzx。定了不要改。")
    kind = models.CharField("类型", max_length=24, choices=OfficeKind.choices, help_text="这个窗口属于哪一类。")
    name = models.CharField("名称", max_length=100, help_text="门口牌子上的名字。")
    services = models.CharField("能办的事", max_length=200, blank=True, help_text="例如“异地就医备案、手工报销”。")
    district = models.CharField("所在区县", max_length=40, blank=True, help_text="例如“铁东区”。")
    address = models.CharField("地址", max_length=200, help_text="写到门牌号和楼层。")
    landmark = models.CharField("怎么找", max_length=200, blank=True, help_text="附近的公交站、路口、楼。")
    window = models.CharField("窗口", max_length=100, blank=True, help_text="几楼几号窗口。")
    hours_note = models.CharField(
        "办公时间说明", max_length=200, blank=True, help_text="原文怎么写就怎么写；没有就空着。"
    )
    phone = models.CharField(
        "电话", max_length=60, blank=True, help_text="带区号。没有就空着，页面会给 12393 或 12333。"
    )
    booking = models.CharField("预约", max_length=200, blank=True, help_text="要不要预约，怎么预约。")
    map_url = models.URLField("地图链接", max_length=300, blank=True, help_text="没有就空着。")
    accessibility = models.CharField("无障碍", max_length=200, blank=True, help_text="有没有坡道、电梯、轮椅。")
    note = models.CharField("提醒", max_length=300, blank=True, help_text="例如“两处地址说法不一，先打电话”。")
    position = models.PositiveIntegerField("顺序", default=100, help_text="小的排前面。")

    history = HistoricalRecords(verbose_name="修改记录")

    class Meta:
        verbose_name = "经办机构"
        verbose_name_plural = "经办机构"
        ordering = ["region_id", "position", "key"]

    def __str__(self) -> str:
        return self.name


class OfficeHours(models.Model):
    """One opening of one weekday; a lunch break is two rows."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "星期一"
        TUESDAY = 1, "星期二"
        WEDNESDAY = 2, "星期三"
        THURSDAY = 3, "星期四"
        FRIDAY = 4, "星期五"
        SATURDAY = 5, "星期六"
        SUNDAY = 6, "星期日"

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField("星期几", choices=Weekday.choices, help_text="一天中间休息就填两行。")
    opens = models.TimeField("开门", help_text="例如 8:30。")
    closes = models.TimeField("关门", help_text="例如 11:30。")

    class Meta:
        verbose_name = "办公时间"
        verbose_name_plural = "办公时间"
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")),
                name="office_opens_before_it_closes",
                violation_error_message="关门要晚于开门，请改时间。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class ContentVersion(models.Model):
    """One row: a number that grows with every change to what the public sees."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name = "内容版本"
        verbose_name_plural = "内容版本"

    def __str__(self) -> str:
        return str(self.number)
