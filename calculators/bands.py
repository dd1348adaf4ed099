"""Bands (分段): consecutive stretches of money, each with its own rate."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Self

from calculators.money import ZERO
from calculators.reading import Reader, Terms


@dataclass(frozen=True, slots=True)
class Band(Terms):
    """Money above the previous band, up to and including `up_to` yuan (None: without end), is paid at `rate`."""

    PATH = "band"
    up_to: Decimal | None
    rate: Decimal

    @classmethod
    def _read(cls, reader: Reader) -> Self:
        return cls(up_to=reader.optional_money("up_to"), rate=reader.rate("rate"))


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


def read_bands(reader: Reader) -> tuple[Band, ...]:
    """The required field `bands`: at least one band, bounds rising, only the last one without end."""
    value = reader.require("bands")
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or not value:
        reader.wrong("bands", "至少要写一段，每段写 up_to（上限）和 rate（比例）")
        return ()
    bands = tuple(Band.within(item, reader.at(f"bands[{i}]"), reader.problems) for i, item in enumerate(value))
    _check_bounds(reader, bands)
    return bands


def _check_bounds(reader: Reader, bands: tuple[Band, ...]) -> None:
    last, previous = len(bands) - 1, ZERO
    for i, band in enumerate(bands):
        key = f"bands[{i}].up_to"
        if not reader.is_sound(key) or not reader.is_sound(f"bands[{i}]"):
            continue
        if band.up_to is None and i < last:
            reader.wrong(key, "不能空着，只有最后一段可以不写上限")
        if band.up_to is not None and i == last:
            reader.wrong(key, "在最后一段要写 null，表示以上都算")
        if band.up_to is not None and band.up_to <= previous:
            reader.wrong(key, "要比前一段的上限大" if i else "要比 0 大")
        previous = previous if band.up_to is None else band.up_to
