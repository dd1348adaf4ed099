"""What stands upon a page: seals, what was filled in or written by hand; drawn into it, where it is seen."""

from collections.abc import Iterable, Iterator
from typing import Any

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from registry.pdfs import UNDRAWN, Refused
from registry.pdfs.copying import Copy
from registry.pdfs.values import Name, at, number, numbers, resolved, row, say

#: Remarks that show something of themselves where no picture of them is kept.
_SHOWN = {
    *("/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline"),
    *("/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Text", "/FileAttachment", "/Sound", "/Redact"),
}
_HIDDEN = 2 | 32
#: How a colour of so many numbers is said; of none, nothing is drawn.
_COLOURS = {1: b"G", 3: b"RG", 4: b"K"}
#: A marker's colour, through which the words under it are read.
_SEEN_THROUGH = {Name("/Type"): Name("/ExtGState"), Name("/BM"): Name("/Multiply")}
#: What stands upon a page: its picture, where it is moved to, the layer that it is on, and whether it is seen through.
Drawn = tuple[IndirectObject, bytes, IndirectObject | None, bool]


def drawn_upon(copy: Copy, page: Any, *, are_redrawn: bool) -> Iterator[Drawn]:
    """What stands upon the page and is seen: seals, what was filled in, what was written by hand, the frame of a link.

    Fields may be ``redrawn`` by whoever reads the file: what pictures they have is then not what is seen.
    """
    for one in row(dict.get(page, "/Annots")):
        said = resolved(one)
        if not isinstance(said, DictionaryObject) or at(said, "/Subtype") == "/Popup":
            continue
        look, is_field = _look(said), at(said, "/Subtype") == "/Widget"
        if at(said, "/Subtype") == "/Link" and not isinstance(look, StreamObject):
            if (look := _frame(said)) is None:
                continue
            said = say(DictionaryObject(said), Rect=look["/BBox"])
        left, low, right, high = numbers(dict.get(said, "/Rect"), 4)
        if int(at(said, "/F") or 0) & _HIDDEN:
            continue
        if (left == right or low == high) and (is_field or isinstance(look, StreamObject)):
            continue
        if is_field and _is_redrawn(said, look, are_all=are_redrawn):
            raise Refused(UNDRAWN)
        if isinstance(look, StreamObject):
            made = copy.once(look, "form")
            say(copy.made(made), Type=Name("/XObject"), Subtype=Name("/Form"))
            place = _place(look, (min(left, right), min(low, high), max(left, right), max(low, high)))
            is_seen_through = at(said, "/Subtype") == "/Highlight" and not _blends(look)
            layer = copy.of(dict.get(said, "/OC"), "layer")
            yield made, place, layer if isinstance(layer, IndirectObject) else None, is_seen_through
        elif at(said, "/Subtype") in _SHOWN:
            raise Refused(UNDRAWN)


def _blends(look: StreamObject) -> bool:
    """Whether it is seen through of itself: blended once more, the letters under it would be bolder than they are."""
    found = at(look, "/Resources")
    states = at(found, "/ExtGState") if isinstance(found, DictionaryObject) else None
    every = [at(states, name) for name in states] if isinstance(states, DictionaryObject) else []
    return any(isinstance(one, DictionaryObject) and at(one, "/BM") not in (None, "/Normal") for one in every)


def _frame(said: DictionaryObject) -> StreamObject | None:
    """The picture of a link's frame, where it says that it has one. Not every reader draws what the standard gives others."""
    style, border = at(said, "/BS"), [resolved(one) for one in row(dict.get(said, "/Border"))]
    if isinstance(style, DictionaryObject):
        dashes = ArrayObject(row(dict.get(style, "/D", NumberObject(3))) if at(style, "/S") == "/D" else [])
        border = [0, 0, at(style, "/W") if "/W" in style else 1, dashes]
    wide, dashes = [*border, *[0] * 4][2:4]
    colour = row(dict.get(said, "/C", NumberObject(0)))
    if not isinstance(wide, int | float) or wide <= 0 or len(colour) not in _COLOURS:
        return None
    lengths = numbers(dashes, len(dashes)) if isinstance(dashes, ArrayObject) else []
    gaps = _written(lengths) if sum(lengths) > 0 <= min(lengths) else b""
    pen = _written([wide]), gaps, _written(numbers(ArrayObject(colour), len(colour))), _COLOURS[len(colour)]
    left, low, right, high = numbers(dict.get(said, "/Rect"), 4)
    is_line = isinstance(style, DictionaryObject) and at(style, "/S") == "/U"
    made, corners = StreamObject(), [_written(one) for one in ((left, low), (right, low), (right, high), (left, high))]
    shape = b"%s m %s l S" % (*corners[:2],) if is_line else b"%s m %s l %s l %s l s" % (*corners,)
    made.set_data(b"%s w [%s] 0 d %s %s %s" % (*pen, shape))
    box = (min(left, right) - wide, min(low, high) - wide, max(left, right) + wide, max(low, high) + wide)
    say(made, BBox=ArrayObject(map(FloatObject, box)))
    return made


