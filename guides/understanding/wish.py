"""The few words that somebody may tell us when nothing fitted: what is kept of them, as it is shown before."""

import re
from collections.abc import Callable

from guides.understanding import masking
from guides.understanding.gazetteer import Gazetteer
from guides.understanding.writing import LONGEST as READ
from guides.understanding.writing import normal
from registry.places import Places

LONGEST = 20
#: Numerals of papers, which nothing but numbers is written in, all others, and how a sum goes on.
_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMERAL = f"[零一二弌弍弎两俩三仨四亖五六七八九十百千万亿廿卅卌皕幺洞拐勾{_FORMAL}]"
_UNIT = f"[多来把个]?(?:[百千万亿佰仟]|[块元毛](?:{_NUMERAL}(?![块元毛]))?)多?"
#: Telephones and cards by three numerals and more, however they are joined; 万一三甲医院… is none. And sums by their unit.
_NUMBER = re.compile(
    rf"(?!万一){_NUMERAL}(?:[杠横点丶跟啊加再个]{{0,2}}{_NUMERAL}){{2,}}(?:{_UNIT})?|(?:{_NUMERAL}|几)+{_UNIT}"
    rf"|[{_FORMAL}廿卅卌皕]{{2,}}|(?<=尾号){_NUMERAL}+"
)
#: Where somebody lives, works, learns or lies, however short its numerals are, and when he was born: 十五栋三单元四楼,
#: 27号院子, 三病区十五床, 三年二班, 三月五日, 初三.
_COUNT = rf"(?:{_NUMERAL}|\d)"
_HOME = (
    rf"第?{_COUNT}{{1,6}}(?:号(?![线窗病])(?:楼|院子?|门)?|栋|幢|座|单元|楼|层|室|弄|组|队|网格|病区|床|班(?!倒)|车间)"
    rf"|{_COUNT}{{1,3}}月(?:{_COUNT}{{1,3}}[日号])?生|(?<![每个])(?:{_COUNT}{{1,2}}月)(?:{_COUNT}{{1,3}}[日号]|初{_NUMERAL}{{1,2}})"
)
#: What a street or a housing estate is called; no name has one of these signs in it, and behind some 路 is the way there:
#: 我们小区, 这条路, 高速路, 上班路上.
_NAME = "[^\\W\\d_a-zA-Z的了在住是去到从家我你他她它们这那哪条走问半过马公铁网门出道高速老县区省]"
_STREET = (
    r"(?:路(?![费程途由过])(?<![院店家站班学校房来]路(?=[上中]))|大?街(?!道)|大道|胡同|巷子?)(?:上(?![班学海午]))?"
)
_ESTATE = (
    "小区|新村|花园|花城|花苑|家园|佳园|嘉园|雅苑|名苑|山庄|庄园|名都|豪庭|华府|公馆|(?<!老年)公寓|别墅|家属院|家属楼|大院|苑|(?<!台)湾"
    "|街道办?|社区居委会|居委会|村委会|(?<![城乡])镇|乡(?!镇|居民|医保|下)"
)
_FINER = re.compile(
    rf"(?:(?:我?家)?(?:住在|住|在) *)?(?:{_NAME}{{2,5}}?(?:{_ESTATE})|{_NAME}{{2,4}}?{_STREET})(?:{_COUNT}期)?|{_HOME}"
)
_OTHER = re.compile(r"[^\u4e00-\u9fff]+")
#: What is left of a name or an address, and tells nobody anything: 了, 我叫, 男岁.
_SCRAP = re.compile(
    "[丶的了吗呢啊吧呀哦嗯呃我你他她它们这那是在有和跟与就也都还很不没个里上下家住叫打号月日岁男女元块]*|."
)


def wish(text: str, gazetteer: Gazetteer, places: Places, is_ours: Callable[[str], bool]) -> str:
    """At most twenty Chinese characters of as much as the box reads: no digits, letters or amounts, no place finer than a
    统筹区 whose kind is said, and no name as far as one can be told (``masking``). What is left only the one who told it
    can take out; '' where that says nothing."""
    bare, _ = masking.mask(masking.joined(text[: READ * 4]))
    said = _at_large(normal(masking.unlabelled(bare)).replace(" ", ""), gazetteer)
    named = [said[each.start : each.end] for each in gazetteer.mentions(said)]

    def is_known(word: str) -> bool:
        return is_ours(word) or any(word in name or word.startswith(name) for name in named)

    said = masking.nameless(said, is_known)
    for each in reversed(gazetteer.mentions(said)):
        place = places.get(each.code)
        said = said[: each.start] + (place.short_name if place else " ") + said[each.end :]
    left = _numberless(_OTHER.sub("", said.replace("〇", "零")))[:LONGEST]
    return "" if _SCRAP.fullmatch(left) else left


def _at_large(said: str, gazetteer: Gazetteer) -> str:
    """Without what is finer than the places that are told: of 鞍山中山路 鞍山."""
    kept, at = [], 0
    for each in gazetteer.mentions(said):
        kept += [_FINER.sub(" ", said[at : each.start]), said[each.start : each.end]]
        at = each.end
    return "".join([*kept, _FINER.sub(" ", said[at:])])


def _numberless(said: str) -> str:
    """Without numbers, nor those that what is left around one makes."""
    while (left := _NUMBER.sub("", said)) != said:
        said = left
    return said
