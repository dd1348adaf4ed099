"""What stands upon a page is seen as it was, wherever the page's own contents leave off."""

import zlib

import pytest

from tests.papers import set_anew, stream
from tests.registry.pdfs.files import are_alike, is_blank, sealed

_BROKEN_OFF = zlib.compress(b"BT /F1 24 Tf 60 700 Td (Notice 5) Tj ET q .1 0 0 .1 0 0 cm " * 9)[:-7]


@pytest.mark.parametrize(
    "words",
    [
        stream(b"q .1 0 0 .1 0 0 cm q 1 0 0 1 9 9 cm 0 0 900 900 re f"),
        stream(b".1 0 0 .1 0 0 cm 0 0 900 900 re f Q Q Q"),
        stream(b"q 0 0 10 10 re W n q"),
        stream(b"0 0 10 10 re W n"),
        stream(b"BT /F1 24 Tf 60 700 Td 3 Tr (Notice 5) Tj"),
        stream(b"/F1 BMC /F1 BMC 0 g"),
        stream(b""),
        stream(_BROKEN_OFF, b"/Filter /FlateDecode"),
    ],
)
def test_nothing_that_a_page_leaves_open_moves_a_seal(words):
    content = sealed(words=words)
    assert not is_blank(content)
    assert are_alike(content, set_anew(content))


def test_contents_of_many_parts_are_one_drawing():
    part = stream(b"30 0 m 0 0 l 1 0 0 1 30 60 cm 9 9 50 50 re f")
    content = sealed(words=part).replace(b"/Contents 4 0 R", b"/Contents [4 0 R 4 0 R]")
    assert are_alike(content, set_anew(content))
    assert not are_alike(content, set_anew(sealed(words=part)))
