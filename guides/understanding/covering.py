"""Places in a text that is about an insurance and not about care: beside who asks how to be insured (``enrolling``), where
one has moved to, is taken up or stopped, and whose account is to pay for whom."""

import re
from collections.abc import Sequence
from dataclasses import replace

from guides.understanding import enrolling, sharing
from guides.understanding.enrolling import ILL, WANTS_COVER
from guides.understanding.roles import COVER, Placed, Role
from registry.places import OUTSIDE

#: 我账户的钱能给弟弟用吗，他医保在大庆: where he is insured for whom somebody would pay.
_THEIR_COVER = re.compile(rf"(?:[他她]|{sharing.KIN})们?的?(?:{COVER})(?:关系)?(?:交|都|也)*(?:是|是?在)$")
#: 我妈是遵义的居民医保.
_KIN_OF = re.compile(rf"(?:{sharing.KIN}|[他她])(?:是|交的|参的|在)$")
_OWN_COVER = re.compile(r"(?:市|县|老家|那边|那头|这边)*(?:交|参)?的?(?:居民|职工|农合|新农合|城乡|医保)")
#: 给汉中老家的爸妈看病: whose home a place is for whom the money is.
_GIVEN = re.compile(r"[给帮替]在?$")
_KIN_AT_HOME = re.compile(rf"(?:市|县|那边|农村|乡下)*(?:老家)?的(?:{sharing.KIN})")
#: 换到大连上班，医保怎么转: who takes the insurance along is not treated there.
_TAKEN_ALONG = re.compile(
    r"(?:医保(?!钱包)|社保|关系|账户)(?:(?!没)[^,。!?;]){0,8}(?:转移|转过|转到|怎么转|咋转|如何转|要不要转|要不要自己转|自己转|用不用转|需不需要转|能不能转|要转吗|接续|挪过|挪到|弄过|搬过|并到|接过|接上|迁|带过|带走|带到|跟过|跟着走)"
    r"|(?:转移|转走|迁走|接续)[^,。!?;]{0,4}(?:医保|社保)|[给帮替为][^,。!?;]{0,6}(?:接着?上?|续上?|转)(?:职工)?(?:医保|社保)"
    rf"|(?:{COVER})[^。!?;]*,(?:那|现在|这)?(?:要不要|用不用|能不能|可不可以|怎么|咋|如何|要|能|需要)[^,。!?;]{{0,4}}转(?:进来|过来|回来|过去|回去|走|$|[吗么不])"
    rf"|(?:{COVER})[^,。!?;]{{0,8}}(?:能|可以|[想要]|怎么|咋|如何)[^,。!?;]{{0,3}}(?:转进|转回|转过来|带得走|合并)|年限[^,。!?;]{{0,6}}(?:带|合|转|接|续|算)"
    r"|(?:以前|之前|原来|原先|前面|前些年|那边)[^,。!?;]{0,4}[交缴]的(?:那些|那几年)?[^,。!?;]{0,6}(?:弄|转|带|挪|接|并|合)(?:得|不)?(?:过去|过来|走|回|进|到|上)"
    r"|(?:跳槽|转学|毕业)[^,。!?;]{0,2}(?:去了?|到了?|回了?)·|转到·(?:去|来)?(?:上学|读|念)"
    r"|·,?(?:又|再|后来|现在)*(?:转|换|调|跳槽)[到去]了?·(?:市|这边)?的?(?:上班|工作|打工|就业|入职|公司|单位)"
    r"|·[^·]*(?:跳|换|调|去|到)[去到]?·(?:市|那边|这边)?的?(?:一家|一个|另一家|新的?)(?:公司|厂|单位|企业|店)(?=[,。!?;]|$|上班|干|做)"
)
#: 社保在新乡又转到郑州: the insurance is that of the second place.
_MOVED_ALREADY = re.compile(
    rf"(?:{COVER}|关系|账户)(?:关系|原来|以前|一直|先|是|从|在)*·(?:[交缴参]的?)?,?(?:(?<=从·)|又|后来|再|已经)+(?:转|迁)[到去回]了?·(?!的?(?:医院|附|看|住|治|做))"
    r"|·[交缴参]的?,?(?:又|后来|再|已经)+(?:转|迁)[到去回]了?·[交缴参]"
)
#: 换到长沙上班三个月了，之前在武汉交的怎么转过来: what was paid before, and where somebody works now.
_PAID_BEFORE = re.compile(
    r"(?:之前|以前|原来|原先|早先|从前|前面|前些年|前几年|那几年|头几年)(?:我|我们|他|她|都|是|一直|公司|单位|的)*在(?:老家)?$"
)
_WAS_PAID = re.compile(r"(?:市|县|那边|公司|单位|厂里|给我)*(?:交|缴|参|买|上)(?:的|了|过)")
_TAKES_IT_ON = re.compile(
    r"(?:转|接|带|挪|迁|并|合)(?![诊院])[^,。!?;]{0,2}(?:过来|过去|进来|来|走|到|上|移|续|$|[吗么不,。?])"
)
_CAME_TO_WORK = re.compile(r"(?:换|调|跳槽|跳|来|到|去|在|搬|回)(?:到|去|来|回)?(?:了)?$")
_AT_WORK_NOW = re.compile(r"(?:市|这边|那边|这里)*(?:的)?(?:新)?(?:上班|工作|入职|打工|干活|公司|单位|厂|发展)")
#: What no key words have.
_TELLS = re.compile(r"[我他她了俺咱咋怎吗]|[^,。!?;]{11}")
#: 新员工从苏州转来的，我们在扬州给他接: who takes up an insurance does so where he is.
_TAKES_UP = re.compile(
    r"·[^。!?;]*?在·(?:市|这边|公司|单位|厂里)*(?:给|帮|替)(?:他们?|她们?|[^,。!?;]{0,4}?)(?:接着?上?|续上?|上|交|参|办)(?:了|的|个)?(?:职工)?(?:医保|社保|$|[,。!? ])[^·]*$"
)
#: 爸爸户口德阳，妈妈户口绵阳，医保落哪边: nobody is insured in either yet.
_WHICH_SIDE = re.compile(
    r"(?:落|上|交|入|买|参)(?:在)?哪(?:边|头|里|儿|个地方)(?:的)?(?:医保|农合|合适|好|划算|$|[,。?!])|(?:医保|农合)(?:该|要|应该|可以|能)?(?:落|上|交|入|买|参)(?:在)?(?:爸爸|妈妈|哪)"
)
#: 医保在巴中交还是这边交: who has yet to choose a side is treated in neither.
_EITHER = re.compile(
    r"(?:医保|社保|农合|居保)(?:是|该|要|应该|到底)?[在回](?:·|老家|这边|那边)[交上参缴买](?:合适|好|划算)?,?还是"
)
#: 衢州那边的农合要不要停, 医保怎么退.
_TO_STOP = re.compile(
    r"(?:医保|社保|农合|居保)[^,。!?;]{0,4}(?:要不要|用不用|能不能|怎么|咋|可以|能|需要|还要|先)(?:先|再|给|去|回去)?(?:停|退|断|注销)"
)
_OF_CARE = re.compile(
    r"看病|住院|手术|化疗|放疗|复查|急诊|就医|备案|报销|异地|转院|转诊|[能可再给]报|报[吗不]|拿药|买药|门诊|透析|医院|慢病|特病|共济|账户|个账|余额|社保卡|补卡|两病|特殊病|认定|生孩子|生娃|产检|急救|抢救|脑梗|心梗|中风|突发|重症"
)
#: 赣州 大学生 医保 在哪交: key words of how to be insured, and the place among them.
_KEY_WORD = re.compile(r"(?:[^,。!?;]* )?·(?:市|县|区)?(?: [^,。!?;]*)?")
_TO_BE_INSURED = re.compile(
    r"(?:医保|社保|农合|居保|合作医疗|灵活就业|保费)[^,。!?;]{0,3}(?:怎么|怎样|咋|如何|去?在?哪儿?里?|什么时候|何时|几号|几月|多少钱|手机|网上)[^,。!?;]{0,4}(?:[交上缴买参]|报名|截止)"
    r"|(?:怎么|怎样|咋|如何|去?在?哪儿?里?|什么时候|几号)[^,。!?;]{0,3}(?:[交上缴买参]|报名)(?:[^,。!?;]{0,4}(?:医保|社保|农合|居保)|$)|(?:医保|社保|农合|居保)[^,。!?;]{0,4}(?:补缴|补交|缴费|参保|登记|费用|多少钱|档次|截止|集中缴)"
)

