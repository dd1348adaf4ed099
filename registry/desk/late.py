"""Drafts that went on their way, or away, while somebody typed into them: what he is told instead of “saved”."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from registry.desk.lookups import key_of
from registry.desk.typed import Late
from registry.models import Event
from registry.pages import desk_url
from registry.workflow.rights import Action, can

_NEW = "还要的，新写一份，再贴上："


def gone_on(row: Any) -> Late:
    """Of a row that is no draft any more."""
    return Late(
        f"您填的时候，有人把它交上去或者发布了：现在是“{row.get_status_display()}”，所以没有存。",
        "还要改，先“退回修改”或者“修订”，再贴上：",
        "打开它",
        desk_url(row, "change", row.pk),
    )


def gone(model: Any, raw: str, user: Any) -> Late | None:
    """Of a row that is no more; None where there was none, or none that this person might have written."""
    key = key_of(model, raw)
    last = model.history.filter(id=key).order_by("-history_id").first() if key is not None else None
    if last is None or last.history_type != "-" or not can(user, Action.EDIT, last.region_id):
        return None
    return Late(f"{_went(model, key)}您的没有存。", _NEW, "新写一份", desk_url(model, "add"))


def _went(model: Any, key: Any) -> str:
    of_it = Event.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id=key)
    event = of_it.filter(kind=Event.Kind.DISCARDED).select_related("by").first()
    if event is None:  # a revision of a source goes when the source takes its words
        return "您填的时候，这份草稿发布了，或者删掉了。"
    who = (event.by.get_full_name() or event.by.username) if event.by else "有人"
    return f"您填的时候，{who}在 {timezone.localtime(event.at):%m-%d %H:%M} 把这份草稿删掉了（{event.reason}）。"
