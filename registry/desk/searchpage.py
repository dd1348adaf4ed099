"""One box for everything: a phone, a sentence, the number of a document, a name; found in rows of every kind."""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from registry.belonging import inline_rows
from registry.models import Region
from registry.pages import desk_url
from registry.publication import reviewed_models
from registry.typed import telephones
from registry.workflow.rights import Action, scope

LEAST, MOST = 2, 60
#: Rows of one kind that are shown.
SHOWN = 20
_BRACKETS = re.compile(r"[〔\[［【(（]([0-9]{4})[〕\]］】)）]")


@dataclass(frozen=True)
class Hits:
    """What was found of one kind: rows with their pages and where in them the words stand; ``more`` where there are others."""

    label: str
    rows: tuple[tuple[Any, str, str], ...]
    more: bool


def view(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if not scope(request.user, Action.VIEW):
        raise PermissionDenied
    asked = " ".join(request.GET.get("q", "").replace("\0", "").split())[:MOST]
    found = [*_regions(asked, request.user), *_rows(asked, request.user)] if len(asked) >= LEAST else []
    return TemplateResponse(
        request, "admin/registry/search.html", {**context, "title": "找一找", "q": asked, "found": found}
    )


def _rows(asked: str, user: Any) -> list[Hits]:
    """One query for each kind, and one more for each of its inline kinds, however many rows there are."""
    ways = spellings(asked)
    found = []
    for model in reviewed_models():
        own = _texts(model)
        rows = scope(user, Action.VIEW).filter(model.objects.all())
        rows = rows.filter(_holding(own, ways) | _inline_holding(model, ways)).order_by("-pk")
        shown = list(rows.select_related("region")[: SHOWN + 1])
        if shown:
            lines = tuple((row, desk_url(row, "change", row.pk), _where(row, own, ways)) for row in shown[:SHOWN])
            found.append(Hits(str(model._meta.verbose_name_plural), lines, len(shown) > SHOWN))
    return found


def _regions(asked: str, user: Any) -> list[Hits]:
    named = Region.objects.filter(Q(name__icontains=asked) | Q(code=asked))
    rows = list(scope(user, Action.VIEW).filter(named, "pk")[: SHOWN + 1])
    lines = tuple((row, desk_url(Region, "desk", row.pk), "有什么，缺什么") for row in rows[:SHOWN])
    return [Hits("地区", lines, len(rows) > SHOWN)] if rows else []


def spellings(asked: str) -> tuple[str, ...]:
    """What was typed, and as it is stored: a phone with its hyphen, the year of a 文号 in its brackets."""
    found = {asked: None, _BRACKETS.sub(r"〔\1〕", asked): None, _BRACKETS.sub(r"[\1]", asked): None}
    with suppress(telephones.NumberError):
        found |= dict.fromkeys(telephones.numbers(asked))
    return tuple(found)


def _texts(model: Any) -> list[Any]:
    """The fields in which words stand."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices and field.editable
    ]


def _holding(fields: list[Any], ways: tuple[str, ...]) -> Q:
    return _any(Q(**{f"{field.name}__icontains": way}) for field in fields for way in ways)


def _inline_holding(model: Any, ways: tuple[str, ...]) -> Q:
    """Each kind of inline rows is looked through by itself: joined, every row of one would stand beside every row of another."""
    return _any(
        Q(pk__in=relation.related_model.objects.filter(_holding(texts, ways)).values(relation.field.attname))
        for relation in inline_rows(model).values()
        if (texts := _texts(relation.related_model))
    )


def _any(conditions: Any) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def _where(row: Any, fields: list[Any], ways: tuple[str, ...]) -> str:
    """The words around what was found, after the name of their field."""
    for field in fields:
        text = str(getattr(row, field.attname))
        for way in ways:
            if (at := text.lower().find(way.lower())) >= 0:
                return f"{field.verbose_name}：{'…' if at > 15 else ''}{text[max(at - 15, 0) : at + 45]}"
    return ""
