"""办公时间 in seven columns, one a weekday: 8:30-11:30、13:30-17:00."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from registry.excel.inline import InlineColumn
from registry.models import OfficeHours
from registry.rows import Inline
from registry.times import TimeError, read_time

_FROM_TO = re.compile(r" ?[-–—~～至到]+ ?")


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
        times = _FROM_TO.split(typed)
        if len(times) != 2:
            raise ValidationError(f"看不懂“{typed}”。请照 8:30-11:30、13:30-17:00 的样子写。")
        try:
            return OfficeHours(weekday=self.weekday, opens=read_time(times[0]), closes=read_time(times[1]))
        except TimeError as error:
            raise ValidationError(error.sentence) from None


COLUMNS = tuple(HoursColumn(day.value, str(day.label)) for day in OfficeHours.Weekday)
