"""Of two places, the one where somebody is treated: sent on from the other, or right where he is insured."""

import re
from collections.abc import Sequence
from dataclasses import replace

from guides.understanding.gazetteer import Mention
from guides.understanding.roles import SEEING, UNIT, Placed, Role

ANY_CARE = re.compile(rf"^{UNIT}(?:{SEEING})")
#: 在徐州看病; 医保在徐州住院要备案吗 asks about a stay, and not of one there.
SEEN_THERE = re.compile(
    rf"^{UNIT}(?!(?:住院|看病|手术|看门诊)(?:要|怎么|用|需|得|该|能|可|还|会|给|报|$))(?:{SEEING}|住的院|住过)"
)
#: 佳木斯 转诊 哈尔滨 医保备案: who is sent on is insured where he comes from, whatever is named behind.
_SENT_ON = re.compile("(?:市|县)? ?(?:转诊|转院)(?:到|去|往)? ?")
#: 蚌埠转南京 医保能报吗; but 威海转合肥 医保关系 is of an insurance that moves.
_TURNED_TO = re.compile("(?:市|县)? ?转(?:到|去|往)? ?")
_FOR_MONEY = re.compile(
    r"^(?!.*(?:关系|转移|接续|账户|年限|换工作|离职|户口|学籍)).*(?:能报|报销|报多少|报不|报吗|备案|住院|手术|治疗|直接结算|报得)"
)
#: What somebody does in a place beside the one where he, or another, is treated: 在北京转车, 在苏州带孙子.
_BESIDE_CARE = re.compile(
    rf"^{UNIT}(?:[南北东西]?站)?(?:这边|那边)?"
    r"(?:打工|上班|工作|务工|做工|干活|做生意|(?:给|帮|替)[^,。!?;]{1,4}带(?:孩子|娃|孙)|带(?:孩子|娃|孙子|孙女|外孙)|念书|读书|上学|上大学|转车|换乘|中转|转机|倒车|转的?船)"
)
#: 户口跟我，在赣州: where somebody is; 人在, 现在在 tell where he has come to.
_IS_IN = re.compile("(?<![人现住转])在$")


def only_busy_there(text: str, each: Placed) -> bool:
    """Whether somebody works, studies or minds children in a place, as far as the words behind it say."""
    return each.role is Role.CARE and bool(_BESIDE_CARE.match(text[each.mention.end :]))


def _is_beside(text: str, each: Placed) -> bool:
    """Whether somebody is in a place, and neither treated there nor come for that."""
    if _BESIDE_CARE.match(text[each.mention.end :]):
        return True
    return bool(_IS_IN.search(text[: each.mention.start])) and not SEEN_THERE.match(text[each.mention.end :])


def sent_on(text: str, found: Sequence[Placed]) -> list[Placed] | None:
    """The roles of two places of which one sends to the other; None for any others."""
    if len(found) != 2:
        return None
    turned = _TURNED_TO.fullmatch(text, found[0].mention.end, found[1].mention.start) and _FOR_MONEY.search(text)
    if not turned and not _SENT_ON.fullmatch(text, found[0].mention.end, found[1].mention.start):
        return None
    return [replace(found[0], role=Role.INSURED), replace(found[1], role=Role.CARE)]


#: 南充转华西: two names, and neither what is wanted of an insurance.
_SENDS_TO = re.compile(
    r"(?:市|县|区)? ?(?:转诊|转院|转)(?:到|去|往|上)? ?(?=(?P<house>华西|湘雅|协和|同济|齐鲁|西京|盛京|瑞金|华山|安贞|阜外|天坛|省立|省人民|省肿瘤|省医|附院|附一|医大)|)"
)
_NO_REFERRAL = re.compile(r"关系|转移|接续|账户|年限|学籍|转学|社保卡|离职|跳槽")


