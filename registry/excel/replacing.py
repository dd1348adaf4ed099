"""替换哪一条 in one cell: which row of the country or a province a line takes the place of, from a list."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError

from registry import snapshot as snapshots
from registry.excel.columns import Column
from registry.excel.values import Value, same, text_of
from registry.models import Level
from registry.rows import Inline
from registry.workflow import review

_NONE = "没有“{}”。请从下拉里选全国、省里的那一条；都不替换，就空着。"
_SEVERAL = "有几条“{}”。请从下拉里选，或者写它的代号。"


def replaceable(model: type[Any]) -> Any:
    """Rows that a place may have its own of."""
    above = model._default_manager.published().filter(region__level__in=[Level.NATION, Level.PROVINCE])
    return above.select_related("region").order_by("region__position", "pk")


def _case(row: Any) -> str:
    """When it is shown, which tells rows of one name apart."""
    field = next((one for one in row._meta.concrete_fields if one.name == "when"), None)
    return f"{review.word(row, field).rstrip('。')}，" if field and row.when else ""


class ReplacesColumn(Column):
    """The row by its name, or its key; its key is taken over, and where it stands if the line does not say that.
    ``own`` are the columns of the sheet, by name."""

    width = 28
    varies = suggests = True

    def __init__(self, model: type[Any], own: Mapping[str, Column]) -> None:
        help_text = "全国、省里已经有这一样，您那里的不一样，就选它：公众只看到您的。是新加的一样，就空着。"
        super().__init__("replaces", "替换哪一条", help_text)
        self.model, self.own = model, own

    @cached_property
    def above(self) -> dict[str, Any]:
        """Rows by what is shown of them."""
        rows = list(replaceable(self.model))
        times = Counter(map(str, rows))
        return {
            f"{row}（{row.region.name}，{_case(row) if times[str(row)] > 1 else ''}{row.key}）": row for row in rows
        }

    @cached_property
    def options(self) -> tuple[str, ...]:  # type: ignore[override]  # as of other columns, made when it is asked for
        return tuple(self.above)

    @cached_property
    def example(self) -> Value:
        return None

    def meant_in(self, line: Mapping[str, Value]) -> list[Mapping[str, Value]]:
        """A row that has its key already stays as it is; of one for other guides the cases would be others."""
        if same(line[self.name], None) or not same(line["key"], None):
            return [{}]
        try:
            row = self._named(text_of(line[self.name]))
        except ValidationError:
            return [{}]  # told when the cell is read
        elsewhere = not same(line.get("guides"), None)
        taken = {"key"} if elsewhere else {"key", "guides", "when"} & self.own.keys()
        return [{name: self.own[name].write(row, {}) for name in taken}]

    def write(self, row: Any, inline: Inline) -> Value:
        found = [(one.region_id, shown) for shown, one in self.above.items() if one.key == row.key]
        above = snapshots.current().places.chain(row.region_id)[1:] if found else ()
        return next((shown for region, shown in found if region in above), None)

    def apply(self, row: Any, inline: Inline, value: Value) -> None:
        if same(value, None):
            return
        other = self._named(text_of(value))
        if other.region_id not in snapshots.current().places.chain(row.region_id)[1:]:
            raise ValidationError(
                f"这一条是{other.region.name}的，管不到{row.region.name}。请选全国的，或者您那个省的。"
            )
        if row.key and row.key != other.key:
            raise ValidationError("和“代号”写的不是同一条。请把“代号”空着。")

    def _named(self, typed: str) -> Any:
        if typed in self.above:
            return self.above[typed]
        found = [row for row in self.above.values() if typed == row.key] or [
            row for row in self.above.values() if typed == str(row)
        ]
        if len(found) != 1:
            raise ValidationError((_SEVERAL if found else _NONE).format(typed))
        return found[0]
