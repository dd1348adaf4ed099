"""Golden cases in the table of a policy: a bill and what has to be paid of it, beside the figures that must give it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from calculators.circumstances import ANY
from calculators.core.money import format_yuan, plain
from calculators.core.problems import TermsError
from calculators.core.standard import paid
from calculators.fields import MoneyField
from calculators.grid.table import HOME, Lines, Planned, Problems, Typed
from calculators.models import BasicPolicy, CriticalIllnessPolicy

#: Stands for 大病保险 among the levels.
UPPER_ROW = "upper"
CASES = Lines(
    "case",
    range(1, 5),
    (
        ("level", "哪一条", ""),
        ("person", "在职退休", ""),
        ("bill", "票据（元）", "50000"),
        ("expected", "应当报（元）", "38000"),
        ("note", "从哪里来", "文件第 8 页的例子"),
    ),
    {"level": (*HOME.lines, (UPPER_ROW, "大病保险")), "person": HOME.columns},
)
_ASKED = {
    "bill": "请写票据多少，例如 50000。",
    "expected": "请写应当报多少，例如 38000。",
    "note": "请写这个数从哪里来，例如“文件第 8 页的例子”“两个人分别算的”。",
}
_NO_ROW = "上面没有写“{}”的数。请选写了数的一条。"
_WHICH = "上面在职、退休不一样。请选是哪一种。"


@dataclass(frozen=True)
class Placed:
    """A case, and the row that it is to prove."""

    number: int
    bill: Any
    expected: Any
    note: str
    row: Planned

    @property
    def cell(self) -> str:
        return f"票据 {plain(self.bill)} 应报 {plain(self.expected)} {self.note}"


def placed(typed: Typed, rows: Mapping[Any, Iterable[Planned]]) -> tuple[list[Placed], Problems]:
    """Each case with its row, into whose cells it goes; ``rows`` are those planned, by their model."""
    found: list[Placed] = []
    problems: Problems = {}
    for number, said in CASES.said(_chosen(typed)):
        try:
            found.append(_placed(number, said, rows))
        except ValidationError as error:
            problems |= error.message_dict
    for row in {id(case.row): case.row for case in found}.values():
        own = [case for case in found if case.row is row]
        row.cells["cases"] = "\n".join(case.cell for case in own)
        row.boxes["cases"] = CASES.box(own[0].number, "bill")
    return found, problems


def _chosen(typed: Typed) -> Typed:
    """What is chosen in a line says nothing while nothing was typed in it."""
    chosen = {CASES.box(number, part) for number in CASES.numbers for part in CASES.choices}
    lines = {number for number, _ in CASES.said({name: text for name, text in typed.items() if name not in chosen})}
    empty = {CASES.box(number, part) for number in CASES.numbers if number not in lines for part in CASES.choices}
    return {name: text for name, text in typed.items() if name not in empty}


def _placed(number: int, said: dict[str, str], rows: Mapping[Any, Iterable[Planned]]) -> Placed:
    """Raises ValidationError, by box."""
    wrong: dict[str, list[str]] = {CASES.box(number, part): [asked] for part, asked in _ASKED.items() if not said[part]}
    sums: dict[str, Any] = {}
    for part in ("bill", "expected"):
        try:
            sums[part] = MoneyField().read(said[part]) if said[part] else None
        except ValidationError as error:
            wrong[CASES.box(number, part)] = error.messages
    try:
        row = _row_of(said["level"], said["person"], rows)
    except ValidationError as error:
        wrong[CASES.box(number, "level")] = error.messages
    if wrong:
        raise ValidationError(wrong)
    return Placed(number, sums["bill"], sums["expected"], " ".join(said["note"].split()), row)


def _row_of(level: str, person: str, rows: Mapping[Any, Iterable[Planned]]) -> Planned:
    if level == UPPER_ROW:
        found = [row for row in rows.get(CriticalIllnessPolicy, ()) if not row.cells["hardship"]]
    else:
        own = [row for row in rows.get(BasicPolicy, ()) if "item" not in row.cells]
        own = [row for row in own if row.cells["hospital_level"] == (level or ANY)]
        found = [row for row in own if row.cells["person"] in (ANY, person or ANY)]
        if own and not found:
            raise ValidationError(_WHICH)
    if not found:
        raise ValidationError(_NO_ROW.format(dict(CASES.choices["level"]).get(level or ANY, level)))
    return found[0]


def became(case: Placed, row: Any) -> tuple[bool, str]:
    """Whether a row gives what its case says, and what it gives, in words."""
    if missing := row.missing:
        return False, f"还算不出来，还差：{'、'.join(missing)}。"
    try:
        found = paid(row.rule(), case.bill)
    except TermsError:
        return False, "还算不出来，请先看上面的数。"
    if found == case.expected:
        return True, f"算出来也是 {format_yuan(found)}。"
    return False, f"照上面的数算出来是 {format_yuan(found)}。是上面的数写错了，还是这里错了？"