def sends_on(text: str, places: Sequence[Placed]) -> str:
    """The words by which one place sends somebody on to another, or to a hospital: 玉林转南宁; ''."""
    insured = [each.mention for each in places if each.role is Role.INSURED]
    cared = {each.mention.start for each in places if each.role is Role.CARE}
    if len(insured) != 1 or _NO_REFERRAL.search(text):
        return ""
    found = _SENDS_TO.match(text, insured[0].end)
    return text[insured[0].start : found.end()] if found and (found["house"] or found.end() in cared) else ""


def at_home(text: str, found: list[Placed], insured: set[tuple[str, ...]]) -> list[Placed]:
    """我在苏州带孙子，老伴在淮安住院，医保淮安: who is treated where he is insured is so nowhere else."""
    cared = [each for each in found if each.role is Role.CARE]
    there = [each for each in cared if each.mention.codes in insured and SEEN_THERE.match(text[each.mention.end :])]
    others = [each for each in cared if each.mention.codes not in insured]
    if not there or not all(_is_beside(text, each) for each in others):
        return found
    return [replace(each, role=Role.IDLE) if each in others else each for each in found]


#: 在牡丹江做透析三年了, …想接到大连: where somebody has been treated, and where he goes now.
_SO_FAR = re.compile(
    rf"{UNIT}(?:那边|这边|的|县|县里|[^,。!?;在去到]{{0,5}}医院|一直|都){{0,4}}(?:做|吃|拿|打|开|配|看|治|透|化疗|放疗)[^,。!?;去到来]{{0,8}}"
    r"(?:[一二两三四五六七八九十几半\d]+(?:多|来)?个?[年月周](?:多)?了?|一直|透析|透着|化疗|靶向药|[的着])"
)
_APPROVED = re.compile(
    r"(?:慢特?病|慢性病|特殊?病|门特|门慢|特门|两病)[^,。!?;没不]{0,6}(?:批|办|评|认定|鉴定|下来|有)(?![^,。!?;]{0,2}[吗么不没])"
    r"|(?:批|办|评|认定|鉴定)(?:了|过|好|下来|上)[^,。!?;]{0,4}(?:慢特?病|慢性病|特殊?病|门特|门慢|特门|两病)"
)
_GOES_NOW = re.compile(
    r"(?:现在|今年|明年|下个?月|下周|这个月|马上|最近|刚|准备|打算|想|要|后来|过完?年|年底|开春)[^。!?;]{0,14}(?:去|到|来|回|往|接到|接来|接去|接回|搬到|搬来|搬去|挪到|转到|转去|转回|迁到|换到|住到|回到)(?:了)?$"
)


def moves_on(text: str, found: list[Placed]) -> list[Placed]:
    """姥爷在牡丹江做透析，慢病批了，想接到大连来做: of two places of care, the one that he goes to. The other has recognised
    his illness, if that is said."""
    cared = [each for each in found if each.role is Role.CARE]
    if len({each.mention.codes for each in found}) != 2 or len({each.mention.codes for each in cared}) != 2:
        return found
    first, last = cared[0], cared[-1]
    before = text[: first.mention.start]
    if not (before.endswith("在") and _SO_FAR.match(text, first.mention.end)):
        return found
    if first.mention.codes == last.mention.codes or not _GOES_NOW.search(text[first.mention.end : last.mention.start]):
        return found
    was = Role.INSURED if _APPROVED.search(text) else Role.IDLE
    return [replace(each, role=was) if each.mention.codes == first.mention.codes else each for each in found]


#: 去北京看病路过天津，在天津住院了: where somebody was taken in.
_TAKEN_IN = re.compile(
    rf"{UNIT}(?:[^,。!?;去到来在]{{0,8}}?)(?:住院了|住的院|住了|住院|抢救|急诊|做的手术|手术了|住着|看的|动的手术)(?!要|怎么|能|可以)"
)
_ACCIDENT = re.compile("路过|途经|途径|半路|路上|途中|转车|转机|换乘|倒车|中转|经过")


