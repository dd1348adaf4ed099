"""Words of the trade, each explained once on a page, where it first appears.

Every text of every page passes through here, so what depends on a text alone is remembered with the glossary.
"""

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache

from markupsafe import Markup

from guides.models import Term
from registry.snapshot import Snapshot, per_snapshot
from registry.typed.telephones import linked

#: Around a word that the text explains itself: 叫“联网医院”; 手工报销，就是先垫钱……; “医保码”是医保部门发的码.
_EXPLAINED = "(?:叫|一般是)“?{word}|{word}”?(?:，?就是|，?是指|指的是|（|：)|{word}”，?是"
#: Where a breath is taken: behind a comma or full stop, and before what is quoted.
_BREATH = re.compile("(?<=[，；：。？！])(?![，；：。？！”])|(?=“)")
#: How many texts a glossary remembers: more than all published content has.
_REMEMBERED = 4096


class Glossary:
    """The terms in force on one date. A longer word goes before the shorter one inside it."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self.terms = {term.key: term for term in terms}
        self.glosses = {term.key: Markup('<span class="gloss">（{}）</span>').format(term.meaning) for term in terms}
        self._keys = {spelling: term.key for term in terms for spelling in term.spellings}
        others = {word for term in terms for word in term.compounds.split()}
        words = sorted({*self._keys, *others}, key=len, reverse=True)
        self._words = re.compile(f"({'|'.join(map(re.escape, words)) or '(?!)'})”?")
        self._explained = {term.key: _explained(term) for term in terms}
        self.occurrences = lru_cache(_REMEMBERED)(self._occurrences)
        self.explains = lru_cache(_REMEMBERED)(self._explains)
        self.plain = lru_cache(_REMEMBERED)(self._plain)
        self.line = lru_cache(_REMEMBERED)(self._line)
        self.part = lru_cache(_REMEMBERED)(self._part)

    def _occurrences(self, text: str) -> tuple[tuple[str, int], ...]:
        """The key of each term in a text, and where its word ends, the quotation mark behind it included."""
        found = ((self._keys.get(match[1], ""), match.end()) for match in self._words.finditer(text))
        return tuple((key, end) for key, end in found if key)

    def without_terms(self, text: str) -> str:
        """What is left of a text when every word that the glossary knows is taken out."""
        return self._words.sub(" ", text)

    def _explains(self, text: str, key: str) -> bool:
        """Whether a text itself says what a term of it means."""
        return self._explained[key].search(text) is not None

    def _plain(self, lines: tuple[str, ...]) -> tuple[frozenset[str], Markup]:
        """The terms of these lines, and the lines as paragraphs with nothing explained."""
        keys = frozenset(key for line in lines for key, _ in self.occurrences(line))
        return keys, _paragraphs(map(linked, lines))

    def _line(self, text: str) -> tuple[tuple[str, ...], Markup]:
        """The terms of a text that it does not explain itself, and the text for a page."""
        keys = dict.fromkeys(key for key, _ in self.occurrences(text) if not self.explains(text, key))
        return tuple(keys), linked(text)

    def _part(
        self, aside: bool, make: Callable[..., Markup], said: tuple[Hashable, ...], met: frozenset[str]
    ) -> "tuple[Reader, Markup]":
        """A piece of a page, made of nothing but what it says, and its reader, who had met these terms before."""
        reader = self.reader(aside)
        reader.met |= met
        return reader, make(reader, *said)

    def reader(self, aside: bool = False) -> "Reader":
        return AsideReader(self) if aside else Reader(self)


def _explained(term: Term) -> re.Pattern[str]:
    """Finds the term's meaning, or its word with an explanation beside it."""
    return re.compile("|".join((re.escape(term.meaning), *map(_beside, term.spellings))))


def _beside(word: str) -> str:
    return _EXPLAINED.format(word=re.escape(word))


def explained_beside(word: str, text: str) -> bool:
    """Whether a text says itself what a word of it means."""
    return re.search(_beside(word), text) is not None


@lru_cache(_REMEMBERED)
def in_clauses(text: str) -> Markup:
    """What is read first on a page: its lines break behind commas and full stops, wherever what stands between fits.
    A name such as 身份证 then stays whole."""
    clauses = [linked(clause) for clause in _BREATH.split(text) if clause]
    if len(clauses) < 2:
        return linked(text)
    return Markup("".join(f'<span class="clause">{clause}</span>' for clause in clauses))


def _paragraphs(lines: Iterable[Markup]) -> Markup:
    return Markup("".join(f"<p>{line}</p>" for line in lines))


class Reader:
    """Reads one page: call it with each text in the order of the page. It knows which terms have been met so far."""

    def __init__(self, glossary: Glossary) -> None:
        self._glossary = glossary
        self.met: set[str] = set()

    def __call__(self, text: str, *following: str) -> Markup:
        """The text for a page, with the meaning after each term not met before. ``following`` are the sentences that
        belong to it: what they explain needs no more words here."""
        found, parts, start = self._glossary.occurrences(text), [], 0
        for key, end in found:
            if key not in self.met:
                self.met.add(key)
                if not self._glossary.explains("\n".join((text, *following)), key):
                    parts += [linked(text[start:end]), self._glossary.glosses[key]]
                    start = end
        return Markup("".join((*parts, linked(text[start:]))))

    def paragraphs(self, lines: tuple[str, ...]) -> Markup:
        """Sentences that belong together, a paragraph each."""
        keys, plain = self._glossary.plain(lines)
        return plain if keys <= self.met else _paragraphs(self(line, *lines) for line in lines)

    def part(self, make: Callable[..., Markup], *said: Hashable) -> Markup:
        """A piece of the page. It is made once of what it says and of the terms met before it: nothing private."""
        reader, piece = self._glossary.part(False, make, said, frozenset(self.met))
        self.met |= reader.met
        return piece

    def left(self, heading: str) -> list[Term]:
        """Terms of a heading that its page has not explained yet, to be explained below it."""
        new = {key: self._glossary.terms[key] for key, _ in self._glossary.occurrences(heading) if key not in self.met}
        self.met.update(new)
        return list(new.values())


class AsideReader(Reader):
    """Leaves texts as they are and keeps their terms, to be explained beside them when the reader asks."""

    def __init__(self, glossary: Glossary) -> None:
        super().__init__(glossary)
        #: The terms that no text explains, in the order of the page.
        self.terms: dict[str, None] = {}

    def __call__(self, text: str, *following: str) -> Markup:
        terms, line = self._glossary.line(text)
        self.terms.update(dict.fromkeys(terms))
        return line

    def headline(self, text: str) -> Markup:
        """The same, in clauses."""
        self(text)
        return in_clauses(text)

    def paragraphs(self, lines: tuple[str, ...]) -> Markup:
        return _paragraphs(map(self, lines))

    def part(self, make: Callable[..., Markup], *said: Hashable) -> Markup:
        reader, piece = self._glossary.part(True, make, said, frozenset(self.met))
        assert isinstance(reader, AsideReader)
        self.met |= reader.met
        self.terms.update(reader.terms)
        return piece

    def collected(self) -> list[Term]:
        """The terms met that nothing on the page has explained yet."""
        new = [self._glossary.terms[key] for key in self.terms if key not in self.met]
        self.met.update(self.terms)
        return new


@per_snapshot
def of(snapshot: Snapshot, on: dt.date) -> Glossary:
    """The glossary in force on a date. Words of the trade are the same everywhere: regions do not matter."""
    return Glossary(tuple(row for row in snapshot.rows(Term) if row.in_force(on) and not row.waived))
