"""Reading a mapping (YAML, JSON, a stored row) as terms: strictly, completely, and with every problem kept as data.

What is read, and within which limits, the terms declare themselves (`core.shape`); what is wrong with one field never
hides what is wrong with another. `in_file` says a problem to whoever wrote the file; clerks read `refusals`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from calculators.core.choices import CHOICE_LABELS
from calculators.core.labels import LABELS
from calculators.core.money import MAX_INTEGER_DIGITS, ZERO
from calculators.core.problems import Kind, MissingParameterError, Path, Problem, TermsError
from calculators.core.shape import Count, Figure, Terms

T = TypeVar("T", bound=Terms)

_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]+)(\.(?P<decimals>[0-9]+))?")

#: What is said of each kind of problem, behind the name of the field. ``{0}`` is the first of its values.
SENTENCES = {
    Kind.MISSING: "还没有填，缺了它不能计算",
    Kind.NO_GROUP: "要写成“字段: 值”的样子",
    Kind.STRANGER: "不认识这个字段，请检查拼写",
    Kind.NOT_A_NUMBER: '要写成带引号的数字，比如 "1300" 或 "0.85"',
    Kind.NEGATIVE: "不能是负数",
    Kind.TOO_LARGE: "太大了，整数部分最多 {0} 位",
    Kind.TOO_FINE: "最多写 {0} 位小数",
    Kind.NOT_A_FRACTION: "要在 0 到 1 之间，比如 85% 写成 0.85",
    Kind.NOT_A_FLAG: "只能写 true（是）或 false（否）",
    Kind.NOT_A_COUNT: "要写成 1、2、3 这样的整数，从 {0} 开始",
    Kind.NOT_A_CHOICE: "只能写 {0} 中的一个",
    Kind.NO_BANDS: "至少要写一段，每段写 up_to（上限）和 rate（比例）",
    Kind.NO_ENTRIES: "是空的，请按第几次住院写金额，最后一个以后各次都适用",
    Kind.OPEN_TOO_EARLY: "不能空着，只有最后一段可以不写上限",
    Kind.NOT_OPEN: "在最后一段要写 null，表示以上都算",
    Kind.NOT_ABOVE_ZERO: "要比 0 大",
    Kind.NOT_RISING: "要比前一段的上限大",
    Kind.NEEDS_CEILING: "要和 annual_ceiling 一起写：没有封顶线就没有超封顶的部分",
    Kind.NEEDS_RATE: "要和 over_ceiling_rate 一起写：没有比例就没有这笔支付",
    Kind.UNUSED: "在 none（和本地一样）时用不到，请删掉，或者改 kind",
    Kind.MORE_THAN_TOTAL: "比医疗费总额还多，请核对",
    Kind.PARTS_MORE_THAN_TOTAL: "加上自费以后比医疗费总额还多，请核对",
    Kind.LESS_THAN_PARTS: "比自费和先行自付加起来还少，请核对",
    Kind.MORE_THAN_NON_COVERED: "是自费的一部分，不能比自费还多，请核对",
    Kind.NO_CONDITION: "没有写对谁、在哪里、看什么，请至少写一个条件",
    Kind.NO_CHANGE: "没有写改成什么，请至少写一个数",
    Kind.STATED_TWICE: "和 kind 说的是同一件事，只留一个",
}


def in_file(problem: Problem) -> str:
    """A problem for whoever wrote the file: where it stands there, the field's Chinese name, and what to do."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in problem.path).removeprefix(".")
    names = [part for part in problem.path if isinstance(part, str)]
    label = LABELS.get(names[-1]) if names else None
    sentence = said(problem, SENTENCES, lambda choice: f"{choice}（{CHOICE_LABELS[choice]}）")
    return f"{path}（{label}）{sentence}" if label else f"{path} {sentence}".strip()


def said(problem: Problem, sentences: Mapping[Kind, str], named: Callable[[Any], str]) -> str:
    """The sentence about a problem with its values in place; ``named`` writes one of several choices."""
    values = problem.values
    if problem.kind is Kind.NOT_A_CHOICE:
        values = ("、".join(map(named, values)),)
    return sentences[problem.kind].format(*values)


def read(terms: type[T], mapping: object, root: str = "") -> T:
    """Read one mapping completely before complaining; ``root`` is how its problems call it.

    Raises `TermsError` with every problem and its path, or `MissingParameterError` when nothing is wrong but required
    parameters are not known.
    """
    reading = _Reading()
    found: T = reading.group(terms, mapping, (root,) if root else ())
    if reading.problems:
        only_missing = all(problem.kind is Kind.MISSING for problem in reading.problems)
        raise (MissingParameterError if only_missing else TermsError)(reading.problems)
    return found


class _Field(NamedTuple):
    """A field of a group: how its value is read, and what stands in for one that is missing or cannot be read."""

    name: str
    read: "_Read"
    harmless: Any


