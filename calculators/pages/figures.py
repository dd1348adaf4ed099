"""The figures of a place as people read them: what is in force on a day, a line a rule, for whom and since when.

Only what an estimate would reckon with is told, and what is known of a rule of basic insurance that lacks a figure; none
whose check is too old.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from calculators.circumstances import (
    ANY,
    CareType,
    Category,
    Circumstances,
    Distance,
    Hardship,
    HospitalLevel,
    PersonKind,
    Scheme,
)
from calculators.estimating import averages, policies
from calculators.estimating.averages import Average
from calculators.estimating.candidates import Candidates, candidates
from calculators.models import (
    LAYERS,
    OWN_WORDS,
    AssistancePolicy,
    BasicPolicy,
    CriticalIllnessPolicy,
    RemoteRule,
    SupplementPolicy,
)
from calculators.pages import ruletold
from calculators.pages.ruletold import About, Part
from calculators.rows import PolicyRow
from registry.evidence import Basis, named
from registry.places import NATION
from registry.snapshot import Snapshot
from registry.typed.dates import date_words


@dataclass(frozen=True, slots=True)
class Figure:
    """One rule: ``who`` it holds for, '' for everybody, what it says, part by part, and what the page calls its row.
    ``cells`` say the same under the columns of the group, ``beside`` what belongs under none."""

    who: str
    says: tuple[str, ...]
    cells: tuple[str, ...]
    beside: tuple[str, ...]
    row: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of one kind that hold in one period; ``period`` in words, '' where no text says it; ``common`` is what all of
    several rules say beside their figures, ``bases`` what they rest on, each once. ``columns`` name the cells of each rule;
    ``reference`` is what was paid in the whole country for the same care, where that is known."""

    title: str
    period: str
    common: tuple[str, ...]
    figures: tuple[Figure, ...]
    bases: tuple[Basis, ...]
    columns: tuple[str, ...]
    reference: Average | None


def in_force(snapshot: Snapshot, region: str, on: dt.date, rests: Callable[[Any], Basis]) -> tuple[Group, ...]:
    """The figures that a region and the province above it set themselves; ``rests`` says what a row rests on."""
    grouped: dict[tuple[str, str], list[PolicyRow]] = {}
    for row in _rows(snapshot, region, on):
        grouped.setdefault((_title(row), _period(row)), []).append(row)
    return tuple(
        _group(title, period, rows, rests, lambda row: _reference(snapshot, row, region, on, rests))
        for (title, period), rows in grouped.items()
    )


def _reference(
    snapshot: Snapshot, row: PolicyRow, region: str, on: dt.date, rests: Callable[[Any], Basis]
) -> Average | None:
    """The country's average beside what basic insurance pays of the same care."""
    whom = _whom(row, region, on)._replace(hospital_level=None)
    return averages.national(snapshot, whom, on, rests) if isinstance(row, BasicPolicy) else None


def _group(
    title: str,
    period: str,
    rows: Sequence[PolicyRow],
    rests: Callable[[Any], Basis],
    reference: Callable[[PolicyRow], Average | None],
) -> Group:
    told = {_who(row): (_says(row), named(row)) for row in rows}
    first, *others = (parts for parts, _ in told.values())
    shared = {
        part for part in first if part.about is About.BESIDE and others and all(part in other for other in others)
    }
    columns = tuple(
        about for about in About if about and any(part.about is about for parts, _ in told.values() for part in parts)
    )
    own = {who: ([part for part in parts if part not in shared], row) for who, (parts, row) in told.items()}
    bases = {(basis.number, basis.differs): basis for basis in map(rests, rows)}
    return Group(
        title=title,
        period=period,
        common=tuple(part.words for part in first if part in shared),
        figures=tuple(_figure(who, parts, row, columns) for who, (parts, row) in own.items()),
        bases=tuple(bases.values()),
        columns=tuple(map(str, columns)),
        reference=reference(rows[0]),
    )


def _figure(who: str, parts: Sequence[Part], row: str, columns: Sequence[About]) -> Figure:
    cells = {part.about: part.short for part in parts}
    beside = tuple(part.words for part in parts if part.about is About.BESIDE)
    return Figure(who, tuple(part.words for part in parts), tuple(cells.get(each, "") for each in columns), beside, row)


def _rows(snapshot: Snapshot, region: str, on: dt.date) -> Iterator[PolicyRow]:
    """The rows that decide for whom they are made, kind by kind; what the nation sets is no figure of the place."""
    chain = [code for code in snapshot.places.chain(region) if code != NATION]
    known = candidates(snapshot, region, on)
    for kind in (BasicPolicy, SupplementPolicy, CriticalIllnessPolicy, AssistancePolicy, RemoteRule):
        rows = (row for row in snapshot.rows(kind) if row.region_id in chain)
        decisive = [row for row in rows if _decides(known, row, _whom(row, region, on))]
        yield from sorted(decisive, key=_order)


