"""What a place is that is neither where somebody is insured nor treated, for all that stands around it: where he filed,
who sent him on, where he does not want to go, an insurance that has ended; and who is insured by what he does there.
"""

import re

from guides.understanding import livelihoods, moved, whereabouts
from guides.understanding.gazetteer import Mention
from guides.understanding.roles import COVER, KIND, UNIT, Role, role

#: 备案写的广州, 备案选了厦门: what stands in a filing; but 填厦门还是填漳州 has yet to be chosen.
_FILED = re.compile(
    r"(?<![没未])备案(?:地|的?(?:城市|地方|地点))(?:原来|以前|之前|原先|现在|当时)?(?:是|在|[填选写]的?(?:是)?)$|(?<![没未])备案(?:[^,。!?;]{0,6}(?:选|填|写|点|勾)(?:的|了|到|在)+(?:是)?|(?:当时|那时|就|是)?(?:办|弄|登记|做|报)的(?:就|还|都)?(?:是|到|在)?)$"
)
#: 三亚备了长期的，回佳木斯看病: where a filing is for, of who is treated in another place.
_FILES_FOR = re.compile(
    r"(?:市|那边|这边)?(?:备(?:了|过|的)(?:案|长期|个)|办了?长期备案)[^,。!?;]{0,4},(?:现在|能不能|又|想|要|我|可)*(?:回|去|到)(?!医院|哪)"
)
#: 备案到东莞了，下月换去中山做工.
_FILED_TO = re.compile(r"(?<!准)备案?(?:到|在)$")
_AND_MOVED = re.compile(r"(?:市|那边)?了,[^。!?;]{0,6}(?:换|改|去|搬|调)")
_TO_CHOOSE = re.compile(r"(?:市|省)?(?:还是|或|行不|行吗|可以|对不|对吗|能不)")
#: 转诊单达州中心医院已经开了: who sends somebody on does not treat him.
_PAPER_OF = re.compile(r"(?:转院|转诊)(?:单子?|证明|手续|条子?|证)(?:都|也|就|是|由|在|让|,)*$")
_WRITES_IT = re.compile(
    r"[^,。!?;]{0,8}?(?:已经|早就|都|就|也|刚|刚刚|昨天|今天|给|帮){0,6}(?:我们?|[他她])?(?:开|批|办|出)(?:好|了|具|过|的|下来)"
)
#: 不想回贵州做, 没打算去广州看: where nobody goes. Who will not go there for his money is insured there all the same.
_UNWANTED = re.compile(r"(?:不打算|不想|不准备|不愿意?|没打算|没想|不肯|懒得)(?:再)?(?:回|去|到|上)(?:老家)?$")
_FOR_PAPERS = re.compile(r"[^,。!?;]{0,5}(?:报|办|交|备案|盖章|手续|补|转|拿|开)")
#: 医保以前在老家亳州交农合，断了两年: an insurance that has ended.
_ONCE_INSURED = re.compile(
    rf"(?:{COVER})?(?:以前|原来|之前|早先|从前|原先)(?:的)?(?:{COVER})?(?:我们?|都|一直|也|就|是)*在(?:老家)?$"
)
_AND_STOPPED = re.compile(
    rf"(?:市|县)?(?:那边|农村|村里|乡下)?(?:交|缴|参|上|买)(?:的|着|过|了)*{KIND}(?:{COVER}|保)?,?"
    r"(?:后来|早就|已经|都|早|也|可|现在|这)*(?:断|停|没[交续缴]|不[交续缴])"
)
#: 我原先在长春交职工，辞职回四平.
_AT_FIRST = re.compile(r"(?:以前|原来|之前|早先|从前|原先|本来)(?:我|一直|都|是)*在$")
_THEN_LEFT = re.compile(
    rf"(?:市|县)?(?:那边|公司|单位|上班|打工)*,?(?:交|缴|参|上)(?:的|着|过|了)*{KIND}(?:{COVER}|保|$|(?=,))[^。!?;]{{0,3}},(?:后来|现在|今年|去年|上个月|刚|又|才|最近)*"
    r"(?:辞职|离职|辞工|不干|失业|下岗|回|换|跳槽|搬)"
)
#: 没交过上海社保.
_NEVER_PAID = re.compile(r"(?:没有?|从没|从来没|从未|未)(?:交|缴|参|上|买|办)(?:过|了)?$")
_SOME_COVER = re.compile(rf"(?:市|省)?的?{KIND}(?:{COVER})")
#: 上家公司在杭州给我交到八月.
_LAST_FIRM = re.compile(r"(?:上一?家|原来|以前|之前|老)的?(?:公司|单位|厂子?|老板)(?:是)?在$")
_PAID_UNTIL = re.compile(r"(?:市|县)?(?:[给帮替]我)?(?:交|缴|参|上)(?:到|了|过)")
#: 在台州摆摊，按灵活就业交的: who pays for himself does so where he works.
_PAYS_AT_WORK = re.compile(
    rf"{UNIT}(?:做|摆|开|跑|打工|上班|干)[^,。!?;]{{0,5}},?(?:一直|就|都|自己|是)*(?:按|以|走|用)?(?:灵活就业|个人)"
    r"(?:身份|人员)?(?:自己)?(?:交|缴|参|上)(?!在|到|回)"
)
#: 我爸保定职工退休.
_RETIRED = re.compile(r"(?:市|县)?的?(?:企业)?职工退休(?:的|了)?(?=$|[,。;!? ])")
_RETIRES = re.compile(r"(?<![想要算备])在$")
#: 大庆退休在郑州看病: who is pensioned by one place and lives in another.
_PENSIONED = re.compile(r"(?:^|[,。!?; 我他她俺爸妈爹娘伴公婆爷奶])(?:是)?$")
_AND_LIVES = re.compile(r"(?:市|县)?的?退休(?:的|了|后)?,?(?:现在|目前|如今|人|都|一直)*(?:在|住|到|来|去)")
_RETIRED_THERE = re.compile(r"(?:市|县|那边)?[^,。!?;]{0,4}退(?:了)?休(?:了|的)?(?=[,。!?;]|$)")
#: 医保不在贵阳在六盘水, 医保跟着老公落在沧州.
_NOT_HERE_BUT = re.compile(
    rf"(?:{COVER})(?:关系|卡)?不(?:是)?在[^,。!?;]{{2,5}},?(?:是|而是)?在$|(?:{COVER})跟着?[^,。!?;]{{1,5}}(?:落|交|放|挂)在$"
)
#: 在温州的厂子干到九月底: where somebody worked until a time that is named.
_WORKED_UNTIL = re.compile(
    r"(?:市|县)?(?:那边|这边)?的?(?:(?:一[家个])?[^,。!?;]{0,3}(?:厂子?|公司|单位|店|工地|饭店|超市)里?|打工|上班)?(?:一直|就|都)?(?:干|做|上班|工作|待|呆)到(?:了)?"
    r"(?:去年|前年|上个?月|上周|今年|[一二三四五六七八九十\d]{1,2}月|端午|中秋|国庆|五一|春节|过年)"
)
#: 社保不是北京的.
_COVER_NOT = re.compile(rf"(?:{COVER})(?:关系|卡)?不是$")
#: 现在转回清远了: where an insurance that was paid elsewhere has come back to.
_TURNED_BACK = re.compile(
    r"(?:以前|原来|之前|去年|前年)[^。!?;]{0,4}在[^,。!?;]{2,5}[交缴参][^。!?;]{0,4},(?:现在|今年|去年|前年|上个月|年初|后来|早就|又|已经)*转回$"
)
#: 玉溪的慢病卡昆明能刷吗; 大病二次报销 六盘水; 回老家襄阳手工报销.
_CARD_OF_ILLNESS = re.compile(r"(?:市|县|老家)?的?(?:慢特?病|特病|门特|门慢)(?:卡|证|本)")
_CLAIMED = re.compile(r"(?:^|[,。 ])(?:大病)?(?:二次报销|大病保险|二次报|大病报销|大病救助) ?$")
_CLAIMS_AT_HOME = re.compile(r"回(?:老家|家乡)$")
_BY_HAND = re.compile(r"(?:市|县)?(?:去|再)?手工报")
#: 兴义这边怎么给他参保: where somebody of the household is to be insured.
_TO_INSURE = re.compile(
    r"(?:市|县)?(?:这边|那边|这里|本地|当地)(?:怎么样?|怎样|咋|如何|能不能|可不可以|能|可以|要|想)*[给帮替](?:[他她]们?|孩子|娃娃?|宝宝|小孩|儿子|女儿|闺女)"
    r"(?:参保|登记参保|[上交办落买参](?:个|上)?(?:居民)?(?:医保|农合|社保|保险))"
)
#: 医保能在北京交吗: where somebody would like to pay.
_PAY_IN = re.compile(rf"(?:{COVER}|保险)(?:费)?(?:到底|现在|还|也|就)*(?:能不能|可不可以|能|可以|想|要)(?:就)?在$")
_PAID = re.compile(r"(?:市|县|这边|本地)?(?:这边)?(?:交|参|上|买|续|缴)(?!的)")
#: 是湛江农商行办的.
_CARD_BY_BANK = re.compile(
    r"(?:市|县)?(?:的)?(?:农商行|农商银行|工行|建行|农行|中行|邮政|邮储|信用社|[^,。!?;在去到]{0,4}银行)(?:那边|网点)?(?:给)?(?:办|发|领|开)的"
)
#: 社保卡刷不出了，是在柳州发的: in a clause of its own where a card was made that is broken or lost.
_MADE_APART = re.compile(
    r"(?:^|[,。!?;])(?:卡|这卡|那卡|它|这张|那张)?(?:是|还是|当初|当时|当年|那年|头几年|以前|原来|早先|早年|最早|前几年|就|我)*(?:在|从)(?:老家)?$"
)
_MADE = re.compile(
    r"(?:市|县|那边|老家|上班|打工|读书|上学|银行|社区|的时候|时)*(?:办|发|领|制|做)的(?!备案|慢|特|转|手续|出院|住院|手术)"
)
_BROKEN = re.compile(
    r"卡[^。!?;]{0,14}(?:丢|掉|坏|断|裂|搅|洗|消磁|过期|到期|失效|锁|找不[到着]|不见|[刷读]不[了出上]|没了|磨|烂|折|弯)"
)
#: 孩子社保卡贵阳的，医保交在遵义: a card of one place, an insurance of another.
_HIS_CARD = re.compile("(?:社保卡|社会保障卡)(?:是|还是)?$")
_INSURED_APART = re.compile(r"(?:市|县)?的[,。;]?[^。!?;]{0,8}(?:医保|农合)(?:关系)?(?:交|参|缴|是|上|还|都)*(?:在|是)")
#: 办了温州的居住证，想在这边交: where somebody wants to be insured.
_PERMIT = re.compile(r"(?:市)?的?居住证[^。!?;]{0,6}[想能可要][^,。!?;]{0,3}在(?:这边|这里|本地|当地)(?:交|参|上|买)")
#: 在聊城办下来帕金森的慢病, 特病在绵阳认定过: who recognised an illness insures.
_RECOGNISES = re.compile(
    r"(?:市|县)?(?:那边|这边|老家)?(?:早就|已经|都|以前)*(?:办|批|评|认定|鉴定)(?:过|了|的|好|上|下来|下)+的?(?:个)?"
    r"[^,。!?;去来到住没不]{0,6}的?(?:门特|门慢|慢性病|慢病|慢特病|特病|特殊病|两病|特殊门诊|慢特|门诊大病|规定病种|大病(?=的?(?:认定|证|本|资格)))"
)
_RECOGNISED = re.compile(
    r"(?:门特|门慢|慢性病|慢病|慢特病|特病|特殊病|特殊门诊|两病|认定)(?:证|本|卡|的|待遇|资格)?(?:都|也|早就|早|就|以前|原来|之前|还|已经|去年|前年|今年|上个月|年初|当初|当时){0,6}(?:是)?(?:[在从](?:老家|原来)?)?$"
)
_BY_THEM = re.compile(
    r"(?:市|县)?(?:那边|这边|老家)?(?:早就|已经|都|以前)*(?:办|批|评|认定|鉴定)(?:过|了|的|好|上|下来)"
)
#: 九江职工住院两万四: a member of the insurance there; not of 在九江职工住院.
_ITS_MEMBER = re.compile(
    r"(?:市|县)?的?(?:退休|在职|城乡|城镇)?(?:职工|居民|农合)(?:医保)? ?(?:住院|住了?院|门诊|看病|手术|生孩子|报销)"
)
_AT = re.compile(r"[在去到来往回上]$")
#: 大理下面镇卫生院: whose clinic is next door has gone nowhere.
_NEXT_DOOR = re.compile(
    r"(?:市|县)?(?:下面|底下|下边)?的?[^,。!?;]{0,3}[镇乡村](?:上|里)?的?(?:卫生[院室所]|诊所|药店|药房|医院)(?:开|拿|买|取|配|打|量)"
)
#: 社保卡丢了 哈尔滨 补办: key words of a card, and where it was made.
_A_CARD_AND = re.compile(r"(?:^|[^医])(?:社保卡|社会保障卡)[^,。!?;]{0,8} $")
_OF_A_CARD = re.compile(r"(?:市|县)?(?: ?(?:怎么|在哪|哪里|上哪|去哪)?[补换挂]|$)")
#: 锦州补社保卡几天能拿; a card that somebody would have replaced in Ningbo (在宁波补) may be another place's.
_REPLACES = re.compile(r"(?:市|县)? ?(?:补办?|换领?|补换|挂失|激活)(?:一?张|个|新)?(?:社保卡|社会保障卡)")
#: 爸在滨州有慢病证.
_HAS_THERE = re.compile(
    r"(?:市|县|那边|老家)*(?:就|都|早|早就|已经){0,6}有(?:个|着|过)?(?:门诊)?(?:慢特?病|慢性病|特病|特殊病|门特|门慢|两病)(?:证|本|卡|待遇|资格|手册)"
)
#: 透析在松原批的.
_ILLNESS_IN = re.compile(r"(?:透析|化疗|放疗|糖尿病|高血压|冠心病|癌症|肿瘤|类风湿|病种|病)(?:是|都|就)?在$")
_RECOGNISED_IT = re.compile(r"(?:市|县|那边)?(?:批|认定|评|鉴定)(?:过|下来|好|了)?的?(?=[,。!?;]|$)")
#: 户籍玉林 医保南宁: the insurance is that of the next place.
_HOUSEHOLD_OF = re.compile(r"(?:户籍|户口)(?:地|在|是)?$")
_COVER_NEXT = re.compile(rf"(?:市|县)?[ ,]+(?:{COVER})")
#: 衡阳转诊湘雅: two key words, of which the second is a hospital.
_TO_A_HOSPITAL = re.compile(
    r"(?:市|县)? ?(?:转诊|转院|(?:给)?转)(?:到|去|往|来)?了? ?(?:成都|长沙|济南|西安)?(?:湘雅|华西|协和|同济|齐鲁|西京|盛京|瑞金|华山|郑大|中山|安贞|阜外|天坛|邵逸夫)"
)
#: 旧的扬州卡还能用吗: of whom an old card is.
_OLD_CARD = re.compile(r"(?:旧|老|原来|以前|之前|原先)的?$")
_ITS_CARD = re.compile(r"(?:市)?(?:卡|的?社保卡)")

