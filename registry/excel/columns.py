"""The columns of a sheet: how each thing that a row says is written in one cell, and read back exactly.

A cell holds text, a number as ``Decimal``, a date, or nothing. A column reads what a clerk is likely to type; what it
cannot read it refuses with a sentence that says what to type instead (ValidationError).
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError

from registry.excel.values import Value, same, spoken, text_of
from registry.rows import Inline
from registry.typed.counts import read_count
from registry.typed.dates import DateError, read_day
from registry.typed.reason import check_day

TEXT, NUMBER, DATE = "@", "General", "yyyy-mm-dd"
SEPARATORS = re.compile(r"[、,，;；\s]+")
_WORD = r"[^、,，;；\s]+"
_QUOTED = re.compile("例如“([^”]{1,200})”|例如 ?([a-z0-9:-]{1,200})")


class Column:
    """One column: its heading, what to write in it, and the one thing of a row that it shows."""

    options: tuple[str, ...] = ()
    format = TEXT
    width = 18
    #: Whether what is offered is not all that a cell may hold.
    suggests = False
    #: Whether the example hangs on who asks for the sheet.
    varies = False
    #: Whether a cell may speak of what other lines say (``among``), and whether it is read by what others of its line say.
    refers = False
    depends = False
    #: Columns of which a cell beside it may speak of several lines at once.
    apart: tuple[str, ...] = ()

    def __init__(self, name: str, heading: str, help_text: str, required: bool = False) -> None:
        self.name = name
        self.heading = heading
        self.help = help_text
        self.required = required

    @cached_property
    def example(self) -> Value:
        """Something that could stand here, for the line of examples."""
        if self.options:
            return self.options[0]
        found = _QUOTED.search(self.help)
        return (found[1] or found[2]) if found else None

    def example_beside(self, line: Mapping[str, Value]) -> Value:
        """The example in a line that says this in other columns."""
        return self.example

    def meant(self, value: Value) -> list[Mapping[str, Value]]:
        """What the cell puts into others of its line, by column; several, where it speaks of several lines."""
        return [{}]

    def meant_in(self, line: Mapping[str, Value]) -> list[Mapping[str, Value]]:
        """The same, where that hangs on what its line says beside it."""
        return self.meant(line[self.name])

    def spoken_of(self, lines: Sequence[Mapping[str, Value]]) -> Sequence[Mapping[str, Value]]:
        """Of the lines of a page those that a cell may speak of, found once for all of them."""
        return lines

    def among(
        self, line: Mapping[str, Value], others: Sequence[Mapping[str, Value]]
    ) -> list[Mapping[str, Value]] | None:
        """What the cell takes over from others of its page, by column; several, where it speaks of several. None where the
        line is no row, but says what others take over."""
        return []

    def write(self, row: Any, inline: Inline) -> Value:
        raise NotImplementedError

    def apply(self, row: Any, inline: Inline, value: Value) -> None:
        """Put into the row what stands in the cell. Raises ValidationError."""
        raise NotImplementedError


class FieldColumn(Column):
    """A field of the row as text; the kinds of field that are written otherwise have classes of their own."""

    def __init__(self, field: Any) -> None:
        required = not field.blank and field.get_default() in field.empty_values
        super().__init__(field.name, str(field.verbose_name), str(field.help_text), required)
        self.field = field

    def write(self, row: Any, inline: Inline) -> Value:
        return self.show(getattr(row, self.field.attname))

    def apply(self, row: Any, inline: Inline, value: Value) -> None:
        if not same(value, None):
            setattr(row, self.field.attname, self.read(value))
        elif self.required:
            raise ValidationError("这一格要填。")
        else:
            setattr(row, self.field.attname, self.field.to_python(self.field.get_default()))

    def show(self, stored: Any) -> Value:
        return stored if stored is None else str(stored)

    def read(self, value: Value) -> Any:
        return self.field.to_python(text_of(value))


class KeyColumn(FieldColumn):
    """代号: left empty, the row keeps the one it has, or gets one from what it is about."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.required = False
        if field.name in field.model.slot_fields:
            self.help = "空着就自动起。同一个地方同名的，就是同一条。"

    def apply(self, row: Any, inline: Inline, value: Value) -> None:
        if not same(value, None):
            row.key = self.read(value)


