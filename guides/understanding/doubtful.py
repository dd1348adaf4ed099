"""What a text says, and not for certain: asked either way, planned, mended since, one of two, or asked about in general."""

import re

from guides.understanding import when
from guides.understanding.phrases import Hit

#: 认没认定过, 丢没丢: asked either way; who asks whether he may (能不能) tells what he has in mind all the same.
_EITHER_WAY = re.compile(
    r"(?P<sign>[^能可要行会该让给是想好用算有报]|备案|参保|认定|转诊|挂失|联网|出院)(?:[跟和与同,]|还是|或者?)?[不没](?P=sign)"
)
#: 丢了还是没开, 住院还是门诊: one of two that somebody cannot tell apart, or has yet to choose. 还是要去 says no second one.
_SECOND = r"(?:被|在|去|给)?(?:没[开给交办带]|坏|丢|掉了|锁|过期|消磁|忘|住院|门诊|药[店房]|医院|电子|纸质|居民|职工|灵活|手工)"
_OR = re.compile(rf"(?:了|的|掉|过)*(?:呢)?,?还是(?:压根|根本|本来)?{_SECOND}")
_SCHEME = "(?:城乡|城镇)?(?:职工|居民|灵活就业|农合|新农合)(?:医保|医疗|保险)?"
_OF_TWO_SCHEMES = re.compile(rf"{_SCHEME}的?,?还是(?:交|参|参加|上|算|按|走|选|买)?{_SCHEME}$")
#: 一档和二档哪个好.
_TWO_TIERS = re.compile("[一二三]档?(?:和|跟|与|同|、|还是|或者?)[一二三]档")
_OF_TWO = frozenset(
    {"trouble", "receipts", "buys", "care_kind", "care_type", "scheme", "first_claim", "why_not_settled", "card_kind"}
)
#: 发票打算先给保险公司: what somebody means to do with his papers has not been done.
_MEANT = re.compile(
    r"打算|准备|[想该][^,。!?;]{0,3}[给交寄]|(?<![需只])(?:要|得)(?:先)?[给交寄](?!走|去|了)|要不要|该不该|能不能|可不可以|是不是[得要该]"
)
#: 先给保险公司还是先走医保, 要是给了学校: which he asks about, or thinks of.
_TO_CHOOSE = re.compile(
    r"先[^。!?;]{0,14}还是|该先|先给谁|(?:要是|如果|假如|万一)[^,。!?;]{0,6}[给交]|要[给交寄][^,。!?;]{0,8}[吗么]"
)
_NOT_YET_DONE = frozenset({("receipts", "given_away")})
#: 保险公司要发票原件: papers that are asked for.
_ASKED_FOR = re.compile(r"(?<![只不])(?:要|要求|需要|得要|交|凭|看|认)(?:交|看|带|收)?(?:的|出)?$")
#: 翻出单子，看大额那行写着零: the statement of what was paid, and no bill.
_BILL = re.compile("票|收据|原件")
_READS_IT = re.compile(
    r"(?:大病|大额|统筹|二次|补充)(?:医疗|保险|支付|报销|补助|基金|金额)*(?:那|这|的)?(?:一)?(?:行|栏|项|格|条|块|处|列)|(?:大病|大额|统筹)[^,。!?;]{0,6}(?:写着?|印着?|显示|标着?|填)(?:的|是)?(?:零|0|空)"
)
#: 没备案，昨天补上了: what was missing is there by now.
_MENDED = re.compile(
    r"(?:已经|刚刚?|昨[天晚]|今天|前天|后来|上周|这两天)[^,。!?;没想要能]{0,5}补(?:上|好|办|备|登记|备案)+(?:了|过|好|上|的)*(?=$|[,。!?;])"
)
#: 备案让传居住证明，我只有租房合同: a paper that is asked for, or that another one is to stand for.
_PERMIT_PAPER = re.compile("居住(?:情况)?证明$")
_ASKS_FOR_PAPER = re.compile(
    r"(?:[要让叫需得凭求算交传]|提供|上传|出示|什么是|啥是|当|充当|代替|没有?|开不[出了来到])(?:交|传|提供|上传|开|出|出示|有|是|个|一份|一张|当|的|什么|啥)*$"
)
#: 备案要有居住证吗: a paper that has to be there is asked about, and not told of.
_PERMIT = frozenset({("proof", "residence_permit"), ("residence", "permit")})
_HAS_TO_BE = re.compile(r"(?:(?<![不只])(?:要|得|必须|需)|(?:^|[,。!?;]))(?:先|也|都)?$")
_IS_ASKED = re.compile(r"[^,。!?;]{0,8}(?:[吗么不]|才)")
_WHAT_IT_IS = re.compile("(?:怎么|咋|去?上?哪|在哪|是什么|是啥|什么样|拿不|开不|办不)")
_MISSING = frozenset({("filed_before", "no"), ("why_not_settled", "not_filed")})
#: 现在住院能报吗: whether it would be paid, and not that somebody lies in hospital.
_WOULD_BE_PAID = re.compile(
    r"(?:的话|费用?)?,?(?:医保|还|都)*(?:(?:能|可以|给|管)(?:不(?:能|可以|给))?(?:直接)?(?:报|用|走|刷|享受|管)|[报管用](?:得了)?[吗不么]|要等)"
)
#: 算住院吗: what somebody asks to be told.
_COUNTS_AS = re.compile("(?:算|属于|叫)(?:是)?$")
_ASKS = re.compile("[吗么]|不算|不是")
#: 我退休了，孩子的医保还要交不: an insurance of who does not retire.
_OF_KIN = re.compile("(?:孩子|娃|老婆|老公|爸|妈|儿子|女儿|孙子|孙女)的?(?:居民|少儿)?医保")
#: 还是只能绑亲爹妈: for whom something is meant in general.
_ONLY = re.compile("(?:只能|只限|仅限|限于|只有|只给)(?:绑定?|加|给|是|共济)?(?:自己|亲|自家|直系)*的?$")
#: 现在办，还是出院后回去报: what comes later.
_ONCE_OUT = re.compile(r"(?:还是|要?等|得等|是不是|要不|或者|只能|非要)[^,。!?;]{0,4}出院(?:了|后|以后|之后|再|的时候)")
#: 医院说我没参保，其实刚续上: what somebody is told, and does not say himself.
_TOLD = re.compile("(?:说|显示|提示|告诉我?)(?:我们?|[他她])?(?:还|又|已经)?$")
_AGAINST = re.compile("其实|明明|一直(?:都)?[交有]|没断过|怎么说|刚续上|刚交")
#: 养老金以前发在社保卡，今年改到银行卡: what was so once.
_CHANGED_SINCE = re.compile("[,。;](?:后来|现在|今年|去年|如今|这几年)[^,。!?;]{0,4}[改换转]")
_OF_TODAY = frozenset({"pension_on_card", "buys"})
#: 怕出院的时候全自费, 不备案出院就得自己掏: how somebody fears to leave the hospital.
_FEARED = re.compile(
    r"(?:怕|担心|万一|要是|如果|会不会|不然|否则|不(?:办|备案?|登记|弄|转诊)[^,。!?;了过]{0,6})(?:[来到去]了(?:以后|之后|后)?)?(?:[^,。!?;了]{0,6})$"
)
_OUT = frozenset({("stage", "discharged"), ("stage", "settled")})
#: 如果转诊，就不用备案了吧: what would be so in a case that somebody thinks of.
_IN_CASE = re.compile("(?:如果|要是|假如|假设|万一)(?:我|真|再)*$")
_THOUGHT_OF = frozenset({"referral", "own_choice", "resettled"})
#: 下岗职工, 九十年代在国企下岗: what somebody is called, or was long ago, and does not ask about.
_LONG_AGO = re.compile(
    r"(?:[五六七八九]十年代|[六七八九]\d年|(?:19)?[89]\d年|早年|早些年|当年|年轻时?|零[一二三四五六七八九几]年|那年|那会儿?|以前|从前|早先|当初|[一二三几]十(?:多|几)?年前)[^。!?;]{0,14}$"
)
_CALLED = re.compile(r"(?:下岗|失业|离职|辞退|改制|买断|破产)(?:的)?(?:企业|国企|工厂|厂)?(?:的)?(?:职工|工人|人员)")
_ENDED = re.compile("下岗|改制|买断|破产|倒闭|离职|辞职|失业|黄了|散了|垮了")
#: 我在宁波买了房接爸妈来: a home is no paper of it.
_HOME_PAPER = re.compile("证|合同|协议|房本|租约")
#: 厂里只买了工伤险: an insurance, and no injury.
_ITS_INSURANCE = re.compile("工伤(?:保?险)(?!报|赔|认|不)")
#: 在宁波厂里上班，医保还在毕节: the insurance is not that of the work.
_COVER_ELSEWHERE = re.compile("(?:关系)?(?:还|仍|都|一直)+(?:是|留)?在")
#: 社保断断续续交过: not what is so today. 手指被机器压断了: no till that failed.
_ON_AND_OFF = re.compile("断断续")
_HURT_BY_A_MACHINE = re.compile(r"(?:机器|机床|设备)[^,。!?;]{0,3}(?:压|轧|绞|卷|割|切|夹|砸|伤|打到|弄)")
#: 换个地方住院，社保卡能用吗: a card that is to pay for care is to be changed for none.
_TO_PAY_CARE = re.compile("住院|看病|医院|就医|手术|急诊|买药|拿药|门诊")
#: 旅游回来以后查出来的: no reason for what came later. 打算去上海没去成: no plan any more.
_CAME_HOME = re.compile("(?:完|玩)?(?:回来|回家|到家)(?:了)?(?:之后|以后|后|才|就|没几天|不久)")
_CAME_TO_NOTHING = re.compile("[^。!?;]{0,12}(?:没去成|没成行|没走成|没做成|取消了|作罢)")
#: 照了三天蓝光, 住过保温箱已经接回家: an illness that is over.
_HAS_LAIN = re.compile(r"(?:住|照|待|躺|睡|呆)(?:了|过)(?:[^,。!?;]{1,4}(?:天|夜|晚|周|月|星期))?的?$")
_STILL = re.compile("了(?:$|[,。!?;])")
_IS_HOME = re.compile(r"[^。!?;]{0,14}(?:(?:已经?|刚|才|现在)[^,。!?;]{0,3}(?:出院|出来|回家|接回)|[接回]回?家了)")
_IN_HOSPITAL = frozenset({("stage", "admitted"), ("discharged", "not_yet"), ("ill_now", "yes")})
_STAY = re.compile("住院$")
#: 先备案还是先住进去: which somebody asks, and has done neither.
_OR_FIRST = re.compile("(?:还是|或者)(?:先|直接|就)?$")
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
#: 问了异地能不能直接结: what somebody has asked, and tells no answer.
_WHETHER = re.compile("能不能|可不可以|能否|是否|支不支持|是不是")
#: 出院时能不能直接扣: nor has what he asks about been paid.
_WHETHER_SO = frozenset(
    {("hospital_linked", "yes"), ("hospital_linked", "no"), ("stage", "settled"), ("first_claim", "direct")}
)
#: 大病那份什么时候打过来, 大病要是报了: what is waited for, or thought of.
_AWAITED = re.compile("要是|如果|万一|什么时候|几时|哪天|多久|多长时间|怎么还没|还没|没[见看]到")

