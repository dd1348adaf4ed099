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
from calculators.core.money import plain
from calculators.core.wording import format_rate
from calculators.grid.changes import changes
from calculators.grid.columns import DOUBTFUL, SpecialsColumn, condition, hardship_of
from calculators.grid.table import HOME, Lines, Planned, Problems, Typed
from calculators.models import PolicySpecial

#: The box of what all levels pay at most in a year.
_CAP = HOME.box(ANY, ANY, "annual_ceiling")
#: Whom a line is for, on what occasion, in which care, and what is other.
SPECIALS = Lines(
    "special",
    range(1, 9),
    (
        ("who", "哪种人", "特困、低保、满70岁"),
        ("item", "什么情形、什么病", "意外伤害"),
        ("care", "看什么", ""),
        ("change", "改成什么", "起付线降低20%，报70%"),
    ),
    {"care": (("", "和上面一样"), *CareType.choices)},
)
box = SPECIALS.box
_NO_CHANGE = "请写改成什么。例如“起付线降低20%”“提高5个百分点”“定额1100元”。"
_NO_CARE = "刚才选的没有认出来。请重新选“看什么”。"
_NO_CONDITION = "请写对谁、什么情形，例如“低保”“意外伤害”。都一样的，写在上面的表里。"
_NO_ROWS = "上面还没有写数，这一句没有地方放。请先写起付线、比例。别的看病的，选“看什么”。"
_ONLY_SUMS = "看什么不一样的，只写钱和比例。例如“定额1100元”“不设起付线，报50%”。"
_ONLY_CLASSES = "看什么不一样的，这一格只写当地的人群分类。例如“学生儿童”。"
#: What a row of its own can say of what a special can.
_OWN = ("deductible", "annual_ceiling", "kind_ceiling", "visit_ceiling", "fixed_payment")
#: Words for how often somebody is in hospital: a condition, never the name of an illness.
_OFTEN = re.compile("第[^第次]*次|首次|再次|多次|二次|[0-9二两三]次")


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
        who = (re.sub('^人群[“"]|[”"]$', "", word) for word in self.who)
        called = (self.item, *who) if self.item or self.who else (str(CareType(self.care).label),)
        return tuple(filter(None, called))

    def sentences(self) -> list[str]:
        """The line as a cell of a sheet says it. Classes of hardship and of the place's own are alternatives."""
        poor = [word for word in self.who if hardship_of(word)]
        own = [word for word in self.who if word.startswith("人群")]
        besides = [word for word in self.who if word not in poor and word not in own]
        groups = [group for group in (poor, own) if group] or [[]]
        item = [f"情形“{self.item}”"] if self.item else []
        changed = re.sub("[;；\n]+", "，", self.change)
        return [f"{'、'.join([*group, *besides, *item])}：{changed}" for group in groups]


def _is_condition(word: str) -> bool:
    """Whether a word is one that the model knows, or that must not be taken for a name of the place's own."""
    try:
        name, _ = condition(SpecialsColumn().plain(word))
    except ValidationError:
        return bool(_OFTEN.search(word) or re.search(DOUBTFUL, word) or re.search("周?岁|连续参保", word))
    return name != "person_class" or word.startswith("人群")


def _told(who: str, item: str) -> tuple[tuple[str, ...], str]:
    """The people and the occasion: what is a condition goes to the people wherever it was typed, other names of theirs are
    groups of the place's own."""
    people, occasions = (
        [word.strip() for word in re.split("[、，,；;]", said) if word.strip()] for said in (who, item)
    )
    conditions = [word for word in occasions if _OFTEN.search(word) or hardship_of(word)]
    named = [word if _is_condition(word) else f"人群“{word}”" for word in people]
    return (*named, *conditions), item if not conditions else "、".join(w for w in occasions if w not in conditions)


def planned(typed: Typed, care_type: str, home: list[Planned]) -> tuple[list[Planned], Problems]:
    """Put the lines about the same care into the rows ``home``, and make rows of the others."""
    own: list[Planned] = []
    problems: Problems = {}
    sentences: list[str] = []
    for line in _lines(typed):
        try:
            if line.care not in ("", *CareType.values):
                raise ValidationError({box(line.number, "care"): [_NO_CARE]})
            if line.care not in ("", care_type):
                own += _rows(line, home, typed.get(_CAP, "").strip())
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
    for number, said in SPECIALS.said(typed):
        who, item = _told(said.pop("who"), said.pop("item"))
        yield _Line(number, who, item, **said)


def _special(line: _Line, home: list[Planned]) -> list[str]:
    """Raises ValidationError where the line cannot be read, or has no row to stand in."""
    if not line.change:
        raise ValidationError(_NO_CHANGE)
    if not (line.who or line.item):
        raise ValidationError({box(line.number, "item"): [_NO_CONDITION]})
    column, said = SpecialsColumn(), line.sentences()
    specials = column.read(column.plain("；".join(said)))
    for special in specials:
        _check(special)
    if not home:
        raise ValidationError(_NO_ROWS)
    return said if specials else []


def _check(special: PolicySpecial) -> None:
    """Raises ValidationError, in sentences: the line has no box for each field."""
    try:
        special.full_clean(exclude=["policy"])
    except ValidationError as error:
        raise ValidationError(error.messages) from None


def _rows(line: _Line, home: list[Planned], cap: str) -> list[Planned]:
    """The rows of other care: one, or where a figure is that of the level, one for each row at home. A birth is a stay: the
    ``cap`` of all levels is its own too. Raises ValidationError."""
    if len(line.who) > 1 or not all(word.startswith("人群") for word in line.who):
        raise ValidationError({box(line.number, "who"): [_ONLY_CLASSES]})
    if not line.change:
        raise ValidationError(_NO_CHANGE)
    found: Mapping[str, Any] = changes(SpecialsColumn().plain(line.change))
    kept = ["bands" if name == "rate" else name for name, value in found.items() if value is None]
    told = {name: value for name, value in found.items() if value is not None}
    cells = {name: plain(value) if name != "deductible" else value for name, value in told.items() if name in _OWN}
    if "rate" in told:
        cells["bands"] = f"全部 {format_rate(told['rate'])}"
    if len(cells) < len(told):
        raise ValidationError(_ONLY_SUMS)
    if line.care == CareType.MATERNITY and cap:
        cells.setdefault("annual_ceiling", cap)
    if kept and not home:
        raise ValidationError(_NO_ROWS)
    names = [re.sub('^人群[“"]|[”"]$', "", word) for word in line.who]
    cells |= {"care_type": line.care, "hospital_level": ANY, "person": ANY, "item": line.item}
    cells["person_class"] = next(iter(names), "")
    words = "，".join(filter(None, [str(CareType(line.care).label), line.item, *names]))
    same = ("hospital_level", "person", *kept)
    levels = [{name: row.cells[name] for name in same if name in row.cells} for row in home] if kept else [{}]
    return [_planned(line, words, cells | level) for level in levels]


def _planned(line: _Line, words: str, cells: dict[str, Any]) -> Planned:
    return Planned(words, cells, dict.fromkeys(cells, line.at), lambda _: line.at, [(line.names(), (line.change,))])
