"""One line of a settlement's working."""

from decimal import Decimal
from typing import NamedTuple

from calculators.core.labels import LABELS


class Line(NamedTuple):
    """One step of a settlement: which total it belongs to, its working, its amount in yuan, the rule it came from."""

    key: str
    label: str
    working: str
    amount: Decimal
    rule: str


def line(key: str, working: str, amount: Decimal, rule: str) -> Line:
    """A line under the name that its key has everywhere."""
    # A settlement makes a dozen of these, and calling the class takes three times as long.
    return tuple.__new__(Line, (key, LABELS[key], working, amount, rule))