def where_it_was(text: str, found: list[Placed]) -> list[Placed]:
    """Of several places of care, the one where somebody fell ill on his way and was taken in."""
    cared = [each for each in found if each.role is Role.CARE]
    if len({each.mention.codes for each in cared}) < 2 or not _ACCIDENT.search(text):
        return found
    taken = {
        each.mention.codes
        for each in cared
        if text[: each.mention.start].endswith("在") and _TAKEN_IN.match(text, each.mention.end)
    }
    if len(taken) != 1:
        return found
    return [
        replace(each, role=Role.IDLE) if each.role is Role.CARE and each.mention.codes not in taken else each
        for each in found
    ]


#: 转到合肥，又转到上海: of places that one is sent on to, the last.
_SENT_AGAIN = re.compile(
    r"[^。!?;]{0,10}(?:又|再|后来|最后|接着|然后)[^,。!?;]{0,3}(?:转|送|去|到)(?:到|去|往|了|院到)*$"
    r"|[^。!?;]{0,30}(?:现在|眼下|昨天|前天|今天|昨晚|刚刚?|已经)(?:又|已经|给|被)*转(?:院)?(?:到|去|往)了?$"
)


def last_of_all(text: str, found: list[Placed]) -> list[Placed]:
    """在阜阳看不好，转到合肥，又转到上海: where somebody is now, of all the places that he was sent on to."""
    cared = [each for each in found if each.role is Role.CARE]
    if len({each.mention.codes for each in cared}) < 2:
        return found
    *former, last = cared
    if last.mention.codes in {each.mention.codes for each in former}:
        return found
    if not _SENT_AGAIN.fullmatch(text, former[-1].mention.end, last.mention.start):
        return found
    return [replace(each, role=Role.IDLE) if each in former else each for each in found]


#: 在西宁查出肝上长东西，想直接去上海看: where it was found out, and where somebody means to go.
_FOUND_OUT = re.compile(r"(?:市|县|省)?(?:的)?[^,。!?;去到来]{0,6}?(?:查出|检查出|检查说|确诊|诊断|体检|查的|发现)")
_MEANS_TO_GO = re.compile(
    r"(?:想|要|准备|打算|建议|让|叫|计划|考虑)(?:直接|再|也|就|先|马上|我们?|[他她]|带[^,。!?;]{1,3}|转院?){0,4}(?:去|到|上|来|往)$"
)


_MEANS_TO_BE_SENT = re.compile(
    r"(?:想|要|准备|打算|建议|让|叫|计划|考虑)[^,。!?;]{0,5}(?:去|到|上|转|来)(?:到|去)?[^,。!?;]{0,3}"
    r"(?:华西|湘雅|协和|同济|齐鲁|西京|盛京|瑞金|华山|安贞|阜外|天坛|中山|仁济|华东|肿瘤|儿童|附|省|医院|[一二三]院)"
)


def found_out(text: str, found: list[Placed], hospitals: frozenset[str]) -> list[Placed]:
    """The places, and the one where an illness was only found out as none of the care that is to be."""
    there = {
        each.mention.codes
        for each in found
        if each.role is Role.CARE
        and text[: each.mention.start].endswith("在")
        and _FOUND_OUT.match(text, each.mention.end)
    }
    goes = {
        each.mention.codes
        for each in found
        if each.role is Role.CARE and _MEANS_TO_GO.search(text[: each.mention.start])
    }
    if _MEANS_TO_BE_SENT.search(text):  # 想转到华西去做
        goes |= {(code,) for code in hospitals}
    if not there or len(goes - there) != 1 or there & goes:
        return found
    return [
        replace(each, role=Role.IDLE) if each.role is Role.CARE and each.mention.codes in there else each
        for each in found
    ]


