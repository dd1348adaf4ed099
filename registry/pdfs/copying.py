"""The objects of a new PDF: of those of another, each once, what ``kinds`` says."""

import zlib
from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from registry.pdfs import DEEPEST, ELSEWHERE, MOST_DOTS, MOST_DRAWN, MOST_IN_ALL, MOST_UNPACKED, Refused
from registry.pdfs.kinds import (
    DRAWINGS,
    EITHER,
    FLATE,
    INSTEAD,
    KINDS,
    LAYERS,
    MARKS,
    PICTURES,
    SAME,
    SORTS,
    SPACES,
    STREAMS,
    TYPES,
)
from registry.pdfs.values import Name, at, number, resolved, row
from registry.pictures import jpeg_alone, size_of


class Copy:
    """The objects of the new file, numbered as they come."""

    def __init__(self) -> None:
        self.objects: list[PdfObject] = []
        self.layers: dict[int, IndirectObject] = {}
        self._known: dict[tuple[int, str], IndirectObject | None] = {}
        self._kept: list[Any] = []
        self._unpacked = {True: 0, False: 0}

    def new(self, made: PdfObject) -> IndirectObject:
        self.objects.append(made)
        return IndirectObject(len(self.objects), 0, self)

    def made(self, one: IndirectObject) -> Any:
        return self.objects[one.idnum - 1]

    def of(self, value: Any, kind: str, depth: int = 0) -> PdfObject | None:
        """What is kept of a value as one of this kind; None where it is nothing."""
        found = resolved(value)
        if found is None:
            if isinstance(value, IndirectObject):
                raise ValueError("leads nowhere")
            return None
        if depth > DEEPEST:
            raise ValueError("too deep")
        if kind[0] == "[":
            if isinstance(found, ArrayObject):
                return self._all(found, [kind] * len(found), depth)
            kind = kind[1:]
        if kind[0] == "{":
            return self._called(found, kind[1:], depth)
        if kind == "space" and isinstance(found, ArrayObject) and found:
            return self._space(found, depth)
        if not isinstance(found, DictionaryObject):
            if (sort := INSTEAD.get(kind, kind)) not in SORTS:
                raise ValueError("no dictionary where one must be")
            return self._plain(found, *SORTS[sort], depth)
        kind = SAME.get(kind, kind)
        if kind in ("drawing", "layer"):
            named = (DRAWINGS, "/Subtype") if kind == "drawing" else (LAYERS, "/Type")
            kind = named[0].get(at(found, named[1]), "")
        return self.once(found, kind, depth) if kind else None

    def once(self, found: DictionaryObject, kind: str, depth: int = 0) -> IndirectObject:
        """However often it is named, and though it names itself."""
        if kind not in KINDS:
            raise ValueError("a dictionary where none may be")
        known = self._known.get((id(found), kind))
        if known is None:
            self._kept.append(found)
            is_stream = isinstance(found, StreamObject)
            if (kind in STREAMS) > is_stream or is_stream > (kind in STREAMS | EITHER):
                raise ValueError("bytes where none may be, or none where some must")
            made = StreamObject() if is_stream else DictionaryObject()
            known = self._known[id(found), kind] = self.new(made)
            if kind == "one layer":
                self.layers[id(found)] = known
            self.fill(made, found, kind, depth)
            if isinstance(made, StreamObject):
                self._pack(made, found, kind, depth)
        return known

    def fill(self, made: DictionaryObject, found: DictionaryObject, kind: str, depth: int) -> None:
        for key, own in KINDS[kind].items():
            kept = self.of(dict.get(found, key), own, depth + 1)
            if kept is not None and (key != "/Type" or str(kept) in TYPES):
                made[Name(key)] = kept

    def _called(self, found: Any, kind: str, depth: int) -> DictionaryObject:
        if not isinstance(found, DictionaryObject):
            raise ValueError("no names")
        made = DictionaryObject()
        for name in found:
            if (kept := self.of(dict.get(found, name), kind, depth + 1)) is not None:
                made[Name(name)] = kept
        return made

    def _space(self, found: ArrayObject, depth: int) -> PdfObject:
        kinds = ["name", *SPACES.get(resolved(found[0]), [])]
        return self._all(found, kinds, depth)

    def _all(self, found: ArrayObject, kinds: list[str], depth: int) -> ArrayObject:
        """One after the other, for as many as there are kinds."""
        kept = (self.of(one, kind, depth + 1) for one, kind in zip(found, kinds, strict=False))
        return ArrayObject(NullObject() if one is None else one for one in kept)

    def _plain(self, found: Any, alone: set[str], in_rows: set[str], depth: int) -> PdfObject:
        """What is no dictionary, as one of these sorts."""
        if depth > DEEPEST:
            raise ValueError("too deep")
        if isinstance(found, ArrayObject) and in_rows:
            return ArrayObject(self._plain(resolved(one), in_rows, in_rows, depth + 1) for one in found)
        sort, made = _sorted(found)
        if sort not in alone:
            raise ValueError("of another sort than must stand there")
        return made

    # -- bytes --------------------------------------------------------------------------------------------------------

    def _pack(self, made: StreamObject, found: DictionaryObject, kind: str, depth: int) -> None:
        """As they are where one reader alone can unpack them, within bounds; else unpacked, and packed anew."""
        if "/F" in found:
            raise Refused(ELSEWHERE)
        data, filters, parameters = _unwrapped(found)
        if kind == "image":
            _check_dots(found, data, filters)
        if filters == [FLATE]:
            count, end = _inflated(data, 8 * MOST_UNPACKED if kind == "image" else MOST_UNPACKED)
            self._count(count, kind)
            data = data[:end]
        elif not filters:
            self._count(len(data), kind)
            data, filters = _flate(data), [FLATE]
        elif kind != "image" or filters[0] not in PICTURES:
            raise ValueError("packed as nothing that can be unpacked")
        elif filters == ["/DCTDecode"]:
            data = jpeg_alone(data)
        self._hold(made, data, filters, parameters, depth)

    def _hold(self, made: StreamObject, data: bytes, filters: list[Any], parameters: list[Any], depth: int = 0) -> None:
        if MARKS.search(data):
            data, filters, parameters = data.hex().encode() + b">", ["/ASCIIHexDecode", *filters], [None, *parameters]
        made.set_data(data)
        made[Name("/Filter")] = ArrayObject(map(Name, filters)) if filters[1:] else Name(filters[0])
        kept = [self.of(one, "parameters", depth + 1) for one in parameters]
        if any(kept):
            said = [one or NullObject() for one in kept]
            made[Name("/DecodeParms")] = ArrayObject(said) if filters[1:] else said[0]

    def joined(self, streams: list[StreamObject]) -> StreamObject:
        """A new one, of what some hold, one after the other."""
        data = b"\n".join(_unpacked(one) for one in streams)
        self._count(len(data), "content")
        made = StreamObject()
        self._hold(made, _flate(data), [FLATE], [])
        return made

    def _count(self, unpacked: int, kind: str) -> None:
        self._unpacked[kind == "image"] += unpacked
        if self._unpacked[False] > MOST_DRAWN or sum(self._unpacked.values()) > MOST_IN_ALL:
            raise ValueError("too large")


