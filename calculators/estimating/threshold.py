"""How a year's burden stands against the threshold (起付线) of critical illness insurance."""

from dataclasses import dataclass
from decimal import Decimal

from calculators.circumstances import Circumstances
from calculators.core.money import ZERO
from calculators.estimating import policies
from calculators.estimating.candidates import candidates
from calculators.models import CriticalIllnessPolicy
from registry.evidence import Basis, basis
from registry.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Standing:
    """A burden (自付累计) against a threshold, in yuan. ``row`` and what it rests on are None for a threshold that the
    person was told; ``if_supported`` is the line of supported persons where that is another, or may be; ``is_of_others`` where the
    person is supported and the row says nothing of them: theirs may be lower."""

    burden: Decimal
    threshold: Decimal
    row: CriticalIllnessPolicy | None = None
    basis: Basis | None = None
    if_supported: Decimal | None = None
    is_of_others: bool = False

    @property
    def passed(self) -> bool:
        """Only what lies beyond the threshold is paid for: exactly on it nothing is yet."""
        return self.burden > self.threshold

    @property
    def gap(self) -> Decimal:
        """What is missing to the threshold, in yuan; 0 on it and beyond."""
        return max(self.threshold - self.burden, ZERO)

    @property
    def says_nothing(self) -> bool:
        """Whether the person may have passed a line of their own that was not read."""
        return self.is_of_others and not self.passed

    @property
    def passed_if_supported(self) -> bool:
        """Whether only a supported person would have passed."""
        return self.if_supported is not None and not self.passed and self.burden > self.if_supported


def standing(snapshot: Snapshot, known: Circumstances) -> Standing | None:
    """The standing of a person's ``burden_before`` by the published rule of their region and scheme on a day of the
    benefit year; None where the rule is absent, not in force, incomplete, or was not checked for too long."""
    choice = policies.choose(candidates(snapshot, known.region, known.on), CriticalIllnessPolicy, known)
    if choice.missing:
        return None
    row, rule = choice.row, choice.rule
    threshold = rule.for_person(supported=known.supported).deductible
    favoured = rule.for_person(supported=True).deductible
    return Standing(
        burden=known.burden_before,
        threshold=threshold,
        row=row,
        basis=basis(snapshot.places, row, known.on),
        if_supported=favoured if favoured != threshold else None,
        is_of_others=known.has_own_line and rule.says_nothing_of_supported,
    )
