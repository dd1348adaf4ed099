"""How a year's burden stands against the threshold (起付线) of critical illness insurance."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from calculators import policies
from calculators.candidates import candidates
from calculators.models import CriticalIllnessPolicy
from calculators.money import ZERO
from registry.places import Place
from registry.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Standing:
    """A burden (自付累计) against a threshold, in yuan. ``row``, its ``place`` and the day it was read for are None for
    a threshold that the person was told; ``if_supported`` is the line of supported persons where that is another."""

    burden: Decimal
    threshold: Decimal
    row: CriticalIllnessPolicy | None = None
    place: Place | None = None
    on: dt.date | None = None
    if_supported: Decimal | None = None

    @property
    def passed(self) -> bool:
        """Only what lies beyond the threshold is paid for: exactly on it nothing is yet."""
        return self.burden > self.threshold

    @property
    def checked(self) -> bool:
        return self.row is not None and self.on is not None and self.row.is_checked(self.on)

    @property
    def freshness(self) -> str:
        return self.row.freshness(self.on).value if self.row and self.on else ""

    @property
    def gap(self) -> Decimal:
        return max(self.threshold - self.burden, ZERO)

    @property
    def passed_if_supported(self) -> bool:
        return self.if_supported is not None and not self.passed and self.burden > self.if_supported


def standing(
    snapshot: Snapshot, region: str, scheme: str, burden: Decimal, supported: bool, on: dt.date
) -> Standing | None:
    """The standing by the published rule of a region and scheme on a day of the benefit year; None where the rule is
    absent, not in force, incomplete, or was not checked for too long."""
    choice = policies.layer(candidates(snapshot, region, on), CriticalIllnessPolicy, scheme)
    if choice.missing:
        return None
    row, rule = choice.row, choice.rule
    threshold = rule.for_person(supported=supported).deductible
    favoured = rule.for_person(supported=True).deductible
    return Standing(
        burden=burden,
        threshold=threshold,
        row=row,
        place=choice.candidate.place,
        on=on,
        if_supported=favoured if favoured != threshold else None,
    )
