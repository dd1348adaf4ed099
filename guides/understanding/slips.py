"""What somebody takes back while he speaks: 在湛江交的不对不对是茂名交的."""

import re
from collections.abc import Sequence

from guides.understanding.gazetteer import Mention

_TAKEN_BACK = re.compile(
    r"[,。 ]*(?:不对|不是不是|说错了?|讲错了?|哦不|啊不|噢不|搞错了|记错了)+[,。 ]*(?:应该)?(?:是|在)?"
)
#: As many signs stand between the wrong place and what takes it back, and from there to the right one.
_NEAR = 6


def corrected(text: str, mentions: Sequence[Mention]) -> str:
    """The text with the right place where the wrong one stood, and without what was said to take it back."""
    for slip in _TAKEN_BACK.finditer(text):
        wrong = [each for each in mentions if 0 <= slip.start() - each.end <= _NEAR]
        right = [each for each in mentions if 0 <= each.start - slip.end() <= _NEAR]
        if wrong and right:
            return f"{text[: wrong[-1].start]}{text[right[0].start :]}"
    return text
