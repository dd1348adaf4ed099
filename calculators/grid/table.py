"""A table for the levels of one policy: what a clerk types in its boxes, and which rows that makes.

At home (本地) the first line holds for every level and the first column for 在职 and 退休, wherever those say nothing else:
what is the same is typed once. Away from home (外地) each pair of boxes is a rule of its own; what only some people have is in ``specials``. Nothing is checked here but
which of two figures is meant: the rows are brought in as the lines of a sheet are (``registry.excel.importing``), read by
the same columns, refused with the same sentences.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.core.exceptions import ValidationError

from calculators.circumstances import ANY, Category, Distance, HospitalLevel, PersonKind
from calculators.core.choices import RemoteKind
from calculators.core.typed import half_width
from calculators.fields import MoneyField
from calculators.grid import awaychanges
from calculators.written import written

#: The boxes' texts by their names, and what is wrong with some of them.
Typed = Mapping[str, str]
Problems = dict[str, list[str]]
#: What a clause says of a row: the names in it, and what was typed of its figures.
Saying = tuple[tuple[str, ...], tuple[str, ...]]
#: The same for figures of the row itself, and what tells clauses apart that say it equally.
Figures = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Part:
    """One of the two tables of levels and categories: what tells its lines and its columns apart, and what is typed where they meet. ``lines`` and
    ``columns`` are values with their words, ``figures`` names with words and an example."""

    name: str
    lines: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str, str], ...]

    def box(self, line: str, column: str, figure: str) -> str:
        return f"{self.name}-{line}-{column}-{figure}"

    def boxes(self) -> Iterator[str]:
        for (line, _), (column, _), (figure, *_) in product(self.lines, self.columns, self.figures):
            yield self.box(line, column, figure)

    def words(self, line: str, column: str) -> str:
        """Where a box stands: “三级，退休”."""
        return "，".join(words for words in (dict(self.lines)[line], dict(self.columns)[column]) if words)


@dataclass(frozen=True)
class Lines:
    """A table of lines of one kind: how many there are, and what each says (name, words and an example)."""

    name: str
    numbers: range
    parts: tuple[tuple[str, str, str], ...]
    #: What may be chosen for a part, with its words.
    choices: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def box(self, line: int, part: str) -> str:
        return f"{self.name}-{line}-{part}"

    def boxes(self) -> Iterator[str]:
        for number in self.numbers:
            yield from (self.box(number, part) for part, *_ in self.parts)

    def said(self, typed: Typed) -> Iterator[tuple[int, dict[str, str]]]:
        """The lines in which something stands, by their numbers."""
        for number in self.numbers:
            found = {part: typed.get(self.box(number, part), "").strip() for part, *_ in self.parts}
            if any(found.values()):
                yield number, found


def _but_any(choices: Iterable[Any]) -> list[tuple[str, str]]:
    return [(one.value, str(one.label)) for one in choices if one.value != ANY]


HOME = Part(
    "home",
    ((ANY, "各级一样"), *_but_any(HospitalLevel)),
    ((ANY, "不分在职退休"), *_but_any(PersonKind)),
    (
        ("deductible", "起付线", "800 或 800, 600"),
        ("bands", "比例", "85% 或 3万以内85%；以上90%"),
        ("annual_ceiling", "封顶线", "20万"),
    ),
)
AWAY = Part(
    "away",
    tuple(
        (one.value, one.short)
        for one in (
            Category.LONG_TERM,
            Category.REFERRAL,
            Category.OTHER_TEMPORARY,
            Category.EMERGENCY,
            Category.UNFILED,
        )
    ),
    tuple((one.value, str(one.label)) for one in (Distance.ANY, Distance.SAME_PROVINCE, Distance.OTHER_PROVINCE)),
    (("deductible", "起付线", "1000"), ("value", "比例", "60%、降10个百分点、先自付10%、一样")),
)


@dataclass(frozen=True)
class Planned:
    """A row to be: what stands in its cells, by the column's name, the box that each came from, and where it stands.

    ``figures`` is what the clauses say that its own figures are made of, ``sayings`` those of what is other for some.
    """

    words: str
    cells: dict[str, Any] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)
    own: Callable[[str], str] = str
    sayings: list[Saying] = field(default_factory=list)
    figures: list[Figures] = field(default_factory=list)


#: The unit of a figure that was typed without one.
_UNITS = {"deductible": "元", "bands": "%", "annual_ceiling": "元", "value": "%"}


def measured_as(figure: str, typed: str) -> str:
    """With the unit that its box has: 800 is 800元, 85 is 85%."""
    return re.sub(r"[0-9.]+(?![0-9.]| ?[万元%个百])", rf"\g<0>{_UNITS[figure]}", half_width(typed))


def at_home(typed: Typed) -> tuple[list[Planned], Problems]:
    """The rows of basic insurance: one for each level and person of which something is said."""
    said = _Said(typed)
    levels = [level for level, _ in HOME.lines[1:] if any(said.at(level, person) for person, _ in HOME.columns)] or [
        ANY
    ]
    persons = [who for who, _ in HOME.columns[1:] if any(said.at(level, who) for level, _ in HOME.lines)] or [ANY]
    planned: list[Planned] = []
    problems: Problems = {}
    for level, person in product(levels, persons):
        if not any(said.at(*place) for place in {(level, person), (level, ANY), (ANY, person)}):
            continue
        row = Planned(
            HOME.words(level, person),
            {"hospital_level": level, "person": person},
            own=lambda figure, level=level, person=person: HOME.box(level, person, figure),  # type: ignore[misc]
        )
        for figure, *_ in HOME.figures:
            boxes = said.boxes(level, person, figure)
            if len({typed[box].strip() for box in boxes}) > 1:
                problems[HOME.box(level, person, figure)] = ["左边和上面写的不一样，这一格请写明是多少。"]
            elif boxes:
                row.cells[figure], row.boxes[figure] = typed[boxes[0]], boxes[0]
        for figure, box in row.boxes.items():
            told = {"annual_ceiling": (), "deductible": (level,)}.get(figure, (level, person))
            who = written(*told)
            row.figures.append((who, (measured_as(figure, typed[box]),), written(figure)))
        planned.append(row)
    return planned, problems


class _Said:
    """What stands in the boxes at home, and which of them speak of a level and a person."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed

    def at(self, level: str, person: str) -> bool:
        return any(self._filled(HOME.box(level, person, figure)) for figure, *_ in HOME.figures)

    def boxes(self, level: str, person: str, figure: str) -> list[str]:
        """The nearest boxes with something in them: its own; those beside and above it; the first of all."""
        rings: list[set[tuple[str, str]]] = [{(level, person)}, {(level, ANY), (ANY, person)}, {(ANY, ANY)}]
        for ring in rings:
            filled = sorted(box for place in ring if self._filled(box := HOME.box(*place, figure)))
            if filled:
                return filled
        return []

    def _filled(self, box: str) -> bool:
        return bool(self.typed.get(box, "").strip())