#: 我是外婆的监护人: who looks after somebody does not speak of himself.
_LOOKS_AFTER = re.compile(r"[^,。!?;]{1,8}(?:监护人|照护人|护工|保姆|代办人|代理人|受托人)")
_OF_MYSELF = ("for_whom", "self")


def is_doubtful(text: str, key: str, value: str, hit: Hit) -> bool:
    """Whether the words in and around a phrase leave open what it would say."""
    said = (text, hit.start, hit.end, (key, value))
    return _is_asked(*said) or _is_only_meant(*said) or _is_of_another_time(*said) or _is_aside(*said)


def _is_asked(text: str, start: int, end: int, pair: tuple[str, str]) -> bool:
    """Whether it is what somebody would like to be told, or waits for."""
    either = _EITHER_WAY.finditer(text, max(0, start - 3), end + 2)
    if any(found.start() < end and start < found.end() for found in either):
        return True
    if pair == ("matter", "retiring") and _OF_KIN.search(text, start, end):
        return True
    if pair[0] == "relation" and _ONLY.search(text[:start]):
        return True
    if _COUNTS_AS.search(text[max(0, start - 3) : start]) and _ASKS.match(text, end):
        return True
    if pair in _IN_HOSPITAL and _STAY.search(text, start, end) and _WOULD_BE_PAID.match(text, end):
        return True
    if pair in _WHETHER_SO and _WHETHER.search(text, start, end):
        return True
    return pair[1] == "paid" and bool(_AWAITED.search(text, start, end))


