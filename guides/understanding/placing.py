"""Which place is which, of all that a text names: where one of two is known, the other follows."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from guides.understanding import asides, covering, homes, moved, ours, treated, when, whereabouts
from guides.understanding.enrolling import ILL, WANTS_COVER
from guides.understanding.gazetteer import Mention
from guides.understanding.roles import COVER, KIND, SEEING, UNIT, Placed, Role

#: 徐州医保在南京: the first place has said whose insurance it is.
_NAMED_COVER = re.compile(
    rf"^{UNIT}的?(?:[交缴参买上]的)?{KIND}(?:{COVER})(?:卡|码)?(?:,| )?(?:现在|目前|如今|人|能不能|能|可以)*(?:在|到|去)$"
)
#: 住在无锡农合在徐州, 在无锡打工医保在徐州: the cover that is named behind where somebody is belongs to the next place.
_IS_THERE = re.compile("(?<!户口)(?<!户籍)(?:在|住|来|来到|住到|搬到|跑到)$")
_COVER_OF_NEXT = re.compile(
    rf"^{UNIT}(?P<busy>(?:打工|上班|工作|务工|做工|干活|生活|带(?:孩子|娃|孙子|孙女)),?)?(?:{COVER})"
    r"(?:还|都|也|就|一直|现在)*(?:是|交|缴|参)?(?:在|是|的)(?:老家|老家的)?$"
)
#: What two places are told apart for; and what somebody moves for, or has left behind.
_FOR_CARE = re.compile(
    r"医院[^,。!?;]{0,6}转|转[^,。!?;]{0,6}(?:医院|附院|湘雅|华西|协和|同济|齐鲁)|备案|异地|跨省|直接结算|转诊|转院|报销|用医保|刷医保|刷卡|[能给]报|报[吗不]"
)
#: 从阜新来大连我这边做手术.
_COMES_TO = re.compile(
    r"从·(?:市|县|老家|那边)?(?:过来|来|到|去|过|转到|转来|赶到)·[^,。!?;]{0,6}(?:看病|看腿|看眼|做手术|手术|住院|治|检查|复查|化疗|放疗|透析|过冬|避暑|养老)"
)
_NO_MOVE_FOR_CARE = re.compile(r"转移|转过去|转到|接续|社保卡|老卡|旧卡|参保|上班|落户|户口")
_REFERRED = re.compile("转院|转诊|医院")
_JOB = re.compile(r"跳[去到]|换(?:到|去|了)|换工作|换城市|离职|跳槽|辞职|辞工|辞了|不干了")
#: 从老家恩施嫁到绵阳，一直没参过医保: who was never insured is so nowhere else.
_NEVER_INSURED = re.compile(
    r"(?:从没|从来没|从未|一直没|都没)有?(?:参过|交过|上过|买过|参加过|入过)[^,。!?;]{0,2}(?:医保|社保|农合|保)"
)

#: 户口是菏泽的，…接着在青岛自己交: the household does not say where somebody pays.
_GOES_ON_PAYING = re.compile(
    r"(?:自己|接着|继续)[^,。!?;]{0,6}[交缴续]|离职|离的职|失业|续[交缴]|(?:让|叫|催)[^,。!?;]{0,4}[交参上买](?:居民|职工|农合|医保)"
)
#: 我医保在深圳，想给岳阳老家的爸妈交农合: where nobody is treated.
_PAYS_FOR_KIN = re.compile(r"[给帮替][^,。!?;]{0,10}[交缴参上买](?:居民|农合|新农合|医保|社保|保费|合作医疗)")
_HOUSEHOLD = re.compile(
    r"(?:户口|户籍)(?:(?:还|都|也|就|是)?在?|[^,。!?;]{0,3}(?:落|落在|落到|在|是)(?:老家|乡下|农村|下面))$"
)
_CARED_AT_HOME = re.compile(rf"[在回]老家[^,。!?;]{{0,4}}(?:{SEEING})")

#: 泉州 异地备案 上海, 彰武到沈阳 转诊: two places and what is done from the one in the other.
_FROM_ONE_TO_ANOTHER = re.compile(
    r"(?:(?:医保地?|参保地?|社保|异地|跨省|省外|就医|看病|住院|转诊|转院|备案|登记) ?)*·市?县? ?(?:(?:就诊地|就医地|看病地|看病) ?)?(?:(?:居民|职工|农合|门诊)?(?:慢特?病|慢性病|门特|特病|两病|透析)(?:证|卡)? |(?:小孩|孩子|老人|宝宝|娃|居民|职工|农合|家属|退休)[ ,]?)?(?:到|去|转|-|~|→)? ?(?:异地|跨省|省外|外地)?(?:就医|看病|住院|就诊|医疗|转诊|转院)?(?:备案|登记)? ?(?:到|去|转|-|~)? ?·市?"
    r" ?(?:异地|跨省|省外|外地)? ?(?:就医|看病|住院|就诊|医疗|转诊|转院|做?手术)?,? ?(?:备案|登记|手续|报销)*(?:怎么办理?|怎么弄|材料|流程|手续)?(?: ?(?:医保|拿药|买药|透析|能刷吗|能用吗|报销|怎么报|能报吗|能报不|报不报|报多少|能报多少|比例|直接结算))*"
)


#: 北京公司停保了, …沈阳新单位: where somebody was insured until lately.
_STOPPED_THERE = re.compile(
    rf"{UNIT}的?(?:公司|单位|工厂|厂里|厂子|厂)?(?:那边|医保|社保)*(?:给我)?(?:已经|早就|刚|就)?(?:停保|停缴|断缴|断保|离职|离的职|辞职|辞了|停了)"
)
#: 都在内江，农合: whose insurance is named right behind it, where another place is that of the care.
_ITS_COVER = re.compile(
    r"(?:市|县|那边)?[, ](?:都)?(?:是|交|参|上|买|有)?的?(?:新?农合|(?:城乡)?居民医保|职工医保|合作医疗)(?=$|[,。;!?])"
)
#: What somebody does who is not treated for that.
_WORKING = re.compile(
    rf"^{UNIT}(?:这边|那边)?(?:打工|上班|工作|务工|做工|干活|work|做生意|(?:领|拿|发)(?:退休|养老|工资|低保)|(?:领|拿|发)(?:$|[的着,。 ]))"
    r"(?![^。!?;]{0,8}接(?:[他她]们?|我[^,。!?;]{1,3}|[^,。!?;]{1,2})(?:过来|来|到))"
)

#: 南京 徐州 says nothing of either.
_TWO_NAMES = "··"

#: What stands between two of a kind.
_AND = frozenset(["和", "跟", "与", "、", "一个", ",一个", "还有"])
#: 医保在北京也在上海.
_ALSO = re.compile("市?,?(?:也|又|和)在")
#: 一个医保在宁波一个在金华.
_THE_OTHER = re.compile(r"(?:市)?(?:交的|的)?,?(?:另)?一个(?:交|是)?(?:在|是)?")
#: 去上海还是北京, of which nobody has chosen yet.
_OR = re.compile(r"(?:市|省)?(?:[交参上买续](?:医保|社保|农合)?)?(?:,| )?(?:还是|或者|或是|或|要么)(?:去|到|回|在)?")
#: Places that nobody is treated in today.
_ASIDE = frozenset([Role.FILED, Role.FORMER, Role.IDLE])


def placed(text: str, mentions: Sequence[Mention], hospitals: frozenset[str] = frozenset()) -> list[Placed]:
    """Each mention with its role; where one of two places has one, the other follows. ``hospitals`` are the 统筹区 of
    those that are named without their city: places of care."""
    found: list[Placed] = []
    for at, each in enumerate(mentions):
        if found and _is_of_the_next(text, mentions[at - 1], each):
            found[-1] = replace(found[-1], role=Role.CARE)
            found.append(Placed(each, Role.INSURED))
            continue
        named = (
            found and found[-1].role is Role.INSURED and _NAMED_COVER.match(text[found[-1].mention.end : each.start])
        )
        found.append(Placed(each, Role.CARE if named else asides.own(text, each)))
    found = whereabouts.of_the_speaker(text, _taken_up(text, found))
    found = homes.sets_out(text, treated.back_where_insured(text, _completed(text, found, hospitals)))
    return found if hospitals else ours.alone(text, found)


def _taken_up(text: str, found: list[Placed]) -> list[Placed]:
    """Where somebody was insured before he was employed anew he no longer is: 长春那边停了，青岛新单位接上了."""
    new = {each.mention.codes for each in found if moved.takes_up(text, each.mention)}
    if not new:
        return found
    roles = (Role.INSURED, Role.NONE, Role.CARE)
    return [
        replace(each, role=Role.FORMER) if each.mention.codes not in new and each.role in roles else each
        for each in found
    ]


def _is_of_the_next(text: str, one: Mention, other: Mention) -> bool:
    """Whether the cover named between two places is that of the second: 住在无锡农合在徐州."""
    between = _COVER_OF_NEXT.match(text[one.end : other.start])
    if between is None or not _IS_THERE.search(text[: one.start]):
        return False
    seen = treated.SEEN_THERE if between["busy"] else treated.ANY_CARE
    return not seen.match(text[other.end :])


def _completed(text: str, found: list[Placed], hospitals: frozenset[str]) -> list[Placed]:
    """Two places and one role: the other follows. Counters are looked for where one is insured."""
    if (settled := treated.sent_on(text, found) or covering.roles_of(text, found)) is not None:
        return settled
    found = _beside_its_cover(text, _left_behind(text, found))
    found = treated.where_it_was(text, treated.moves_on(text, _together(text, found)))
    found = treated.before_it_is_known(text, treated.last_of_all(text, treated.found_out(text, found, hospitals)))
    found = _of_today(text, _without_jobs(text, found))
    found = homes.in_it(text, homes.made_at_home(text, _narrower(_come_for_care(text, found, hospitals))))
    found = _resolved(text, homes.from_home(text, homes.back_for_care(text, homes.at_home(text, found))))
    codes = _told_apart(text, found)
    roles = {each.role for each in found}
    if Role.CARE not in roles:
        codes |= {(code,) for code in hospitals}
        roles |= {Role.CARE for _ in hospitals}
    if _JOB.search(text) or len(codes) > 2:
        return found
    wanted = {Role.NONE: Role.NONE, Role.OFFICE: Role.OFFICE}
    said = covering.spaced(text, found) if roles == {Role.NONE} and len(codes) == 2 else ""
    if said.replace(" ", "") != _TWO_NAMES and _FROM_ONE_TO_ANOTHER.fullmatch(said):
        return [Placed(each.mention, Role.CARE if at else Role.INSURED) for at, each in enumerate(found)]
    if Role.INSURED not in roles and Role.CARE in roles and not _NEVER_INSURED.search(text):
        wanted = {Role.NONE: Role.INSURED, Role.OFFICE: Role.INSURED}
    elif Role.INSURED in roles and Role.CARE not in roles and not (_PAYS_FOR_KIN.search(text) and not ILL.search(text)):
        wanted = {Role.NONE: Role.CARE, Role.OFFICE: Role.OFFICE}
    known = {each.mention.codes: each.role for each in found if each.role in (Role.INSURED, Role.CARE)}
    done = [
        Placed(each.mention, wanted.get(each.role, each.role))
        if each.mention.codes in codes - known.keys() and len(codes) == 2
        else each
        for each in found
    ]
    elsewhere = wanted[Role.NONE] is Role.INSURED and _GOES_ON_PAYING.search(text) and not ILL.search(text)
    at_home = elsewhere or (
        wanted[Role.NONE] is Role.CARE and (WANTS_COVER.search(text) or not _CARED_AT_HOME.search(text))
    )
    return [was if at_home and _is_household(text, was) else now for was, now in zip(found, done, strict=True)]


def _told_apart(text: str, found: Sequence[Placed]) -> set[tuple[str, ...]]:
    """The codes of the places that are told apart: of more than two not those where somebody only comes from."""
    codes = {each.mention.codes for each in found if each.role not in _ASIDE}
    if len(codes) <= 2:
        return codes
    return codes - {
        each.mention.codes
        for each in found
        if each.role is Role.NONE and (homes.is_home(text, each) or _is_household(text, each))
    }


def _is_household(text: str, each: Placed) -> bool:
    """户口在宜宾: of who is insured elsewhere it does not say where he is treated."""
    return bool(_HOUSEHOLD.search(text[: each.mention.start]))


def _together(text: str, found: list[Placed]) -> list[Placed]:
    """一个周口一个开封的居民医保: what is said of the last of two is said of both; and of two that are to be chosen from."""
    done = list(found)
    for at, (one, other) in enumerate(pairwise(found)):
        between = text[one.mention.end : other.mention.start]
        if between in _AND and one.role is Role.NONE and other.role in (Role.INSURED, Role.CARE):
            done[at] = replace(one, role=other.role)
        if done[at].role is Role.INSURED and _insures_both(text, between, other):
            done[at + 1] = replace(other, role=Role.INSURED)
        if _THE_OTHER.fullmatch(between) and one.role is Role.INSURED:
            done[at + 1] = replace(other, role=Role.INSURED)
        if _OR.fullmatch(between) and other.role is Role.NONE:
            done[at + 1] = replace(other, role=one.role)
        if _OR.fullmatch(between) and one.role in (Role.NONE, Role.CARE) and other.role is Role.INSURED:
            done[at] = replace(one, role=Role.INSURED)
    return done


def _insures_both(text: str, between: str, other: Placed) -> bool:
    """医保在北京、上海; 医保在北京也在上海: what is said of the first of two is said of the second."""
    if other.role is Role.NONE:
        return between in _AND
    return bool(_ALSO.fullmatch(between)) and not treated.ANY_CARE.match(text[other.mention.end :])


def _without_jobs(text: str, found: list[Placed]) -> list[Placed]:
    """建议去长沙, … 我在深圳上班: of two places of care, the one where somebody only works is none."""
    cared = [each for each in found if each.role is Role.CARE]
    idle = [each for each in cared if _WORKING.match(text[each.mention.end :])]
    others = {each.mention.codes for each in cared if each not in idle}
    if len(others) != 1:
        return found
    return [
        replace(each, role=Role.IDLE) if each in idle and each.mention.codes not in others else each for each in found
    ]


def _of_today(text: str, found: list[Placed]) -> list[Placed]:
    """原来在驻马店做，现在去天津; 本来说去上海，后来改去杭州: of two places, not that of a time before."""
    past = [each for each in found if when.was_before(text, each.mention.start)]
    today = {each.role for each in found if each not in past}
    if Role.NONE in today and Role.CARE not in today:  # 后来医生说杭州就能做
        today |= {Role.CARE}
    today &= {Role.CARE, Role.INSURED}
    return [replace(each, role=Role.IDLE) if each in past and each.role in today else each for each in found]


def _left_behind(text: str, found: list[Placed]) -> list[Placed]:
    """Of two places, not that where the insurance has stopped."""
    left = [each for each in found if _STOPPED_THERE.match(text, each.mention.end)]
    if not left or len({each.mention.codes for each in found}) == 1:
        return found
    return [replace(each, role=Role.FORMER) if each in left else each for each in found]


def _beside_its_cover(text: str, found: list[Placed]) -> list[Placed]:
    """Of two places of care, the one whose insurance is named behind it."""
    cared = [each for each in found if each.role is Role.CARE]
    beside = [each for each in cared if _ITS_COVER.match(text, each.mention.end)]
    if len(beside) != 1 or len({each.mention.codes for each in cared}) == 1:
        return found
    return [replace(each, role=Role.INSURED) if each in beside else each for each in found]


def _come_for_care(text: str, found: list[Placed], hospitals: frozenset[str]) -> list[Placed]:
    """从会宁来乌鲁木齐，怎么备案: who is to be treated where he came to is insured where he came from."""
    former = {each.mention.codes for each in found if each.role is Role.FORMER}
    roles = {each.role for each in found}
    for_care = (hospitals or Role.CARE in roles) and _FOR_CARE.search(text)
    if len(former) != 1 or Role.INSURED in roles or not (for_care or _COMES_TO.search(covering.around(text, found))):
        return found
    if _JOB.search(text) or WANTS_COVER.search(text) or (_NO_MOVE_FOR_CARE.search(text) and not _REFERRED.search(text)):
        return found
    return [replace(each, role=Role.INSURED) if each.role is Role.FORMER else each for each in found]


def _resolved(text: str, found: list[Placed]) -> list[Placed]:
    """在宁波打工，社保在宁波交，回上饶住院: who is insured where he works is treated in the other place, if at all."""
    insured = {each.mention.codes for each in found if each.role is Role.INSURED}
    found = treated.at_home(text, found, insured)
    cared = {each.mention.codes for each in found if each.role is Role.CARE}
    if len(insured) != 1 or (not cared - insured and ILL.search(text)):
        return found
    return [replace(each, role=Role.INSURED) if each.mention.codes in insured else each for each in found]


def _narrower(found: list[Placed]) -> list[Placed]:
    """在海南过冬，三亚租了房: a city of a province that has a role has it too. Of two places of care none is the province
    of the one that insures: 冬天住泰州、夏天又回新疆, 医保在阿克苏."""
    insured = {each.mention.code[:2] for each in found if each.role is Role.INSURED}
    away = any(each.role is Role.CARE and each.mention.code[:2] not in insured for each in found)
    found = [
        replace(each, role=Role.IDLE)
        if away and each.role is Role.CARE and each.mention.code.endswith("0000") and each.mention.code[:2] in insured
        else each
        for each in found
    ]
    roles = {each.mention.code[:2]: each.role for each in found if each.mention.code.endswith("0000")}
    inside = ((each, roles.get(each.mention.code[:2], Role.NONE)) for each in found)
    return [replace(each, role=role) if each.role is Role.NONE else each for each, role in inside]
