"""Who is named and is not the patient: who speaks, tells of others, keeps somebody company, runs for him or is far away."""

import re
from collections.abc import Sequence

from guides.understanding import schooling, staff, subjects, tending
from guides.understanding.phrases import Hit
from guides.understanding.whose import BIRTH, CLAUSE_ENDS, GOES_ALONG, HE, NO_MOTHER, SPEAKER, Pair

#: 她住院怎么报: who speaks is not ill.
_ANOTHER_IS_ILL = re.compile(
    r"[他她](?!们|[爸妈爹娘爷奶哥姐弟妹的])[^,。!?;我]{0,6}(?:住院|住着院|看病|生病|手术|病了|就医|急诊)"
)
#: Where somebody is who need not be ill.
_SOMEWHERE = re.compile(
    r"我?(?:大|小|外)?(?:孙子|孙女|孙|儿子|女儿|闺女|孩子|娃娃|娃儿|娃|姑娘|女婿|崽)们?(?:在|到|去)[^,。!?;]{0,8}(?:念|读|上|工作|打工|做生意|成家|定居|安家|买房|买了房|当兵|国外|海外|外国|部队)"
    r"|(?:女儿|闺女|姑娘|妹妹?|姐姐?)(?:远)?嫁[到在去了]"
    r"|(?:孩子|娃)(?:他|她)?[爸妈](?:一直|常年|现在|还)?(?:在|去|到)[^,。!?;]{0,8}(?:打工|上班|工作|做生意|跑车|工地)(?=,)"
    r"|我?(?:老公|男人|丈夫|爱人|对象|儿子)(?:一直|常年|现在)?(?:在|是)(?:部队|当兵|服役|军人|现役)"
)
#: 我随军的, …我住院了.
_TELLS_OF_HIMSELF = re.compile(
    rf"(?:^|[,。!?;、 ]){SPEAKER.pattern}(?!们)[^。!?;他她]{{0,12}}(?:医保|社保|农合|参保|随军|病|住院|手术|社保卡)"
    rf"|{GOES_ALONG}[^。!?;]{{0,12}}(?:看病|住院|拿药|买药|开药|复查|检查|手术)"
    rf"|(?:^|[,。!?;、 ]){SPEAKER.pattern}(?:过来|来|过去|去)(?:给|帮|替)[他她][^,。!?;]*,[^,。!?;他她]{{0,4}}(?:疼|痛|病|摔|住院|晕|胆|心|肚子|胃|腰|腿)"
)
#: 同事老说他妈有慢病卡: of those who tell it.
_GOSSIP = re.compile(
    r"(?:同事|朋友|邻居|病友|老乡|同学|室友|隔壁床?|临床|群里|网上|工友)(?!说我)[^,。!?;我]{0,6}(?:说|讲|告诉|提|聊)[^,。!?;]{0,3}(?:他|她|自己|人家)[^,。!?;我]*$"
)
#: 我妈…，邻居说她那种能办: of one of ours, who is named before.
_OF_ONE_NAMED = re.compile("[他她](?![爸妈爹娘爷奶哥姐弟妹们儿女家老])")
_OUR_KIN = re.compile("[我咱][^,。!?;]{0,2}[爸妈爹娘爷奶婆公姥岳]|外[公婆]|婆婆|公公|爷爷|奶奶|老伴|老公|老婆|[爸妈]")
_OF_A_FELLOW = re.compile(
    "(?:^|[,。!?;])(?:我|我们)?(?:的|有个)?(?:同事|朋友|邻居|病友|老乡|同学|室友|工友)(?!问)[^,。!?;]*$"
)
_AND_I = re.compile(
    "[,。!?;](?:可|但|但是|可是|那)?(?:我|轮到我)(?:也|却|的?怎么|为什么|就|家的?(?:孩子|娃|老人)|[爸妈](?!问))"
)
_ACTS = re.compile(
    r"们?(?:就|非|硬|也|又|已经|去年|前年|今年|上个?月|年初|刚|现在)*把我(?:们)?(?:从[^,。!?;]{1,6})?(?:接|带|叫|喊|劝)(?:到|去|来|过|回|进)(?![^。!?;]*[他她](?:住院|病|手术))|"
    r"们?(?:(?!公司|单位|厂|老板|学校|我(?!们)|病|手术|医院|住院)[^。!?;]){0,14}[给替帮]我[^,。!?;]{0,8}[交缴买参上](?:(?:的|了|着|过)(?!医药|药)|(?=灵活|居民|职工|医保|社保|农合))|"
    r"们?(?:(?!医院|住院|病)[^,。!?;]){0,8}(?:[过赶]不(?:过)?来|来不了|走不开|脱不开身)|"
    r"(?:先|给)?垫(?:付)?的(?!医药|药)|(?:让|叫|喊)我(?![帮给替陪带来去问])|"
    r"们?(?:跟我|和我|对我|都|也|就|老|总|非|一直|还)?(?:说(?!不[出了来清话]|话|[他她]的?(?:社保|医保|农合|卡|码|手机|住院|病|疼|慢病))|讲|问我|提醒|告诉|劝|听说|打听|查了|催)"
    r"|们?[^,。!?;]{0,7}[代替帮]我(?:去|来|跑|补|办|领|取|报|交|问|挂失|申请|换|跑腿)"
    r"|们?[^,。!?;]{0,7}(?:给|帮|替)我?(?:买的|垫的|垫付的|交的钱|查的|打听)"
    r"|们?(?:教|帮|替|给)我(?:的|用手机|在手机上|上网|在网上)*(?:打[的字]|写[的字]|查|搜|问|发[的上]|录|念)"
    r"|们?(?:能不能|可不可以|能|可以|行不行|去|来|拿[^,。!?;]{1,6}|带[^,。!?;]{1,6}){0,3}(?:代办|代领|代补|代取|代交|代我)"
)
#: 我孙子让我问问: of the young it is the old whose matter they send to be asked about; but 让我问他的卡.
_SENDS_TO_ASK = re.compile(
    r"我?[大小]?(?:外?孙[子女]?|儿子|女儿|闺女|儿媳妇?)们?(?:让|叫|喊|催)我(?:来|去|在这|上这儿|到这)*(?:问|打听|咨询|查|看)"
    r"(?![^,。!?;]{0,4}(?:[他她]|自己|孩子))"
)
#: 老公陪我去上海看的病, 我妈让我问一下我的医保: whoever brings the patient, or sends him to ask.
_LEADS_ME = re.compile(
    rf"们?[^,。!?;]{{0,8}}(?:陪|送|带|领|拉|背|抬|接)着?{SPEAKER.pattern}(?!们)[^,。!?;]{{0,10}}(?:医院|急诊|看|住院|手术|检查|门诊|挂号)"
)
_SENDS_ME = re.compile(
    r"我?[^,。!?;我]{1,4}(?:让|叫|喊|要|催)我(?:来|去|帮)?(?:问|打听|咨询|看看|查)[^,。!?;]{0,4}我(?:自己)?的?(?:医保|社保|农合|这|能|以后|现在)"
)
#: 我刚离职，我老公还在上班，我医保断了: who is only said to be at work, between what is told of the one who speaks.
_AT_WORK = re.compile(
    rf"(?:还|也|一直|都|是|仍)*在?[^,。!?;]{{0,8}}(?:上班|打工|工作|有单位|做生意|教书|有工作)(?:呢|着|的)?,(?:那|可|但是?|现在)?{SPEAKER.pattern}"
)
#: 我跟我妹妹住，我住院她来照顾: the illness is told of the one who speaks.
_I_AM_ILL = re.compile(
    rf"{SPEAKER.pattern}(?:自己)?(?:这次|这回|前几天|昨天|今天|现在|要|得|想|也)*(?:住院|住了院|得了?|查出|摔|骨折|手术|做手术|生病|病了|开刀|发烧|去医院|急诊)"
)
#: 大女儿三十了，我住院她没空: who is not told to be ill, beside the one who speaks and is.
_I_LIE_THERE = re.compile(
    rf"(?:^|[,。!?;、 ]){SPEAKER.pattern}(?:自己)?(?:这次|这回|前几天|昨天|今天|现在|上周|上个月|刚)*"
    r"(?:住院(?!照|陪|伺|费|报|押)|骨折|做的?手术|开刀|动手术|发烧|摔(?:了|断|伤|倒|骨))"
)
#: 回玉林陪父母过年: whom somebody only calls on.
_CALLS_ON = re.compile("^(?!.*(?:医院|病房|住院|看病)).*(?:陪|陪着|陪伴|看望|探望|看看)(?:我|我们)?的?$")
#: 回信阳照顾我妈，自己在医院查出胆囊炎: whom somebody looks after until he falls ill himself.
_LOOKS_AFTER = re.compile("(?:照顾|伺候|服侍|照看|护理|陪|带|送|接|看)(?:着|护|床)?(?:我|我们)?的?$")
#: 儿媳妇坐月子我过来伺候，结果我自己中风.
_IS_TENDED = re.compile("[^。!?;]{0,12}我[^,。!?;]{0,6}(?:伺候|照顾|服侍|照看|带孩子|带娃|陪护)")
_FELL_ILL = re.compile(
    r"(?:^|[,。!?;、 ]|时候)(?:结果|后来|没想到|不料|这回|反倒)*(?:我自己|自己|我)(?:也|却|倒|又|反而)?(?:在[^,。!?;]{1,8})?"
    r"(?:查出|摔|犯了?|中风|脑梗|心梗|得了|病|住院|住进|晕|发烧|骨折|开刀|手术|急诊|累倒|突发|肚子|胆|阑尾)"
)
_A_WHILE = re.compile(
    r"(?:们|俩|两个)?(?:过(?:年|节|冬|中秋)|[住待呆][^,。!?;]{1,3}|几天|一阵子?|[一两三几半]个?[周月年])?(?:$|[,。!?;、])"
)
#: 发票原件在我爸那儿: who only keeps the papers.
_PAPERS_WITH = re.compile(r"(?:票|票据|收据|单|单子|单据|原件|病历|复印件|证|本|卡)(?:都|还|也|全|就)*在$")
#: 单子我妈都给我收着, 发票叫我叔不知道搁哪了: who has the papers, or had them.
_PAPERS_OF = re.compile("(?:票|单|单子|单据|票据|收据|原件|病历)(?:都|全|也)?(?:是|让|叫|被)?(?:我|我们)?的?$")
_PUTS_BY = re.compile(
    "(?:都|也|全|还|一直)*(?:[给帮替](?:我|我们|咱)?)?(?:都|全|一直)*(?:(?:收|存|保管|保存|留|放|拿|攒)(?:着|了|好|起来)|(?:不知道|不晓得|不记得)[^,。!?;]{0,3}[搁放塞丢扔收])"
)
#: 我社保卡借给堂弟用, 发票发给孩子了: who only borrows or is sent something.
_BORROWS = re.compile("(?:借|[借发寄交拿传捎转递]给)了?(?:我|我们)?的?$")
#: 住在济南我姐家: with whom somebody stays.
_STAYS = re.compile(r"(?:住在?|待在|暂住|借住|寄住|投奔)[^,。!?;]{0,5}我?的?$")
_AT_HOME = re.compile("(?:家|那里|那儿|这里|那边|这边)(?!的)")
#: 卡被我媳妇拿走了, 让孙子玩丢了: by whom something is done.
_BY = re.compile("(?:被|让|叫|给)(?:我|我们)?的?$")
_TAKES = re.compile("[拿收借弄搞丢扔撕洗带藏锁玩剪咬](?:走|去|丢|掉|坏|没|烂|了)")
_KEEPS = re.compile(r"(?:那儿|那里|那边|那头|那|手里|手上)")
#: 我妈走了以后他就跟我弟住: when something began, of somebody else.
_SINCE_A_DEATH = re.compile(
    r"(?:了|的)?(?:以后|之后|后),?(?:他|她|我爸|我妈|我爹|我娘|老人|一直|就(?:一直|搬|跟|住|剩))"
)
#: 我今年六十八，老伴走了，儿子接我过来住: whose widow tells of herself, and of no bill of the dead.
_LEFT_ALONE = re.compile(
    r"^(?!.*(?:[他她](?!们)|生前|后事|丧|注销|销户|遗产|取出|继承|抢救|走之前|走前)).*(?:老伴|老公|老婆|丈夫|妻子|爱人|老头子?)[^,。!?;]{0,4}(?:走了|没了|不在了|去世|过世)"
    r"[^。!?;]*(?:接我|我(?:一个人|自己|现在|就|才|便)*(?:跟|随|搬|住|来|到)|跟[^,。!?;]{1,5}(?:住|过))"
    # 我是退休老师，老伴走了以后户口随女儿迁来
    r"|^(?!.*(?:[他她](?!们)|生前|后事|丧|注销|销户|遗产|继承|抢救|走之前|走前|住院[费的]|票|账户|卡里)).*(?:^|[,。!?; ])(?:我|本人|俺)(?:是|今年|退休|[六七八]十)[^。!?;]*"
    r"(?:老伴|老公|老婆|丈夫|妻子|爱人|老头子?)(?:走了|没了|不在了|去世|过世)(?:以后|之后|后)"
    # 爸走了，妈跟我住: of two kin the one who is left
    r"|^(?!.*(?:[他她](?!们)|生前|后事|丧|注销|销户|遗产|取出|继承|抢救|住院[费的]|票|走之前|走前)).*(?:爸|爷爷?|公公|岳父|外公|姥爷|妈|奶奶?|婆婆)[^,。!?;]{0,4}"
    r"(?:走了|没了|不在了|去世|过世)[^,。!?;]{0,4},我?(?:妈|爸|奶奶?|爷爷?|婆婆|公公|岳母|外婆|姥姥)(?:就|一直|现在|一个人)*(?:跟|住(?!院))"
)
#: 跟闺女在青岛住: who only keeps the one who speaks company.
_COMPANY = re.compile(r"(?:跟着?|随着?|和|同|与|投奔)(?:我|我们|自己)?的?(?:大|小|老|二|三|俩|两个)?$")
#: 医院说外省医保他们接不了: of the companion, and not of who turns the patient away.
_OF_HIM = re.compile(
    r"[他她](?!们?(?:那|这)?(?:边|里|儿)?(?:医院|系统|窗口|电脑|也|都|就)*(?:接不|结不|刷不|报不|办不|做不|治不|看不|收不|认不|没联|不接|不收|不认|不给|不让|没法|没有?联|让我|叫我|要我|说不))"
)
#: 跟我在东莞上学: with whom the patient is.
_WITH_SPEAKER = re.compile("(?:跟着?|随着?)$")
_LED_BY_SPEAKER = re.compile(
    rf"(?:^|[,。!?;、 ])(?:(?:这|可|但|现在)?{SPEAKER.pattern}(?!们|想?(?:问|咨询|了解|打听))|{GOES_ALONG})"
)