def _sorted(found: Any) -> tuple[str, PdfObject]:
    """Of which sort it is, and one like it."""
    match found:
        case NameObject():
            return "name", Name(found)
        case BooleanObject():
            return "flag", BooleanObject(found.value)
        case NumberObject() | FloatObject():
            return "number", number(found)
        case TextStringObject() | ByteStringObject():
            return "text", ByteStringObject(found.original_bytes)
    raise ValueError("no value")


def _unwrapped(found: DictionaryObject) -> tuple[bytes, list[Any], list[Any]]:
    """The bytes, unpacked until but one way of packing is left that is left as it is."""
    data: bytes = found._data  # type: ignore[attr-defined]
    filters = [resolved(one) for one in row(dict.get(found, "/Filter"))]
    parameters = [resolved(one) for one in row(dict.get(found, "/DecodeParms"))]
    parameters += [None] * (len(filters) - len(parameters))
    while filters and (filters[1:] or filters[0] not in {FLATE, *PICTURES}):
        if filters[0] in PICTURES:
            raise ValueError("a picture that is packed once more")
        step = StreamObject()
        step._data = data
        step[NameObject("/Filter")] = NameObject(filters.pop(0))
        if isinstance(said := parameters.pop(0), DictionaryObject):
            step[NameObject("/DecodeParms")] = said
        data = _unpacked(step)
    return data, filters, parameters[: len(filters)]


def _unpacked(found: StreamObject) -> bytes:
    step = EncodedStreamObject()
    step.update(found)
    step._data = found._data
    return step.get_data()


def _flate(data: bytes) -> bytes:
    return zlib.compress(data, 6)


def _check_dots(found: DictionaryObject, data: bytes, filters: list[Any]) -> None:
    """By what is said of it and, of a JPEG, by what it says itself."""
    sizes = [(at(found, "/Width"), at(found, "/Height"))]
    if filters == ["/DCTDecode"]:
        sizes.append(size_of(data) or (0, 0))
    if any(min(size) < 1 or size[0] * size[1] > MOST_DOTS for size in sizes):
        raise ValueError("no dots, or too many")


def _inflated(data: bytes, most: int) -> tuple[int, int]:
    """How many bytes it unpacks to, and where it ends: what stands behind is read by no one. What breaks off is as broken
    in the new file."""
    inflater, count, left = zlib.decompressobj(), 0, data
    while left and not inflater.eof:
        count += len(inflater.decompress(left, 1 << 20))
        if count > most:
            raise ValueError("too large")
        left = inflater.unconsumed_tail
    return count, len(data) - len(inflater.unused_data)
