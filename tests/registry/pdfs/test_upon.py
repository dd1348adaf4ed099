"""What stands upon a page is seen as it was, wherever the page's own contents leave off."""

import zlib

import pytest

from registry.pdfs import UNDRAWN, Refused
from tests.papers import pdf, set_anew, stream
from tests.registry.pdfs.files import FONT, RED, are_alike, differ, is_blank, sealed, seen

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


def test_what_is_filled_in_is_drawn_as_it_is_shown():
    field = b"<< /Subtype /Widget /FT /Tx /V (typed) /Rect [10 10 200 60] %s >>"
    look = stream(b"BT /F1 18 Tf 5 5 Td (typed) Tj ET", b"/BBox [0 0 190 50] /Resources << /Font << /F1 5 0 R >> >>")
    content = pdf(field % b"/AP << /N 6 0 R >>", FONT, look, page=b"/Annots [4 0 R]")
    assert b"typed" in seen(set_anew(content))[0]


@pytest.mark.parametrize("own", [b"/Font << /F1 5 0 R >>", b"/XObject << /Im 5 0 R >>", b"", None])
def test_picture_is_drawn_with_the_letters_of_its_page_where_it_has_none(own):
    words = stream(b"BT /F1 24 Tf 60 700 Td (Notice 5) Tj ET")
    said = b"" if own is None else b"/Resources << %s >>" % own
    look = stream(b"BT /F1 30 Tf 5 15 Td (Seal) Tj ET", b"/Subtype /Form /BBox [0 0 190 50] " + said)
    stamp = b"<< /Subtype /Stamp /Rect [60 500 250 550] /AP << /N 6 0 R >> >>"
    page = b"/Annots [7 0 R] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>"
    content = set_anew(pdf(words, FONT, look, stamp, page=page))
    assert b"Seal" in seen(content)[0]
    assert are_alike(pdf(words, FONT, look, stamp, page=page), content)


def test_picture_upon_two_pages_is_drawn_with_the_letters_of_each():
    look = stream(b"BT /F1 30 Tf 5 15 Td (Seal) Tj ET", b"/Subtype /Form /BBox [0 0 190 50]")
    stamp = b"<< /Subtype /Stamp /Rect [60 500 250 550] /AP << /N 4 0 R >> >>"
    page = b"/Annots [5 0 R] /Resources << /Font << /F1 %s >> >>"
    other = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s >>" % page % FONT.replace(b"Helvetica", b"Courier")
    )
    content = pdf(look, stamp, other, page=page % FONT).replace(b"[3 0 R] /Count 1", b"[3 0 R 6 0 R] /Count 2")
    first, second = seen(set_anew(content))[1]
    assert first != second
    assert are_alike(content, set_anew(content))


def test_names_of_a_page_are_its_own_still():
    every = [b"/Upon%d" % number for number in range(30)]
    named = b"/Resources << /Font << /F1 5 0 R >> /XObject << %s >> >>" % b" 8 0 R ".join([*every, b""])
    words = stream(b" Do 1 0 0 1 9 9 cm ".join([*every, b""]))
    look = stream(b"/Upon9 Do BT /F1 30 Tf 5 15 Td (Seal) Tj ET", b"/Subtype /Form /BBox [0 0 190 50]")
    stamp = b"<< /Subtype /Stamp /Rect [60 500 250 550] /AP << /N 6 0 R >> >>"
    mark = stream(RED, b"/Subtype /Form /BBox [0 0 90 60]")
    content = pdf(words, FONT, look, stamp, mark, page=b"/Annots [7 0 R] /Contents 4 0 R " + named)
    assert are_alike(content, set_anew(content))


