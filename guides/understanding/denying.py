"""Whether the words around something say the opposite of it: 没住院, 不能刷, 备案没有办."""

import re
from collections.abc import Mapping

#: What turns the words right behind it into their opposite, and what does so right behind them.
_NOT_BEFORE = re.compile(
    r"(?:没说|不是说|又没|没打算|没准备|没想)(?:要|是|去)?$|不是(?:给|帮|替|让)我$|(?:没有|没|未|并非|不是|不算|不属于|别)(?:去|过|被|把|是|给|到|在)?$"
)
#: 不是医院给转的, 不找医院开转诊: who is said not to have done it, between the two.
_NOT_BY = re.compile(
    r"(?:不|没|没有|懒得|不用|不必)(?:去|再|想|要)?[找求让叫](?:医院|医生|大夫|主任|单位|人|他们)(?:去|再)?[开办走]$"
    r"|(?<![是要])不是(?:医院|医生|大夫|主任|专家|单位|公司|厂里|老板|学校|村里|社区|人家|本人|谁|[我他她]们?)(?:给|让|叫|帮)?$"
)
#: 房东也不肯给租房合同, 拿不出居住证: what somebody does not get tells nothing of what he has.
_NOT_GOT = re.compile(
    r"(?:不肯|不愿意?|不让|拒绝)(?:给|开|出|签|提供)+(?:个|张|份)?$|不(?:给(?:开|出|签|提供)?|提供)(?:个|张|份)?$|(?:拿|办|开|弄|交|提供)(?:不出|不到|不了|不上|不来)(?:个|张|份)?$"
)
_NO_DENIAL = re.compile(r"(?:是不是|有没有|要不是|区别|特别|分别|级别|性别|类别|告别|识别)在?$")
#: 单子还没拿到, 社区也不给开证明: denied between two pieces of what would mean something.
_NOT_BETWEEN = re.compile(
    r"(?:没有|没|未|不|别)(?:给|能|去|再|来|让|肯|曾|被|是)?$|(?:不给|没给|不肯|不愿|没有给|没人给|拒绝)[^,。!?;]{0,2}$"
    r"|(?:过期|作废|失效)了?[^,。!?;]{0,3}$"
)
_ASKS_WHETHER = re.compile(r"(.)[不没]\1")
#: Papers that somebody has.
_HAD = frozenset({"proof", "referral_letter"})
#: 居住证过期: a paper that is of no use any more.
_OUTDATED = re.compile(r"[^,。!?;]{0,2}(?:过期|到期|失效|作废|没续|没办下来|还没下来|没下来|丢了|弄丢)")
#: 单位没给上职工医保: how somebody is not insured.
_NOT_INSURED = re.compile(
    r"(?:没有?|不|未)(?:给|帮|替)?(?:我们?|[他她]们?|员工|工人)?(?:[交缴上买办参入]|参加)(?:过|了|着)?$"
)
#: 惠民保没赶上买, 派驻证明人事不给盖: what somebody went without.
_NOT_BOUGHT = re.compile(
    r"[^,。!?;没]{0,5}(?:没有?|未|忘了?|忘记)(?:来得及|赶上|赶得上|顾上|想起|想到|舍得|去)*(?:买|投|参加|保|入|交)(?=[,。!?;、的上到成着过]|$)"
)
_REFUSED = re.compile(r"[^,。!?;]{0,4}(?:不给|不肯|没给|不愿|拒绝|[开拿办弄]不[出了来到下])")
#: 没买商业险.
_NEVER_BOUGHT = re.compile(r"(?:没有?|未)(?:再|另外|去)?(?:买|投|上|参加|续|入)(?:过|了)?(?:什么|任何)?$")
_BOUGHT = frozenset({"other_cover"})
#: 翻遍了都没有: what was looked for everywhere is lost indeed.
_SOUGHT = re.compile(r"[翻找寻]遍了?$")
#: 不能刷外地医保: where a phrase begins with one of these, 不 is enough; 能不能 asks.
_ABLE = frozenset("能可会给让支接是想要")
#: 院里没有我爸用的药: something of his is missing, and not he.
_OF_SOMEBODY = frozenset({"for_whom", "relation"})
_HIS = re.compile(r"[^,。!?;]{0,4}的")
_NOT_AFTER = re.compile(r"(?:都|也)?没有(?:$|[,。!?;、 ])")


def denied_between(text: str, end: int, start: int) -> bool:
    """Whether what follows after a gap is denied in it; 能不能 asks."""
    return bool(_NOT_BETWEEN.search(text[end:start]) and not _ASKS_WHETHER.search(text[end : start + 1]))


def is_denied(means: Mapping[str, str], text: str, start: int, end: int) -> bool:
    """Whether the words around say the opposite. 涨了没有 asks: it answers nothing, and still names its page."""
    before = text[max(0, start - 5) : start]
    if text[start] in _ABLE and before.endswith(("不", "没")) and before[-2:-1] != text[start]:
        return True
    lacks = means.keys() & _OF_SOMEBODY and before.endswith(("没", "没有")) and _HIS.match(text, end)
    if _NOT_BEFORE.search(before) and not lacks and not _NO_DENIAL.search(before):
        return True
    if means.keys() & _HAD and _NOT_GOT.search(text[max(0, start - 6) : start]):
        return True
    if _NOT_BY.search(text[max(0, start - 8) : start]):
        return True
    if means.keys() & _BOUGHT and (
        _NOT_BOUGHT.match(text, end) or _NEVER_BOUGHT.search(text[max(0, start - 8) : start])
    ):
        return True
    if "proof" in means and (_REFUSED.match(text, end) or _OUTDATED.match(text, end)):
        return True
    if "scheme" in means and text[start] in "职居城农" and _NOT_INSURED.search(text[max(0, start - 10) : start]):
        return True
    asks = text[end - 1] in "了过" and not means
    if _SOUGHT.search(text[max(0, end - 4) : end]):
        return False
    return not asks and bool(_NOT_AFTER.match(text[end : end + 6]))
