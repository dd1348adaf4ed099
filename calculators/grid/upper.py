"""大病保险 in the table of a policy: deductible, shares and ceiling of everybody in one line, of those who are poor in others.

What a line does not say is as for everybody; “减半” and “提高5个百分点” are reckoned from what holds for them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from calculators.circumstances import Hardship
from calculators.core.choices import BurdenBasis
from calculators.core.money import plain
from calculators.fields import MoneyField, chosen
from calculators.grid.changes import changes
from calculators.grid.columns import BandsColumn, condition
from calculators.grid.table import Lines, Planned, Problems, Typed, measured_as
from calculators.models import CriticalIllnessBand, CriticalIllnessPolicy
from calculators.written import written

#: The figures that a line gives.
FIGURES = ("deductible", "bands", "annual_ceiling")
UPPER = Lines(
    "upper",
    range(1, 5),
    (
        ("who", "哪种人", "空着：大家都一样"),
        ("deductible", "起付线", "1.4万"),
        ("bands", "比例", "60% 或 5万以内60%；以上70%"),
        ("annual_ceiling", "封顶线", "20万"),
        ("band_basis", "分段从哪里算起", ""),
    ),
    {"band_basis": (("", "只有一段，或写明了"), *chosen(BurdenBasis))},
)
_COLUMN = BandsColumn(CriticalIllnessBand)
_ABOUT = "大病|大额"
_TWICE = "“哪种人”空着的只能有一行。别的请写明是哪种人，例如“低保、特困”。"
_ONLY_POOR = "“{}”：这里只写困难的类别，例如“低保、特困”。别的打开“大病保险”那一条写。"
_NO_GENERAL = "“{}”要从大家的数算起。请先写“哪种人”空着的那一行。"
_ONE_CHANGE = "“{}”：一格只写一样。例如起付线写“减半”，比例写“提高5个百分点”。"
#: What is said of a figure that hangs on another.
CHANGED = re.compile("减半|折半|打|降|下[调浮]|按|不设|取消|全免|免")
RAISED = re.compile("(?:(?:报销|支付)?比例)?(?:提高|增加|上浮|上调|加)")
_NO_CEILING = re.compile("不设(?:封顶线)?|不封顶|取消封顶线?|没有|无")


@dataclass(frozen=True)
class General:
    """What holds for everybody, as far as it can be read."""

    row: CriticalIllnessPolicy
    bands: list[Any]
    ceiling: str

    @classmethod
    def of(cls, said: dict[str, str]) -> "General":
        """Raises ValidationError; that is told when the row itself is brought in."""
        start = MoneyField().read(said["deductible"]) if said["deductible"] else None
        row = CriticalIllnessPolicy(deductible=start, band_basis=said["band_basis"])
        return cls(row, _COLUMN.children(row, _COLUMN.plain(said["bands"])), said["annual_ceiling"])


def planned(typed: Typed) -> tuple[list[Planned], Problems]:
    """The rows of 大病保险: one for everybody, and one for each class that a line names."""
    lines = list(UPPER.said(typed))
    everybody = [(number, said) for number, said in lines if not said["who"]]
    if len(everybody) > 1:
        return [], {UPPER.box(everybody[1][0], "who"): [_TWICE]}
    rows = [_row(number, said, "") for number, said in everybody]
    problems: Problems = {}
    try:
        general = General.of(everybody[0][1]) if everybody else None
    except ValidationError:
        return rows, problems
    for number, said in lines:
        try:
            rows += _of_poor(number, said, general) if said["who"] else ()
        except ValidationError as error:
            problems |= error.message_dict
    return rows, problems


def _of_poor(number: int, said: dict[str, str], general: General | None) -> Iterator[Planned]:
    """Raises ValidationError, by box."""
    meant = {**said}
    for name, made in (("deductible", lowered), ("bands", raised), ("annual_ceiling", _ceiling)):
        try:
            meant[name] = made(said[name], general)
        except ValidationError as error:
            raise ValidationError({UPPER.box(number, name): error.messages}) from None
    if general and not meant["band_basis"]:
        meant["band_basis"] = general.row.band_basis
    for hardship in _classes(number, said["who"]):
        yield _row(number, meant, hardship, said)


def _classes(number: int, who: str) -> list[str]:
    try:
        found = [(word, *condition(word)) for word in re.split("[、，,；;]", who) if word]
        if others := [word for word, name, _ in found if name != "hardship"]:
            raise ValidationError(_ONLY_POOR.format(others[0]))
    except ValidationError as error:
        raise ValidationError({UPPER.box(number, "who"): error.messages}) from None
    return list(dict.fromkeys(value for *_, value in found))  # 特困、孤儿 are one


def lowered(typed: str, general: General | None) -> str:
    """The deductible, as it is typed or as it follows from that of everybody. Raises ValidationError."""
    if typed and not CHANGED.match(typed):
        return typed
    start = general.row.deductible if general else None
    if not typed:
        return "" if start is None else str(plain(start))
    found = _alone(typed, f"起付线{typed}", "deductible", "deductible_factor")
    if isinstance(found, str):
        return found
    if start is None:
        raise ValidationError(_NO_GENERAL.format(typed))
    return str(plain(start * found))


def raised(typed: str, general: General | None) -> str:
    """The shares, as they are typed or as they follow from those of everybody. Raises ValidationError."""
    if typed and not RAISED.match(typed):
        return typed
    more = _alone(typed, typed, "rate_add") if typed else 0
    found = general.bands if general else []
    if typed and not found:
        raise ValidationError(_NO_GENERAL.format(typed))
    bands = [CriticalIllnessBand(up_to=band.up_to, rate=band.rate + more) for band in found]
    shown = _COLUMN.separator.join(map(_COLUMN.show, bands))
    return shown if len(bands) > 1 else shown.replace("以上", "全部")


def _alone(typed: str, said: str, *names: str) -> Any:
    """The one change that a box may say."""
    found = changes(said)
    if len(found) != 1 or not found.keys() <= {*names}:
        raise ValidationError(_ONE_CHANGE.format(typed))
    return next(iter(found.values()))


def _ceiling(typed: str, general: General | None) -> str:
    return "" if _NO_CEILING.fullmatch(typed) else typed or (general.ceiling if general else "")


def _row(number: int, meant: dict[str, str], hardship: str, said: dict[str, str] | None = None) -> Planned:
    """``said`` is what its line says itself, where not all of it does."""
    cells = {name: meant[name] for name in (*FIGURES, "band_basis") if meant[name]}
    boxes = {name: UPPER.box(number, name) for name in (*FIGURES, "band_basis")} | {
        "hardship": UPPER.box(number, "who")
    }
    words = f"大病保险，{Hardship(hardship).label}" if hardship else "大病保险"
    row = Planned(words, cells | {"hardship": hardship}, boxes, lambda name: boxes.get(name, boxes["deductible"]))
    who = (_ABOUT, *written(hardship))
    row.figures.extend(
        (who, (measured_as(name, text),), written(name)) for name in FIGURES if (text := (said or meant)[name])
    )
    return row
