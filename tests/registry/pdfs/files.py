"""Honest PDFs, each made as programs make them, and how two readers see one: poppler its words and its pictures."""

import io
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

import typst
from PIL import Image, ImageChops, ImageDraw, TiffTags

from tests.papers import pdf, stream

ROOT = Path(__file__).parents[3]


def seen(content):
    """The words on its pages, and a picture of each."""
    words = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", "50", "-", f"{folder}/page"], input=content, check=True, capture_output=True)
        return words, [Image.open(path).convert("RGB").copy() for path in sorted(Path(folder).iterdir())]


def are_alike(content, other):
    (words, pictures), (others, other_pictures) = seen(content), seen(other)
    return (
        words == others
        and [one.size for one in pictures] == [one.size for one in other_pictures]
        and all(differ(*both) < 3 for both in zip(pictures, other_pictures, strict=True))
    )


def differ(picture, other):
    return max(high for _, high in ImageChops.difference(picture, other).getextrema())


def is_blank(content):
    return all(low == 255 for picture in seen(content)[1] for low, _ in picture.getextrema())


def does(content):
    """What poppler finds in it beside pages."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        said, scripts, links, files = (
            subprocess.run([*words, file.name], capture_output=True).stdout.decode("utf-8", "replace")
            for words in (["pdfinfo"], ["pdfinfo", "-js"], ["pdfinfo", "-url"], ["pdfdetach", "-list"])
        )
    told = dict(line.split(":", 1) for line in said.splitlines())
    found = {key for key in ("Form", "JavaScript", "Encrypted") if told[key].strip() not in ("none", "no")}
    found |= {"script"} if scripts.strip() else set()
    found |= {"link"} if "http" in links else set()
    return found | (set() if files.startswith("0 embedded") else {"files"})


def drawing():
    """Something to scan: red, black, and no two corners alike."""
    picture = Image.new("RGB", (300, 400), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20, 20, 120, 60), fill="red")
    pen.ellipse((150, 200, 280, 380), outline="black", width=5)
    return picture


def scanned(mode):
    """In dots of three colours a JPEG, in black and white as a fax."""
    made = io.BytesIO()
    drawing().convert(mode).save(made, "PDF", resolution=72)
    return made.getvalue()


def jbig2():
    """As good scanners do it: a page and a region of it, with what is common to all in a stream of its own."""
    tiff = io.BytesIO()
    drawing().convert("1").save(tiff, "TIFF", compression="group4")
    tags = {TiffTags.lookup(tag).name: value for tag, value in Image.open(tiff).tag_v2.items()}
    (start,), (size,) = tags["StripOffsets"], tags["StripByteCounts"]
    fax = tiff.getvalue()[start : start + size]
    region = struct.pack(">IIIIBB", 300, 400, 0, 0, 0, 1) + fax
    page = struct.pack(">IIIIBH", 300, 400, 0, 0, 0, 0)
    data = struct.pack(">IBBBI", 0, 48, 0, 1, len(page)) + page
    data += struct.pack(">IBBBI", 1, 38, 0, 1, len(region)) + region
    said = b"/Type /XObject /Subtype /Image /Width 300 /Height 400 /BitsPerComponent 1 /ColorSpace /DeviceGray"
    return pdf(
        stream(b"q 300 0 0 400 50 50 cm /Im0 Do Q"),
        stream(data, said + b" /Filter /JBIG2Decode /DecodeParms << /JBIG2Globals 6 0 R >>"),
        stream(b""),
        page=b"/Contents 4 0 R /Resources << /XObject << /Im0 5 0 R >> >>",
    )


def printed():
    """As this site prints, with its fonts."""
    source = '#set text(font: "Noto Sans SC", lang: "zh")\n= 关于调整待遇的通知\n第一条 起付线 1,200 元。#link("http://x.cn")[看这里]'
    return typst.compile(source.encode(), font_paths=[str(ROOT / "static/fonts"), str(ROOT)])


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
RED = b"1 0 0 RG 4 w 10 10 80 40 re S"
_SEAL = b"/Type /XObject /Subtype /Form /BBox [0 0 100 60] /Matrix [0 1 -1 0 0 0]"
_WORDS = stream(b"BT /F1 24 Tf 60 700 Td (Notice 5) Tj ET")


def sealed(said=b"", look=b"/N 6 0 R", words=_WORDS):
    """A seal upon the page, turned, and stretched to its place."""
    stamp = b"<< /Type /Annot /Subtype /Stamp /Rect [100 400 220 620] /AP << %s >> %s >>" % (look, said)
    return pdf(
        words,
        FONT,
        stream(RED, _SEAL),
        stamp,
        b"<< /Type /OCG /Name (seal) >>",
        catalog=b"/OCProperties << /OCGs [8 0 R] /D << >> >>",
        page=b"/Contents 4 0 R /Annots [7 0 R] /Resources << /Font << /F1 5 0 R >> >>",
    )


def inherited():
    """What the page is like stands in the tree, and it lies on its side; its contents are two, cut in a word."""
    return pdf(
        stream(b"BT /F1 24 Tf 60 100"),
        FONT,
        stream(b"Td (Lying) Tj ET"),
        tree=b"/Rotate 90 /CropBox [0 0 300 200] /Resources << /Font << /F1 5 0 R >> >>",
        page=b"/Contents [4 0 R 6 0 R]",
    )


def nested():
    """A drawing in a drawing, half seen through, on a field of colours; a picture with a mask, by a table of colours that is no text."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 300 300]"
    inner = b" /Resources << /ExtGState << /A << /ca .5 /SMask /None >> >> /Shading << /AA 6 0 R >> >>"
    outer = b" /Group << /S /Transparency /CS /DeviceRGB >> /Resources << /XObject << /F 5 0 R /Im 8 0 R >> >>"
    image = b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 "
    return pdf(
        stream(b"/F Do 40 0 0 40 200 200 cm /Im Do", form + outer),
        stream(b"/A gs /AA sh 0 0 1 rg 20 20 90 90 re f", form + inner),
        b"<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 300 300] /Function 7 0 R >>",
        b"<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [1 0 0] /C1 [0 1 .3] >>",
        stream(b"\0\1\1\0", image + b"/ColorSpace [/Indexed /DeviceRGB 1 <feffd8000080>] /SMask 9 0 R"),
        stream(b"\xff\x80\x40\xff", image + b"/ColorSpace /DeviceGray"),
        stream(zlib.compress(b"/JS Do").hex().encode() + b">", b"/Filter [/ASCIIHexDecode /FlateDecode]"),
        page=b"/Contents 10 0 R /Resources << /XObject << /JS 4 0 R >> >>",
    )


