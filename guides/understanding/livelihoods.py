"""Who is insured by what he lives on in a place: employed, paying for himself or farming there; and whose bills are
claimed there: 在福田上班交的二档, 在老家种地，交的农合, 都在本地报过了, 回乌兰察布找谁报.
"""

import re

from guides.understanding.gazetteer import Mention
from guides.understanding.roles import COVER, KIND, UNIT

_WORKS = "(?:上班|打工|工作|务工|做工|干活|进厂|开店|开车|摆摊|做生意|送外卖|跑[车外快运][^,。!?;]{0,2}|当[^,。!?;]{1,4}|做[^,。!?;]{1,4})"
#: 在东莞厂里上班交的医保, 在深圳上班，公司给买的二档; but 交的是老家的农合.
_PAID_BY_WORK = re.compile(
    rf"(?:市|县|区)?[^,。!?;在]{{0,6}}?{_WORKS}(?:的|呢|着)?,?(?:现在|一直|就|也|都)*"
    r"(?:(?:公司|单位|厂里|老板|工厂|店里|学校|集团|这边)(?:里|这边|那边|统一)?(?:一直|都|也|就|有)*(?:给|帮)?(?:我们?|[他她])?|自己)?(?:掏钱)?"
    r"(?:交|缴|参|上|买|办)(?:的|了|着|过)*(?:是|就是)?(?:城镇|职工)?"
    rf"(?:[一二三123]档|职工|五险|社保|医保|灵活就业|灵活)(?!卡|局|(?:也|都|还|就)*(?:在|是)|[^,。!?;]{{0,6}}(?:在|是)(?:老家|家里|那边))"
)
#: Where another insurance is named with its place, work says nothing: 儿子在杭州上班，公司交社保，我农合在黄冈.
_AND_ANOTHER = re.compile(
    rf"(?:{COVER})(?:关系)?(?:还|都|也|就|一直|是|交|缴)*(?:在|是)(?!单位|公司|厂|老板|[一二三]档|职工|居民|这)"
)
#: 爸妈在遵义种茶，交的农合.
_FARMS = re.compile(
    rf"{UNIT}(?:乡里|山里)?(?:种(?:地|田|菜|茶|果树?|粮)|务农|养(?:猪|鸡|牛|羊|鱼|殖)|打鱼|放羊|种[^,。!?;]{{1,2}})(?:的|为生)?,"
    rf"(?:都|一直|也|就|每年|年年)*(?:是)?(?:交|参|上|买|入|有)(?:的|了|着)?(?:是)?{KIND}(?:{COVER}|居民)(?![^,。!?;]{{0,4}}(?:在|是))"
)
#: 我们村在六安，村里统一交的.
_VILLAGE_IN = re.compile("(?:我们|咱们?|俺们?)?(?:村|老家村里|生产队|大队)(?:就)?在$")
_PAID_BY_VILLAGE = re.compile(
    r"(?:市|县)?[^,。!?;]{0,4},(?:医保|农合)?(?:都|是|也)*村(?:里|上|委会?)(?:统一|每年|年年|都|给|集体)*(?:交|收|办|上)"
)
#: 上次是在德州本地报的: what is claimed at home is so where one is insured.
_CLAIMED_HERE = re.compile(
    r"(?:市|县)?(?:那边|老家)?(?:本地|当地)(?:的)?(?:医院|医保局?|医保中心|窗口)?(?:里|那边)?(?:就|都|直接|当场|已经)*"
    r"(?:报(?:过|了|的|销)|结(?:的账|过账|了账|账|算))"
)
#: 回乌兰察布找谁报, 回曲靖上哪个窗口.
_GOES_BACK = re.compile("(?:回|回到)(?:老家|家乡|我们?)?$")
_WHERE_TO_CLAIM = re.compile(
    r"(?:市|县|区)?(?:那边|老家)?(?:以后|之后|后)?(?:要|该|应该|得|还|再|又)*(?:找|去|上|到|在|是|跟|问)(?:谁|哪个?(?:儿|里|家|边|块)?)"
    r"(?:个)?(?:窗口|单位|部门|地方|科|局|中心)?(?:里|去|来)?(?:报(?!名|警|案)|办报销|交票|交材料|手工报|报销|才给报|能报|给报|(?<=窗口)(?=$|[,。?!]))"
)
#: 想给他在老家渭南交上居民的, 想在赣州老家给她补上.
_AT_HOME = re.compile("(?:在|回)(?:我们?|[他她]们?)?(?:老家|家乡|婆家|娘家)?$")
_ENROLS = re.compile(
    r"(?:市|县)?(?:那边)?(?:老家|家里|村里|农村|乡下)?(?:那边|那头)?(?:(?:[给帮替])(?:[他她]们?|我[^,。!?;]{0,2}|孩子|娃|老人|[^,。!?;]{1,2}))?(?:把)?"
    r"(?:(?:交|参|上|买|办|补|入|加入)(?:上|个|了|一个|一份|进)*(?:城乡|城镇)?(?:居民|农合|合作医疗)(?:医保|保险|的)?(?=$|[,。;!?吗行吧])"
    r"|(?:城乡|城镇)?(?:居民|农合|合作医疗)(?:医保|保险|的)?(?:也|都|先)?(?:交|参|上|买|办|补)(?:上|了|齐)"
    r"|(?:补上|参上|上上|参保|入上|续上|接上|续交|续缴|续保|补缴|补交|接着交|重新交)(?=$|[,。;!?吗行吧]))"
)
#: 她的职工医保跟我一个单位在东莞: who is insured where another one is.
_LIKE_ANOTHER = re.compile(
    rf"(?:{COVER})(?:关系)?(?:也|都|就)?(?:跟|和|同|与)(?:我们?|[他她]们?|老公|老婆|爱人|对象|我?[爸妈哥姐弟妹])(?:是|都|在|一样|一起)*"
    r"(?:同?一个?|同一家|同个)?(?:单位|公司|厂里?|地方|城市|账户)?,?(?:都|也|就|一起|一块儿?)*(?:交|参|缴)?在$"
)
_OF_COVER = re.compile(rf"{COVER}|居民")


def insures(text: str, mention: Mention) -> bool:
    """Whether what somebody lives on in a place, or claims there, says that he is insured there."""
    before, end = text[: mention.start], mention.end
    by_work = (
        before.endswith("在")
        and (_PAID_BY_WORK.match(text, end) or _FARMS.match(text, end))
        and not _AND_ANOTHER.search(text, end)
    )
    claims = (before.endswith("在") and _CLAIMED_HERE.match(text, end)) or (
        _GOES_BACK.search(before) and _WHERE_TO_CLAIM.match(text, end)
    )
    claims = claims or (_VILLAGE_IN.search(before) and _PAID_BY_VILLAGE.match(text, end))
    enrols = _AT_HOME.search(before) and _ENROLS.match(text, end) and _OF_COVER.search(text)
    return bool(by_work or claims or enrols or _LIKE_ANOTHER.search(before))
