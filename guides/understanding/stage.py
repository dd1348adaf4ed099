"""How far somebody has come with his care, where no phrase says it: 俺爹在济南住院, 准备在西安做搭桥."""

import re
from collections.abc import Sequence

from guides.understanding.phrases import Hit
from guides.understanding.roles import Placed, Role

#: Who speaks of filing.
FILES = re.compile(r"备案|再备|备一[次回下]|报备|登记")

#: 俺爹在济南住院，没备案: who is said to be in hospital somewhere is there now, unless the words are of another time.
_IN_HOSPITAL = re.compile(
    r"(?:市|省|县|区)?(?:的|某|一家|那家)?[^,。!?;]{0,6}?(?:住院|住着院|住的院|做手术住院)(?!费|的?[钱票]|押金|手续|报销|单|要|怎么|能|时|期间|前)"
)
_ITS_HOSPITAL = re.compile(
    r"(?:市|省|县|区)?(?:的|第)?[^,。!?;]{0,4}?(?:医院|附院|[一二三四五六]院)(?!门口|旁|附近|对面|边上)"
)
#: What stands before a place, and what then stands behind it.
_IN = (
    ("在", _IN_HOSPITAL),
    ("现在住", _ITS_HOSPITAL),
    ("现在在", _ITS_HOSPITAL),
    ("住进", _ITS_HOSPITAL),
    ("躺在", _ITS_HOSPITAL),
)
_OF_ANOTHER_TIME = re.compile(
    r"出院|出的院|出了院|住过|住的院|住完|去年|前年|上个?月|上周|上次|以前|之前|当时|那时|那会|回来|已经|准备|打算|想|要去|要在|需要|明天|后天|下周|下个?月|过几天|如果|万一|要是|自费|垫|花了|没[^,。!?;]{0,3}结[上成]|报销单|发票|票"
)
#: 住院还没办呢: who has not been taken in.
NOT_IN_YET = re.compile("住院(?:手续|登记)?(?:都|也)?(?:还没|没有|没|未)(?:去|给|来得及)?办|[院床]还没住")
#: 准备这个月底在西安做搭桥, 要在佛山割扁桃体: care that is to come; and what tells of care that has begun.
_PLANS = re.compile(
    r"(?:想|打算|准备|计划|预备|拟|约了|约好|安排|寻思|琢磨|合计|盘算|商量|考虑|思量)着?(?!问|知道|了解|咨询|请教|有|不|办|报|补|交)[^,。!?;]{0,14}?"
    r"(?:住院|手术|开刀|看病|看看|查查|检查|复查|透析|化疗|放疗|搭桥|支架|[胃肠]镜|核磁|换[膝髋关]|挂[^,。!?;]{0,6}号|割|切|治|看(?:门诊|专家|眼|牙|腿|腰|骨科)|生(?:$|[,。孩娃]))"
    r"|(?<![不需主还只重])(?:要|想|打算|准备|计划)(?:带|陪|送|领)(?!什么|啥|哪|身份|材料|卡|证|发票|票|单|[^,。!?;]{0,4}(?:卡|证|码|票|本|药))[^,。!?;]{1,5}(?:去|到|来|上)[^,。!?;]{1,10}(?:看|查|做|治|检查|复查|手术)"
    r"|(?<![不需主还只重])(?:要|想|打算|准备|计划)(?:回|去|到)(?![^,。!?;]{0,8}(?:落|交|办|报))[^,。!?;]{1,8}?(?:生(?:孩子|娃|产(?!的)|$|[,。])|坐月子|待产|分娩)"
    r"|(?:想|打算|准备|计划)(?:直接|再|也|就|先|带[^,。!?;]{1,3}){0,4}(?:去|到|上|来)[^,。!?;]{2,9}(?<![看问查试找])看(?=[,。!?;]|$)"
    r"|(?<![不需主还只重])要看(?:门诊|病|医生|大夫|专家|眼|牙|腿|腰|骨科)|(?<![没忘未])(?:提前|事先|预先)(?:报备|登记|备案|备个案)"
    r"|(?<![不需主还只重])要(?:住院|开刀|手术|动刀)(?!了?[吗么]|才)"
    r"|(?<![不需主还只重])要(?:在[^,。!?;]{1,10}?)?(?:去|到|来|上(?!班|学)|做|动|住|割|切|开|换|装)[^,。!?;]{0,8}?(?:住院|手术|刀|看病|检查|复查|透析|化疗|放疗|搭桥|支架|关节|桃体)"
)
_BEGUN = re.compile(
    r"[出住]的?院[了过]|出院|(?<![家里边])住[着了进上下]|正在|自费|垫|票|单据|花了|[做看治]完|去年|前年|上个?月|上周|昨天|前天|刚[做住]|已经[住做看]|当时|抢救|急诊|回来|[报刷]了|没了|去世"
)


def in_hospital(text: str, places: Sequence[Placed]) -> str:
    """The words that say so: 济南住院; ''."""
    if _OF_ANOTHER_TIME.search(text):
        return ""
    cared = [each.mention for each in places if each.role is Role.CARE]
    found = (
        (each, words.match(text, each.end)) for each in cared for end, words in _IN if text[: each.start].endswith(end)
    )
    return next((f"{each.name}{match[0]}" for each, match in found if match), "")


def planned(text: str) -> str:
    """The words that tell of care that is to come, in a text that tells of none that has begun; ''."""
    found = NOT_IN_YET.search(text) or _PLANS.search(text)
    return found[0] if found and not _BEGUN.search(text) else ""


#: 后天手术: what is done to somebody who may be in hospital for it; and what says that he is yet to go there.
_OPERATED_ON = re.compile("手术|开刀|动刀|化疗|放疗|上钢|支架|搭桥|钢[板钉]")
_YET_TO_GO = re.compile("去|到|来|[住入]院|住进|带|送|陪|转")
#: 让去省里，最后在长沙住下了: what came of it.
_AT_LAST = re.compile(r"(?:最后|现在|目前|已经|这会儿?|眼下|刚刚?)[^,。!?;]{0,8}$")
_OUT = frozenset({"discharged", "settled"})


def lately(text: str, pairs: Sequence[tuple[Hit, str]]) -> Sequence[tuple[Hit, str]]:
    """What somebody came to last, where he tells that he left the hospital: 住院了才知道…现在出院了. That he wants to file
    first says the least of all; and who lies there and is operated on tomorrow has been taken in."""
    pairs = [pair for pair in pairs if not FILES.search(text, pair[0].start, pair[0].end)] or pairs
    if "admitted" in {value for _, value in pairs}:
        pairs = [pair for pair in pairs if pair[1] != "planning" or not _waits_there(text, pair[0])]
    values = {value for _, value in pairs}
    last = max(pairs, key=lambda pair: pair[0].start, default=None)
    if last and values == {"planning", "admitted"} and last[1] == "admitted" and _AT_LAST.search(text[: last[0].start]):
        return [last]
    return pairs if values.isdisjoint(_OUT) or "emergency" in values else [max(pairs, key=lambda pair: pair[0].start)]


def _waits_there(text: str, plan: Hit) -> bool:
    """Whether a plan is one for somebody in bed: 住着，后天手术; and not 后天去住院手术."""
    words = text[plan.start : plan.end]
    return bool(_OPERATED_ON.search(words)) and not _YET_TO_GO.search(words)