def packed_whole(catalog=b""):
    """All but the contents packed in one object, and the table in another, as most programs write now."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        4: FONT,
        7: b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
    }
    index, body = b"", b""
    for number, said in objects.items():
        index += b"%d %d " % (number, len(body))
        body += said + b" "
    made, places = b"%PDF-1.7\n", {}
    for number, said in (
        (5, stream(b"BT /F1 24 Tf 60 100 Td (Packed) Tj ET")),
        (6, stream(zlib.compress(index + body), b"/Type /ObjStm /N 5 /First %d /Filter /FlateDecode" % len(index))),
    ):
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, said)
    places[8] = len(made)
    packed = {number: place for place, number in enumerate(objects)}
    rows = b"".join(
        struct.pack(">BIH", 2, 6, packed[number]) if number in packed else struct.pack(">BIH", 1, places[number], 0)
        for number in range(1, 9)
    )
    said = b"/Type /XRef /Size 9 /Index [1 8] /W [1 4 2] /Root 1 0 R"
    return made + b"8 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(rows, said), places[8])


def layered(hidden=b""):
    """Red on one layer, words on another."""
    return pdf(
        stream(b"/OC /One BDC " + RED + b" EMC /OC /Two BDC BT /F1 24 Tf 60 100 Td (Draft) Tj ET EMC"),
        FONT,
        b"<< /Type /OCG /Name (one) /Usage << /View << /ViewState /OFF >> >> >>",
        b"<< /Type /OCG /Name (two) >>",
        b"<< /Type /OCMD /OCGs [7 0 R] /P /AllOn >>",
        catalog=b"/OCProperties << /OCGs [6 0 R 7 0 R] /D << /Order [6 0 R] /OFF [%s] >> >>" % hidden,
        page=b"/Contents 4 0 R /Resources << /Font << /F1 5 0 R >>"
        b" /Properties << /One 6 0 R /Two 8 0 R /MC0 << /MCID 1 >> >> >>",
    )


HONEST = {
    "printed": printed,
    "scan": lambda: scanned("RGB"),
    "fax": lambda: scanned("1"),
    "jbig2": jbig2,
    "sealed": sealed,
    "inherited": inherited,
    "nested": nested,
    "packed": packed_whole,
    "layered": layered,
    "a layer hidden": lambda: layered(b"7 0 R"),
}
