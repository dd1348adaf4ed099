"""PDFs set anew: what is drawn is drawn alike, and nothing else is left, whatever stood there and however it was written."""

import io
import random
import re
import shutil
import subprocess
import zlib

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject
from pypdf.generic import TextStringObject as Text

from registry.pdfs import DEEPEST, ELSEWHERE, MANY, UNDRAWN, Refused, kinds, pages
from tests.papers import PDF, packed, pdf, set_anew, stream
from tests.registry.pdfs.files import (
    FONT,
    HONEST,
    RED,
    are_alike,
    does,
    drawing,
    is_blank,
    layered,
    packed_whole,
    sealed,
    seen,
)
from tests.thorough import examples


@pytest.mark.parametrize("name", HONEST)
def test_page_looks_and_reads_as_it_did(name):
    content = HONEST[name]()
    made = set_anew(content)
    assert not is_blank(content)
    assert are_alike(content, made)
    assert does(made) == set()
    assert set_anew(content) == made


def test_what_a_browser_prints_looks_and_reads_as_it_did(tmp_path):
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    page, printed = tmp_path / "page.html", tmp_path / "printed.pdf"
    page.write_text(
        "<h1 style='opacity: .5; color: red'>关于待遇的通知</h1><p><a href='http://x.cn'>看这里</a></p>", "utf-8"
    )
    silent = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'of-chromium'}")
    subprocess.run([program, *silent, f"--print-to-pdf={printed}", page.as_uri()], check=True, capture_output=True)
    content = printed.read_bytes()
    made = set_anew(content)
    assert are_alike(content, made)
    assert (does(content), does(made)) == ({"link"}, set())


def poisoned(found, evil, known):
    """Every dictionary of a file with all that a PDF can do in it, but those that the page gave its own names."""
    if id(found) in known:
        return
    known.add(id(found))
    if isinstance(found, DictionaryObject):
        for key, value in list(found.items()):
            value = value.get_object()
            is_map = key in MAPS and isinstance(value, DictionaryObject) and "/Type" not in value
            for one in value.values() if is_map else [value]:
                poisoned(one.get_object(), evil, known)
        for key, value in evil.items():
            found.setdefault(NameObject(key), value)
    elif isinstance(found, ArrayObject):
        for one in found:
            poisoned(one.get_object(), evil, known)


MAPS = {key for kind in kinds.KINDS.values() for key, own in kind.items() if own[0] == "{"}


@pytest.mark.parametrize("name", HONEST)
def test_nothing_is_left_of_what_stands_in_any_dictionary(name):
    writer = PdfWriter(clone_from=io.BytesIO(HONEST[name]()))
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): Text("app.alert(1)")})
    at_once = DictionaryObject({NameObject(key): script for key in ("/O", "/WC", "/PO")})
    names = DictionaryObject({NameObject("/Names"): ArrayObject([Text("a"), script])})
    file = StreamObject()
    file.set_data(b"MZ")
    attached = DictionaryObject({NameObject("/EF"): DictionaryObject({NameObject("/F"): writer._add_object(file)})})
    evil = dict.fromkeys(kinds.FORBIDDEN - {"/F", "/Annots", "/Encrypt", "/B"}, script)
    evil |= {"/AA": at_once, "/AF": ArrayObject([attached]), "/Outlines": script}
    evil["/Names"] = DictionaryObject({NameObject(key): names for key in ("/JavaScript", "/EmbeddedFiles")})
    evil["/AcroForm"] = DictionaryObject(
        {NameObject("/XFA"): Text("<template/>"), NameObject("/Fields"): ArrayObject()}
    )
    plain = io.BytesIO()
    writer.write(plain)
    poisoned(writer.root_object, evil, {id(one) for one in (script, at_once, names, file, attached)})
    writer.root_object.update({NameObject("/OpenAction"): script})
    made = io.BytesIO()
    writer.write(made)
    assert {"JavaScript", "script"} <= does(made.getvalue())
    assert set_anew(made.getvalue()) == set_anew(plain.getvalue())


SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
WEB = b"<< /S /URI /URI (http://x.cn) >>"
#: What a PDF can do of itself: what stands in its catalog, in its page, and the fourth object.
HOSTILE = [
    *((b"/OpenAction 4 0 R", b"", does) for does in (SCRIPT, WEB, b"<< /S /Launch /F (calc.exe) >>")),
    (b"/OpenAction 4 0 R", b"", b"<</S/Java#53cript/JS(app.alert)>>"),
    (b"/OpenAction 4 0 R", b"", b"<< /S /GoToR /F (\\\\\\\\evil\\\\x.pdf) >>"),
    (b"/Open#41ction%x\n4 0 R", b"", SCRIPT),
    (b"", b"/AA << /O 4 0 R >>", SCRIPT),
    (b"", b"/A#41\0<</O 4 0 R>>", WEB),
    (b"", b"/Annots [<< /Subtype /Link /Rect [0 0 99 99] /A 4 0 R >>]", WEB),
    (b"", b"/Annots [<< /Subtype /Widget /Rect [0 0 99 99] /AA << /PO 4 0 R >> >>]", SCRIPT),
    (b"", b"/Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] /RichMediaContent 4 0 R >>]", SCRIPT),
    (b"/Names << /JavaScript << /Names [(a) 4 0 R] >> >>", b"", SCRIPT),
    (b"/Names << /EmbeddedFiles << /Names [(a) << /EF << /F 4 0 R >> /F (a) >>] >> >>", b"", stream(b"MZ")),
    (b"/AF [<< /F (x.exe) /EF <<\f/F 4 0 R>> >>]", b"", stream(b"MZ")),
    (b"/AcroForm << /Fields [] /XFA [\f\f\f\f(template) 4 0 R] >>", b"", stream(b"<template/>")),
    (b"/AcroForm << /Fields [] /XFA +4 0 R >>", b"", stream(b"<template/>")),
    (b"/Outlines << /First << /Title (x) /A 4 0 R >> >>", b"", SCRIPT),
    (b"", b"/Resources << /XObject << /X 4 0 R >> >>", stream(b"", b"/Subtype /PS")),
    (b"", b"/Resources << /Properties << /X 4 0 R >> >>", SCRIPT),
    (
        b"",
        b"/Resources << /XObject << /X 4 0 R >> >>",
        stream(b"", b"/Subtype /Form /BBox [0 0 1 1] /Ref << /F (x) >>"),
    ),
    (b"", b"/Resources << /Pattern << /X 4 0 R >> >>", b"<< /Type /Action /PatternType 2 /URI (http://x.cn) >>"),
    (b"", b"/Metadata 4 0 R /PieceInfo 4 0 R", stream(b"app.alert")),
]
_LEFT = re.compile(rb"app\.|/S /|JavaScript|URI|calc|evil|x\.|MZ|template|/PS|/Ref|/Link|/EF|Annots|http|Action")


@pytest.mark.parametrize(("of_catalog", "of_page", "fourth"), HOSTILE)
def test_what_does_something_is_not_kept(of_catalog, of_page, fourth):
    made = set_anew(pdf(fourth, catalog=of_catalog, page=of_page))
    assert does(made) == set()
    assert not _LEFT.search(made)


PACKED = b"/OpenAction 20 0 R"
NAMED = b"/N %d /X %d /First 5 0 R %%9 0 obj\n"


