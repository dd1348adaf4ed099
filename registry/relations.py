"""How the place of care stands to the place of insurance on a date, read from published relations of places.

Only a row that decides (:meth:`PlaceRelation.decides`) says what holds; any other one that speaks of an exemption leaves
it at asking. The nearest region's row wins, then the one whose members are nearest to the two places.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from registry.models import PlaceRelation
from registry.places import Standing
from registry.publication import nearest
from registry.snapshot import Snapshot, per_snapshot

#: Two members, or the only one of a row.
Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Related:
    """How two places stand, and the row that says so; none where places alone do, or nobody."""

    standing: Standing
    row: PlaceRelation | None = None


def between(snapshot: Snapshot, insured: str, care: str, on: dt.date) -> Related:
    """How the 统筹区 ``care`` stands to the 统筹区 ``insured``; elsewhere where one of them is none."""
    places = snapshot.places
    if not (places.pool(insured) and places.pool(care)):
        return Related(Standing.ELSEWHERE)
    if places.are_one(insured, care):
        return Related(Standing.SAME)
    rows = _in_order(snapshot, places.chain(insured), places.chain(care), on)
    if decided := next((row for row in rows if row.decides(on)), None):
        return Related(Standing(decided.rule), decided)
    if said := next((row for row in rows if row.rule != PlaceRelation.Rule.FILE), None):
        return Related(Standing.ASK, said)
    near = places.province_of(insured) == places.province_of(care)
    return Related(Standing.SAME_PROVINCE if near else Standing.ELSEWHERE)


def partners(snapshot: Snapshot, code: str) -> tuple[str, ...]:
    """A 统筹区 of each member that any row, whatever its day, relates to this one."""
    own = set(snapshot.places.chain(code))
    members = {member for pair in _by_pair(snapshot) if pair & own for member in pair}
    found = (next((pool for pool in _pools(snapshot, member) if pool != code), None) for member in sorted(members))
    return tuple(dict.fromkeys(filter(None, found)))


def _pools(snapshot: Snapshot, member: str) -> Iterator[str]:
    if snapshot.places.pool(member):
        yield member
    yield from (city.code for city in snapshot.places.cities(member) if not city.is_provincial)


def _in_order(snapshot: Snapshot, insured: Sequence[str], care: Sequence[str], on: dt.date) -> list[PlaceRelation]:
    """The rows in force that relate two chains of regions, for those insured along the first; the one that counts first."""
    by_pair = _by_pair(snapshot)
    pairs = dict.fromkeys(frozenset(pair) for pair in product(insured, care))
    found = (row for pair in pairs for row in by_pair.get(pair, ()) if row.in_force(on))
    return sorted(nearest(found, insured), key=lambda row: insured.index(str(row.region_id)))  # stable: nearest members


@per_snapshot
def _by_pair(snapshot: Snapshot) -> dict[Pair, tuple[PlaceRelation, ...]]:
    found: defaultdict[Pair, list[PlaceRelation]] = defaultdict(list)
    for row in snapshot.rows(PlaceRelation):
        members = [member.region_id for member in row.members.all()]
        for pair in combinations(members, 2) if len(members) > 1 else [members]:
            found[frozenset(pair)].append(row)
    return {pair: tuple(rows) for pair, rows in found.items()}
