"""Sheets to take away, set by typst from one outcome: A4 in normal and large print, and pictures for a phone.

The templates stand beside this file. They get data as JSON, never as code, and set it in the fonts of
``fixtures/fonts`` alone, so that a sheet looks the same on every machine.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore, Lock, get_ident
from typing import Any, Literal

import segno
import typst
from django.conf import settings

from guides.outcome.outcome import Outcome
from registry import shared, signs
from registry.pages import as_data
from registry.typed import telephones
from registry.typed.dates import date_words

#: What the pictures show: what to do and to bring, then whom to ring and what to say, then answers and sources.
PICTURES = ("1", "2", "3")
#: A document of this official name is one that we have a blank form for.
AUTHORISATION = "授权委托书"
MOST_PAGES = {"a4": 2, "large": 4}
#: Letters that a sheet is made of, three times as many as the fullest outcome takes: a row that goes on for ever, or
#: thousands of rows, would take a worker for minutes.
LONGEST = 100_000
#: Tried one after the other until a sheet keeps to its pages.
_SHRINK = ("1", "0.94", "0.88", "0.82")
#: 375 pt wide at this resolution is 750 pixels.
_PPI = 144
_TEMPLATES = Path(__file__).parent
#: Sheets are set one after the other in a process: whoever wants one may not take the time of those who read, nor all the
#: threads. Whoever would wait longer, or behind so many, is told to come back.
_one_at_a_time = Lock()
_QUEUE_SECONDS = 3
_queue = BoundedSemaphore(max(2, settings.THREADS // 3))
#: The threads that have a place in it.
_in_hand: set[int] = set()
#: For how long processes share one.
_KEPT_SECONDS = 600


class SheetFault(Exception):
    """A sheet that could not be set. Says nothing of what was to stand on it."""


class SheetBusy(SheetFault):
    """A sheet that waited in vain for its turn: it can be set in a moment."""


def pdf(outcome: Outcome, address: str, large: bool = False) -> bytes:
    """A4, two pages, or up to four in large print. Raises SheetFault."""
    kind, data = "large" if large else "a4", _data(outcome, address)
    for shrink in _SHRINK:
        made = _set("sheet.typ", sheet=data, kind=kind, shrink=shrink)
        if pages(made) <= MOST_PAGES[kind]:
            break
    return made


def pages(made: bytes) -> int:
    """How many pages a PDF of ours has."""
    return len(re.findall(rb"/Type/Page\b", made))


def picture(outcome: Outcome, address: str, part: str) -> bytes:
    """One of ``PICTURES`` as a PNG, 750 pixels wide and as high as it takes. Raises SheetFault."""
    data = _data(outcome, address)
    return _set("picture.typ", "png", sheet=data, kind=part)


def authorisation(matter: str, home_label: str, place: str) -> bytes:
    """A blank 授权委托书 for one matter, A4, one page; ``place`` is '' where not known. Raises SheetFault."""
    data = {"matter": matter, "home_label": home_label, "place": place}
    return _set("authorisation.typ", sheet=json.dumps(data, ensure_ascii=False))


def _data(outcome: Outcome, address: str) -> str:
    told = as_data(outcome)
    for text in (*told["first"], *told["call"], *told["added"]):
        text["drawing"] = _drawing(text["drawing"]) if text["drawing"] else None
    data: dict[str, Any] = {
        **told,
        "headings": outcome.headings,
        "made_on": date_words(outcome.stamp.made_on, weekday=True),
        "valid_until": date_words(outcome.stamp.valid_until),
        "site": settings.SITE_NAME,
        "notice": settings.SITE_NOTICE,
        "address": address,
        "qr": qr(address),
    }
    made = json.dumps(data, ensure_ascii=False)
    if len(made) > LONGEST:
        raise SheetFault("sheet: too long")
    named = {*telephones.in_text(made), *(number for office in outcome.offices for number in office.phones)}
    # The longer first: 0412-12393 is not 0412- and 12393.
    return json.dumps({**data, "numbers": sorted(named, key=len, reverse=True)}, ensure_ascii=False)


@lru_cache
def _drawing(name: str) -> dict[str, str]:
    """A drawing of the pages, in the colours of paper, and what it says."""
    page = (settings.BASE_DIR / "templates" / "pages" / "drawings" / f"{name}.html").read_text("utf-8")
    [(start, says, end)] = re.findall(r"(<svg .*?)<title[^>]*>(.*?)</title>(.*?</svg>)", page, re.S)
    style = (_TEMPLATES / "drawing.css").read_text("utf-8")
    start = start.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return {"picture": f"{start}<style>{style}</style>{end}", "says": says}


def qr(address: str) -> str:
    """The address as a QR code, in SVG. Raises SheetFault for one that is too long."""
    picture: str = _code(address).svg_inline(scale=4, border=2)
    return picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def qr_picture(address: str) -> bytes:
    """The same code as a PNG. Raises SheetFault."""
    made = BytesIO()
    _code(address).save(made, kind="png", scale=6, border=2)
    return made.getvalue()


def _code(address: str) -> segno.QRCode:
    """With the least correction: the fewer its dots, the larger each, and the more of them a photocopy leaves. The mask is
    one of the eight that any reader knows; to try all for the best costs as much as half a sheet, and gains a fortieth."""
    try:
        return segno.make_qr(address, error="l", boost_error=False, mask=2)
    except segno.DataOverflowError:
        raise SheetFault("qr: too long") from None


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = [str(settings.BASE_DIR / "fixtures" / "fonts")]
    return typst.Compiler(root=str(_TEMPLATES), font_paths=fonts, ignore_system_fonts=True)


@lru_cache(maxsize=16)  # a sheet is 100 to 700 KB: enough for reloads, not for a page cache
def _set(template: str, form: Literal["pdf", "png"] = "pdf", **inputs: str) -> bytes:
    """One file; other processes find it by what it says and how it looks."""
    inputs = {name: signs.settable(value) for name, value in inputs.items()}
    said = json.dumps([_look(), template, form, inputs], ensure_ascii=False)
    if (kept := shared.get(said)) is not None:
        return kept
    made = _typeset(template, form, inputs)
    shared.put(said, made, _KEPT_SECONDS)
    return made


@lru_cache(maxsize=1)
def _look() -> str:
    """The templates, whose change makes other files of the same words."""
    return "".join(path.read_text("utf-8") for path in sorted([*_TEMPLATES.glob("*.typ"), *_TEMPLATES.glob("*.css")]))


def _typeset(template: str, form: Literal["pdf", "png"], inputs: dict[str, str]) -> bytes:
    how: dict[str, Any] = {"pdf_standards": "ua-1"} if form == "pdf" else {"ppi": _PPI}
    with _turn(template):
        try:
            made = _compiler().compile(str(_TEMPLATES / template), format=form, sys_inputs=inputs, **how)
            _let_go()
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic inside typst is no Exception
            raise SheetFault(f"{template}: {type(error).__name__}") from None
    if not isinstance(made, bytes):  # several pages where one picture was meant
        raise SheetFault(f"{template}: not one file")
    return made


@contextmanager
def _turn(template: str) -> Iterator[None]:
    """Raises SheetBusy for who would wait too long."""
    if not _queue.acquire(blocking=False):
        raise SheetBusy(f"{template}: too many were waiting")
    _in_hand.add(get_ident())
    try:
        if not _one_at_a_time.acquire(timeout=_QUEUE_SECONDS):
            raise SheetBusy(f"{template}: others were waiting")
        try:
            yield
        finally:
            _one_at_a_time.release()
    finally:
        _in_hand.discard(get_ident())
        _queue.release()


def in_hand() -> int:
    """How many sheets this process is setting, or has waiting for that."""
    return len(_in_hand)


def _let_go() -> None:
    """Typst remembers what it laid out for ten more sheets, which doubles a process: show it ten empty ones."""
    for _ in range(11):
        _compiler().compile(str(_TEMPLATES / "empty.typ"), format="svg")