def _decides(known: Candidates, row: Any, whom: Circumstances) -> bool:
    fixed = {"position": row.position} if isinstance(row, SupplementPolicy) else {}
    choice = policies.choose(known, type(row), whom, **fixed)
    return choice.found is not None and choice.found.row is row and (not choice.missing or _is_told(row))


def _is_told(row: Any) -> bool:
    """Whether something is known of what is not complete, and each figure that is missing can be named."""
    figures = {*row.REQUIRED.values()}
    return isinstance(row, BasicPolicy) and bool(row.missing) and figures > {*row.missing}


def _whom(row: Any, region: str, on: dt.date) -> Circumstances:
    """Somebody for whom the row is made."""
    hardship = getattr(row, "hardship", "") or None
    own: dict[str, Any] = {name: getattr(row, name, None) for name in OWN_WORDS}
    return Circumstances(
        region=region,
        scheme=row.scheme,
        care_type=getattr(row, "care_type", ""),
        on=on,
        hospital_level=getattr(row, "hospital_level", None),
        retired={PersonKind.ACTIVE.value: False, PersonKind.RETIRED.value: True}.get(getattr(row, "person", ANY)),
        category=getattr(row, "category", None),
        distance=getattr(row, "distance", None),
        supported=bool(hardship),
        hardship=hardship,
        **own,
    )


def _order(row: Any) -> tuple[int, ...]:
    """As the closed sets are ordered, the highest hospital last."""
    sets: tuple[tuple[str, list[str]], ...] = (
        ("care_type", [*CareType.values, ANY]),
        ("scheme", Scheme.values),
        ("category", Category.values),
        ("distance", Distance.values),
        ("hospital_level", HospitalLevel.values),
        ("person", PersonKind.values),
    )
    return tuple(values.index(getattr(row, name)) for name, values in sets if hasattr(row, name))


def _title(row: Any) -> str:
    if isinstance(row, RemoteRule):
        return "去外地住院，跟在本地比"
    scheme = "" if row.scheme == ANY else str(Scheme(row.scheme).label)
    if isinstance(row, SupplementPolicy):
        return f"{scheme}：{row.name}"
    care = str(CareType(row.care_type).label) if isinstance(row, BasicPolicy) else _UPPER[type(row)]
    return f"{scheme}{'：' if scheme else ''}{care}"


_UPPER = {CriticalIllnessPolicy: "大病保险（大额补助）", AssistancePolicy: "困难家庭的医疗救助"}


def _period(row: PolicyRow) -> str:
    """2023年10月1日起; '' where the source says neither end."""
    since = f"{date_words(row.effective_from)}起" if row.effective_from else ""
    return f"{since}{'，' if since else ''}到{date_words(row.effective_to)}止" if row.effective_to else since


def _who(row: Any) -> str:
    if isinstance(row, RemoteRule):
        whom = "" if row.scheme == ANY else str(Scheme(row.scheme).label)
        care = "" if row.care_type == ANY else str(CareType(row.care_type).label)
        distance = "" if row.distance == ANY else str(Distance(row.distance).label)
        level = "" if row.hospital_level == ANY else HospitalLevel(row.hospital_level).short
        return "、".join(filter(None, (whom, Category(row.category).short, distance, care, level)))
    if not isinstance(row, BasicPolicy):
        return str(Hardship(row.hardship).label) if row.hardship else ""
    own = [getattr(row, name) for name in OWN_WORDS if getattr(row, name)]
    level = "" if row.hospital_level == ANY else HospitalLevel(row.hospital_level).short
    person = "" if row.person == ANY else str(PersonKind(row.person).label)
    return "、".join(filter(None, (level, person, *own)))


def _says(row: Any) -> tuple[Part, ...]:
    """What a rule says, and what its text says beside that no row holds."""
    return (*_entered(row), *ruletold.beside(f"没算进去：{line}" for line in row.left_out_lines))


def _entered(row: Any) -> tuple[Part, ...]:
    if isinstance(row, RemoteRule):
        return (Part(About.CHANGE, row.words),)
    if isinstance(row, BasicPolicy):
        return tuple(ruletold.basic(row.as_known(), row.missing))
    rule = row.rule()
    if isinstance(row, AssistancePolicy):
        return tuple(ruletold.assistance(rule))
    return tuple(ruletold.upper(rule))


assert set(LAYERS) == {BasicPolicy, SupplementPolicy, CriticalIllnessPolicy, AssistancePolicy, RemoteRule}, (
    "each kind has its words here"
)