#: 听说不转诊报得少: what is said in general; and of whom it is said all the same.
_HEARSAY = re.compile(
    r"(?:^|[,。!?;、 ])(?:我|也|又|刚|老|总|可是?|但是?)*(?:听(?!医院|医生|大夫|护士|窗口|医保|社保|收费|中心|人社)[^,。!?;说讲我咱俺]{1,7}[说讲](?:过|起|是|了)?|(?:听|据|都|有人|别人|网上|群里)(?:我们?|[他她])?(?:的|那个|隔壁|对门|楼[上下]|村里|厂里|单位)?(?:人家?|别人|村里人?|邻居|同事|朋友|病友|亲戚|老乡|工友|同学|熟人|舞友|牌友|老伙计|街坊|群里)?们?(?:说|讲|传)(?:过|起|是|了)?)(?P<told>[^,。!?;]*)$"
)
_OF_OURS = re.compile("[我咱俺]|[他她](?!们)|孩子|老人")
#: 我是孙女: who speaks, beside another one that is named.
_I_AM = re.compile("(?:^|[,。!?;、 ])我(?:是|作为)(?:[他她]|老人|家里)?的?(?:大|小|亲)?$")
#: 我七十岁老头, 俺一个老婆子: who speaks says how old he is.
_OLD_MYSELF = re.compile(
    r"(?:^|[,。!?;、 ])(?:我|俺|咱)(?:(?:是|就是|也是|这)?(?:一个|个|一)|是|也是|就是|(?=[六七八九]))"
    r"(?:[六七八九]十[^,。!?;、的]{0,4})?(?:退休|农村|乡下|孤|独居|山里)?的?(?:孤|老|糟)?$"
)
_OLD = re.compile(r"老(?:头|太|婆[子婆]|汉|人|两口)")
#: 我摔了没法上工，孩子还上学: whom one who is ill has to keep.
_TO_KEEP = re.compile(
    r"(?:们|俩|两个)?(?:都|也|还|又|正|在|小|要|得)*(?:上学|念书|读书|上幼儿园|上(?:小学|初中|高中|大学)|要养|要吃饭|没成家|(?<=还)小)(?:呢|的)?(?=[,。!?;]|$)"
)
_EARNS_NOTHING = re.compile(
    r"没法(?:上工|上班|干活|出工)|干不了(?:活|重活)|[没无](?:有)?(?:收入|进账|来钱)|下不了地|上不了(?:班|工)|做不了事|断了(?:收入|来源)|欠了?[^,。!?;]{0,4}债|外债|[靠指望]{1,2}我|家里就我|上有老"
)
#: What hearsay tells of nobody.
_OF_A_CASE = frozenset(
    {
        *("filed_before", "referral_letter", "reason", "first_claim", "insured_now", "why_not_settled"),
        *("chronic_approved", "recognised", "discharged", "injury"),
    }
)


