"""The signs that our sheets can be set with: those of the one font that travels with them (``fixtures/fonts``)."""

import unicodedata
from functools import cache

from django.conf import settings

#: What stands for a sign that the font lacks: a reader sees that there is one.
_STAND_IN = "□"


@cache
def _known() -> frozenset[str]:
    return frozenset((settings.BASE_DIR / "fixtures" / "fonts" / "signs.txt").read_text("utf-8"))


def missing(text: str) -> list[str]:
    """The signs of a text that paper cannot show, each once; what nobody sees on a screen either is none."""
    return [sign for sign in dict.fromkeys(text) if sign not in _known() and _instead(sign) == _STAND_IN]


def settable(text: str) -> str:
    """The text with something in the place of every sign that the font lacks: one strange sign must not cost anybody the
    sheet."""
    strange = set(text) - _known() - {"\n"}
    return text.translate({ord(sign): _instead(sign) for sign in strange}) if strange else text


def _instead(sign: str) -> str:
    """Any space is one, a tab too; marks, joiners and other controls take no room of their own."""
    category = unicodedata.category(sign)
    if category[0] == "Z" or sign.isspace():
        return " "
    return "" if category[0] == "M" or category in ("Cc", "Cf", "Cs") else _STAND_IN
