"""Whether phrases still understand the sentences that are stored beside them: those of one row, and of all others."""

import datetime as dt
from collections.abc import Iterable, Iterator

from guides.finding import readers
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
    return _broken(readers.reader(snapshot, on), checklist.everywhere(snapshot, Phrase, on))


def broken_by(row: Phrase, snapshot: Snapshot, on: dt.date) -> list[str]:
    """The stored sentences, its own included, that would not be understood if this row stood for the one of its key.

    Only what the row has to do with is read again. Sentences that are wrong without it are not its fault. The others are
    asked of the database: what is published in one go with this row stands there already.
    """
    public = checklist.everywhere(snapshot, Phrase, on)
    before = next((each for each in public if each.key == row.key), None)
    others = [each for each in Phrase.objects.published().exclude(key=row.key) if each.in_force(on)]
    concerned = Lexicon([each.said for each in (row, before) if each is not None])
    touched = [each for each in others if concerned.effective(each.catches) or concerned.effective(each.misses)]
    reader = _reading(snapshot, on, others, row)
    known = [each.said for each in others] == [each.said for each in public if each is not before]
    now = readers.reader(snapshot, on) if known else _reading(snapshot, on, others, before)
    already = set(_broken(now, touched))
    return [sentence for sentence in _broken(reader, [row, *touched]) if sentence not in already]


def _reading(snapshot: Snapshot, on: dt.date, others: Iterable[Phrase], row: Phrase | None) -> Reader:
    return readers.reading(snapshot, on, tuple(each.said for each in (*others, *filter(None, [row]))))


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