class NumberColumn(FieldColumn):
    """Money and rates, read as their boxes in a form are."""

    format = NUMBER
    width = 12

    @cached_property
    def example(self) -> Value:
        default = self.field.get_default()
        return (
            Decimal(str(default)) if default is not None else Decimal("0.85" if self.field.decimal_places > 2 else 1000)
        )

    def show(self, stored: Any) -> Value:
        return None if stored is None else Decimal(stored)

    def read(self, value: Value) -> Any:
        return self.field.read(text_of(value))


class CountColumn(FieldColumn):
    """Whole numbers."""

    format = NUMBER
    width = 12

    @cached_property
    def example(self) -> Value:
        default = self.field.get_default()
        return Decimal(1000 if default is None else default)

    def show(self, stored: Any) -> Value:
        return None if stored is None else Decimal(stored)

    def read(self, value: Value) -> int:
        typed = text_of(value)
        if (number := read_count(typed)) is None:
            raise ValidationError(f"“{typed}”不是整数。请只写数字，例如 {spoken(self.example)}。")
        return number


class DateColumn(FieldColumn):
    format = DATE
    width = 13

    @cached_property
    def example(self) -> Value:
        return None if self.field.null else dt.date(2027, 1, 1)

    def show(self, stored: Any) -> Value:
        return stored

    def read(self, value: Value) -> dt.date:
        day = value if isinstance(value, dt.date) else self._understood(value)
        check_day(day)
        return day

    def _understood(self, value: Value) -> dt.date:
        try:
            return read_day(str(value) if isinstance(value, dt.time) else text_of(value))
        except DateError as error:
            raise ValidationError(error.sentence) from None


class YesNoColumn(FieldColumn):
    options = ("否", "是")
    width = 10

    def show(self, stored: Any) -> str:
        return self.options[bool(stored)]

    def read(self, value: Value) -> bool:
        typed = text_of(value)
        if typed not in self.options:
            raise ValidationError(f"看不懂“{typed}”。请写“是”或者“否”。")
        return typed == "是"


class ChoiceColumn(FieldColumn):
    """One of a closed list, in its Chinese words."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.labels = {value: str(label) for value, label in field.flatchoices}
        self.options = tuple(self.labels.values())

    def show(self, stored: Any) -> str:
        return self.labels.get(stored, str(stored))

    def read(self, value: Value) -> Any:
        """Of a label that names several things one of them does: 乡镇卫生院 of 社区、乡镇卫生院."""
        typed = text_of(value)
        among = [one for one, label in self.labels.items() if typed in label.split("、")]
        return among[0] if len(among) == 1 else _chosen(self.labels, typed)


class ListColumn(FieldColumn):
    """Several of a closed list. A name may itself hold a comma, so whole names are looked for first."""

    width = 24

    def __init__(self, field: Any, choices: Any) -> None:
        super().__init__(field)
        self.labels = {value: str(label) for value, label in choices}
        self.help = f"{self.help}可以写几样，用分号隔开：{self.joined(self.labels.values())}。"
        names = "|".join(re.escape(name) for name in sorted(self.labels.values(), key=len, reverse=True))
        self.words = re.compile(f"(?:{names})(?={SEPARATORS.pattern}|$)|{_WORD}")

    @cached_property
    def example(self) -> Value:
        return next(iter(self.labels.values()))

    def show(self, stored: Any) -> str:
        return self.joined(self.labels.get(value, str(value)) for value in stored)

    def read(self, value: Value) -> list[Any]:
        return [self._meant(word) for word in self.words.findall(text_of(value))]

    def _meant(self, typed: str) -> Any:
        """Of a longer word the one that it names: 手工报销 is 报销."""
        named = [one for one, label in self.labels.items() if label in typed]
        return named[0] if len(named) == 1 else _chosen(self.labels, typed)

    @staticmethod
    def joined(names: Iterable[str]) -> str:
        return "；".join(names)


def _chosen(labels: Mapping[Any, str], typed: str) -> Any:
    """The value of a label, or of itself; of a label that is long one part of it does: 自己垫了钱 of 自己垫了钱，怎么报."""
    for value, label in labels.items():
        if typed in (label, value):
            return value
    parts = [value for value, label in labels.items() if typed in re.split("[，：]", label)]
    if len(parts) == 1:
        return parts[0]
    raise ValidationError(f"不认识“{typed}”。请写：{'；'.join(labels.values())}。")
