"""Which other insurances somebody has beside 医保: one that is named is meant where its insurer is only spoken of."""

import re
from collections.abc import Sequence

from guides.understanding.phrases import Hit

#: 保险公司要发票原件: whoever pays, of which of the insurances is told elsewhere.
_INSURER = re.compile("保险公司")


def named(text: str, pairs: Sequence[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    """Without a commercial insurance of which a text says no more than that there is an insurer, where it names others."""
    others = {value for _, value in pairs} - {"commercial", "none"}
    return [
        (hit, value)
        for hit, value in pairs
        if not others or value != "commercial" or not _INSURER.fullmatch(text, hit.start, hit.end)
    ]
