"""Standard bills: each kind of rule worked alone, so that a change of its figures can be seen in yuan."""

from decimal import Decimal

from calculators.core.lines import Line
from calculators.core.settlement import settle
from calculators.core.terms import Rule

#: From a small outpatient bill to a stay that reaches most ceilings, in yuan.
BILLS = tuple(map(Decimal, (2_000, 8_000, 20_000, 50_000, 150_000, 400_000)))


def paid(rule: Rule, amount: Decimal) -> Decimal:
    """What the rule pays of a bill that is wholly eligible, in yuan; assistance as for a supported person."""
    return settle(rule.alone(), rule.bill(amount)).paid


def worked(rule: Rule, amount: Decimal) -> list[tuple[str, tuple[Line, ...]]]:
    """The examples of a rule for a bill in yuan: what is taken for granted, and the lines that are about the rule."""
    return [
        (given, tuple(line for line in settle(rule.alone(), claim).lines if rule.shows(line.key)))
        for given, claim in rule.examples(amount)
    ]
