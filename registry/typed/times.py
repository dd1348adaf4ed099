"""Times of day as people type them: 8:30, ８：３０, 8点半, 13点."""

import datetime as dt
import re

from registry.typed.signs import half_width

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{1,2})|[点时](?:(\d{1,2})分?|(半))?)", re.ASCII)


class TimeError(ValueError):
    """Something that is no time of day; ``sentence`` says what to write."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_time(text: str) -> dt.time:
    """A time of day to the minute, of twenty-four hours. Raises TimeError."""
    typed = half_width(text).strip()
    if (found := _CLOCK.fullmatch(typed)) is None:
        raise TimeError(f"“{typed}”不是时间。请照 8:30 或 13:30 的样子写。")
    minute = 30 if found[4] else int(found[2] or found[3] or 0)
    try:
        return dt.time(int(found[1]), minute)
    except ValueError:
        raise TimeError(f"没有“{typed}”这个时间，请再看看。") from None
