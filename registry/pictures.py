"""How many pixels a picture has, by its first bytes: nothing of it is drawn. A file of a few KB can be gigabytes of them."""

#: More than the camera of any phone takes, and an A4 page at 600 dots an inch: 240 MB in the browser that shows it.
MOST_PIXELS = 60_000_000
_PNG, _SIZE = b"\x89PNG\r\n\x1a\n", slice(16, 24)
#: What a JPEG says its size in, and where what it says of itself ends.
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_SCAN, _END = 0xDA, 0xD9


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
    while content[at : at + 1] == b"\xff":
        kind = content[at + 1 : at + 2]
        if kind == b"\xff":  # may stand before any
            at += 1
            continue
        if not kind or kind[0] in (_SCAN, _END):
            return None
        said = content[at + 5 : at + 9]
        if kind[0] in _FRAMES:
            return (int.from_bytes(said[2:]), int.from_bytes(said[:2])) if len(said) == 4 else None
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None