#: 户口本在我老公老家霞浦没带来: where a paper lies tells nothing of anybody.
_PAPER_IN = re.compile(
    r"(?:户口本|户口簿|身份证|出生证|出生证明|结婚证|居住证|银行卡)(?:还|都|也)?[在放落忘丢搁留][^,。!?;]{0,8}$"
)
_LEFT_THERE = re.compile(r"(?:市|县|那边|老家|家里)*(?:没有?带|忘了?带|没拿|忘拿|没在身边|不在身边|放着|搁着|没带过来)")


def own(text: str, mention: Mention) -> Role:
    """What the words around a place say of it."""
    before, after = text[: mention.start], text[mention.end :]
    denied = _COVER_NOT.search(before) and after.startswith("的")
    unpaid = _NEVER_PAID.search(before) and _SOME_COVER.match(after)
    if denied or unpaid or (_PAPER_IN.search(before) and _LEFT_THERE.match(after)):
        return Role.IDLE
    first = _AT_FIRST.search(before) and _THEN_LEFT.match(after)
    insures = moved.insures(text, mention) or livelihoods.insures(text, mention) or _insures(before, after)
    if not first and (insures or whereabouts.insures_too(text, mention.start)):
        return Role.INSURED
    if _FILES_FOR.match(after) or (_FILED_TO.search(before) and _AND_MOVED.match(after)):
        return Role.FILED
    if _FILED.search(before) and not _TO_CHOOSE.match(after):
        return Role.FILED
    if _OLD_CARD.search(before) and _ITS_CARD.match(after):
        return Role.ISSUED
    if _HOUSEHOLD_OF.search(before) and _COVER_NEXT.match(after):
        return Role.NONE
    if _CARD_BY_BANK.match(after) or (_MADE_APART.search(before) and _MADE.match(after) and _BROKEN.search(text)):
        return Role.ISSUED
    if _HIS_CARD.search(before) and _INSURED_APART.match(after):
        return Role.ISSUED
    key_words = _A_CARD_AND.search(before) and _OF_A_CARD.match(after)
    if key_words or (_REPLACES.match(after) and not _AT.search(before)):
        return Role.ISSUED
    if before.endswith("在") and _WORKED_UNTIL.match(after):
        return Role.FORMER
    once = _ONCE_INSURED.search(before) and _AND_STOPPED.match(after)
    if once or first or (_LAST_FIRM.search(before) and _PAID_UNTIL.match(after)):
        return Role.FORMER
    sends = _PAPER_OF.search(before) and _WRITES_IT.match(after)
    unwanted = _UNWANTED.search(before) and not _FOR_PAPERS.match(after)
    return Role.NONE if sends or unwanted or _NEXT_DOOR.match(after) else role(text, mention)


