"""How the place of care stands to the place of insurance on a date, read from published relations of places.

Only a row that decides (:meth:`PlaceRelation.decides`) says what holds; any other one that speaks of an exemption leaves
it at asking. The nearest region's row wins, then the one whose members are nearest to the two places.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from registry.models import PlaceRelation
from registry.places import Standing
from registry.publication import nearest
from registry.snapshot import Snapshot, per_snapshot

#: Rows, each with the codes of its members.
Members = dict[PlaceRelation, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Related:
    """How two places stand, and the row that says so; none where places alone do, or nobody."""

    standing: Standing
    row: PlaceRelation | None = None


def between(snapshot: Snapshot, insured: str, care: str, on: dt.date) -> Related:
    """How the 统筹区 ``care`` stands to the 统筹区 ``insured``; elsewhere where one of them is none."""
    places = snapshot.places
    insured, care = places.division(insured), places.division(care)
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


def of_place(snapshot: Snapshot, code: str, on: dt.date) -> tuple[PlaceRelation, ...]:
    """The rows in force that speak of a region to those insured there, of each key the nearest."""
    chain, by_member = snapshot.places.chain(code), _by_member(snapshot)
    rows = dict.fromkeys(row for region in chain for row in by_member.get(region, {}) if row.in_force(on))
    return tuple(nearest(rows, chain))


def partners(snapshot: Snapshot, code: str) -> tuple[str, ...]:
    """A 统筹区 of each member that any row, whatever its day, relates to this one."""
    own, by_member = snapshot.places.chain(code), _by_member(snapshot)
    members = {member for region in own for each in by_member.get(region, {}).values() for member in each}
    found = (next((pool for pool in _pools(snapshot, member) if pool != code), None) for member in sorted(members))
    return tuple(dict.fromkeys(filter(None, found)))


def _pools(snapshot: Snapshot, member: str) -> Iterator[str]:
    if snapshot.places.pool(member):
        yield member
    yield from (city.code for city in snapshot.places.cities(member) if not city.is_provincial)


def _in_order(snapshot: Snapshot, insured: Sequence[str], care: Sequence[str], on: dt.date) -> list[PlaceRelation]:
    """The rows in force that relate two chains of regions, for those insured along the first; the one that counts first."""
    related = (row for pair in product(insured, care) for row in _relating(snapshot, *pair) if row.in_force(on))
    found = nearest(related, insured)  # in the order of their members, which sorting leaves as it is
    return sorted(found, key=lambda row: insured.index(str(row.region_id)))


def _relating(snapshot: Snapshot, one: str, other: str) -> Iterator[PlaceRelation]:
    """The rows that have both regions as members; of a region and itself, those that have no other."""
    by_member = _by_member(snapshot)
    theirs = by_member.get(other, {})
    for row, members in by_member.get(one, {}).items():
        if row in theirs and (one != other or len(members) == 1):
            yield row


@per_snapshot
def _by_member(snapshot: Snapshot) -> dict[str, Members]:
    """By region the rows that name it: a row of four hundred cities has eighty thousand pairs of them."""
    found: defaultdict[str, Members] = defaultdict(dict)
    for row in snapshot.rows(PlaceRelation):
        members = tuple(member.region_id for member in row.members.all())
        for member in members:
            found[member][row] = members
    return dict(found)