@pytest.mark.parametrize(
    "content",
    [
        packed_whole(b"/OpenAction 7 0 R"),
        pdf(packed(SCRIPT), catalog=PACKED),
        pdf(packed(SCRIPT, said=b"/N %d /First %d"), catalog=PACKED),
        pdf(packed(SCRIPT, said=NAMED), b"5", catalog=PACKED),
        pdf(packed(SCRIPT, said=NAMED), b"5", catalog=PACKED).replace(b"5 0 obj", b"+5 0 obj"),
        pdf(packed(SCRIPT)).replace(b"4 0 obj", b"4\0%remark\n0%\robj"),
        pdf(packed(SCRIPT)).replace(b"/Filter", b"/F /Filter"),
        pdf(catalog=b"/OpenAction 9 0 R") + b"9 0 obj\n" + SCRIPT + b"\nendobj\n",
        PDF.replace(b"startxref\n", b"startxref\n9") + b"+9. 0 obj" + SCRIPT,
        PDF + PDF.replace(b"/Catalog", b"/Catalog /OpenAction " + SCRIPT),
        b"<script>alert(1)</script>" + PDF,
    ],
)
def test_it_is_all_one_how_it_is_hidden(content):
    try:
        made = set_anew(content)
    except Exception:
        return
    assert does(made) == set()
    assert b"script" not in made.lower()


def test_bytes_of_a_stream_are_never_taken_for_objects():
    """Not by a reader that mends the file: it looks for what this is made of."""
    hidden = b"\nendstream endobj 9 0 obj " + SCRIPT + b" endobj trailer << /Root 9 0 R >>"
    jpeg = io.BytesIO()
    drawing().save(jpeg, "JPEG")
    said = b"\xff\xd8\xff\xfe" + (len(hidden) + 2).to_bytes(2) + hidden + jpeg.getvalue()[2:]
    image = b"/Subtype /Image /Width 300 /Height 400 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode"
    shown = b"/Contents 5 0 R /Resources << /XObject << /X 4 0 R >> >>"
    scan = pdf(stream(said, image), stream(b"300 0 0 400 0 0 cm /X Do"), page=shown)
    assert are_alike(scan, set_anew(scan))
    plain = stream(zlib.compress(hidden, 0), b"/Filter /FlateDecode")
    for content in (*(pdf(one, page=b"/Contents 4 0 R") for one in (stream(hidden), plain)), scan):
        made = set_anew(content)
        assert made.count(b"endstream") == made.count(b"\nstream\n")
        assert b"JavaScript" not in made
    noise = random.Random(1).randbytes(90_000)
    made = set_anew(pdf(stream(noise + hidden + noise), page=b"/Contents 4 0 R"))
    assert b"JavaScript" not in made


@pytest.mark.parametrize("content", [sealed(), sealed(b"/OC 8 0 R"), sealed(b"/AS /On", b"/N << /On 6 0 R >>")])
def test_seal_is_drawn_into_the_page_at_its_place(content):
    made = set_anew(content)
    assert are_alike(content, made)
    assert not are_alike(made, set_anew(sealed(b"/F 2")))
    assert b"Annot" not in made


@pytest.mark.parametrize("said", [b"/F 2", b"/F 32", b"/Subtype /Popup"])
def test_what_nobody_sees_is_not_drawn(said):
    content = sealed(said) if b"/F" in said else sealed().replace(b"/Subtype /Stamp", said)
    assert not re.search(rb"1 0 0 RG|/Upon", set_anew(content))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (pdf(catalog=b"/NeedsRendering true"), UNDRAWN),
        (pdf(stream(RED, b"/F (x)"), page=b"/Contents 4 0 R"), ELSEWHERE),
        (pdf().replace(b"/Kids [3 0 R]", b"/Kids [%s]" % (b"3 0 R " * 501)), MANY),
    ],
)
def test_page_that_would_lack_something_is_refused(content, word):
    with pytest.raises(Refused, match=word):
        set_anew(content)


def test_what_a_layer_hides_stays_hidden():
    assert b"Draft" in seen(set_anew(layered()))[0]
    assert set_anew(layered(b"7 0 R")) != set_anew(layered())


def test_names_of_fonts_keep_their_bytes():
    """In GBK, which readers know them by."""
    song = b"/#CB#CE#CC#E5"
    content = pdf(FONT.replace(b"/Helvetica", song), page=b"/Resources << /Font << /\xcb\xce 4 0 R >> >>")
    made = set_anew(content)
    assert b"/BaseFont " + song in made
    assert b"/#CB#CE 5 0 R" in made


