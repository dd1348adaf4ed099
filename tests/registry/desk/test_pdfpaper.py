"""PDFs as papers: taken where they are but pages, refused in words where they are more or cannot be read, and no longer
than a request may take."""

import fcntl
import io
import os
import time
import zlib

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfWriter

from registry import pdfs
from registry.desk import pdfpaper
from registry.excel import turns
from tests.papers import PDF, packed, pdf
from tests.thorough import long

SCRIPT = b"<< /S /JavaScript /JS (app.alert) >>"
PLAIN = b"<< /Title (x) >>"
#: What a PDF can do of itself, each as it may be written.
ACTIVE = {
    "script": SCRIPT,
    "in other letters": b"<< /S /Java#53cript >>",
    "all in numbers": b"<</S/#4a#61#76#61#53#63#72#69#70#74>>",
    "script alone": b"<< /JS (app.alert) >>",
    "script elsewhere": b"<< /JS 9 0 R >>",
    "twice": b"<< /S /GoTo /S /Launch /F (calc.exe) >>",
    "another file": b"<< /S /GoToE >>",
    "film": b"<< /S /Rendition >>",
    "form of its own": b"<< /XFA [(template) 9 0 R] >>",
    "attached": b"<< /Type /Filespec /EF << /F 9 0 R >> >>",
    "attached, with remarks": b"<< /EF%x\n%y\r 9 %z\n 0 R >>",
    "attached list": b"<< /Names << /EmbeddedFiles 9 0 R >> >>",
    "attached file": b"<< /Type /EmbeddedFile /Length 0 >>\nstream\n\nendstream",
    "pin": b"<< /Subtype /FileAttachment >>",
    "rich": b"<< /Subtype /RichMedia >>",
    "3D": b"<< /Subtype /3D /OnInstantiate 9 0 R >>",
    "a file on another machine": b"<< /S /GoToR /F (x.pdf) >>",
    "sends what was typed": b"<< /S /SubmitForm /F 9 0 R >>",
    "takes in what stands elsewhere": b"<< /S /ImportData /F 9 0 R >>",
    "plays": b"<< /S /Movie >>",
    "sounds": b"<< /S /Sound >>",
    "when a page is turned to": b"<< /AA << /O << /S /URI /URI (http://x) >> >> >>",
    "the same elsewhere": b"<< /AA 9 0 R >>",
    "the same in numbers": b"<</A#41\0<<\0\0\0/O 9 0 R>>>>",
}


def said(content):
    """The sentence; nothing where it is taken."""
    try:
        pdfpaper.check(content)
    except ValidationError as refused:
        return refused.messages[0]
    return ""


def locked(content, password, cipher):
    made = io.BytesIO()
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(user_password=password, owner_password="owner", algorithm=cipher)
    writer.write(made)
    return made.getvalue()


def scan(size):
    """A page that is a picture, of noise: whatever can stand there by accident does."""
    return pdf(b"<< /Subtype /Image /Length %d >>\nstream\n%s\nendstream" % (size, os.urandom(size)))


@pytest.mark.parametrize(
    "content",
    [
        PDF,
        pdf(packed(PLAIN)),
        pdf(PLAIN, catalog=b"/OpenAction [3 0 R /Fit] /Outlines << /First 4 0 R >>"),
        pdf(b"<< /JSX 1 /EFG (x) /Launched true /Title (See EF, JS and XFA /JS) >>"),
        scan(10_000_000),
        PDF.replace(b"startxref\n", b"startxref\n9"),
    ],
    ids=["plain", "packed", "outline", "other names", "scan", "wrong table"],
)
def test_pages_are_taken(content):
    assert said(content) == ""


@pytest.mark.parametrize("does", ACTIVE.values(), ids=ACTIVE)
def test_what_does_something_is_refused(does):
    assert "这个 PDF 不只有页面" in said(pdf(does))
    assert "请重新打印成 PDF" in said(pdf(packed(does)))


WEB = b"<< /S /URI /URI (http://x/%E4) >>"
LINK = b"<< /Subtype /Link /A " + WEB + b" >>"
TURN = b"<</Type/Action/S/GoTo/D[3 0 R/XYZ 0 9 null]>>"
AFTER = b"<< /S /GoTo /D (a\\)b) /Next 4 0 R >>"
FOURTH, PACKED = b"/OpenAction 4 0 R", b"/OpenAction 20 0 R"


@pytest.mark.parametrize(
    ("content", "is_taken"),
    [
        (pdf(LINK), True),
        (pdf(WEB, b"<< /Subtype /Link /A 4 0 R >>", catalog=b"/OpenAction [3 0 R /Fit]"), True),
        (pdf(LINK, WEB, catalog=b"/OpenAction " + TURN + b" /URI << /Base (http://x) >>"), True),
        (pdf(b" %x\n" + TURN, packed(LINK, WEB), catalog=FOURTH), True),
        (pdf(b"[3 0 R /Fit]", LINK, catalog=FOURTH), True),
        (pdf(packed(b"<</S /GoTo/D <61>>>", WEB, b"<< /OpenAction 20 0 R >>")), True),
        (pdf(catalog=b"/OpenAction " + WEB), False),
        (pdf(catalog=b"/OpenAction<</S/GoTo/D(x)/S/URI/URI(http://x)>>"), False),
        (pdf(WEB, catalog=b"/Open#41ction%x\n4 0 R"), False),
        (pdf(b"5 0 R", WEB, catalog=FOURTH), False),
        (pdf(WEB, catalog=b"/OpenAction " + AFTER), False),
        (pdf(AFTER, catalog=FOURTH), False),
        (pdf(packed(WEB), catalog=PACKED), False),
        (pdf(packed(TURN), packed(WEB), catalog=PACKED), False),
        (pdf(TURN, catalog=FOURTH) + b"+4. 0 obj" + WEB, False),
        (pdf(packed(WEB, b"<< /OpenAction 20 0 R >>")), False),
        (pdf(LINK, catalog=b"/OpenAction 9 0 R"), False),
    ],
)
def test_web_address_is_taken_where_somebody_follows_it_and_not_where_it_opens_by_itself(content, is_taken):
    assert said(content)[:12] == ("" if is_taken else "这个 PDF 不只有页面")


