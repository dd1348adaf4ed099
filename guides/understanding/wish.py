"""The few words that somebody may tell us when nothing fitted: what is kept of them, as it is shown before."""

import re
from collections.abc import Callable

from guides.understanding import masking
from guides.understanding.gazetteer import Gazetteer
from guides.understanding.writing import normal
from registry.places import Places

LONGEST = 20
_AMOUNT = re.compile(
    r"[一二两三四五六七八九十百千万几]+(?:多)?[万千百块元](?:多)?|[零〇一二两三四五六七八九十幺洞拐壹贰叁肆伍陆柒捌玖拾]{3,}"
)
_FINER = re.compile(
    r"[\u4e00-\u9fff]{2,4}?(?:小区|街道办?|社区居委会|居委会|村委会|镇|乡(?!居民|医保|下))|[\u4e00-\u9fff]{2,4}(?:路|巷|弄|街)(?=\d)"
)
_OTHER = re.compile(r"[^\u4e00-\u9fff]+")


def wish(text: str, gazetteer: Gazetteer, places: Places, is_ours: Callable[[str], bool]) -> str:
    """At most twenty Chinese characters: no digits, letters or amounts, no place finer than a 统筹区 whose kind is said, and
    no name as far as one can be told (``masking``). What is left only the one who told it can take out."""
    bare, _ = masking.mask(text)
    said = normal(masking.unlabelled(bare)).replace(" ", "")
    named = [said[each.start : each.end] for each in gazetteer.mentions(said)]

    def is_known(word: str) -> bool:
        return is_ours(word) or any(word in name or word.startswith(name) for name in named)

    said = masking.nameless(said, is_known)
    for each in reversed(gazetteer.mentions(said)):
        place = places.get(each.code)
        said = said[: each.start] + (place.short_name if place else " ") + said[each.end :]
    return _OTHER.sub("", _FINER.sub(" ", _AMOUNT.sub(" ", said)))[:LONGEST]
