"""A region or a source in one cell."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError

from registry.excel.columns import FieldColumn
from registry.excel.values import Value, text_of
from registry.models import Region, SourceDocument
from registry.workflow.rights import Action, scope

#: 210300 鞍山市, 210300鞍山市, or a word and whatever follows it: a key such as 210300-2026-1.
_CODED = re.compile(r"([0-9]{6}(?=[^0-9 -])|[^ ]*) *(.*)", re.DOTALL)


class ReferenceColumn(FieldColumn):
    """A region or a source: its code, a space, and its name; either alone will do. ``known``: code → (id, name);
    ``only``: the id of the one that may be written."""

    width = 24
    varies = True

    def __init__(
        self, field: Any, known: Mapping[str, tuple[Any, str]], options: tuple[str, ...], only: Any = None
    ) -> None:
        super().__init__(field)
        self.known = known
        self.codes = {pk: code for code, (pk, _) in known.items()}
        self.options = options
        self.only = only
        self.required = True

    def show(self, stored: Any) -> Value:
        if stored is None:
            return None
        code = self.codes[stored]
        return f"{code} {self.known[code][1]}"

    def read(self, value: Value) -> Any:
        found = self._named(text_of(value))
        if self.only not in (None, found):
            raise ValidationError(f"这张表只收“{self.options[0]}”的，这一格请空着。别的文件的，到那份文件的一页去传。")
        return found

    def _named(self, typed: str) -> Any:
        code, rest = _CODED.fullmatch(typed).groups()  # type: ignore[union-attr]  # it matches whatever there is
        if code in self.known:
            pk, name = self.known[code]
            if rest.strip() not in ("", name):
                raise ValidationError(f"“{code}”是“{name}”，和后面写的“{rest.strip()}”对不上。请改其中一个。")
            return pk
        named = [pk for pk, name in self.known.values() if name == typed]
        named = named or [pk for pk, name in self.known.values() if name == f"{typed}市"]
        named = named or [pk for pk, name in self.known.values() if typed and name.startswith(f"{typed}（")]
        if len(named) != 1:
            problem = f"有几个“{typed}”，请写代码" if named else f"没有“{typed}”，请从下拉里选，或者写代码"
            raise ValidationError(f"{problem}。")
        return named[0]


class Referable:
    """What the lines of a workbook may refer to, asked for once for all its sheets."""

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def _regions(self) -> tuple[dict[str, tuple[Any, str]], tuple[str, ...]]:
        known = {region.code: (region.code, region.name) for region in Region.objects.all()}
        where = scope(self.user, Action.EDIT)
        return known, tuple(f"{code} {name}" for code, name in known.values() if code in where)

    @cached_property
    def _sources(self) -> dict[str, tuple[Any, str]]:
        return {source.key: (source.pk, source.citation()) for source in SourceDocument.objects.citable()}

    def region(self, field: Any) -> ReferenceColumn:
        return ReferenceColumn(field, *self._regions)

    def source(self, field: Any, only: Any) -> ReferenceColumn:
        offered = tuple(f"{key} {name}" for key, (pk, name) in self._sources.items() if only in (None, pk))
        return ReferenceColumn(field, self._sources, offered, only)
