"""Standard bills: each kind of rule worked alone, so that a change of its figures can be seen in yuan."""

from collections.abc import Iterator
from decimal import Decimal

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
AT_HOME = BasicRule((Decimal(1000),), (Band(None, Decimal("0.80")),))

TAKEN_AT_HOME = f"假设在本地起付线 {format_yuan(AT_HOME.deductible[0])}、报 {format_rate(AT_HOME.bands[0].rate)}"


def alone(rule: Rule, at_home: BasicRule = AT_HOME) -> Policy:
    """The policy that has no other rule than this one: what it says nothing about is then taken to pay nothing. A rule for
    care elsewhere changes what is paid ``at_home``."""
    if isinstance(rule, BasicRule):
        return Policy(rule)
    if isinstance(rule, AwayRule):
        return Policy(at_home, rule)
    if isinstance(rule, CriticalIllnessRule):
        return Policy(_NOTHING, critical_illness=rule)
    if isinstance(rule, SupplementRule):
        return Policy(_NOTHING, supplement=rule)
    return Policy(_NOTHING, medical_assistance=rule)


def bill(rule: Rule, amount: Decimal) -> Claim:
    """A bill in yuan, wholly eligible, of somebody whom the rule is for."""
    return Claim(amount, supported=isinstance(rule, MedicalAssistanceRule))


def paid(rule: Rule, amount: Decimal, at_home: BasicRule = AT_HOME) -> Decimal:
    """What the rule pays of a bill that is wholly eligible, in yuan; assistance as for a supported person."""
    return settle(alone(rule, at_home), bill(rule, amount)).paid


def worked(rule: Rule, amount: Decimal) -> list[tuple[str, tuple[Line, ...]]]:
    """The examples of a rule for a bill in yuan: what is taken for granted, and the lines that are about the rule."""
    return [(given, worked_for(rule, claim)) for given, claim in _examples(rule, amount)]


def worked_for(rule: Rule, claim: Claim) -> tuple[Line, ...]:
    """The lines about a rule for a claim of somebody in particular."""
    return tuple(line for line in settle(alone(rule), claim).lines if _shows(rule, line.key))


def _shows(rule: Rule, key: str) -> bool:
    """Whether the line of this key is about a rule that is worked alone."""
    if isinstance(rule, CriticalIllnessRule):
        return key == "critical_illness_payment"
    if isinstance(rule, MedicalAssistanceRule):
        return key == "medical_assistance_payment"
    if isinstance(rule, SupplementRule):
        return key == "supplement_payment"
    return key not in ("critical_illness_payment", "medical_assistance_payment")


def _examples(rule: Rule, amount: Decimal) -> Iterator[tuple[str, Claim]]:
    """Bills of an amount in yuan that show what the rule does, each with what is taken for granted."""
    claim = bill(rule, amount)
    if isinstance(rule, BasicRule):
        yield f"票据 {format_yuan(amount)}，没有自费和先行自付，今年第一次。", claim
    elif isinstance(rule, AwayRule):
        deductible, rate = AT_HOME.deductible[0], AT_HOME.bands[0].rate
        at_home = round_to_fen(max(amount - deductible, ZERO) * rate)
        yield f"票据 {format_yuan(amount)}，{TAKEN_AT_HOME}，报 {format_yuan(at_home)}。在外地：", claim
    elif isinstance(rule, CriticalIllnessRule):
        yield f"基本医保报完，今年自付累计 {format_yuan(amount)}。", claim
        if rule.support:
            yield "同样的自付，困难群体。", Claim(amount, supported=True)
    elif isinstance(rule, MedicalAssistanceRule):
        yield f"救助对象，前面各层报完还剩 {format_yuan(amount)}。", claim
    else:
        yield f"前面各层报完，还剩 {format_yuan(amount)}。", claim
