"""What can be meant by what a clerk writes: days that rules speak of, texts that somebody reads."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models

#: Years that a rule can speak of; beyond them it is a slip of the finger, and calendars end.
YEARS = range(1950, 2200)
#: What Unicode calls controls, formats and signs of one's own.
_UNSEEN = frozenset({"Cc", "Cf", "Co"})
_MARKUP = re.compile(r"</?[A-Za-z][^<>\n]{0,40}>|&(?:nbsp|lt|gt|amp|quot);", re.ASCII)
#: What is said of more letters than a box or a column takes, and of signs that nobody sees.
TOO_LONG = "请写短一些，最多 %(limit_value)d 个字，现在 %(show_value)d 个。"
UNSEEN = "里面有看不见的字符。请删掉这一格，不要粘贴，重新打一遍。"
#: Letters of a text. The longest there is has 300; one of a hundred thousand makes a picture of a gigabyte.
LONGEST_TEXT = 5000


def check_day(day: dt.date | None) -> None:
    """Raises ValidationError for a day that no rule speaks of."""
    if isinstance(day, dt.date) and day.year not in YEARS:
        raise ValidationError(f"年份请写 {YEARS[0]} 到 {YEARS[-1]} 之间的。没有截止日期，就空着。")


def check_text(text: Any) -> None:
    """Raises ValidationError for a text that nobody reads to its end."""
    if isinstance(text, str) and len(text) > LONGEST_TEXT:
        raise ValidationError(TOO_LONG % {"limit_value": LONGEST_TEXT, "show_value": len(text)})


def check_words(text: Any) -> None:
    """Raises ValidationError for a text that says something else to a machine than to whoever reads it."""
    if not isinstance(text, str):
        return
    if any(unicodedata.category(sign) in _UNSEEN and sign not in "\n\r\t" for sign in text):
        raise ValidationError(UNSEEN)
    if found := _MARKUP.search(text):
        raise ValidationError(f"“{found[0]}”是网页代码，公众看到的就是这几个字母。请删掉，只写字。")


def speak_for_the_framework() -> None:
    """Whatever is refused for its length, or for the sign NUL, in a form, a sheet or a pack: in our words."""
    MaxLengthValidator.message, ProhibitNullCharactersValidator.message = TOO_LONG, UNSEEN


def endless(row: models.Model) -> Iterator[tuple[str, str]]:
    """Every text of a row that nobody reads to its end: the name of its field, and a sentence for the clerk. To be asked
    before anything looks into them."""
    return _problems(row, models.TextField, check_text)


def refusals(row: models.Model) -> Iterator[tuple[str, str]]:
    """Every day of a row that no rule speaks of, and every text with signs that nobody reads: the name of its field, and a
    sentence for the clerk."""
    yield from _problems(row, models.DateField, check_day)
    yield from _problems(row, models.CharField | models.TextField, check_words)


def _problems(row: models.Model, kind: Any, check_value: Callable[[Any], None]) -> Iterator[tuple[str, str]]:
    for field in row._meta.concrete_fields:
        try:
            if isinstance(field, kind):
                check_value(getattr(row, field.attname))
        except ValidationError as error:
            yield from ((field.name, sentence) for sentence in error.messages)
