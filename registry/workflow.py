"""How a row becomes public and stops being so: draft → submitted → published → retired, by two people.

A published row is never changed: a revision, a draft that supersedes it from a date, takes its place when somebody
else publishes it. Every step leaves an :class:`registry.models.Event`. Each function raises ValidationError with a
sentence for the clerk when the step is not open to this person or this row.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction

from registry import review, rows
from registry.models import Event, SourceDocument
from registry.publication import PublishedRow, Status
from registry.rights import Action, can

OWN_WORK = "这一条您写过或提交过，要由另一个人来复核发布。"


def events(row: PublishedRow) -> Any:
    """What happened to a row, newest first."""
    return Event.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=row.pk)


def authors(row: Any) -> set[int]:
    """Everybody who wrote, changed or submitted the row as it now stands."""
    wrote = set(row.history.exclude(history_user=None).values_list("history_user_id", flat=True))
    submitted = events(row).filter(kind__in=[Event.Kind.SUBMITTED, Event.Kind.REVISED])
    return wrote | set(submitted.exclude(by=None).values_list("by_id", flat=True))


def open_revision(row: Any) -> Any:
    """The draft or submitted row that is to supersede this one."""
    unfinished = [Status.DRAFT, Status.SUBMITTED]
    return type(row)._default_manager.filter(supersedes=row, status__in=unfinished).first()


def revise(row: Any, by: Any, start: dt.date | None, reason: str) -> Any:
    """A draft that says what ``row`` says and is to supersede it from ``start``; of a retired row, one to bring it back."""
    with _step(
        row, by, Action.EDIT, {Status.PUBLISHED, Status.RETIRED}, "只有已发布或已停用的条目可以修订。"
    ) as stored:
        if (other := open_revision(stored)) is not None:
            raise ValidationError(f"这一条已经有人在修订（{other.get_status_display()}）。请接着改那一份。")
        draft, inline = rows.copy(stored)
        draft.status, draft.effective_from = Status.DRAFT, start
        draft.supersedes = stored if stored.status == Status.PUBLISHED else None
        if draft.effective_to is not None and (start is None or draft.effective_to < start):
            draft.effective_to = None
        rows.save(draft, inline)
        _note(draft, Event.Kind.REVISED, by, reason)
    return draft


def carry_over(row: Any, by: Any, start: dt.date | None, end: dt.date | None, reason: str) -> Any:
    """A draft that says what ``row`` says, for the time after its end: from ``start`` (else the day after) to ``end``
    (else a year after the row's own end)."""
    if row.effective_to is None:
        raise ValidationError("没有截止日期，不用顺延。")
    start = start or row.effective_to + dt.timedelta(days=1)
    if start <= row.effective_to:
        raise ValidationError(f"到 {row.effective_to} 才止，请从后面的日子起顺延。")
    end = end or _a_year_later(row.effective_to)
    if end < start:
        raise ValidationError(f"新的到 {end} 止，早于 {start} 起。请改其中一个日期。")
    if (other := _successor(row, start)) is not None:
        raise ValidationError(f"后面已经有一条了（{other.get_status_display()}，{other.period()}），没有再顺延。")
    with transaction.atomic():
        draft = revise(row, by, start, reason)
        draft.effective_to = end
        draft.save()
    return draft


def _a_year_later(day: dt.date) -> dt.date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap_day else day.day)


def _successor(row: Any, start: dt.date) -> Any:
    """Another row for the same thing, published or on its way, that holds on ``start`` or later."""
    same = dict(zip(row.slot_fields, row.slot(), strict=True))
    others = type(row)._default_manager.filter(region=row.region_id, **same).exclude(status=Status.RETIRED)
    return others.exclude(pk=row.pk).overlapping(start, None).first()


def submit(row: Any, by: Any, reason: str) -> Any:
    """Hand a draft over for review."""
    with _step(row, by, Action.EDIT, {Status.DRAFT}, "只有草稿可以提交。") as stored:
        rows.validate(stored, rows.stored_inline(stored))
        _move(stored, Status.SUBMITTED, Event.Kind.SUBMITTED, by, reason)
    return stored


def send_back(row: Any, by: Any, reason: str) -> Any:
    """Give a submitted row back to be changed; its author may take it back too."""
    action = Action.EDIT if by.pk in authors(row) else Action.PUBLISH
    with _step(row, by, action, {Status.SUBMITTED}, "只有待复核的条目可以退回。") as stored:
        _move(stored, Status.DRAFT, Event.Kind.RETURNED, by, reason)
    return stored


def publish(row: Any, by: Any, reason: str) -> Any:
    """Put a submitted row before the public from its date on; what it supersedes ends the day before."""
    with _step(row, by, Action.PUBLISH, {Status.SUBMITTED}, "要先提交复核，才能发布。") as stored:
        if by.pk in authors(stored):
            raise ValidationError(OWN_WORK)
        previous = stored.supersedes
        if previous is not None and previous.status == Status.PUBLISHED:
            previous.give_way(stored.effective_from)
            previous.save()
            _note(previous, Event.Kind.CLOSED, by, reason)
        if problems := review.blocking(stored):
            raise ValidationError(problems)
        _move(stored, Status.PUBLISHED, Event.Kind.PUBLISHED, by, reason)
    return stored


def withdraw(row: Any, by: Any, reason: str) -> Any:
    """Take a published row away from the public at once; the page then gives the phone to ring."""
    with _step(row, by, Action.PUBLISH, {Status.PUBLISHED}, "只有已发布的条目可以撤下。") as stored:
        _move(stored, Status.RETIRED, Event.Kind.WITHDRAWN, by, reason)
    return stored


def verify(row: Any, by: Any, source: SourceDocument, on: dt.date, reason: str = "") -> Any:
    """Note that a published row was held against its document and found right."""
    with _step(row, by, Action.PUBLISH, {Status.PUBLISHED}, "只有已发布的条目可以核对。") as stored:
        stored.verified_on, stored.verified_by = on, by.get_username()
        stored.save()
        _note(stored, Event.Kind.VERIFIED, by, reason or f"对照：{source.citation()}"[:300], source)
    return stored


@contextmanager
def _step(row: Any, by: Any, action: Action, states: set[Status], refusal: str) -> Iterator[Any]:
    """The row as it is stored now, locked, once it is sure that this person may do this to it."""
    with transaction.atomic():
        stored = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        if not can(by, action, stored.region_id):
            raise ValidationError(f"您没有“{action.value}”{stored.region.name}条目的权限。请找管理员。")
        if stored.status not in states:
            raise ValidationError(
                f"{refusal}这一条现在是“{stored.get_status_display()}”，可能刚被别人动过，请刷新看看。"
            )
        yield stored


def _move(row: PublishedRow, status: Status, kind: Event.Kind, by: Any, reason: str) -> None:
    row.status = status
    row.save()
    _note(row, kind, by, reason)


def _note(row: Any, kind: Event.Kind, by: Any, reason: str, source: SourceDocument | None = None) -> None:
    if not reason.strip():
        raise ValidationError("请写一句为什么。")
    Event.objects.create(row=row, region_id=row.region_id, kind=kind, by=by, reason=reason.strip()[:300], source=source)