class _Reading:
    """What was found wrong so far. What cannot be read is replaced by something harmless, so that reading goes on."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._paths: set[Path] = set()

    def group(self, terms: type[T], mapping: object, path: Path) -> T:
        if not isinstance(mapping, Mapping):
            self.wrong(path, Kind.NO_GROUP)
            mapping = {}
        known = _fields_of(terms)  # type: ignore[arg-type]  # mypy asks the instances for the class's hash
        names = {field.name for field in known}
        for key in mapping:
            if key not in names:
                self.wrong((*path, str(key)), Kind.STRANGER)
        required = terms.required(mapping)
        values = {field.name: self._value(field, mapping, (*path, field.name), required) for field in known}
        found = terms(**values)
        for flaw in found.flaws():
            if all(self._is_sound((*path, name)) for name in flaw.beside):
                self.wrong((*path, *flaw.path), flaw.kind, *flaw.values)
        return found

    def _value(self, field: _Field, mapping: Mapping[Any, object], path: Path, required: Iterable[str]) -> Any:
        value = mapping.get(field.name)
        if value is not None:
            return field.read(self, value, path)
        if field.name in required:
            self.wrong(path, Kind.MISSING)
        return field.harmless

    def wrong(self, path: Path, kind: Kind, *values: object) -> None:
        """Keep a problem; of a field that something was said of already, or of what it stands in, one is enough."""
        if self._is_sound(path):
            self._paths.add(path)
            self.problems.append(Problem(path, kind, values))

    def _is_sound(self, path: Path) -> bool:
        return not any(path[:length] in self._paths for length in range(len(path) + 1))

    def figure(self, figure: Figure, value: object, path: Path) -> Decimal:
        text = _written(value)
        if (problem := _why_not_a_number(text, figure)) is not None:
            self.wrong(path, *problem)
            return ZERO
        number = Decimal(text)
        if figure.most is not None and number > figure.most:
            self.wrong(path, Kind.NOT_A_FRACTION)
        return number

    def figures(self, figure: Figure, value: object, path: Path) -> tuple[Decimal, ...]:
        """A list of figures; a single one stands for a list of one."""
        if not isinstance(value, list | tuple):
            return (self.figure(figure, value, path),)
        if not value:
            self.wrong(path, Kind.NO_ENTRIES)
        return tuple(self._entry(figure, entry, (*path, i)) for i, entry in enumerate(value))

    def _entry(self, figure: Figure, entry: object, path: Path) -> Decimal:
        if entry is None:
            self.wrong(path, Kind.MISSING)
            return ZERO
        return self.figure(figure, entry, path)

    def groups(self, terms: type[T], value: object, path: Path) -> tuple[T, ...]:
        if not isinstance(value, list | tuple) or not value:
            self.wrong(path, Kind.NO_BANDS)
            return ()
        return tuple(self.group(terms, item, (*path, i)) for i, item in enumerate(value))

    def choice(self, choices: type[StrEnum], value: object, path: Path) -> StrEnum:
        if value in list(choices):
            return choices(str(value))
        self.wrong(path, Kind.NOT_A_CHOICE, *choices)
        return next(iter(choices))

    def flag(self, value: object, path: Path) -> bool:
        if not isinstance(value, bool):
            self.wrong(path, Kind.NOT_A_FLAG)
        return value is True

    def count(self, count: Count, value: object, path: Path) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < count.least:
            self.wrong(path, Kind.NOT_A_COUNT, count.least)
            return count.least
        return value


_Read = Callable[[_Reading, Any, Path], Any]


@lru_cache
def _fields_of(terms: type[Terms]) -> tuple[_Field, ...]:
    hints = get_type_hints(terms, include_extras=True)
    found = []
    for field in fields(terms):
        read_value, harmless = _reader(hints[field.name])
        found.append(_Field(field.name, read_value, harmless if field.default is MISSING else field.default))
    return tuple(found)


def _reader(hint: Any) -> tuple[_Read, Any]:
    """How a value of a declared type is read, and a harmless one."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        [inner] = [argument for argument in arguments if argument is not type(None)]
        return _reader(inner)[0], None
    if origin is Annotated:
        [declared] = hint.__metadata__
        if isinstance(declared, Count):
            return _with(_Reading.count, declared), declared.least
        return _with(_Reading.figure, declared), ZERO
    if origin is tuple:
        item = arguments[0]
        many = _Reading.figures if get_origin(item) is Annotated else _Reading.groups
        return _with(many, item.__metadata__[0] if get_origin(item) is Annotated else item), ()
    if issubclass(hint, Terms):
        return _with(_Reading.group, hint), None
    if issubclass(hint, StrEnum):
        return _with(_Reading.choice, hint), next(iter(hint))
    return _PLAIN[hint]


def _with(method: Callable[..., Any], declared: Any) -> _Read:
    return lambda reading, value, path: method(reading, declared, value, path)


_PLAIN: dict[type, tuple[_Read, Any]] = {
    bool: (_Reading.flag, False),
    int: (lambda reading, value, path: reading.count(Count(1), value, path), 1),
    str: (lambda reading, value, path: str(value), ""),
    object: (lambda reading, value, path: value, None),
}


def _written(value: object) -> str:
    """The number as it was written; empty for the types a number is never read from (float, bool, …)."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        # Through Decimal, because str() refuses an int of more than 4,300 digits.
        return str(Decimal(value))
    return ""


def _why_not_a_number(text: str, figure: Figure) -> tuple[Kind, *tuple[int, ...]] | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return (Kind.NOT_A_NUMBER,)
    if match["sign"]:
        return (Kind.NEGATIVE,)
    if len(match["whole"]) > MAX_INTEGER_DIGITS:
        return Kind.TOO_LARGE, MAX_INTEGER_DIGITS
    if len((match["decimals"] or "").rstrip("0")) > figure.decimals:
        return Kind.TOO_FINE, figure.decimals
    return None
