"""修改记录: what each version of a row changed, in the words of its form, inline rows included."""

from collections.abc import Sequence
from typing import Any

from registry import rows
from registry.belonging import inline_rows
from registry.workflow import review
from registry.workflow.review import Difference
from registry.workflow.transition import because

#: How a row stands in the database, and what another column of the list says.
_UNSAID = frozenset({"id", "pack_key", "content_digest"})


def tell(versions: Sequence[Any]) -> None:
    """Give each version of a page of the list, the newest first, what it changed, ``history_delta_changes``, and why."""
    if not versions:
        return
    told = [_said(version) for version in versions]
    before = versions[-1].prev_record
    for version, now, then in zip(versions, told, [*told[1:], _said(before) if before else None], strict=True):
        version.history_delta_changes = _changes(version, now, then)
        version.because = because(version.history_change_reason)


def _changes(version: Any, now: dict[str, str], then: dict[str, str] | None) -> list[Difference]:
    """Nothing of the first, or of one that says that the row is gone: it would be all that the row says."""
    return review.compared(then, now) if then is not None and version.history_type == "~" else []


def inline(model: Any, version_id: str) -> dict[str, str]:
    """What the inline rows of one version said, by label and number."""
    if not inline_rows(model):
        return {}
    version = model.history.filter(pk=version_id).first()
    return review.said_inline(version.instance, _UNSAID, rows.inline_then(version)) if version else {}


def _said(version: Any) -> dict[str, str]:
    row = version.instance
    # What the version refers to was read with it.
    row._state.fields_cache.update(version._state.fields_cache)
    said = review.said_fields(row, _UNSAID)
    return {**said, **review.said_inline(row, _UNSAID, rows.inline_then(version))} if inline_rows(type(row)) else said
