"""What is copied is of the sort that must stand there: a reader works with a number as it stands."""

import io
import zlib

import pytest
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
)

from registry.pdfs import kinds
from registry.pdfs.copying import Copy
from tests.papers import pdf, set_anew, stream
from tests.registry.pdfs.files import RED, are_alike, drawing, is_blank

OF_A_SORT = {
    "number": FloatObject(0.1),
    "name": NameObject("/DeviceN"),
    "flag": BooleanObject(True),
    "text": ByteStringObject(b"0);globalThis.PWN=1;(0"),
}
KEYS = [(kind, key, sort) for kind, keys in kinds.KINDS.items() for key, sort in keys.items() if sort in kinds.SORTS]


def kept(kind, key, value):
    made = DictionaryObject()
    Copy().fill(made, DictionaryObject({NameObject(key): value}), kind, 0)
    return made


@pytest.mark.parametrize(("kind", "key", "sort"), KEYS)
def test_nothing_else_stands_where_one_sort_must(kind, key, sort):
    alone, in_rows = kinds.SORTS[sort]
    for own, value in OF_A_SORT.items():
        row = ArrayObject([NumberObject(1), value] if "number" in in_rows else [value])
        for may, one in ((own in alone, value), (own in in_rows, row), (own in in_rows, ArrayObject([row]))):
            if may:
                assert kept(kind, key, one) == ({} if key == "/Type" else {key: one})
            else:
                with pytest.raises(ValueError, match=r"sort|value"):
                    kept(kind, key, one)


@pytest.mark.parametrize(
    "key", ["Matrix", "FontMatrix", "BBox", "MediaBox", "Widths", "W", "Decode", "Domain", "Coords", "D"]
)
def test_what_is_reckoned_with_is_numbers(key):
    found = {sort for _, name, sort in KEYS if name == f"/{key}"}
    assert found == {"numbers"}


@pytest.mark.parametrize(
    ("kind", "key"),
    [("state", "/Font"), ("image", "/Mask"), ("image", "/ColorSpace"), ("font", "/ToUnicode"), ("font", "/CIDToGIDMap"),
     ("font", "/FontDescriptor"), ("page", "/Resources"), ("pattern", "/Shading"), ("state", "/SMask")],
)  # fmt: skip
def test_text_stands_for_no_dictionary(kind, key):
    for value in (OF_A_SORT["text"], ArrayObject([OF_A_SORT["text"]])):
        with pytest.raises(ValueError, match=r"sort|value|must be"):
            kept(kind, key, value)


def test_script_in_a_matrix_of_a_font_is_refused():
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /X /FontMatrix [.1 0 0 .1 0 %s] >>"
    page = b"/Resources << /Font << /F1 4 0 R >> >>"
    assert b"FontMatrix" in set_anew(pdf(font % b"0", page=page))
    for script in (b"(0\\);globalThis.PWN=1;\\(0)", b"<30>", b"/0", b"true", b"null", b"5 0 R", b"<< >>"):
        with pytest.raises(ValueError, match=r"sort|value|nowhere|may be"):
            set_anew(pdf(font % script, b"(0\\);PWN)", page=page))


@pytest.mark.parametrize("behind", [b"MZ" * 9, b"MZ" * 2_000_000, zlib.compress(b"MZ")])
def test_what_stands_behind_the_end_of_packed_bytes_is_cut(behind):
    whole = zlib.compress(RED, 0)
    content = pdf(stream(whole + behind, b"/Filter /FlateDecode"), page=b"/Contents 4 0 R")
    made = set_anew(content)
    assert made == set_anew(pdf(stream(whole, b"/Filter /FlateDecode"), page=b"/Contents 4 0 R"))
    assert are_alike(content, made)


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"restart_marker_rows": 2}], ids=str)
@pytest.mark.parametrize("mode", ["RGB", "CMYK", "L"])
def test_of_a_jpeg_the_picture_alone_is_kept(mode, how):
    jpeg, said = (
        io.BytesIO(),
        b"/Subtype /Image /Width 300 /Height 400 /BitsPerComponent 8 /Filter /DCTDecode /ColorSpace ",
    )
    about = {"exif": b"Exif\0\0EVIL", "comment": b"EVIL", "icc_profile": b"EVIL" * 40}
    drawing().convert(mode).save(jpeg, "JPEG", quality=80, **about, **how)
    assert jpeg.getvalue().count(b"EVIL") > 40
    image = {"RGB": b"/DeviceRGB", "CMYK": b"/DeviceCMYK", "L": b"/DeviceGray"}[mode]
    content = pdf(
        stream(b"300 0 0 400 50 50 cm /X Do"),
        stream(jpeg.getvalue() + b"\0EVIL" + jpeg.getvalue(), said + image),
        page=b"/Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >>",
    )
    made = set_anew(content)
    assert not is_blank(content)
    assert are_alike(content, made)
    assert b"EVIL" not in made
    assert len(made) < len(content) - len(jpeg.getvalue())


@pytest.mark.parametrize(
    "said", [b"2147483648", b"-2147483649", b"9" * 30, b"-" + b"9" * 30 + b".5", b"9" * 40 + b".0"]
)
def test_number_that_no_reader_needs_is_refused(said):
    look = stream(RED, b"/Subtype /Form /BBox [0 0 90 %s]" % said)
    seal = b"<< /Subtype /Stamp /Rect [0 0 90 %s] /AP << /N 5 0 R >> >>"
    for content in (
        pdf(page=b"/CropBox [0 0 90 %s]" % said),
        pdf(page=b"/Rotate %s" % said),
        pdf(look, page=b"/Resources << /XObject << /X 4 0 R >> >>"),
        pdf(seal % said, stream(RED, b"/Subtype /Form /BBox [0 0 90 60]"), page=b"/Annots [4 0 R]"),
        pdf(seal % b"60", look, page=b"/Annots [4 0 R]"),
    ):
        with pytest.raises(ValueError, match=r"no reader needs|not read whole"):
            set_anew(content)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (b"2147483647", b"2147483647"),
        (b"-2147483648", b"-2147483648"),
        (b".00000000000000006123", b"0.0"),
        (b"-0.0000000002", b"-0.0000000002"),
        (b"612.0000000000000001", b"612"),
        (b"32767.5", b"32767.5"),
    ],
)
def test_number_is_written_in_as_many_places_as_are_seen(said, written):
    assert b"/UserUnit %s\n" % written in set_anew(pdf(page=b"/UserUnit " + said))


def test_seal_is_not_stretched_out_of_all_size():
    look = stream(RED, b"/Subtype /Form /BBox [0 0 .0000000001 60]")
    seal = b"<< /Subtype /Stamp /Rect [0 0 90 60] /AP << /N 5 0 R >> >>"
    with pytest.raises(ValueError, match="no reader needs"):
        set_anew(pdf(seal, look, page=b"/Annots [4 0 R]"))
