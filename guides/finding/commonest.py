"""What people say most often, in the fewest words, and what must come of it whatever phrases are written beside it."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from guides.finding import ranking
from guides.understanding.understand import Reader
from registry.snapshot import Snapshot


@dataclass(frozen=True)
class Common:
    """A sentence, the page that it leads to first, and an answer that it says (``question=value``), if any."""

    sentence: str
    page: str
    says: str = ""

    def holds(self, reader: Reader, snapshot: Snapshot, on: dt.date) -> bool:
        found = reader.read(self.sentence)
        said = {f"{each.key}={each.value}" for each in found.conclusions}
        return ranking.ranked(snapshot, on, found)[:1] == [self.page] and (not self.says or self.says in said)


COMMONEST: Final = (
    Common("卡丢了", "guide:card-replacement", "trouble=lost"),
    Common("医保卡丢了怎么办", "guide:card-replacement", "trouble=lost"),
    Common("社保卡丢了怎么补办", "guide:card-replacement", "trouble=lost"),
    Common("卡坏了", "guide:card-replacement", "trouble=damaged"),
    Common("补卡", "guide:card-replacement"),
    Common("怎么报销", "answer:how-claims-work"),
    Common("医保怎么报销", "answer:how-claims-work"),
    Common("自己垫的钱怎么报", "guide:manual-claim", "stage=discharged"),
    Common("发票丢了怎么报销", "guide:manual-claim", "receipts=lost"),
    Common("异地备案", "guide:remote-care"),
    Common("异地就医备案", "guide:remote-care"),
    Common("去外地看病要备案吗", "guide:remote-care", "where=other_city"),
    Common("没备案住院了", "guide:remote-care", "filed_before=no"),
    Common("没备案能报吗", "guide:remote-care", "filed_before=no"),
    Common("我妈在北京住院，医保在铁岭", "guide:remote-care", "stage=admitted"),
    Common("正在急诊抢救", "guide:remote-care", "stage=emergency"),
    Common("断缴三个月", "answer:lapse", "lapsed_for=within_3_months"),
    Common("医保断了三个月", "answer:lapse", "lapsed_for=within_3_months"),
    Common("医保断了怎么办", "answer:lapse", "matter=lapsed"),
    Common("新生儿医保怎么办", "answer:newborn"),
    Common("家庭共济", "answer:family-sharing"),
    Common("生育津贴", "answer:maternity-allowance"),
    Common("医保转移", "answer:transfer", "matter=moved"),
    Common("医保电话", "answer:hotline"),
    Common("二次报销", "guide:second-reimbursement"),
)
