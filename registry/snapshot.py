"""Published content as an immutable in-process snapshot, replaced when its version changes.

A public request asks the database at most for the versions; everything else is in memory. Rows of a snapshot are
read, never changed or saved, so the next snapshot shares those of every kind that has not changed.

What is read inside a transaction that has changed content may still be rolled back: it is answered there and nowhere
else, and is never the process's own.
"""

import copy
import datetime as dt
import itertools
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils import timezone

from registry.models import ContentVersion, Region, SourceDocument
from registry.places import Place, Places
from registry.publication import PublishedRow, Status, inline_rows
from registry.writing import take_turn

T = TypeVar("T")
Rows = dict[Any, tuple[Any, ...]]
P = ParamSpec("P")
#: As many values are derived from one snapshot: keys hold regions and dates, which are bounded, but not by this process.
MOST_DERIVED = 5000
#: By kind, the number of the change that was read last.
Versions = dict[str, int]


class Snapshot:
    """Everything published at one version, of any period: what holds on a date is decided when it is asked for."""

    def __init__(self, versions: Versions, places: Places, rows: Rows) -> None:
        self.versions = versions
        #: Of this snapshot alone, in this process: what is kept of a page is kept under it. Versions do not tell
        #: snapshots apart, because what was rolled back had the numbers of what came after.
        self.number = next(_numbers)
        self.places = places
        self._rows = rows
        self._derived: OrderedDict[Hashable, Any] = OrderedDict()  # values of any kind, each made by its caller
        self._lock = Lock()

    @property
    def version(self) -> int:
        """Grows with every change of any kind; the same in every process, for people to compare."""
        return sum(self.versions.values())

    def rows(self, model: type[T]) -> tuple[T, ...]:
        return self._rows.get(model, ())

    def derived(self, key: Hashable, make: Callable[[], T]) -> T:
        """A value computed from this snapshot once; it goes when the snapshot goes."""
        with self._lock:
            if key in self._derived:
                self._derived.move_to_end(key)
                value: T = self._derived[key]
                return value
        value = make()
        with self._lock:
            self._derived[key] = value
            if len(self._derived) > MOST_DERIVED:
                self._derived.popitem(last=False)
        return value


def per_snapshot(make: Callable[Concatenate[Snapshot, P], T]) -> Callable[Concatenate[Snapshot, P], T]:
    """Remember what a function makes of a snapshot and of arguments that can be keys, as long as the snapshot lives."""

    @wraps(make)
    def remembered(snapshot: Snapshot, /, *args: P.args, **named: P.kwargs) -> T:
        key = (make, args, tuple(named.items()))
        return snapshot.derived(key, lambda: make(snapshot, *args, **named))

    return remembered


def published_models() -> list[type[PublishedRow]]:
    return [model for model in apps.get_models() if issubclass(model, PublishedRow)]


def load(previous: Snapshot | None = None, changed: frozenset[str] = frozenset()) -> Snapshot:
    """A snapshot from the database; what has not changed since ``previous`` is taken from there.

    ``changed`` are kinds whose number proves nothing, because this transaction has changed them.
    """
    versions = stored_versions()  # read first: a change that lands meanwhile is then seen as newer, never missed
    sources = SourceDocument.objects.in_bulk()

    def unchanged(*models: type[models.Model]) -> Snapshot | None:
        kinds = {model._meta.label for model in models}
        same = previous and all(previous.versions.get(kind) == versions.get(kind) for kind in kinds)
        return previous if same and not kinds & changed else None

    rows: Rows = {}
    for model in published_models():
        kept = unchanged(model, SourceDocument)
        rows[model] = kept.rows(model) if kept else tuple(_published(model, sources))
    kept = unchanged(Region)
    return Snapshot(versions, kept.places if kept else _load_places(), rows)


def with_drafts(drafts: Iterable[Any]) -> Snapshot:
    """A fresh snapshot as it would be with these drafts published: what they supersede gives way to them."""
    found = load()
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


def _published(model: type[PublishedRow], sources: dict[int, SourceDocument]) -> Iterator[PublishedRow]:
    """Rows of the same source share it: there are ten times as many rows as sources."""
    for row in model.objects.published().prefetch_related(*inline_rows(model)):
        if row.source_id not in sources:  # it came with the row, after the sources were read
            sources[row.source_id] = row.source
        row.source = sources[row.source_id]
        yield row


def _load_places() -> Places:
    fields = Place.__slots__
    columns = ["parent_id" if field == "parent" else field for field in fields]
    return Places(Place(*values) for values in Region.objects.values_list(*columns))


def stored_versions() -> Versions:
    return dict(ContentVersion.objects.values_list("kind", "number"))


_numbers = itertools.count(1)
_current: Snapshot | None = None
_asked_at = -math.inf
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
    with _asking:
        return _refreshed()


def newest() -> Snapshot:
    """The same, asked for anew: what another process has published a moment ago is in it. For whoever has the turn, and
    decides by it."""
    global _asked_at
    _asked_at = -math.inf
    return current()


def _trusted() -> Snapshot | None:
    return _current if time.monotonic() - _asked_at < settings.SNAPSHOT_TRUST_SECONDS else None


def _refreshed() -> Snapshot:
    """The process's own snapshot, after the database was asked for the versions: committed content alone."""
    global _current, _asked_at
    if (found := _trusted()) is not None:
        return found
    _asked_at = time.monotonic()  # before asking: a change that is committed meanwhile makes it ask again
    if _current is None or stored_versions() != _current.versions:
        _current = load(_current)
    return _current


def held() -> Snapshot:
    """The snapshot that the page being made was answered from: no question to the database where there is one."""
    if (viewed := _viewed.get()) is not None:
        return viewed[0]
    if waiting := _waiting():
        return waiting[-1].read or current()
    return _current or current()


def forget() -> None:
    """Drop this process's snapshot: the next request reads everything anew."""
    global _current, _asked_at
    _current, _asked_at = None, -math.inf
    for change in _waiting():
        change.read = None


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
