"""The terms a settlement is computed from: the policy (待遇政策) and the claim (一次就医).

All money is yuan (元) as `Decimal`, all rates are fractions 0–1. The constructors trust their arguments; anything that
comes from a file or a row goes through `calculators.reading`, which refuses nonsense and never fills in a parameter.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from calculators.core.away import AwayRule
from calculators.core.basic import BasicRule
from calculators.core.claims import Claim, YearToDate
from calculators.core.problems import Kind, MissingParameterError, Problem
from calculators.core.shape import Terms
from calculators.core.specials import Special
from calculators.core.upper import CriticalIllnessRule, Growth, MedicalAssistanceRule, SupplementRule, Support

__all__ = [
    "HOME",
    "AwayRule",
    "BasicRule",
    "Claim",
    "CriticalIllnessRule",
    "Growth",
    "MedicalAssistanceRule",
    "Policy",
    "Special",
    "SupplementRule",
    "Support",
    "YearToDate",
]

#: What there is at home: no other rule.
HOME = AwayRule()


@dataclass(frozen=True, slots=True)
class Policy(Terms):
    """The rules for one pooling area, scheme, person, hospital level, care type and date.

    `supplement` pays behind basic insurance, `further` behind all other layers. `basic` is None only where a row holds
    nothing but critical illness; such a policy cannot be settled by itself.
    """

    basic: BasicRule | None
    remote: AwayRule = HOME
    critical_illness: CriticalIllnessRule | None = None
    medical_assistance: MedicalAssistanceRule | None = None
    supplement: SupplementRule | None = None
    further: SupplementRule | None = None

    def required_basic(self) -> BasicRule:
        """The basic rule. Raises `MissingParameterError` where the policy has none."""
        if self.basic is None:
            raise MissingParameterError([Problem(("policy", "basic"), Kind.MISSING)])
        return self.basic

    @classmethod
    def required(cls, given: Mapping[str, object]) -> Collection[str]:
        return ("basic",) if given.get("critical_illness") is None else ()
