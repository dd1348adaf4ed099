"""The ways to take an outcome away, each said once: as what file, at which address, how dear, in which order.

Addresses, what one visitor may have in an hour, what is too big to be kept in memory, what is counted and what clerks
call it follow from here; the words of the page are in ``takeaway.html``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

from guides.outcome import rendering, sheets
from guides.outcome.outcome import Outcome

PART = "<str:part>"
_PDF, _PNG = "application/pdf", "image/png"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of an outcome, or beside it. ``name`` is that of its address and of its count."""

    name: str
    #: Behind that of its guide, as Django writes it.
    path: str
    mime: str
    #: What clerks call it who are shown how often it was taken; '' where that is not counted.
    called: str = ""
    #: What it is saved as, its ending aside.
    title: str = "{title} {day}"
    #: The parts that there are.
    parts: tuple[str, ...] = ("",)
    #: Whether it is drawn: dear to make, and too big to be kept by the thousand.
    is_drawn: bool = False

    @property
    def pattern(self) -> str:
        """Its path, whatever its part, as an expression."""
        return re.escape(self.path).replace(re.escape(PART), "[^/]+")

    @property
    def ending(self) -> str:
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering(File):
    """A file that says what an outcome says. ``make`` takes that, its address, and a part."""

    make: Callable[[Outcome, str, str], bytes]


def _sheet(outcome: Outcome, address: str, part: str, large: bool = False) -> bytes:
    return sheets.pdf(outcome, address, large)


def _text(outcome: Outcome, address: str, part: str) -> bytes:
    return rendering.as_text(outcome, address).encode()


SHEET = Rendering(name="pdf", path="outcome.pdf", mime=_PDF, make=_sheet, called="文件（PDF）", is_drawn=True)
LARGE = Rendering(
    name="large",
    path="outcome-large.pdf",
    mime=_PDF,
    make=partial(_sheet, large=True),
    called="大字文件（PDF）",
    title="{title}（大字） {day}",
    is_drawn=True,
)
PICTURE = Rendering(
    name="picture",
    path=f"outcome-{PART}.png",
    mime=_PNG,
    make=sheets.picture,
    called="图片",
    title="{title} {day}（第 {part} 张）",
    parts=sheets.PICTURES,
    is_drawn=True,
)
TEXT = Rendering(name="text", path="outcome.txt", mime="text/plain; charset=utf-8", make=_text, called="聊天文字")
#: The others have a view each: they take more than an outcome and its address, or less.
CALENDAR = File(name="calendar", path="outcome.ics", mime="text/calendar; charset=utf-8", called="日历")
QR = File(name="qr", path="outcome/qr.png", mime=_PNG, is_drawn=True)
AUTHORISATION = File(
    name="authorisation",
    path="authorisation.pdf",
    mime=_PDF,
    title=f"{sheets.AUTHORISATION}（{{title}}）",
    is_drawn=True,
)
FILES = {file.name: file for file in (SHEET, LARGE, PICTURE, TEXT, CALENDAR, QR, AUTHORISATION)}
DRAWN = tuple(file for file in FILES.values() if file.is_drawn)


class InWechat(IntEnum):
    """How well a way goes inside WeChat, the best first: it shows pictures and chats, hardly files, and cannot print."""

    WELL = 1
    HARDLY = 2
    NOT = 3


#: What the page of all ways shows, in its order. Each has a macro ``way_…`` in ``takeaway.html``.
_WAYS = {
    "print": InWechat.NOT,
    "pdf": InWechat.HARDLY,
    "large": InWechat.HARDLY,
    "pictures": InWechat.WELL,
    "text": InWechat.WELL,
    "share": InWechat.WELL,
}


def in_order(wechat: bool) -> list[str]:
    """The ways by name; inside WeChat with what goes there in front."""
    return sorted(_WAYS, key=_WAYS.__getitem__) if wechat else list(_WAYS)