def away(typed: Typed) -> tuple[list[Planned], Problems]:
    """The rules away from home: one for each category and distance of which something is said."""
    planned: list[Planned] = []
    typed, problems = _as_others(typed)
    for (category, _), (distance, _) in product(AWAY.lines, AWAY.columns):
        boxes = {figure: AWAY.box(category, distance, figure) for figure, *_ in AWAY.figures}
        figures = {figure: typed.get(box, "").strip() for figure, box in boxes.items()}
        if not any(figures.values()) or boxes["value"] in problems:
            continue
        cells: dict[str, Any] = {"category": category, "distance": distance}
        for figure, read in (("deductible", _money), ("value", awaychanges.change)):
            try:
                cells |= read(figures[figure]) if figures[figure] else {}
            except ValidationError as error:
                problems[boxes[figure]] = error.messages
        if "kind" not in cells and "deductible" in cells:  # the deductible alone is another one
            cells |= {"kind": RemoteKind.DEDUCTIBLE.value, "value": cells.pop("deductible")}
            boxes = {"value": boxes["deductible"], "kind": boxes["deductible"]}
        else:
            boxes["kind"] = boxes["value"]
        measured = tuple(measured_as(figure, said) for figure, said in figures.items() if said)
        row = Planned(AWAY.words(category, distance), cells, boxes, boxes.__getitem__)
        row.figures.append((written(category), measured, written(distance)))
        planned.append(row)
    return planned, problems


def _as_others(typed: Typed) -> tuple[dict[str, str], Problems]:
    """The boxes with what “视同转诊备案” stands for in its place: what is typed of those, at each distance."""
    meant, problems = dict(typed), Problems()
    for (category, _), (column, _) in product(AWAY.lines, AWAY.columns):
        box = AWAY.box(category, column, "value")
        try:
            named = awaychanges.as_filed(typed.get(box, ""), _beside(typed, column))
        except ValidationError as error:
            problems[box] = error.messages
            continue
        if named in (None, category):
            continue
        columns = [one for one, _ in AWAY.columns] if column == ANY else [column]
        copied = {}
        for one, (figure, *_) in product(columns, AWAY.figures):
            said = typed.get(AWAY.box(named, one, figure), "").strip()
            anywhere = "" if column == ANY else typed.get(AWAY.box(named, ANY, figure), "").strip()
            copied[AWAY.box(category, one, figure)] = said or anywhere
        if not any(copied.values()):
            problems[box] = [awaychanges.no_line_yet(named)]
        meant |= copied
    return meant, problems


def _beside(typed: Typed, column: str) -> dict[str, str]:
    """What is typed for each category at one distance, or else at any."""
    said = {line: typed.get(AWAY.box(line, column, "value"), "").strip() for line, _ in AWAY.lines}
    return {line: text or typed.get(AWAY.box(line, ANY, "value"), "").strip() for line, text in said.items()}


def _money(typed: str) -> dict[str, Any]:
    return {"deductible": MoneyField().read(typed)}
