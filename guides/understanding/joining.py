"""The scheme that somebody would like to join, and is not in yet: 想参加居民医保, 改成职工的."""

import re

#: What is said right before the scheme that somebody wishes to join or to change into; a payment is made in one's own.
_JOINS = re.compile(
    r"(?:想|打算|准备|要|能不能|可不可以|可以|能|怎么|咋|如何|去|让|给)[^,。!?;]{0,8}(?:参加|加入|入|参)(?:个|一份|上|到|了)?$"
    r"|(?:第一次|头一[回次]|首次)[^,。!?;]{0,6}(?:参加|加入|入|参|上|办|买)(?:个|一份|上)?$"
    r"|自己想?(?:参加|加入|上个?|买个?)$"
    r"|(?:转|换|改|变)(?:成|为|作|到|去|回|交|缴|参|上|入|办|买|参加)+(?:个|了)?$"
    r"|(?:想|打算|准备|能不能|可不可以|可以|能|要么|或者|还是)[^,。!?;]{0,4}(?:按|以|走)$"
)
#: 已经转成居民的.
_DONE = re.compile(r"(?:已经|早就|早已|刚|后来|去年|今年|当时)[^,。!?;]{0,8}$")
#: 还是回老家交居民的: what somebody has yet to choose from.
_OR = re.compile(r"(?:还是|要么|或者|不如)[^,。!?;]{0,6}(?:交|参|上|买|办|转|入)")
#: 想给她上个居民的.
_FOR_KIN = re.compile(r"(?:想|打算|准备|要|能不能|可以|能)[给帮替][^,。!?;]{1,4}(?:上|入|交|办|参加|买)")


def is_wished(text: str, at: int, end: int) -> bool:
    """Whether the words from here to there name what somebody wishes for."""
    if _OR.search(text, max(0, at - 10), end) or _FOR_KIN.search(text, max(0, at - 6), end):
        return True
    before = text[max(0, at - 16) : at + text.startswith(("以", "按"), at)]
    found = _JOINS.search(before)
    return found is not None and not _DONE.search(before[: found.start()])
