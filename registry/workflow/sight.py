"""What the page of a step showed, so that nobody publishes, or does anything else, on what he never saw.

The page carries it, signed for its reader: each row's digest over the row, its inline rows, its source with the papers
beside it, what it supersedes, what its people read no more where it is published, and what goes on where it is
withdrawn, and their words, to tell what has changed. When
the step is taken the rows are looked at again, by whoever then has the turn.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import models

from registry import rows
from registry.belonging import inline_of, inline_rows
from registry.evidence import named
from registry.models import Attachment, SourceDocument
from registry.publication import PublishedRow
from registry.workflow import elsewhere, review
from registry.workflow.reopening import sequel
from registry.workflow.review import Difference

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


def seal(shown: Iterable[Any], step: str, salt: str, together: Iterable[Any]) -> str:
    """What the page of a step shows of these rows where it is taken for those ``together``, for its form to carry. Must be
    sealed no later than it is shown."""
    return signing.dumps({named(row): _seen(row, step, together) for row in shown}, salt=salt, compress=True)


def changes(stored: Iterable[Any], step: str, sealed: str, salt: str, together: Iterable[Any]) -> dict[str, Change]:
    """By name, what is no longer as the page showed it; empty where everything is."""
    try:
        seen = signing.loads(sealed, salt=salt)
    except signing.BadSignature:
        seen = {}
    found = {}
    for row in stored:
        digest, words = seen.get(named(row), (None, {}))
        is_now, says_now = _seen(row, step, together)
        if digest is None:
            found[named(row)] = Change(shown=False)
        elif digest != is_now:
            found[named(row)] = Change(True, tuple(review.compared(words, says_now)))
    return found


def _seen(row: Any, step: str, together: Iterable[Any]) -> tuple[str, dict[str, str]]:
    """A row's digest and words."""
    parts = [[_values(part), [_values(child) for child in _children(part)], _papers(part)] for _, part in _parts(row)]
    words = _words(row)
    if step == "withdraw":
        comes = dict(_coming(row, together))
        parts.append([(label, named(other), said) for label, (other, said) in comes.items()])
        words |= {label: said for label, (_, said) in comes.items()}
    elif step == "publish" and isinstance(row, PublishedRow):
        told = [finding.sentence for finding in elsewhere.replaced(row)]
        above = elsewhere.read_no_more(row)
        parts.append([told, [] if above is None else [named(above), _values(above)]])
        words |= {"发布以后": " ".join(told)} if told else {}
    return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest(), words


def _coming(row: Any, together: Iterable[Any]) -> Iterator[tuple[str, tuple[Any, str]]]:
    """What a withdrawal has people read, or keeps from them: each row and its words, after what it is."""
    after = sequel(row, together)
    for label, other in (
        ("撤下以后接着有效的", after.row),
        ("不让它接着有效的", after.against),
        ("撤下以后改看的", elsewhere.instead(row, together)),
    ):
        if other is not None:
            yield label, (other, f"{other.region.name}“{other}”，{other.period()}")


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
