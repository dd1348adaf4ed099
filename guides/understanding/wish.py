"""The few words that somebody may tell us when nothing fitted: what is kept of them, as it is shown before."""

import re
from collections.abc import Callable

from guides.understanding import masking
from guides.understanding.gazetteer import Gazetteer
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
#: 三病区十五床, 三年二班, 三月五日, 初三.
_HOME = (
    rf"第?{_NUMERAL}{{1,6}}(?:号(?![线窗病])(?:楼|院|门)?|栋|幢|座|单元|楼|层|室|弄|组|队|网格|病区|床|班(?!倒)|车间)"
    rf"|{_NUMERAL}{{1,3}}月(?:{_NUMERAL}{{1,3}}[日号])?生|(?<![每个])(?:{_NUMERAL}{{1,2}}月)(?:{_NUMERAL}{{1,3}}[日号]|初{_NUMERAL}{{1,2}})"
)
_FINER = re.compile(
    r"[\u4e00-\u9fff]{2,4}?(?:小区|新村|花园|家园|街道办?|社区居委会|居委会|村委会|镇|乡(?!居民|医保|下))"
    rf"|[\u4e00-\u9fff]{{2,4}}(?:路|巷|弄|大?街|大道|胡同)(?=\d|{_HOME})|{_HOME}"
)
_OTHER = re.compile(r"[^\u4e00-\u9fff]+")


def wish(text: str, gazetteer: Gazetteer, places: Places, is_ours: Callable[[str], bool]) -> str:
    """At most twenty Chinese characters: no digits, letters or amounts, no place finer than a 统筹区 whose kind is said, and
    no name as far as one can be told (``masking``). What is left only the one who told it can take out."""
    bare, _ = masking.mask(masking.joined(text))
    said = normal(masking.unlabelled(bare)).replace(" ", "")
    named = [said[each.start : each.end] for each in gazetteer.mentions(said)]

    def is_known(word: str) -> bool:
        return is_ours(word) or any(word in name or word.startswith(name) for name in named)

    said = masking.nameless(said, is_known)
    for each in reversed(gazetteer.mentions(said)):
        place = places.get(each.code)
        said = said[: each.start] + (place.short_name if place else " ") + said[each.end :]
    return _numberless(_OTHER.sub("", _FINER.sub(" ", said.replace("〇", "零"))))[:LONGEST]


def _numberless(said: str) -> str:
    """Without numbers, nor those that what is left around one makes."""
    while (left := _NUMBER.sub("", said)) != said:
        said = left
    return said
