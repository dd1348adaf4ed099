"""Two places in one sentence that is about a family's money: where the owner of the account is insured, and where the
family is. 我医保在宁波，爸妈农合在阜阳，卡里的钱能给他们用吗.
"""

import re
from collections.abc import Sequence

from guides.understanding.gazetteer import Mention
from guides.understanding.roles import COVER

_SHARED_MONEY = re.compile(
    r"共济|个账|账户|[我他她](?:的)?(?:医保)?账[上里头]|想?刷我的|用我(?!妈|爸|老|媳|爱|爷|奶|姐|哥|弟|妹|岳|公|婆)[^,。!?;]{0,8}医保给|卡里|[我他她]的钱|余额|绑|钱包|(?<![密号编])码[^,。!?;]{0,8}手机|手机[^,。!?;]{0,8}(?<![密号编])码|共用|合用|(?:[用刷拿花][^,。!?;]{0,6}|[能想要]|以)给[他她]们?(?:买药|看病|用|花|交)|给[他她]们?用"
)
#: Relatives, as people call them.
KIN = (
    "[爸妈爹哥姐弟妹]|娘(?!家)|父|母|老婆|老公|媳妇|爱人|妻|丈夫|老伴|对象|儿子|女儿|闺女|孩子|娃|宝宝|爷|奶|外公|外婆|姥|孙"
    "|公公|婆婆|公婆|二老|[俩两]老|老人|老两口|岳|丈人|女婿|儿媳|嫂|舅|姑|姨|叔|伯|侄|甥|家人|[他她](?=的?医保|的?农合|们|是)|(?<![给帮替])[他她](?=[上交参]的|也[是在])|^[他她](?=[在是])|老汉|老爷子|老太"
)
_RELATIVE = re.compile(KIN)
#: 我妈账户的钱我能用吗: the account is a relative's.
_THEIR_MONEY = re.compile(
    rf"(?:{KIN}|[他她])们?(?:的)?(?:医保|个人|职工|退休)*(?:账户|卡里?|账[上里](?:头|面)?的?钱?|余额|个账|的钱)[^,。!?;]{{0,8}}我"
    rf"|我(?:看病|买药|拿药|住院|看牙|做牙[冠套]?)?(?:能不能|能|可以|可不可以|想)?(?:用|刷|花)(?:{KIN}|[他她])[^,。!?;]{{0,2}}的(?:医保)?(?:账户|个账|余额|卡|钱)"
    rf"|(?:用|刷|花|扣|走|拿)(?:{KIN}|[他她])们?的?(?:医保)?(?:账户|个账|余额|卡里)"
    rf"|(?:{KIN}|[他她])们?[^,。!?;我]{{0,8}}(?:医保|账户|个账|卡里?)[^,。!?;我]{{0,6}}(?:花不完|用不完|用不掉|钱多|有钱|攒了?|不少|余额)[^。!?;我]{{0,12}}(?:给|让|帮|绑)[^,。!?;]{{0,6}}我"
    r"|(?:能不能|能|可以|可不可以|想)(?:用|刷|花|扣|走)[他她]的(?:$|[钱卡账医吗么不行,。?])"
)
#: 爷爷卡里的钱花不完，想给没工作的我买药: a relative's account, and who is to have the money.
_ACCOUNT_OF_KIN = re.compile(
    rf"(?:{KIN}|[他她])们?(?:的|有|退休|职工|个人|医保|社保|金)*(?:账户|个账|卡[里上]|余额)|[他她](?:就|也)?(?:想|要|能不能|能|说)?(?:拿|用|把)(?!我)[^,。!?;]{{0,4}}(?:账户|卡|余额)"
)
_FOR_ME = re.compile(r"[给帮替](?:[^,。!?;]{0,5}的)?我(?:自己)?(?:买|看病|交|用|花|付|缴|刷|住院|配|拿药)")
_MY_ACCOUNT = re.compile(
    "我(?:的|自己|职工|个人|医保|社保)*(?:账户|个账|账[上里]|卡[里上]|余额)|(?:刷|花|走|扣)我的(?:$|[钱卡账吗不行么,。?])"
    rf"|医保钱包[^,。!?;]{{0,3}}(?:转|划|打|发)[^,。!?;]{{0,6}}给我?(?:{KIN})|医保钱包给我?(?:{KIN})|给我?(?:{KIN})[^,。!?;]{{0,6}}医保钱包[^,。!?;]{{0,4}}(?:转|划|打|发)"
)
#: 老公个人账户有钱，想给我爸妈交: whose account is named first.
_KINS_ACCOUNT = re.compile(
    r"(?:^|[,。])我?(老公|老婆|媳妇|爱人|丈夫|妻子|老伴|爸爸?|妈妈?|哥哥?|姐姐?)的?(?:个人|医保)*(?:账户|个账|卡里|余额)"
)
_FOR_KIN = re.compile(rf"给我(?:{KIN})|我(?:{KIN})[^,。!?;我]{{0,6}}(?:花|用|刷)[他她]的")
#: Who is, or was, at work: his account is one of an employee.
_AT_WORK = re.compile("退休|公务员|事业单位|教师|上班|国企|机关")
_OF_THERE = re.compile(rf"(?:市|县|农村|老家)?的?(?:{KIN})")
_GIVEN_TO = re.compile(rf"[给帮替](?:在)?(?:老家)?(?:的)?(?:{KIN})")
_SCHEME = re.compile(r"居民|农合|合作医疗|职工|单位|公司|厂里|五险")
#: Where somebody is treated the second place is another one.
_ILL_AWAY = re.compile(
    r"(?:带|陪|送)[^,。!?;]{0,4}去[^,。!?;]{1,6}(?:看病|住院|治)|备案|异地就医|急诊|转诊|转院|(?:住院|手术)(?!费|的?钱|押金)(?![^,。!?;]{0,6}[刷用花扣走拿][^,。!?;]{0,5}(?:账户|余额|个账|卡里?|我的))(?!.*(?:账户|余额|个账|卡里)[^,。!?;]{0,6}[给付交])"
)
#: 我和老公都在南京上班: where the owner is too.
_WITH_ME = re.compile(rf"我们?(?:和|跟|与)我?(?:{KIN}){{1,2}}[公婆伴弟妹哥姐]?|给[他她]们?")
#: 我和媳妇的医保都在常州, 都是三明参保: where all of them are insured.
_ALL_OF_THEM = re.compile(
    r"(?:(?:都|全)(?:是|在|交在)?|[跟和与](?:我|他|她)们?一样,?(?:也|都)?(?:是|在|交在)?|[跟和与]我(?:妈|爸|爱人|老公|老婆|父母|爸妈)都?是)$"
)
#: Whose insurance, or who, is said to be in a place right before it: 我医保在苏州她农合在信阳, 我常州她盐城.
_OF_HIS = rf"(?:的|自己|职工|居民|城乡|单位|公司|人|关系|现在|还|都|也|就|一直|交|缴|参|上|{COVER})*(?:在|是)?(?:老家)?"
_MINE_THERE = re.compile(rf"我{_OF_HIS}$")
_THEIRS_THERE = re.compile(rf"(?:{KIN}|[他她]们?){_OF_HIS}$")
_COVER_IN = re.compile(rf"(?:{COVER}|单位|公司|职工|居民)(?:关系|[是都也还就交缴参上])*(?:在|是)?(?:老家)?$")
_COVER_OF = re.compile(rf"(?:市|县|老家|那边)?(?:[^,。!?;]{{0,4}}[交参买上]的?)?(?:的)?(?:{COVER}|职工|居民)")
_COVER_OF_BOTH = re.compile(r"都(?:是|有|交|上)?的?(?:职工|居民|医保|社保)")
#: What the dead leave is shared with nobody.
_LEFT_BY_THE_DEAD = re.compile(r"走了|去世|过世|病故|没了|不在了|死了|遗产|继承|销户|注销")
_ENDS = re.compile(r"[,。!?;、]")
#: 老婆没工作，在固原交的居民: it is said of whom the clause before tells.
_WITHOUT_SUBJECT = re.compile("(?:就|都|也|还|一直|现在)*(?:交|参|落|挂)?(?:在|是)?")


