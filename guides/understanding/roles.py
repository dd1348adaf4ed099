"""Which place is which: where somebody is insured (参保地), is treated (就医地), or a counter is looked for.

A sign stands right before or behind the name of the place. Where one of two places is known, the other follows. The one
who lives somewhere (老家在…, 人在…) is not insured there for that.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from guides.understanding import sharing
from guides.understanding.gazetteer import Mention

_COVER = "医保|社保|新?农合|合作医疗|居保|医疗保险|农村医保|居民医疗|灵活就业|参保|职工医疗"
_KIND = "(?:城镇|城乡|退休|在职|普通)?(?:职工|居民|公司|单位|企业|学生|少儿|大学生|一档|二档|三档)?"
_UNIT = "(?:省|市|县|区|那边|这边|老家|本地|当地| )*"

_INSURED_AFTER = re.compile(
    rf"^{_UNIT}的?{_UNIT}(?:退休|在职)?{_KIND}(?:的)?(?:{_COVER})(?!局|中心|窗口|大厅|经办|事务|服务|办事|电话|待遇|政策|网点)"
    rf"|^{_UNIT}(?:单位|公司|学校|厂里|村里)?(?:给)?(?:统一)?(?:交|缴|参|买|上|入|投|办|有)(?:的|着|了|过)*(?:{_KIND}|的)(?:{_COVER}|保)(?!局|中心|窗口|卡)"
    rf"|^{_UNIT}(?:单位|公司|学校)?(?:统一)?(?:交|缴|上|入|投|参)的(?!院)"
    rf"|^{_UNIT}(?:上班|打工|工作|务工)[, ]?(?:公司|单位)?(?:给)?(?:交|缴|上|买|参)(?:的|了|着)*(?:职工|五险|社保|医保)"
    r"|^市?的?(?:退休|在职)职工|^参保|^(?:市|县)?户口?的医保|^(?:市|县|区)?的[,，]"
)
#: 户口衡阳 医保在深圳: the insurance is that of the next place.
_OF_THE_NEXT = re.compile(rf"^(?:市|县)?[ ,]+(?:{_COVER})(?:还|都|也|就|一直|现在)*(?:在|是|交在)(?!这)")
_INSURED_BEFORE = re.compile(
    rf"(?:{_COVER}|参保地|参保)(?:关系|地|城市|卡)?(?:公司|单位|学校|厂里|老板|自己|个人|我|给|还|都|全|一直|目前|也|现在|就|仍|是|交|缴|放|落|挂|参|办|上|买|属于|归)*(?:在|到|是)(?:了)?(?:老家|原来的|原先的|以前的|老单位)?$"
    r"|参保(?:地|城市)(?:是|在|为|[:： ])?$|参保在$"
)
#: 医保芜湖的, 社保: 芜湖.
_NAMED_OF = re.compile(rf"(?:{_COVER})(?:卡)?[: ]?$")
_OF_IT = re.compile(r"^(?:省|市|县|区|那边|老家)*的?(?:$|[,。.;!?])")
_RETURNING = re.compile(r"(?:回|回到|拿回|寄回|带回|送回|寄到|拿到)$")
_TO_CLAIM = re.compile(
    r"^(?:市|县|区|老家|那边|这边|医保局|医保中心|窗口|去|再|来|手工|医保|先|要|怎么|咋|如何|还能|能)*(?:报|交材料|交票|开证明|开转诊|办转诊|转诊|盖章|办手续|拿手续|开手续)"
)
_TO_PAY = re.compile(
    r"^(?:市|县|区|那边|这边|单位|公司|老家|一直|每月|自己|给我们|给我|帮我|替我|给|就|都|怎么样?|怎样|咋|如何|能不能|可不可以|能|可以|想要?|要|也|没工作|没单位)*(?:交|缴|参加|加入|参|上|买|办理?)(?:的|了|着|过)?(?:职工|居民|城乡|少儿|学生|灵活就业|新?农合|养老)?(?:的)?(?:医保|社保|五险|农合|合作医疗|居保|保$|保[,。 ]|参保)(?!卡|码|局|电子|报|异地|备案|中心|转)"
    r"|^(?:市|县|区|那边|这边)*[给帮替](?:他们?|她们?|孩子|娃|宝宝|小孩|儿子|女儿|闺女)(?:上|参|参保|交|办)(?:$|[,。!? ]|行|可|能|成|好|吗|不|要)"
)
_OFFICE_AFTER = re.compile(
    r"^(?:省|市|县|区)?(?:的)?(?:医保|医疗保障|社保|社保卡)(?:局|中心|窗口|大厅|经办|事务|服务|办事|报账|报销窗口|网点|电话|服务网点)"
)

_SEEING = (
    r"看|住院|住着|住了|住上|住进|治|就医|就诊|做(?:个|了|的)?(?:手术|化疗|透析|检查|放疗|康复)|手术|化疗|透析|放疗|开刀|抢救|急诊|复查|复诊|动手术"
    r"|生(?:的|孩子|娃|小孩|了|产)|分娩|拿药|买药|买的药|配药|找个?医院|挂号|转诊|转院|检查|瞧|养病|疗养|康复"
)
_LIVING = r"打工|上班|工作|务工|上(?:小|中|大|幼儿)?学|读(?:书|大学|研)|念书|旅游|旅行|玩|过年|过冬|避暑|出差|项目|定居|养老|居住|生活|长住|带(?:孩子|娃|孙)|帮我|探亲|走亲戚|发病|突发|摔|出了?车祸|实习|做生意|work"
_HOSPITAL = r"(?:省|市|区|县)?(?:第?[一二三四五六七八九十\d]{1,2})?(?:[^,。!?;、 去到在来回]{0,4}(?:医院|附院|医大|人民|中医|妇幼|肿瘤|儿童)|协和|同济|华西|湘雅|齐鲁|西京|盛京|儿研所|[一二三四五六七八九十]院|一附院|二附院|省立|市立|三甲)"
_CARE_AFTER = re.compile(
    rf"^(?:省|市|县|区)?(?:那边|这边|这儿|那儿|老家|家里|里|本地|当地|的|一家|某|大|药店|这里|那里)*(?:自己|直接|先|再|临时|紧急|急|要|就|又|也|能|可以|想)*(?:{_SEEING}|{_LIVING})|^(?:省|市|县|区)?(?:的)?{_HOSPITAL}|^的?药店"
)
_CARE_BEFORE = re.compile(
    r"(?:(?:去|到|来|跑)的|(?<![早晚网马加以身月周])上|奔|直奔|去|跑去|跑到|到|转到?|转去|转往|往|赴|来|来到|(?:去|到|来|转|送|跑)了|住在?|住进|搬到|搬去|迁到|迁去|人在|人现在在|现在在|目前在|平时在|如今在|平常在|长住|常住|久住|定居|暂住|驻|长驻|派驻|派到|派往|派我去|派我到|派我长驻|调到|备案到|改成去?|改去|改到|送到|送去|拉到|飞到|在)$"
)
_HOUSEHOLD_BEFORE = re.compile(r"(?:户口|户籍)(?:都|还|也|就)*在$")
#: 徐州医保在南京: the first place has said whose insurance it is.
_NAMED_COVER = re.compile(rf"^{_UNIT}的?{_KIND}(?:{_COVER})(?:卡|码)?(?:,| )?(?:能不能|能|可以)?(?:在|到|去)$")
#: Who is insured through a university is insured where it is.
_STUDYING = re.compile(r"^(?:上|读|念)(?:的)?(?:大学|大专|大[一二三四]|研|书|学|本科|高职|医学院)")
_SCHOOL_IN = re.compile(r"(?:学校|大学|校区)(?:就)?(?:在|是)$")
_BY_SCHOOL = re.compile(r"学校.{0,4}(?:交|缴|参|上|买|办)|(?:交|缴|参|上|买|办).{0,4}学校|医保在学校|学校(?:的)?医保")
#: 从重庆换到贵阳, 之前备的是苏州: places of another time, which say nothing of today's.
_FORMER_BEFORE = re.compile(r"从$")
#: 备过一次上海的, 之前备到三亚: where somebody filed before.
_FILED_BEFORE = re.compile(
    r"(?<![没未忘])(?<!没有)(?:备(?:过|了|的|成|成了)(?:一次|一回|个)?(?:案)?(?:的|了|在|到|过|是)*|备案(?:的|了|过)+(?:城市|地方)?(?:是|在|到)?)$"
    r"|备案?[^,。!?;]{0,8}(?:选|填|写|点|弄|搞)(?:成|错成|的是)了?$|(?:之前|原来|以前|上次|去年|前年|早先|已经)[^,。!?;]{0,6}备案?(?:到|在|去)了?$"
)
#: 卡是在衡水办的, 衡水的社保卡: where a card was made.
_CARD = "(?:社保卡|社会保障卡|医保卡|老卡|旧卡|卡)"
_CARD_BEFORE = re.compile(rf"{_CARD}[^,。!?;]{{0,8}}(?:在|从|由)(?:老家)?$|{_CARD}(?:是|还是)(?:老家)?$")
_MADE = re.compile(rf"^{_UNIT}(?:办|发|领|制|开|做)的")
_ISSUED_AFTER = re.compile(
    rf"^{_UNIT}(?:办|发|领|制|开|做)的(?:第?[一二三]代)?{_CARD}|^{_UNIT}的{_UNIT}(?:社保卡|社会保障卡)(?!网点|服务|窗口)"
)
#: 卡是亳州的, of a card that is lost or broken.
_CARD_OF = re.compile(rf"{_CARD}(?:是|还是|在)?$")
_NO_CARD_TROUBLE = re.compile(r"备案|直接刷|异地|看病|断缴|骨折|摔[断坏]")
_CARD_TROUBLE = re.compile(r"[补换丢坏断掉裂]|挂失|过期|到期|密码|找不[到着]|不见|消磁|芯片|[刷读]不[了出上动]")
#: 恩施州医院给开了转诊: whoever sends somebody on is not where he is treated.
_SENDING = re.compile(
    rf"^{_UNIT}(?:的)?{_HOSPITAL}?[^,。!?;]{{0,4}}?(?:看不了|治不了|治不好|做不了|不敢|没法|没办法|水平|不行|条件|设备|(?:给|没给|不给|不肯|同意|答应|已经)?开(?:好|具)?了?(?:个|张)?转|建议|推荐|让(?:我|他|她|我们)?(?:转|去|上|到)|叫(?:我|他|她|我们)?(?:转|去|上|到)|说(?:要|得|最好)?(?:转|去|上))"
)
#: 公司在北京，派到郑州: who is sent elsewhere is insured where the employer is, if nothing else is said.
_EMPLOYER_IN = re.compile(r"(?<!原)(?:公司|单位|总部|总公司|厂子?)(?:就)?(?:在|是)$")
_SENT = re.compile(r"派|驻|项目|工地|出差|外地施工")
#: 从上海回来: that is where somebody was treated.
_CAME_BACK = re.compile(r"^(?:市|省|那边)?(?:的?医院)?(?:看完|治完|住完|出院|回来|回家|转回|回老家)")
#: What two places are told apart for; and what somebody moves for, or has left behind.
_FOR_CARE = re.compile(r"备案|异地|跨省|直接结算|转诊|转院|报销|[能给]报|报[吗不]")
_NO_MOVE_FOR_CARE = re.compile(r"转移|转过去|转到|接续|社保卡|老卡|旧卡|参保|上班|落户|户口")
_JOB = re.compile(r"换(?:到|去|了)|换工作|换城市|离职|跳槽|辞职")
#: 换到大连上班，医保怎么转: who takes the insurance along is not treated there.
_TAKEN_ALONG = re.compile(
    r"(?:医保|社保|关系|账户)[^,。!?;]{0,8}(?:转移|转过|转到|怎么转|咋转|如何转|接续|接过|接上|迁|带过|带走|带到|跟过|跟着走)"
    r"|(?:转移|转走|迁走|接续)[^,。!?;]{0,4}(?:医保|社保)"
)
#: 在苏州失业了: who asks how to be insured, or goes on being it, is insured in the one place that is named.
_PAYS_IN = re.compile(r"失业|离职|下岗|断[缴交保了]|停保|年限|[交缴]满|[交缴]够|退休了?还要?[交缴]")
_ILL = re.compile(r"看病|住院|住着院|手术|急诊|就医|备案|报销|异地|转院|转诊|医院")
_NOT_THERE = re.compile(rf"{_ILL.pattern}|{_SEEING}|老家|户口|户籍|旅游|过冬|电话|地址|窗口")

#: 医保在老家, 老家的居民医保, 回老家报; and the place that is home.
_INSURED_AT_HOME = re.compile(
    rf"老家(?:那边|那头|村里|县里)?(?:的|交的|买的|上的|参的|给交的)*{_KIND}(?:{_COVER})"
    rf"|(?:{_COVER})(?:关系)?(?:还|都|一直|也|就|是|交|缴|在|上|买)*老家|回老家(?:去)?(?:再)?报|在老家(?:交|参|缴)"
    r"|医保(?:关系)?(?:一直|还|都|也|又|就)*(?:没|没有)(?:迁|转|动|挪|改)|医保(?:还|都|一直)*在(?:那边|原来|那里)"
)
_CARD_FROM_HOME = re.compile(
    r"卡(?:是|还是)?(?:在)?老家(?:那边)?(?:办|发|领)|老家(?:那边)?(?:办|发|领)的(?:社保|医保)?卡"
)
_HOME_BEFORE = re.compile(r"(?:从|老家在?|老家是|家在|家是)(?:老家)?$")
_HOME_AFTER = re.compile(r"^(?:省|市|县|区)?(?:那边|农村|乡下|村里|下面)?(?:的)?(?:老家|人(?![民在工现一也都还]))")

#: 泉州 异地备案 上海, 彰武到沈阳 转诊: two places and what is done from the one in the other.
_FROM_ONE_TO_ANOTHER = re.compile(
    r"·市?县? ?(?:到|去|转|-|~)? ?(?:异地|跨省|省外|外地)?(?:就医|看病|住院|就诊|医疗|转诊|转院)?(?:备案|登记)? ?(?:到|去|转|-|~)? ?·市?"
    r" ?(?:异地|跨省|省外|外地)?(?:就医|看病|住院|就诊|医疗|转诊|转院)?(?:备案|登记|手续|报销)*(?:怎么办理?|怎么弄|材料|流程|手续)?(?: ?(?:医保|报销|怎么报|能报吗|能报不|报不报|报多少|能报多少|比例|直接结算))*"
)


class Role(StrEnum):
    INSURED = "insured"
    CARE = "care"
    OFFICE = "office"  # whose counters or phones are asked for
    ISSUED = "issued"  # where a card was made
    FILED = "filed"  # where somebody filed before
    FORMER = "former"
    FAMILY = "family"  # where those are insured who use another's account
    NONE = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with the role that the words around it give it."""

    mention: Mention
    role: Role


