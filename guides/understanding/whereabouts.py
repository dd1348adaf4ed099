"""Where the one who speaks is, who sees to the papers of another: 我弟在老家驻马店，我在深圳，想给他办慢病."""

import re
from collections.abc import Sequence
from dataclasses import replace

from guides.understanding.roles import Placed, Role
from guides.understanding.sharing import KIN

_I_AM_IN = re.compile(
    r"(?:^|[,。!?;、 ])(?:可是?|但是?|现在|而)?(?:我|俺|本人)(?:人|自己|现在|目前|一直|常年|长期|又|还|都)*在$"
)
_NOTHING_ELSE = re.compile(
    r"(?:市|省)?(?:这边|这里|那边)?(?:上班|打工|工作|做生意|开店|上学|读书|念书|当兵|出差|干活|回不去|走不开)?(?:呢|的)?(?=[,。!?;]|$)"
)
#: What somebody does for another one's money or papers.
_FOR_ANOTHER = re.compile(
    rf"[给帮替为](?:[他她]们?|我?(?:{KIN})[^,。!?;]{{0,2}})[^,。!?;]{{0,4}}(?:办|报|申请|申领|弄|补|查|备案|领|认定|评|交材料|跑)"
)
#: Who is brought to the one who speaks is treated there.
_BROUGHT = re.compile(r"接|(?<![原后本从近])来|跟着?我|随我|到我|[住在]我|我家|我这|这边|陪|送[来到]|带[他她着]")


#: 发票在我爸手上，我爸在天津: who keeps the papers is somewhere, and nobody ill.
_KEEPER_IN = re.compile(
    rf"在(?:我|我们)?(?P<kin>{KIN})(?:手[里上]|那[里儿边]?|家)?[里上]?[^,。!?;]{{0,3}},(?:我|我们)?(?P=kin)(?:人|现在|又|远)*在$"
)


def of_the_speaker(text: str, found: list[Placed]) -> list[Placed]:
    """The places, and that of the one who speaks as none of the care, where he only acts for another one elsewhere."""
    found = [replace(each, role=Role.IDLE) if _KEEPER_IN.search(text[: each.mention.start]) else each for each in found]
    mine = [each for each in found if each.role in (Role.CARE, Role.NONE) and _is_mine(text, each)]
    others = _codes(found) - _codes(mine)
    if not mine or not others or not _FOR_ANOTHER.search(text) or _BROUGHT.search(text):
        return found
    return [replace(each, role=Role.IDLE) if each in mine else each for each in found]


def brings(text: str) -> bool:
    """Whether somebody is brought to another one, or goes to him."""
    return bool(_BROUGHT.search(text) or re.search(r"过去|[跟随]着?[^,。!?;]{1,4}[住在过去到]|[去到]了?[他她]", text))


def _is_mine(text: str, each: Placed) -> bool:
    return bool(_I_AM_IN.search(text[: each.mention.start]) and _NOTHING_ELSE.match(text, each.mention.end))


def _codes(found: Sequence[Placed]) -> set[tuple[str, ...]]:
    return {each.mention.codes for each in found}


#: 爸的医保在泰州，妈的在盐城: an insurance that was named before.
_HIS_TOO = re.compile(rf"(?:{KIN}|我|[他她])的(?:也|就|还|是|交)*在$")
_WHOSE_COVER = re.compile(r"的?(?:医保|社保|农合|合作医疗)(?:关系)?(?:是|交|都|也)*在[^,。!?;]{2,8},[^,。!?;]{0,4}$")


def insures_too(text: str, at: int) -> bool:
    """Whether a place is where another one is insured, whose insurance has been named for the one before."""
    found = _HIS_TOO.search(text[:at])
    return bool(found and _WHOSE_COVER.search(text[: found.start()]))