def _insures(before: str, after: str) -> bool:
    """Whether somebody pays where he works, retired from there, is sent on from there, was recognised as ill there, or
    wants to be insured there."""
    sent = (not before.strip() or before.endswith("从")) and _TO_A_HOSPITAL.match(after)
    retired = _RETIRES.search(before) and _RETIRED_THERE.match(after)
    if _ITS_MEMBER.match(after) and not _AT.search(before):
        return True
    claims = bool(_CLAIMED.search(before)) and not after.strip(" 市")
    claims |= bool(_CLAIMS_AT_HOME.search(before) and _BY_HAND.match(after))
    if claims or _CARD_OF_ILLNESS.match(after) or _NOT_HERE_BUT.search(before) or _TURNED_BACK.search(before):
        return True
    if retired or _TO_INSURE.match(after) or (_PAY_IN.search(before) and _PAID.match(after)):
        return True
    if before.endswith("在") and _HAS_THERE.match(after):
        return True
    if _PENSIONED.search(before) and _AND_LIVES.match(after):
        return True
    recognised = _RECOGNISES.match(after) or (_RECOGNISED.search(before) and _BY_THEM.match(after))
    if recognised or (_ILLNESS_IN.search(before) and _RECOGNISED_IT.match(after)):
        return True
    return bool(sent or _PAYS_AT_WORK.match(after) or _RETIRED.match(after) or _PERMIT.match(after))
