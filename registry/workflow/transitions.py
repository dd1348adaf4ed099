"""How something becomes public and stops being so: draft → submitted → published → retired, by two people.

What is published is never changed: a revision, a draft that supersedes it, takes its place when somebody else publishes
it. A source that is not public yet goes the same way together with the rows that rest on it. Every step leaves an
:class:`registry.models.Event`. ``TRANSITIONS`` is the one table of what may be done, from where and by whom: pages offer
by it what it then carries out.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError

from registry import rows
from registry.belonging import inline_of
from registry.models import Event, SourceDocument
from registry.publication import PublishedRow, Status
from registry.workflow import review
from registry.workflow.reopening import not_to_go_on, reopen, sequel
from registry.workflow.rights import Action, can
from registry.workflow.transition import Transition, as_stored, events, note, save_step


def open_revision(row: Any) -> Any:
    """The draft or submitted row that is to supersede this one; of one that was retired, which nothing supersedes, the one
    that is to stand where it stood."""
    unfinished = type(row)._default_manager.unfinished()
    found = unfinished.filter(supersedes=row).first()
    if found is not None or row.status != Status.RETIRED or not isinstance(row, PublishedRow):
        return found
    return unfinished.same_slot(row).filter(region=row.region_id, supersedes=None).first()


# -- 提交、退回 ---------------------------------------------------------------------------------------------------


def _submit(row: Any, by: Any, reason: str) -> Any:
    """Hand a draft over for review, and with it the source that was written for it."""
    if (source := _source_in(row, Status.DRAFT)) is not None:
        submit(source, by, reason)
    rows.validate(row, inline_of(row))
    return _move(row, Status.SUBMITTED, Event.Kind.SUBMITTED, by, reason)


def _not_to_submit(row: Any, by: Any) -> str | None:
    if (source := _source_in(row, Status.DRAFT)) is not None:
        return _of_source(source, submit.refusal(source, by))
    if (source := _source_in(row, Status.SUBMITTED)) is not None and not can(by, Action.EDIT, source.region_id):
        return f"它的依据“{source}”{source.region.name}还在复核。等那边发布了，再提交这一条。"
    return None


def _send_back(row: Any, by: Any, reason: str) -> Any:
    """Give a submitted row back to be changed; its author may take it back too. The source that was written for it,
    and that no other row under review rests on, goes back with it."""
    _move(row, Status.DRAFT, Event.Kind.RETURNED, by, reason)
    source = _source_in(row, Status.SUBMITTED)
    if source is not None and send_back.refusal(source, by) is None:
        send_back(source, by, reason)
    return row


def _not_to_send_back(row: Any, by: Any) -> str | None:
    if isinstance(row, SourceDocument) and row.is_cited(Status.SUBMITTED):
        return "靠它的条目还在复核。请先把那些条目退回。"
    return None


def _discard(row: Any, by: Any, reason: str) -> Any:
    """Delete a draft: nobody but clerks ever saw it, and its history stays."""
    note(row, Event.Kind.DISCARDED, by, f"{row}：{reason}" if reason.strip() else "")
    row.delete()
    return row


def _not_to_discard(row: Any, by: Any) -> str | None:
    if isinstance(row, SourceDocument) and row.is_cited():
        return "还有条目靠它。请先删掉那些条目，或者给它们换一份依据。"
    return None


# -- 发布 --------------------------------------------------------------------------------------------------------


def _publish(row: Any, by: Any, reason: str) -> Any:
    """Put a submitted row before the public, and with it the source that was written for it. What it supersedes ends
    the day before; a source that it supersedes takes its words."""
    if (source := _source_in(row, Status.SUBMITTED)) is not None:
        publish(source, by, reason)
        row.source = source
    previous = as_stored(row.supersedes) if row.supersedes_id else None
    if previous is not None and isinstance(row, PublishedRow) and previous.status == Status.PUBLISHED:
        previous.give_way(row.effective_from)
        save_step(previous, Event.Kind.CLOSED, by, reason)
    if problems := review.blocking(row):
        raise ValidationError(problems)
    if previous is not None and isinstance(row, SourceDocument):
        return _reword(previous, row, by, reason)
    return _move(row, Status.PUBLISHED, Event.Kind.PUBLISHED, by, reason)


def _not_to_publish(row: Any, by: Any) -> str | None:
    previous = row.supersedes
    if previous is not None and not can(by, Action.PUBLISH, previous.region_id):
        return f"它要接替{previous.region.name}的一条，您没有复核那里的权限。请找管理员。"
    if _source_in(row, Status.DRAFT) is not None:
        return "它的依据还是草稿。请先退回这一条，连依据一起再提交。"
    source = _source_in(row, Status.SUBMITTED)
    return _of_source(source, publish.refusal(source, by)) if source else None


def _reword(source: SourceDocument, revision: SourceDocument, by: Any, reason: str) -> SourceDocument:
    """The source says what its revision says, under all the rows that rest on it; the revision goes."""
    for field in source._meta.concrete_fields:
        if field.name not in rows.KEPT_ASIDE | {"status"}:
            setattr(source, field.attname, getattr(revision, field.attname))
    events(revision).update(object_id=source.pk)
    revision.attachments.update(source=source)
    revision.delete()
    save_step(source, Event.Kind.PUBLISHED, by, reason)
    return source


# -- 修订、顺延、撤下、核对 ----------------------------------------------------------------------------------------


def _revise(row: Any, by: Any, start: dt.date | None = None, reason: str = "") -> Any:
    """A draft that says what ``row`` says and is to supersede it from ``start``; of a retired row, one to bring it back."""
    draft, inline = rows.copy(row)
    draft.revises(row, start)
    rows.save(draft, inline)
    note(draft, Event.Kind.REVISED, by, reason)
    return draft


def _being_revised(row: Any, by: Any) -> str | None:
    other = open_revision(row)
    return f"这一条已经有人在修订（{other.get_status_display()}）。{how_to_go_on(other)}" if other else None


def how_to_go_on(unfinished: Any) -> str:
    """What to do with a row on its way to the public that stands in the way of another."""
    if unfinished.status == Status.SUBMITTED:
        return "要改它，请先把它退回修改。"
    return "请接着改那一份，或者删掉它再来。"


def _carry_over(row: Any, by: Any, start: dt.date | None, end: dt.date | None, reason: str) -> Any:
    """A draft that says what ``row`` says, for the time after its end: from ``start`` (else the day after) to ``end``
    (else a year after the row's own end)."""
    start = start or _day_after(row)
    if start <= row.effective_to:
        raise ValidationError(f"到 {row.effective_to} 才止，请从后面的日子起顺延。")
    end = end or row.effective_to + relativedelta(years=1)
    if end < start:
        raise ValidationError(f"新的到 {end} 止，早于 {start} 起。请改其中一个日期。")
    draft = _revise(row, by, start, reason)
    draft.effective_to = end
    draft.save()
    return draft


def _not_to_carry_over(row: Any, by: Any) -> str | None:
    if row.effective_to is None:
        return "没有截止日期，不用顺延。"
    if (other := _successor(row)) is not None:
        return f"后面已经有一条了（{other.get_status_display()}，{other.period()}），没有再顺延。"
    return _being_revised(row, by)


def _successor(row: Any) -> Any:
    """Another row for the same thing, published or on its way, that holds after this one's end."""
    others = type(row)._default_manager.same_slot(row).filter(region=row.region_id).kept()
    return others.exclude(pk=row.pk).overlapping(_day_after(row), None).first()


def _day_after(row: Any) -> dt.date:
    end: dt.date = row.effective_to
    return end + dt.timedelta(days=1)


def _withdraw(row: Any, by: Any, reason: str, together: Iterable[Any] = ()) -> Any:
    """Take a published row away from the public at once; the page then gives the phone to ring. Where it has not begun
    yet, what it was to take the place of goes on as if it had never been published, nor the others that are withdrawn
    ``together`` with it."""
    previous = sequel(row, together).row
    if refusal := not_to_go_on(previous, row, by):
        raise ValidationError(refusal)
    gone = _move(row, Status.RETIRED, Event.Kind.WITHDRAWN, by, reason)
    if previous is not None:
        reopen(previous, by, reason)
    return gone


def _not_to_withdraw(row: Any, by: Any) -> str | None:
    return not_to_go_on(sequel(row).row, row, by)


def _verify(row: Any, by: Any, source: SourceDocument | None, on: dt.date, reason: str = "", way: str = "") -> Any:
    """Note that a published row was found right: held against its document, or, by another ``way``, against what
    somebody said who must know. The document is the row's own, which the page shows with its words as they now stand."""
    if source is not None and source.pk != row.source_id:
        raise ValidationError(
            f"您选的是“{source}”，这一条的依据却是“{row.source}”，这一页给您看的也是它。请对照它再核对；"
            "依据要换，请点“修订”。"
        )
    longest = row._meta.get_field("verified_by").max_length  # an account's name may be longer
    row.verified_on, row.verified_by = on, by.get_username()[:longest]
    told = reason or (f"对照：{source.citation()}" if source else "")
    save_step(row, Event.Kind.VERIFIED, by, f"{way}：{told}"[:300] if way else told[:300], source)
    return row


# -- 表 ---------------------------------------------------------------------------------------------------------

_DRAFT, _SUBMITTED, _PUBLISHED = (frozenset({s}) for s in (Status.DRAFT, Status.SUBMITTED, Status.PUBLISHED))

submit = Transition("submit", _submit, _DRAFT, Action.EDIT, "只有草稿可以提交。", hindrance=_not_to_submit)
publish = Transition(
    "publish",
    _publish,
    _SUBMITTED,
    Action.PUBLISH,
    "要先提交复核，才能发布。",
    not_by_author=True,
    hindrance=_not_to_publish,
)
send_back = Transition(
    "send-back",
    _send_back,
    _SUBMITTED,
    Action.PUBLISH,
    "只有待复核的条目可以退回。",
    or_author=Action.EDIT,
    hindrance=_not_to_send_back,
)
revise = Transition(
    "revise",
    _revise,
    _PUBLISHED | {Status.RETIRED},
    Action.EDIT,
    "只有已发布或已停用的条目可以修订。",
    hindrance=_being_revised,
)
carry_over = Transition(
    "carry-over",
    _carry_over,
    _PUBLISHED,
    Action.EDIT,
    "只有已发布的条目可以顺延。",
    PublishedRow,
    hindrance=_not_to_carry_over,
)
withdraw = Transition(
    "withdraw",
    _withdraw,
    _PUBLISHED,
    Action.PUBLISH,
    "只有已发布的条目可以撤下。",
    PublishedRow,
    hindrance=_not_to_withdraw,
)
verify = Transition(
    "verify",
    _verify,
    _PUBLISHED,
    Action.PUBLISH,
    "只有已发布的条目可以核对。",
    PublishedRow,
    not_by_author=True,
    step="核对",
)

discard = Transition("discard", _discard, _DRAFT, Action.EDIT, "只有草稿可以删掉。", hindrance=_not_to_discard)

#: In the order in which pages offer them.
TRANSITIONS = {step.name: step for step in (submit, publish, send_back, revise, carry_over, withdraw, verify, discard)}


def _source_in(row: Any, status: Status) -> SourceDocument | None:
    """The source that a row rests on, where it stands in this state; a source rests on none."""
    source: SourceDocument | None = getattr(row, "source", None)
    return source if source is not None and source.status == status else None


def _of_source(source: SourceDocument, refusal: str | None) -> str | None:
    """Why a row waits for its source."""
    return f"它的依据“{source}”还没有发布：{refusal}" if refusal else None


def _move(row: Any, status: Status, kind: Event.Kind, by: Any, reason: str) -> Any:
    row.status = status
    save_step(row, kind, by, reason)
    return row
