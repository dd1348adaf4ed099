"""Whether a PDF is but pages: read in a process of its own, ``python -I registry/pdfs.py``, that knows nothing of the site.

No two programs read a broken PDF alike: what one finds by a table another finds by looking for it. So no table is asked
what there is. Whatever a PDF does of itself has a name, and a name stands in the file as it is, or in an object stream:
both are searched, every stream at the place where it is written, and where it can be read in two ways it is refused.
"""

import io
import logging
import re
import resource
import sys
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

#: What it may take: a scan of ten megabytes takes half a second and 60 MB.
SECONDS = 10
MOST_MEMORY = 400 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
FINE, ACTIVE, LOCKED = "fine", "active", "locked"

#: Nothing here goes back over what it has read: ten megabytes of zeros or blanks are read once.
_BLANK = rb"(?:[\0\t\n\f\r ]|%[^\r\n]*+[\r\n])"
#: Long names: in the noise of pictures none of them stands by accident.
_LONG = [
    "JavaScript",
    "Rendition",
    "Launch",
    "GoToE",
    "EmbeddedFiles",
    "EmbeddedFile",
    "FileAttachment",
    "RichMedia",
    "OnInstantiate",
    "GoToR",
    "SubmitForm",
    "ImportData",
    "Movie",
    "Sound",
]
#: Short ones, which do: only before a value, as they stand in a dictionary.
_SHORT = ["JS", "EF", "XFA"]
_VALUE = rb"%b*+(?:[(<\[][\t\n\r -~\xfe\xff]{4}|\d++%b++\d++%b++R)" % (_BLANK, _BLANK, _BLANK)


def _spelled(names: list[str]) -> bytes:
    """Each as it is, or with any of its letters as ``#`` and its number; nothing that goes on after it."""
    every = (b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name.encode()) for name in names)
    return rb"/(?:" + b"|".join(every) + rb")(?![^\0\t\n\f\r ()<>\[\]{}/%])"


#: What happens at once, where a page is turned to: a dictionary, or an object that is one.
_AT_ONCE = _spelled(["AA"]) + rb"%b*+(?:<<|\d++%b++\d++%b++R)" % (_BLANK, _BLANK, _BLANK)
_DOES = re.compile(_spelled(_LONG) + b"|" + _spelled(_SHORT) + _VALUE + b"|" + _AT_ONCE)
#: What happens on opening: an action, or an object that may be one; as an array it is the place where reading begins.
_OPENS = re.compile(_spelled(["OpenAction"]) + rb"%b*+(?:(?P<own><<)|(?P<number>[+-]?\d++))" % _BLANK)
_DESTINATION = (
    rb"(?:\[[^\[\]()<>]*+\]|\((?:[^()\\]|\\.)*+\)|<[\s\dA-Fa-f]*+>|/[^\0\s()<>\[\]{}/%%]++|\d++%b++\d++%b++R)"
    % (_BLANK, _BLANK)
)
_FIELDS = (rb"/Type%b*+/Action", rb"/S%b*+/GoTo(?=[\0\s%%/>])", rb"/S?D%b*+" + _DESTINATION.replace(b"%", b"%%"))
#: The one action that only turns to a page of the file, written as programs write it; and either as an object.
_TURNS = rb"<<%b*+(?:(?:" + rb"|".join(_FIELDS) + rb")%b*+)++>>"
_GOES = re.compile(_TURNS % ((_BLANK,) * 5), re.DOTALL)
_PLACE = re.compile(rb"%b*+(?:\[|%b)" % (_BLANK, _GOES.pattern), re.DOTALL)
#: Where an object begins, as the most lenient reader has it: ``7 0 obj``, ``+7. 0obj``, with remarks between.
_OBJECT = re.compile(rb"(?<![\d.+-])([\d.+-]++)%b++([\d.+-]++)%b*+obj" % (_BLANK, _BLANK))
#: Other objects packed in one: a dictionary that says where the first of them begins, and a stream after it.
_PACKED = re.compile(_spelled(["First"]))
_STREAM = re.compile(rb">>%b*+stream[ \r\n]" % _BLANK)
#: What only such an object says: its type, or a number for where the first begins, where a list of headings names another.
_HOLDS = re.compile(
    _spelled(["ObjStm"]) + rb"|" + _spelled(["First"]) + rb"%b*+[+-]?(\d++)(?!%b++\d++%b++R)" % ((_BLANK,) * 3)
)
_NAMED = re.compile(_spelled(["First"]) + rb"%b*+(\d++)%b++\d++%b++R" % ((_BLANK,) * 3))
_NUMBER = re.compile(rb"%b*+[+-]?\d" % _BLANK)
_INDEX = re.compile(rb"[\0\s\d]*")


