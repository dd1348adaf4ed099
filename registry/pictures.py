"""How many pixels a picture has, by its first bytes: nothing of it is drawn. A file of a few KB can be gigabytes of them.
And what of a JPEG is the picture."""

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
#: Of what frames and scans are made; what has no size; and what programs say of colours: how it begins, how much of it is
#: kept, and the end of it, that no small picture follows.
_DRAWN = {*range(0xC0, 0xD0), _SCAN, *range(0xDB, 0xE0)}
_BARE = {0x00, 0x01, *range(0xD0, 0xD8), _START}
_COLOURED = {0xE0: (b"JFIF\0", 12, b"\0\0"), 0xEE: (b"Adobe", 12, b"")}


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


def jpeg_alone(content: bytes) -> bytes:
    """What of a JPEG is drawn, up to its end or to where its dots break off: no remark, nothing of the camera's, nothing that
    stands behind. Raises ValueError where something else stands between."""
    made, at, is_scan = [b"\xff\xd8"], 2, False
    for _ in range(MOST_SEGMENTS if content.startswith(made[0]) else 0):
        found = (_AFTER_DOTS.search if is_scan else _MARKER.match)(content, at)
        if is_scan:
            made.append(content[at : found.start() if found else None])
        if found is None and is_scan:
            return b"".join(made)
        if found is None:
            break
        kind, at = found[1][0], found.end()
        if kind == _END:
            return b"".join([*made, b"\xff\xd9"])
        size = int.from_bytes(content[at : at + 2])
        said = content[at + 2 : at + size]
        if kind in _BARE or size != len(said) + 2:
            break
        made.append(_segment(kind, said))
        at, is_scan = at + size, kind == _SCAN
    raise ValueError("no JPEG, or more than one")


def _segment(kind: int, said: bytes) -> bytes:
    """As it is kept."""
    if kind in _COLOURED:
        name, size, end = _COLOURED[kind]
        is_kept, said = said.startswith(name) and len(said) >= size + len(end), said[:size] + end
    else:
        is_kept = kind in _DRAWN
    return bytes([0xFF, kind]) + (len(said) + 2).to_bytes(2) + said if is_kept else b""
