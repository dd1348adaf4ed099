"""Figures that are stored as they are written: never through a float, the same before and after the database."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from calculators.core.money import format_yuan, plain
from calculators.core.typed import half_width
from calculators.core.wording import format_rate


class _PlainDecimal(forms.DecimalField):
    """Shows 0.8500 as 0.85 and 1300.00 as 1300; reads full-width figures too."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(half_width(value) if isinstance(value, str) else value)

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

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        return super().formfield(*args, **{"form_class": _PlainDecimal, **kwargs})


class MoneyField(ExactDecimalField):
    """Yuan (元), to the fen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 14, "decimal_places": 2, **kwargs})

    @staticmethod
    def words(value: Decimal) -> str:
        """The amount as a clerk reads it beside another: 30,000元."""
        return format_yuan(value)


class RateField(ExactDecimalField):
    """A fraction, 85% as 0.85. Whether it lies in 0–1 is the core's to say, so that it is said once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 12, "decimal_places": 4, **kwargs})

    @staticmethod
    def words(value: Decimal) -> str:
        """The fraction as a clerk reads it beside another: 85%."""
        return format_rate(value)


class FiguresField(models.CharField):  # type: ignore[type-arg]  # takes no parameters at run time
    """Several amounts in one line, however they were separated: “800, 700, 600”."""

    _SEPARATORS = re.compile(r"[,，、;；\s]+")

    def to_python(self, value: Any) -> Any:
        return ", ".join(self.split(super().to_python(value) or ""))

    @classmethod
    def split(cls, text: str) -> list[str]:
        """The amounts of such a line, one by one, as they were written."""
        return [entry for entry in cls._SEPARATORS.split(half_width(text)) if entry]