#: 老婆医保断了半年，我们从苏州搬到南通: of who has moved, and pays nothing, where he came to is no place of care.
_HAS_LAPSED = re.compile(
    rf"(?:{COVER}|居民|职工)[^,。!?;]{{0,6}}(?:断|停)(?:了|过|缴|保|交|掉|着)|断[缴保交]|停[缴保](?!障)|[年月]没(?:有)?[交缴]"
)
_COMES_FROM = re.compile("从[^·,。!?;]{0,4}·(?:市|县|那边|辞职|离职)?(?:来|到|回|搬|去|调|换|跳)[^·,。!?;]{0,3}·")
#: 荆门 慢病复审, 九江 大病二次报销, 茂名 居民 两病: key words of what somebody is given by the one who insures him.
_ENTITLED = re.compile(
    r"(?:慢特?病|慢性病|门特|门慢|特病|特殊病种?|两病|双通道|特药|靶向药)[^,。!?;]{0,8}(?:到期|过期|复审|年审|年检|复核|续期|续办|换证|认定|申请|鉴定|申报|评审|办理|材料|体检)"
    r"|(?:到期|过期|复审|年审|认定|申请|鉴定|办理) ?(?:慢特?病|慢性病|门特|门慢|特病|两病)|大病(?:保险|医保)?(?:二次|补助|报销|理赔|起付)|二次(?:报销|补偿|报)|大病保险"
    r"|(?:高血压|糖尿病|冠心病|类风湿|肝硬化|尿毒症|帕金森|癫痫|哮喘|精神病|慢阻肺)(?:本本?|证|卡|手册)[^,。!?;]{0,3}(?:哪|怎么|咋|如何|办|申请|领)|(?:大病|医疗)救助|(?:^| )(?:门诊)?(?:慢特?病|慢性病|门特|门慢|特病|特殊病)(?:证|卡|本)?(?: |$)"
    r"|(?:^| )(?:居民|职工|退休职工|农合)(?: |$)"
)
_ELSEWHERE = re.compile(
    r"[拿买取开配]药|药店|透析|异地|跨省|省外|外地|备案|转[诊院移]|看病|就[医诊]|医院|[补换]卡|社保卡|电话|地址|窗口|共济"
)


