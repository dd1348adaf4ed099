"""How long a page may look through rows: not so long that the server ends its worker (30 s) under somebody's hands."""

import time
from collections.abc import Iterable, Iterator
from typing import Any

#: Of the processor, so that a busy machine is no reason to refuse; a page goes through its rows twice at most. Two
#: hundred ordinary rows take one.
SECONDS = 8


class TooLong(Exception):
    """There is more to look through than there is time for."""


def in_time(rows: Iterable[Any]) -> Iterator[Any]:
    """Row after row, the first one in any case: with it is made what all are looked at with (the phrases' reader takes
    seconds), and the time begins behind it. Raises ``TooLong`` when the time is over."""
    end = 0.0
    for number, row in enumerate(rows):
        if number == 1:
            end = time.thread_time() + SECONDS
        if number and time.thread_time() > end:
            raise TooLong
        yield row