def is_of_mine(text: str) -> bool:
    """Whether the money of somebody's own account is to be shared."""
    return bool(_SHARED_MONEY.search(text) and _MY_ACCOUNT.search(text))


def owners(text: str, mentions: Sequence[Mention]) -> frozenset[tuple[str, ...]]:
    """The codes of the place where the owner of the money is insured; none where no such thing is told, or one of two
    places is not the family's."""
    if not (_RELATIVE.search(text) or re.search("[他她]|家里|别人", text)):
        return frozenset()
    mentions = towns(mentions)
    codes = {each.codes for each in mentions}
    if len(codes) != 2 or not _SHARED_MONEY.search(text) or _ILL_AWAY.search(text) or _LEFT_BY_THE_DEAD.search(text):
        return frozenset()
    theirs = is_theirs(text)
    mine, kins = _there(text, mentions, _MINE_THERE), _there(text, mentions, _THEIRS_THERE)
    if len(mine) + len(kins) and not mine & kins and max(len(mine), len(kins)) == 1:
        family = kins or codes - mine
        return frozenset(family if theirs else codes - family)
    if (kin := _KINS_ACCOUNT.search(text)) and not theirs:
        owned = {each.codes for each in mentions if kin[1] in _clause(text, each, mentions)}
        if len(owned) == 1:
            return frozenset(owned)
    family = {each.codes for each in mentions if _RELATIVE.search(_WITH_ME.sub("", _clause(text, each, mentions)))}
    if len(family) > 1:  # 哥哥在佛山，想给老家贵港的爸妈交: of two relatives, who is given to
        family = {each.codes for each in mentions if _GIVEN_TO.search(_clause(text, each, mentions))}
    if not family:  # 用我合肥的职工医保给六安爸妈交: whose relatives are there
        family = {each.codes for each in mentions if _OF_THERE.match(text, each.end)}
    if len(family) != 1:
        return frozenset()
    return frozenset(family if theirs else codes - family)


