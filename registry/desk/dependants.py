"""What rests on a source document: the rows of every kind, and which of them somebody may note as checked against it."""

from dataclasses import dataclass
from typing import Any

from registry.desk.recent import address
from registry.models import SourceDocument
from registry.pages import desk_url
from registry.publication import PublishedRow, Status
from registry.snapshot import published_models
from registry.workflow.rights import Action, scope


@dataclass(frozen=True)
class Dependant:
    row: PublishedRow
    address: str
    verifiable: bool


@dataclass(frozen=True)
class Kind:
    """The rows of one kind that somebody may see; ``elsewhere`` counts those of other people's regions."""

    label: str
    changelist: str
    rows: tuple[Dependant, ...]
    elsewhere: int

    @property
    def verifiable(self) -> bool:
        return any(dependant.verifiable for dependant in self.rows)


def of(source: SourceDocument, user: Any) -> list[Kind]:
    """The kinds that have rows resting on ``source``; one query for each kind."""
    found = [_kind(model, source, user) for model in published_models()]
    return [kind for kind in found if kind.rows or kind.elsewhere]


def _kind(model: type[PublishedRow], source: SourceDocument, user: Any) -> Kind:
    rows = list(model.objects.filter(source=source).select_related("region"))
    seen, checked = scope(user, Action.VIEW), scope(user, Action.PUBLISH)
    shown = tuple(
        Dependant(row, address(row), row.status == Status.PUBLISHED and row.region_id in checked)
        for row in rows
        if row.region_id in seen
    )
    changelist = desk_url(model, "changelist")
    return Kind(str(model._meta.verbose_name_plural), changelist, shown, len(rows) - len(shown))
