"""The figures of a row beside the sentences of its notice that give them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from registry import stated
from registry.clauses import clauses, of_article
from registry.publication import PublishedRow


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure of a row, in words, and where the clause of its source gives it."""

    label: str
    figure: str
    places: tuple[stated.Stated, ...]
    #: Whether the note on how figures follow from the text speaks of it.
    explained: bool
    #: The words by which the clause tells another row's figure from this one's, where it gives this one to others alone.
    of_others: str


def quoted(row: Any, inline: Mapping[str, Sequence[Any]] | None = None) -> list[Quoted]:
    """The figures of a row, with the inline rows given or stored, beside the clause that it rests on; none where no
    clause was copied."""
    if not isinstance(row, PublishedRow) or row.source_id is None or not row.source.clause:
        return []
    found = ((figure, _quoted(row, label, figure)) for label, figure in dict.fromkeys(row.quoted_numbers(inline)))
    return [one for figure, one in found if figure or one.places]  # that there is none may go without saying


def article(row: Any, inline: Mapping[str, Sequence[Any]]) -> str:
    """The clauses that state the figures of a row, as its 条款 names them; '' where none does, or nothing was copied."""
    lines = [one for one in clauses(row.source.clause) if not one.is_head]
    found = set()
    for label, figure in dict.fromkeys(row.quoted_numbers(inline)):
        given = {one: stated.found(one.text, figure) for one in lines}
        written = [one for one in lines if any(not place.how for place in given[one])]
        about = _about(row, label)
        likely = written or [one for one in lines if given[one]]
        if likely:
            found.add(max(likely, key=lambda one: sum(word in one.text for word in about)))
    return "、".join(dict.fromkeys(one.label for one in lines if one in found))[:100]


def _quoted(row: Any, label: str, figure: Decimal) -> Quoted:
    clause = row.source.clause  # what the row's own clauses say goes before all that stands elsewhere in the text
    places = tuple(stated.found(of_article(clause, row.source_article), figure) or stated.found(clause, figure))
    explained = any(not place.how for place in stated.found(row.derivation, figure))
    own, words = row.told_apart()
    others = [_nearest(place.before, words) for place in places]
    of_others = own and all(word and word != own for word in others)
    told = "、".join(dict.fromkeys(others)) if of_others else ""
    return Quoted(label, stated.shown(figure), _best(places, _about(row, label)), explained, told)


def _about(row: Any, label: str) -> list[str]:
    """How the words begin that a sentence on this figure of the row has: 三级, 退休, 低保, 封顶."""
    of, _, figure = label.partition("：")
    told = [str(getattr(row, f"get_{name}_display", getattr(row, name).__str__)()) for name in row.slot_fields]
    words = re.split("[、（）()]", "、".join([*told, *re.findall("（(.+)）", of), figure]))
    return [one[:2] for one in dict.fromkeys(map(str.strip, words)) if len(one) > 1]


def _best(places: tuple[stated.Stated, ...], words: list[str]) -> tuple[stated.Stated, ...]:
    """The first of the sentences with most of the words; all where none has any."""
    said = {place: sum(one in place.sentence for one in words) for place in places}
    best = max(said, key=said.__getitem__, default=None)
    return (best,) if best is not None and said[best] else places


def _nearest(text: str, words: Iterable[str]) -> str:
    """Which of the words stands last in the text; '' where none does, or where several share what follows."""
    last = max(words, key=text.rfind, default="")
    return last if last in text and "分别" not in text else ""
