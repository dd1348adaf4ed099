"""Short names of districts and counties that are part of everyday words: places only amid words that speak of one."""

import re

#: What stands before and behind a district that is named without its city.
_TO_A_DISTRICT = re.compile(r"(?:[在住去到来从往回是]|医保|社保|农合)$")
_FROM_A_DISTRICT = re.compile(
    r"(?:区|那边|这边|的)*(?:住院|看病|看|治|做手术|手术|透析|医院|打工|上班|工作|租房|带[孩娃孙]|买房|养老|交|缴|参保|医保|社保|就医|就诊|急诊|抢救|$|[,。 ])"
)
#: 昌图农合, 在方正住院: what stands behind a county whose short name is an everyday word.
_COVER = "(?:城乡|城镇)?(?:居民|职工)?(?:医保|农合|新农合|社保|居保|合作医疗)"
_BEFORE_COVER = re.compile(rf"(?:县|那边|老家)?的?{_COVER}|的?(?:居民|职工|农合)(?:$|[,。])")
_FROM_A_COUNTY = re.compile(
    rf"(?:县|那边|这边|老家)?的?(?:住院|看病|打工|上班|县?医院|中医院|人民医院|{_COVER}|[^,。!?;]{{0,6}}[交入参]{_COVER})"
    r"|(?:那边|这边)[^,。!?;]{0,6}(?:参保|[上交办]医保)"
)
#: 医保是西吉的; but 保险是平安的.
_COVER_IS = re.compile(r"(?:医保|农合|社保|居保|合作医疗)(?:关系)?(?:还|都|也|就)*(?:是|(?:交|上|参|缴)?在)$")
_OF_IT = re.compile(r"(?:县|那边|老家|县里)?的?(?=$|[,。!?;])")
#: Names of insurances too.
_INSURERS = frozenset(["平安", "惠民", "太平", "泰山"])
_ISSUED = re.compile("(?:办|发|领)的")
_BEGINS = re.compile(r"(?:^|[,。!?;、 我他她爸妈是的有]|老家)$")


def is_district(before: str, after: str) -> bool:
    """Whether the words right before and behind a district's name speak of a place: 在闵行住院, 万州的医保."""
    return bool(_is_insured(before, after) or (_TO_A_DISTRICT.search(before) and _FROM_A_DISTRICT.match(after)))


def is_everyday_district(name: str, before: str, after: str) -> bool:
    """Whether they do of a district whose name is an everyday word: 西湖医保, 医保是集美的; not 去城东医院."""
    insured = _is_insured(before, after) or (_BEGINS.search(before) and _ISSUED.match(after))
    its = _COVER_IS.search(before) and _OF_IT.match(after)
    return bool(insured or its) and name not in _INSURERS


def is_county(name: str, before: str, after: str) -> bool:
    """Whether they do of such a county: 昌图农合, 在方正住院."""
    there = _TO_A_DISTRICT.search(before) and _FROM_A_COUNTY.match(after)
    return bool(there) or is_everyday_district(name, before, after)


def _is_insured(before: str, after: str) -> bool:
    return bool(_BEGINS.search(before) and _BEFORE_COVER.match(after))
