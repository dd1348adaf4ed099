"""Whether phrases still understand the sentences that are stored beside them, those of one row and of all others, and what
people say most often (``commonest``)."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property

from guides.finding import readers
from guides.finding.commonest import COMMONEST, Common
from guides.models import Phrase
from guides.outcome import checklist
from guides.understanding import meaning
from guides.understanding.phrases import Lexicon
from guides.understanding.phrases import Phrase as Said
from guides.understanding.targets import OFFICE, PLACE, kind_of
from guides.understanding.understand import Reader, Understood
from registry.snapshot import Snapshot


def broken(snapshot: Snapshot, on: dt.date) -> Iterator[str]:
    """Every stored sentence that is not understood as it must be, by what is published."""
    reader = readers.reader(snapshot, on)
    yield from _broken(reader, checklist.everywhere(snapshot, Phrase, on))
    yield from (_led_astray(common) for common in COMMONEST if not common.holds(reader, snapshot, on))


class Trial:
    """Rows as if they stood, all of them, each for the one of its key: what sentences are read with then, made once."""

    def __init__(self, rows: Iterable[Phrase], snapshot: Snapshot, on: dt.date) -> None:
        self._at = snapshot, on
        self._rows = {row.key: row for row in rows}
        self._public = {row.key: row for row in checklist.everywhere(snapshot, Phrase, on)}
        # Asked of the database: what is published in one go with these rows stands there already.
        stored = Phrase.objects.published().exclude(key__in=self._rows)
        self._others = [row for row in stored if row.in_force(on)]
        after = sorted([*self._others, *self._rows.values()], key=lambda row: row.key)
        self._after = readers.reading(snapshot, on, tuple(row.said for row in after))
        self._now = readers.reader(snapshot, on)

    def broken_by(self, row: Phrase) -> list[str]:
        """The stored sentences, its own included, that would not be understood, and are for now.

        Only what the row has to do with is read again. Sentences that are wrong without it are not its fault.
        """
        if self._rows[row.key].pk != row.pk:
            return broken_by(row, *self._at)  # two of one key hold on different days, and are read apart
        concerned = Lexicon([each.said for each in (row, self._public.get(row.key)) if each is not None])
        touched = [row for row in self._others if concerned.effective(row.catches) or concerned.effective(row.misses)]
        already = set(_broken(self._now, filter(self._stands, touched)))
        found = [sentence for sentence in _broken(self._after, [row, *touched]) if sentence not in already]
        return found + [_led_astray(common) for common, to_blame in self._lost if row.key in to_blame]

    @cached_property
    def _lost(self) -> list[tuple[Common, set[str]]]:
        """What people say most often that would lead elsewhere and does not now, with the rows that it has to do with; with
        all of them where none stands in it: their words also decide what is taken for mistyped."""
        lost = [common for common in COMMONEST if not common.holds(self._after, *self._at)]
        mine = {
            key: Lexicon([each.said for each in (row, self._public.get(key)) if each is not None])
            for key, row in (self._rows.items() if lost else ())
        }
        return [
            (common, {key for key, words in mine.items() if words.effective(common.sentence)} or set(mine))
            for common in lost
            if common.holds(self._now, *self._at)
        ]

    def _stands(self, row: Phrase) -> bool:
        """Whether what is public now has it as it is stored."""
        public = self._public.get(row.key)
        return public is not None and (public.pk, public.said) == (row.pk, row.said)


def broken_by(row: Phrase, snapshot: Snapshot, on: dt.date) -> list[str]:
    """The sentences that would not be understood if this row alone stood for the one of its key."""
    return Trial([row], snapshot, on).broken_by(row)


def _led_astray(common: Common) -> str:
    return f"“{common.sentence}”很多人说，这样一来到不了该去的那一页。请把说法写得窄一些。"


def _broken(reader: Reader, rows: Iterable[Phrase]) -> Iterator[str]:
    for row in rows:
        said = row.said
        if not _speaks(reader.read(row.catches), said):
            yield f"“{row.catches}”认不出“{row.key}”了。请改说法，或者改那一条的句子。"
        if _speaks(reader.read(row.misses), said):
            yield f"“{row.misses}”会被当成“{row.key}”。请改说法，或者改那一条的句子。"


def _speaks(found: Understood, phrase: Said) -> bool:
    """Whether a phrase has its say in what was understood: all its answers, one of its pages, or what it rules out."""
    hits = [hit for hit in found.hits if hit.phrase.key == phrase.key]
    if not hits:
        return False
    if phrase.means:
        said = {
            (key, value)
            for hit, key, value in meaning.meant(found.text, found.hits)
            if hit.phrase.means.get(key) == value
        }
        return bool(said & set(phrase.means.items()))
    pages = {kind_of(topic) if topic in (PLACE, OFFICE) else topic for topic in phrase.topics}
    named = {*found.scores, *(kind_of(target) for target in found.scores)}
    return not phrase.topics or bool(pages & named) or not found.places
