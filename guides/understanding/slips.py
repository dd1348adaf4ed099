"""What somebody takes back while he speaks: 在湛江交的不对不对是茂名交的."""

import re
from collections.abc import Sequence

from guides.understanding.gazetteer import Mention

_TAKEN_BACK = re.compile(
    r"[,。 ]*(?:不对|不是不是|说错了?|讲错了?|[哦啊噢喔哎诶]不|搞错了|记错了|口误|嘴瓢了?)+[,。 ]*(?:应该|现在|已经)*(?:是|在|转到?|去)?"
    r"|[,。 ]*(?:[哦啊噢喔哎诶])?不是"
)
#: As many signs stand between the wrong place and what takes it back, and from there to the right one.
_NEAR, _NEAR_BEHIND = 6, 10


def corrected(text: str, mentions: Sequence[Mention]) -> str:
    """The text with the right place where the wrong one stood, and without what was said to take it back: 不是 alone does
    so only where it names the wrong one again."""
    for slip in _TAKEN_BACK.finditer(text):
        before = [each for each in mentions if each.end <= slip.start()]
        behind = [each for each in mentions if each.start >= slip.end()]
        again = [each for each in before if _is_named_again(slip.end(), each, behind)]
        if again and len(behind) > 1 and behind[1].start - behind[0].end <= _NEAR:
            wrong, right = again[-1], behind[1]
            return f"{text[: wrong.start]}{right.name}{text[wrong.end : slip.start()]}{text[right.end :]}"
        if slip[0].endswith("不是") or not before or not behind:
            continue
        if slip.start() - before[-1].end <= _NEAR and behind[0].start - slip.end() <= _NEAR_BEHIND:
            return f"{text[: before[-1].start]}{text[behind[0].start :]}"
    return text


def _is_named_again(at: int, wrong: Mention, behind: Sequence[Mention]) -> bool:
    return bool(behind) and behind[0].start - at <= 1 and behind[0].codes == wrong.codes
