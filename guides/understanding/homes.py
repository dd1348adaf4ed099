"""Home (老家) among the places of a text: who comes from there, is insured there, or had his card made there."""

import re
from dataclasses import replace

from guides.understanding.roles import COMES, COVER, FROM_THERE, KIND, Placed, Role

#: 医保在老家, 老家的居民医保, 回老家报; and the place that is home.
_INSURED_AT_HOME = re.compile(
    rf"老家(?:那边|那头|村里|县里)?(?:的|交的|买的|上的|参的|给交的)*{KIND}(?:{COVER})"
    rf"|(?:{COVER})(?:关系)?(?:还|都|一直|也|就|是|交|缴|在|上|买)*老家|回老家(?:去)?(?:再)?报|在家里?(?:交|参|缴|买)的|在老家(?:交|参|缴)"
    r"|医保(?:关系)?(?:一直|还|都|也|又|就)*(?:没|没有)(?:迁|转|动|挪|改)|医保(?:还|都|一直)*在(?:那边|原来|那里)"
)
#: 从泗洪过来带娃，农合还是那边的; 在东莞进厂，社保也交在这边: the insurance is that of a place named before.
_INSURED_IN_IT = re.compile(
    rf"(?:{COVER})(?:关系)?(?:也|都|还|就|一直|全|交|缴|上|留|挂|放)*(?:是|在)"
    r"(?:(?:原来|原先|以前|之前)?的?(那边|那里|那头|那块|当地|原地)|这边|这里|这头)(?=交|缴|参|的|着|发|管|[,。;!?]|$)"
)
_CARD_FROM_HOME = re.compile(
    r"卡[^,。!?;]{0,5}老家(?:那边)?[^,。!?;]{0,5}(?:办|发|领)|老家(?:那边)?(?:办|发|领)的(?:社保|医保)?卡"
)
_HOME_BEFORE = re.compile(r"(?:从|老家在?|老家是|家在|家是)(?:老家)?$")
_HOME_AFTER = re.compile(r"^(?:省|市|县|区)?(?:那边|农村|乡下|村里|下面)?(?:的)?(?:老家|人(?![民在工现一也都还]))")


def at_home(text: str, found: list[Placed]) -> list[Placed]:
    """从安庆过来, … 老家的医保: the place that somebody came from, where he is insured at home."""
    if any(each.role is Role.INSURED for each in found) or not _INSURED_AT_HOME.search(text):
        return found
    home = {each.mention.codes for each in found if is_home(text, each)}
    home = {each.mention.codes for each in found if text[: each.mention.start].endswith(("回", "回到"))} or home
    if len(home) != 1:
        return found
    return [Placed(each.mention, Role.INSURED) if each.mention.codes in home else each for each in found]


def in_it(text: str, found: list[Placed]) -> list[Placed]:
    """老家信阳，在苏州打工，医保在那边: the place that is home, or the only one that was named before."""
    told = _INSURED_IN_IT.search(text)
    before = [each for each in found if told and each.mention.end <= told.start()]
    homes = [each for each in before if each.role is Role.FORMER or is_home(text, each)]
    left = told and told[1] and any(each.role is Role.FORMER for each in homes)
    if not told or (not left and any(each.role is Role.INSURED for each in found)):
        return found
    meant = (homes or before) if told[1] else [each for each in before if each not in homes]
    if len({each.mention.codes for each in meant}) != 1:
        return found
    return [replace(each, role=Role.INSURED) if each in meant else each for each in found]


def from_home(text: str, found: list[Placed]) -> list[Placed]:
    """我老家三门峡的，医保是洛阳交的: where somebody is from does not insure him beside another place that does."""
    if len({each.mention.codes for each in found if each.role is Role.INSURED}) < 2:
        return found
    return [
        replace(each, role=Role.IDLE)
        if each.role is Role.INSURED
        and _HOME_BEFORE.search(text[: each.mention.start])
        and FROM_THERE.match(text[each.mention.end :])
        else each
        for each in found
    ]


#: 想回老家看病.
_BACK_FOR_CARE = re.compile(
    r"(?<!不)(?<!没)回(?:我|我们)?老家(?:那边|医院|县医院)?(?:去|再|做|动|的)*(?:看病|看看|看腿|看眼|住院|手术|治|检查|开刀|养胎|生(?:孩子|娃|$|[,。]))"
)


def back_for_care(text: str, found: list[Placed]) -> list[Placed]:
    """老家是毕节的，社保在温州，想回老家看病: who is insured elsewhere is treated in the place that is home."""
    insured = {each.mention.codes for each in found if each.role is Role.INSURED}
    home = {each.mention.codes for each in found if _HOME_BEFORE.search(text[: each.mention.start])}
    if len(home) != 1 or not insured - home or not _BACK_FOR_CARE.search(text):
        return found
    return [replace(each, role=Role.CARE) if each.mention.codes in home else each for each in found]


#: 人在铁岭，去北京看病: where somebody is who goes elsewhere to be treated.
_IS_THERE = re.compile(
    r"(?:^|[,。!?; ])(?:我|俺|咱|[他她])?们?(?:我?(?:爸妈?|妈|父母|老婆|老公|孩子|儿子|女儿|老人|公公|婆婆))?(?:老家|家里?|人|住|现在|目前|平时|常年|都|就)*(?:在|住|是)$"
)
_THERE_ALONE = re.compile(r"(?:市|县|省)?(?:这边|那边)?(?=[,。!?; ])")
_GOES = re.compile(r"(?:去|到|上|往|赴)$")


def sets_out(text: str, found: list[Placed]) -> list[Placed]:
    """The places, and the one where somebody only is as none of the care, where he goes to another one for it."""
    cared = [each for each in found if each.role is Role.CARE]
    goes = {each.mention.codes for each in cared if _GOES.search(text[: each.mention.start])}
    stays = [
        each
        for each in cared
        if each.mention.codes not in goes
        and _IS_THERE.search(text[: each.mention.start])
        and _THERE_ALONE.match(text, each.mention.end)
    ]
    if len(goes) != 1 or {each.mention.codes for each in cared} != goes | {each.mention.codes for each in stays}:
        return found
    return [replace(each, role=Role.IDLE) if each in stays else each for each in found]


def made_at_home(text: str, found: list[Placed]) -> list[Placed]:
    """卡在老家办的，老家是阜阳: the card was made in the place that is home."""
    if not _CARD_FROM_HOME.search(text):
        return found
    return [replace(each, role=Role.ISSUED) if is_home(text, each) or _is_from(text, each) else each for each in found]


def is_home(text: str, each: Placed) -> bool:
    before, after = text[: each.mention.start], text[each.mention.end :]
    if each.role not in (Role.NONE, Role.FORMER, Role.CARE):
        return False
    return bool(_HOME_BEFORE.search(before) or _HOME_AFTER.match(after))


def _is_from(text: str, each: Placed) -> bool:
    """我是商丘的: where somebody says he is from."""
    return bool(COMES.search(text[: each.mention.start]) and FROM_THERE.match(text[each.mention.end :]))
