"""How many pixels a picture has, by its first bytes: nothing of it is drawn. A file of a few KB can be gigabytes of them."""

import re
from collections.abc import Iterator

#: More than the camera of any phone takes, and an A4 page at 600 dots an inch: 240 MB in the browser that shows it.
MOST_PIXELS = 60_000_000
_PNG, _SIZE = b"\x89PNG\r\n\x1a\n", slice(16, 24)
#: What a JPEG says its size in, and where what it says of itself ends.
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
#: Where a segment begins: any number of bytes may stand before its kind; and where the next one does after dots, in which
#: some kinds stand too. And how many are looked at: no camera writes more.
_MARKER = re.compile(rb"\xff++(.)", re.S)
_AFTER_DOTS = re.compile(rb"\xff++([^\x00\xd0-\xd7])", re.S)
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
    """The largest of its frames: which of several is shown hangs on who shows it."""
    frames = list(_frames(content))
    if not frames or not all(map(all, frames)):
        return None
    return max(frames, key=lambda size: size[0] * size[1])


def _frames(content: bytes) -> Iterator[tuple[int, int]]:
    """From one segment to the next, and to the next picture behind its end: a small one inside a segment is none of it.
    A frame of nothing where there is no end."""
    at, marker, framed = 2, _MARKER.match, False
    for _ in range(MOST_SEGMENTS):
        found = marker(content, at)
        if found is None or (found[1][0] == _SCAN and not framed):
            return
        kind, at, marker = found[1][0], found.end(), _MARKER.match
        if kind == _END:
            if (at := content.find(b"\xff\xd8\xff", at) + 2) < 2:
                return
            continue
        if kind in _FRAMES:
            said = content[at + 3 : at + 7]
            yield (int.from_bytes(said[2:]), int.from_bytes(said[:2])) if len(said) == 4 else (0, 0)
            framed = True
        if kind == _SCAN:
            marker = _AFTER_DOTS.search
        if kind != _START:
            at += int.from_bytes(content[at : at + 2])
    yield 0, 0
