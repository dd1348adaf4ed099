"""The guides of a row in a sheet: one cell, which may go without saying where the clause does."""

from typing import Any

from django.core.exceptions import ValidationError

from guides.desk import topics
from guides.desk.rowform import guide_choices, usual_guides
from registry.excel.columns import ListColumn
from registry.excel.values import Value, same, text_of
from registry.rows import Inline
from registry.workflow import quoting


class GuidesColumn(ListColumn):
    """Left empty, a new row stands where its clause says, or where other places' rows of its name do; 手工报销 and the like
    are named as notices do."""

    depends = True

    def __init__(self, field: Any) -> None:
        super().__init__(field, guide_choices())
        self.required = False
        self.help = f"空着，就照条文说的。{self.help}"

    def apply(self, row: Any, inline: Inline, value: Value) -> None:
        if not same(value, None):
            row.guides = self.read(value)
        elif found := _said(row, inline) or usual_guides(row):
            row.guides = found
        else:
            raise ValidationError("条文没有说是哪一种，这一格要填。")

    def read(self, value: Value) -> list[Any]:
        try:
            return super().read(value)
        except ValidationError:
            if found := topics.of(text_of(value)):
                return found[:1]
            raise


def _said(row: Any, inline: Inline) -> list[str]:
    if row.source_id is None or not row.source.clause:
        return []
    return topics.of_article(row.source.clause, row.source_article or quoting.article(row, inline))
