"""The last part of the table of a policy: what is other for some people or occasions, a line each.

A line about the same care goes into every row at home as its special (特别规定). One about other care, such as the fixed
sums of a birth in a notice about stays in hospital, becomes a row of its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from calculators.circumstances import ANY, CareType
from calculators.columns import SpecialsColumn, changes, hardship_of
from calculators.core.money import plain
from calculators.core.wording import format_rate
from calculators.grid import Planned, Problems, Typed
from calculators.models import PolicySpecial

LINES = range(1, 9)
#: What a line says: whom it is for, on what occasion, in which care, and what is other. Name, words and an example.
PARTS = (
    ("who", "哪种人", "特困、低保、满70岁"),
    ("item", "什么情形、什么病", "意外伤害"),
    ("care", "看什么", ""),
    ("change", "改成什么", "提高5个百分点"),
)
_NO_CHANGE = "请写改成什么。例如“提高5个百分点”“定额1100元”。"
_NO_CONDITION = "请写对谁、什么情形，例如“低保”“意外伤害”。都一样的，写在上面的表里。"
_NO_ROWS = "上面还没有写数，这一句没有地方放。请先写起付线、比例。别的看病的，选“看什么”。"
_ONLY_SUMS = "看什么不一样的，只写钱和比例。例如“定额1100元”“不设起付线，报50%”。"
_ONLY_CLASSES = "看什么不一样的，这一格只写当地的人群分类。例如“学生儿童”。"
#: What a row of its own can say of what a special can.
_OWN = ("deductible", "annual_ceiling", "kind_ceiling", "visit_ceiling", "fixed_payment")
#: Conditions that people meet besides being of a class: 满70岁, 第2次起, 连续参保满36个月.
_BESIDES = re.compile("不?满.*|第.*次起|[0-9]+周?岁.*|连续参保.*")


def box(line: int, part: str) -> str:
    return f"special-{line}-{part}"


def boxes() -> Iterator[str]:
    for line in LINES:
        yield from (box(line, part) for part, *_ in PARTS)


@dataclass(frozen=True)
class _Line:
    number: int
    who: tuple[str, ...]
    item: str
    care: str
    change: str

    @property
    def at(self) -> str:
        return box(self.number, "change")

    def names(self) -> tuple[str, ...]:
        """What the clause about it must say."""
        called = (self.item, *self.who) if self.item or self.who else (str(CareType(self.care).label),)
        return tuple(filter(None, called))

    def sentences(self) -> list[str]:
        """The line as a cell of a sheet says it. Classes of hardship and of the place's own are alternatives."""
        besides = [word for word in self.who if _BESIDES.fullmatch(word)]
        poor = [word for word in self.who if hardship_of(word)]
        own = [f"人群“{word}”" for word in self.who if word not in besides and word not in poor]
        groups = [group for group in (poor, own) if group] or [[]]
        item = [f"情形“{self.item}”"] if self.item else []
        return [f"{'、'.join([*group, *besides, *item])}：{self.change}" for group in groups]


def planned(typed: Typed, care_type: str, home: list[Planned]) -> tuple[list[Planned], Problems]:
    """Put the lines about the same care into the rows ``home``, and make rows of the others."""
    own: list[Planned] = []
    problems: Problems = {}
    sentences: list[str] = []
    for line in _lines(typed):
        try:
            if line.care not in ("", care_type):
                own.append(_row(line))
                continue
            said = _special(line, home)
        except ValidationError as error:
            problems |= error.message_dict if hasattr(error, "error_dict") else {line.at: error.messages}
            continue
        sentences += said
        for row in home:
            row.boxes.setdefault("specials", line.at)
            row.sayings.append((line.names(), (line.change,)))
    for row in home if sentences else ():
        row.cells["specials"] = "；".join(sentences)
    return own, problems


def _lines(typed: Typed) -> Iterator[_Line]:
    for number in LINES:
        said = {part: typed.get(box(number, part), "").strip() for part, *_ in PARTS}
        if any(said.values()):
            who = tuple(filter(None, map(str.strip, re.split("[、，,；;]", said.pop("who")))))
            yield _Line(number, who, **said)


def _special(line: _Line, home: list[Planned]) -> list[str]:
    """Raises ValidationError where the line cannot be read, or has no row to stand in."""
    if not line.change:
        raise ValidationError(_NO_CHANGE)
    if not (line.who or line.item):
        raise ValidationError({box(line.number, "item"): [_NO_CONDITION]})
    column, said = SpecialsColumn(), line.sentences()
    changes(column.plain(line.change))
    for special in column.read(column.plain("；".join(said))):
        _check(special)
    if not home:
        raise ValidationError(_NO_ROWS)
    return said


def _check(special: PolicySpecial) -> None:
    """Raises ValidationError, in sentences: the line has no box for each field."""
    try:
        special.full_clean(exclude=["policy"])
    except ValidationError as error:
        raise ValidationError(error.messages) from None


def _row(line: _Line) -> Planned:
    """A row of other care. Raises ValidationError."""
    if any(hardship_of(word) or _BESIDES.fullmatch(word) for word in line.who) or len(line.who) > 1:
        raise ValidationError({box(line.number, "who"): [_ONLY_CLASSES]})
    if not line.change:
        raise ValidationError(_NO_CHANGE)
    found: Mapping[str, Any] = changes(SpecialsColumn().plain(line.change))
    cells = {name: plain(value) if name != "deductible" else value for name, value in found.items() if name in _OWN}
    if "rate" in found:
        cells["bands"] = f"全部 {format_rate(found['rate'])}"
    if len(cells) < len(found):
        raise ValidationError(_ONLY_SUMS)
    cells |= {"care_type": line.care, "hospital_level": ANY, "person": ANY, "item": line.item}
    cells["person_class"] = next(iter(line.who), "")
    words = "，".join(filter(None, [str(CareType(line.care).label), line.item, *line.who]))
    return Planned(words, cells, dict.fromkeys(cells, line.at), lambda _: line.at, [(line.names(), (line.change,))])
