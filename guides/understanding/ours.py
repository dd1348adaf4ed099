"""The only place of a text as the one that insures somebody, where all that is asked for is had from who insures him: 在太原怎么
申请慢病, 我们平凉这边找哪个医院开证明, 住院两万三 能报多少 大庆. Where anything tells of care away from home, nothing is said.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from guides.understanding.gazetteer import Mention
from guides.understanding.roles import Placed, Role

#: Words of somebody who may be treated, or live, elsewhere than he is insured.
_ELSEWHERE = re.compile(
    r"外地|异地|外省|跨省|省外|老家|家乡|户口|户籍|籍|居住证|暂住|打工|务工|出差|旅游|旅行|去玩|玩|探亲|过冬|避暑|实习|备案|备过|转诊|转院|转[到去往]|参保地|随迁|定居|常住|"
    r"(?:医保|社保|农合|居保)(?:关系)?(?:还|都|也|就|一直|是|交)*(?:在|是)|带(?:孙|娃|孩)|(?:儿子|女儿|闺女|姑娘|孩子)(?:家|那|这)|跟[^,。!?;]{1,5}(?:住|过)|过来|搬|接[到来过]|嫁|上(?:大学|学)|念书|读书|"
    r"读(?:大学|研)|租|来[这看]|回去|赶|路过|路上|高铁|火车|飞机|香港|澳门|台湾|国外|境外"
)
_ILLNESS = re.compile(r"慢特?病|慢性病|慢病|特殊病|特病|门特|门慢|特门|两病|规定病种|门诊大病|特药|双通道")
#: 在太原怎么申请, 在潍坊慢病去哪儿认定: who is asked to recognise an illness.
_APPLIES = re.compile(
    r"(?:市|县|区)?(?:这边|这里|这儿|本地)?(?:的话)?,?(?:门诊|办个?|个|的|慢特?病|慢性病|特病|特殊病|两病|门特|门慢|想|要|该|应该|得|能不能|可不可以|能|可以|怎么样?|怎样|咋个?|如何|"
    r"去哪[儿里个]?|到哪[儿里个]?|上哪[儿里个]?|在哪[儿里个]?|找谁|找哪[个家]|哪[个家]医院|医院|才能|去|先|自己|[给帮替][^,。!?;]{1,3}|[他她我]){0,6}(?:申请|申报|办|认定|鉴定|评)(?!公|事|过|了|好|下|的|卡)"
)
#: 在韶关一直没办过认定.
_NEVER_APPLIED = re.compile(
    r"(?:市|县|区)?(?:这边|这里|本地)?(?:一直|从来|从|还|都|也)*(?:没有?|未)(?:去)?(?:办|申请|认定|鉴定|评)(?:过|上|成)?(?:什么|啥)?(?:慢|特|认定|鉴定|门|两病|手续|证|$|[,。?!])"
)
#: 我们平凉这边, 咱宿迁: the place of those who speak; 我们在平凉 may be where they work.
_OF_US = re.compile(r"(?:我们|咱们?|俺们?|(?<=[,。!?;])我|^我)(?:这边|这里|这儿)?$")
_HERE = re.compile(r"(?:市|县|区)?(?:这边|这里|这儿|这块|这头|本地|当地|这)")
#: What is had from who insures somebody.
_ASKED_OF_THEM = re.compile(
    r"报销|[能给可还]报|怎么报|咋报|报多少|报几|报得|报不|报吗|比例|起付|门槛|封顶|缴费|[交缴](?:多少|到几号|居民|职工|农合|医保)|截止|药[钱费]|证明|待遇|大病|二次|救助|共济"
)
#: 住院 报多少, 产检费 自己垫的 要哪些材料: key words of a claim, and what they ask.
_KEY_WORDS = re.compile(r"[^,。!?;]{0,14}(?:[ ,][^,。!?;]{1,10}){1,5}")
_SUM_ASKED = re.compile(
    r"(?:能|可以|可)报(?:销)?(?:多少|几|百分)|报(?:销)?(?:多少|几成|几个点|百分之几)|报销(?:比例|多少|标准|额度|上限)|起付(?:线|标准)|门槛费|封顶线|自付(?:比例|多少)"
)
_CLAIM_ASKED = re.compile(
    r"(?:产检|生育|生孩子|分娩|剖腹产|顺产|住院|门诊)(?:费|费用|的费用|发票)?[^,。!?;]{0,8}.*(?:材料|手续|流程|怎么报|去哪报|在哪报|哪里报)|(?:自费|自己垫|垫付|没刷卡|没带卡)[^。!?;]*(?:补报|手工报|零星报)"
)
#: 三亚 骨折 能报多少: what befalls somebody wherever he is.
_SUDDENLY = re.compile("急救|抢救|120|摔|骨折|突发|车祸|中暑|溺水")
#: 在赣州怎么报: and not of 农合在赣州怎么报, which may be insured elsewhere.
_CLAIMED_IN = re.compile(
    r"(?:市|县|区)?(?:这边|这里|本地)?(?:的话)?(?:要|该|应该|得)?(?:怎么样?|怎样|咋|如何|去哪[儿里]?|上哪[儿里]?|找谁|找哪[儿里个]?|拿什么|要什么)(?:去|才能|能)?报(?:销)?(?!名|警|案|备)"
)
#: 高血压药在宜春的药店买能报吗.
_MEDICINE_THERE = re.compile(
    r"(?:市|县|区)?(?:的)?(?:社区|药店|药房|诊所|卫生院|卫生所|镇上)*(?:一直|都|自己|能不能|能|可以)*(?:吃|拿|开|买|取|配|打)"
)
_LONG_ILLNESS = re.compile(rf"{_ILLNESS.pattern}|血压|血糖|糖尿病|胰岛素|冠心病|降压|降糖|类风湿|帕金森|癫痫|哮喘")
_COVER_IS = re.compile(r"(?:医保|社保|农合|居保|保险|职工|居民|参保)(?:的人)?在$")
_ASIDE = frozenset({Role.FILED, Role.FORMER, Role.ISSUED})


def alone(text: str, found: list[Placed]) -> list[Placed]:
    """The places, and the only one that is named as that of the insurance, if all that is asked is asked of there."""
    if len({each.mention.codes for each in found}) != 1 or _ELSEWHERE.search(text):
        return found
    if any(each.role in (Role.INSURED, *_ASIDE) for each in found):
        return found
    if _takes_medicine(text, found):
        return [replace(each, role=Role.NONE) if each.role is Role.CARE else each for each in found]
    if not any(_is_asked_of(text, each.mention) for each in found) and not _asks_by_key_words(text, found):
        return found
    return [replace(each, role=Role.INSURED) if each.role in (Role.CARE, Role.NONE) else each for each in found]


def _is_asked_of(text: str, mention: Mention) -> bool:
    """Whether somebody applies or claims in a place, or asks what is so 我们平凉这边."""
    before, end = text[: mention.start], mention.end
    if _OF_US.search(before) and _HERE.match(text, end):
        return bool(_ASKED_OF_THEM.search(text) or _ILLNESS.search(text))
    if not before.endswith("在"):
        return False
    applies = _ILLNESS.search(text) and (_APPLIES.match(text, end) or _NEVER_APPLIED.match(text, end))
    applies = applies or (re.search("认定|鉴定", text) and _NEVER_APPLIED.match(text, end))
    return bool(applies or (_CLAIMED_IN.match(text, end) and not _COVER_IS.search(before)))


def _takes_medicine(text: str, found: Sequence[Placed]) -> bool:
    """Whether somebody only gets the medicine of a long illness in a place, which may well be at home."""
    return any(
        text[: each.mention.start].endswith("在") and _MEDICINE_THERE.match(text, each.mention.end) for each in found
    ) and bool(_LONG_ILLNESS.search(text))


def _asks_by_key_words(text: str, found: Sequence[Placed]) -> bool:
    """住院两万三 退休 能报多少 大庆."""
    if _SUDDENLY.search(text) or any(each.role is not Role.NONE for each in found) or not _KEY_WORDS.fullmatch(text):
        return False
    return bool(_SUM_ASKED.search(text) or _CLAIM_ASKED.search(text))