_OF_NO_CASE = frozenset({("recognised", "no"), ("chronic_approved", "no")})


def may_be_ill(text: str, pairs: Sequence[Pair]) -> list[Pair]:
    """Who is named and may be ill: not those who only keep somebody company or do something for him, are elsewhere, or
    died before."""
    if tending.himself(text, [hit for hit, value in pairs if value != "self"]):
        pairs = [pair for pair in pairs if pair[1] == "self"]
    pairs = [pair for pair in pairs if not _acts(text, pair[0]) and not _is_visited(text, pair[0])]
    pairs = [pair for pair in pairs if pair[1] != "self" or not _WITH_SPEAKER.search(text[: pair[0].start])]
    if BIRTH.search(text):
        pairs = [
            pair for pair in pairs if pair[1] != "family" or not NO_MOTHER.search(text, pair[0].start, pair[0].end)
        ]
    pairs = _without_the_kept(text, pairs)
    if _I_LIE_THERE.search(text) and any(value == "self" for _, value in pairs):
        pairs = [pair for pair in pairs if pair[1] not in ("family", "child") or _is_told_ill(text, pair[0])]
    if all(value == "self" for _, value in pairs) and (_ANOTHER_IS_ILL.search(text) or staff.asks(text)):
        pairs = []
    return schooling.students(text, _living(text, _where_others_are(text, _without_company(text, pairs))))