def _written(said: Iterable[float]) -> bytes:
    return b" ".join(FloatObject(number(one)).myrepr().encode() for one in said)


def _look(said: DictionaryObject) -> DictionaryObject | None:
    """The picture of it, in the state that it is in; where it has none in that state, all that it has."""
    looks = at(said, "/AP")
    looks = at(looks, "/N") if isinstance(looks, DictionaryObject) else None
    if isinstance(looks, DictionaryObject) and not isinstance(looks, StreamObject):
        now = at(looks, at(said, "/AS"))
        return now if isinstance(now, StreamObject) else looks
    return looks if isinstance(looks, StreamObject) else None


def _is_redrawn(said: DictionaryObject, look: DictionaryObject | None, *, are_all: bool) -> bool:
    """Whether a program that shows this field draws it itself: what was typed there, or chosen, or a button's frame."""
    kind = resolved(said.get_inherited("/FT"))
    if kind == "/Btn":
        return are_all or look is None
    is_filled = kind in ("/Tx", "/Ch") and bool(resolved(said.get_inherited("/V")))
    return is_filled and (are_all or not isinstance(look, StreamObject))


def _place(look: StreamObject, rect: tuple[float, ...]) -> bytes:
    """How it is moved and stretched so that its box, as it is turned, fills the place (ISO 32000-1, 12.5.5)."""
    left, low, right, high = numbers(dict.get(look, "/BBox"), 4)
    a, b, c, d, e, f = numbers(dict.get(look, "/Matrix", ArrayObject(map(NumberObject, (1, 0, 0, 1, 0, 0)))), 6)
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (low, high)]
    scales, moves = [], []
    for values, start, end in zip(zip(*corners, strict=True), rect[:2], rect[2:], strict=True):
        wide = max(values) - min(values)
        scales.append((end - start) / wide if wide else 1)
        moves.append(start - min(values) * scales[-1])
    matrix = (scales[0], 0, 0, scales[1], *moves)
    return _written(matrix)


def with_it(
    copy: Copy, contents: ArrayObject, resources: IndirectObject, drawn: list[Drawn], sheet: PdfObject
) -> ArrayObject:
    """The page's own contents as one drawing, closed off whatever they leave open; after it what stands upon the page.

    All of it is named among what is the page's, where readers look for what a picture does not have itself.
    """
    own, whole, page = copy.joined([copy.made(one) for one in contents]), StreamObject(), copy.made(resources)
    say(own, Type=Name("/XObject"), Subtype=Name("/Form"), BBox=sheet, Resources=resources)
    said = [b"q %s Do Q" % _named(page, "/XObject", copy.new(own))]
    for form, matrix, layer, is_seen_through in drawn:
        line = b"%s cm %s Do Q" % (matrix, _named(page, "/XObject", form))
        if is_seen_through:
            line = b"%s gs %s" % (_named(page, "/ExtGState", copy.new(DictionaryObject(_SEEN_THROUGH))), line)
        line = b"q " + line
        if layer is not None:
            line = b"/OC %s BDC %s EMC" % (_named(page, "/Properties", layer), line)
        said.append(line)
    whole.set_data(b"\n".join(said))
    return ArrayObject([copy.new(whole)])


def _named(page: DictionaryObject, key: str, one: IndirectObject) -> bytes:
    """Its name among the page's own. Pages that share those share its name: a copy for each would be large."""
    names = page[Name(key)] = dict.get(page, key, DictionaryObject())
    name = f"/Upon{one.idnum}"
    while dict.get(names, name, one) != one:
        name += "_"
    names[Name(name)] = one
    return name.encode()