def _is_only_meant(text: str, start: int, end: int, pair: tuple[str, str]) -> bool:
    """Whether it is what somebody means to do, will come to, or thinks of."""
    if pair[1] == "discharged" and _ONCE_OUT.search(text, max(0, start - 6), end + 3):
        return True
    if pair in _IN_HOSPITAL and _OR_FIRST.search(text[max(0, start - 4) : start]):
        return True
    if pair in _PERMIT and text.startswith("有", start) and _HAS_TO_BE.search(text[max(0, start - 4) : start]):
        return bool(_IS_ASKED.match(text, end))
    if pair == ("receipts", "paper") and text[start:end].endswith("原件") and _ASKED_FOR.search(text[:start]):
        return True
    if pair == ("receipts", "paper") and not _BILL.search(text, start, end) and _READS_IT.search(text):
        return True  # the slip that somebody found is the one he reads
    if pair == ("proof", "community_letter") and _PERMIT_PAPER.search(text, start, end):
        return bool(_ASKS_FOR_PAPER.search(text[max(0, start - 8) : start]) or _WHAT_IT_IS.match(text, end))
    if pair in _OUT and "了" not in text[start:end] and _FEARED.search(text[max(0, start - 14) : start]):
        return True
    if pair[1] in _THOUGHT_OF and _IN_CASE.search(text[max(0, start - 5) : start]):
        return True
    if pair in _NOT_YET_DONE and _TO_CHOOSE.search(text, max(0, start - 6), end + 10):
        return True
    return pair in _NOT_YET_DONE and bool(_MEANT.search(text, max(0, start - 5), end))


