"""What the objects of a PDF say, whoever is named to say it."""

from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
)

from registry.pdfs import DEEPEST, LARGEST, LEAST, MOST_PLACES


class Name(NameObject):
    """Its bytes as they were: names of fonts are in GBK as often as not."""

    def renumber(self) -> bytes:
        said = str(self)[1:].encode("latin1")
        return b"/" + b"".join(b"%c" % one if chr(one) in _PLAIN else b"#%02X" % one for one in said)


_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_.,:;*'@")


def resolved(value: Any) -> Any:
    for _ in range(DEEPEST):
        if not isinstance(value, IndirectObject):
            return None if isinstance(value, NullObject) else value
        value = value.get_object()
    raise ValueError("leads from one to the next")


def at(holder: Any, key: str) -> Any:
    return resolved(dict.get(holder, key))


def is_true(said: Any) -> bool:
    return isinstance(said, BooleanObject) and said.value


def row(value: Any) -> list[Any]:
    """A row of what may also stand alone."""
    value = resolved(value)
    return [] if value is None else [*value] if isinstance(value, ArrayObject) else [value]


def numbers(value: Any, count: int) -> list[float]:
    found = [float(number(float(resolved(one)))) for one in row(value)]
    if len(found) != count:
        raise ValueError("a number too many, or too few")
    return found


def number(said: float) -> NumberObject | FloatObject:
    """As it is written: a whole one as it is, another rounded to what can be seen."""
    if not LEAST <= said <= LARGEST:
        raise ValueError("a value that no reader needs")
    return NumberObject(said) if isinstance(said, int) else FloatObject(round(float(said), MOST_PLACES))


def say(made: DictionaryObject, **said: PdfObject | None) -> DictionaryObject:
    made.update({Name(f"/{key}"): value for key, value in said.items() if value is not None})
    return made
