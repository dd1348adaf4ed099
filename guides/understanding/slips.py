"""What somebody takes back while he speaks: 在湛江交的不对不对是茂名交的."""

import re
from collections.abc import Sequence

from guides.understanding.gazetteer import Mention

_TAKEN_BACK = re.compile(
    r"[,。 ]*(?:不对|不是不是|说错了?|讲错了?|[哦啊噢喔哎诶]不|搞错了|记错了|口误|嘴瓢了?)+[,。 ]*(?:应该)?(?:是|在)?"
    r"|[,。 ]*(?:[哦啊噢喔哎诶])?不是"
)
#: As many signs stand between the wrong place and what takes it back, and from there to the right one.
_NEAR = 6


def corrected(text: str, mentions: Sequence[Mention]) -> str:
    """The text with the right place where the wrong one stood, and without what was said to take it back: 不是 alone does
    so only where it names the wrong one again."""
    for slip in _TAKEN_BACK.finditer(text):
        wrong = [each for each in mentions if 0 <= slip.start() - each.end <= _NEAR]
        behind = [each for each in mentions if each.start >= slip.end()]
        again = bool(wrong and behind and behind[0].start - slip.end() <= 1 and behind[0].codes == wrong[-1].codes)
        begins = behind[0].end if again else slip.end()
        right = [each for each in behind[again:] if each.start - begins <= _NEAR]
        if wrong and right and (again or not slip[0].endswith("不是")):
            return f"{text[: wrong[-1].start]}{text[right[0].start :]}"
    return text
