"""What a writer's drafts of a notice say, in the boxes of the table: opened again it shows them, and saving changes them.
What was handed over is no longer the table's: it is only named, so that what is missing can be added to it."""

from typing import Any

from calculators.circumstances import ANY
from calculators.core.choices import RemoteKind
from calculators.core.money import plain
from calculators.core.wording import format_rate
from calculators.grid.cases import CASES, UPPER_ROW
from calculators.grid.columns import BandsColumn
from calculators.grid.table import AWAY, HOME
from calculators.grid.upper import UPPER
from calculators.models import BasicPolicy, CriticalIllnessBand, CriticalIllnessPolicy, PolicyBand, RemoteRule
from registry.belonging import inline_of
from registry.models import SourceDocument
from registry.publication import Status
from registry.typed.signs import lines_of
from registry.workflow.rights import Action, scope
from registry.workflow.transition import authors, know_authors

_HEAD = ("region", "scheme", "care_type", "deductible_basis", "effective_from", "effective_to", "evidence")
#: The kinds of rows that the table makes.
_KINDS: tuple[Any, ...] = (BasicPolicy, RemoteRule, CriticalIllnessPolicy)
#: What tells apart rows of which the table has one.
_FINER = ("item", "person_class", "hospital_class")
_CHANGES = {
    RemoteKind.RATE: "{}",
    RemoteKind.RATE_POINTS: "降{}个百分点",
    RemoteKind.UPFRONT_SHARE: "先自付{}",
    RemoteKind.RATE_FACTOR: "本地的{}",
}


def found(source: SourceDocument, user: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """What all the drafts say, by the field of the form, and the boxes; nothing of drafts that are no line of the table,
    or of another policy than the first. Without drafts the form says what those say that were handed over."""
    drafts = [row for model in _KINDS for row in _drafts(model, source, user)]
    rows = [row for row in drafts if not any(getattr(row, name, "") for name in _FINER)]
    if not rows:
        return _head(handed_over(source, user)), {}
    head = _head(rows)
    same = [row for row in rows if all(row.serializable_value(name) == head[name] for name in _alike(row, head))]
    boxes: dict[str, str] = {}
    for row in same:
        boxes |= _home(row) if isinstance(row, BasicPolicy) else _away(row) if isinstance(row, RemoteRule) else {}
    return head | _left_out(same), boxes | _upper(same) | _cases(same)


def handed_over(source: SourceDocument, user: Any) -> list[Any]:
    """The rows of a notice that wait for a colleague and would be lines of the table."""
    mine = scope(user, Action.VIEW)
    waiting = (model.objects.filter(source=source, status=Status.SUBMITTED).order_by("pk") for model in _KINDS)
    return [row for rows in waiting for row in mine.filter(rows)]


def _head(rows: list[Any]) -> dict[str, Any]:
    return {name: row.serializable_value(name) for row in rows[:1] for name in _HEAD if hasattr(row, name)}


def _left_out(rows: list[Any]) -> dict[str, str]:
    """What those of the first kind leave out, each line once, and the graver of whom it concerns: what is saved holds for
    all of them."""
    saying = [row for row in rows if type(row) is type(rows[0]) and row.left_out_matters]
    lines = dict.fromkeys(line for row in saying for line in lines_of(row.left_out))
    graver = sorted({row.left_out_matters for row in saying}, key=lambda one: one != "all")
    return {"left_out": "\n".join(lines), "left_out_matters": next(iter(graver), "")}


def _alike(row: Any, head: dict[str, Any]) -> list[str]:
    """What all drafts of one table share, as far as this one says it."""
    return [name for name in ("region", "scheme", "care_type") if name in head and hasattr(row, name)]


def _drafts(model: Any, source: SourceDocument, user: Any) -> list[Any]:
    rows = list(
        scope(user, Action.EDIT).filter(model.objects.filter(source=source, status=Status.DRAFT)).order_by("pk")
    )
    know_authors(rows)
    return [row for row in rows if user.pk in authors(row)]


def _home(row: BasicPolicy) -> dict[str, str]:
    figures = {
        "deductible": str(row.deductible),
        "bands": str(BandsColumn(PolicyBand).write(row, inline_of(row)) or ""),
        "annual_ceiling": "" if row.annual_ceiling is None else str(plain(row.annual_ceiling)),
    }
    return {HOME.box(row.hospital_level or ANY, row.person, name): said for name, said in figures.items()}


def _upper(rows: list[Any]) -> dict[str, str]:
    """A line for everybody, and one for all classes whose figures are the same; nothing where there are more than lines."""
    told: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    for row in rows:
        if isinstance(row, CriticalIllnessPolicy):
            classes = told.setdefault((bool(row.hardship), _figures(row)), [])
            classes += [str(row.get_hardship_display())] if row.hardship else []
    boxes: dict[str, str] = {}
    for number, line in enumerate(sorted(told) if len(told) <= len(UPPER.numbers) else (), start=1):
        said = ("、".join(told[line]), *line[1])
        boxes |= {UPPER.box(number, part): text for (part, *_), text in zip(UPPER.parts, said, strict=True)}
    return boxes


def _figures(row: CriticalIllnessPolicy) -> tuple[str, ...]:
    bands = str(BandsColumn(CriticalIllnessBand).write(row, inline_of(row)) or "")
    start, ceiling = ("" if sum_ is None else str(plain(sum_)) for sum_ in (row.deductible, row.annual_ceiling))
    return start, bands, ceiling, row.band_basis


def _cases(rows: list[Any]) -> dict[str, str]:
    """The golden cases; none where there are more than lines, as a row that is saved keeps those alone that it shows."""
    shown: list[tuple[str, str, Any]] = []
    for row in rows:
        if isinstance(row, BasicPolicy):
            shown += [(row.hospital_level or ANY, row.person, case) for case in row.cases.all()]
        elif isinstance(row, CriticalIllnessPolicy) and not row.hardship:
            shown += [(UPPER_ROW, ANY, case) for case in row.cases.all()]
    boxes: dict[str, str] = {}
    for number, (level, person, case) in enumerate(shown if len(shown) <= len(CASES.numbers) else (), start=1):
        sums = {"bill": str(plain(case.bill)), "expected": str(plain(case.expected))}
        said = {"level": level, "person": person, **sums, "note": case.note}
        boxes |= {CASES.box(number, name): text for name, text in said.items()}
    return boxes


def _away(row: RemoteRule) -> dict[str, str]:
    if row.kind == RemoteKind.DEDUCTIBLE:
        figures = {"deductible": row.value, "value": ""}
    else:
        figures = {"deductible": row.deductible, "value": _change(row)}
    return {
        AWAY.box(row.category, row.distance, name): said if isinstance(said, str) else str(plain(said))
        for name, said in figures.items()
        if said is not None
    }


def _change(row: RemoteRule) -> str:
    if row.kind not in _CHANGES or row.value is None:
        return "一样" if row.kind == RemoteKind.NONE else ""
    points = row.kind == RemoteKind.RATE_POINTS
    most = "最多" if row.at_most else ""
    return most + _CHANGES[RemoteKind(row.kind)].format(plain(row.value * 100) if points else format_rate(row.value))
