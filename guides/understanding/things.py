"""Cards and papers of other offices: 银行卡, 身份证, 护照. What is said of them is not said of an insurance card."""

import re

from guides.understanding.phrases import Hit
from guides.understanding.targets import OUTSIDE, kind_of

_NAME = re.compile(
    r"(?:银行|工资|体检|美容|理发|礼品|提货|优惠|储蓄|信用|借记|公交|地铁|一卡通|交通|校园|饭|门禁|电话|手机|流量|sim|会员|购物|加油|身份|房|健身|游戏|显|声|内存|老年|老人|敬老|优待|贺|名片?|etc|购电|电|水|燃气|油)卡"
    r"|(?:存折|银行卡|折子)的?密码|存折|身份证(?!号)|户口[本簿]|户口(?=丢|掉|不见|没了)|护照|通行证|签证|驾驶[证本]|驾照|行驶证|居住证|暂住证|结婚证|离婚证|出生证明?|准生证|房产证|不动产证|毕业证|学位证|学生证"
    r"|残疾证|老年证|退伍证|军官证|士兵证|教师证|资格证|会计证|从业证|健康证|营业执照|车牌|钥匙|(?:打?预防针的?本子?|接种证|接种本|疫苗本|防疫本|预防接种证)|(?:手机|钱包)(?=丢|掉|坏|被偷|不见)"
)
#: What names the insurance, or one of its cards; and a card of which nobody says whose.
_OURS = re.compile(
    r"[交缴上参](?:居民|职工)|医保|社保|社会保障|农合|合作医疗|参保|电子凭证|备案|(?<![准预设储后戒具])备(?:过|的是|到)|(?:重新|再|要)备(?!孕|课|货|考|料|用)|报销|发票|住院"
)
_SOME_CARD = re.compile(r"卡(?!住|壳|机|顿)")


#: What belongs to care, whoever pays for it.
_CARE = re.compile(
    r"病|医|药|住院|手术|门诊|急诊|就诊|卡|救助|护理|共济|生育|产假|保险|摔[断伤倒了]|骨折|撞[伤了断]|受伤"
)
#: What turns somebody away less plainly does so only where nothing of ours is named.
_PLAIN = 4
#: Who is meant is said whatever else a text is about.
_WHO = frozenset({"for_whom", "relation"})


def of_ours(text: str, hits: list[Hit]) -> list[Hit]:
    """The phrases without those of the insurance, where all that is named belongs to another office: 公积金断了怎么补."""
    ruled_out = {name for hit in hits for name in hit.phrase.excludes}
    outside = [hit for hit in hits if any(map(_is_outside, set(hit.phrase.topics) - ruled_out))]
    covered = 0
    for hit in outside:
        covered |= hit.mask
    rest = "".join(" " if covered >> at & 1 else sign for at, sign in enumerate(text))
    if not outside:
        return hits
    if _OURS.search(rest) or _CARE.search(rest):
        return [hit for hit in hits if hit not in outside or hit.phrase.weight >= _PLAIN]
    return [hit for hit in hits if hit in outside or _is_always_said(hit)]


def _is_always_said(hit: Hit) -> bool:
    """Who is meant; and that somebody is in danger, which comes before everything."""
    in_danger = hit.phrase.means.get("stage") == "emergency"
    return in_danger or not (hit.phrase.topics or hit.phrase.means.keys() - _WHO)


def _is_outside(topic: str) -> bool:
    return kind_of(topic) == OUTSIDE


def of_others(text: str, hits: list[Hit]) -> list[Hit]:
    """The phrases without those that take a part of another card's name for a word. Where nothing of ours is named,
    without those of its trouble: 护照到期了怎么换; where something is, without those that turn somebody away."""
    names = list(_NAME.finditer(text))
    if not names:
        return hits
    hits = [hit for hit in hits if not any(_is_denied_before(text, hit, name) for name in names)]
    masks = [((1 << len(name[0])) - 1) << name.start() for name in names]
    rest = _NAME.sub(" ", text)
    some_card = _SOME_CARD.search(rest) and not any(name[0].endswith("卡") for name in names)
    unlike = _turns_away if _OURS.search(rest) or some_card else _is_trouble
    return [hit for hit in hits if not _cuts(hit, masks) and not unlike(hit, masks)]


def _cuts(hit: Hit, masks: list[int]) -> bool:
    return any(hit.mask & mask not in (0, mask) for mask in masks)


def _is_denied_before(text: str, hit: Hit, name: re.Match[str]) -> bool:
    """社保卡没丢，银行卡丢了: from a card that is there to the trouble of another."""
    inside = hit.start < name.start() and name.end() < hit.end
    return inside and "trouble" in hit.phrase.means and bool(re.search("没|不是", text[hit.start : name.start()]))


def _turns_away(hit: Hit, masks: list[int]) -> bool:
    return any(hit.mask & mask for mask in masks) and any(map(_is_outside, hit.phrase.topics))


def _is_trouble(hit: Hit, masks: list[int]) -> bool:
    return "trouble" in hit.phrase.means or "guide:card-replacement" in hit.phrase.topics