def _is_of_another_time(text: str, start: int, end: int, pair: tuple[str, str]) -> bool:
    """Whether it was so once and has changed, or is told of another matter than the words of time belong to."""
    if pair[0] in _OF_TODAY and when.was_before(text, end - 1) and _CHANGED_SINCE.search(text, end):
        return True
    if pair in _MISSING and _MENDED.search(text, end):
        return True
    lain = _HAS_LAIN.search(text[max(0, start - 10) : start]) and not _STILL.match(text, end)
    if pair == ("ill_now", "yes") and (lain or _IS_HOME.match(text, end)):
        return True
    return pair[0] == "discharged" and when.is_of_something_else(text[start:end])


def _is_beside_the_matter(text: str, start: int, end: int, pair: tuple[str, str]) -> bool:
    """Whether the words only call somebody by what he was, tell how he lives, or name a card that he would pay with."""
    if pair == ("matter", "left_job") and _ENDED.search(text, start, end):
        return bool(_CALLED.search(text, start, end + 4) or _LONG_AGO.search(text[:start]))
    if pair == ("scheme", "employee") and "," in text[start:end]:
        return bool(_COVER_ELSEWHERE.match(text, end))
    if pair == ("proof", "property_or_lease"):
        return not _HOME_PAPER.search(text, start, end)
    if pair[1] == "own_choice" and _CAME_HOME.match(text, end):
        return True
    if pair[1] == "lives_there" and text.startswith("住院", end - 1):
        return True
    if pair[1] == "planning" and _CAME_TO_NOTHING.match(text, end):
        return True
    if pair == ("insured_now", "lapsed") and _ON_AND_OFF.search(text, start, end + 2):
        return True
    if pair == ("injury", "work") and _ITS_INSURANCE.search(text[start : end + 3]):
        return True
    if pair == ("why_not_settled", "system_down") and _HURT_BY_A_MACHINE.search(text, start, end):
        return True
    return pair == ("trouble", "moved") and bool(_TO_PAY_CARE.search(text, start, end))


def _is_contradicted(text: str, start: int, end: int, pair: tuple[str, str]) -> bool:
    """Whether somebody was told so and knows better, did otherwise, acts for another, or tells of two bills."""
    if pair[0] == "matter" and _TOLD.search(text[max(0, start - 6) : start]) and _AGAINST.search(text):
        return True
    if pair[0] == "first_claim" and pair[1] != "not_yet" and _ONE_UNPAID.search(text):
        return True
    if pair == _OF_MYSELF and text[start:end] == "我是" and _LOOKS_AFTER.match(text, end):
        return True
    advised = _ADVISED.search(text, start, end) and _GOES_ELSEWHERE.match(text, end)
    return pair[1] == "referral" and bool(advised or _NEVER_WENT.match(text, end))


def _is_aside(text: str, start: int, end: int, pair: tuple[str, str]) -> bool:
    """Whether something else is told than the words would say alone."""
    return _is_contradicted(text, start, end, pair) or _is_beside_the_matter(text, start, end, pair)


def is_one_of_two(text: str, key: str, hit: Hit) -> bool:
    """Whether a phrase names one of two, of which nobody says which is so."""
    second = (key == "scheme" and _OF_TWO_SCHEMES.search(text[: hit.end])) or (
        key == "tier" and _TWO_TIERS.search(text)
    )
    return bool(second or (key in _OF_TWO and _OR.match(text, hit.end)))
