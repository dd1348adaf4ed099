"""办公时间 in one cell: 周一至周五 8:30-11:30、13:30-17:00."""

from typing import Any

from registry.excel.inline import InlineColumn
from registry.excel.values import Value
from registry.models import OfficeHours
from registry.offices import hours
from registry.rows import Inline


class HoursColumn(InlineColumn):
    def __init__(self) -> None:
        explained = "哪几天、几点到几点写成一行，不一样的用分号隔开。没查到就空着。"
        super().__init__("hours", "办公时间", explained, hours.EXAMPLE)

    def write(self, row: Any, inline: Inline) -> Value:
        return hours.show(self.mine(inline)) or None

    def read(self, typed: str) -> list[OfficeHours]:
        return hours.read(typed)


COLUMNS = (HoursColumn(),)
