"""Of two places, the one where somebody is treated: sent on from the other, or right where he is insured."""

import re
from collections.abc import Sequence
from dataclasses import replace

from guides.understanding.roles import SEEING, UNIT, Placed, Role

ANY_CARE = re.compile(rf"^{UNIT}(?:{SEEING})")
#: 在徐州看病; 医保在徐州住院要备案吗 asks about a stay, and not of one there.
SEEN_THERE = re.compile(
    rf"^{UNIT}(?!(?:住院|看病|手术|看门诊)(?:要|怎么|用|需|得|该|能|可|还|会|给|报|$))(?:{SEEING}|住的院|住过)"
)
#: 佳木斯 转诊 哈尔滨 医保备案: who is sent on is insured where he comes from, whatever is named behind.
_SENT_ON = re.compile("(?:市|县)? ?(?:转诊|转院)(?:到|去|往)? ?")
#: What somebody does in a place beside the one where he, or another, is treated: 在北京转车, 在苏州带孙子.
_BESIDE_CARE = re.compile(
    rf"^{UNIT}(?:[南北东西]?站)?(?:这边|那边)?"
    r"(?:打工|上班|工作|务工|做工|干活|做生意|带(?:孩子|娃|孙子|孙女|外孙)|念书|读书|上学|上大学|转车|换乘|中转|转机|倒车|转的?船)"
)
#: 户口跟我，在赣州: where somebody is; 人在, 现在在 tell where he has come to.
_IS_IN = re.compile("(?<![人现住转])在$")


def _is_beside(text: str, each: Placed) -> bool:
    """Whether somebody is in a place, and neither treated there nor come for that."""
    if _BESIDE_CARE.match(text[each.mention.end :]):
        return True
    return bool(_IS_IN.search(text[: each.mention.start])) and not SEEN_THERE.match(text[each.mention.end :])


def sent_on(text: str, found: Sequence[Placed]) -> list[Placed] | None:
    """The roles of two places of which one sends to the other; None for any others."""
    if len(found) != 2 or not _SENT_ON.fullmatch(text, found[0].mention.end, found[1].mention.start):
        return None
    return [replace(found[0], role=Role.INSURED), replace(found[1], role=Role.CARE)]


def at_home(text: str, found: list[Placed], insured: set[tuple[str, ...]]) -> list[Placed]:
    """我在苏州带孙子，老伴在淮安住院，医保淮安: who is treated where he is insured is so nowhere else."""
    cared = [each for each in found if each.role is Role.CARE]
    there = [each for each in cared if each.mention.codes in insured and SEEN_THERE.match(text[each.mention.end :])]
    others = [each for each in cared if each.mention.codes not in insured]
    if not there or not all(_is_beside(text, each) for each in others):
        return found
    return [replace(each, role=Role.IDLE) if each in others else each for each in found]
