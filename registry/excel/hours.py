"""办公时间 in seven columns, one a weekday: 8:30-11:30、13:30-17:00."""

import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError

from registry.excel.inline import InlineColumn
from registry.models import OfficeHours
from registry.rows import Inline

_OPENING = re.compile(r"([0-9]{1,2}):([0-9]{2}) ?[-–—~～至到] ?([0-9]{1,2}):([0-9]{2})")


class HoursColumn(InlineColumn):
    width = 24
    separator = "、"

    def __init__(self, weekday: int, label: str) -> None:
        explained = "写开门到关门，例如 8:30-11:30、13:30-17:00。不上班就空着。"
        super().__init__("hours", label, explained, "8:30-11:30、13:30-17:00" if weekday < 5 else "", "office")
        self.weekday = weekday

    def mine(self, inline: Inline) -> list[Any]:
        return [child for child in inline["hours"] if child.weekday == self.weekday]

    def show(self, child: OfficeHours) -> str:
        return f"{child.opens.hour}:{child.opens:%M}-{child.closes.hour}:{child.closes:%M}"

    def read(self, typed: str) -> list[OfficeHours]:
        return [self._opening(part.strip()) for part in re.split(r"[、,，;；\n]+", typed) if part.strip()]

    def _opening(self, typed: str) -> OfficeHours:
        found = _OPENING.fullmatch(typed)
        if not found:
            raise ValidationError(f"看不懂“{typed}”。请照 8:30-11:30、13:30-17:00 的样子写。")
        hour, minute, to_hour, to_minute = map(int, found.groups())
        try:
            return OfficeHours(weekday=self.weekday, opens=dt.time(hour, minute), closes=dt.time(to_hour, to_minute))
        except ValueError:
            raise ValidationError(f"没有“{typed}”这个时间，请再看看。") from None


COLUMNS = tuple(HoursColumn(day.value, str(day.label)) for day in OfficeHours.Weekday)
