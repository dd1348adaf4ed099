"""What no phrase says, and a whole text does: who tells of himself, who is in hospital, and when it was."""

import re
from collections.abc import Collection, Iterator, Sequence

from guides.understanding import enrolling, households, matters, purse, schooling, staff, stage, tending, treated, when
from guides.understanding.phrases import Conclusion
from guides.understanding.roles import Placed, Role
from guides.understanding.whose import GOES_ALONG, SPEAKER

#: 上礼拜我到大连出差.
_WHEN = (
    "(?:[上这]个?(?:礼拜|星期|周|月)[一二三四五六日天末底初]?|(?:昨|前|今|大前)[天晚儿日早]|前(?:[几两]天|阵子|段时间|不久)|去年|前年|今年|年[初底前后]"
    "|(?:[一二三四五六七八九十]|十[一二]|1?[0-9])月(?:份|初|底|中旬)?|春节|国庆|五一|元旦|中秋|端午|半夜|这[回次])+(?:的时候|那会儿?|里|时)?,?"
)
#: 我上派出所改了名: who tells what he did, and names nobody else.
_OF_HIMSELF = re.compile(
    rf"(?:^|[,。!?;、 ])(?:自己在|(?:结果|没想到|谁知|就是|是)自己|自己想(?:去|到|来)|{GOES_ALONG})|"
    rf"(?:^|[,。!?;、 ])我的(?=医|社|居民|职工|农合|卡|码|慢|门|特|病|票|发票|单|住院|账户|待遇|证)|没人[叫让]我|本人[,男女]|(?:公安局?|派出所|户籍科|户籍)?(?:把|给)我(?:的)?(?:身份证|名字|姓名|户口|出生|生日|性别)|(?:医生|大夫|医院|专家)[叫让]我(?=(?:[去到来回][^,。!?;]{{1,6}})?(?:转院|复查|复诊|住院|手术))|"
    rf"(?:^|[,。!?;、 ])(?:那|可是?|但是?|不过|而|反正|结果)?(?:{_WHEN})?{SPEAKER.pattern}(?!想?(?:问|咨询|了解|知道|请教)|们)[^,。!?;、]"
)
#: Where one of these is told, a length of time may be that of a lapse.
_LAPSED = frozenset({"matter", "insured_now"})
#: 同事陪我去的急诊, 把我生日写错了: whoever else is named, it is about the one who speaks.
_HE_HIMSELF = re.compile(
    rf"(?:陪|送|带|领|拉|背|抬)着?{SPEAKER.pattern}(?!们)[^,。!?;]{{0,10}}(?:医院|急诊|看|住院|手术|检查|门诊|挂号)"
    r"|(?:把|给)我的?(?:社保卡|医保卡|卡上?|身份证|户口本?)?上?的?(?:姓名?|名字?|生日|出生|身份证|证件号|电话|手机号|信息|社保|医保)"
    r"|把我(?:从[^,。!?;]{1,6})?接(?:到|去|来|过|回)(?![^。!?;]*[他她](?:住院|病|手术))"
    r"|我的(?:名字|姓名|生日|出生日期|身份证|户口|手机号|社保|医保|病|情况)|(?:卡|码|医保|社保|系统|里)[里上头]?我(?:的)?(?:名字|姓名|生日|出生日期|身份证号?|手机号)"
    r"|^(?:退休|下岗|农村|个体)[^,。!?;的]{1,3}一[个名枚位],|(?:公司|单位|厂里|老板|学校|工厂)(?:没|不|漏|断|停|少|一直没)(?:给|帮|替)我(?!们|的?[爸妈儿女老孩家])|[钱费]我(?:自己|全|都|先|已经)*(?:垫|付|掏|出|交)|(?:碰|撞|刮)(?:到|着|了)?我(?!们|的?[爸妈儿女老])"
)
#: 公司给我上着职工，我爸又给我交了农合: for whom two have paid.
_PAID_FOR_ME = re.compile(
    r"(?:公司|单位|厂里|老板|学校|工厂)(?:现在|已经|又|也|都|一直|这边)*[给帮替]我(?!们|的?[爸妈儿女老孩家])[^,。!?;]{0,3}[交上买缴参]"
    r"|[给帮替]我(?:又|也|还|先)?(?:在[^,。!?;]{1,4})?[交缴上买参](?:了|着|的|过|上)*(?:一份|一个)?(?:的)?(?:城乡)?(?:居民|职工|农合|合作医疗|医保|社保)"
)
_TWICE = re.compile(
    r"白[扔交花给缴]|重复|交重|重了|两[份个边头]|退[一哪份掉]|能退(?:哪|一|掉|其中)|停[哪掉一]|哪[个份]|又[给帮替在]"
)
#: 听我邻居说: what others say, who are not meant.
_THEY_SAY = re.compile("(?:听|问)(?:我|我们|了)?的?(?:[^,。!?;]{1,4})(?:们)?(?:说|讲|提|聊)")
_SOMEBODY_ELSE = re.compile(
    r"[他她]|员工|工人|老人|病人|患者|家属|别人|朋友|同事|邻居|亲戚|家里|家人|学生|大家|村民|[五低]保户|村干部|村支书|网格员|社工|志愿者|护士|村医|班主任|辅导员"
)
#: 去西安…还要我自己再备案吗: who speaks of filing and of where he goes, and tells of no care that he has had.
_CARED_FOR = re.compile(
    r"旅游|跟团|现在在|摔|住[着了进过上]|住院了|住的院|出院|出的院|急诊|抢救|自费|垫|发票|单据|报销|回来|看完|做完|做了|看了|花了|补备|补办|没备|忘|刷|去年|前年|上个?月"
)
#: 爸六十一了, 妈前年退的休: kin without whose, where a clause begins.
_KIN_ALONE = re.compile(
    r"(?:^|[,。!?; ])(爸|妈|爹|娘|叔叔)(?![爸妈爹娘叔咪们家说讲问,。!?; ])(?!的(?![慢特门医社卡病码糖血两认药]))"
)
#: That somebody is ill is told of him, and not asked of all.
_WHO_IS_ILL = frozenset({"for_whom", "filed_before"})
#: 在赤峰交的职工医保，想在天津装支架: of who tells of care, how he is insured is no question of paying.
_OF_CARE = frozenset({"stage", "care_kind", "care_type", "referral_letter", "hospital_linked", "first_claim"})
#: 现在杭州住院.
_NOW_IN = re.compile("(?:现在|目前|眼下|如今|这会儿?)(?:人)?在?[^,。!?;]{1,8}(?:住院|医院|病房)")
#: The guides that ask when somebody left the hospital.
OF_THE_BILL = frozenset({"manual-claim", "second-reimbursement"})
#: 三河市的职工: not those who work there, of whom somebody asks.
_ITS_SCHEME = re.compile(r"(?:市|县|区)?的? ?(?:职工|居民)(?=$|[,。!?; ]|的?[,。])")


