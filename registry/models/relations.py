"""How places stand to each other: whether somebody insured in one is away from home in another."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from registry import versions
from registry.belonging import Part
from registry.evidence import Evidence
from registry.findings import Finding
from registry.models.regions import Region
from registry.places import NATION, Standing
from registry.publication import PublishedRow


class PlaceRelation(PublishedRow):
    """What holds between its members for those insured in its region. A province stands for all its 统筹区.

    One member: between any two places in it. Several: between places of different members, in both directions, and
    not inside one of them. Two rows do not add up to a third. Where there is no row, care is care elsewhere.
    """

    class Rule(models.TextChoices):
        POOL = Standing.POOL.value, "同一个统筹区，不算异地"
        EXEMPT = Standing.EXEMPT.value, "不用备案，和本地一样报"
        EXEMPT_LOWER = Standing.EXEMPT_LOWER.value, "不用备案，报多少另有规定"
        FILE = Standing.FILE.value, "要备案"

    key = models.SlugField("代号", max_length=80, help_text="英文小写代号，例如 hainan-pool。定了不要改。")
    rule = models.CharField(
        "这几个地方之间",
        max_length=12,
        choices=Rule.choices,
        help_text="照文件选。文件只说不用备案，没说和本地一样报的，选“报多少另有规定”。",
    )
    says = models.CharField("一句话", max_length=60, help_text="公众看到的话，例如“海南全省是一个统筹地区。”")
    more = models.TextField("细说", blank=True, help_text="还要知道的，一行一句。没有就空着。")
    unsettled = models.CharField(
        "文件没说清的",
        max_length=200,
        blank=True,
        help_text="只管一部分人、一部分区县的，或者原文没有读全的，写在这里。写了，就只请人先打电话，不改结果。",
    )

    history = versions.kept()

    class Meta:
        verbose_name = "两地关系"
        verbose_name_plural = "两地关系"
        ordering = ["region_id", "key"]

    def __str__(self) -> str:
        return self.says

    def decides(self, on: dt.date) -> bool:
        """Whether it may change what somebody is told to do (design decision 15): the words of a text that settles the
        matter were read, at its issuer or in a faithful copy, and the last check still counts. Any other row only warns.
        """
        is_known = Evidence(self.evidence).is_a_text and not self.unsettled
        return is_known and self.is_trusted(on)

    def clean_inline(self, inline: dict[str, list[Any]]) -> None:
        """Refuses members that say nothing, or nothing about those insured in the row's region."""
        if (members := inline.get("members")) is None:
            return
        codes = {member.region_id for member in members}
        above = {member.region.parent_id for member in members}
        if not codes:
            raise ValidationError("请至少写一个地方。")
        if NATION in codes:
            raise ValidationError("地方不能写全国。全国各地之间没有约定的，不用写。")
        if nested := [member.region.name for member in members if member.region.parent_id in codes]:
            raise ValidationError(f"“{nested[0]}”已经在写了的省里面，请删掉一个。")
        if self.region_id != NATION and not (
            {self.region_id, self.region.parent_id} & codes or self.region_id in above
        ):
            raise ValidationError("适用地区不在这几个地方里。请改适用地区，或者补上地方。")

    def findings(self, on: dt.date) -> Iterable[Finding]:
        """What publishing it on a date does, and which row it contradicts: what a reviewer should know."""
        yield Finding(False, _EFFECT[self.decides(on)])
        for other in self.contradicting(on):
            yield Finding(True, f"“{other}”写的是同样的地方，规定却不一样。请先修订或停用那一条。")

    def contradicting(self, on: dt.date) -> Iterator["PlaceRelation"]:
        """Published rows of another key that decide something else of a pair of the same members."""
        if not self.decides(on):
            return
        mine = {member.region_id for member in self.members.all()}
        rows = type(self)._default_manager.published().filter(region=self.region_id)
        rows = rows.exclude(key=self.key).exclude(rule=self.rule).overlapping(self.effective_from, self.effective_to)
        for other in rows.prefetch_related("members"):
            theirs = {member.region_id for member in other.members.all()}
            if other.decides(on) and (mine == theirs or len(mine & theirs) > 1):
                yield other


#: What a reviewer is told that publishing does, by whether the row decides.
_EFFECT = {
    True: "有原文依据：一发布，这几个地方的人看到的结果就跟着变。",
    False: "没有说清的原文，或者核对太久了：发布以后，只请人先打电话，结果不变。",
}


class PlaceRelationMember(Part):
    """A place of a relation: a 统筹区, or a province for all in it."""

    relation = models.ForeignKey(PlaceRelation, on_delete=models.CASCADE, related_name="members")
    region = models.ForeignKey(
        Region,
        verbose_name="地方",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="选省，就是省里所有的统筹区。",
    )

    class Meta:
        verbose_name = "地方"
        verbose_name_plural = "哪些地方（写一个，说的是它里面各市之间；写几个，说的是这几个之间）"
        ordering = ["region__position", "region_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["relation", "region"],
                name="place_relation_names_a_place_once",
                violation_error_message="同一个地方写了两遍，请删掉一个。",
            )
        ]

    def __str__(self) -> str:
        return str(self.region)