_OF_ANOTHER_TIME = frozenset([Role.FILED, Role.FORMER])


def placed(text: str, mentions: Sequence[Mention], hospitals: frozenset[str] = frozenset()) -> list[Placed]:
    """Each mention with its role; where one of two places has one, the other follows. ``hospitals`` are the 统筹区 of
    those that are named without their city: places of care."""
    found: list[Placed] = []
    for each in mentions:
        named = (
            found and found[-1].role is Role.INSURED and _NAMED_COVER.match(text[found[-1].mention.end : each.start])
        )
        found.append(Placed(each, Role.CARE if named else _role(text, each)))
    return _completed(text, found, hospitals)


def _role(text: str, mention: Mention) -> Role:
    before, after = text[max(0, mention.start - 14) : mention.start], text[mention.end : mention.end + 16]
    if before.endswith("从") and _CAME_BACK.match(after):
        return Role.CARE
    if _ISSUED_AFTER.match(after) or (_CARD_BEFORE.search(before) and _MADE.match(after)):
        return Role.ISSUED
    if _CARD_OF.search(before) and _OF_IT.match(after) and _CARD_TROUBLE.search(_NO_CARD_TROUBLE.sub("", text)):
        return Role.ISSUED
    if not re.match(rf"^(?:老家|那边)?(?:{_COVER})", after):
        if _FILED_BEFORE.search(before):
            return Role.FILED
        if _FORMER_BEFORE.search(before):
            return Role.FORMER
    joins = before.endswith("在") and _TO_PAY.match(after)
    if (_SENDING.match(after) and not joins) or (_EMPLOYER_IN.search(before) and _SENT.search(text)):
        return Role.NONE
    cared, covered = _CARE_AFTER.match(after), _INSURED_BEFORE.search(before)
    if joins or (_INSURED_AFTER.match(after) and not _OF_THE_NEXT.match(after)):
        return Role.INSURED
    if (_STUDYING.match(after) or _SCHOOL_IN.search(before)) and _BY_SCHOOL.search(text):
        return Role.INSURED
    if _RETURNING.search(before):
        return Role.INSURED if _TO_CLAIM.match(after) else Role.CARE
    if covered and not (cared and before.endswith(("医保在", "社保在", "农合在"))):
        return Role.INSURED
    if _NAMED_OF.search(before) and _OF_IT.match(after):
        return Role.INSURED
    if _OFFICE_AFTER.match(after):
        return Role.OFFICE
    there = _CARE_BEFORE.search(before) and not _HOUSEHOLD_BEFORE.search(before)
    return Role.CARE if cared or there else Role.NONE


