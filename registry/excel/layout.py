"""Which columns the sheet of a kind of row has, and in which order."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin.utils import flatten
from django.db import models

from registry.belonging import inline_of, inline_rows
from registry.excel import columns
from registry.excel.columns import Column, FieldColumn
from registry.excel.references import Referable
from registry.excel.replacing import ReplacesColumn
from registry.excel.values import Value, same, spoken
from registry.rows import Inline

#: Shown to the clerk, never read back.
ASIDE = ("status", "verified_on", "verified_by")
_COMMON = (
    "effective_from",
    "effective_to",
    "waived",
    "source",
    "source_article",
    "evidence",
    "collected_on",
    "review_every",
)
MARK = "说明、例子"
#: Where an empty cell says something of its own.
_OPEN = "effective_to"


@dataclass(frozen=True)
class Layout:
    """The sheet of one kind of row: columns that are read, and columns that are only shown. ``given`` is what stands in
    every line of a notice's sheet before anybody writes in it, by the column's name; ``ready`` what some of its lines are
    about, as the notice says."""

    model: type[Any]
    columns: tuple[Column, ...]
    aside: tuple[Column, ...]
    given: Mapping[str, Value] = field(default_factory=dict)
    ready: Sequence[Mapping[str, Value]] = ()

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name_plural)[:31]  # what Excel allows

    def lines_to_fill(self, stored: Sequence[Sequence[Value]]) -> list[list[Value]]:
        """Those that say what they are about, but for what is stored already, and one that says what is given."""
        there = {self._about(line) for line in stored}
        found = [self._line(ready) for ready in self.ready]
        missing = (line for line in found if any(self._about(one) not in there for one in self.meant(line)))
        return [*missing, self._line({})]

    def _line(self, said: Mapping[str, Value]) -> list[Value]:
        return [said.get(column.name, self.given.get(column.name)) for column in self.columns]

    def _about(self, line: Sequence[Value]) -> tuple[str, ...]:
        told = zip(self.columns, line, strict=True)
        return tuple(spoken(cell) for column, cell in told if column.name in self.about)

    @cached_property
    def about(self) -> frozenset[str]:
        """The columns that say in ready lines what they are about."""
        return frozenset(name for line in self.ready for name in line)

    def example(self) -> list[Value]:
        """A line that could be imported as it stands."""
        line = {column.name: self.given.get(column.name, column.example) for column in self.columns}
        return [self.given.get(column.name, column.example_beside(line)) for column in self.columns]

    def says_something(self, cells: Sequence[Value]) -> bool:
        """Whether a line says more than was given, and of a notice's sheet more than what it would be about."""
        passed = {*self.given, *self.about}
        told = (cell for column, cell in zip(self.columns, cells, strict=True) if column.name not in passed)
        return not all(same(cell, None) for cell in told)

    def completed(self, cells: Sequence[Value]) -> tuple[Value, ...]:
        """The line with what is given where it says nothing; a row without end is left without."""
        return tuple(
            self.given.get(column.name) if same(cell, None) and column.name != _OPEN else cell
            for column, cell in zip(self.columns, cells, strict=True)
        )

    def meant(self, cells: Sequence[Value]) -> list[tuple[Value, ...]]:
        """The lines that a line speaks of. What it says in a cell of its own stands."""
        found = [tuple(cells)]
        for column in self.columns:
            found = [self._with(line, column, said) for line in found for said in column.meant_in(self._named(line))]
        return found

    def together(
        self, lines: Sequence[Sequence[Value]], go_on: Callable[[], None]
    ) -> Iterator[list[tuple[Value, ...]]]:
        """For each line of a page the lines that it comes to, where it speaks of what another says."""
        referring = [column for column in self.columns if column.refers]
        named = [self._named(line) for line in lines]
        spoken_of = [(column, column.spoken_of(named)) for column in referring]
        for line in named:
            if referring:
                go_on()
            found = [column.among(line, others) for column, others in spoken_of]
            said = [taken for several in found for taken in several or ()]
            own = [] if None in found else [tuple(line.values())]
            yield [tuple({**line, **taken}.values()) for taken in said] or own

    def _with(self, line: Sequence[Value], own: Column, said: Mapping[str, Value]) -> tuple[Value, ...]:
        return tuple(
            said[column.name]
            if column.name in said and (column is own or column.name in own.apart or same(cell, None))
            else cell
            for column, cell in zip(self.columns, line, strict=True)
        )

    def _named(self, line: Sequence[Value]) -> dict[str, Value]:
        return {column.name: cell for column, cell in zip(self.columns, line, strict=True)}

    @cached_property
    def identity(self) -> tuple[Column, ...]:
        """The columns that say which row a line is about, and from when."""
        names = {*self.model.slot_fields, "region", "effective_from", "effective_to"}
        return tuple(column for column in self.columns if column.name in names)

    @cached_property
    def untold(self) -> list[Value]:
        """What a new row says of which nobody told more than was given."""
        blank = self.cells(self.model())
        return [self.given.get(column.name, cell) for column, cell in zip(self.columns, blank, strict=True)]

    def cells(self, row: Any) -> list[Value]:
        """What the columns that are read say about a stored row."""
        inline = inline_of(row)
        return [column.write(row, inline) for column in self.columns]

    def stored(self, rows: Any) -> Any:
        """A query set with everything that the columns ask for."""
        return rows.select_related("region", "source").prefetch_related(*inline_rows(self.model))

    def empty_inline(self) -> Inline:
        return {name: [] for name in inline_rows(self.model)}


