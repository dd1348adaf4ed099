"""PDFs as papers: their pages set anew by a process of its own, refused in words where that cannot be done, and no longer
than a request may take."""

import fcntl
import io
import random
import time

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfWriter

from registry import pdfs
from registry.desk import pdfpaper
from registry.excel import turns
from tests.papers import PDF, packed, pdf, stream
from tests.registry.pdfs.files import HONEST
from tests.thorough import long, some

SCRIPT = b"<< /S /JavaScript /JS (app.alert) >>"
INK = b"<< /Subtype /Ink /Rect [0 0 90 60] >>"


def said(content):
    """The sentence; nothing where it is taken."""
    try:
        pdfpaper.anew(content)
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
    noise = stream(random.Random(size).randbytes(size), b"/Subtype /Image /Width 4000 /Height 2500 /Filter /JPXDecode")
    return pdf(noise, page=b"/Resources << /XObject << /X 4 0 R >> >>")


@pytest.mark.parametrize(
    "content",
    [
        PDF,
        pdf(packed(SCRIPT), catalog=b"/OpenAction 20 0 R"),
        pdf(SCRIPT, catalog=b"/OpenAction 4 0 R"),
        PDF.replace(b"startxref\n", b"startxref\n9"),
    ],
    ids=["plain", "packed", "script", "wrong table"],
)
def test_pages_are_kept_and_nothing_else(content):
    assert pdfpaper.anew(content) == PDF


def test_scan_is_kept_whole():
    content = scan(10_000_000)
    assert len(content) < len(pdfpaper.anew(content)) < len(content) + 1000


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.4 %%EOF", "这个 PDF 读不了：可能坏了，也可能太复杂。"),
        (pdf(page=b"/Contents 9 0 R"), "这个 PDF 读不了"),
        (b"%PDF-1.4 " + b"1%" * 100_000 + b"%%EOF", "这个 PDF 读不了"),
        (pdf(INK, page=b"/Annots [4 0 R]"), "这个 PDF 里有填写的内容或者批注，没有画在页面上，收下来会丢。"),
        (pdf(stream(b"", b"/F (x)"), page=b"/Contents 4 0 R"), "这个 PDF 的页面要用别的文件里的东西，收下来会缺。"),
        (pdf().replace(b"/Kids [3 0 R]", b"/Kids [%s]" % (b"3 0 R " * 501)), "这个 PDF 超过 500 页。"),
        (scan(10_500_000), "这个 PDF 只留下页面，也超过 10 MB。请分成几份"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(content, sentence):
    assert said(content).startswith(sentence)
    assert "PDF" in said(content).partition("请")[2] or "再传" in said(content)


@pytest.mark.parametrize("seed", some(range(40), 8))
def test_damaged_file_is_taken_or_refused_in_words(seed):
    chance = random.Random(seed)
    content = bytearray(HONEST[chance.choice(["nested", "packed", "scan"])]())
    for _ in range(9):
        content[chance.randrange(len(content))] = chance.randrange(256)
    assert said(bytes(content)) in ("", pdfpaper._UNREADABLE)


@pytest.mark.parametrize("cipher", ["RC4-128", "AES-128", "AES-256"])
def test_locked_pdf_is_opened_where_it_wants_no_password(cipher):
    content = HONEST["inherited"]()
    opened = pdfpaper.anew(locked(content, "", cipher))
    assert opened == pdfpaper.anew(content)
    assert "这个 PDF 设了密码" in said(locked(PDF, "secret", cipher))


def loops(count):
    """Many drawings, each of which shows all."""
    names = b"".join(b"/X%d %d 0 R " % (number, number) for number in range(4, 4 + count))
    form = stream(b"/X4 Do", b"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << %s >> >>" % names)
    return pdf(*[form] * count, page=b"/Resources << /XObject << %s >> >>" % names)


@pytest.mark.parametrize(
    "content",
    [
        pdf(b"[" * 2_000_000, page=b"/Contents 4 0 R"),
        pytest.param(pdf(b"<</A" * 1_000_000 + b">>" * 1_000_000, page=b"/Resources 4 0 R"), marks=long),
        pdf(filling=b"0" * 9_000_000),
        pdf(filling=b" " * 9_000_000),
        pdf(filling=b" 4 0 obj[" * 900_000).replace(b"startxref", b"startxrex"),
        loops(250),
        PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % PDF.index(b"xref\n")),
    ],
    ids=["arrays", "dictionaries", "zeros", "blanks", "objects", "drawings", "loop"],
)
def test_pdf_that_is_hard_to_read_takes_no_longer(content):
    began = time.process_time()
    said(content)
    assert time.process_time() - began < 1  # of the site: what it started is counted by itself


@long
def test_pdf_that_takes_too_long_is_ended_and_refused():
    bombs = pdf(
        *[packed(b" " * 50_000_000)] * 400, page=b"/Contents [%s]" % b" ".join(b"%d 0 R" % n for n in range(4, 404))
    )
    began = time.monotonic()
    assert "这个 PDF 读不了" in said(bombs)
    assert time.monotonic() - began < turns.SECONDS + 3


def test_process_that_does_not_end_is_ended(monkeypatch, tmp_path):
    script = tmp_path / "sleeps.py"
    script.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pdfpaper, "SECONDS", 0.3)
    monkeypatch.setattr(pdfs, "PROGRAM", script)
    assert "这个 PDF 读不了" in said(PDF)


def test_process_is_told_nothing_of_the_site(monkeypatch, tmp_path):
    script = tmp_path / "tells.py"
    script.write_text("import os; print(sorted({*os.environ} - {'LC_CTYPE'}))")
    monkeypatch.setattr(pdfs, "PROGRAM", script)
    assert pdfpaper._set(PDF) == b"[]\n"


def test_pdf_waits_for_whoever_has_the_turn(monkeypatch, settings):
    monkeypatch.setattr(pdfpaper, "PATIENCE", 0)
    with (settings.STATE_DIR / "import.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert said(PDF) == "有人正在导入、导出或者附 PDF。请过一分钟，再试一次。"