def _without_the_kept(text: str, pairs: Sequence[Pair]) -> list[Pair]:
    """Without the children whom one who is ill, and says so first, has to keep: 我没法上工，孩子还上学."""
    first = next((hit.start for hit, value in pairs if value == "self"), len(text))
    if not _EARNS_NOTHING.search(text[first:]):
        return list(pairs)
    return [
        (hit, value)
        for hit, value in pairs
        if value != "child" or hit.start <= first or not _TO_KEEP.match(text, hit.end)
    ]


def _is_told_ill(text: str, hit: Hit) -> bool:
    """Whether the clause that names somebody tells of an illness or a treatment."""
    begins = hit.start - len(CLAUSE_ENDS.split(text[: hit.start])[-1])
    ends = hit.end + len(CLAUSE_ENDS.split(text[hit.end :])[0])
    return bool(subjects.TELLS_OF_ILLNESS.search(text, begins, ends)) or "deceased" in hit.phrase.means.values()


def _is_visited(text: str, hit: Hit) -> bool:
    """Whether somebody is only called on: 回玉林陪父母, and not 在医院陪我爸."""
    if hit.phrase.means.get("for_whom") not in ("family", "child") or HE.search(text, hit.end):
        return False
    tended = _LOOKS_AFTER.search(text[: hit.start]) or _IS_TENDED.match(text, hit.end)
    if tended and _FELL_ILL.search(text, hit.end):
        return True
    return bool(_CALLS_ON.search(CLAUSE_ENDS.split(text[: hit.start])[-1]) and _A_WHILE.match(text, hit.end))


