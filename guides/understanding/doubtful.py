"""What a text says, and not for certain: asked either way, planned, mended since, one of two, or asked about in general."""

import re

from guides.understanding import when
from guides.understanding.phrases import Hit

#: 认没认定过, 丢没丢: asked either way; who asks whether he may (能不能) tells what he has in mind all the same.
_EITHER_WAY = re.compile(r"(?P<sign>[^能可要行会该让给是想好用算有报])[不没](?P=sign)")
#: 丢了还是没开, 住院还是门诊: one of two that somebody cannot tell apart, or has yet to choose. 还是要去 says no second one.
_SECOND = (
    r"(?:被|在|去|给)?(?:没[开给交办带]|坏|丢|掉了|锁|过期|消磁|忘|住院|门诊|药[店房]|医院|电子|纸质|居民|职工|灵活|手工)"
)
_OR = re.compile(rf"(?:了|的|掉|过)*(?:呢)?,?还是{_SECOND}")
_OF_TWO = frozenset(
    {"trouble", "receipts", "buys", "care_kind", "care_type", "scheme", "first_claim", "why_not_settled", "card_kind"}
)
#: 发票打算先给保险公司: what somebody means to do with his papers has not been done.
_MEANT = re.compile(r"打算|准备|[想该][^,。!?;]{0,3}[给交寄]|要不要|该不该|能不能|可不可以|是不是[得要该]")
_NOT_YET_DONE = frozenset({("receipts", "given_away")})
#: 没备案，昨天补上了: what was missing is there by now.
_MENDED = re.compile(
    r"(?:已经|刚刚?|昨[天晚]|今天|前天|后来|上周|这两天)[^,。!?;没想要能]{0,5}补(?:上|好|办|备|登记|备案)+(?:了|过|好|上|的)*(?=$|[,。!?;])"
)
_MISSING = frozenset({("filed_before", "no"), ("why_not_settled", "not_filed")})
#: 现在住院能报吗: whether it would be paid, and not that somebody lies in hospital.
_WOULD_BE_PAID = re.compile(
    r"(?:的话|费用?)?,?(?:医保|还|都)*(?:(?:能|可以|给|管)(?:不(?:能|可以|给))?(?:直接)?(?:报|用|走|刷|享受|管)|[报管用](?:得了)?[吗不么]|要等)"
)
#: 算住院吗: what somebody asks to be told.
_COUNTS_AS = re.compile("(?:算|属于|叫)(?:是)?$")
_ASKS = re.compile("[吗么]|不算|不是")
#: 现在办，还是出院后回去报: what comes later.
_ONCE_OUT = re.compile(
    r"(?:还是|要?等|得等|是不是|要不|或者|只能|非要)[^,。!?;]{0,4}出院(?:了|后|以后|之后|再|的时候)"
)
#: 如果转诊，就不用备案了吧: what would be so in a case that somebody thinks of.
_IN_CASE = re.compile("(?:如果|要是|假如|假设|万一)(?:我|真|再)*$")
_THOUGHT_OF = frozenset({"referral", "own_choice", "resettled"})
_IN_HOSPITAL = frozenset({("stage", "admitted"), ("discharged", "not_yet"), ("ill_now", "yes")})
_STAY = re.compile("住院$")
#: 医生建议去武汉，我想去北京: who goes elsewhere is not referred.
_GOES_ELSEWHERE = re.compile(
    r"[^,。!?;]{0,10},(?:但是?|可是?|不过)?(?:我们?|[他她]|[^,。!?;]{1,3})(?:自己|就|却|偏|还是|非|更|其实)*(?:想|要|打算)[^,。!?;]{0,2}(?:去|上|到)(?!医保|哪|窗口|办|开)"
)
_ADVISED = re.compile("建议|推荐|让|叫")
#: 开了转诊单，没去成，后来自己去了上海: nor who did not go where he was sent.
_NEVER_WENT = re.compile(r"[^。!?;]{0,16}没(?:有)?(?:去成|用上|用成|走成)[^。!?;]{0,8}自己")
#: 县里的报了市里的没报: of several bills, one of which nobody has paid for.
_ONE_UNPAID = re.compile(
    r"报了?,?[^,。!?;]{0,5}(?:[一二两三]次|[一二两三]回|[一二两三]张|的)(?:还)?没(?:有)?(?:给)?报"
    r"|(?:自己的|[这那][次回笔张])的?(?:还|都|一直)?没(?:有)?(?:给)?报"
)
#: 大病那份什么时候打过来: what is waited for.
_AWAITED = re.compile("什么时候|几时|哪天|多久|多长时间|怎么还没|还没|没[见看]到")


def is_doubtful(text: str, key: str, value: str, hit: Hit) -> bool:
    """Whether the words in and around a phrase leave open what it would say."""
    start, end = hit.start, hit.end
    if any(start - 2 < found.start() < end for found in _EITHER_WAY.finditer(text, max(0, start - 1), end + 2)):
        return True
    if _COUNTS_AS.search(text[max(0, start - 3) : start]) and _ASKS.match(text, end):
        return True
    if value == "discharged" and _ONCE_OUT.search(text, max(0, start - 6), end + 3):
        return True
    if value in _THOUGHT_OF and _IN_CASE.search(text[max(0, start - 5) : start]):
        return True
    if (key, value) in _NOT_YET_DONE and _MEANT.search(text, max(0, start - 5), end):
        return True
    if (key, value) in _MISSING and _MENDED.search(text, end):
        return True
    if (key, value) in _IN_HOSPITAL and _STAY.search(text, start, end) and _WOULD_BE_PAID.match(text, end):
        return True
    if key == "first_claim" and value != "not_yet" and _ONE_UNPAID.search(text):
        return True
    if value == "paid" and _AWAITED.search(text, start, end):
        return True
    if key == "discharged" and when.is_of_something_else(text[start:end]):
        return True
    return value == "referral" and _is_not_followed(text, start, end)


def _is_not_followed(text: str, start: int, end: int) -> bool:
    """Whether somebody did not go where he was sent, or does not mean to."""
    advised = _ADVISED.search(text, start, end) and _GOES_ELSEWHERE.match(text, end)
    return bool(advised or _NEVER_WENT.match(text, end))


def is_one_of_two(text: str, key: str, hit: Hit) -> bool:
    """Whether a phrase names the first of two, of which nobody says which is so."""
    return key in _OF_TWO and bool(_OR.match(text, hit.end))
