"""What a published row says, as plain data: made once of the row, its source's number and what fills its gaps.

The same rows speak on thousands of pages. Whatever is the same on all of them is put into words here, and remembered.
"""

import datetime as dt
from functools import lru_cache
from urllib.parse import urlsplit

from guides.models import Advice, Channel, Document, Misconception, Parameter, fill
from guides.outcome.outcome import Button, LocalRule, Source, Text, Way
from guides.outcome.papers import Paper
from registry import evidence
from registry.evidence import Basis, Sources
from registry.places import Places
from registry.publication import PublishedRow
from registry.snapshot import Snapshot, per_snapshot
from registry.typed.signs import lines_of
from registry.typed.telephones import dialled

#: By its name what a gap in a text is filled with; () for a text without gaps, so that it is the same everywhere.
Gaps = tuple[tuple[str, str], ...]
#: More than all rows in force, with the numbers that their sources have on most pages.
_REMEMBERED = 4096


class Statements:
    """What rows say on one day. Each method takes a row and the number of its source in the list of sources."""

    def __init__(self, places: Places, on: dt.date) -> None:
        self.places, self.on = places, on
        remember = lru_cache(_REMEMBERED)
        self.basis = remember(self._basis)
        self.text = remember(self._text)
        self.claim = remember(self._claim)
        self.paper = remember(self._paper)
        self.way = remember(self._way)
        self.rule = remember(self._rule)

    def _basis(self, row: PublishedRow, number: int) -> Basis:
        return evidence.basis(self.places, row, self.on, number)

    def _text(self, row: Advice, number: int, gaps: Gaps, ground: PublishedRow) -> Text:
        """``ground`` is what it rests on: the row itself, or the relation of places that it lets speak."""
        title, lines, button = _filled(row.title, gaps), _lines(row.body, gaps), _filled(row.button, gaps)
        return Text(row.key, title, lines, self.basis(ground, number), _button(button), row.drawing)

    def _claim(self, row: Misconception, number: int) -> Text:
        return Text(row.key, row.claim, row.lines, self.basis(row, number))

    def _paper(self, row: Document, number: int) -> Paper:
        return Paper(
            key=row.key,
            name=row.name,
            official_name=row.official_name,
            handling=row.handling,
            copies=row.copies,
            bringer=row.bringer,
            how=row.how,
            issuer=row.issuer,
            where_to_get=row.where_to_get,
            takes=row.takes,
            validity=row.validity,
            mistake=row.mistake,
            form_url=row.form_url,
            basis=self.basis(row, number),
        )

    def _way(self, row: Channel, number: int, gaps: Gaps) -> Way:
        basis = self.basis(row, number)
        return Way(row.name, row.no_counter, _lines(row.how, gaps), row.url, row.takes, row.fee, row.proxy_note, basis)

    def _rule(self, row: Parameter, number: int, gaps: Gaps) -> LocalRule:
        basis = self.basis(row, number)
        label, value = Parameter.Name(row.name).label, "" if basis.expired else row.rule
        return LocalRule(label, value, _filled(row.note, gaps), basis)


def _button(leads_to: str) -> Button | None:
    """What a step's button dials or opens, with its words; None without one."""
    if not leads_to:
        return None
    if host := urlsplit(leads_to).hostname:
        return Button(f"打开官网 {host}", leads_to)
    return Button(f"打 {leads_to}", f"tel:{dialled(leads_to)}")


def _filled(text: str, gaps: Gaps) -> str:
    return fill(text, dict(gaps))


def _lines(text: str, gaps: Gaps) -> tuple[str, ...]:
    return lines_of(_filled(text, gaps))


def listed(sources: Sources) -> tuple[Source, ...]:
    """The list of sources of a page, numbered."""
    return tuple(
        Source(number, each.title, each.number, each.citation(), each.issuer, each.url, each.note, sources.beside(each))
        for number, each in enumerate(sources.documents, start=1)
    )


@per_snapshot
def of(snapshot: Snapshot, on: dt.date) -> Statements:
    """What the published rows say on a date."""
    return Statements(snapshot.places, on)