def is_the_speaker(text: str, key: str, value: str, at: int) -> bool:
    """Whether who speaks tells what he is: 我是孙女上班交职工的."""
    kin = key == "relation" or (key == "for_whom" and value in ("family", "child"))
    return kin and bool(_I_AM.search(text[:at]) or (_OLD.match(text, at) and _OLD_MYSELF.search(text[:at])))


def is_hearsay(text: str, key: str, value: str, at: int, end: int) -> bool:
    """Whether an answer is only what people say: 听说不转诊报得少."""
    if (key, value) in _OF_NO_CASE:  # 听病友说办个慢病能多报: who is told of it has none
        return False
    found = _HEARSAY.search(text[:at]) if key in _OF_A_CASE else None
    return found is not None and not _OF_OURS.search(text[found.start("told") : end])


def is_gossip(text: str, at: int) -> bool:
    """Whether a clause tells what is so of others: 同事老说他妈有慢病卡, 同事当场就结了, 我也在青岛怎么不给结."""
    compared = _AND_I.search(text, at) and _OF_A_FELLOW.search(text[:at])
    told = _GOSSIP.search(text[:at])
    of_ours = told and _OF_ONE_NAMED.search(told[0]) and _OUR_KIN.search(text[: told.start()])
    return bool(compared or (told and not of_ours))