def verdict(content: bytes) -> str:
    """``FINE``, ``ACTIVE``, or ``LOCKED`` for one that wants a password. Raises anything for one that cannot be read."""
    from pypdf import PdfReader  # the site itself, which only starts this file, does without

    if _DOES.search(content):
        return ACTIVE
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return LOCKED
    if not reader.get_num_pages():
        raise ValueError("no page")
    numbers = set()
    for text, _ in _texts(reader, content):
        if _DOES.search(text):
            return ACTIVE
        for opens in _OPENS.finditer(text):
            if opens["number"]:
                numbers.add(int(opens["number"]))
            elif not _GOES.match(text, opens.start("own")):
                return ACTIVE
    return FINE if not numbers or _are_places(numbers, _texts(reader, content)) else ACTIVE


#: What is searched, with the objects in it: their numbers, and where they begin.
Text = tuple[bytes, Iterable[tuple[int, int]]]


def _are_places(numbers: set[int], texts: Iterable[Text]) -> bool:
    """Whether every object of these numbers, however many there are of each, is but a place in the file."""
    found = set()
    for text, objects in texts:
        for number, start in objects:
            if number in numbers:
                if not _PLACE.match(text, start):
                    return False
                found.add(number)
    return found == numbers


def _texts(reader: Any, content: bytes) -> Iterator[Text]:
    yield content, ((int(float(head[1])), head.end()) for head in _OBJECT.finditer(content))
    yield from _unpacked(reader, content)


def _unpacked(reader: Any, content: bytes) -> Iterator[Text]:
    """What every object stream holds, old ones and those that no table knows too."""
    from pypdf import filters
    from pypdf.generic import IndirectObject

    reader.strict, filters.decompress = True, _inflated
    logging.getLogger("pypdf").addHandler(_Doubt())
    heads = list(_OBJECT.finditer(content))
    numbers = {int(head[1]) for head in heads if head[1].isdigit() and _NUMBER.match(content, head.end())}
    if any(int(named[1]) in numbers for named in _NAMED.finditer(content)):
        raise ValueError("where the first object begins is told elsewhere")
    ends = [*(head.start() for head in heads[1:]), len(content)]
    for head, end in zip(heads, ends, strict=False):
        if not _PACKED.search(content, head.end(), end) or not _STREAM.search(content, head.end(), end):
            if _HOLDS.search(content, head.end(), end):
                raise ValueError("objects that one reader finds and another does not")
            continue
        if content.count(b"endstream", head.end(), end) != 1:
            raise ValueError("where it ends hangs on who reads it")
        number, generation = int(head[1]), int(head[2])
        reader.xref.setdefault(generation, {})[number] = head.start()
        for known in (reader.xref_objStm, reader.xref_free_entry.get(generation, {})):
            known.pop(number, None)
        reader.resolved_objects.clear()
        stream = reader.get_object(IndirectObject(number, generation, reader))
        data: bytes = stream.get_data()
        first = int(stream["/First"])
        if len(data) < first or not _INDEX.fullmatch(data, 0, first):
            raise ValueError("unpacked to something else")
        index = [*map(int, data[:first].split())]
        yield data, [(number, first + start) for number, start in zip(index[::2], index[1::2], strict=False)]


def _inflated(data: bytes) -> bytes:
    """To its end, where pypdf would make the best of what is broken."""
    inflater = zlib.decompressobj()
    inflated = inflater.decompress(data, MOST_UNPACKED)
    if not inflater.eof:
        raise ValueError("broken, or too large")
    return inflated


class _Doubt(logging.Handler):
    """Whatever the reader makes the best of, another may read in another way."""

    def emit(self, record: logging.LogRecord) -> None:
        raise ValueError(record.getMessage())


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    print(verdict(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
