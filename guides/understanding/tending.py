"""Who came to look after somebody and is ill himself: 闺女坐月子，我来青岛帮忙，这几天胃疼.

He is whom the words are about that come behind, as long as they name nobody else.
"""

import re
from collections.abc import Sequence

from guides.understanding.phrases import Hit
from guides.understanding.whose import SPEAKER

#: What somebody does for others, where no illness is told of them.
_TENDS = r"(?:伺候|照顾|照看|照料|服侍|帮忙|帮手|搭把手|接送|陪读|陪着|带(?:着|大)?(?:[一二两三俩]个?)?(?:孩子|娃|孙|外孙|小孩|宝|[大小二]宝)|看(?:孩子|娃|孙|外孙|小孩|家))"
#: 我来青岛帮忙, 我在苏州给他们看孩子; without 我 where a text begins: 来深圳帮儿子带二宝, 给女儿带外孙.
_CARER = re.compile(
    rf"(?:^|[,。!?;、 ])(?:现在|如今|一直|这|可|所以|就)*(?:我|俺|咱)(?:一个人|自己|现在|一直|就|也|专门)*"
    rf"(?:来|去|过来|过去|从|在|到|跟|住|给|帮|特意)[^,。!?;]{{0,12}}{_TENDS}[^,。!?;]{{0,6}}"
    rf"|^(?:来|到|在|给|帮|跟)[^,。!?;我]{{1,10}}{_TENDS}[^,。!?;我]{{0,6}}"
    rf"|^(?:伺候|照顾|照看)[^,。!?;我]{{0,6}}(?:来了?|到了?|去了?)[^,。!?;]{{2,6}}"
)
#: 我一个人带俩娃，自己胆囊炎住院: one who is told to be ill himself, whatever he does for others.
_MYSELF = re.compile(
    rf"(?:^|[,。!?; ])(?:{SPEAKER.pattern}|俺(?![爸妈爹娘])|伺候|照顾|陪护)[^。!?;他她接把]{{0,24}},(?:累得|累的|结果|后来|没想到|不料|这回|反倒|昨晚|昨天|前天|今天|这几天)*自己(?:也|却|倒|又|反而|竟)?"
    r"(?:在[^,。!?;]{1,8})?[^,。!?;垫付掏给]{0,5}?(?:住院|住进|住了|病|炎|疱疹|结石|疼|痛|晕|摔|犯了|发烧|骨折|查出|手术|急诊|血压|累倒|中风|脑梗|心梗)"
)
_ILL = re.compile(
    r"[疼痛晕摔瘤癌炎]|住院|住进|手术|急诊|骨折|血压|血糖|糖尿|结石|腰突|腰椎|颈椎|犯了|发烧|查出|中风|脑梗|心[梗慌脏]|疱疹|挂号|挂个号|看看|看病|看门诊|拿药|买药|开药|透析|化疗|复查|咳|难受|不舒服"
)
#: 我妈住院我来照顾: who is ill is the one looked after.
_SICK = re.compile(r"住院|病|手术|摔|瘫|骨折|癌|中风|透析|化疗|医院|发烧|看看|挂号|检查|打针")
_ANOTHER = re.compile(r"[他她](?!们)|孩子|娃|宝宝|小孩|老人|病人")


def himself(text: str, people: Sequence[Hit]) -> str:
    """The words by which the one who speaks looks after others, where he is ill himself; ''. ``people`` are all that are
    named."""
    if found := _MYSELF.search(text):
        return found[0].strip(",。!?; ")
    if (carer := _CARER.search(text)) is None or _SICK.search(text, 0, carer.end()):
        return ""
    rest = text[carer.end() :]
    another = _ANOTHER.search(rest) or any(hit.start >= carer.end() for hit in people)
    return "" if another or not _ILL.search(rest) else carer[0].strip(",。!?; ")
