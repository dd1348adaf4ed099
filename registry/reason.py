"""What can be meant by what a clerk writes: days that rules speak of, texts that somebody reads."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

#: Years that a rule can speak of; beyond them it is a slip of the finger, and calendars end.
YEARS = range(1950, 2200)
#: Letters of a text. The longest there is has 300; one of a hundred thousand makes a picture of a gigabyte.
LONGEST_TEXT = 5000


def check_day(day: dt.date | None) -> None:
    """Raises ValidationError for a day that no rule speaks of."""
    if isinstance(day, dt.date) and day.year not in YEARS:
        raise ValidationError(f"年份请写 {YEARS[0]} 到 {YEARS[-1]} 之间的。没有截止日期，就空着。")


def check_text(text: Any) -> None:
    """Raises ValidationError for a text that nobody reads to its end."""
    if isinstance(text, str) and len(text) > LONGEST_TEXT:
        raise ValidationError(f"请写短一些，最多 {LONGEST_TEXT} 个字，现在 {len(text)} 个。")


_CHECKS = {models.DateField: check_day, models.TextField: check_text}


def beyond(row: models.Model) -> Iterator[tuple[str, str]]:
    """Every day and every text of a row that is beyond reason: the name of its field, and a sentence for the clerk."""
    for field in row._meta.concrete_fields:
        for kind, check in _CHECKS.items():
            if isinstance(field, kind):
                try:
                    check(getattr(row, field.attname))
                except ValidationError as error:
                    yield from ((field.name, sentence) for sentence in error.messages)
