"""Reading a mapping (YAML, JSON, a stored row) strictly: every problem is kept, each with the path of its field."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, NoReturn, Self, TypeVar

from calculators.choices import CHOICE_LABELS
from calculators.labels import LABELS
from calculators.money import MAX_INTEGER_DIGITS, ZERO

_Choice = TypeVar("_Choice", bound=StrEnum)

MAX_RATE_DECIMALS = 10
_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]+)(\.(?P<decimals>[0-9]+))?")
_INDEX = re.compile(r"\[\d+\]")


class TermsError(ValueError):
    """Terms that cannot be computed with; `problems` holds one Chinese sentence per field, each with its path."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(self.problems))


class MissingParameterError(TermsError):
    """Nothing is wrong, but a required parameter is not known: there is no number, and never a default."""


class Problems:
    """What was found wrong or missing while reading, in the order of reading."""

    def __init__(self) -> None:
        self._sentences: list[str] = []
        self._paths: set[str] = set()
        self._all_missing = True

    def wrong(self, path: str, sentence: str) -> None:
        self._all_missing = False
        self._add(path, sentence)

    def missing(self, path: str) -> None:
        self._add(path, "还没有填，缺了它不能计算")

    def __contains__(self, path: str) -> bool:
        return path in self._paths

    def __len__(self) -> int:
        return len(self._sentences)

    def raise_all(self) -> NoReturn:
        """Raises `MissingParameterError` when parameters are only missing, `TermsError` when any is wrong."""
        raise (MissingParameterError if self._all_missing else TermsError)(self._sentences)

    def _add(self, path: str, sentence: str) -> None:
        label = LABELS.get(_INDEX.sub("", path.rpartition(".")[2]))
        self._paths.add(path)
        self._sentences.append(f"{path}（{label}）{sentence}" if label else f"{path} {sentence}".strip())


class Reader:
    """One mapping. What cannot be read is reported and replaced by a harmless value, so that reading goes on."""

    def __init__(self, mapping: object, path: str, known: Collection[str], problems: Problems) -> None:
        self.path = path
        self.problems = problems
        self._mapping: Mapping[object, object] = {}
        if isinstance(mapping, Mapping):
            self._mapping = mapping
        else:
            self.wrong("", "要写成“字段: 值”的样子")
        for key in self._mapping:
            if key not in known:
                self.wrong(str(key), "不认识这个字段，请检查拼写")

    def at(self, key: str) -> str:
        """The full path of one field; of the mapping itself when the key is empty."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def is_sound(self, key: str) -> bool:
        """Whether nothing was found wrong with this field so far."""
        return self.at(key) not in self.problems

    def wrong(self, key: str, sentence: str) -> None:
        self.problems.wrong(self.at(key), sentence)

    def missing(self, key: str) -> None:
        # Nothing can be found in something that is no mapping; that was said once already.
        if self.path not in self.problems:
            self.problems.missing(self.at(key))

    def get(self, key: str) -> object:
        """The raw value; None when the field is absent or null."""
        return self._mapping.get(key)

    def require(self, key: str) -> object:
        """The raw value; reported as missing when the field is absent or null."""
        value = self.get(key)
        if value is None:
            self.missing(key)
        return value

    def money(self, key: str, default: Decimal | None = None) -> Decimal:
        """An amount in yuan; without a default it is required."""
        return self.money_of(self._get_or_require(key, default), self.at(key))

    def optional_money(self, key: str) -> Decimal | None:
        """An amount in yuan that may be absent, such as a ceiling."""
        return None if self.get(key) is None else self.money(key)

    def rate(self, key: str, default: Decimal | None = None) -> Decimal:
        """A fraction, 0–1; without a default it is required."""
        number = self._number(self._get_or_require(key, default), self.at(key), decimals=MAX_RATE_DECIMALS)
        if number > 1:
            self.wrong(key, "要在 0 到 1 之间，比如 85% 写成 0.85")
        return number

    def optional_rate(self, key: str) -> Decimal | None:
        """A fraction that may be absent, such as the rate of a layer not every place has."""
        return None if self.get(key) is None else self.rate(key)

    def flag(self, key: str) -> bool:
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, "只能写 true（是）或 false（否）")
        return value is True

    def positive_integer(self, key: str, default: int) -> int:
        value = self.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.wrong(key, "要写成 1、2、3 这样的整数，从 1 开始")
            return default
        return value

    def choice(self, key: str, default: _Choice) -> _Choice:
        value, choices = self.get(key), type(default)
        if value is None:
            return default
        if value not in list(choices):
            self.wrong(
                key,
                f"只能写 {'、'.join(f'{choice}（{CHOICE_LABELS[choice]}）' for choice in choices)} 中的一个",
            )
            return default
        return choices(str(value))

    def money_of(self, value: object, path: str) -> Decimal:
        """A raw value as yuan: at most two decimals and 12 integer digits. A None was reported by whoever found it."""
        return self._number(value, path, decimals=2)

    def _get_or_require(self, key: str, default: Decimal | None) -> object:
        value = self.get(key)
        if value is None and default is None:
            self.missing(key)
        return default if value is None else value

    def _number(self, value: object, path: str, *, decimals: int) -> Decimal:
        if value is None:
            return ZERO
        text = _written(value)
        sentence = _why_not_a_number(text, decimals)
        if sentence:
            self.problems.wrong(path, sentence)
            return ZERO
        return Decimal(text)


def _written(value: object) -> str:
    """The number as it was written; empty for the types a number is never read from (float, bool, …)."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        # Through Decimal, because str() refuses an int of more than 4,300 digits.
        return str(Decimal(value))
    return ""


def _why_not_a_number(text: str, decimals: int) -> str:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return '要写成带引号的数字，比如 "1300" 或 "0.85"'
    if match["sign"]:
        return "不能是负数"
    if len(match["whole"]) > MAX_INTEGER_DIGITS:
        return f"太大了，整数部分最多 {MAX_INTEGER_DIGITS} 位"
    if len((match["decimals"] or "").rstrip("0")) > decimals:
        return f"最多写 {decimals} 位小数"
    return ""


@dataclass(frozen=True, slots=True)
class Terms:
    """A group of terms that can be read from a mapping whose keys are its own field names."""

    PATH: ClassVar[str]

    @classmethod
    def from_mapping(cls, mapping: object, path: str = "") -> Self:
        """Read one mapping completely before complaining; `path` is how messages call it.

        Raises `TermsError` with every problem and its path, or `MissingParameterError` when nothing is wrong but
        required parameters are not known.
        """
        problems = Problems()
        terms = cls.within(mapping, path or cls.PATH, problems)
        if problems:
            problems.raise_all()
        return terms

    @classmethod
    def of(cls, reader: Reader, key: str) -> Self | None:
        """The group under `key` of a larger mapping; None when it is absent or null."""
        value = reader.get(key)
        return None if value is None else cls.within(value, reader.at(key), reader.problems)

    @classmethod
    def within(cls, mapping: object, path: str, problems: Problems) -> Self:
        """The group at `path` of a larger mapping; the caller asks `problems` whether the result may be used."""
        return cls._read(Reader(mapping, path, [field.name for field in fields(cls)], problems))

    @classmethod
    def _read(cls, reader: Reader) -> Self:
        raise NotImplementedError
