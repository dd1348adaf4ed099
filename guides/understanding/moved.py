"""An insurance that was moved (转移) to a city, which is no referral (转诊): 医保去年就转到扬州了."""

import re

from guides.understanding.gazetteer import Mention
from guides.understanding.roles import COVER

_UNDONE = "怎咋如何想要能可没不未打算准备在是院诊病人爸妈医生"
_MOVED_TO = re.compile(
    rf"(?:(?:{COVER})(?:关系|账户|那边|这边)?(?:[^,。!?;{_UNDONE}]){{0,6}}"
    rf"|(?:{COVER})(?:关系)?(?:原来|以前|原先|之前|早先)(?:是|都|一直)?(?:交|参)?[在是][^,。!?;]{{2,5}}[,](?:[^,。!?;{_UNDONE}]){{0,6}})"
    r"(?:转|迁|挪)(?:移|过)?(?:到|去|往|至|回)(?:了)?$"
)
#: 青岛新单位当月就给接上了: who is employed anew is insured there.
_TAKEN_UP = re.compile(
    r"(?:那边|这边|的)?新(?:单位|公司|厂子?|东家|老板)[^,。!?;没不未还能会]{0,8}(?:接上|续上|交上|参上|接着交)(?![吗么不没])"
)
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
    return bool(_TAKEN_UP.match(text, mention.end))
