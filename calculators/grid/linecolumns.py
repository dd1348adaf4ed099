"""Cells of a sheet that say more than their own column, as notices write them.

一级及以下 is two lines, 三级乙等 a level and the place's own class of it, 降低20个百分点 a figure and what it does.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError

from calculators.circumstances import ANY, HospitalLevel, PersonKind, Scheme
from calculators.core.choices import CHOICE_LABELS, DeductibleBasis
from calculators.grid import upper
from calculators.grid.columns import hardship_of
from registry.excel.columns import ChoiceColumn, FieldColumn
from registry.excel.values import Value, same, spoken, text_of
from registry.typed.signs import half_width

_RISING = (HospitalLevel.COMMUNITY, HospitalLevel.PRIMARY, HospitalLevel.SECONDARY, HospitalLevel.TERTIARY)
_KIND = re.compile("(?:定点)?(?:医疗机构|医院)$")
_UP_TO = re.compile("(?P<level>[一二三]级)(?:及其?)?以下")
#: What each level of a policy says by itself.
_OF_A_ROW = ("deductible", "bands", "fixed_payment", "item", "person_class", "hospital_class", "key")
#: How notices call those who are insured.
_INSURED = "(?:基本)?(?:医疗保险|医保)?(?:参保)?(?:人员)?"
_SCHEMES = (
    (re.compile(f"(?:城镇)?职工{_INSURED}"), Scheme.EMPLOYEE),
    (re.compile(f"(?:城乡)?居民{_INSURED}"), Scheme.RESIDENT),
)
#: How they say that there is no deductible, and that there is one for the whole year.
_NONE = re.compile("(?:不设|没有|无|取消|免)(?:起付线|起付标准)?")
_OF_A_YEAR = re.compile(
    r"(?:一个?|每|全)?(?:自然)?年度?(?:内|累计|合计)*(?:起付线|起付标准)?(?:为)?(?P<figure>[0-9][0-9.,]* ?万?) ?元?"
)
_CLASS = re.compile("(?P<level>[一二三]级)[甲乙丙]等")
_BOTH = (str(PersonKind.ACTIVE.label), str(PersonKind.RETIRED.label))
_PERSONS = re.compile(f"({'|'.join(_BOTH)})(?:职工|人员)*(?:一年)?(?:最多|最高)?(?:支付)?[:：]?")
#: 在职、退休均为85% says nothing of those who work alone.
_SAYS = re.compile("(?![和与及、，,；;]|均|都|一样).{0,300}[0-9零一二三四五六七八九十百]")


class SchemesColumn(ChoiceColumn):
    """险种 as notices write it; several with the same figures may be named in one line: 职工、居民."""

    suggests = True

    def meant(self, value: Value) -> list[Mapping[str, Value]]:
        words = re.split("[、，,；;和]", value) if isinstance(value, str) else []
        found = [_called(_SCHEMES, word.strip()) for word in words]
        return [{self.name: str(one.label)} for one in dict.fromkeys(found) if one] if found and all(found) else [{}]


class DeductiblesColumn(FieldColumn):
    """起付线 of a policy, as notices write it: 不设, and 年度200元, which is one for the whole year."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.help = f"{self.help}不设起付线写“不设”；一年只付一次的写“一年200元”。"

    @cached_property
    def example(self) -> Value:
        return "800, 700, 600"

    def meant(self, value: Value) -> list[Mapping[str, Value]]:
        typed = value.strip() if isinstance(value, str) else ""
        if _NONE.fullmatch(typed):
            return [{self.name: "0"}]
        if found := _OF_A_YEAR.fullmatch(half_width(typed)):
            return [{self.name: found["figure"], "deductible_basis": CHOICE_LABELS[DeductibleBasis.PER_YEAR]}]
        return [{}]


def _called(classes: Iterable[tuple[re.Pattern[str], Any]], typed: str) -> Any:
    return next((one for called, one in classes if called.fullmatch(typed)), None)


class PersonsColumn(ChoiceColumn):
    """在职退休: left empty, the figures beside it may tell them apart as notices do: 在职92%，退休94% is a line each."""

    apart = ("deductible", "bands", "annual_ceiling")

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.help = f"{self.help}空着也行：起付线、比例、封顶线那几格里照写“在职92%，退休94%”，就是两行。"

    def meant_in(self, line: Mapping[str, Value]) -> list[Mapping[str, Value]]:
        if spoken(line[self.name]) not in ("", self.labels[ANY]):
            return [{}]
        said = {name: told for name in self.apart if (told := _of_persons(line[name]))}
        if not said:
            return [{}]
        return [{self.name: who} | {name: told[who] for name, told in said.items()} for who in _BOTH]


def _of_persons(cell: Value) -> dict[str, str]:
    """What a cell says of those who work and of pensioners; nothing where it does not say it of each once."""
    before, *parts = _PERSONS.split(cell) if isinstance(cell, str) else [""]
    told = {who: figure.strip(" 、，,；;") for who, figure in zip(parts[::2], parts[1::2], strict=True)}
    whole = not before.strip() and len(parts) == 4 and len(told) == 2
    return told if whole and all(_SAYS.match(figure) for figure in told.values()) else {}


