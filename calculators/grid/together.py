"""Two people at the same drafts: what a table that was opened before showed of them, beside what they say now."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core import signing

from calculators.grid.cases import CASES
from calculators.grid.table import Lines, Problems
from calculators.grid.upper import UPPER

#: The box that carries what the page showed, signed.
SEEN = "seen"
_SALT = "grid"
_TOLD = "您打开以后，有人把“{}”改成了“{}”。您填的还在，没有丢。看清楚以后再点一次保存，就以您的为准。"
Shown = Mapping[str, str]


def shown(head: Mapping[str, Any], boxes: Shown) -> dict[str, str]:
    """What drafts say, by the names under which the page sends it."""
    return {**{name: "" if said is None else str(said) for name, said in head.items()}, **boxes}


def seal(stored: Shown) -> str:
    """For the page to carry; must be of the very drafts that it shows."""
    return signing.dumps(dict(stored), salt=_SALT, compress=True)


def merge(posted: Any, stored: Shown) -> Problems:
    """Write into what was sent, where it was left as the page showed it, what somebody else has written since; what both
    changed is told by the name of its box. Of a page that carries nothing, nothing is known."""
    if not posted.get(SEEN):
        return {}
    try:
        before = signing.loads(posted[SEEN], salt=_SALT)
    except signing.BadSignature:
        before = {}
    problems: Problems = {}
    for group in _groups(stored):
        other = [box for box in group if not _same(stored.get(box, ""), before.get(box, ""))]
        if other and all(_left(box, posted, before) for box in group):
            for box in group:
                posted[box] = stored.get(box, "")
        else:
            clash = [box for box in other if not _same(stored.get(box, ""), posted.get(box, ""))]
            told = {box: [_TOLD.format(before.get(box) or "空着", stored.get(box) or "空着")] for box in clash}
            problems |= told
    return problems


def _groups(stored: Shown) -> Iterator[list[str]]:
    """Boxes that change together: each by itself, those of a line in tables of lines, of which one may have gone. A row
    that is no draft any more takes nothing from the table: what was typed for it is dealt with where it is saved."""
    lines = [table for table in (CASES, UPPER) if not stored.keys().isdisjoint(table.boxes())]
    for table in lines:
        for number in table.numbers:
            yield [table.box(number, part) for part, *_ in table.parts]
    in_lines = {box for table in lines for box in table.boxes()}
    yield from ([box] for box in stored if box not in in_lines)


def _left(box: str, posted: Any, before: Shown) -> bool:
    """Whether nobody touched it; a choice of an empty line says something by itself."""
    return _same(posted.get(box, ""), before.get(box, "")) or (box in _CHOICES and not before.get(box))


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())


def _choices(table: Lines) -> Iterator[str]:
    yield from (table.box(number, part) for number in table.numbers for part in table.choices)


_CHOICES = frozenset((*_choices(CASES), *_choices(UPPER)))
