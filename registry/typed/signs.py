"""Signs and lines as people type and paste them, before anything is read: numbers, dates, names."""

import unicodedata

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－％：", "0123456789.,-%:")


def visible(text: str) -> str:
    """The text without signs that nobody can see (Unicode's Cf, such as the zero-width space): copied along from a
    page or a chat, they would make a good entry unreadable, and nobody could find out why."""
    return text if text.isascii() else "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def half_width(text: str) -> str:
    """The visible text with full-width digits and the signs between them made half-width."""
    return visible(text).translate(_FULL_WIDTH)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines with something in them."""
    return tuple(filter(None, map(str.strip, text.splitlines())))