#: 现在淮安医院抢救，可能要转南京: who may be sent on is still where he is.
_MAY_GO_ON = re.compile(
    r"(?:可能|也许|说不定|没准|恐怕|搞不好|兴许|万一|或许)[^,。!?;]{0,4}(?:还|又|再|得|要|会)*(?:往|转|送|去)(?:到|去|往|上|院到|院去)*$"
)
_LIES_THERE = re.compile(rf"{UNIT}[^,。!?;]{{0,8}}(?:抢救|住院|住着|躺着|急诊|icu|重症|监护|观察|病房)")


def before_it_is_known(text: str, found: list[Placed]) -> list[Placed]:
    """The places, and the one that somebody may yet be sent on to as none of his care."""
    later = [each for each in found if each.role is Role.CARE and _MAY_GO_ON.search(text[: each.mention.start])]
    here = [each for each in found if each.role is Role.CARE and _LIES_THERE.match(text, each.mention.end)]
    if not later or not {each.mention.codes for each in here} - {each.mention.codes for each in later}:
        return found
    return [replace(each, role=Role.IDLE) if each in later else each for each in found]


#: 下礼拜想回参保地梧州切胆囊: who goes back to where he is insured is treated there.
_BACK = re.compile(r"回(?:到)?(?:参保地|老家|家)$")
_TREATED_BACK = re.compile(
    r"(?:市|县)?(?:那边)?(?:去|再|来)?(?:看|住院|切|割|做|手术|治|检查|复查|开刀|化疗|放疗|透析|生孩子|生娃)"
)


def back_where_insured(text: str, found: list[Placed]) -> list[Placed]:
    """The places, and the one that insures him once more as that of his care."""
    back = [
        each
        for each in found
        if each.role is Role.INSURED
        and _BACK.search(text[: each.mention.start])
        and _TREATED_BACK.match(text, each.mention.end)
    ]
    others = any(each.role is Role.CARE for each in found)
    return found if others or not back else [*found, replace(back[0], role=Role.CARE)]


def is_one_of_several(places: Sequence[Placed], care: Mention) -> bool:
    """Whether another place is named that somebody may be treated in: 去上海还是北京."""
    others = {each.mention.codes for each in places if each.role not in (Role.INSURED, Role.FILED, Role.FORMER)}
    return len(others | {care.codes}) > 1


#: 平常在汕尾取药，隔三个月去广州复查开药: medicine here and there.
_AS_A_RULE = re.compile(r"(?:平时|平常|平日|一般|往常|多数|大多)(?:里|都|就|是)*在$")
_MEDICINE = re.compile(r"[^,。!?;]{0,8}(?:[拿取开配买领]|打)[^,。!?;]{0,2}[药针]")


def is_in_both(text: str, places: Sequence[Placed]) -> bool:
    """Whether somebody takes his medicine where he is insured as a rule, and in another place too."""
    here = any(
        each.role is Role.INSURED
        and _AS_A_RULE.search(text[: each.mention.start])
        and _MEDICINE.match(text, each.mention.end)
        for each in places
    )
    return here and any(
        each.role is Role.CARE and re.match(r"[^,。!?;]{0,16}[拿取开配买领][^,。!?;]{0,2}药", text[each.mention.end :])
        for each in places
    )


_GOES_THERE = re.compile(
    r"(?:去|到|来|往|上|住|搬|回|接|跟|转|换|过|人在?|旅游|现在在|常年在|长期在|平时在|[他她我]们?(?:家|这|这边|那边)?在)(?:了)?$"
)
_AWAY = re.compile(
    rf"{UNIT}(?:打工|上班|工作|带|帮|跟|过冬|养老|避暑|住|过|生活|长住|定居|陪|我|女儿|儿子|闺女|那边|这边)|[^。]*(?:外地|异地|跨省|老家|两地)"
)


def is_away(text: str, places: Sequence[Placed]) -> bool:
    """Whether somebody is treated where he has come to: 在镇卫生院拿药 may well be at home."""
    return any(
        _GOES_THERE.search(text[: each.mention.start])
        or _AWAY.match(text, each.mention.end)
        or re.search("外地|异地|跨省|老家|两地", text)
        for each in places
        if each.role is Role.CARE
    )
