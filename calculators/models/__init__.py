"""What clerks keep: the figures a payout is computed from, as dated, sourced, regional rows.

What is not known stays empty: such a row can be published, is shown as incomplete, and never gives a number.
"""

from calculators.models.averages import NationalAverage
from calculators.models.basic import OWN_WORDS, BasicPolicy, PolicyBand
from calculators.models.cases import AssistanceCase, BasicCase, CriticalIllnessCase, RemoteCase, SupplementCase
from calculators.models.remote import RemoteLimit, RemoteRule
from calculators.models.specials import PolicySpecial
from calculators.models.supplement import SupplementBand, SupplementPolicy
from calculators.models.upper import AssistancePolicy, CriticalIllnessBand, CriticalIllnessPolicy
from calculators.rows import PolicyRow

#: The kinds of rows that a policy is made of, one for each layer, in the order in which they pay.
LAYERS: tuple[type[PolicyRow], ...] = (
    BasicPolicy,
    RemoteRule,
    SupplementPolicy,
    CriticalIllnessPolicy,
    AssistancePolicy,
)

__all__ = [
    "LAYERS",
    "OWN_WORDS",
    "AssistanceCase",
    "AssistancePolicy",
    "BasicCase",
    "BasicPolicy",
    "CriticalIllnessBand",
    "CriticalIllnessCase",
    "CriticalIllnessPolicy",
    "NationalAverage",
    "PolicyBand",
    "PolicySpecial",
    "RemoteCase",
    "RemoteLimit",
    "RemoteRule",
    "SupplementBand",
    "SupplementCase",
    "SupplementPolicy",
]
