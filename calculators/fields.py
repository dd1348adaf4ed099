"""Figures that are stored as they are written: never through a float, the same before and after the database.

A field reads what people type (``read``), for the forms and for the sheets of clerks alike.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from calculators.core.choices import CHOICE_LABELS
from calculators.core.money import format_yuan, plain
from calculators.core.typed import FigureError, half_width, parse_either, parse_share, parse_yuan, without_thousands
from calculators.core.wording import format_rate


def chosen(choices: Iterable[Any]) -> list[tuple[str, str]]:
    """The members of a closed set of the core, with their words for a clerk."""
    return [(choice.value, CHOICE_LABELS[choice]) for choice in choices]


class _TypedDecimal(forms.DecimalField):
    """A box for text: one for numbers would take 1.4万 as 1.4, and turn with the wheel of the mouse. Shows 0.8500 as 0.85
    and 1300.00 as 1300."""

    widget = forms.TextInput

    def __init__(self, *, read: Callable[[str], Decimal], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._read = read
        self.widget.attrs.update(inputmode="decimal", autocomplete="off")

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._read(value) if value.strip() else None
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) else value


class ExactDecimalField(models.DecimalField):  # type: ignore[type-arg]  # takes no parameters at run time
    """A decimal read from text. A float is refused: 0.85 is not 0.85 in it."""

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, float):
            raise ValidationError(f'数字要加引号，写成 "{value}"，不然会有误差。')
        number: Decimal | None = super().to_python(value)
        if number is None or not number.is_finite():
            return number
        step = Decimal(1).scaleb(-self.decimal_places)
        # Too many decimals are left as they are, for the field's own check to refuse.
        return number.quantize(step) if number.adjusted() < 20 and number == number.quantize(step) else number

    #: Reads a figure as people type it. Raises FigureError.
    _parse = staticmethod(parse_either)

    def read(self, typed: str) -> Decimal | None:
        """The figure that somebody typed, in a form or in a cell of a sheet. Raises ValidationError."""
        try:
            return self.to_python(self._parse(typed))
        except FigureError as error:
            raise ValidationError(error.sentence) from None

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        return super().formfield(*args, **{"form_class": _TypedDecimal, "read": self.read, **kwargs})


class MoneyField(ExactDecimalField):
    """Yuan (元), to the fen."""

    _parse = staticmethod(parse_yuan)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 14, "decimal_places": 2, **kwargs})

    @staticmethod
    def words(value: Decimal) -> str:
        """The amount as a clerk reads it beside another: 30,000元."""
        return format_yuan(value)


class RateField(ExactDecimalField):
    """A fraction, 85% as 0.85. Whether it lies in 0–1 is the core's to say, so that it is said once."""

    _parse = staticmethod(parse_share)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 12, "decimal_places": 4, **kwargs})

    @staticmethod
    def words(value: Decimal) -> str:
        """The fraction as a clerk reads it beside another: 85%."""
        return format_rate(value)


class FiguresField(models.CharField):  # type: ignore[type-arg]  # takes no parameters at run time
    """Several amounts in one line, however they were separated: “800, 700, 600”."""

    _SEPARATORS = re.compile(r"[,，、;；\s]+")
    _ENTRY = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]{1,2})?")

    def to_python(self, value: Any) -> Any:
        return ", ".join(map(self._read, self.split(super().to_python(value) or "")))

    @staticmethod
    def _read(entry: str) -> str:
        """An amount as digits: 0.13万 as 1300; what is none is left for the row to refuse."""
        try:
            return entry if entry.isdecimal() else plain(parse_yuan(entry))
        except FigureError:
            return entry

    @classmethod
    def split(cls, text: str) -> list[str]:
        """The amounts of such a line, one by one, as they were written."""
        return [entry for entry in cls._SEPARATORS.split(without_thousands(half_width(text))) if entry]

    @classmethod
    def refusal(cls, text: str) -> str:
        """Why the deductibles of such a line cannot be meant; '' where they can."""
        entries = cls.split(text)
        for entry in entries:
            if not cls._ENTRY.fullmatch(entry):
                return f"看不懂“{entry}”。请只写数字，不写千位逗号；各次之间用逗号隔开，例如“800, 700, 600”。"
        amounts = [Decimal(entry) for entry in entries]
        for number, (before, after) in enumerate(pairwise(amounts), start=2):
            if after > before:  # nobody sets it so; it is 1300 written as 1,300
                return f"第 {number} 次（{after}）比前一次（{before}）还高。数字里的千位逗号请去掉，例如写 1300。"
        return ""
