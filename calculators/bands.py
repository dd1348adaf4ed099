"""Bands (分段) of a policy's shares, as rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F

from calculators.core.bands import Band
from calculators.core.money import ZERO, format_yuan
from calculators.core.wording import format_rate
from calculators.fields import MoneyField, RateField
from calculators.refusals import refusals
from registry.belonging import Part

#: Stands in for the bands while the rest of a row is checked; never computed with.
ANY_BAND = [{"up_to": None, "rate": "0"}]


class BandRow(Part):
    """One band (分段): expenses up to a bound, at a rate."""

    up_to = MoneyField("到多少元为止", null=True, blank=True, help_text="含这个数。最后一段空着，表示以上都算。")
    rate = RateField("报销比例", help_text="85% 写 0.85。")

    class Meta:
        abstract = True
        verbose_name = "报销比例分段"
        verbose_name_plural = "报销比例分段"
        ordering = [F("up_to").asc(nulls_last=True)]

    def __str__(self) -> str:
        bound = "以上" if self.up_to is None else f"{format_yuan(self.up_to)}以内"
        return f"{bound}：{format_rate(self.rate)}"

    @classmethod
    def in_one(cls, bands: Sequence["BandRow"]) -> str:
        """All bands of a row in one line: 30,000元以内 85%，以上 90%; one alone by its rate."""
        bounds = ["" if band.up_to is None else f"{format_yuan(band.up_to)}以内" for band in bands]
        above = "以上 " if len(bands) > 1 else ""
        rates = [format_rate(band.rate) for band in bands]
        return "，".join(
            f"{bound} {rate}" if bound else f"{above}{rate}" for bound, rate in zip(bounds, rates, strict=True)
        )

    def mapping(self) -> dict[str, Any]:
        return {"up_to": self.up_to, "rate": self.rate}

    def clean(self) -> None:
        if found := refusals(Band, {"rate": "0"} | _known(self.mapping()), self):
            raise ValidationError(found)


def _known(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if value is not None}


def band_mappings(inline: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]] | None:
    """The bands from the lowest to the open one, in whatever order they were typed; None when there are none."""
    bands = sorted(inline.get("bands", ()), key=lambda band: (band.up_to is None, band.up_to or ZERO))
    return [band.mapping() for band in bands] or None
