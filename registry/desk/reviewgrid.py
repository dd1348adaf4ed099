"""The rows of a review that belong together as one table: what they share said once, each figure with what the clause says
of it, and the clause once beside them all. Nothing is left out: what is no figure of the table stands below it or folded.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any

from registry.belonging import inline_of, inline_rows
from registry.desk import marks, notice
from registry.typed.clauses import Clause, pointed
from registry.workflow import coverage, quoting, review
from registry.workflow.coverage import Piece, Resting
from registry.workflow.quoting import Quoted

Look = Mapping[str, Any]
#: A cell holds no more signs, and a table no more columns: what is longer stands below its line.
_SHORT, _MOST_COLUMNS = 24, 7
#: What stands in the clause beside the table, and what only programs read.
_FOLDED = ("source_article", "key")


@dataclass(frozen=True)
class Cell:
    """What a row says in one place. ``mark`` is what became of its figures in the clause: found, made, explained, others,
    missing, or '' where it has none; ``note`` says how, and of what is found what that proves, where the cell says more;
    ``who`` is told where those of a line differ."""

    words: str
    old: str = ""
    mark: str = ""
    note: str = ""
    who: str = ""


#: By what tells facts apart: the label, of sentences with their words too.
Key = tuple[str, ...]
Facts = dict[Key, Cell]


@dataclass(frozen=True)
class Line:
    """A line of the table: the row, or those that only the across field tells apart. ``unsaid`` tells of parts of its
    name that the clause never names."""

    name: str
    mark: str
    unsaid: str
    looks: tuple[tuple[str, Look], ...]
    cells: tuple[tuple[Cell, ...], ...]
    below: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class Grid:
    """``again`` are the labels of clauses that an earlier table of the page shows."""

    title: str
    looks: tuple[Look, ...]
    clauses: tuple[tuple[Clause, list[Piece]], ...]
    common: tuple[tuple[str, Cell], ...]
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    again: frozenset[str] = frozenset()


def grids(looks: Sequence[Look]) -> list[Grid]:
    """The looks in tables, in the order of the first of each."""
    groups: dict[Any, list[Look]] = {}
    for look in looks:
        groups.setdefault(_table_of(look), []).append(look)
    texts = _texts(looks)
    return list(_told_once(_Table(group).grid(texts) for group in groups.values()))


def _told_once(found: Iterable[Grid]) -> Iterator[Grid]:
    """Each with what of its clauses stands above it already."""
    seen: set[tuple[Any, str]] = set()
    for grid in found:
        source = grid.looks[0]["row"].source_id if grid.clauses else None
        labels = {clause.label for clause, _ in grid.clauses}
        yield replace(grid, again=frozenset(label for label in labels if (source, label) in seen))
        seen |= {(source, label) for label in labels}


def _table_of(look: Look) -> tuple[Any, ...]:
    row = look["row"]
    return (type(row), look["fresh"], getattr(row, "source_id", None), *_shared_slot(row))


def _shared_slot(row: Any) -> list[Any]:
    return [getattr(row, name) for name in row.table_fields]


def _texts(looks: Sequence[Look]) -> dict[int, dict[Clause, list[Piece]]]:
    """The clauses of each source in pieces, by what all the rows of it say, on the page and beside it."""
    sources = {look["source"].pk: look["source"] for look in looks if look["source"] is not None}
    texts = {}
    for pk, source in sources.items():
        shown = [Resting(look["row"], look["quoted"]) for look in looks if look["source"] == source]
        texts[pk] = coverage.pieces(source.clause, shown)
        if any(map(coverage.left, texts[pk].values())):
            texts[pk] = coverage.pieces(source.clause, [*shown, *_beside(source, shown)])
    return texts


def _beside(source: Any, shown: Sequence[Resting]) -> Iterator[Resting]:
    """The other rows of a source, in the places of those shown; none that one of these takes the place of."""
    places = {one.row.region_id for one in shown}
    aside = {(type(one.row), pk) for one in shown for pk in (one.row.pk, one.row.supersedes_id)}
    found = (row for row in notice.resting(source) if row.region_id in places and (type(row), row.pk) not in aside)
    yield from map(Resting.of, islice(found, notice.MOST_SHOWN))


class _Table:
    """One group of looks on its way into a table."""

    def __init__(self, looks: list[Look]) -> None:
        self.looks = looks
        self.row = looks[0]["row"]
        self.facts = [facts(look) for look in looks]

    def grid(self, texts: Mapping[int, dict[Clause, list[Piece]]]) -> Grid:
        common = self._common
        shown = [key for key in self._keys if not self._is_name(key)]
        keys = [key for key in shown if key not in common]
        columns = [key for key in keys if not key[1:] and self._is_short(key)][:_MOST_COLUMNS]
        below = [key for key in keys if key not in columns]
        said = tuple((key[0], cell) for key, cell in common.items())
        heads = tuple(key[0] for key in columns)
        lines = tuple(self._line(some, columns, below) for some in self._lines())
        clauses = tuple(self._clauses(texts.get(getattr(self.row, "source_id", 0) or 0, {})))
        return Grid(self._title(), tuple(self.looks), clauses, said, heads, lines)

    def _title(self) -> str:
        told = [marks.word(self.row, name) for name in self.row.table_fields]
        kind = str(self.row._meta.verbose_name)
        return f"{kind}：{' · '.join(told)}" if told else kind

    @cached_property
    def _telling(self) -> tuple[str, ...]:
        """The fields that tell the lines apart."""
        fixed = self.row.table_fields
        rest = [name for name in self.row.slot_fields if name not in fixed] if fixed else []
        return tuple(name for name in rest if len({getattr(look["row"], name) for look in self.looks}) > 1)

    @cached_property
    def _across(self) -> str:
        name = self.row.across_field
        return name if name in self._telling else ""

    @cached_property
    def _unsaid(self) -> set[str]:
        """The labels of what title and names of the lines say."""
        names = (*self.row.table_fields, *self._telling, *_FOLDED)
        return {str(field.verbose_name) for field in self.row._meta.concrete_fields if field.name in names}

    @cached_property
    def _keys(self) -> list[Key]:
        return [key for key in dict.fromkeys(key for some in self.facts for key in some) if key[0] not in self._unsaid]

    @cached_property
    def _common(self) -> Facts:
        first = self.facts[0]
        same = {key: first[key] for key in self._keys if all(some.get(key) == first.get(key) for some in self.facts)}
        return {key: cell for key, cell in same.items() if not self._is_name(key)}

    def _is_name(self, key: Key) -> bool:
        """Whether it says no more than how the lines are called, or a part of it, and nothing is to be said against it."""
        named = zip(self.looks, self.facts, strict=True)
        return not self._telling and all(key in some and _in_name(some[key], str(look["row"])) for look, some in named)

    def _is_short(self, key: Key) -> bool:
        return all(len(some[key].words) + len(some[key].old) <= _SHORT for some in self.facts if key in some)

    def _lines(self) -> list[list[int]]:
        """The numbers of the looks, those together that only the across field tells apart."""
        names = [name for name in self._telling if name != self._across]
        found: dict[Any, list[int]] = {}
        for number, look in enumerate(self.looks):
            slot = [getattr(look["row"], name) for name in names] if self._across else [number]
            found.setdefault(tuple(slot), []).append(number)
        return list(found.values())

    def _line(self, numbers: list[int], columns: list[Key], below: list[Key]) -> Line:
        row = self.looks[numbers[0]]["row"]
        told = [marks.word(row, name) for name in self._telling if name != self._across]
        name = " · ".join(filter(None, told)) or str(row)
        who = {
            number: marks.word(self.looks[number]["row"], self._across) if self._across else "" for number in numbers
        }
        found = [cell.mark for cell in self.facts[numbers[0]].values() if cell.mark and _in_name(cell, name)]
        cells = tuple(tuple(self._cells(numbers, key, who)) for key in columns)
        more = [(key[0], tuple(self._cells(numbers, key, who))) for key in below]
        looks = tuple((who[number], self.looks[number]) for number in numbers)
        said = tuple((label, some) for label, some in more if some)
        return Line(name, next(iter(found), ""), marks.lacking(row, row, self._telling), looks, cells, said)

    def _cells(self, numbers: list[int], key: Key, who: Mapping[int, str]) -> Iterator[Cell]:
        """One where all rows of the line say the same, else one for each that says something."""
        found = [self.facts[number].get(key) for number in numbers]
        if len(set(found)) == 1:
            yield from (cell for cell in found[:1] if cell)
            return
        yield from (replace(cell, who=who[n]) for n, cell in zip(numbers, found, strict=True) if cell)

    def _clauses(self, text: Mapping[Clause, list[Piece]]) -> Iterator[tuple[Clause, list[Piece]]]:
        """Those that the rows are made of: named, or found by what they say."""
        if text:
            named = {one for look in self.looks for one in _made_of(list(text), look)}
            yield from ((clause, parts) for clause, parts in text.items() if clause in named)


def _in_name(cell: Cell, name: str) -> bool:
    return cell.mark in ("", "found") and not cell.old and cell.words in (name, *re.split("：| · ", name))


def _made_of(text: list[Clause], look: Look) -> Iterator[Clause]:
    row = look["row"]
    named = pointed(text, quoting.rests_on(row))
    yield from named
    for one in look["quoted"]:
        if not any(place.sentence in clause.text for place in one.places for clause in named):
            yield from (clause for clause in text if any(place.sentence in clause.text for place in one.places[:1]))


def facts(look: Look) -> Facts:
    """What a row says beyond what every new one does, and what became of its figures in the clause."""
    row, about = look["row"], quoting.by_part(look["row"], look["quoted"])
    found: Facts = {(line.label,): _cell(row, line, about.get(line.label, [])) for line in look["changes"]}
    appears = look["appears"].says.items()
    found |= {(label,): replace(found.get((label,), Cell("")), words=words) for label, words in appears}
    return _in_sentences(row, found, about) if look["fresh"] else found


def _in_sentences(row: Any, found: Facts, about: Mapping[str, list[Quoted]]) -> Facts:
    """Inline rows in words of their own, where their kind has such: all in one, or each a sentence."""
    children = inline_of(row)
    for name, relation in inline_rows(type(row)).items():
        kind, label = relation.related_model, str(relation.related_model._meta.verbose_name)
        numbered = {f"{label} {number}": child for number, child in enumerate(children[name], start=1)}
        together = kind.in_one(children[name])
        if not (together or kind.speaks) or (label,) in found:
            continue
        found = {key: cell for key, cell in found.items() if key[0] not in numbered}
        if together:
            quotes = [one for part in numbered for one in about.get(part, [])]
            found[(label,)] = Cell(together, "", *marks.mark(row, quotes, together))
        else:
            names = [field.name for field in kind._meta.concrete_fields]
            for part, child in numbered.items():
                mark, note = marks.mark(row, about.get(part, []), str(child))
                note = "，".join(filter(None, (note, marks.lacking(row, child, names))))
                found[(label, str(child))] = Cell(str(child), "", mark, note)
    return found


def _cell(row: Any, line: review.Difference, quotes: list[Quoted]) -> Cell:
    mark, note = marks.mark(row, quotes, line.new) if quotes else marks.written(row, line)
    return Cell(line.new, line.old, mark, note)
