"""Whole numbers as people type them: 72岁, 第2次, ３６５天."""

from collections.abc import Iterable

from registry.typed.signs import half_width

#: What may stand around a number that says of itself what it counts.
_GOES_WITHOUT_SAYING = ("周岁", "岁", "天", "份", "年", "第", "住院", "次", "个")


def read_count(text: str, around: Iterable[str] = _GOES_WITHOUT_SAYING) -> int | None:
    """Read a whole number, with the words ``around`` it that go without saying (`72岁`, `第2次`); None for any other."""
    typed = half_width(text).strip()
    for word in around:
        typed = typed.removeprefix(word).removesuffix(word).strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None
