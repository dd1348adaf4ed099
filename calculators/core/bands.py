"""Bands (分段): consecutive stretches of money, each with its own rate."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from calculators.core.money import ZERO
from calculators.core.problems import Kind
from calculators.core.shape import Flaw, Rate, Terms, Yuan


@dataclass(frozen=True, slots=True)
class Band(Terms):
    """Money above the previous band, up to and including `up_to` yuan (None: without end), is paid at `rate`."""

    up_to: Yuan | None
    rate: Rate

    @classmethod
    def required(cls, given: Mapping[str, object]) -> Collection[str]:
        return ("rate",)


class Slice(NamedTuple):
    """The part of some money that falls into one band: above `lower`, up to and including `upper`, in yuan.

    `floor` is where the band itself begins; `lower` is higher than that where the money begins inside the band.
    """

    band: Band
    floor: Decimal
    lower: Decimal
    upper: Decimal

    @property
    def amount(self) -> Decimal:
        """How much money that is, in yuan."""
        return self.upper - self.lower


def cut(bands: Iterable[Band], start: Decimal, stop: Decimal) -> Iterator[Slice]:
    """The money above `start` up to `stop`, cut at the bounds of the bands; bands it does not reach are left out."""
    floor = ZERO
    for band in bands:
        up_to = band.up_to
        upper = stop if up_to is None or up_to > stop else up_to
        lower = max(floor, start)
        if upper > lower:
            yield Slice(band, floor, lower, upper)
        if up_to is None or up_to >= stop:
            return
        floor = up_to


def band_flaws(bands: tuple[Band, ...]) -> Iterator[Flaw]:
    """Bounds must rise, and only the last band is without end."""
    last, previous = len(bands) - 1, ZERO
    for i, band in enumerate(bands):
        path = ("bands", i, "up_to")
        if band.up_to is None and i < last:
            yield Flaw(path, Kind.OPEN_TOO_EARLY)
        if band.up_to is not None and i == last:
            yield Flaw(path, Kind.NOT_OPEN)
        if band.up_to is not None and band.up_to <= previous:
            yield Flaw(path, Kind.NOT_RISING if i else Kind.NOT_ABOVE_ZERO)
        previous = previous if band.up_to is None else band.up_to
