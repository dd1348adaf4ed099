"""What a family wants of one another's 医保: to pay for care, an insurance or a city's plan out of an account, or to show a
code. The words for it are as many as the people: 能给她划点买药不, 把二老的合作医疗交了, 我手机上给大夫亮她的码.
"""

import re
from collections.abc import Sequence

from guides.understanding.phrases import Hit
from guides.understanding.sharing import KIN

CARE, PREMIUM, PLAN, CODE = "pay_care", "pay_premium", "buy_plan", "show_code"

_OURS = rf"(?:[我俺咱他她]们?|自己|自个儿?|本人|{KIN}|老人|家人)"
#: The money of an account, however it is called; 账户 alone may be one of a bank.
_MONEY = re.compile(
    r"个账|[我俺咱他她]们?的?(?:医保)?账[上里](?:头|面)?(?:的|有|还有|还剩|剩|攒)(?:了|着|的)?(?:钱|余额|好?几|[一二两三四五六七八九十百千万\d])|(?:^| )(?:医保卡?)?余额|(?:个人|医保|职工|共济|家庭|退休)账户|医保(?:卡|账户)?(?:,(?=[里上]))?(?:里|上|头|里头|里面|上面){0,4}的?(?:余额|余钱|结余|钱(?!没|少|不够))|共济(?!失调)|医保钱包"
    rf"|{_OURS}[公婆伴]?(?:的|这|那)?(?:张|个)?(?:医保)?(?:账户|卡)(?:里|上|头)+(?!的?(?:名字|信息|照片|没|地址|号|医保信息))"
    rf"|{_OURS}的?账户(?!名|号)|(?:^|[,。!?; ])(?:医保)?卡(?:里|上|头)+(?:面|头)?(?:的|还|有|都|攒|剩|余|存|好?几)|(?:刷|用|花|使|走|扣)(?:[我俺咱]|自己)的(?:钱|医保|账|卡|$|[,。!?; 行成吗么不])"
    rf"|(?:刷|用|花|使)(?:他|她|{KIN})们?(?:的|那个|那点|那份|里头的|里面的)(?:医保)?(?:里的)?(?:钱|账户|卡里|余额)|我的钱(?=[^,。!?;]{{0,6}}[给分])|(?:从|走)(?:我的?)?医保卡(?!号)|(?:刷|拿|用)我的?医保卡(?!号)|医保(?:卡)?(?:可以|能不能|能|可不可以)?(?:给|跟|和)?(?:互相|一起|一块儿?|合着|共同|共)用"
)
#: What is no such money, or not to be shared: 报销款打到我妈账户, 他走了，卡里的钱.
_NO_MONEY = re.compile(
    r"银行|打到|打进|打款|到账|收款|转账|汇|养老金|退休金(?!医保)|报销的?[钱款]|去世|过世|走了|不在了|没了|死|继承|遗产|注销|[他她](?:自己|本人)的?(?:账户|卡|个账)|取出来|取现|提现|取钱|套现|转给我|转到我|退回|退还|返还|冻结|密码|挂失|丢|借给|冒用|盗|少了|查[一询]|不返|没返|没进|没到"
)
_FAMILY = re.compile(rf"{KIN}|家里|全家|一家|老人|二老|两老|[老两]两?口|夫妻|配偶|别人")
_SPENDS = re.compile(
    r"[用刷花使给让帮替动]|绑|分|划|匀|转|[能想]出|里(?:头|面)?[出走]|[能想以]在[^,。!?;]{1,6}(?:看|买|拿|住|做|配)|支付|扣|付|抵|交|缴|走(?=[我他她自])"
)
#: What is bought: a city's plan.
_PLAN = re.compile(
    r"惠民[保险]|普惠(?:型|健康)?[^,。!?;]{0,4}[保险]|(?:沪|京|甬|苏|锡|宁|徽|厦|琼|蒙|齐鲁|冀)惠?保|穗岁康|惠蓉保|益联保|琴岛e保|渝快保"
)
_CARE = re.compile(
    r"看病|[买开拿抓取配]点?[^,。!?;]{0,4}药|药[钱费店房铺]|吃药|看牙|[拔补镶种洗]牙|智齿|牙|住院|手术|门诊|挂号|医药费|药费|检查|化验|体检|疫苗|打针|透析|看医生|医院|治病|眼镜|自付|诊所"
)
_COVER = r"(?:居民(?:医保|的)?|城乡(?:居民)?(?:医保)?|新?农合|合作医疗|居保|医保费|保费|[学少][生儿]医?保|医疗保险费?)"
_PAY = r"(?:(?<!社)交(?!流|代|通|给|钱没)|缴|续上?|扣|抵|代扣)"
#: 给老娘缴明年的居民医保, 爸妈的农合费从我卡里扣; and 老伴只交居民医保, which asks for nothing.
_PREMIUM = re.compile(
    rf"(?:[给替帮为代把]|全家|家人|代)[^,。!?;]{{0,14}}{_PAY}(?:[一上个了下]|明年|今年|年度|一年|的)*(?:城乡)?(?:{_COVER}|医保(?!账户|卡|里|的钱|余额|码|电子))"
    rf"|(?<!只交)(?<!就交)(?<!交着)(?<!交的)(?:{_COVER}|(?:年|的)(?:医保|社保)(?!账户|卡|里|个账|余额|码|电子)|医保的?钱(?!包))[^。!?;]{{0,6}}(?:费|钱|块)?[^。!?;]{{0,16}}{_PAY}"
    rf"|{_PAY}[^,。!?;]{{0,4}}(?:家人|全家|一家|老人|爸妈|父母|孩子)的?(?:医保|{_COVER})"
    rf"|{_COVER}(?:费|钱|的钱|的费)[^。!?;]{{0,8}}(?:[用拿从走刷出付]|能不能)|(?:[走出付]|刷)[^,。!?;]{{0,10}}(?:账户|卡|余额)[^,。!?;]{{0,3}}{_PAY}"
    rf"|要[交缴]的(?:医保|农合|社保)[钱费]|把[^,。!?;]{{0,10}}(?:医保|{_COVER})[^,。!?;]{{0,4}}(?:{_PAY}|续|付|弄)(?:上|了|掉)"
)
_ASKED_OF_A_COVER = re.compile(
    rf"(?:学生|居民|少儿|城乡|明年的?|今年的?)(?:的)?(?:医保|社保)[^,。!?;]{{0,6}}(?:走|从|刷|出)[^,。!?;]{{0,6}}(?:账户|个账|卡|余额)|{_COVER}[^。!?;]{{0,10}}(?:直接)?从[^,。!?;]{{0,6}}(?:扣|出|走)"
)
#: 余额 父母 买药: key words without a verb.
_KEY_WORDS = re.compile(r"[^ ,.!?;、。]{1,10}(?: [^ ,.!?;、。]{1,10}){1,5}")
_CODE = re.compile(r"(?<![密号编邮条数解代])码(?!头)|电子凭证|电子医保卡")
_PHONE = re.compile(
    rf"(?:[我俺咱]们?|自己|自个儿?|子女|家属|{KIN}|谁|[他她])(?:自己)?的?(?:这边?|那边?)?(?:手机|微信|支付宝)"
    r"|(?:在|到|进|用|从)(?:手机|微信|支付宝)(?:里|上)|(?:手机|微信|支付宝)(?:里|上)?[^,。!?;]{0,4}[加绑添]|(?:绑|弄|加|放|存|挂|转)[^,。!?;]{0,2}(?:在|到)?我(?:的|这)(?:上面|里|边)|我这(?:边|里|儿)?(?:也|上)?(?:能|想|怎么|要)"
)
_HOLDS_FOR = re.compile(
    r"弄|搞|怎么办|整(?!个)|绑|[添]?加(?!班)|放|存|挂(?!号|失|不)|装|调(?!换|动)|显示|出示|亮|打开|看(?!病)|展示|领|申[请领]|开|激活|[刷扫]|给|用"
)
#: Whose own code does not work needs help with that code.
_FAILS = re.compile(r"打不开|扫不|失败|不通过|过不了|不成功|出不来|不显示|验证|锁|解绑|换手机|过期")
#: 孙女的医保码: whose code it is.
SHOWN_OF = re.compile(r"我?[^,。!?;给帮替我他她]{1,5}?的?(?:电子)?(?:医保)?(?:二维)?(?:码|电子凭证|电子医保卡)")
#: 亲情账户 shares no money, though some think so.
_SHARES = re.compile("余额|的钱|个账|共济|个人账户|卡里")
#: 在衢州交居民医保, and no more of it in that clause.
_PAYS_SOMEWHERE = re.compile("在[^,。!?;给帮替把能想要]{1,8}$")
_IS_ALL = re.compile(rf"(?:[交缴参续](?:的|着|了)?(?:是)?)(?:城乡|城镇)?(?:{_COVER}|居民医保)(?:的)?(?=[,。!?;]|$)")
_HANDS = re.compile(
    rf"(?:要|看)(?:[我他她](?:{KIN})?|{KIN})的(?:医保)?码[^。!?;]*(?:没|不会|忘)[^,。!?;]{{0,4}}(?:手机|智能机|带)"
)


