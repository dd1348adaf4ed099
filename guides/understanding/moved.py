"""An insurance that was moved (转移) to a city, which is no referral (转诊): 医保去年就转到扬州了."""

import re

from guides.understanding.enrolling import ILL
from guides.understanding.gazetteer import Mention
from guides.understanding.roles import COVER

_UNDONE = "怎咋如何想要能可没不未打算准备在是院诊病人爸妈医生"
_MOVED_TO = re.compile(
    rf"(?:(?:{COVER})(?:关系|账户|那边|这边)?(?:[^,。!?;{_UNDONE}]){{0,6}}"
    rf"|(?:{COVER})(?:关系)?(?:原来|以前|原先|之前|早先)(?:是|都|一直)?(?:交|参)?[在是][^,。!?;]{{2,5}}[,](?:[^,。!?;{_UNDONE}]){{0,6}}"
    r"|(?:灵活就业|自由职业|个体户?|自己[交缴]|个人[交缴])(?:者|人员|自己)?(?:[交缴])?的?(?:医保|社保)?,?(?:现在|今年|也|就)*(?:想|要|打算|准备|能不能|可不可以|能|可以)*)"
    r"(?:转|迁|挪)(?:移|过)?(?:到|去|往|至|回)(?:了)?$"
)
#: 青岛新单位当月就给接上了: who is employed anew is insured there.
_TAKEN_UP = re.compile(
    r"(?:那边|这边|的)?新(?:单位|公司|厂子?|东家|老板)[^,。!?;没不未还能会]{0,8}(?:接上|续上|交上|参上|接着交)(?![吗么不没])"
)
#: 上个月停的，新公司在长沙: of who tells of no care, and that an insurance stopped or is to come along.
_NEW_FIRM_IN = re.compile(r"新(?:的)?(?:公司|单位|厂子?|东家|老板|工作)(?:就|也|是|开|设)*(?:在|到)了?$")
_STOPS_OR_COMES = re.compile(
    rf"(?:{COVER}|(?:以前|之前|原来|前面|那边|这边)[^,。!?;]{{0,4}}[交缴]的)[^,。!?;]{{0,8}}(?:断|停|空|转|弄|带|挪|接|续|并)"
    r"|(?:断|停)(?:了|的|掉|保|缴)"
)
_ILL = re.compile(rf"{ILL.pattern}|拿药|买药|门诊|派[到去我驻]|出差|[能给]报|报[吗不]")
#: 跟我在青岛，医保也转过来了, with what is told of somewhere else.
_HAS_COME_ALONG = re.compile(
    rf"(?:市|这边|这里)?[^。!?;]{{0,8}},?(?:{COVER})(?:关系)?(?:也|都|已经|早就|去年|前年|今年|早|跟着|一起|一块儿?)*(?:转|迁|挪)(?:移)?(?:过来|来|进来)了(?![吗么没不])"
)
#: 员工是从东莞转来的，我们在惠州给他接医保: who takes on a new hand insures him where they are.
_OURS = re.compile("(?:我们|咱们?)(?:公司|单位|厂里?|店里?|这边|这儿?)?(?:是|在)?$")
_FOR_STAFF = re.compile(
    r"(?:市|县)?(?:这边|这儿|这里)?[,]?(?:要|想|怎么|咋|得|来|医保|社保)*[给帮替](?:他们?|她们?|员工|这[个人位]+)[^,。!?;]{0,3}[接续交转上办报参增]"
)
_STAFF = re.compile("员工|新招|招了|新来|新进|入职|同事|工人|师傅|伙计|店员|来了个|来一个")
_HOSPITAL = re.compile(r"(?:市|县)?的?[^,。!?;]{0,5}(?:医院|附院|看|住|治|手术|[一二]院)")


def is_moved_to(text: str, at: int) -> bool:
    """Whether an insurance is said to have been moved to what begins here."""
    return bool(_MOVED_TO.search(text[:at]))


def insures(text: str, mention: Mention) -> bool:
    """Whether a place is where an insurance was moved to, or taken up by who employs somebody now."""
    if takes_up(text, mention):
        return True
    return is_moved_to(text, mention.start) and not _HOSPITAL.match(text, mention.end)


def takes_up(text: str, mention: Mention) -> bool:
    """Whether who employs somebody anew goes on paying here: whatever he was insured by before is over."""
    ours = _OURS.search(text[: mention.start]) and _FOR_STAFF.match(text, mention.end) and _STAFF.search(text)
    come = text[: mention.start].endswith(("在", "到", "来", "到了", "来了")) and _HAS_COME_ALONG.match(
        text, mention.end
    )
    firm = _NEW_FIRM_IN.search(text[: mention.start]) and _STOPS_OR_COMES.search(text) and not _ILL.search(text)
    return bool(ours or come or firm or _TAKEN_UP.match(text, mention.end))
