"""Pictures as far as their first bytes go."""

import struct
import zlib

import pytest

from registry.pictures import MOST_SEGMENTS, jpeg_alone, size_of


def png(width: int, height: int) -> bytes:
    """One of a single colour, whole."""

    def part(kind: bytes, said: bytes) -> bytes:
        return struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))

    lines = zlib.compress(bytes(1 + (width + 7) // 8) * min(height, 1000))
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", lines) + part(b"IEND", b"")


def segment(kind: int, said: bytes) -> bytes:
    return bytes([0xFF, kind]) + struct.pack(">H", len(said) + 2) + said


def jpeg(width: int, height: int, frame: int = 0xC0, before: bytes = b"") -> bytes:
    """One without its dots, which nobody looks at here."""
    size = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + before + segment(frame, size) + segment(0xDA, b"\1\1\0\0\x3f\0") + b"...\xff\xd9"


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(750, 20), (750, 20)),
        (png(20_000, 20_000), (20_000, 20_000)),
        (png(0, 20), None),
        (png(750, 20)[:20], None),
        (b"\x89PNG\r\n\x1a\n....IEND", None),
        (jpeg(750, 20), (750, 20)),
        (jpeg(65535, 65535, frame=0xC2), (65535, 65535)),
        (jpeg(750, 20, before=segment(0xE1, jpeg(16, 12)) + segment(0xC4, b"\0" * 9) + b"\xff\xff"), (750, 20)),
        (jpeg(750, 20, before=jpeg(60_000, 60_000)[2:17]), (60_000, 60_000)),
        (jpeg(750, 20)[:-2] + jpeg(60_000, 60_000)[2:], (60_000, 60_000)),
        (jpeg(750, 20)[:-2] + b"\xff\0..\xff\xd3\xff" + jpeg(60_000, 60_000)[2:], (60_000, 60_000)),
        (jpeg(750, 20) + b"\0\0" + jpeg(60_000, 60_000), (60_000, 60_000)),
        (jpeg(750, 20) + b"more \xff\xd8\xff\xff\xff of somebody else's", (750, 20)),
        (jpeg(750, 20)[:-2] + segment(0xDA, b"") * MOST_SEGMENTS + jpeg(60_000, 60_000)[2:], None),
        (jpeg(750, 0), None),
        (jpeg(750, 20)[:8], None),
        (b"\xff\xd8\xff", None),
        (b"\xff\xd8\xff....\xff\xd9", None),
        (b"\xff\xd8" + segment(0xDA, b"") + jpeg(16, 12), None),
        (jpeg(750, 20, before=segment(0xE0, b"") * (MOST_SEGMENTS - 3)), (750, 20)),
        (jpeg(750, 20, before=segment(0xE0, b"") * MOST_SEGMENTS), None),
    ],
)
def test_size_is_what_a_picture_says_it_is(content: bytes, size: tuple[int, int] | None) -> None:
    assert size_of(content) == size


class Watched(bytes):
    """Bytes that know how often somebody looked at a piece of them."""

    looks = 0

    def __getitem__(self, key):
        self.looks += 1
        return super().__getitem__(key)


def test_a_picture_of_nothing_is_not_walked_through_byte_by_byte() -> None:
    content = Watched(b"\xff\xd8" + b"\xff" * 100_000 + b"\xd9")
    assert size_of(content) is None
    assert content.looks < 10


_JFIF, _ADOBE = b"JFIF\0\1\2\1\0\x48\0\x48", b"Adobe\0\x64\0\0\0\0\1"
_DOTS = (
    jpeg(75, 20)[:-2] + b"\xff\0..\xff\xd3.." + segment(0xC4, b"\1") + segment(0xDA, b"\1") + b"\xff\xff\0...\xff\xd9"
)


@pytest.mark.parametrize(
    ("content", "alone"),
    [
        (_DOTS, _DOTS),
        (_DOTS + b"behind", _DOTS),
        (_DOTS + _DOTS, _DOTS),
        (_DOTS[:-2] + b"\xff\xff\xd9", _DOTS),
        (_DOTS[:-2], _DOTS[:-2]),
        (_DOTS[:-2] + b"\xff", _DOTS[:-2] + b"\xff"),
        (jpeg(75, 20, before=b"\xff" + segment(0xE1, jpeg(16, 12)) + segment(0xFE, b"MZ")), jpeg(75, 20)),
        (jpeg(75, 20, before=segment(0xE2, b"ICC_PROFILE\0MZ") + segment(0xE0, b"JFXX\0MZ")), jpeg(75, 20)),
        (jpeg(75, 20, before=segment(0xE0, _JFIF[:7]) + segment(0xEE, b"MZ" * 9)), jpeg(75, 20)),
        (
            jpeg(75, 20, before=segment(0xE0, _JFIF + b"\1\1MZM") + segment(0xEE, _ADOBE + b"MZ")),
            jpeg(75, 20, before=segment(0xE0, _JFIF + b"\0\0") + segment(0xEE, _ADOBE)),
        ),
        (jpeg(75, 20)[:-2] + segment(0xFE, b"MZ") + b"\xff\xd9", jpeg(75, 20)),
    ],
)
def test_of_a_jpeg_the_picture_alone_is_left(content: bytes, alone: bytes) -> None:
    assert jpeg_alone(content) == alone


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"MZ" + jpeg(75, 20)[2:],
        jpeg(75, 20)[:8],
        jpeg(75, 20, before=b"MZ"),
        jpeg(75, 20, before=b"\xff\xd8"),
        jpeg(75, 20, before=b"\xff\xd0"),
        jpeg(75, 20, before=b"\xff\xfe\0\1"),
        jpeg(75, 20, before=segment(0xE0, b"") * MOST_SEGMENTS),
        jpeg(75, 20)[:-2] + segment(0xC4, b"") + b"MZ\xff\xd9",
    ],
)
def test_what_is_not_walked_to_its_end_is_no_jpeg(content: bytes) -> None:
    with pytest.raises(ValueError, match="no JPEG"):
        jpeg_alone(content)
