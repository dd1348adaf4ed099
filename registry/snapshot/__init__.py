"""Published content as an immutable in-process snapshot, replaced when its version changes.

A public request asks the database at most for the versions; everything else is in memory. Rows of a snapshot are
read, never changed or saved, so the next snapshot shares those of every kind that has not changed.

What is read inside a transaction that has changed content may still be rolled back: it is answered there and nowhere
else, and is never the process's own.

A database that does not answer is no reason for a page not to: the snapshot that is there goes on answering, and one
that starts meanwhile takes what was kept on disk (``kept``). A server of databases is asked by a thread of its own,
for which a page waits a moment the first time, and no longer until it has answered again.
"""

import copy
import datetime as dt
import logging
import math
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils import timezone

from registry.belonging import inline_rows
from registry.errand import Errand
from registry.models import ContentVersion, Region, SourceDocument
from registry.publication import Status
from registry.snapshot import kept
from registry.snapshot.contents import Rows, Snapshot, per_snapshot, prepare_soon
from registry.snapshot.stored import published_models, published_rows, stored_places, stored_sources, stored_versions
from registry.writing import take_turn

logger = logging.getLogger(__name__)
__all__ = ["Snapshot", "per_snapshot", "published_models", "stored_versions"]  # everybody else finds them here

#: Seconds that a page waits for the versions, and for all content where there is none yet.
_PATIENCE, _PATIENCE_AT_START = 1, 30


def load(previous: Snapshot | None = None, changed: frozenset[str] = frozenset()) -> Snapshot:
    """A snapshot from the database; what has not changed since ``previous`` is taken from there.

    ``changed`` are kinds whose number proves nothing, because this transaction has changed them.
    """
    versions = stored_versions()  # read first: a change that lands meanwhile is then seen as newer, never missed
    sources = stored_sources(previous)

    def unchanged(model: type[models.Model]) -> Snapshot | None:
        kind = model._meta.label
        same = previous and previous.versions.get(kind) == versions.get(kind)
        return previous if same and kind not in changed else None

    rows: Rows = {}
    for model in published_models():
        kept = unchanged(model)
        if kept and all(row.source is sources.get(row.source_id) for row in kept.rows(model)):
            rows[model] = kept.rows(model)
        else:
            rows[model] = tuple(published_rows(model, sources))
    kept = unchanged(Region)
    return Snapshot(versions, kept.places if kept else stored_places(), rows)


def with_drafts(drafts: Iterable[Any]) -> Snapshot:
    """The newest snapshot as it would be with these drafts published: what they supersede gives way to them."""
    found = newest()
    rows = {model: {row.pk: row for row in found.rows(model)} for model in published_models()}
    for draft in drafts:
        of_kind = rows[type(draft)]
        if draft.supersedes_id in of_kind:
            previous = copy.copy(of_kind[draft.supersedes_id])
            previous.give_way(draft.effective_from)
            of_kind[previous.pk] = previous
        shown = copy.copy(draft)
        shown.status = Status.PUBLISHED
        of_kind[draft.pk] = shown
    public = {
        model: tuple(row for row in of_kind.values() if row.status == Status.PUBLISHED)
        for model, of_kind in rows.items()
    }
    return Snapshot(found.versions, found.places, public)


_current: Snapshot | None = None
_asked_at = -math.inf
#: When the database last said that the snapshot is what is published; whether it never said so to this process.
_confirmed_at: dt.datetime | None = None
_from_disk = False
#: One thread at a time asks for the versions and reads what is new; the others then answer from that.
_asking = threading.Lock()
#: Set while a clerk looks at the site as it will be: that snapshot, and the day it is looked at.
_viewed: ContextVar[tuple[Snapshot, dt.date] | None] = ContextVar("viewed", default=None)


@contextmanager
def viewing(snapshot: Snapshot, on: dt.date) -> Iterator[None]:
    """Answer from this snapshot, as of this day, whatever is public now."""
    token = _viewed.set((snapshot, on))
    try:
        yield
    finally:
        _viewed.reset(token)


def today() -> dt.date:
    """The date in China, where every reader is; in a preview, the day that is looked at."""
    viewed = _viewed.get()
    return viewed[1] if viewed else timezone.localdate()


def current() -> Snapshot:
    """The snapshot to answer from; costs at most one small query, and none within ``SNAPSHOT_TRUST_SECONDS``."""
    if (viewed := _viewed.get()) is not None:
        return viewed[0]
    if waiting := _waiting():
        return _with(waiting)
    if (found := _trusted()) is not None:
        return found
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        return _asked_beside()
    try:
        with _asking:
            return _refreshed()
    except DatabaseError:
        if _current is None or connection.in_atomic_block:
            raise
        return _current


def _asked_beside() -> Snapshot:
    """The process's own snapshot, after a thread was sent to ask; as it was, where the answer takes too long."""
    global _current, _confirmed_at, _from_disk
    _asking_thread.run(_PATIENCE_AT_START if _current is None else 0 if _asking_thread.failed else _PATIENCE)
    with _asking if _current is None else nullcontext():
        if _current is None and (found := kept.read()):
            (_current, _confirmed_at), _from_disk = found, True
            logger.error("The database is away: answering with the content kept on disk of %s", _confirmed_at.date())
    if _current is None:
        raise OperationalError("no content yet")
    return _current


