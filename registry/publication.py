"""The one mechanism by which something becomes public.

What two people put before the public is :class:`Reviewed`. A row of it is seen when its status is published, its period
covers the date asked for, and no nearer region says otherwise. Dates are arguments (``on``), never today.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, Self, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from registry.evidence import Evidence, Freshness, freshness
from registry.places import NATION
from registry.stating import Stating
from registry.typed import reason

LONGEST_TRUST = 1096  # days after which nobody trusts a check, whatever its row says; a page does for twice as long


class Status(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待复核"
    PUBLISHED = "published", "已发布"
    RETIRED = "retired", "已停用"


UNFINISHED = (Status.DRAFT, Status.SUBMITTED)  # on its way to the public


class ReviewedQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def unfinished(self) -> Self:
        return self.filter(status__in=UNFINISHED)

    def kept(self) -> Self:
        """What is public or on its way: all but what was withdrawn."""
        return self.exclude(status=Status.RETIRED)


class PublicationQuerySet(ReviewedQuerySet):
    def in_force(self, on: dt.date) -> "PublicationQuerySet":
        """Rows whose period covers ``on``; both ends are inclusive, an empty end is open."""
        return self.filter(Q(effective_from=None) | Q(effective_from__lte=on)).filter(
            Q(effective_to=None) | Q(effective_to__gte=on)
        )

    def same_slot(self, row: "PublishedRow") -> "PublicationQuerySet":
        """Rows that say the same kind of thing as ``row``, in whatever region and period: one of them holds at a place."""
        return self.filter(**dict(zip(row.slot_fields, row.slot(), strict=True)))

    def overlapping(self, start: dt.date | None, end: dt.date | None) -> "PublicationQuerySet":
        """Rows whose period shares a day with start–end."""
        rows = self if end is None else self.filter(Q(effective_from=None) | Q(effective_from__lte=end))
        return rows if start is None else rows.filter(Q(effective_to=None) | Q(effective_to__gte=start))


class Reviewed(models.Model):
    """Base of everything that two people put before the public: one writes it, another publishes it. Belongs to a
    ``region``. What is public is never changed: a revision supersedes it."""

    #: Fields by which rows under review share a table, and the one whose values stand side by side in it.
    table_fields: tuple[str, ...] = ()
    across_field = ""
    #: Texts that are not in its own words: what a source calls its parts, who checked, what visitors type, other keys.
    unworded = frozenset({"source_article", "verified_by"})
    #: Of kinds that hold figures: in which rows some are missing.
    INCOMPLETE: ClassVar[Q | None] = None

    status = models.CharField(
        "状态", max_length=10, choices=Status.choices, default=Status.DRAFT, help_text="只有“已发布”的公众才看得到。"
    )
    supersedes = models.ForeignKey(
        "self",
        verbose_name="修订哪一条",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="发布以后，那一条到前一天为止。",
    )
    pack_key = models.CharField(max_length=160, blank=True, editable=False, db_index=True)
    content_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        found: dict[str, list[str]] = {}
        # A text without end is not looked into: that alone would take minutes.
        for name, sentence in list(reason.endless(self)) or self._refusals():
            found.setdefault(name, []).append(sentence)
        if found:
            raise ValidationError(found)

    def _refusals(self) -> Iterator[tuple[str, str]]:
        """All that is wrong with the row, each by the name of its field and a sentence for the clerk. Its texts end."""
        yield from reason.refusals(self)

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    def covers(self, other: Any) -> bool:
        """Whether those whom ``other`` is for are given this row where there is none of theirs."""
        return False

    def revises(self, stored: Any, start: dt.date | None) -> None:
        """Stand, as a draft, for what ``stored`` is to say from ``start``."""
        self.status, self.supersedes = Status.DRAFT, stored


class PublishedRow(Stating, Reviewed):
    """Base of every row that the public sees: where it holds, when, on what evidence, and who checked it."""

    #: Fields which, with the region, name one place on the page; two published rows may not share it on one day.
    slot_fields: tuple[str, ...] = ("key",)
    #: Fields that only one region can have, such as an address.
    local_fields: tuple[str, ...] = ()
    #: Whether a 统筹区 without such a row is something to be mended.
    essential = False
    #: Why only the whole country can have such a row, in words: it speaks on pages of every place. '' where regions can.
    national = ""
    #: How figures that the clause does not write follow from it, in a clerk's words.
    derivation = ""

    region = models.ForeignKey(
        "registry.Region",
        verbose_name="适用地区",
        on_delete=models.PROTECT,
        default=NATION,
        related_name="+",
        help_text="选全国、省或统筹区。越近的越优先：市里有的用市里的，没有才用省里、全国的。",
    )
    waived = models.BooleanField(
        "本地不需要", default=False, help_text="勾上表示：上一级虽然有这一条，本地不要，页面上不再显示。"
    )
    effective_from = models.DateField(
        "从哪天起", null=True, blank=True, help_text="这天起（含）有效。空着表示一直以来都有效。"
    )
    effective_to = models.DateField(
        "到哪天止", null=True, blank=True, help_text="这天止（含）有效。空着表示没有截止日期。"
    )
    source = models.ForeignKey(
        "registry.SourceDocument",
        verbose_name="依据",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="这一条是从哪份文件、哪个网页来的。没有依据不能保存。",
    )
    source_article = models.CharField(
        "条款", max_length=100, blank=True, help_text="文件里的第几条、第几页，例如“第8条”。"
    )
    evidence = models.CharField(
        "把握",
        max_length=10,
        choices=Evidence.choices,
        default=Evidence.RETOLD,
        help_text="在发文单位那里读到原文，选“官方原文”；在别处读到照录的原文，选“原文转录”；听说的选“转述”；自己的建议选“编者提示”。",
    )
    collected_on = models.DateField("整理日期", help_text="这一条是哪天整理进来的。没人核对过时，从这天起算新旧。")
    verified_on = models.DateField("核对日期", null=True, blank=True, help_text="哪天对照原件核对过。没核对就空着。")
    verified_by = models.CharField("核对人", max_length=60, blank=True, help_text="核对人的姓名或工号，只在后台显示。")
    review_every = models.PositiveIntegerField(
        "多久核对一次（天）",
        default=365,
        validators=[MinValueValidator(1)],
        help_text="超过这么多天没核对，页面会提示；超过两倍，金额不再显示，只给电话。",
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        abstract = True

    def _refusals(self) -> Iterator[tuple[str, str]]:
        found = [*super()._refusals(), *self._unfitting()]
        yield from found
        if not found and (rival := self.rival()):
            yield "effective_from", f"和已发布的“{rival}”（{rival.period()}）日期重叠了。请先给那一条填截止日期。"

    def _unfitting(self) -> Iterator[tuple[str, str]]:
        """What does not go together."""
        start, end = self.effective_from, self.effective_to
        if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
            yield "effective_to", "“到哪天止”早于“从哪天起”，请改其中一个日期。"
        if bool(self.verified_on) != bool(self.verified_by):
            yield "verified_by", "核对日期和核对人要一起填，或者一起空着。"
        if self.national and self.region_id != NATION:
            yield "region", f"{self.national}，适用地区请选“全国”。"
        if isinstance(self.review_every, int) and self.review_every > LONGEST_TRUST:
            yield "review_every", f"最多三年核对一次，请写 {LONGEST_TRUST} 以内的天数，例如 365。"
        if self.waived and self.region_id == NATION:
            yield "waived", "全国这一级上面没有别的了，不能勾“本地不需要”。不要这一条就改成已停用。"

    def slot(self) -> tuple[Any, ...]:
        return tuple(getattr(self, field) for field in self.slot_fields)

    def dated(self, on: dt.date) -> dt.date:
        """The day, ``on`` at the latest, on which the row came to say what it says: written down, checked, or in force."""
        days = (self.collected_on, self.verified_on, self.effective_from)
        return max((day for day in days if day and day <= on), default=on)

    def fill_key(self) -> None:
        """Give the row a key where its kind has one that nobody has to think of."""

    def clean_inline(self, inline: dict[str, list[Any]]) -> None:
        """What must be true of a row together with its inline rows. Raises ValidationError."""

    def rival(self) -> "PublishedRow | None":
        """Another published row for the same thing, in the same region, that shares a day with this one; not the one
        that it supersedes, which gives way when this one is published."""
        if self.status != Status.PUBLISHED:
            return None
        rows = type(self)._default_manager.published().same_slot(self).filter(region_id=self.region_id)
        rows = rows.exclude(pk__in=[self.pk, self.supersedes_id])  # type: ignore[attr-defined]  # of the concrete models
        return rows.overlapping(self.effective_from, self.effective_to).order_by("pk").first()

    def contradicting(self, on: dt.date) -> Iterable[Any]:
        """Published rows of other slots that, as things stand ``on`` a day, say otherwise of the same things during its
        period: it cannot be public beside them."""
        return ()

    def period(self) -> str:
        dates = f"{self.effective_from or '一直以来'} 至 {self.effective_to or '没有截止'}"
        return dates if self.effective_from or self.effective_to else "一直有效"

    def revises(self, stored: Any, start: dt.date | None) -> None:
        super().revises(stored if stored.status == Status.PUBLISHED else None, start)
        self.effective_from = start
        if start is None or (self.effective_to or start) < start:
            self.effective_to = None

    def give_way(self, start: dt.date | None) -> None:
        """End the day before ``start``, or altogether where nothing of the period is left."""
        if start is None or start <= (self.effective_from or dt.date.min):
            self.status = Status.RETIRED
        elif self.effective_to is None or self.effective_to >= start:
            self.effective_to = start - dt.timedelta(days=1)

    def in_force(self, on: dt.date) -> bool:
        """The same test as the query's, for a row in memory."""
        return (self.effective_from or on) <= on <= (self.effective_to or on)

    def freshness(self, on: dt.date) -> Freshness:
        return freshness(self.verified_on, self.collected_on, self.review_every, on)

    def is_trusted(self, on: dt.date) -> bool:
        """Whether its last check, or its collection, is not too long ago to act on what it says (design decision 8)."""
        return self.freshness(on) is not Freshness.EXPIRED

    def is_checked(self, on: dt.date) -> bool:
        """Whether the words of its text were read, and held against it lately."""
        return self.freshness(on) is Freshness.FRESH and Evidence(self.evidence).is_a_text


Row = TypeVar("Row", bound=PublishedRow)


def nearest(rows: Iterable[Row], chain: Sequence[str]) -> list[Row]:
    """Of the rows that share a slot, the one of the nearest region in ``chain``; a waived winner removes the slot."""
    rank, winners = {code: distance for distance, code in enumerate(chain)}, dict[tuple[Any, ...], Row]()
    for row in rows:
        distance, holder = rank.get(row.region_id or NATION), winners.get(row.slot())
        if distance is not None and (holder is None or distance < rank[holder.region_id or NATION]):
            winners[row.slot()] = row
    return [row for row in winners.values() if not row.waived]


def reviewed_models() -> list[Any]:
    """Every kind of thing that two people put before the public."""
    return [model for model in apps.get_models() if issubclass(model, Reviewed)]