def _completed(text: str, found: list[Placed], hospitals: frozenset[str]) -> list[Placed]:
    """Two places and one role: the other follows. Counters are looked for where one is insured."""
    if _TAKEN_ALONG.search(text) and not _ILL.search(text):
        return [replace(each, role=Role.NONE) if each.role is Role.CARE else each for each in found]
    if len({each.mention.codes for each in found}) == 1 and _PAYS_IN.search(text) and not _NOT_THERE.search(text):
        return [replace(each, role=Role.INSURED) if each.role in (Role.CARE, Role.NONE) else each for each in found]
    owners = sharing.owners(text, [each.mention for each in found])
    if owners and any(each.role is Role.INSURED for each in found):
        return [replace(each, role=Role.INSURED if each.mention.codes in owners else Role.FAMILY) for each in found]
    found = _resolved(text, _at_home(text, _made_at_home(text, _narrower(_come_for_care(text, found)))))
    codes = {each.mention.codes for each in found if each.role not in _OF_ANOTHER_TIME}
    roles = {each.role for each in found}
    if Role.CARE not in roles:
        codes |= {(code,) for code in hospitals}
        roles |= {Role.CARE for _ in hospitals}
    if _JOB.search(text) or len(codes) > 2:
        return found
    wanted = {Role.NONE: Role.NONE, Role.OFFICE: Role.OFFICE}
    if roles == {Role.NONE} and len(codes) == 2 and _FROM_ONE_TO_ANOTHER.fullmatch(_around(text, found)):
        return [Placed(each.mention, Role.CARE if at else Role.INSURED) for at, each in enumerate(found)]
    if Role.INSURED not in roles and Role.CARE in roles:
        wanted = {Role.NONE: Role.INSURED, Role.OFFICE: Role.INSURED}
    elif Role.INSURED in roles and Role.CARE not in roles:
        wanted = {Role.NONE: Role.CARE, Role.OFFICE: Role.OFFICE}
    known = {each.mention.codes: each.role for each in found if each.role in (Role.INSURED, Role.CARE)}
    return [
        Placed(each.mention, wanted.get(each.role, each.role))
        if each.mention.codes not in known and len(codes) == 2
        else each
        for each in found
    ]