def _ask() -> None:
    with _asking:
        now = _refreshed(ahead=True)
    if _keeper.lacks(now):
        _keeping.run(0)


def _keep() -> None:
    if _current is not None:
        _keeper.write(_current)


def newest() -> Snapshot:
    """The same, asked for anew: what another process has published a moment ago is in it. For whoever has the turn, and
    decides by it."""
    global _asked_at
    _asked_at = -math.inf
    return current()


def _trusted() -> Snapshot | None:
    return _current if time.monotonic() - _asked_at < settings.SNAPSHOT_TRUST_SECONDS else None


def _refreshed(ahead: bool = False) -> Snapshot:
    """The process's own snapshot, after the database was asked for the versions: committed content alone; ``ahead``: what
    is dear of new content is made, within some seconds, while others are still answered from the one before."""
    global _current, _asked_at, _confirmed_at, _from_disk
    if (found := _trusted()) is not None:
        return found
    asked_at = _asked_at
    _asked_at = time.monotonic()  # before asking: a change that is committed meanwhile makes it ask again
    try:
        if _current is None or _from_disk or stored_versions() != _current.versions:
            found = load(None if _from_disk else _current)
            if ahead and _current is not None:
                prepare_soon(found)
            _current = found
    except DatabaseError:
        _asked_at = asked_at
        raise
    _confirmed_at, _from_disk = timezone.now(), False
    return _current


def age() -> float:
    """Seconds since the database confirmed what this process answers with; infinite where it never did."""
    return (timezone.now() - _confirmed_at).total_seconds() if _confirmed_at else math.inf


def is_from_disk() -> bool:
    """Whether this process answers with what was kept on disk: the database has been away since its start."""
    return _from_disk


def held() -> Snapshot:
    """The snapshot that the page being made was answered from: no question to the database where there is one."""
    if (viewed := _viewed.get()) is not None:
        return viewed[0]
    if waiting := _waiting():
        return waiting[-1].read or current()
    return _current or current()


def in_memory() -> Snapshot | None:
    """What this process would answer with now, without asking anybody."""
    return _current


def forget() -> None:
    """Drop this process's snapshot: the next request reads everything anew."""
    global _current, _asked_at
    _current, _asked_at = None, -math.inf
    for change in _waiting():
        change.read = None


_asking_thread = Errand("asking for the content's version", _ask)
_keeper = kept.Keeper()
_keeping = Errand("keeping the published content on disk", _keep)


class _Change:
    """A change of one kind, waiting for its transaction to be committed.

    It waits among the hooks of the connection, so it is gone with the change when that is rolled back, be it to a
    savepoint. ``read`` is the snapshot that was read while it was the last one.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.read: Snapshot | None = None

    def __call__(self) -> None:
        """Committed: this process shows it at once, however long it trusts what it has."""
        global _asked_at
        _asked_at = -math.inf


def _waiting() -> list[_Change]:
    """What this thread's transaction has changed so far, in order; nothing outside one."""
    return [hook for _, hook, *_ in connection.run_on_commit if isinstance(hook, _Change)]


def _with(waiting: list[_Change]) -> Snapshot:
    """The content as this transaction sees it: read anew where something has changed since it was read last."""
    last = waiting[-1]
    if last.read is not None and stored_versions() == last.read.versions:
        return last.read
    known = next((change for change in reversed(waiting) if change.read), None)
    since = waiting if known is None else waiting[waiting.index(known) + 1 :]
    found = load(known.read if known else _current, frozenset(change.kind for change in since))
    if known is not None:
        known.read = None
    last.read = found
    return found


def bump(model: type[models.Model]) -> None:
    """Move the version of a kind on, in the same transaction as the change itself."""
    kind = model._meta.label
    rows = ContentVersion.objects.filter(kind=kind)
    if not rows.update(number=models.F("number") + 1):
        ContentVersion.objects.bulk_create([ContentVersion(kind=kind)], ignore_conflicts=True)  # others may start too
        rows.update(number=models.F("number") + 1)
    transaction.on_commit(_Change(kind))


def watch() -> None:
    """Bump on every save or deletion of something a snapshot holds. Bulk SQL must call :func:`bump` itself."""
    kinds: list[type[models.Model]] = [Region, SourceDocument, *published_models()]
    for kind in kinds:
        _watch(kind, kind)
    for model in published_models():
        for relation in inline_rows(model).values():
            _watch(relation.related_model, model)


def _watch(sender: type[models.Model], kind: type[models.Model]) -> None:
    def before(**_: Any) -> None:
        take_turn()
        transaction.on_commit(_Change(kind._meta.label))  # whoever reads between the change and its number knows of it

    def after(**_: Any) -> None:
        bump(kind)

    for signals, receiver in (((pre_save, pre_delete), before), ((post_save, post_delete), after)):
        for signal in signals:
            name = f"snapshot-{sender._meta.label}-{id(signal)}"
            signal.connect(receiver, sender=sender, weak=False, dispatch_uid=name)