def wanted(text: str) -> tuple[str, str]:
    """What is wanted of a relative's account or code, with the words that say so; two empty ones for nothing of it."""
    if not _FAMILY.search(text):
        return "", ""
    if (code := _CODE.search(text)) and not _FAILS.search(text):
        shown = _PHONE.search(text) and (_HOLDS_FOR.search(text) or _KEY_WORDS.fullmatch(text))
        if (shown or _HANDS.search(text)) and not _MONEY.search(text):
            return CODE, code[0]
    if "亲情账户" in text and not _SHARES.search(text):
        return CODE, "亲情账户"
    money = _MONEY.search(text)
    spends = _SPENDS.search(text) or (_KEY_WORDS.fullmatch(text) and _CARE.search(text))
    if not money or not spends or _NO_MONEY.search(text) or _FAILS.search(text):
        return "", ""
    if plan := _PLAN.search(text):
        return PLAN, plan[0]
    premium = _PREMIUM.search(text) or _ASKED_OF_A_COVER.search(text)
    if premium and not _CARE.search(text):
        return PREMIUM, premium[0]
    return CARE, money[0]


def agreed(text: str, pairs: Sequence[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    """What phrases say is wanted; where they say two things, or a whole text says clearly that something is bought, what
    the text says."""
    goal, _ = wanted(text)
    told = [pair for pair in pairs if not (pair[1] == PREMIUM and _tells_of_cover(text, pair[0]))]
    if goal and pairs and not told:
        return [(pairs[0][0], goal)]
    pairs = told
    if not pairs or not goal or {value for _, value in pairs} == {goal}:
        return list(pairs)
    same = [pair for pair in pairs if pair[1] == goal]
    if same:
        return same
    return [(pairs[0][0], goal)] if goal != CARE else list(pairs)


def _tells_of_cover(text: str, hit: Hit) -> bool:
    """Whether what sounds like paying only says where somebody is insured: 婆婆在衢州交居民医保."""
    return bool(_PAYS_SOMEWHERE.search(text[: hit.start]) and _IS_ALL.match(text, hit.start))
