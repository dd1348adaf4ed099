"""The published snapshot on disk, for a start while the database is away.

Plain JSON of the rows that everybody can read, written whole beside the old one and then put in its place. Read only
where the database does not answer; what is read is never taken for newer than what the database says.
"""

import datetime as dt
import json
import os
import time
from collections import defaultdict
from dataclasses import astuple
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import serializers
from django.db import models
from django.utils import timezone

from registry.belonging import inline_rows
from registry.places import Place, Places
from registry.snapshot.contents import Rows, Snapshot
from registry.snapshot.stored import published_models

#: Written by this shape; another is not read.
_SHAPE = 1
#: Seconds until a disk that could not take the content is tried again.
_TRIES_AGAIN_AFTER = 30


def path() -> Path:
    return Path(settings.STATE_DIR) / "published.json"


def write(snapshot: Snapshot) -> None:
    """Raises OSError where the disk is full or cannot be written to; what was there is then still there."""
    every = [row for of_kind in snapshot.by_kind.values() for row in of_kind]
    sources = {row.source_id: row.source for row in every}
    inline = [each for row in every for name in inline_rows(type(row)) for each in getattr(row, name).all()]
    content = {
        "shape": _SHAPE,
        "at": timezone.now().isoformat(),
        "versions": snapshot.versions,
        "places": [astuple(place) for place in snapshot.places],
        "sources": serializers.serialize("python", sources.values()),
        "rows": serializers.serialize("python", every),
        "inline": serializers.serialize("python", inline),
    }
    draft = path().with_suffix(f".{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, default=_as_text)
        draft.replace(path())
    finally:
        draft.unlink(missing_ok=True)


class Keeper:
    """What this process has written. Asked again and again: what changed while an earlier change was being written, or while
    the disk was full, would else wait for the next one, and a row that was withdrawn come back with a start without a
    database."""

    def __init__(self) -> None:
        self._written: Any = None
        self._failed, self._tried_at = False, 0.0

    def lacks(self, snapshot: Snapshot) -> bool:
        """Whether that is yet to be written; on a disk that could not take it, after a while."""
        rests = self._failed and time.monotonic() - self._tried_at < _TRIES_AGAIN_AFTER
        return snapshot.versions != self._written and not rests

    def write(self, snapshot: Snapshot) -> None:
        """Raises OSError, as :func:`write`."""
        self._failed, self._tried_at = True, time.monotonic()
        write(snapshot)
        self._written, self._failed = snapshot.versions, False


def read() -> tuple[Snapshot, dt.datetime] | None:
    """What was written last, and when; None where nothing that can be read is there."""
    try:
        content = json.loads(path().read_text(encoding="utf-8"))
        if content["shape"] != _SHAPE:
            return None
        found = _rows(content["rows"], content["inline"], content["sources"])
        places = Places(Place(*values) for values in content["places"])
        return Snapshot(content["versions"], places, found), dt.datetime.fromisoformat(content["at"])
    except (
        serializers.base.DeserializationError,
        OSError,
        AttributeError,
        KeyError,
        RecursionError,
        TypeError,
        ValueError,
    ):
        return None


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _rows(published: list[Any], inline: list[Any], sources: list[Any]) -> Rows:
    cited = {each.pk: each for each in _read(sources)}
    of_parent = _by_parent(_read(inline))
    rows: dict[Any, list[Any]] = {model: [] for model in published_models()}
    for row in _read(published):
        row.source = cited[row.source_id]
        for name, relation in inline_rows(type(row)).items():
            _attach(row, name, relation, of_parent[relation.related_model, row.pk])
        rows[type(row)].append(row)
    return {model: tuple(found) for model, found in rows.items()}


def _read(content: list[Any]) -> list[Any]:
    return [each.object for each in serializers.deserialize("python", content)]


def _by_parent(inline: list[Any]) -> dict[tuple[type[models.Model], Any], list[Any]]:
    found: dict[tuple[type[models.Model], Any], list[Any]] = defaultdict(list)
    parents = {
        relation.related_model: relation.field.attname
        for model in published_models()
        for relation in inline_rows(model).values()
    }
    for each in inline:
        found[type(each), getattr(each, parents[type(each)])].append(each)
    return found


def _attach(row: Any, name: str, relation: Any, children: list[Any]) -> None:
    """As prefetch_related would have: ``row.<name>.all()`` then asks nothing."""
    found = getattr(row, name).get_queryset()
    found._result_cache, found._prefetch_done = children, True
    for child in children:
        setattr(child, relation.field.name, row)
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found
