"""Standard bills: each kind of rule worked alone, so that a change of its figures can be seen in yuan."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from calculators.core.bands import Band
from calculators.core.lines import Line
from calculators.core.money import ZERO, format_yuan, round_to_fen
from calculators.core.settlement import settle
from calculators.core.terms import (
    AwayRule,
    BasicRule,
    Claim,
    CriticalIllnessRule,
    MedicalAssistanceRule,
    Policy,
    SupplementRule,
)
from calculators.core.wording import format_rate

Rule = BasicRule | AwayRule | CriticalIllnessRule | MedicalAssistanceRule | SupplementRule

#: From a small outpatient bill to a stay that reaches most ceilings, in yuan.
BILLS = tuple(map(Decimal, (2_000, 8_000, 20_000, 50_000, 150_000, 400_000)))

#: Pays nothing, so that the whole bill is left to the rule above it that is worked alone.
_NOTHING = BasicRule((ZERO,), (Band(None, ZERO),))
#: What care at home is taken to pay where a rule for care elsewhere is worked alone: 80% above 1,000元.
_AT_HOME = BasicRule((Decimal(1000),), (Band(None, Decimal("0.80")),))


Examples = Iterator[tuple[str, Claim]]


def alone(rule: Rule) -> Policy:
    """The policy that has no other rule than this one: what it says nothing about is then taken to pay nothing."""
    return _KINDS[type(rule)].policy(rule)


def bill(rule: Rule, amount: Decimal) -> Claim:
    """A bill in yuan, wholly eligible, of somebody whom the rule is for."""
    return Claim(amount, supported=_KINDS[type(rule)].supported)


def paid(rule: Rule, amount: Decimal) -> Decimal:
    """What the rule pays of a bill that is wholly eligible, in yuan; assistance as for a supported person."""
    return settle(alone(rule), bill(rule, amount)).paid


def worked(rule: Rule, amount: Decimal) -> list[tuple[str, tuple[Line, ...]]]:
    """The examples of a rule for a bill in yuan: what is taken for granted, and the lines that are about the rule."""
    examples = _KINDS[type(rule)].examples(rule, bill(rule, amount))
    return [(given, worked_for(rule, claim)) for given, claim in examples]


def worked_for(rule: Rule, claim: Claim) -> tuple[Line, ...]:
    """The lines about a rule for a claim of somebody in particular."""
    own, lines = _KINDS[type(rule)].line, settle(alone(rule), claim).lines
    return tuple(line for line in lines if (line.key == own if own else line.key not in _OF_UPPER))


def _basic(rule: BasicRule, claim: Claim) -> Examples:
    yield f"票据 {format_yuan(claim.total_charges)}，没有自费和先行自付，今年第一次。", claim


def _away(rule: AwayRule, claim: Claim) -> Examples:
    deductible, rate = _AT_HOME.deductible[0], _AT_HOME.bands[0].rate
    at_home = round_to_fen(max(claim.total_charges - deductible, ZERO) * rate)
    taken = f"假设在本地起付线 {format_yuan(deductible)}、报 {format_rate(rate)}"
    yield f"票据 {format_yuan(claim.total_charges)}，{taken}，报 {format_yuan(at_home)}。在外地：", claim


def _critical_illness(rule: CriticalIllnessRule, claim: Claim) -> Examples:
    yield f"基本医保报完，今年自付累计 {format_yuan(claim.total_charges)}。", claim
    if rule.support:
        yield "同样的自付，困难群体。", Claim(claim.total_charges, supported=True)


def _assistance(rule: MedicalAssistanceRule, claim: Claim) -> Examples:
    yield f"救助对象，前面各层报完还剩 {format_yuan(claim.total_charges)}。", claim


def _supplement(rule: SupplementRule, claim: Claim) -> Examples:
    yield f"前面各层报完，还剩 {format_yuan(claim.total_charges)}。", claim


class _Kind(NamedTuple):
    """How a kind of rule is worked alone: under which policy, with which examples; the ``line`` that is about it, '' where
    all are but those of the layers above; and whether it is for supported people only."""

    policy: Callable[[Any], Policy]
    examples: Callable[[Any, Claim], Examples]
    line: str = ""
    supported: bool = False


def _upper(layer: str) -> Callable[[Any], Policy]:
    return lambda rule: Policy(_NOTHING, **{layer: rule})


_KINDS: dict[type[Rule], _Kind] = {
    BasicRule: _Kind(Policy, _basic),
    AwayRule: _Kind(partial(Policy, _AT_HOME), _away),
    CriticalIllnessRule: _Kind(_upper("critical_illness"), _critical_illness, "critical_illness_payment"),
    MedicalAssistanceRule: _Kind(_upper("medical_assistance"), _assistance, "medical_assistance_payment", True),
    SupplementRule: _Kind(_upper("supplement"), _supplement, "supplement_payment"),
}
_OF_UPPER = ("critical_illness_payment", "medical_assistance_payment")