def test_words_under_a_marker_are_read():
    words = stream(b"0 g 20 20 50 20 re f")
    yellow = stream(b"1 1 0 rg 0 0 90 60 re f", b"/Subtype /Form /BBox [0 0 90 60]")
    mark = b"<< /Subtype /%s /Rect [0 0 90 60] /QuadPoints [0 60 90 60 0 0 90 0] /AP << /N 5 0 R >> >>"
    page = b"/Annots [6 0 R] /Contents 4 0 R /MediaBox [0 0 100 100]"
    marked, stamped = (set_anew(pdf(words, yellow, mark % kind, page=page)) for kind in (b"Highlight", b"Stamp"))
    assert are_alike(stamped, set_anew(pdf(stream(b""), yellow, mark % b"Stamp", page=page)))
    assert not are_alike(marked, stamped)


def test_marker_that_is_seen_through_of_itself_is_as_it_stands():
    words = stream(b"BT /F1 24 Tf 12 30 Td (Notice 5) Tj ET")
    own = b" /Group << /S /Transparency >> /Resources << /ExtGState << /G << /BM /%s >> >> >>"
    mark = b"<< /Subtype /Highlight /Rect [0 0 600 900] /QuadPoints [0 900 600 900 0 0 600 0] /AP << /N 6 0 R >> >>"
    page = b"/Annots [7 0 R] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>"
    multiplied, laid = (
        pdf(
            words,
            FONT,
            stream(b"/G gs 1 1 0 rg 0 0 600 900 re f", b"/Subtype /Form /BBox [0 0 600 900]" + own % kind),
            mark,
            page=page,
        )
        for kind in (b"Multiply", b"Normal")
    )
    before, after = (seen(one)[1][0].crop((9, 500, 400, 580)) for one in (multiplied, set_anew(multiplied)))
    assert differ(before, after) < 3
    assert b" gs " not in set_anew(multiplied)
    assert b" gs " in set_anew(laid)


def test_pages_that_share_what_is_theirs_share_it_still():
    """A copy for each would be as large as there are pages times names."""
    look = stream(RED, b"/Subtype /Form /BBox [0 0 190 50]")
    stamp = b"<< /Subtype /Stamp /Rect [60 500 250 550] /AP << /N 4 0 R >> >>"
    names = b"".join(b"/Im%d 4 0 R " % number for number in range(99))
    other = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [5 0 R] >>"
    tree = b"/Resources << /XObject << %s >> >>" % names
    content = pdf(look, stamp, other, tree=tree, page=b"/Annots [5 0 R]")
    made = set_anew(content.replace(b"[3 0 R] /Count 1", b"[3 0 R 6 0 R] /Count 2"))
    assert (made.count(b"/Im98 "), made.count(b" Do")) == (1, 4)


def upon(said, catalog=b""):
    """A page with this upon it; 5 is a picture for it."""
    look = stream(RED, b"/Subtype /Form /BBox [0 0 90 60]")
    return pdf(said, look, catalog=catalog, page=b"/Annots [4 0 R]")


NEEDED = b"/AcroForm << /Fields [4 0 R] /NeedAppearances %s >>"
FIELD = b"<< /Subtype /Widget /FT %s /Rect [0 0 90 60] >>"
LOOK = b" /AP << /N 5 0 R >>"
STATES = b" /AS /Off /AP << /N << /On 5 0 R >> >>"


@pytest.mark.parametrize("said", [b"/Tx /V (typed)" + LOOK, b"/Ch /V (typed)" + LOOK, b"/Btn" + LOOK, b"/Btn" + STATES])
def test_field_that_a_reader_draws_itself_is_refused(said):
    """What it draws is not the picture that stands there."""
    with pytest.raises(Refused, match=UNDRAWN):
        set_anew(upon(FIELD % said, NEEDED % b"true"))
    set_anew(upon(FIELD % said, NEEDED % b"false"))


@pytest.mark.parametrize("said", [b"/Tx" + LOOK, b"/Tx /V ()" + LOOK, b"/Sig /V << >>" + LOOK])
def test_field_that_is_empty_or_signed_is_as_it_stands(said):
    content = upon(FIELD % said, NEEDED % b"true")
    assert b"/Upon" in set_anew(content)