def layout(
    model_admin: Any,
    user: Any,
    said: Mapping[str, Any] | None = None,
    referable: Referable | None = None,
    ready: Sequence[Mapping[str, Value]] = (),
) -> Layout:
    """The sheet for the rows of an admin page; regions to choose from are those where the person may write. ``said`` is
    what all its lines say, as a row holds it: of a sheet for one source its rows rest on no other; ``ready`` what some of
    them are about, as cells hold it. Sheets of one workbook share what their lines may refer to."""
    model, said, referable = model_admin.model, said or {}, referable or Referable(user)
    content = flatten(model_admin.content_fields)
    often = [name for name in content if name not in model_admin.finer_fields]
    first, last, seldom, aside = (
        tuple(_column(model_admin, model._meta.get_field(name), referable, said) for name in names)
        for names in (("region", *often), _COMMON, model_admin.finer_fields, ASIDE)
    )
    filled = {*said, *(name for line in ready for name in line)}
    needed = _with_filled(model_admin, filled) if model_admin.excel_first else ()
    shown = _needed_first((*first, *model_admin.excel, *last, *seldom), needed, said)
    if "replaces" in model_admin.form.declared_fields:
        own = {column.name: column for column in shown}
        shown = (shown[0], ReplacesColumn(model, own), *shown[1:])
    told = (column for column in shown if isinstance(column, FieldColumn) and column.name in said)
    given = {column.name: column.show(said[column.name]) for column in told}
    given = {name: value for name, value in given.items() if value is not None}
    return Layout(model, shown, aside, given, ready)


def _with_filled(model_admin: Any, filled: Container[str]) -> list[str]:
    """What every line has to say, and beside what it is about that which is seldom said and stands there already."""
    first = model_admin.excel_first
    slot = (number for number, name in enumerate(first, start=1) if name in model_admin.model.slot_fields)
    place = max(slot, default=0)
    return [*first[:place], *(name for name in model_admin.finer_fields if name in filled), *first[place:]]


def _needed_first(shown: Sequence[Column], needed: Sequence[str], said: Mapping[str, Any]) -> tuple[Column, ...]:
    """What a line has to say stands in front; where it holds before that, unless it goes without saying."""
    needed = needed or [column.name for column in shown if column.required and column.name not in said]
    first = [*([] if "region" in said else ["region"]), *(name for name in needed if name != "region")]
    return tuple(sorted(shown, key=lambda column: first.index(column.name) if column.name in first else len(first)))


def _column(model_admin: Any, field: Any, referable: Referable, said: Mapping[str, Any]) -> FieldColumn:
    column = _made(model_admin, field, referable, said)
    if field.name in model_admin.excel_examples:
        column.example = model_admin.excel_examples[field.name]
    return column


def _made(model_admin: Any, field: Any, referable: Referable, said: Mapping[str, Any]) -> FieldColumn:
    chosen = model_admin.form.declared_fields.get(field.name)
    if field.name == "region":
        return referable.region(field)
    if field.name == "source":
        return referable.source(field, said.get("source"))
    if (own := model_admin.excel_fields.get(field.name)) is not None:
        column: FieldColumn = own(field)
        return column
    if field.name == "key":
        return columns.KeyColumn(field)
    if isinstance(chosen, forms.MultipleChoiceField):
        return columns.ListColumn(field, chosen.choices)
    if field.flatchoices:
        return columns.ChoiceColumn(field)
    if field.name == "source_article" and said.get("source"):
        found = FieldColumn(field)
        found.help, found.example = f"空着，就照写的字和数去找是哪一条。{found.help}", None
        return found
    return next((made(field) for kind, made in _KINDS if isinstance(field, kind)), FieldColumn(field))


_KINDS: tuple[tuple[Any, type[FieldColumn]], ...] = (
    (models.BooleanField, columns.YesNoColumn),
    (models.DateField, columns.DateColumn),
    (models.DecimalField, columns.NumberColumn),
    (models.IntegerField, columns.CountColumn),
)
