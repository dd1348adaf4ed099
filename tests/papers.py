"""Papers for tests: small PDFs that every reader opens, by hand, so that each sign of them can be another."""

import zlib
from contextvars import copy_context

from pypdf.generic import NameObject

from registry.pdfs.pages import anew

#: A page: what every PDF here has.
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s >>"


def pdf(*more: bytes, catalog: bytes = b"", page: bytes = b"", tree: bytes = b"", filling: bytes = b"") -> bytes:
    """One page, ``more`` objects from number 4 on, ``filling`` as a remark at its end; the others as parts of what they
    are called."""
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 %s >>" % tree
    objects = (b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog, pages, _PAGE % page, *more)
    made, places = b"%PDF-1.7\n", []
    for number, said in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, said)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\n%%%sstartxref\n%d\n%%%%EOF\n"
    return made + head + trailer % (size, filling + b"\n", len(made))


def packed(*objects: bytes, said: bytes = b"/Type /ObjStm /N %d /First %d", raw: bytes | None = None) -> bytes:
    """An object stream with such objects, numbered from 20 on."""
    index, body = b"", b""
    for number, one in enumerate(objects, 20):
        index += b"%d %d " % (number, len(body))
        body += one + b" "
    data = zlib.compress(index + body) if raw is None else raw
    dictionary = (said % (len(objects), len(index))) if b"%d" in said else said
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (dictionary, len(data), data)


def stream(data: bytes, said: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (said, len(data), data)


def set_anew(content: bytes) -> bytes:
    """By this process, which goes on reading as it did."""
    charsets = NameObject.CHARSETS
    try:
        return copy_context().run(anew, content)
    finally:
        NameObject.CHARSETS = charsets


#: The plainest of all, as it is kept: set anew it is the same.
PDF = set_anew(pdf())
