"""What changes away from home (异地)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from calculators.core.choices import RemoteKind, ShareBasis
from calculators.core.money import FEN, ONE, ZERO, round_to_fen
from calculators.core.problems import Kind
from calculators.core.shape import Figure, Flaw, Rate, Terms, Yuan


@dataclass(frozen=True, slots=True)
class AwayRule(Terms):
    """What changes away from home. `value` is a fraction 0–1, or yuan for `deductible`, and 0 for `none`.

    Besides its `kind` a rule may ask for a `share` of the expenses first (先自付), and replace the deductible or take a
    part of it. `at_most`: the text gives no more than the limit of the points, which is then what is reckoned with.
    """

    kind: RemoteKind = RemoteKind.NONE
    value: Annotated[Decimal, Figure(10)] = ZERO
    share: Rate = ZERO
    share_of: ShareBasis = ShareBasis.IN_SCOPE
    deductible: Yuan | None = None
    deductible_factor: Rate = ONE
    at_most: bool = False

    def rate_away(self, rate: Decimal) -> Decimal:
        """What this rule makes of a rate: minus its points, not below 0, times its factor, or another one."""
        if self.kind is RemoteKind.NONE:
            return rate
        if self.kind is RemoteKind.RATE_POINTS:
            return max(rate - self.value, ZERO)
        if self.kind is RemoteKind.RATE:
            return self.value
        return rate * self.value if self.kind is RemoteKind.RATE_FACTOR else rate

    def entry_away(self, entry: Decimal) -> Decimal:
        """What this rule makes of a deductible in yuan."""
        if self.kind is RemoteKind.DEDUCTIBLE:
            entry = self.value
        elif self.deductible is not None:
            entry = self.deductible
        return entry if self.deductible_factor == ONE else round_to_fen(entry * self.deductible_factor)

    @property
    def upfront(self) -> Decimal:
        """The share to be paid first: a fraction."""
        return self.value if self.kind is RemoteKind.UPFRONT_SHARE else self.share

    @property
    def changes_rate(self) -> bool:
        """Whether a rate away from home is another one than at home."""
        return self.kind in (RemoteKind.RATE, RemoteKind.RATE_POINTS, RemoteKind.RATE_FACTOR)

    @property
    def changes_deductible(self) -> bool:
        """Whether the deductible away from home is another one than at home."""
        return self.kind is RemoteKind.DEDUCTIBLE or self.deductible is not None or self.deductible_factor != ONE

    @classmethod
    def required(cls, given: Mapping[str, object]) -> Collection[str]:
        return ("kind",) if given.get("kind") in (None, RemoteKind.NONE) else ("kind", "value")

    def flaws(self) -> Iterator[Flaw]:
        if self.kind is RemoteKind.NONE:
            if self.value:
                yield Flaw(("value",), Kind.UNUSED, beside=("kind",))
        elif self.kind is RemoteKind.DEDUCTIBLE:
            if self.value % FEN:
                yield Flaw(("value",), Kind.TOO_FINE, (2,))
            if self.deductible is not None:
                yield Flaw(("deductible",), Kind.STATED_TWICE, beside=("kind",))
        elif self.value > ONE:
            yield Flaw(("value",), Kind.NOT_A_FRACTION)
        if self.kind is RemoteKind.UPFRONT_SHARE and self.share:
            yield Flaw(("share",), Kind.STATED_TWICE, beside=("kind",))
