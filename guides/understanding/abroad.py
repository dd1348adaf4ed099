"""Who is abroad: the patient, or one of his family, or nobody any more."""

import re

from guides.understanding.phrases import Hit

#: 他儿子在国外回不来: who is abroad, and not ill.
_KIN_ABROAD = re.compile(
    r"(?:儿子|女儿|闺女|孩子|子女|儿女|姐姐?|弟弟?|妹妹?|哥哥?|老公|丈夫|老婆|媳妇|父母|爸爸?|妈妈?)们?"
    r"(?:也|都|人|又|还|现在|常年|一直|远)*(?:在|去了?|到)?$"
)
#: 在加拿大留学，暑假回上海看牙: who was back when he was treated.
_BACK_FOR_CARE = re.compile(
    r"[^。!?;]{0,14}[,](?:[^,。!?;报]{0,6})回(?:国|来|老家|[^,。!?;报到了]{2,4})(?:看|住院|做|治|手术|摔|急诊|检查|体检)"
)
_CANNOT_COME = re.compile(r"[^,。!?;]{0,6}(?:回不|赶不|过不来|来不|帮不|顾不|不方便|没法|定居|指望不|管不)")


def is_of_kin(text: str, whom: str, hit: Hit) -> bool:
    """Whether a phrase tells of one of the family who is abroad while somebody else is ill, or of a stay that is over;
    ``whom`` the guides are asked for."""
    if _BACK_FOR_CARE.match(text, hit.end):
        return True
    theirs = _KIN_ABROAD.search(text[: hit.start])
    of_a_parent = whom == "child" and theirs and theirs[0][0] in "爸妈"
    return bool(theirs and (whom == "self" or of_a_parent or _CANNOT_COME.match(text, hit.end)))