def unphrased(text: str, said: Collection[str], places: Sequence[Placed]) -> Iterator[Conclusion]:
    """What no phrase says, and the whole text does: who tells of himself, who is in hospital, and when it was."""
    if "for_whom" not in said and (words := staff.asks(text)):
        yield Conclusion("for_whom", "employer", words)
    elif "for_whom" not in said and schooling.is_myself(text):
        yield Conclusion("for_whom", "student", text, frozenset({"coverage"}))
    elif "for_whom" not in said and (words := tending.himself(text, ())):
        yield Conclusion("for_whom", "self", words)
    elif "for_whom" not in said and (kin := _KIN_ALONE.search(text)):
        yield Conclusion("for_whom", "family", kin[1])
    elif "for_whom" not in said and (told := _himself(text)):
        yield Conclusion("for_whom", "self", told[0].strip(",。!?;、 "))
    if (
        "stage" not in said
        and (_NOW_IN.search(text) or not _WHO_IS_ILL.isdisjoint(said))
        and (words := stage.in_hospital(text, places))
    ):
        yield Conclusion("stage", "admitted", words, frozenset({"remote-care"}))
    if "stage" not in said and (words := _is_going(text, places) or stage.planned(text)):
        yield Conclusion("stage", "planning", words, frozenset({"remote-care"}))
    matter = _matter(text, said, places)
    if matter[0]:
        yield Conclusion("matter", *matter, frozenset({"coverage"}))
    if "reason" not in said and (words := treated.sends_on(text, places)):
        yield Conclusion("reason", "referral", words, frozenset({"remote-care"}))
    elif "reason" not in said and (words := households.lives_along(text)):
        yield Conclusion("reason", "lives_there", words, frozenset({"remote-care"}))
    if "scheme" not in said and (words := _scheme_of_a_place(text, places)):
        yield Conclusion("scheme", "employee" if "职工" in words else "resident", words)
    if "goal" not in said and (goal := purse.wanted(text))[0]:
        yield Conclusion("goal", *goal, frozenset({"family-account"}))
    may_lapse = not _LAPSED.isdisjoint(said) or matter[0] in matters.STOPPED
    if "lapsed_for" not in said and may_lapse and (lapse := when.lapsed(text))[0]:
        yield Conclusion("lapsed_for", *lapse, frozenset({"coverage"}))
    if "discharged" not in said and (value := when.discharged(text))[0]:
        yield Conclusion("discharged", *value, OF_THE_BILL)


def _himself(text: str) -> re.Match[str] | None:
    """The words by which somebody tells of himself, where he names nobody else or says all the same that it is he."""
    if found := _HE_HIMSELF.search(text) or (_TWICE.search(text) and _PAID_FOR_ME.search(text)):
        return found
    return None if _SOMEBODY_ELSE.search(_THEY_SAY.sub("", text)) else _OF_HIMSELF.search(text)


def _matter(text: str, said: Collection[str], places: Sequence[Placed]) -> tuple[str, str]:
    """What somebody is after who asks about his cover, and the words; both '' where a phrase says it, or nothing."""
    if "matter" in said:
        return "", ""
    if enrolling.is_of_a_move(text, places):
        return "moved", text
    value, words = matters.after(text)
    return ("", "") if value == "pay" and not _OF_CARE.isdisjoint(said) else (value, words)


def _is_going(text: str, places: Sequence[Placed]) -> str:
    """The words that say where somebody goes who wants to file: 去西安; ''."""
    if _CARED_FOR.search(text) or not stage.FILES.search(text):
        return ""
    going = (each.mention for each in places if each.role is Role.CARE and text[: each.mention.start].endswith("去"))
    return next((f"去{each.name}" for each in going), "")


def _scheme_of_a_place(text: str, places: Sequence[Placed]) -> str:
    """How somebody is insured, of whom only a place says it: 三河市的职工, 乌海职工 住院."""
    words = (_ITS_SCHEME.match(text, each.mention.end) for each in places if each.role is not Role.CARE)
    return next((found[0] for found in words if found), "")
