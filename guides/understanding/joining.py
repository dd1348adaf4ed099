"""The scheme that somebody would like to join and is not in yet, or has let go of: 想参加居民医保, 改成职工的, 农合也没续."""

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


#: 是交居民的便宜还是自己按职工交: the first of two that somebody weighs.
_WEIGHS = re.compile(
    r"[^,。!?;]{0,10}(?:还是|或者|或是|和|跟)[^,。!?;]{0,8}(?:职工|居民|灵活|农合|单位)[^,。!?;]{0,8}(?:哪|划算|合算|便宜|好|交|多)"
)
_OR_WHICH = re.compile(r"(?:是|该|要|交|上|选|走)[^,。!?;]{0,3}$")
#: 社保断了，农合也没续: what was let go of as well.
_LET_GO = re.compile(
    r"(?:医保)?(?:也|都)(?:早|就|再|一直|跟着|随着|又)*(?:[没未](?:有)?(?:再|接着)?(?:续|交|缴|参|上|买|入)(?!得了)|断|停|不(?:交|缴|续))"
)
_OTHER_COVER = re.compile(r"社保|职工|居民|医保|农合")


def is_let_go(text: str, at: int, end: int) -> bool:
    """Whether the words from here to there name what has lapsed beside another insurance that has."""
    return bool(_LET_GO.match(text, end) and _OTHER_COVER.search(text[:at]))


def is_none_yet(text: str, at: int, end: int) -> bool:
    """Whether nobody is insured by what these words name: it is wished for, or has been let go of."""
    return is_wished(text, at, end) or is_let_go(text, at, end)


def is_wished(text: str, at: int, end: int) -> bool:
    """Whether the words from here to there name what somebody wishes for."""
    if _OR.search(text, max(0, at - 10), end):
        return True
    if _WEIGHS.match(text, end) and _OR_WHICH.search(text[max(0, at - 6) : at + 1]):
        return True
    before = text[max(0, at - 16) : at + text.startswith(("以", "按"), at)]
    found = _JOINS.search(before)
    return found is not None and not _DONE.search(before[: found.start()])
