"""Published content as an immutable in-process snapshot, replaced when its version changes.

A public request asks the database at most for the versions; everything else is in memory. Rows of a snapshot are
read, never changed or saved, so the next snapshot shares those of every kind that has not changed.
"""

import copy
import datetime as dt
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from registry.models import ContentVersion, Region, SourceDocument
from registry.places import Place, Places
from registry.publication import PublishedRow, Status, inline_rows

T = TypeVar("T")
Rows = dict[Any, tuple[Any, ...]]
#: By kind, the number of the change that was read last.
Versions = dict[str, int]


class Snapshot:
    """Everything published at one version, of any period: what holds on a date is decided when it is asked for."""

    def __init__(self, versions: Versions, places: Places, rows: Rows) -> None:
        self.versions = versions
        #: Grows with every change of any kind.
        self.version = sum(versions.values())
        self.places = places
        self._rows = rows
        self._derived: dict[Hashable, Any] = {}  # values of any kind, each made by its caller

    def rows(self, model: type[T]) -> tuple[T, ...]:
        return self._rows.get(model, ())

    def derived(self, key: Hashable, make: Callable[[], T]) -> T:
        """A value computed from this snapshot once; it goes when the snapshot goes."""
        if key not in self._derived:
            if len(self._derived) > 5000:  # keys hold regions and dates: bounded, but not by this process
                self._derived.clear()
            self._derived[key] = make()
        value: T = self._derived[key]
        return value


def published_models() -> list[type[PublishedRow]]:
    return [model for model in apps.get_models() if issubclass(model, PublishedRow)]


def load(previous: Snapshot | None = None) -> Snapshot:
    """A snapshot from the database; what has not changed since ``previous`` is taken from there."""
    versions = stored_versions()  # read first: a change that lands meanwhile is then seen as newer, never missed
    sources = SourceDocument.objects.in_bulk()

    def unchanged(*models: type[models.Model]) -> Snapshot | None:
        kinds = {model._meta.label for model in models}
        same = previous and all(previous.versions.get(kind) == versions.get(kind) for kind in kinds)
        return previous if same and not kinds & _touched else None

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


def _published(model: type[PublishedRow], sources: Mapping[int, SourceDocument]) -> Iterator[PublishedRow]:
    """Rows of the same source share it: there are ten times as many rows as sources."""
    for row in model.objects.published().prefetch_related(*inline_rows(model)):
        row.source = sources[row.source_id]
        yield row


def _load_places() -> Places:
    fields = Place.__slots__
    columns = ["parent_id" if field == "parent" else field for field in fields]
    return Places(Place(*values) for values in Region.objects.values_list(*columns))


def stored_versions() -> Versions:
    return dict(ContentVersion.objects.values_list("kind", "number"))


_current: Snapshot | None = None
_asked_at = 0.0
#: Kinds changed by this process since its last load. Their number proves nothing: what it counts may be rolled back.
_touched: set[str] = set()
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
    global _current, _asked_at
    if (viewed := _viewed.get()) is not None:
        return viewed[0]
    now = time.monotonic()
    if _current is not None and not _touched and now - _asked_at < settings.SNAPSHOT_TRUST_SECONDS:
        return _current
    if _current is None or _touched or stored_versions() != _current.versions:
        _current = load(_current)
        _touched.clear()
    _asked_at = now
    return _current


def held() -> Snapshot:
    """The snapshot that the page being made was answered from: no question to the database where there is one."""
    return current() if _viewed.get() or _current is None or _touched else _current


def forget() -> None:
    """Drop this process's snapshot: the next request reads everything anew."""
    global _current
    _current = None
    _touched.clear()


def bump(model: type[models.Model]) -> None:
    """Move the version of a kind on, in the same transaction as the change itself."""
    kind = model._meta.label
    rows = ContentVersion.objects.filter(kind=kind)
    if not rows.update(number=models.F("number") + 1):
        ContentVersion.objects.bulk_create([ContentVersion(kind=kind)], ignore_conflicts=True)  # others may start too
        rows.update(number=models.F("number") + 1)
    _touched.add(kind)


def watch() -> None:
    """Bump on every save or deletion of something a snapshot holds. Bulk SQL must call :func:`bump` itself."""
    kinds: list[type[models.Model]] = [Region, SourceDocument, *published_models()]
    for kind in kinds:
        _watch(kind, kind)
    for model in published_models():
        for relation in inline_rows(model).values():
            _watch(relation.related_model, model)


def _watch(sender: type[models.Model], kind: type[models.Model]) -> None:
    def on_change(**_: Any) -> None:
        bump(kind)

    for signal in (post_save, post_delete):
        signal.connect(on_change, sender=sender, weak=False, dispatch_uid=f"snapshot-{sender._meta.label}-{id(signal)}")
