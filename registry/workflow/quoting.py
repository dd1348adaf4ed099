"""The figures of a row beside the sentences of its notice that give them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from registry.belonging import inline_of, inline_rows
from registry.publication import PublishedRow
from registry.stating import Figure
from registry.typed import stated
from registry.typed.clauses import clauses, of_article, saying, states

#: What names of figures that others are multiplied by are called.
_FACTORS = ("几折", "系数")
#: Whose figure it is that a sentence gives without naming anybody.
EVERYBODY = "没有点名的人"
#: What a sentence with a share, or with points on top of one, has.
_SHARE = "[%％]|百分点|个点"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure of a row, in words, and where the clause of its source gives it."""

    of: Figure
    figure: str
    places: tuple[stated.Stated, ...]
    #: Whether the note on how figures follow from the text speaks of it.
    explained: bool
    #: Whose figure the clause says it is, where it gives it to others alone: another level, or who is not named.
    of_others: str

    @property
    def label(self) -> str:
        return self.of.label


def quoted(row: Any, inline: Mapping[str, Sequence[Any]] | None = None) -> list[Quoted]:
    """The figures of a row, with the inline rows given or stored, beside the clause that it rests on; none where no
    clause was copied."""
    if not isinstance(row, PublishedRow) or row.source_id is None or not row.source.clause:
        return []
    found = [_quoted(row, figure) for figure in dict.fromkeys(row.quoted_numbers(inline))]
    return [one for one in found if one.of.value or one.places]  # that there is none may go without saying


def article(row: Any, inline: Mapping[str, Sequence[Any]]) -> str:
    """The clauses that say what a row says, as its 条款 names them; '' where none does, where it is not certain which does
    for something that the text gives, or nothing was copied."""
    text = row.source.clause
    said = [(saying(text, *one), one) for one in row.sayings(inline)]
    if any(not label and states(text, one.typed) for label, one in said):
        return ""
    found = {label for label, _ in said}
    return "、".join(dict.fromkeys(one.label for one in clauses(text) if one.label in found))[:100]


def rests_on(row: Any) -> str:
    """The clauses that a row names, or where it names none, those that say what it says."""
    return row.source_article or article(row, inline_of(row))


def by_part(row: Any, found: Sequence[Quoted]) -> dict[str, list[Quoted]]:
    """The figures by the label under which a reviewer is told what they are part of (``review.said``)."""
    parts: dict[str, list[Quoted]] = {}
    whose: dict[str, list[Quoted]] = {}
    for one in found:
        whose.setdefault(one.of.part, []).append(one)
        if one.of.part in ("", str(row._meta.verbose_name)):
            parts.setdefault(str(row._meta.get_field(one.of.field).verbose_name), []).append(one)
    for name, relation in inline_rows(type(row)).items():
        label = str(relation.related_model._meta.verbose_name)
        for number, child in enumerate(getattr(row, name).all(), start=1):
            parts[f"{label} {number}"] = whose.get(child.called, [])
    return parts


def _quoted(row: Any, of: Figure) -> Quoted:
    figure = of.value
    clause = row.source.clause  # what the row's own clauses say goes before all that stands elsewhere in the text
    own_clauses = of_article(clause, row.source_article) if figure else ""  # who pays none, one sentence says of all
    factor = any(sign in of.name for sign in _FACTORS)
    places = tuple(stated.found(own_clauses, figure, factor=factor) or stated.found(clause, figure, factor=factor))
    places = _of_its_people(row, own_clauses or clause, figure) or places
    explained = any(not place.how for place in stated.found(row.derivation, figure))
    told = _of_others(row, places) or _of_everybody(row, of, places)
    return Quoted(of, stated.shown(figure), _best(places, *_about(row, of)), explained, told)


def _of_its_people(row: Any, text: str, figure: Decimal) -> tuple[stated.Stated, ...]:
    """The sentences on the row's people from which the figure follows: 65% of 60% and “特困提高5个百分点”, though 65% is
    written elsewhere too."""
    people = row.whom()
    found = tuple(one for one in stated.ways(text, figure) if people and re.search(people, one.sentence))
    return tuple(one for one in found if not one.how) or found


def _of_others(row: Any, places: Sequence[stated.Stated]) -> str:
    """The levels whose figure it is, where all sentences give it to another level than the row's."""
    own = row.grade()
    others = [_nearest(place.before, row.grades) for place in places]
    return "、".join(dict.fromkeys(others)) if own and all(word and word != own for word in others) else ""


def _of_everybody(row: Any, of: Figure, places: Sequence[stated.Stated]) -> str:
    """That it is everybody's figure, where another sentence of the clause gives the row's people one of the same sort."""
    people = row.whom()
    sort = _SHARE if 0 < of.value < 1 else row.figure_words(of.field)
    if not (people and sort) or any(re.search(people, place.sentence) for place in places):
        return ""
    around = [one.text for one in clauses(row.source.clause) if any(place.sentence in one.text for place in places)]
    named = (one for text in around for one in stated.sentences(text) if re.search(people, one))
    return EVERYBODY if any(re.search(sort, one) for one in named) else ""


def _about(row: Any, of: Figure) -> tuple[list[str], list[str]]:
    """How the words begin that a sentence on this figure of the row has: those of whom alone it is for (低保), and all
    (三级, 退休, 封顶)."""
    told = [str(getattr(row, f"get_{name}_display", getattr(row, name).__str__)()) for name in row.slot_fields]
    whom = _begun(re.findall("（(.+)）", of.part))
    return whom, [*whom, *_begun([*told, of.name])]


def _begun(words: list[str]) -> list[str]:
    parts = re.split("[、（）()]", "、".join(words))
    return [one[:2] for one in dict.fromkeys(map(str.strip, parts)) if len(one) > 1]


def _best(places: tuple[stated.Stated, ...], whom: list[str], words: list[str]) -> tuple[stated.Stated, ...]:
    """The first of the sentences that says for whom it is, and most of the words; all where none has any."""
    said = {place: tuple(sum(one in place.sentence for one in some) for some in (whom, words)) for place in places}
    best = max(said, key=said.__getitem__, default=None)
    return (best,) if best is not None and any(said[best]) else places


def _nearest(text: str, words: Iterable[str]) -> str:
    """Which of the words stands last in the text; '' where none does, or where several share what follows."""
    last = max(words, key=text.rfind, default="")
    return last if last in text and "分别" not in text else ""
