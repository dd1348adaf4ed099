"""Telephone numbers: read as people write them, kept as 区号-号码, dialled in digits, tapped where a text names them."""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from registry.typed.signs import half_width

_SIGNS = str.maketrans("（）／　—–", "()/ --")
_SEPARATORS = re.compile(r"[、,;；/\n]+| {2,}|(?<=\d) (?=0\d|1[3-9]\d|[48]00)")
#: 010 and 02x have three digits, every other 区号 four.
_CODE = r"(?P<code>0(?:10|2\d|[3-9]\d{2}))"
_EXTENSION = r"(?:(?:-|转|转-)(?P<extension>\d{1,6}))?"
#: No line of a city begins with 0, 1 or 9: those lead out of it, and to services.
_LANDLINE = re.compile(rf"{_CODE}-?(?P<rest>[2-8]\d{{6,7}}){_EXTENSION}", re.ASCII)
_HOTLINE = re.compile(rf"{_CODE}-?(?P<rest>(?:1[02]\d|9[56]\d)\d{{2,3}})", re.ASCII)
#: 12393, 95588, 400-123-4567, 13800000000: dialled alike from everywhere.
_EVERYWHERE = re.compile(r"1[02]\d{3}|9[56]\d{3,4}|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4}", re.ASCII)
_WITHOUT_CODE = re.compile(r"[2-8]\d{6,7}", re.ASCII)

#: A number as our texts write it. A short one must be a line that texts name: 12345 元 is none, and 掌上12333 an app.
_WRITTEN = re.compile(r"(?<![\d,.-])(?<!掌上)(?:0\d{2,3}-\d{5,8}|12393|12333|12345|12366)(?![\d,.-]|\s?元)", re.ASCII)
_LINK = Markup('<a class="tel" href="tel:{}">{}</a>')


class NumberError(ValueError):
    """Something that is no telephone number; ``sentence`` says what to write."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def numbers(text: str) -> tuple[str, ...]:
    """The numbers of a line, each as it is kept: 0412-5541234, 0412-5541234转8, 12393. One without a 区号 has that of the
    number before it. Raises NumberError."""
    found: list[str] = []
    for part in _SEPARATORS.split(half_width(text).translate(_SIGNS)):
        if part.strip():
            found.append(_number(part.strip(), found[-1] if found else ""))
    return tuple(found)


def _number(typed: str, before: str) -> str:
    plain = re.sub(r"[() ]", lambda sign: "-" if sign[0] == ")" else "", typed).replace("--", "-").strip("-")
    if found := _LANDLINE.fullmatch(plain):
        extension = f"转{found['extension']}" if found["extension"] else ""
        return f"{found['code']}-{found['rest']}{extension}"
    if found := _HOTLINE.fullmatch(plain):
        return f"{found['code']}-{found['rest']}"
    if _EVERYWHERE.fullmatch(plain):
        return plain
    if not _WITHOUT_CODE.fullmatch(plain):
        raise NumberError(f"“{typed}”不是电话号码。请照 0412-5541234 写，几个用顿号隔开。")
    if not before.startswith("0"):
        raise NumberError(f"“{typed}”前面要写区号，例如 0412-{plain}。")
    return f"{before.partition('-')[0]}-{plain}"


def dialled(number: str) -> str:
    """What a telephone dials: digits and nothing else; an extension is asked for after the ring."""
    return re.sub("[^0-9]", "", number.partition("转")[0])


def in_text(text: str) -> tuple[str, ...]:
    """The numbers that a text names, each once."""
    return tuple(dict.fromkeys(_WRITTEN.findall(text)))


def linked(text: str) -> Markup:
    """A text for a page, with the numbers in it to be tapped."""
    return Markup("").join(_pieces(text)) if _WRITTEN.search(text) else escape(text)


def _pieces(text: str) -> Iterator[Markup]:
    start = 0
    for found in _WRITTEN.finditer(text):
        yield escape(text[start : found.start()])
        yield _LINK.format(dialled(found[0]), found[0])
        start = found.end()
    yield escape(text[start:])
