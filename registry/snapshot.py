"""Published content as an immutable in-process snapshot, replaced when its version changes.

A public request asks the database at most for the version; everything else is in memory. Rows of a snapshot
are read, never changed or saved.
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


class Snapshot:
    """Everything published at one version, of any period: what holds on a date is decided when it is asked for."""

    def __init__(self, version: int, places: Places, rows: Rows) -> None:
        self.version = version
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


def load() -> Snapshot:
    """A fresh snapshot from the database."""
    version = stored_version()  # read first: a change that lands meanwhile is then seen as newer, never missed
    sources = SourceDocument.objects.in_bulk()
    rows: Rows = {model: tuple(_published(model, sources)) for model in published_models()}
    return Snapshot(version, _load_places(), rows)


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
    return Snapshot(found.version, found.places, public)


def _published(model: type[PublishedRow], sources: Mapping[int, SourceDocument]) -> Iterator[PublishedRow]:
    """Rows of the same source share it: there are ten times as many rows as sources."""
    for row in model.objects.published().prefetch_related(*inline_rows(model)):
        row.source = sources[row.source_id]
        yield row


def _load_places() -> Places:
    fields = Place.__slots__
    columns = ["parent_id" if field == "parent" else field for field in fields]
    return Places(Place(*values) for values in Region.objects.values_list(*columns))


def stored_version() -> int:
    return ContentVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0


_current: Snapshot | None = None
_asked_at = 0.0
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
    if _current is not None and now - _asked_at < settings.SNAPSHOT_TRUST_SECONDS:
        return _current
    if _current is None or stored_version() != _current.version:
        _current = load()
    _asked_at = now
    return _current


def held() -> Snapshot:
    """The snapshot that the page being made was answered from: no question to the database where there is one."""
    return current() if _viewed.get() or _current is None else _current


def forget() -> None:
    """Drop this process's snapshot: the next request asks the database."""
    global _current
    _current = None


def bump() -> None:
    """Move the version on, in the same transaction as the change itself."""
    if not ContentVersion.objects.filter(pk=1).update(number=models.F("number") + 1):
        ContentVersion.objects.create(pk=1)
    forget()


def watch() -> None:
    """Bump on every save or deletion of something a snapshot holds. Bulk SQL must call :func:`bump` itself."""
    watched: list[type[models.Model]] = [Region, SourceDocument, *published_models()]
    for model in published_models():
        watched += [relation.related_model for relation in inline_rows(model).values()]
    for watched_model in watched:
        for signal in (post_save, post_delete):
            signal.connect(
                _on_change, sender=watched_model, dispatch_uid=f"snapshot-{watched_model._meta.label}-{id(signal)}"
            )


def _on_change(**_: Any) -> None:
    bump()