def roles_of(text: str, found: list[Placed]) -> list[Placed] | None:
    """The roles in a text that is about an insurance or an account, and not about care; None for any other."""
    if len(found) == 2 and _MOVED_ALREADY.search(around(text, found)):
        return [replace(found[0], role=Role.FORMER), replace(found[1], role=Role.INSURED)]
    if len(found) == 1 and sharing.is_of_mine(text) and _covers_kin(text, found[0]):
        return [replace(found[0], role=Role.FAMILY)]
    if (taken := _paid_before(text, found)) is not None:
        return taken
    if (joined := enrolling.enrolled(text, found)) is not None:
        return joined
    if found and _goes_from_to(text, found):
        return [replace(each, role=Role.INSURED if each is found[-1] else Role.FORMER) for each in found]
    stops = _TO_STOP.search(text) and not _OF_CARE.search(text)
    stops = stops or _moves_uninsured(text, found)
    if stops or (_taken_somewhere(around(text, found)) and not ILL.search(text)):
        return [replace(each, role=Role.NONE) if each.role is Role.CARE else each for each in found]
    if len({each.mention.codes for each in found if not _is_outside(each)}) == 1 and _asks_by_key_words(text, found):
        return [_insured(each) for each in found]
    named = [each.mention for each in found]
    owners = sharing.owners(text, named)
    if owners and not any(each.role is Role.INSURED for each in found) and not sharing.names_cover(text, named):
        return [replace(each, role=Role.NONE) for each in found]
    told = sharing.names_scheme(text) or sharing.names_cover(text, named)
    if owners and (told or any(each.role is Role.INSURED for each in found)):
        towns = {each.codes for each in sharing.towns(named)}
        return [
            replace(each, role=Role.INSURED if each.mention.codes in owners else Role.FAMILY)
            if each.mention.codes in towns
            else replace(each, role=Role.NONE)
            for each in found
        ]
    return None


