"""Cells of a sheet that say more than their own column, as notices write them.

一级及以下 is two lines, 三级乙等 a level and the place's own class of it, 降低20个百分点 a figure and what it does.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from calculators import awaychanges
from calculators.circumstances import HospitalLevel
from calculators.core.choices import CHOICE_LABELS, RemoteKind
from calculators.fields import RateField
from registry.excel.columns import ChoiceColumn, NumberColumn, Value, text_of
from registry.rows import Inline

_RISING = (HospitalLevel.COMMUNITY, HospitalLevel.PRIMARY, HospitalLevel.SECONDARY, HospitalLevel.TERTIARY)
_KIND = re.compile("(?:定点)?(?:医疗机构|医院)$")
_UP_TO = re.compile("(?P<level>[一二三]级)(?:及其?)?以下")
_CLASS = re.compile("(?P<level>[一二三]级)[甲乙丙]等")


class LevelColumn(ChoiceColumn):
    def meant(self, value: Value) -> list[Mapping[str, Value]]:
        """The level of each line that is meant, and the class that it names."""
        typed = _KIND.sub("", value.strip()) if isinstance(value, str) else ""
        if found := _UP_TO.fullmatch(typed):
            below = [str(level.label) for level in _RISING]
            return [{self.name: label} for label in below[: below.index(found["level"]) + 1]]
        if found := _CLASS.fullmatch(typed):
            return [{self.name: found["level"], "hospital_class": typed}]
        return [{}]

    def read(self, value: Value) -> Any:
        return super().read(_KIND.sub("", value.strip()) if isinstance(value, str) else value)


class AwayValueColumn(NumberColumn):
    """数值 of a rule away from home: a share, but for what changes the deductible."""

    def meant(self, value: Value) -> list[Mapping[str, Value]]:
        """What is done, where the cell says it in words."""
        try:
            said = _in_words(value)
        except ValidationError:
            return [{}]  # told when the cell is read
        return [{"kind": CHOICE_LABELS[RemoteKind(said["kind"])], "at_most": said["at_most"]}] if said else [{}]

    def apply(self, row: Any, inline: Inline, value: Value) -> None:
        if said := _in_words(value):
            if row.kind != said["kind"]:
                raise ValidationError(f"“{value}”和“怎么变”写的不一样，请改其中一格。")
            row.value = said.get("value")
        elif value is None or row.kind == RemoteKind.DEDUCTIBLE:
            super().apply(row, inline, value)
        else:
            row.value = RateField().read(text_of(value))


def _in_words(value: Value) -> dict[str, Any]:
    """What a cell says is done; nothing where it holds a figure alone. Raises ValidationError."""
    is_told = isinstance(value, str) and re.search("[降减先本当参视]", value)
    return awaychanges.change(value) if is_told else {}
