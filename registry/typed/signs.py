"""Signs and lines as people type and paste them, before anything is read: numbers, dates, names."""

import unicodedata

#: Letters and signs, by Unicode, that are drawn as nothing: fillers of Korean, two vowels of Khmer, Braille without a dot.
_EMPTY = frozenset("\u115f\u1160\u3164\uffa0\u17b4\u17b5\u2800")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－％：", "0123456789.,-%:")


def visible(text: str) -> str:
    """The text without signs that nobody can see (Unicode's Cf, such as the zero-width space): copied along from a
    page or a chat, they would make a good entry unreadable, and nobody could find out why."""
    return text if text.isascii() else "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def blank(text: str) -> bool:
    """Whether nobody can see anything of it: only spaces, controls, marks without a letter, letters drawn as nothing."""
    return all(sign in _EMPTY or unicodedata.category(sign)[0] in "CMZ" for sign in text)


def half_width(text: str) -> str:
    """The visible text with full-width digits and the signs between them made half-width."""
    return visible(text).translate(_FULL_WIDTH)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines with something in them."""
    return tuple(filter(None, map(str.strip, text.splitlines())))
