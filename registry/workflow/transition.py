"""What a transition is: one way from state to state, who may go it, and the trace that it leaves."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from registry.models import Event, Region, SourceDocument
from registry.publication import Reviewed, Status
from registry.typed.signs import blank
from registry.workflow.rights import Action, ask_anew, can, scope
from registry.writing import take_turn

OWN_WORK = "这一条您写过或提交过，要由另一个人来{step}。"


@dataclass(frozen=True)
class Transition:
    """One way from state to state. Called with a row, a person and what it needs to be told, it does it, or raises
    ValidationError with a sentence for the clerk."""

    name: str
    do: Callable[..., Any]
    states: frozenset[Status]
    action: Action
    wrong_state: str
    #: The class of what may go this way.
    kind: Any = Reviewed
    not_by_author: bool = False
    #: What an author leaves to somebody else, in words.
    step: str = "复核发布"
    #: What suffices for an author.
    or_author: Action | None = None
    #: Why this row and this person cannot go this way now, though state and right are as they should be.
    hindrance: Callable[[Any, Any], str | None] = lambda row, by: None

    def __call__(self, row: Any, by: Any, *told: Any, **named: Any) -> Any:
        with transaction.atomic():
            take_turn()
            ask_anew(by)
            stored = as_stored(row)
            if (refusal := self.refusal(stored, by)) is not None:
                raise ValidationError(refusal)
            return self.do(stored, by, *told, **named)

    def refusal(self, row: Any, by: Any) -> str | None:
        """Why this person may not do this to the row as it stands, in a sentence; None where they may."""
        if not isinstance(row, self.kind):
            return f"{row._meta.verbose_name}没有这一步。"
        if row.status not in self.states:
            now = row.get_status_display()
            return f"{self.wrong_state}这一条现在是“{now}”，可能刚被别人动过，请刷新看看。"
        own = (self.not_by_author or self.or_author is not None) and by.pk in authors(row)
        if own and self.not_by_author:
            return OWN_WORK.format(step=self.step)
        enough = [self.action, self.or_author] if own else [self.action]
        if not any(can(by, action, row.region_id) for action in enough if action):
            return f"您没有“{self.action.value}”{row.region.name}条目的权限。请找管理员。"
        return self.hindrance(row, by)

    def open_to(self, rows: Any, by: Any) -> Any:
        """Those of the rows of a kind that this person may take this way, as far as state, region and authors go."""
        rows = rows.filter(status__in=self.states)
        found, own = scope(by, self.action).filter(rows), authored_by(rows.model, by).values("pk")
        if self.not_by_author:
            return found.exclude(pk__in=own)
        return found | scope(by, self.or_author).filter(rows.filter(pk__in=own)) if self.or_author else found


def events(row: Any) -> Any:
    """What happened to a row, newest first."""
    return Event.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=row.pk)


def versions_of(row: Any, kind: Event.Kind) -> Any:
    """The versions of a row that a step made."""
    return row.history.filter(history_change_reason__startswith=_because(kind, ""))


def authors(row: Any) -> set[int]:
    """Everybody who wrote, changed or submitted the row as it now stands; who took another step with it is none."""
    return set(authors_since(row))


def authors_since(row: Any) -> dict[int, dt.datetime]:
    """Its :func:`authors`, and when each first became one."""
    known: dict[int, dt.datetime] | None = getattr(row, "_authors", None)
    return _authors(type(row), {row.pk})[row.pk] if known is None else known


def know_authors(rows: Iterable[Any]) -> None:
    """Ask at once for the authors of all rows of a page: a few questions for each kind among them."""
    kinds: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        kinds[type(row)].append(row)
    for model, of_kind in kinds.items():
        found = _authors(model, {row.pk for row in of_kind})
        for row in of_kind:
            row._authors = found[row.pk]


def authored_by(model: Any, user: Any) -> Any:
    """The rows of a kind that have somebody among their :func:`authors`."""
    written, handed = _traces(model)
    wrote = Q(pk__in=written.filter(history_user=user).values("id"))
    return model._default_manager.filter(wrote | Q(pk__in=handed.filter(by=user).values("object_id")))


def _authors(model: Any, keys: set[Any]) -> dict[Any, dict[int, dt.datetime]]:
    written, handed = _traces(model)
    versions = written.filter(id__in=keys).exclude(history_user=None)
    steps = handed.filter(object_id__in=keys).exclude(by=None)
    found: dict[Any, dict[int, dt.datetime]] = defaultdict(dict)
    for key, user, when in (
        *versions.values_list("id", "history_user_id", "history_date"),
        *steps.values_list("object_id", "by_id", "at"),
    ):
        found[key][user] = min(when, found[key].get(user, when))
    return found


def _traces(model: Any) -> tuple[Any, Any]:
    """What makes an author: a version of a row that came of no step, and the steps that hand a row on as one's own."""
    of_steps = Q()
    for kind in Event.Kind:
        of_steps |= Q(history_change_reason__startswith=_because(kind, ""))
    steps = Event.objects.filter(content_type=ContentType.objects.get_for_model(model)).order_by()
    handed = steps.filter(kind__in=[Event.Kind.SUBMITTED, Event.Kind.REVISED])
    return model.history.exclude(of_steps).order_by(), handed


def save_step(row: Any, kind: Event.Kind, by: Any, reason: str, source: SourceDocument | None = None) -> None:
    """Save what a step made of a row, and leave its trace. Raises ValidationError without a reason."""
    row._change_reason = _because(kind, reason)
    row.save()
    note(row, kind, by, reason, source)


def _because(kind: Event.Kind, reason: str) -> str:
    """Why a version was saved: a step by its own name, which says who is an author whatever clerks come to call it."""
    return f"{kind.value}：{reason}"[:100]


def because(said: str | None) -> str:
    """The same in a clerk's words."""
    name, colon, reason = (said or "").partition("：")
    return f"{Event.Kind(name).label}：{reason}" if colon and name in Event.Kind.values else said or ""


def as_stored(row: Any) -> Any:
    """The row as it is now; whoever has the turn knows that it stays so."""
    return type(row)._default_manager.get(pk=row.pk)


def note(row: Any, kind: Event.Kind, by: Any, reason: str, source: SourceDocument | None = None) -> None:
    """Leave a trace. Raises ValidationError without a reason."""
    if blank(reason):
        raise ValidationError("请写一句为什么。")
    region = row if isinstance(row, Region) else row.region
    Event.objects.create(
        content_type=ContentType.objects.get_for_model(row),
        object_id=row.pk,
        region=region,
        kind=kind,
        by=by,
        reason=reason.strip()[:300],
        source=source,
    )
