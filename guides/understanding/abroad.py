"""Who is abroad: the patient, or one of his family, or nobody any more; and what is only called after a country."""

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

#: 韩国料理, 巴西烤肉, 德国进口的支架: what is only called after a country, and is here.
_CALLED_AFTER = re.compile(
    r"(?:日本|韩国|泰国|越南|印度|巴西|意大利|法国|德国|英国|美国|俄罗斯|墨西哥|土耳其|西班牙|新加坡|马来西亚|澳洲|澳大利亚|新西兰|缅甸|老挝|柬埔寨|希腊|加拿大|欧洲|非洲|台湾|香港|澳门)"
    r"(?:风味|特色|自助|海鲜|街头|正宗|人开的|的)?(?:料理|餐厅|餐馆|西餐|烤肉|烤鱼|烧烤|火锅|炸鸡|寿司|拉面|米粉|菜馆?(?!市)|面馆|小吃|快餐|茶餐厅|甜品|面包|咖啡[店馆]|饭馆|馆子|风情|梧桐|进口|原装|产的|生产的|牌子|货|产品)"
)
_REALLY_THERE = re.compile(
    "出国|出境|旅游|旅行|留学|回国|国外|境外|签证|跟团|外派|派驻|飞[到去]|当地|异国|护照|机票|游玩|玩(?!具)"
)


def not_only_called_so(text: str, hits: list[Hit]) -> list[Hit]:
    """The phrases without those that take the name of a kitchen, or of goods, for a stay in their country."""
    called = list(_CALLED_AFTER.finditer(text))
    if not called or _REALLY_THERE.search(text):
        return hits
    return [hit for hit in hits if not (_tells_of_abroad(hit) and any(_overlaps(hit, each) for each in called))]


def _tells_of_abroad(hit: Hit) -> bool:
    return "abroad" in hit.phrase.means.values() or "answer:abroad-care" in hit.phrase.topics


def _overlaps(hit: Hit, found: re.Match[str]) -> bool:
    return hit.start < found.end() and found.start() < hit.end


def is_of_kin(text: str, whom: str, hit: Hit) -> bool:
    """Whether a phrase tells of one of the family who is abroad while somebody else is ill, or of a stay that is over;
    ``whom`` the guides are asked for."""
    if _BACK_FOR_CARE.match(text, hit.end):
        return True
    theirs = _KIN_ABROAD.search(text[: hit.start])
    of_a_parent = whom == "child" and theirs and theirs[0][0] in "爸妈"
    return bool(theirs and (whom == "self" or of_a_parent or _CANNOT_COME.match(text, hit.end)))