class LevelColumn(ChoiceColumn):
    suggests = True

    def meant(self, value: Value) -> list[Mapping[str, Value]]:
        """The level of each line that is meant, and the class that it names."""
        typed = _KIND.sub("", value.strip()) if isinstance(value, str) else ""
        if found := _UP_TO.fullmatch(typed):
            below = [str(level.label) for level in _RISING]
            return [{self.name: label} for label in below[: below.index(found["level"]) + 1]]
        if found := _CLASS.fullmatch(typed):
            return [{self.name: found["level"], "hospital_class": typed}]
        return [{}]

    def read(self, value: Value) -> Any:
        return super().read(_KIND.sub("", value.strip()) if isinstance(value, str) else value)


class SharingLevelColumn(LevelColumn):
    """A line of no level that gives neither deductible nor share is no row: it says what the levels have alike."""

    refers = True

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.help = f"各级都一样的（特别规定、封顶线），写一行：这一格写“{self.labels[ANY]}”，起付线、比例空着，下面各级都算上。{self.help}"

    def spoken_of(self, lines: Sequence[Mapping[str, Value]]) -> Sequence[Mapping[str, Value]]:
        rows = {_policy(line) for line in lines if not self._is_shared(line)}
        return [line for line in lines if self._is_shared(line) and _policy(line) in rows]

    def among(
        self, line: Mapping[str, Value], others: Sequence[Mapping[str, Value]]
    ) -> list[Mapping[str, Value]] | None:
        """Where what the levels have alike is told of 在职 and of 退休, a line for both is one for each."""
        shared = [one for one in others if _policy(one) == _policy(line)]
        if any(one is line for one in shared):
            return None
        if not shared:
            return []
        apart = not _person(line) and any(map(_person, shared))
        persons = _BOTH if apart else (line["person"],)
        return [_with({**line, "person": who}, [one for one in shared if _person(one) in ("", who)]) for who in persons]

    def _is_shared(self, line: Mapping[str, Value]) -> bool:
        level = spoken(line[self.name])
        return level in ("", self.labels[ANY]) and all(same(line[name], None) for name in _OF_A_ROW)


def _policy(line: Mapping[str, Value]) -> tuple[str, ...]:
    """What the lines of one policy have alike."""
    return tuple(spoken(line[name]) for name in ("region", "scheme", "care_type") if name in line)


def _person(line: Mapping[str, Value]) -> str:
    """Of whom a line speaks: 在职 or 退休; '' of both."""
    return next((who for who in _BOTH if who == spoken(line["person"])), "")


def _with(line: Mapping[str, Value], shared: Sequence[Mapping[str, Value]]) -> Mapping[str, Value]:
    """What a line says with what it takes over; its own specials stand in front of those of all levels."""
    taken = dict(line) | {name: cell for one in shared for name, cell in one.items() if same(line[name], None)}
    specials = [spoken(one["specials"]) for one in (line, *shared) if not same(one["specials"], None)]
    return taken | ({"specials": "；".join(specials)} if specials else {})


class ClassesColumn(ChoiceColumn):
    """困难身份: several classes with the same figures may be named in one line, and what is other for them as notices say it,
    起付线减半 and 提高5个百分点 of what the line for everybody says."""

    refers = suggests = True

    def meant(self, value: Value) -> list[Mapping[str, Value]]:
        words = re.split("[、，,；;]", value) if isinstance(value, str) else []
        found = [hardship_of(word.strip()) for word in words]
        if not found or None in found:
            return [{}]
        return [{self.name: str(one.label)} for one in dict.fromkeys(found) if one]

    def spoken_of(self, lines: Sequence[Mapping[str, Value]]) -> Sequence[Mapping[str, Value]]:
        return [line for line in lines if same(line[self.name], None)]

    def among(
        self, line: Mapping[str, Value], others: Sequence[Mapping[str, Value]]
    ) -> list[Mapping[str, Value]] | None:
        start, bands = spoken(line["deductible"]), spoken(line["bands"])
        if not (upper.CHANGED.match(start) or upper.RAISED.match(bands)):
            return []
        alike = [one for one in others if _policy(one) == _policy(line)]
        try:
            general = upper.General.of(self._figures(alike[0])) if alike else None
            taken = {"deductible": upper.lowered(start, general), "bands": upper.raised(bands, general)}
        except ValidationError:
            return []  # told when the cells are read
        basis = {} if general is None or not same(line["band_basis"], None) else self._basis(general)
        return [{name: cell for name, cell in taken.items() if not same(line[name], None)} | basis]

    def _figures(self, line: Mapping[str, Value]) -> dict[str, str]:
        basis = self.field.model._meta.get_field("band_basis")
        value = "" if same(line["band_basis"], None) else str(ChoiceColumn(basis).read(line["band_basis"]))
        return {name: spoken(line[name]) for name in upper.FIGURES} | {"band_basis": value}

    def _basis(self, general: upper.General) -> dict[str, Value]:
        return {"band_basis": general.row.get_band_basis_display()} if general.row.band_basis else {}

    def read(self, value: Value) -> Any:
        found = hardship_of(text_of(value))
        return super().read(value) if found is None else found.value
