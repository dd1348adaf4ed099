"""A new PDF of the pages of another."""

import io
import logging
from typing import Any

from pypdf import PdfReader, overwrite_configuration
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from registry.pdfs import LOCKED, MANY, MOST_PAGES, MOST_UNPACKED, UNDRAWN, Refused
from registry.pdfs.copying import Copy
from registry.pdfs.kinds import FORBIDDEN
from registry.pdfs.upon import drawn_upon, with_it
from registry.pdfs.values import Name, at, is_true, numbers, resolved, row, say


def anew(content: bytes) -> bytes:
    """A file of its pages alone. Raises Refused where there is a word for it, and anything for what cannot be read."""
    NameObject.CHARSETS = ("latin1",)  # type: ignore[assignment]  # whatever they are in: see Name
    overwrite_configuration(
        zlib_maximum_output_length=MOST_UNPACKED,
        lzw_maximum_output_length=MOST_UNPACKED,
        run_length_maximum_output_length=MOST_UNPACKED,
    )
    unread, log = _Unread(), logging.getLogger("pypdf")
    log.addHandler(unread)
    try:
        made = _anew(content)
    finally:
        log.removeHandler(unread)
    if unread.found:
        raise ValueError("not read whole")
    return made


class _Unread(logging.Handler):
    """What pypdf gave up reading and went on without, a page's contents as it may be: it tells its log alone."""

    found = False

    def emit(self, record: logging.LogRecord) -> None:
        said = record.args if isinstance(record.args, dict) else {}
        is_text = "initial_string" in said  # kept byte for byte, whatever they mean
        self.found |= not is_text and not said.keys().isdisjoint({"exception", "exc", "entry"})


def _anew(content: bytes) -> bytes:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused(LOCKED)
    if is_true(at(reader.root_object, "/NeedsRendering")):
        raise Refused(UNDRAWN)
    if reader.get_num_pages() > MOST_PAGES:
        raise Refused(MANY)
    said = at(at(reader.root_object, "/Pages"), "/Count")
    if isinstance(said, NumberObject) and reader.get_num_pages() < said:
        raise ValueError("fewer pages than there are")
    copy, catalog, tree = Copy(), DictionaryObject(), DictionaryObject()
    root, top = copy.new(catalog), copy.new(tree)
    form = at(reader.root_object, "/AcroForm")
    are_redrawn = isinstance(form, DictionaryObject) and is_true(at(form, "/NeedAppearances"))
    pages = [_page(copy, page, top, are_redrawn=are_redrawn) for page in reader.pages]
    if not pages:
        raise ValueError("no page")
    say(tree, Type=Name("/Pages"), Kids=ArrayObject(pages), Count=NumberObject(len(pages)))
    say(catalog, Type=Name("/Catalog"), Pages=top)
    if copy.layers:
        say(catalog, OCProperties=_shown_layers(copy, reader))
    for made in copy.objects:
        _check(made)
    return _written(copy.objects, root)


def _page(copy: Copy, page: Any, top: IndirectObject, *, are_redrawn: bool) -> IndirectObject:
    made = say(DictionaryObject(), Parent=top, MediaBox=ArrayObject(map(NumberObject, (0, 0, 612, 792))))
    number = copy.new(made)
    copy.fill(made, page, "page", 0)
    said = made.pop("/Contents", None)
    said = said if isinstance(said, ArrayObject) else [said]
    contents = ArrayObject(one for one in said if isinstance(one, IndirectObject))
    resources = made.pop("/Resources", None) or copy.new(DictionaryObject())
    if drawn := list(drawn_upon(copy, page, are_redrawn=are_redrawn)):
        contents = with_it(copy, contents, resources, drawn, _sheet(made))
    say(made, Type=Name("/Page"), Resources=resources, Contents=contents)
    return number


def _sheet(made: DictionaryObject) -> ArrayObject:
    """All that can be seen of a page, by either of its boxes."""
    boxes = [numbers(made[key], 4) for key in ("/MediaBox", "/CropBox") if key in made]
    across, up = ([box[place] for box in boxes for place in (side, side + 2)] for side in (0, 1))
    return ArrayObject(map(FloatObject, (min(across), min(up), max(across), max(up))))


def _shown_layers(copy: Copy, reader: PdfReader) -> IndirectObject:
    """Which layers are there, and which of them are shown at first. What shows and hides them later is not kept."""
    said = at(reader.root_object, "/OCProperties")
    said = at(said, "/D") if isinstance(said, DictionaryObject) else None
    made = DictionaryObject()
    if isinstance(said, DictionaryObject):
        copy.fill(made, said, "shown", 0)
        for key in ("/ON", "/OFF"):
            of_pages = (copy.layers.get(id(resolved(one))) for one in row(dict.get(said, key)))
            made[Name(key)] = ArrayObject(one for one in of_pages if one is not None)
    every = ArrayObject(copy.layers.values())
    return copy.new(say(DictionaryObject(), OCGs=every, D=copy.new(made)))


def _check(made: Any, *, is_called: bool = False) -> None:
    """A dictionary that stands in another is one of names that the page gave itself; all others are objects."""
    if isinstance(made, DictionaryObject):
        if not is_called and not FORBIDDEN.isdisjoint(made):
            raise AssertionError("a name that was not to be kept")
        for value in made.values():
            _check(value, is_called=not is_called)
    elif isinstance(made, ArrayObject):
        for value in made:
            _check(value)


def _written(objects: list[PdfObject], root: IndirectObject) -> bytes:
    """Plain to read for every program: no object in another, and where each begins in a table."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    for number, made in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number)
        made.write_to_stream(out)
        out.write(b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    out.write(trailer % (len(objects) + 1, root.idnum, table))
    return out.getvalue()
