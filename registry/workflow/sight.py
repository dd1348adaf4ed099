"""What the page of a step showed, so that nobody publishes, or does anything else, on what he never saw.

The page carries it, signed for its reader: each row's digest over the row, its inline rows, its source with the papers
beside it, what it supersedes, and all that the page tells of it besides (``telling``): what looks wrong, from when on it
counts, what people read no more or instead. Their words are carried too, to tell what has changed. When the step is taken
the rows are looked at again, by whoever then has the turn.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import models

from registry import rows
from registry.belonging import inline_of, inline_rows
from registry.evidence import named
from registry.models import Attachment, SourceDocument
from registry.publication import PublishedRow
from registry.workflow import review
from registry.workflow.review import Difference
from registry.workflow.telling import Told

#: How a row stands in the database; everything else about it can be seen, or what is seen rests on it.
_UNSEEN = frozenset({"id", "pack_key", "content_digest"})


@dataclass(frozen=True, slots=True)
class Change:
    """What is otherwise with a row than a page showed it. ``shown`` is false where the page did not show it at all."""

    shown: bool
    differences: tuple[Difference, ...] = ()


def read(found: models.QuerySet[Any]) -> list[Any]:
    """Rows with everything that a page shows of them, read once: what is shown is what was looked at. Those of one source
    share it."""
    inline = list(inline_rows(found.model))
    if not issubclass(found.model, PublishedRow):
        both = _papers_of(""), _papers_of("supersedes__")
        return list(found.select_related("region", "supersedes__region").prefetch_related(*both))
    together = found.select_related("region", "source__region", "supersedes__region", "supersedes__source__region")
    inline += [f"supersedes__{name}" for name in inline]
    papers = _papers_of("source__"), _papers_of("supersedes__source__")
    shown = list(together.prefetch_related(*inline, *papers))
    sources: dict[int, Any] = {}
    for row in shown:
        row.source = sources.setdefault(row.source_id, row.source)
    return shown


def _papers_of(way: str) -> Any:
    """The papers of a source, without what is in them: that never changes."""
    return models.Prefetch(f"{way}attachments", Attachment.objects.defer("content"))


def seal(shown: Iterable[Any], told: Mapping[str, Told], salt: str) -> str:
    """What the page of a step shows of these rows, with what it tells of each by its name, for its form to carry."""
    return signing.dumps({named(row): _seen(row, told[named(row)]) for row in shown}, salt=salt, compress=True)


def changes(stored: Iterable[Any], told: Mapping[str, Told], sealed: str, salt: str) -> dict[str, Change]:
    """By name, what is no longer as the page showed it, or would now tell it; empty where everything is."""
    try:
        seen = signing.loads(sealed, salt=salt)
    except signing.BadSignature:
        seen = {}
    found = {}
    for row in stored:
        digest, words = seen.get(named(row), (None, {}))
        is_now, says_now = _seen(row, told[named(row)])
        if digest is None:
            found[named(row)] = Change(shown=False)
        elif digest != is_now:
            found[named(row)] = Change(True, tuple(review.compared(words, says_now)))
    return found


def _seen(row: Any, told: Told) -> tuple[str, dict[str, str]]:
    """A row's digest, over what it says and is told of it and over what that rests on, and all words."""
    words = _words(row) | told.words()
    parts = [[_values(part), [_values(child) for child in _children(part)], _papers(part)] for _, part in _parts(row)]
    others = [[named(other), _values(other)] for other in told.others]
    return hashlib.sha256(json.dumps([parts, others, words], default=str, sort_keys=True).encode()).hexdigest(), words


def _parts(row: Any) -> Iterator[tuple[str, Any]]:
    """The row and what it rests on, each after the words that set it apart."""
    for whose, part in (("", row), ("原来那条的", row.supersedes)):
        if part is not None:
            yield whose, part
            if isinstance(part, PublishedRow):
                yield f"{whose}依据的", part.source


def _children(part: Any) -> list[Any]:
    return [child for children in inline_of(part).values() for child in children]


def _papers(part: Any) -> list[tuple[int, str]]:
    found = part.attachments.all() if isinstance(part, SourceDocument) else ()
    return [(paper.pk, paper.name) for paper in found]


def _papers_told(part: Any, row: Any) -> str:
    """By their names; where they are not public and another place's, how many: whoever looks at the row reads these words."""
    names = [name for _, name in _papers(part)]
    if names and part.is_unfinished and part.region_id != row.region_id:
        return f"{len(names)} 份"
    return "，".join(names)


def _values(part: Any) -> dict[str, Any]:
    return {field.attname: field.value_to_string(part) for field in rows.fields(part, _UNSEEN)}


def _words(row: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for whose, part in _parts(row):
        told = review.said(part, _UNSEEN | {"supersedes"})
        told["原件"] = _papers_told(part, row)
        found |= {f"{whose}{label}": words for label, words in told.items() if words}
    return found
