"""What clerks are shown of the counts: four whole weeks, of everybody, and never a number under five.

Weeks end on Sunday and are shown together, so the numbers change on Mondays alone: from one day to the next nobody can
tell who came between. What is left over is not shown where it would say a number under five by a subtraction.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Sum

from guides.engine.flow import Flow
from guides.models import Count

LEAST = 5
WEEKS = 4
_FEW = f"不到 {LEAST}"


@dataclass(frozen=True)
class Line:
    """``name``: the key of a question, an outcome, a way to take it away, or the code of a place."""

    name: str
    opened: str
    #: Of a question: how many went no further, and the share of them; '' where it cannot be said.
    left: str = ""
    share: str = ""
    few: bool = False


@dataclass(frozen=True)
class Guide:
    slug: str
    started: str
    questions: tuple[Line, ...]
    outcomes: tuple[Line, ...]
    taken: tuple[Line, ...]


def weeks(on: dt.date) -> tuple[dt.date, dt.date]:
    """Monday of the first of four weeks that are over, and Sunday of the last."""
    monday = on - dt.timedelta(days=on.weekday())
    return monday - dt.timedelta(weeks=WEEKS), monday - dt.timedelta(days=1)


def counted(on: dt.date) -> Counter[tuple[str, str, str]]:
    """Kind, guide and name ⇒ how often in these weeks."""
    first, last = weeks(on)
    rows = Count.objects.filter(on__range=(first, last)).values_list("kind", "guide", "name")
    return Counter({(kind, guide, name): total for kind, guide, name, total in rows.annotate(total=Sum("count"))})


def said(number: int) -> str:
    return str(number) if number >= LEAST else _FEW


def of_guide(flow: Flow, counts: Mapping[tuple[str, str, str], int]) -> Guide:
    def number(kind: Count.Kind, name: str = "") -> int:
        return counts.get((kind, flow.slug, name), 0)

    taken = sorted(name for kind, guide, name in counts if (kind, guide) == (Count.Kind.TAKEN, flow.slug))
    return Guide(
        flow.slug,
        said(number(Count.Kind.STARTED)),
        tuple(
            _question(key, number(Count.Kind.ASKED, key), number(Count.Kind.ANSWERED, key)) for key in flow.questions
        ),
        tuple(_line(key, number(Count.Kind.OUTCOME, key)) for key, _ in flow.outcomes),
        tuple(_line(name, number(Count.Kind.TAKEN, name)) for name in taken),
    )


def places(counts: Mapping[tuple[str, str, str], int]) -> tuple[Line, ...]:
    """Places that were asked for five times or more, the most frequent first."""
    found = ((total, name) for (kind, _, name), total in counts.items() if kind == Count.Kind.PLACE and total >= LEAST)
    return tuple(_line(name, total) for total, name in sorted(found, reverse=True))


def few_read(guides: Iterable[Guide]) -> list[tuple[str, str]]:
    """Guide and outcome that hardly anybody reads."""
    return [(guide.slug, line.name) for guide in guides for line in guide.outcomes if line.few]


def _line(name: str, total: int) -> Line:
    return Line(name, said(total), few=total < LEAST)


def _question(key: str, asked: int, answered: int) -> Line:
    """Somebody may answer a question twice: nobody left it, then."""
    if asked < LEAST:
        return _line(key, asked)
    left = max(asked - answered, 0)
    return Line(key, said(asked), said(left), f"{left * 100 // asked}%" if left >= LEAST else "")