@pytest.mark.parametrize(
    "content",
    [
        pdf(packed(SCRIPT, said=b"/N %d /First %d")),
        pdf(packed(SCRIPT, said=b"/N %d /F#69rst %d")),
        pdf(PLAIN).replace(PLAIN, SCRIPT),
        pdf() + b"9 0 obj\n" + SCRIPT + b"\nendobj\n",
        pdf() + b"9 0 obj\n" + packed(SCRIPT) + b"\nendobj\n",
        pdf(packed(SCRIPT)).replace(b"4 0 obj", b"4\0%remark\n0%\robj"),
        pdf(packed(SCRIPT)).replace(b"4 0 obj", b"+4. 0obj"),
        pdf(packed(SCRIPT)).replace(b"4 0 obj", b"4 0 obj4"),
        pdf(packed(SCRIPT)).replace(b"/Type /ObjStm", b"/X (9 0 obj)"),
        pdf(packed(SCRIPT)).replace(b"/Filter", b"/Filter /ASCIIHexDecode /Filter"),
        *(pdf(packed(SCRIPT)).replace(b" /Filter", cut + b" /Filter") for cut in (b"%9 0 obj\n", b"/Z (9 0 obj)")),
        *(
            pdf(packed(SCRIPT)).replace(b">>\nstream\n", b">>\nstream" + end)
            for end in (b"\t\n", b"%x\n", b"\f\n", b"\0\n")
        ),
        pdf(packed(SCRIPT, said=b"/N %d /X %d /First 5 0 R %%9 0 obj\n"), b"5"),
        pdf(packed(SCRIPT, raw=zlib.compress(b"20 0 " + SCRIPT)[:-9] + b"\nendstream\nabcd")),
        pdf(packed(b"", raw=b"noise")),
        pdf(packed(SCRIPT, raw=zlib.compress(b"20 0 " + PLAIN)[:-1])),
        pdf(packed(b" " * 100_000_000)),
        pdf()[:-60] + b"%%EOF",
        b"%PDF-1.4 %%EOF",
        b"%PDF-1.4 " + b"1%" * 100_000 + b"%%EOF",
        PDF.replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        PDF.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [] /Count 0"),
    ],
)
def test_what_no_two_readers_read_alike_is_refused(content):
    assert "请重新打印成 PDF" in said(content)


@pytest.mark.parametrize("cipher", ["RC4-128", "AES-128", "AES-256"])
def test_locked_pdf_is_opened_where_it_wants_no_password(cipher):
    assert said(locked(pdf(packed(PLAIN), catalog=b"/X 4 0 R"), "", cipher)) == ""
    assert "这个 PDF 不只有页面" in said(locked(pdf(packed(SCRIPT), catalog=b"/X 4 0 R"), "", cipher))
    assert "这个 PDF 设了密码" in said(locked(PDF, "secret", cipher))


@pytest.mark.parametrize(
    "content",
    [
        pdf(b"[" * 2_000_000, catalog=b"/Outlines 4 0 R"),
        pdf(b"<</A" * 1_000_000 + b">>" * 1_000_000, catalog=b"/Outlines 4 0 R"),
        pdf(filling=b"0" * 9_000_000),
        pdf(filling=b" " * 9_000_000),
        pdf(b"<<" + b"/S /GoTo " * 1_000_000, catalog=FOURTH),
        pdf(TURN, filling=b" /OpenAction 4 0 R 4 0 obj[" * 300_000, catalog=FOURTH),
        PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % PDF.index(b"xref\n")),
    ],
    ids=["arrays", "dictionaries", "zeros", "blanks", "turns", "openings", "loop"],
)
def test_pdf_that_is_hard_to_read_takes_no_longer(content):
    began = time.process_time()
    said(content)
    assert time.process_time() - began < 1  # of the site: what it started is counted by itself


@long
def test_pdf_that_takes_too_long_is_ended_and_refused():
    bombs = pdf(*[packed(b" " * 50_000_000)] * 400)
    began = time.monotonic()
    assert "这个 PDF 读不了" in said(bombs)
    assert pdfs.SECONDS / 2 < time.monotonic() - began < turns.SECONDS + 3


def test_process_that_does_not_end_is_ended(monkeypatch, tmp_path):
    script = tmp_path / "sleeps.py"
    script.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pdfpaper, "SECONDS", 0.3)
    monkeypatch.setattr(pdfs, "__file__", str(script))
    assert "这个 PDF 读不了" in said(PDF)


def test_process_is_told_nothing_of_the_site(monkeypatch, tmp_path):
    script = tmp_path / "tells.py"
    script.write_text("import os; print(sorted({*os.environ} - {'LC_CTYPE'}))")
    monkeypatch.setattr(pdfs, "__file__", str(script))
    assert pdfpaper._looked_through(PDF) == "[]"


def test_pdf_waits_for_whoever_has_the_turn(monkeypatch, settings):
    monkeypatch.setattr(pdfpaper, "PATIENCE", 0)
    with (settings.STATE_DIR / "import.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert said(PDF) == "有人正在导入、导出或者附 PDF。请过一分钟，再试一次。"
