"""Whether 走 tells of a journey or of a death: 走之前要去哪儿登记, 外公三个月前走的."""

import re
from collections.abc import Sequence

from guides.understanding.phrases import Hit

_GOES = re.compile("走|去了|过去")
#: What is told of the dead alone.
_DEATH = re.compile(
    r"后事|丧|火化|死|去世|过世|病逝|离世|生前|遗[产属体]|最后[那这一]|没[救留熬挺撑扛]|抢救|急救|注销|销户|继承|[下安]葬|癌|人没了|住的|住了|花了|欠下|留下"
)
#: What is planned before somebody leaves: 打算去海口猫冬, 下月去昆明我姐家.
_LEAVES = re.compile(
    r"(?:打算|准备|计划|想|要|下个?月|下周|下礼拜|年底|过几天|马上|今年|明年|冬天|暑假|寒假|过年|每年)[^,。!?;]{0,6}(?:去|到|上|回)(?![^,。!?;]{0,4}(?:医保局|派出所|窗口))|猫冬|过冬|避寒|避暑|旅游|旅行|探亲"
)
#: 走的高铁, 走了，去成都我叔家, 走了三天了，去女儿家: where somebody went, right behind.
_WENT = re.compile(
    r"(?:[一二三四五六七八九十两几半]*个?(?:天|周|礼拜|星期|月)?了)?[,、 ]?(?:是)?(?:坐|搭|乘|赶|开车|自驾)|[,、 ]?(?:高铁|火车|动车|飞机|大巴|水路|陆路|高速)"
    r"|(?:[一二三四五六七八九十两几半]*个?(?:天|周|礼拜|星期|月)?了)?[,、 ]?(?:去|到|上|回)(?!哪|派出所|公安|社区|医保|社保|医院|窗口|银行|单位|报|办|取|领|问|注销|今天|现在|这个?月|底)"
)


def living(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """The phrases without those that take a journey for a death."""
    return [hit for hit in hits if hit.phrase.means.get("for_whom") != "deceased" or not _is_a_journey(text, hit)]


def _is_a_journey(text: str, hit: Hit) -> bool:
    if not _GOES.search(text, hit.start, hit.end) or _DEATH.search(text):
        return False
    if text[hit.end - 1] == "前":
        return bool(_LEAVES.search(text))
    return bool(_WENT.match(text, hit.end))
