"""How surely a statement is known: the grades, how far a check can still be trusted, and the only words for both."""

import datetime as dt
import itertools
import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from django.db import models

from registry.places import NATION, Places
from registry.typed.dates import date_words

#: How a 条款 names a document: by its number, or as what it is.
_A_DOCUMENT = re.compile("〔|[0-9]号|法|条例|办法|规定|规程|规范|细则|通告|指南|日发布会|说明|局")


class Evidence(models.TextChoices):
    """How surely a statement is known (design decision 8)."""

    OFFICIAL = "official", "官方原文"  # read at its issuer
    QUOTED = "quoted", "原文转录"  # its words read in a faithful copy, not yet opened at its issuer
    RETOLD = "retold", "转述"
    NOTE = "note", "编者提示"  # the editors' own advice; no text says so

    @property
    def is_a_text(self) -> bool:
        """Whether the words of the text itself were read, at its issuer or in a faithful copy."""
        return self in (Evidence.OFFICIAL, Evidence.QUOTED)


class Freshness(Enum):
    """How far a row's last check can still be trusted (design decision 8)."""

    UNVERIFIED = "未经经办机构核对"
    FRESH = "已核对"
    DUE = "到了该再核对的时候"
    EXPIRED = "核对已过期，请先打电话确认"


def freshness(verified_on: dt.date | None, collected_on: dt.date, review_every: int, on: dt.date) -> Freshness:
    """What a check is worth on a date; ``review_every`` is in days. Unchecked, a row ages from its collection."""
    age = (on - (verified_on or collected_on)).days
    if age > 2 * review_every:
        return Freshness.EXPIRED
    if verified_on is None:
        return Freshness.UNVERIFIED
    return Freshness.DUE if age > review_every else Freshness.FRESH


@dataclass(frozen=True, slots=True)
class Basis:
    """What one statement rests on, in words. ``number`` is its source's place in a list of sources, 0 without one;
    ``checked`` says whether its text was read and held against it lately, ``expired`` that the check is too old."""

    number: int
    source: str
    url: str
    article: str
    level: str
    evidence: str
    standing: str
    checked: bool
    expired: bool
    #: What a page says of this statement alone, beside what it says once of all; '' where nothing differs.
    differs: str
    #: What the page calls the row where somebody says that it is wrong (:func:`named`).
    row: str = ""

    @property
    def line(self) -> str:
        """All of it: region level, source, evidence, and how well it was checked."""
        source = f"依据〔{self.number}〕" if self.number else f"依据：{self.source}"
        return f"{self.level} · {source}{self.article} · {self.evidence} · {self.standing}"


class Sources:
    """The documents that one page rests on, numbered as its statements meet them, and what can be said of all."""

    def __init__(self, places: Places, on: dt.date) -> None:
        self._places, self._on = places, on
        self._rows: dict[int, Any] = {}  # by identity: a row that serves twice counts once
        self._documents: dict[Any, Any] = {}

    def cite(self, row: Any) -> int:
        """The number of the document of a row, which stands on the page now."""
        self._rows[id(row)] = row
        self._documents.setdefault(row.source.pk, row.source)
        return list(self._documents).index(row.source.pk) + 1

    def basis(self, row: Any) -> Basis:
        """What a row rests on, with the number of its document in the list."""
        return basis(self._places, row, self._on, self.cite(row))

    @property
    def rows(self) -> tuple[Any, ...]:
        return tuple(self._rows.values())

    @property
    def documents(self) -> tuple[Any, ...]:
        return tuple(self._documents.values())

    def beside(self, document: Any) -> tuple[str, ...]:
        """The other documents that statements under this one rest on too, each with its clauses."""
        under = (row.source_article for row in self._rows.values() if row.source.pk == document.pk)
        return tuple(dict.fromkeys(itertools.chain.from_iterable(map(_others, under))))

    @property
    def unverified(self) -> int:
        return sum(row.verified_on is None for row in self._rows.values())

    def standing(self, place: str = "") -> str:
        return standing(len(self._documents), len(self._rows), self.unverified, place)


@lru_cache(4096)
def _others(article: str) -> tuple[str, ...]:
    """What a 条款 names beside clauses of its own document."""
    return tuple(part.strip() for part in article.split("；") if _A_DOCUMENT.search(part))


def basis(places: Places, row: Any, on: dt.date, number: int = 0) -> Basis:
    """What a published row rests on, seen from a date."""
    found: Freshness = row.freshness(on)
    evidence = Evidence(row.evidence)
    return Basis(
        number,
        row.source.citation(),
        row.source.url,
        row.source_article,
        places.full_name(row.region_id or NATION),
        evidence.label,
        _standing(row.verified_on, found),
        found is Freshness.FRESH and evidence.is_a_text,
        found is Freshness.EXPIRED,
        _differs(places, row, found),
        named(row),
    )


def named(row: Any) -> str:
    """What a page calls a stored row: ``office-12``. It is no secret, and says nothing of who looks at the page."""
    return f"{row._meta.model_name}-{row.pk}"


def _differs(places: Places, row: Any, found: Freshness) -> str:
    if found in (Freshness.EXPIRED, Freshness.DUE):
        return str(found.value)
    if found is Freshness.FRESH:
        return f"{row.verified_on.year}年{row.verified_on.month}月已核对"
    if row.evidence == Evidence.RETOLD and row.region_id not in (None, NATION):
        return "网上文章说，先打电话"
    home = row.region_id or NATION
    if row.source.region_id not in (None, *places.chain(home)):
        return f"{places.full_name(row.source.region_id)}的规定"
    return ""


def standing(sources: int, rows: int, unverified: int, place: str) -> str:
    """What a whole page rests on, in a line: of ``rows`` statements from ``sources`` documents, ``unverified`` were
    never held against their documents by the offices of ``place`` ('' where it is not known)."""
    whose = f"{place}的经办机构" if place else "医保经办机构"
    if not unverified:
        return f"依据 {sources} 份文件，都经{whose}核对过。"
    known = (
        f"，{rows - unverified} 条核对过，其余还没有经{whose}核对" if unverified < rows else f"，还没有经{whose}核对"
    )
    return f"依据 {sources} 份文件{known}。和窗口说的不一样，以窗口为准。"


def doubt(unverified: int) -> str:
    """The same where there is little room: what to do while not every statement is checked; '' where all are."""
    return "出门前先打电话核一下" if unverified else ""


def _standing(verified_on: dt.date | None, found: Freshness) -> str:
    """Whether anyone checked it, and when."""
    if verified_on is None:
        return found.value
    checked = f"{date_words(verified_on)}核对"
    return checked if found is Freshness.FRESH else f"{checked}，{found.value}"