def _taken_somewhere(said: str) -> bool:
    return bool(_TAKEN_ALONG.search(said) or _EITHER.search(said))


def _paid_before(text: str, found: list[Placed]) -> list[Placed] | None:
    """The roles where what was paid in one place is to be taken to another, where somebody works now; None else."""
    before = {
        each.mention.codes
        for each in found
        if _PAID_BEFORE.search(text[: each.mention.start]) and _WAS_PAID.match(text, each.mention.end)
    }
    now = {
        each.mention.codes
        for each in found
        if _CAME_TO_WORK.search(text[: each.mention.start]) and _AT_WORK_NOW.match(text, each.mention.end)
    } - before
    if len(before) != 1 or len({each.mention.codes for each in found}) > 2 or ILL.search(text):
        return None
    if not _TAKES_IT_ON.search(text):
        return None
    return [
        replace(
            each,
            role=Role.FORMER
            if each.mention.codes in before
            else Role.INSURED
            if now or each.role is Role.INSURED
            else Role.NONE,
        )
        for each in found
    ]


def _moves_uninsured(text: str, found: Sequence[Placed]) -> bool:
    """Whether somebody has moved from one place to another, and an insurance has lapsed."""
    if len(found) != 2 or Role.INSURED in (found[0].role, found[1].role):
        return False
    moved = found[0].role is Role.FORMER or _COMES_FROM.search(around(text, found))
    return bool(moved) and bool(_HAS_LAPSED.search(text)) and not _OF_CARE.search(text)


def _covers_kin(text: str, each: Placed) -> bool:
    """Whether a place insures those whom somebody's own account is for: 我妈的医保在遵义, 我妈是遵义的居民医保."""
    before, after = text[: each.mention.start], text[each.mention.end :]
    theirs = _KIN_OF.search(before) and _OWN_COVER.match(after)
    return bool(_THEIR_COVER.search(before) or theirs or (_GIVEN.search(before) and _KIN_AT_HOME.match(after)))


def asks(text: str, found: Sequence[Placed]) -> bool:
    """Whether somebody asks how to be insured, where, or how to take an insurance along, and nothing of any care."""
    if not found or _OF_CARE.search(text) or sharing.owners(text, [each.mention for each in found]):
        return False
    said = around(text, found)
    words = (_TAKEN_ALONG, WANTS_COVER, _EITHER, _WHICH_SIDE, _TO_STOP, _TO_BE_INSURED)
    return any(each.search(said) for each in words) or _goes_from_to(text, found) or _moves_uninsured(text, found)


def _goes_from_to(text: str, found: Sequence[Placed]) -> bool:
    """Whether an insurance goes from the first of two places to the second."""
    first, last = found[0].mention.codes, found[-1].mention.codes
    if first == last or len({each.mention.codes for each in found} - {first, last}) or ILL.search(text):
        return False
    return bool(_TAKES_UP.search(around(text, found))) or enrolling.is_of_a_move(text, found)


def spaced(text: str, found: Sequence[Placed]) -> str:
    """What a text says beside its places; between key words stands a space, whatever was typed."""
    said = around(text, found)
    return said if _TELLS.search(said) else said.replace(",", " ")


def _is_outside(each: Placed) -> bool:
    """Whether somebody comes from where 医保 insures nobody: 香港户籍."""
    return each.mention.code in OUTSIDE


def _insured(each: Placed) -> Placed:
    if _is_outside(each):
        return replace(each, role=Role.IDLE)
    return replace(each, role=Role.INSURED) if each.role in (Role.CARE, Role.NONE) else each


def _asks_by_key_words(text: str, found: Sequence[Placed]) -> bool:
    """赣州 大学生 医保 在哪交, 荆门 慢病复审."""
    if not _KEY_WORD.fullmatch(said := spaced(text, found)):
        return False
    of_cover = _TO_BE_INSURED.search(text) and not ILL.search(text)
    return bool(of_cover or (_ENTITLED.search(said) and not _ELSEWHERE.search(text)))


def around(text: str, found: Sequence[Placed]) -> str:
    """What a text says beside its places, each of them as a dot."""
    parts, at = [], 0
    for each in found:
        parts.append(text[at : each.mention.start])
        at = each.mention.end
    return "·".join([*parts, text[at:]])
