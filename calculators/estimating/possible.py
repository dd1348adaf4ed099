"""What the answers leave open, tried in every way that the rules of a place differ: one person, and the stay of each bill."""

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import Any

from calculators.circumstances import ANY, Circumstances
from calculators.core.money import ZERO
from calculators.estimating import policies
from calculators.estimating.deciders import Deciders, distances, persons
from registry.snapshot import Snapshot

#: So many ways are tried of bills that are open in different respects; with more nobody could tell what a range means.
MOST = 400
#: What of a bill decides no rule: bills that differ in nothing else are tried together.
_COUNTS: dict[str, Any] = {
    "first_admission": 1,
    "level_admission": None,
    "days": None,
    "transferred": ZERO,
    "fund_before": ZERO,
    "expenses_before": ZERO,
}


class TooOpenError(Exception):
    """The bills leave more open than can be tried."""


def stay(at: Circumstances) -> Circumstances:
    """What of a bill's circumstances decides its rules."""
    return at._replace(**_COUNTS)


def counted(possible: Circumstances, at: Circumstances, alike: bool | None) -> Circumstances:
    """A possibility of a stay with what a bill counts: days, order, the sums before it. Where nobody said how many stays
    before it were at the same level, ``alike`` takes them for all or for none; None leaves that open."""
    counts = {name: getattr(at, name) for name in _COUNTS}
    if alike is not None and at.level_admission is None:
        counts["level_admission"] = at.first_admission if alike else 1
    return possible._replace(**counts)


def possibilities(
    snapshot: Snapshot, stays: Sequence[Circumstances], told: Sequence[Deciders]
) -> Iterator[tuple[Circumstances, ...]]:
    """One possibility of every stay, all of the same person, in every way; ``told`` are the deciders of each.

    Raises ``TooOpenError`` where several stays leave too much open.
    """
    for person in _persons(snapshot, stays, told[-1]):
        known = (each._replace(**person) for each in stays)
        each = [tuple(_of_one(snapshot, one, of_it)) for one, of_it in zip(known, told, strict=True)]
        if len(each) > 1 and prod(map(len, each)) > MOST:
            raise TooOpenError
        for chosen in product(*each):
            if len({one.person_class for one in chosen if one.person_class}) < 2:
                yield chosen


def _persons(snapshot: Snapshot, stays: Sequence[Circumstances], told: Deciders) -> Iterator[dict[str, Any]]:
    known = stays[-1]
    retired: list[bool] = [bool(known.retired)]
    if known.retired is None and known.own is None:
        retired = sorted({each for one in stays for each in policies.options(snapshot, one).retired}) or [False]
    for each in retired:
        for others in persons(known, told):
            yield {"retired": each, **others}


def _of_one(snapshot: Snapshot, known: Circumstances, told: Deciders) -> Iterator[Circumstances]:
    """A stay of a known person in every way."""
    if known.own is not None:
        yield known._replace(hospital_level=known.hospital_level or ANY)
        return
    options = policies.options(snapshot, known)
    for level in [known.hospital_level] if known.hospital_level else options.levels or policies.LEVELS:
        at, person = level if options.levels != (ANY,) else ANY, bool(known.retired) and options.retired != (False,)
        for words, distance in product(options.words(known, at, person), tuple(distances(known, told))):
            yield known._replace(hospital_level=level, distance=distance, **words)
