"""With whom somebody lives, where no phrase says it: 跟俺妹在烟台过, 随儿子一家在厦门过日子."""

import re
from collections.abc import Sequence

from guides.understanding import sharing
from guides.understanding.phrases import Hit

_KIN = (
    "儿子|女儿|闺女|姑娘|儿女|子女|孩子|老大|老二|老三|小儿子|大儿子|小女儿|大女儿|儿媳妇?|女婿|孙子|孙女|外孙女?|侄子|侄女|"
    "弟弟?|妹妹?|哥哥?|姐姐?|大伯|伯伯|叔叔?|姑姑?|姑妈|舅舅?|舅妈|[大二三小]?姨妈?|嫂子|弟媳|爸妈|爸爸?|妈妈?|爹|娘|父母|爷爷|奶奶|外公|外婆|姥姥|姥爷|他们|她们"
)
#: 过 that is no verb alone: 看过, 商量过; 过来, 过年 are others.
_ALONG = re.compile(
    rf"(?:跟着?|随着?|和)(?:[我俺咱他她]|我们|咱们)?(?:{_KIN})(?:一家|家|两口子|俩)?(?:都|就|也|一直|一块儿?|一起)?"
    r"(?:(?:在|住)[^,。!?;]{1,8}?)?(?:(?<![看问说办住查治备买用报去来到商量吵打见])过(?:日子|活|着|到现在|$|[,。!?;的呢]|了(?:好|一|两|三|几|多))|(?<!一)生活|养老)"
)
#: 老娘待在我姐那儿, 妈住我哥家; not 住在我姐家附近的医院.
_AT_KIN = re.compile(
    rf"(?:[住待呆]|住到|搬到|[住待呆]在)(?:[我俺咱他她])?(?:{_KIN})(?:家|那儿?|那边|那里|这儿?|这边|这里)(?!医院|附近|门口)"
)

#: 医保在潮州，人住珠海; not 人住院了, 人住进重症了.
_LIVES_IN = re.compile(
    r"(?:^|[,。!?;、 我他她])人(?:现在|目前|一直|常年|平时|都|也)*住(?:在)?(?!院|进|下|着|了|满|不|过|几|到|在|[^,。!?;]{0,8}(?:医院|病房|病床|附院|[一二三]院|ICU|icu))(?=[^,。!?;])"
)

#: 跟儿子说过, 跟女儿去了趟医院: what somebody does with him, and not where he lives.
_DOES = re.compile(
    r"(?:都|也|就|一起|已经|刚)*(?:说|讲|商量|吵|闹|打招呼|打过|打电话|视频|要钱|借|问|提|去医院|去看|去办|去银行|去医保|去窗口|去大厅)"
)


def only_meets(text: str, end: int) -> bool:
    """Whether who is named with 跟 right before is somebody he only speaks or goes out with."""
    return bool(_DOES.match(text, end))


def lives_along(text: str) -> str:
    """The words that say so; ''."""
    found = _ALONG.search(text) or _AT_KIN.search(text) or _LIVES_IN.search(text)
    return found[0].rstrip(",。!?;") if found else ""


#: 我在宁波买了房接他们过来长住: who is fetched lives there, and not who fetches.
_FETCHED = rf"(?:了|着)?(?:[他她]们?|老人|老两口|我?(?:{sharing.KIN}))"
_FETCHES = re.compile(rf"(?:接|搬|叫|请){_FETCHED}|(?:带|领|把){_FETCHED}[^,。!?;]{{0,6}}(?:接|来|到)")
_FOR_CARE = re.compile("看病|住院|手术|治|检查|复查|就医")
_CLAUSE_ENDS = re.compile(r"[,。!?;、]")
#: 我在宁波开出租把他接过来住了大半年: the work of who fetches another.
_WORKS_AND_FETCHES = re.compile(
    rf"[^,。!?;]{{0,6}}(?:把|接|带)(?:了|着)?(?:[他她]们?|老人|[我俺]?(?:{_KIN}|老[爷太]|公公|婆婆|公婆|岳[父母]|老[伴婆公]|媳妇))[^,。!?;]{{0,8}}(?:接|带|过来|来)"
)


def of_who_is_fetched(text: str, pairs: Sequence[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    """Without the work of who fetches another to live with him: 我在宁波开出租把他接过来住了大半年."""
    if "lives_there" not in {value for _, value in pairs}:
        return list(pairs)
    return [pair for pair in pairs if pair[1] != "works_there" or not _WORKS_AND_FETCHES.match(text, pair[0].end)]


def tells_who_is_fetched(text: str, hit: Hit) -> bool:
    """Whether a reason is why another lives there whom somebody takes home with him, and not for care: 接他们过来长住."""
    if hit.phrase.means.get("reason") != "lives_there" or _FOR_CARE.search(text, hit.start, hit.end + 8):
        return False
    return bool(_FETCHES.search(_CLAUSE_ENDS.split(text[: hit.start])[-1] + text[hit.start : hit.end]))