@pytest.mark.parametrize(
    "said",
    [
        FIELD % b"/Tx /V (typed)",
        FIELD % b"/Btn",
        FIELD % b"/Btn /AS /Yes",
        b"<< /Subtype /Ink /InkList [[0 0 9 9]] /Rect [0 0 90 60] >>",
        b"<< /Subtype /Line /L [10 50 200 50] /Rect [10 50 200 50] >>",
        b"<< /Subtype /Text /Contents (VOID) /Rect [20 20 40 40] >>",
        b"<< /Subtype /Text /Contents (VOID) /Rect [20 20 20 20] >>",
        b"<< /Subtype /Redact /QuadPoints [0 60 90 60 0 0 90 0] /Rect [0 0 90 60] >>",
        b"<< /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /EF << /F 5 0 R >> >> >>",
        b"<< /Subtype /Stamp /Rect [0 0 90 60] /AS /Off /AP << /N << /On 5 0 R >> >> >>",
    ],
)
def test_what_readers_show_without_a_picture_is_refused(said):
    with pytest.raises(Refused, match=UNDRAWN):
        set_anew(upon(said))
    set_anew(upon(said.replace(b"/Rect", b"/F 2 /Rect")))


@pytest.mark.parametrize("said", [FIELD % (b"/Btn" + STATES), (FIELD % b"/Tx /V (typed)").replace(b"90 60", b"0 0")])
def test_box_that_is_not_ticked_or_has_no_size_is_not_drawn(said):
    assert b"/Upon" not in set_anew(upon(said))


def test_window_of_a_remark_is_not_drawn():
    """Of three readers one draws it, though it stands open."""
    assert is_blank(set_anew(upon(b"<< /Subtype /Popup /Open true /Rect [0 0 90 60]" + LOOK + b" >>")))


def test_page_that_need_not_be_drawn_by_a_program_is_kept():
    set_anew(pdf(catalog=b"/NeedsRendering false"))


def link(said):
    return upon(b"<< /Subtype /Link /Rect [60 400 200 500] %s >>" % said)


@pytest.mark.parametrize(
    "said",
    [
        b"/Border [0 0 4]",
        b"/Border [0 0 4] /C [1 0 0] /BS 7",
        b"/Border [0 0 3 [6 2]] /C [1 .5 0]",
        b"/BS << /W 3 /S /D /D [9 3] >>",
        b"/BS << /W 3 /S /D >> /Border [0 0 0]",
        b"/BS << /W 3 /S /U >>",
        b"/Border [0 0 0]" + LOOK,
    ],
)
def test_frame_of_a_link_is_drawn_as_it_is_shown(said):
    content = link(said)
    made = set_anew(content)
    assert not is_blank(content)
    assert are_alike(content, made)
    assert b"Link" not in made


@pytest.mark.parametrize(
    ("said", "dot"), [(b"[.5]", (128, 128, 128)), (b"[0 1 1 0]", (237, 28, 36)), (b"[0 0 1]", (0, 0, 255))]
)
def test_frame_of_a_link_has_its_colour(said, dot):
    (picture,) = seen(set_anew(link(b"/Border [0 0 5] /C " + said)))[1]
    assert sorted(picture.getcolors(999))[-2][1] == dot


@pytest.mark.parametrize(
    "said",
    [b"", b"/Border [0 0 0]", b"/Border [0 0]", b"/Border []", b"/Border null", b"/Border [0 0 (4)]", b"/BS << /W 0 >> /Border [0 0 3]",
     b"/Border [0 0 3] /C []", b"/Border [0 0 3] /F 2", b"/Border [0 0 0] /Rect [0]"],
)  # fmt: skip
def test_link_that_says_no_frame_is_as_the_page_is(said):
    assert is_blank(set_anew(link(said)))


def test_dashes_of_nothing_are_none():
    assert set_anew(link(b"/Border [0 0 3 [0 0]]")) == set_anew(link(b"/Border [0 0 3]"))
    assert set_anew(link(b"/Border [0 0 3 [-1 2]]")) == set_anew(link(b"/Border [0 0 3]"))
