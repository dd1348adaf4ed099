"""Standard bills: each kind of rule worked alone, so that a change of its figures can be seen in yuan.

The layers that a rule says nothing about are taken to pay nothing; care at home, where a rule for care elsewhere is
worked, to pay 80% above 1,000元.
"""

from decimal import Decimal

from calculators.bands import Band
from calculators.money import ZERO
from calculators.reading import Terms
from calculators.settlement import settle
from calculators.terms import BasicRule, Claim, CriticalIllnessRule, MedicalAssistanceRule, Policy, RemoteRule

#: From a small outpatient bill to a stay that reaches most ceilings, in yuan.
BILLS = tuple(map(Decimal, (2_000, 8_000, 20_000, 50_000, 150_000, 400_000)))
#: Pays nothing, so that the whole bill is left to the layer that is worked.
NOTHING = BasicRule((ZERO,), (Band(None, ZERO),))
AT_HOME = BasicRule((Decimal(1000),), (Band(None, Decimal("0.80")),))


def alone(rule: Terms) -> Policy:
    """The policy that has this one rule. Raises TypeError for anything that is no rule of a layer."""
    if isinstance(rule, BasicRule):
        return Policy(rule)
    if isinstance(rule, CriticalIllnessRule):
        return Policy(NOTHING, critical_illness=rule)
    if isinstance(rule, MedicalAssistanceRule):
        return Policy(NOTHING, medical_assistance=rule)
    if isinstance(rule, RemoteRule):
        return Policy(AT_HOME, rule)
    raise TypeError(f"no rule of a layer: {rule!r}")


def paid(rule: Terms, bill: Decimal) -> Decimal:
    """What the rule pays of a bill that is wholly eligible, in yuan; assistance as for a supported person."""
    return settle(alone(rule), Claim(bill, supported=isinstance(rule, MedicalAssistanceRule))).paid
