"""What the rules of a place are worth: standard bills by scheme, care, level, person and the place's own words."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from calculators.circumstances import ANY, CareType, Circumstances, HospitalLevel, PersonKind, Scheme
from calculators.core.settlement import settle
from calculators.core.standard import BILLS
from calculators.core.terms import Claim
from calculators.estimating import policies
from calculators.estimating.policies import Told
from registry.snapshot import Snapshot

#: Everything that all layers pay of each standard bill, in yuan, by whom it is for.
Worth = dict[str, tuple[Decimal, ...]]


def worth(snapshot: Snapshot, region: str, on: dt.date) -> Worth:
    """What a place pays at home of ``BILLS``, wholly eligible, the first of the year; only what gives a number."""
    found: Worth = {}
    for care_type in CareType.values:
        employee = Circumstances(region, Scheme.EMPLOYEE.value, care_type, on)
        for scheme in (*(policies.tiers(snapshot, employee) or (employee.scheme,)), Scheme.RESIDENT.value):
            wanted = employee._replace(scheme=scheme)
            options = policies.options(snapshot, wanted)
            alike = options.everybody and options.retired == (False,)
            for told in sorted(options.usable, key=_order):
                person = _person(wanted, told)
                policy = policies.find(snapshot, person).policy
                claims = (_claim(person, bill) for bill in BILLS)
                paid = tuple(settle(policy, claim).paid for claim in claims)
                # A class of hospital that changes nothing at a level is told only as the level.
                if found.get(_words(person._replace(hospital_class=""), alike)) != paid:
                    found[_words(person, alike)] = paid
    return found


def compared(old: Worth, new: Worth) -> Iterator[tuple[str, tuple[Decimal, ...] | None, tuple[Decimal, ...] | None]]:
    """Both texts line by line; None where one of them gives no number."""
    for words in dict.fromkeys((*old, *new)):
        yield words, old.get(words), new.get(words)


def _order(told: Told) -> tuple[int, bool, str, str, str]:
    level, *others = told
    return (HospitalLevel.values.index(level), *others)  # type: ignore[return-value]


def _person(wanted: Circumstances, told: Told) -> Circumstances:
    level, retired, person_class, hospital_class, item = told
    return wanted._replace(
        hospital_level=level,
        retired=retired,
        person_class=person_class,
        hospital_class=hospital_class,
        item=item,
    )


def _claim(person: Circumstances, bill: Decimal) -> Claim:
    return Claim(
        bill,
        person_class=person.person_class or "",
        hospital_class=person.hospital_class or "",
        item=person.item or "",
    )


def _words(person: Circumstances, alike: bool) -> str:
    """职工医保、住院、三级医院、在职; without the last where workers and pensioners are treated alike."""
    words = [Scheme(person.scheme).label, CareType(person.care_type).label]
    level = HospitalLevel(person.hospital_level or ANY)
    words += level.in_words(person.hospital_class) if level != ANY else filter(None, [person.hospital_class])
    words += [PersonKind(person.person or ANY).label] if person.is_employee and not alike else []
    return "、".join([*map(str, words), *filter(None, (person.person_class, person.item))])
