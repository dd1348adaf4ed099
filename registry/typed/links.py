"""Links of ours as they come back from chats, which put words and punctuation behind them without a space."""

import re

_VALUE = re.compile(r"[A-Za-z0-9_-]+")


def value(written: str) -> str:
    """A value in a link as this site writes them; what no value of ours can hold, and all behind it, is cut off."""
    found = _VALUE.match(written.strip())
    return found[0] if found else written.strip()
