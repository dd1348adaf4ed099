"""What a writer's drafts of a notice say, in the boxes of the table: opened again it shows them, and saving changes them."""

from typing import Any

from calculators.circumstances import ANY
from calculators.columns import BandsColumn
from calculators.core.choices import RemoteKind
from calculators.core.money import plain
from calculators.core.wording import format_rate
from calculators.grid import AWAY, HOME
from calculators.models import BasicPolicy, PolicyBand, RemoteRule
from registry.belonging import inline_of
from registry.models import SourceDocument
from registry.publication import Status
from registry.workflow.rights import Action, scope
from registry.workflow.transition import authors, know_authors

_HEAD = ("region", "scheme", "care_type", "deductible_basis", "effective_from", "effective_to", "evidence")
_CHANGES = {
    RemoteKind.RATE: "{}",
    RemoteKind.RATE_POINTS: "降{}个百分点",
    RemoteKind.UPFRONT_SHARE: "先自付{}",
    RemoteKind.RATE_FACTOR: "本地的{}",
}


def found(source: SourceDocument, user: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """What all the drafts say, by the field of the form, and the boxes; nothing of drafts that are no line of the table,
    or of another policy than the first."""
    basic, remote = _drafts(BasicPolicy, source, user), _drafts(RemoteRule, source, user)
    basic = [row for row in basic if not (row.item or row.person_class or row.hospital_class)]
    if not (rows := [*basic, *remote]):
        return {}, {}
    head = {name: rows[0].serializable_value(name) for name in _HEAD if hasattr(rows[0], name)}
    boxes: dict[str, str] = {}
    for row in rows:
        if all(row.serializable_value(name) == head[name] for name in ("region", "scheme", "care_type")):
            boxes |= _home(row) if isinstance(row, BasicPolicy) else _away(row)
    return head, boxes


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