def _without_company(text: str, pairs: Sequence[Pair]) -> list[Pair]:
    """Without those with whom somebody else lives or travels: 我医保在沈阳，跟闺女在青岛住."""
    company = [
        pair
        for pair in pairs
        if pair[1] in ("family", "child") and _COMPANY.search(text[max(0, pair[0].start - 8) : pair[0].start])
    ]
    if not company:
        return list(pairs)
    others = [pair for pair in pairs if pair not in company]
    named = any(value != "self" for _, value in others)
    led = _LED_BY_SPEAKER.search(text) and (not _OF_HIM.search(text, company[-1][0].end) or _I_AM_ILL.search(text))
    return others if named or led else list(pairs)


def _acts(text: str, hit: Hit) -> bool:
    """Whether somebody is named who says or does something for the patient: 孩子说…, 是孩子给我买的."""
    if hit.phrase.means.get("for_whom") not in ("family", "child"):
        return False
    keeps = _KEEPS.match(text, hit.end) and _PAPERS_WITH.search(text[: hit.start])
    puts_by = _PUTS_BY.match(text, hit.end) and _PAPERS_OF.search(text[: hit.start])
    borrows = _BORROWS.search(text[: hit.start])
    takes = _BY.search(text[: hit.start]) and _TAKES.match(text, hit.end)
    hosts = _AT_HOME.match(text, hit.end) and _STAYS.search(text[: hit.start])
    leads = _LEADS_ME.match(text, hit.end) or _SENDS_ME.match(text, hit.start)
    sends = _SENDS_TO_ASK.match(text, hit.start)
    return bool(keeps or puts_by or borrows or takes or hosts or leads or sends or _ACTS.match(text, hit.end))


def _where_others_are(text: str, pairs: Sequence[Pair]) -> list[Pair]:
    """Who may be ill: 孙子在济南念小学 says where somebody is, if somebody else is named too."""
    named = [pair for pair in pairs if pair[1] not in ("self", "student")]
    led = SPEAKER.match(text)
    spans = [found.span() for found in _SOMEWHERE.finditer(text)]
    there = [
        pair
        for pair in named
        if any(begin <= pair[0].start < end for begin, end in spans) or (led and _AT_WORK.match(text, pair[0].end))
    ]
    ill = {text[hit.start : hit.end] for hit, _ in named if (hit, _) not in there}
    return [pair for pair in pairs if pair not in there] if ill or _TELLS_OF_HIMSELF.search(text) else list(pairs)


def _living(text: str, pairs: Sequence[Pair]) -> list[Pair]:
    """Who may be ill: not the one since whose death another one, who is named first, lives with his children."""
    first = min((hit.start for hit, value in pairs if value not in ("self", "deceased")), default=len(text))
    alone = _LEFT_ALONE.search(text) is not None
    if alone:  # nor is he one of the family who is ill
        dead = [hit for hit, value in pairs if value == "deceased"]
        pairs = [
            pair
            for pair in pairs
            if pair[1] != "family" or not any(pair[0].inside(hit) or 0 <= hit.start - pair[0].end <= 1 for hit in dead)
        ]
    return [
        (hit, value)
        for hit, value in pairs
        if value != "deceased" or not (alone or (hit.start > first and _SINCE_A_DEATH.match(text, hit.end)))
    ]
