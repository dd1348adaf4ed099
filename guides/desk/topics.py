"""The guides of which a clause speaks: where a row that is made of it most likely belongs. The clerk sees them ticked."""

import re

_CLAIM = ("manual-claim", "second-reimbursement", "remote-care")
_TOPICS = (
    (re.compile("手工报销|零星报销|垫付|垫钱|先行支付"), _CLAIM),
    (re.compile("异地就医备案|备案材料|办理备案|备案手续"), ("remote-care",)),
    (re.compile("社会?保障?卡|补卡|换卡|挂失"), ("card-replacement",)),
    (re.compile("慢特病|慢性病|特殊疾病"), ("chronic",)),
    (re.compile("共济|亲情账户"), ("family-account",)),
    (re.compile("参保登记|缴费期|断缴|等待期|关系转移"), ("coverage",)),
)


def of(clause: str) -> list[str]:
    """The guides, each once; none for a clause that speaks of none, or of several things."""
    found = [guides for words, guides in _TOPICS if words.search(clause)]
    return list(found[0]) if len(found) == 1 else []
