"""How many pixels a picture has, by its first bytes: nothing of it is drawn. A file of a few KB can be gigabytes of them."""

import re

#: More than the camera of any phone takes, and an A4 page at 600 dots an inch: 240 MB in the browser that shows it.
MOST_PIXELS = 60_000_000
_PNG, _SIZE = b"\x89PNG\r\n\x1a\n", slice(16, 24)
#: What a JPEG says its size in, and where what it says of itself ends.
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_SCAN, _END = 0xDA, 0xD9
#: Where a segment begins: any number of bytes may stand before its kind. And how many are looked at: no camera writes more.
_MARKER = re.compile(rb"\xff++(.)", re.S)
MOST_SEGMENTS = 1_000


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or a JPEG; None where it does not say, and no browser shows it."""
    size = _size_of_png(content) if content.startswith(_PNG) else _size_of_jpeg(content)
    return size if size and all(size) else None


def _size_of_png(content: bytes) -> tuple[int, int] | None:
    said = content[_SIZE]
    if content[12:16] != b"IHDR" or len(said) < 8:
        return None
    return int.from_bytes(said[:4]), int.from_bytes(said[4:])


def _size_of_jpeg(content: bytes) -> tuple[int, int] | None:
    """From one segment to the next: a small picture inside one of them is none of it."""
    at = 2
    for _ in range(MOST_SEGMENTS):
        marker = _MARKER.match(content, at)
        if marker is None or marker[1][0] in (_SCAN, _END):
            return None
        at = marker.end()
        said = content[at + 3 : at + 7]
        if marker[1][0] in _FRAMES:
            return (int.from_bytes(said[2:]), int.from_bytes(said[:2])) if len(said) == 4 else None
        at += int.from_bytes(content[at : at + 2])
    return None
