"""医院级别 in a sheet as notices write it: 一级及以下 is two lines, 三级乙等 a level and the place's own class of it."""

import re
from collections.abc import Mapping
from typing import Any

from calculators.circumstances import HospitalLevel
from registry.excel.columns import ChoiceColumn, Value

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