def _come_for_care(text: str, found: list[Placed]) -> list[Placed]:
    """从会宁来乌鲁木齐，怎么备案: who is to be treated where he came to is insured where he came from."""
    former = {each.mention.codes for each in found if each.role is Role.FORMER}
    roles = {each.role for each in found}
    if len(former) != 1 or Role.INSURED in roles or Role.CARE not in roles or not _FOR_CARE.search(text):
        return found
    if _JOB.search(text) or _NO_MOVE_FOR_CARE.search(text):
        return found
    return [replace(each, role=Role.INSURED) if each.role is Role.FORMER else each for each in found]


def _at_home(text: str, found: list[Placed]) -> list[Placed]:
    """从安庆过来, … 老家的医保: the place that somebody came from, where he is insured at home."""
    if any(each.role is Role.INSURED for each in found) or not _INSURED_AT_HOME.search(text):
        return found
    home = {each.mention.codes for each in found if _is_home(text, each)}
    if len(home) != 1:
        return found
    return [Placed(each.mention, Role.INSURED) if each.mention.codes in home else each for each in found]


def _made_at_home(text: str, found: list[Placed]) -> list[Placed]:
    """卡在老家办的，老家是阜阳: the card was made in the place that is home."""
    if not _CARD_FROM_HOME.search(text):
        return found
    return [replace(each, role=Role.ISSUED) if _is_home(text, each) else each for each in found]


