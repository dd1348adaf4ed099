"""The inline rows of the figures as clerks type them in one cell of a sheet: bands, age add-ons and golden cases."""

import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from calculators.core.money import plain
from calculators.core.typed import FigureError, parse_yuan
from calculators.core.wording import format_points, format_rate
from calculators.models import (
    AgeAddOn,
    AssistanceCase,
    BasicCase,
    CriticalIllnessBand,
    CriticalIllnessCase,
    PolicyBand,
    RemoteCase,
)
from registry.excel.inline import InlineColumn

_BAND = re.compile(r"(?:(?P<bound>[0-9,.]+ ?万?) ?元? ?(?:以内|以下|为止)|以上|全部) ?[:]? ?(?P<rate>.+)")
_AGE = re.compile(r"满? ?(?P<age>[0-9]+) ?(?:周?岁)?(?:以上)? ?(?:提高|加)? ?(?P<rate>.+)")
_CASE = re.compile(
    r"票据 ?(?P<bill>[0-9,.]+ ?万?) ?元?[，, ]*应当?报 ?(?P<expected>[0-9,.]+ ?万?) ?元?[，, ]*(?P<note>.*)"
)
_RATE = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?) ?(?P<hundredths>%|个?百分点)?")


class BandsColumn(InlineColumn):
    """30000以内 85%；40000以内 90%；以上 95%"""

    def __init__(self, model: type[Any]) -> None:
        explained = "从低到高写，最后一段写“以上”；只有一段写“全部”。含写的那个数。没查到就空着。"
        super().__init__("bands", "报销比例分段", explained, "30000以内 85%；40000以内 90%；以上 95%", "policy")
        self.model = model

    def write(self, row: Any, inline: Any) -> Any:
        bands = self.mine(inline)
        return (
            f"全部 {format_rate(bands[0].rate)}" if [b.up_to for b in bands] == [None] else super().write(row, inline)
        )

    def show(self, child: Any) -> str:
        bound = "以上" if child.up_to is None else f"{plain(child.up_to)}以内"
        return f"{bound} {format_rate(child.rate)}"

    def read(self, typed: str) -> list[Any]:
        bands = [self._band(part) for part in _parts(typed)]
        if bands and bands[-1].up_to is not None:
            raise ValidationError("最后一段要写“以上”，例如“以上 95%”；只有一段写“全部 80%”。")
        return bands

    def _band(self, typed: str) -> Any:
        found = _BAND.fullmatch(typed)
        if not found:
            raise ValidationError(f"看不懂“{typed}”。请照“30000以内 85%；以上 95%”的样子写。")
        return self.model(up_to=found["bound"] and _money(found["bound"]), rate=_rate(found["rate"]))


class AddOnsColumn(InlineColumn):
    """满50岁 提高2个百分点；满70岁 提高5个百分点"""

    def __init__(self) -> None:
        explained = "例如“满70岁 提高2个百分点”。几个年龄用分号隔开，不累加。没有就空着。"
        super().__init__("age_add_ons", "年龄加点", explained, "满50岁 提高2个百分点；满70岁 提高5个百分点", "policy")

    def show(self, child: Any) -> str:
        return f"满{child.from_age}岁 提高{format_points(child.rate_add)}个百分点"

    def read(self, typed: str) -> list[AgeAddOn]:
        return [self._add_on(part) for part in _parts(typed)]

    def _add_on(self, typed: str) -> AgeAddOn:
        found = _AGE.fullmatch(typed)
        if not found:
            raise ValidationError(f"看不懂“{typed}”。请照“满70岁 提高2个百分点”的样子写。")
        return AgeAddOn(from_age=int(found["age"]), rate_add=_rate(found["rate"]))


class CasesColumn(InlineColumn):
    """票据 50000 应报 38000 文件第 8 页的例子: a case a line, as its note may hold any mark."""

    separator = "\n"

    def __init__(self, model: type[Any]) -> None:
        explained = "用来核对算得对不对。一行一个，在格子里换行按 Alt+Enter。写明票据多少、应报多少、从哪里来。"
        super().__init__("cases", "核对案例", explained, "票据 50000 应报 38000 文件第 8 页的例子", "policy")
        self.model = model

    def show(self, child: Any) -> str:
        return f"票据 {plain(child.bill)} 应报 {plain(child.expected)} {child.note}"

    def plain(self, typed: str) -> str:
        return typed  # a note is kept as it was written

    def read(self, typed: str) -> list[Any]:
        parts = re.split(r"\n|[;；](?= ?票据 ?[0-9０-９])", typed)
        return [self._case(part.strip()) for part in parts if part.strip()]

    def _case(self, typed: str) -> Any:
        found = _CASE.fullmatch(super().plain(typed))
        if not found:
            raise ValidationError(f"看不懂“{typed}”。请照“票据 50000 应报 38000 文件第 8 页的例子”的样子写。")
        note = typed[found.start("note") :].strip()  # letter for letter the same place in both
        if not note:
            raise ValidationError(f"“{typed}”没写从哪里来，请在后面写上，例如“文件第 8 页的例子”。")
        return self.model(bill=_money(found["bill"]), expected=_money(found["expected"]), note=note)


def _parts(typed: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;；\n]+", typed) if part.strip()]


def _money(typed: str) -> Decimal:
    try:
        return parse_yuan(typed)
    except FigureError as error:
        raise ValidationError(f"“{typed}”：{error.sentence}") from None


def _rate(typed: str) -> Decimal:
    """85%, 2个百分点 or 0.85; a bare 85 may mean either, so it is refused."""
    found = _RATE.fullmatch(typed.strip())
    if not found or (not found["hundredths"] and Decimal(found["number"]) > 1):
        raise ValidationError(f"看不懂比例“{typed.strip()}”。请写成 85%、2个百分点或 0.85。")
    number = Decimal(found["number"])
    return number / 100 if found["hundredths"] else number


ADD_ONS = AddOnsColumn()
BASIC = (BandsColumn(PolicyBand), ADD_ONS, CasesColumn(BasicCase))
CRITICAL_ILLNESS = (BandsColumn(CriticalIllnessBand), CasesColumn(CriticalIllnessCase))
ASSISTANCE = (CasesColumn(AssistanceCase),)
REMOTE = (CasesColumn(RemoteCase),)
