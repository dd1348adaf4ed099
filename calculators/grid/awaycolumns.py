"""Cells of a sheet on care away from home, as notices write them: 长期异地居住备案, 降低20个百分点, 视同转诊备案."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from calculators.circumstances import ANY, Category
from calculators.core.choices import CHOICE_LABELS, RemoteKind
from calculators.fields import RateField
from calculators.grid import awaychanges
from calculators.grid.awaychanges import plainly
from calculators.written import CALLED
from registry.excel.columns import ChoiceColumn, NumberColumn
from registry.excel.values import Value, same, spoken, text_of
from registry.rows import Inline

#: A figure that does not say what is done.
_FIGURE = re.compile("[0-9.,]*(?:元|万元?|个?百分点|个点)?")
_FILED = re.compile("视同|视为|备案|等同|按|和|与|同")
#: What tells lines apart that are not about the same bills, and what one takes over from another.
_BESIDE = ("region", "scheme", "care_type", "hospital_level")
_COPIED = ("kind", "value", "at_most", "deductible", "deductible_factor", "share", "share_of")


class CategoryColumn(ChoiceColumn):
    """异地就医类别 as notices write it: 长期异地居住备案. Whoever has not filed is that, whatever else is said."""

    suggests = True

    def read(self, value: Value) -> Any:
        typed = text_of(value)
        found = [name for name, called in CALLED.items() if re.search(called, typed)]
        if typed in self.labels.values() or typed in self.labels:
            return super().read(value)
        if Category.UNFILED.value in found:
            return Category.UNFILED.value
        return found[0] if len(found) == 1 and not re.search("[未没非]", typed) else super().read(value)


class AwayValueColumn(NumberColumn):
    """数值 of a rule away from home: a share, but for what changes the deductible. What is done may be said in it in words,
    as in the table; 视同转诊备案 is what another line says."""

    refers = depends = True

    def meant(self, value: Value) -> list[Mapping[str, Value]]:
        """What is done, where the cell says it. Of one that cannot be read the other cell is not asked for."""
        if not isinstance(value, str) or _FIGURE.fullmatch(plainly(value)):
            return [{}]
        try:
            said = awaychanges.change(value)
        except ValidationError:
            return [{"kind": CHOICE_LABELS[RemoteKind.NONE]}]  # told when the cell is read
        return [{"kind": CHOICE_LABELS[RemoteKind(said["kind"])], "at_most": said["at_most"]}]

    def among(self, line: Mapping[str, Value], others: Sequence[Mapping[str, Value]]) -> list[Mapping[str, Value]]:
        """The cells of the lines that 视同…备案 means, at each of their distances; none where it is not clear."""
        typed = line[self.name]
        if not (isinstance(typed, str) and _FILED.search(typed)):
            return []
        alike = [one for one in others if all(same(one[name], line[name]) for name in _BESIDE)]
        where = self._of("distance", line)
        anywhere, near = ([one for one in alike if self._of("distance", one) == way] for way in (ANY, where))
        told = {self._of("category", one): spoken(one[self.name]) for one in [*anywhere, *near]}
        try:
            named = awaychanges.as_filed(typed, told)
        except ValidationError:
            return []  # told when the cell is read
        if named is None or named == self._of("category", line):
            return []
        meant, at_any = ([one for one in few if self._of("category", one) == named] for few in (near, anywhere))
        if where == ANY:
            return [_taken(one, "distance") for one in alike if self._of("category", one) == named]
        return [_taken(one) for one in meant or at_any]

    def _of(self, name: str, line: Mapping[str, Value]) -> Any:
        """What a cell beside this one says; what it says while empty, where it is."""
        field = self.field.model._meta.get_field(name)
        try:
            return field.get_default() if same(line[name], None) else ChoiceColumn(field).read(line[name])
        except ValidationError:
            return None

    def apply(self, row: Any, inline: Inline, value: Value) -> None:
        if said := _in_words(value):
            if row.kind != said["kind"]:
                raise ValidationError(f"“{value}”和“怎么变”写的不一样，请改其中一格。")
            row.value = said.get("value")
        elif value is None or row.kind == RemoteKind.DEDUCTIBLE:
            super().apply(row, inline, value)
        elif row.kind:  # else that is asked for
            row.value = RateField().read(text_of(value))


def _taken(line: Mapping[str, Value], *also: str) -> Mapping[str, Value]:
    """What another line takes over from this one."""
    return {name: line[name] for name in (*_COPIED, *also)}


def _in_words(value: Value) -> dict[str, Any]:
    """What a cell says is done; nothing where it holds a figure alone. Raises ValidationError."""
    if not isinstance(value, str) or re.fullmatch(rf"(?:{_FIGURE.pattern})|[0-9.]+%", plainly(value)):
        return {}
    if named := awaychanges.as_filed(value, {}):
        raise ValidationError(f"“{value}”：{awaychanges.no_line_yet(named)}")
    return awaychanges.change(value)
