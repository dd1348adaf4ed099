"""What somebody takes back: 在湛江交的不对不对是茂名交的, 选成住院了，其实是门诊."""

import re
from collections.abc import Sequence

from guides.understanding.gazetteer import Mention
from guides.understanding.phrases import Hit

_TAKEN_BACK = re.compile(
    r"[,。 ]*(?:不对|不是不是|说错了?|讲错了?|[哦啊噢喔哎诶]不|搞错了|记错了|口误|嘴瓢了?)+[,。 ]*(?:应该|现在|已经)*(?:是|在|转到?|去)?"
    r"|[,。 ]*(?:[哦啊噢喔哎诶])?不是"
)
#: 医保是镇江的，哎不对，镇江那是以前，去年就转到泰州了: what was so once, up to what is so now.
_ONCE = re.compile(
    r"(?:的|了)?[,。 ]*(?:[哦啊噢喔哎诶唉]?(?:不对|不是|说错了?|搞错了|记错了)[,。 ]*)(?P<again>[^,。!?;]{0,4}?)(?:那|这)?(?:都|还)?是(?:以前|原来|过去|从前|早先|老早|去年)的?(?:事|了)*,"
    r"(?:[^,。!?;]{0,6}[转迁]到[^,。!?;]{2,4}了?,)?(?:现在|如今|目前)(?:是|在)?"
)
#: As many signs stand between the wrong place and what takes it back, and from there to the right one.
_NEAR, _NEAR_BEHIND = 6, 10


def corrected(text: str, mentions: Sequence[Mention]) -> str:
    """The text with the right place where the wrong one stood, and without what was said to take it back: 不是 alone does
    so only where it names the wrong one again."""
    for once in _ONCE.finditer(text):
        before = [each for each in mentions if each.end <= once.start("again")]
        behind = [each for each in mentions if each.start == once.end()]
        if before and behind and once.start() - before[-1].end <= 1:
            return f"{text[: before[-1].start]}{text[behind[0].start :]}"
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


#: 选成普通住院了，其实…: what somebody ticked by mistake, up to what he means.
_TICKED = re.compile(
    r"(?:[误错]?[选填写点勾报弄搞])(?:错)?成了?(?P<wrong>[^,。!?;]{2,8})(?=[,。!?;][^。!?;]{0,6}(?:其实|实际|事实上|应该|本来是|本该|可我是|我是|可是我))"
)


def meant(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """The phrases without those that only say what stands on a form by mistake."""
    wrong = [match.span("wrong") for match in _TICKED.finditer(text)]
    return [hit for hit in hits if not (hit.phrase.means and any(a <= hit.start and hit.end <= b for a, b in wrong))]