def form(number, *, of):
    return stream(b"/X Do", b"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % of)


def test_drawing_that_draws_itself_is_written_once():
    made = set_anew(pdf(form(4, of=5), form(5, of=4), page=b"/Resources << /XObject << /X 4 0 R /Y 5 0 R >> >>"))
    assert made.count(b"/Subtype /Form") == 2


@pytest.mark.parametrize(
    "content",
    [
        pdf(*(form(n, of=n + 1) for n in range(4, DEEPEST)), page=b"/Resources << /XObject << /X 4 0 R >> >>"),
        pdf(b"5 0 R", b"4 0 R", page=b"/Contents 4 0 R"),
        pdf(b"[" * 50_000, page=b"/Contents 4 0 R"),
        pdf(page=b"/Contents 9 0 R"),
        pdf(b"<< >>", page=b"/Contents 4 0 R"),
        pdf(stream(zlib.compress(b" " * 60_000_000), b"/Filter /FlateDecode"), page=b"/Contents 4 0 R"),
        pdf(stream(zlib.compress(zlib.compress(b" " * 60_000_000)), b"/Filter [/FlateDecode /FlateDecode]"),
            page=b"/Contents 4 0 R"),
        pdf(*[stream(zlib.compress(b" " * 40_000_000), b"/Filter /FlateDecode")] * 3, page=b"/Contents [4 0 R 5 0 R 6 0 R]"),
        pdf(stream(b"noise", b"/Filter /FlateDecode"), page=b"/Contents 4 0 R"),
        pdf(stream(b"", b"/Subtype /Image /Width 10000 /Height 10000"), page=b"/Resources << /XObject << /X 4 0 R >> >>"),
        HONEST["scan"]().replace(b"\x01\x90\x01\x2c\x03", b"\xff\xff\xff\xff\x03"),
        pdf(packed(b" " * 100_000_000), catalog=b"/X 20 0 R", page=b"/Contents 20 0 R"),
        pdf(page=b"/ProcSet " + b"[" * 3_000 + b"]" * 3_000),
        pdf(page=b"/Z foo /Rotate 90"),
        pdf(page=b"5 /Rotate 90"),
        pdf(b"<< /Subtype /Stamp /Z foo /Rect [0 0 90 90] >>", page=b"/Annots [4 0 R]"),
        pdf().replace(b"/Kids [3 0 R]", b"/Kids [3 0 R 7]"),
        pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [3 0 R 7 0 R] /Count 2"),
        PDF.replace(b"/Kids [ 3 0 R ]", b"/Kids [ 2 0 R ]"),
        PDF.replace(b"/Kids [ 3 0 R ]", b"/Kids [ ]"),
        b"%PDF-1.4 %%EOF",
    ],
)  # fmt: skip
def test_what_is_broken_or_too_much_is_an_error(content):
    with pytest.raises(Exception):  # noqa: B017, PT011
        set_anew(content)


def test_last_look_finds_what_should_not_be_there(monkeypatch):
    monkeypatch.setitem(kinds.KINDS, "group", {"/AA": "text"})
    with pytest.raises(AssertionError, match="not to be kept"):
        set_anew(pdf(page=b"/Group << /AA (x) >>"))
    assert pages.FORBIDDEN.isdisjoint(key for kind in kinds.KINDS.values() for key in kind if kind != {"/AA": "text"})


@pytest.mark.parametrize("seed", range(examples(300)))
def test_damage_is_refused_or_set_anew_whole(seed):
    chance = random.Random(seed)
    content = bytearray(HONEST[chance.choice(["inherited", "nested", "packed", "sealed", "layered", "fax"])]())
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        made = set_anew(bytes(content[: chance.choice([len(content), chance.randrange(len(content))])]))
    except Exception:
        return
    assert len(PdfReader(io.BytesIO(made), strict=True).pages) == 1