def _resolved(text: str, found: list[Placed]) -> list[Placed]:
    """在宁波打工，社保在宁波交，回上饶住院: who is insured where he works is treated in the other place, if at all."""
    insured = {each.mention.codes for each in found if each.role is Role.INSURED}
    cared = {each.mention.codes for each in found if each.role is Role.CARE}
    if len(insured) != 1 or (not cared - insured and _ILL.search(text)):
        return found
    return [replace(each, role=Role.INSURED) if each.mention.codes in insured else each for each in found]


def _narrower(found: list[Placed]) -> list[Placed]:
    """在海南过冬，三亚租了房: a city of a province that has a role has it too."""
    roles = {each.mention.code[:2]: each.role for each in found if each.mention.code.endswith("0000")}
    inside = ((each, roles.get(each.mention.code[:2], Role.NONE)) for each in found)
    return [replace(each, role=role) if each.role is Role.NONE else each for each, role in inside]


def _is_home(text: str, each: Placed) -> bool:
    before, after = text[: each.mention.start], text[each.mention.end :]
    if each.role not in (Role.NONE, Role.FORMER, Role.CARE):
        return False
    return bool(_HOME_BEFORE.search(before) or _HOME_AFTER.match(after))


def _around(text: str, found: Sequence[Placed]) -> str:
    """What a text says beside its places, each of them as a dot."""
    parts, at = [], 0
    for each in found:
        parts.append(text[at : each.mention.start])
        at = each.mention.end
    return "·".join([*parts, text[at:]])


def the_only(found: Sequence[Placed], role: Role) -> tuple[Mention, ...]:
    """The mentions of a role, one for each set of codes: more than one is for the visitor to decide."""
    named = {each.mention.codes: each.mention for each in found if each.role is role}
    return tuple(each for each in named.values() if not any(_outer(each, other) for other in named.values()))


def _outer(each: Mention, other: Mention) -> bool:
    """Whether one place is the province that the other one lies in: 去海南, … 住海口."""
    return each.code.endswith("0000") and each.code != other.code and each.code[:2] == other.code[:2]