def towns(mentions: Sequence[Mention]) -> list[Mention]:
    """Without a province that one of the towns lies in: 网上说江苏可以共济."""
    inside = {each.code[:2] for each in mentions if each.code and not each.code.endswith("0000")}
    return [each for each in mentions if not (each.code.endswith("0000") and each.code[:2] in inside)]


def _there(text: str, mentions: Sequence[Mention], said: re.Pattern[str]) -> set[tuple[str, ...]]:
    """The codes of the places right before which some words stand."""
    return {each.codes for each in mentions if said.search(_WITH_ME.sub("", text[: each.start]))}


def names_cover(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether the insurance in one of two places is told, and not only who lives there; but 我常州她盐城 tells it."""
    bare = all(not text[: each.start].endswith(("在", "老家")) for each in mentions)
    return any(_COVER_IN.search(text[: each.start]) or _COVER_OF.match(text, each.end) for each in mentions) or bool(
        bare or _COVER_OF_BOTH.search(text)
    )


def is_theirs(text: str) -> bool:
    """Whether the money is a relative's, for the one who speaks."""
    if _THEIR_MONEY.search(text):
        return True
    return bool(_ACCOUNT_OF_KIN.search(text) and _FOR_ME.search(text) and not _MY_ACCOUNT.search(text))


def in_one_place(text: str, mentions: Sequence[Mention]) -> str:
    """The name of the only place that a text about a family's money tells, if all of them are insured there; ''."""
    if len({each.codes for each in mentions}) != 1 or not _SHARED_MONEY.search(text) or _ILL_AWAY.search(text):
        return ""
    told = (each.name for each in mentions if _ALL_OF_THEM.search(text[: each.start]))
    kin = [_RELATIVE.search(_WITH_ME.sub("", _clause(text, each, mentions))) for each in mentions]
    theirs = len(mentions) > 1 and any(kin) and not all(kin)
    return next(told, mentions[0].name if theirs else "")


def is_between_kin(text: str) -> bool:
    """Whether the account of one relative is for another one: 女婿的医保账户给我老伴用. What that one is to the one who
    speaks says nothing of the two."""
    return bool(_THEIR_MONEY.search(text) and _FOR_KIN.search(text))


def names_scheme(text: str) -> bool:
    """Whether a text says how somebody is insured."""
    return bool(_SCHEME.search(text))


def is_of_the_owner(text: str, words: str) -> bool:
    """Whether words tell how the owner of the account is insured: 我弟…居民医保…我账户 tells it of a relative."""
    scheme, theirs = (_SCHEME.search(words) or _AT_WORK.search(words)), bool(_THEIR_MONEY.search(text))
    told_of_kin = bool(scheme and _RELATIVE.search(_WITH_ME.sub("", words[: scheme.start()])))
    return theirs if told_of_kin else not (theirs and words.startswith("我"))


def _clause(text: str, each: Mention, mentions: Sequence[Mention]) -> str:
    """The clause around a mention, from the one before on, and up to it where another follows in the same clause."""
    begin = max((other.end for other in mentions if other.end <= each.start), default=0)
    after = _ENDS.split(text[each.end :])[0]
    follows = any(each.end <= other.start < each.end + len(after) for other in mentions)
    *former, before = _ENDS.split(text[begin : each.start])
    if former and _WITHOUT_SUBJECT.fullmatch(before):
        before = former[-1] + before
    return before + ("" if follows else after)
