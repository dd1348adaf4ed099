"""Where somebody is or wishes to be insured, in a text that asks for that and tells of no care: the one place that is
named, the one that an insurance is taken to, and none of two that are to be chosen from.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from guides.understanding.roles import COVER, FROM_THERE, SEEING, Placed, Role
from registry.places import OUTSIDE

#: 延吉 门诊慢特病 办理: who insures somebody says that his illness is a recognised one.
_RECOGNISED_BY = re.compile(
    r"(?:慢特病|慢病|慢性病|门特|门慢|特病)[^,。!?;]{0,4}(?:办理|申请|认定|鉴定|评审|怎么办|怎么申请)|算不算[^,。!?;]{0,3}(?:慢病|慢性病|慢特病|门特|特病)"
)
ILL = re.compile(r"生[的了]|住了[^,。!?;]{1,4}院|生娃|剖|看病|住院|住着院|手术|急诊|就医|备案|报销|异地|转院|转诊|医院")
#: 在苏州失业了: who asks how to be insured, or goes on being it, is insured in the one place that is named.
_PAYS_IN = re.compile(
    r"失业|离职|下岗|断[缴交保了]|停保|年限|[交缴]满|[交缴]够|退休了?还要?[交缴]|退休年龄|差[^,。!?;]{1,4}年[^,。!?;]{0,3}退休|等待期|[交缴]了[^,。!?;]{1,4}年(?=.*(?:补|差|不够|退休))|退休.{0,8}[交缴]了[^,。!?;]{1,4}年"
    # 广州 大学生 医保 去哪里交, 洛阳农合几号截止
    rf"|(?:{COVER})[^,。!?;]{{0,5}}(?:在哪|去哪|哪里|哪儿|怎么|咋|如何|几号|几月|什么时候|啥时候|哪天|多少钱|最晚|最迟)[^,。!?;]{{0,5}}(?:[交缴补续]|参保|截止)"
    rf"|(?:{COVER})[^,。!?;]{{0,4}}(?:几号|几月|什么时候|啥时候|哪天)?(?:截止|征缴|集中缴费)|(?:新生儿|宝宝|少儿|学生|大学生|婴儿)(?:的|上)? ?(?:医保|居民医保) ?(?:怎么|咋|在哪|去哪|哪里)"
)
_NOT_THERE = re.compile(rf"{ILL.pattern}|{SEEING}|老家|户口|户籍|旅游|过冬|电话|地址|窗口")
#: 孩子在东莞念书，想参加医保: where somebody who wants to be insured is, unless another place is meant.
WANTS_COVER = re.compile(
    r"参保|(?:参加|加入|上(?![班学课])个?|入个?|办个?|买个?|[交缴]个?)[^,。!?;的了过着]{0,2}(?:(?:这里|这边|那边|当地|本地|嗰边|学校)的?)?(?:居民|职工|城乡|少儿|学生)*(?:[那这]种)?(?:医保|农合|居保|保险)|参过保|[想能]参加|接着[参交]|[交上]过医保"
    r"|参[^,。!?;]{0,2}医保|参的保|(?:医保|社保|农合)(?:怎么|咋|如何|要怎么)(?:接|续)"
)
_ANOTHER_PLACE = re.compile(
    r"(?:户口|户籍)[^,。!?;不没]{0,4}[在是落].*(?:这边|这里|本地|城里|现在住)|(?:这边|这里).*(?:户口|户籍)[^,。!?;不没]{0,3}[在是]|老家|看病|住院|手术|报销|急诊|备案|异地|电话|地址|窗口|补卡|社保卡|证明|旅游"
)
#: 香港户籍, 係澳門人: what somebody is, and not where.
_NATIONALITY = re.compile(r"(?:特别行政区)?(?:永久)?(?:户籍|籍|身份|居民|户口|人(?![现民在]))")

_HOUSEHOLD_IS = re.compile(r"(?:户口|户籍)(?:还|都|也|就)*是$")

#: 医保在哪边交好: of two places neither is known to be the one.
_WHICH = re.compile(
    rf"(?:{COVER}|保险|居民|职工)[^,。!?;]{{0,6}}(?:哪[边头儿里个]|在哪|谁)"
    r"|(?:[落上入交参]|办)(?:在|到|去|着)?(?:哪[边头儿个]|谁)[^,。!?;]{0,4}(?:医保|农合|居保|好|合适|划算)?"
)
#: 妈妈是黄石的，爸爸是孝感的: where each of two parents is from insures no child.
_PARENT = re.compile("(?:爸爸?|妈妈?|爹|娘|父亲|母亲)(?:的)?(?:户口|户籍)?(?:是|在)?$")
_CARE = re.compile(
    r"看病|住院|住着院|手术|急诊|就医|备案|报销|异地|转院|转诊|医院|就诊|治|化疗|透析|检查|开刀|割|看个病|做个|打招呼|医生|大夫|[能给]报|报[吗不]|养老|垫|花了|保温箱"
)
#: 社保关系 苏州转南京, 从深圳回合肥，医保怎么转: what goes along, and from where to where.
_RELATION = re.compile(
    r"(?:医保|社保)(?:的)?(?:关系|账户)|(?:医保|社保|关系) ?(?:转移|接续|转入|转出|迁移)|(?:转移|接续|转)(?:医保|社保)|(?:医保|社保)(?:能不能|可不可以|想|要|能|怎么|咋|可以)*[ ,]?[从由]"
    r"|(?:医保|社保|关系)[^,。!?;]{0,6}(?:怎么|咋|如何|要不要|用不用|需不需要|能不能|能|要|得|可以)+(?:跟着)?(?:转|迁|挪)"
)
_ONWARD = re.compile(
    r"(?:市|省)?[^,。!?;]{0,10}[,]?[^,。!?;]{0,8}(?:转[到去回往至]?|[回到去来往至]|调[到去]|搬[到去来])(?:了|我们|老家|到|去|的)* ?|(?:市)? ?转 ?"
)
#: 换工作从苏州到成都: whose employer sees to it, and where is not said.
_NEW_JOB = re.compile(r"跳槽|换(?:了|个|份)*工作|换(?:了|个|家)*(?:公司|单位)|辞职")
#: 从义乌辞了去杭州一个新单位: who goes on to another firm is insured by it, or not yet.
_NEXT_FIRM = re.compile(r"新的?(?:单位|公司|厂)|入职|上班|报到|跳槽|调[到去动]")
#: 转回来吗还是交农合: who has yet to choose takes nothing anywhere.
_ONE_OF_TWO = re.compile("还是(?:交|参|上|买|入|让|在)")
#: 医保想从商丘转过来.
_FETCHED = re.compile("(?:市|那边|老家)?(?:把)?(?:医保|社保|关系)?(?:转|迁|挪|弄)(?:移)?(?:过来|来|回来|入)")
#: 转学到杭州, 调到天津上班了: where somebody has come to stay.
_COME_TO = re.compile(
    r"(?:转学|(?:调|调动|换)(?:工作|单位)?|搬|换|转|迁|落户|嫁|回)(?:到|去|来|回|在)?(?:了)?(?:老家)?$|(?:入职|上班)(?:到|在)$"
)


def enrolled(text: str, found: Sequence[Placed]) -> list[Placed] | None:
    """The roles in a text that asks how to be insured; None in any other."""
    ours = [each for each in found if not _is_a_nationality(text, each)]
    if len({each.mention.codes for each in ours}) == 1 or "居住证" in text:
        ours = [each for each in ours if not _is_a_household(text, each)]
    codes = {each.mention.codes for each in ours}
    if _ONE_OF_TWO.search(text):
        return None
    if len(ours) == 2 and len(codes) == 2 and _is_fetched(text, ours[1]):
        return [replace(each, role=Role.INSURED if each is ours[0] else Role.FORMER) for each in found]
    if is_of_a_move(text, ours):
        return [replace(each, role=Role.INSURED if each is ours[-1] else Role.FORMER) for each in found]
    if len(codes) == 1 and (is_about_cover(text) or _is_taken_there(text, ours[0])):
        return [
            replace(each, role=Role.IDLE if each not in ours else Role.INSURED)
            if each not in ours or each.role in (Role.CARE, Role.NONE)
            else each
            for each in found
        ]
    there = {each.mention.codes for each in ours if not _is_left(text, each)}
    wants = WANTS_COVER.search(text) and not _CARE.search(text) and not _NEXT_FIRM.search(text)
    if wants and len(there) == 1 and len(codes) == 2:
        return [replace(each, role=Role.INSURED if each.mention.codes in there else Role.FORMER) for each in found]
    of_parents = bool(ours) and all(_PARENT.search(text[: each.mention.start]) for each in ours)
    if len(codes) > 1 and (of_parents or _WHICH.search(text)) and not _CARE.search(text):
        away = {Role.CARE, Role.INSURED} if of_parents else {Role.CARE}
        return [replace(each, role=Role.NONE) if each.role in away else each for each in found]
    return None


def is_of_a_move(text: str, found: Sequence[Placed]) -> bool:
    """Whether an insurance is to be taken from the first of two places to the second: 医保关系 苏州转南京."""
    if (
        len(found) != 2
        or _NEW_JOB.search(text)
        or found[0].mention.codes == found[1].mention.codes
        or _CARE.search(text)
    ):
        return False
    between = text[found[0].mention.end : found[1].mention.start]
    return bool(_ONWARD.fullmatch(between) and _RELATION.search(text))


def _is_fetched(text: str, each: Placed) -> bool:
    """嫁到徐州了，医保想从商丘转过来: from where an insurance is fetched to where somebody is."""
    fetched = text[: each.mention.start].endswith(("从", "由")) and _FETCHED.match(text, each.mention.end)
    return bool(fetched) and not _CARE.search(text)


def _is_taken_there(text: str, each: Placed) -> bool:
    """转学到杭州，医保要转吗."""
    there = _COME_TO.search(text[: each.mention.start])
    return bool(there and _RELATION.search(text) and not _CARE.search(text))


def _is_left(text: str, each: Placed) -> bool:
    """从深圳回来, 从东莞辞职回郴州: where somebody is no longer."""
    return text[: each.mention.start].endswith(("从", "由"))


def _is_a_household(text: str, each: Placed) -> bool:
    """户口是江西的: where somebody is registered, and neither is nor is insured for that. Beside another place he is
    insured in that one only if he has a permit there."""
    return bool(_HOUSEHOLD_IS.search(text[: each.mention.start]) and FROM_THERE.match(text[each.mention.end :]))


def _is_a_nationality(text: str, each: Placed) -> bool:
    return each.mention.code in OUTSIDE and bool(_NATIONALITY.match(text, each.mention.end))


def is_about_cover(text: str) -> bool:
    """Whether somebody asks how to be insured, or to go on being it, where he is."""
    pays_in = (_PAYS_IN.search(text) or _RECOGNISED_BY.search(text)) and not _NOT_THERE.search(text)
    return bool(pays_in or (WANTS_COVER.search(text) and not _ANOTHER_PLACE.search(text)))
