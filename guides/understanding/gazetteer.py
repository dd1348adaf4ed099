"""Names of places in a text: every province, 统筹区, county-level unit, and what people call them.

A name inside a longer name or word is none. A name that several places bear is kept with all of them.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path

import ahocorasick

from guides.understanding import shortnames
from guides.understanding.nicknames import AREAS, BRIEF, BRIEFLY, NICKNAMES, SHARED_AREAS
from guides.understanding.soundalikes import spelt_alike
from guides.understanding.writing import plain
from registry.placenames import County
from registry.places import NATION, OUTSIDE, Place, Places

_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "everyday-names.txt"
#: 王朝阳在北京: a name of somebody, with a surname before it where a sentence or a part of it begins.
_OF_A_PERSON = re.compile(
    r"(?:^|[,。!?;、 ]|患者|病人|叫|[爸妈爹娘哥姐弟妹公婆]|儿子|女儿)[王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范石姚谭廖邹熊金陆郝崔邱秦史顾侯邵孟龙段雷钱汤尹黎武乔贺赖龚文]$"
)
#: 转诊单县医院给开了: the end of one word and the beginning of the next.
_OF_A_PAPER = re.compile("(?:转[诊院]|结[算账]|收费|诊断|[清账名])$")
_GIVEN_NAME, _UNITS = 2, ("省", "市", "县", "区", "那边", "这边")
#: Behind a name, makes it a street, a company or a hospital elsewhere.
_NO_PLACE = re.compile(
    r"^(?:[东西南北中]?路|[东西南北中]?(?:大街|街(?!道))|大道|银行|牌|人寿|一样|意义|下来|问题|以后|上去|起来|拉面|牛肉面|米粉|小吃|小面|烤鸭|火锅|烧烤|堂(?![哥弟姐妹兄叔伯嫂]))"
)
#: 回毕节以后: 以后 of who goes somewhere makes no name of a shop.
_GOES = ("回", "到", "去", "来")
_ELSEWHERE = re.compile(r"^(?:医院|友谊医院|[一二三六]院|大学附属|眼科)")
#: Provinces that are cities, and what comes behind the name of any other one in those of its own hospitals.
_CITIES = frozenset(["11", "12", "31", "50", "71", "81", "82"])
_OF_A_PROVINCE = re.compile(r"省?(?:人民|立|中医|肿瘤|儿童|妇幼(?:保健)?|胸科|口腔)(?:医)?院")
#: Hospitals that bear the name of a place where they are not.
_HOSPITALS = frozenset([
    "中山", "瑞金", "华山", "仁济", "朝阳", "友谊", "宣武", "安贞", "同济", "协和",
    "长海", "鼓楼", "西京", "华西", "燕达", "海淀",
])  # fmt: skip


#: Before 保 no name begins: 医保山东, 医保定点.
_INSURED = frozenset("医社参居")
#: 那天门诊, 昨天门口.
_A_DAY = re.compile("[今明昨前后那每这当几两三半]$")
#: As many places are looked at in one text.
_MOST_MENTIONS = 12


@cache
def _everyday() -> frozenset[str]:
    """Names of counties that are everyday words, or parts of them."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: the codes that the name can mean (统筹区 or provinces), and the county-level code that
    led there where it is the only one."""

    start: int
    end: int
    name: str
    codes: tuple[str, ...]
    county: str = ""

    @property
    def code(self) -> str:
        """The only place meant; '' for several."""
        return self.codes[0] if len(self.codes) == 1 else ""


class Gazetteer:
    """Every name of the places given, ready to be looked for."""

    def __init__(self, places: Places, counties: Iterable[County]) -> None:
        self._places = places
        self._counties: dict[str, list[County]] = defaultdict(list)
        named: dict[str, dict[str, None]] = defaultdict(dict)
        for place in (*places.provinces, *places.pools, *filter(None, map(places.get, OUTSIDE))):
            if not place.is_provincial:
                for name in _names(place):
                    named[name][place.code] = None
        provinces_and_cities = set(named)
        districts: dict[str, dict[str, None]] = defaultdict(dict)
        for county in (counties := [*counties]):
            if places.pool(county.pool):
                for name in _county_names(county, provinces_and_cities):
                    named[name][county.pool] = None
                    self._counties[name].append(county)
                if len(county.short_name) > 1:
                    districts[county.short_name][county.pool] = None
        # 长宁 is a county and a district, 通州 a county that is no more and two districts.
        shared = self._counties.keys() & districts.keys() - provinces_and_cities
        named.update({name: named[name] | districts[name] for name in shared})
        named.update({name: {code: None} for name, code in NICKNAMES.items() if places.get(code)})
        named.update(
            {name: dict.fromkeys(codes) for name, codes in SHARED_AREAS.items() if all(map(places.get, codes))}
        )
        #: Short names of districts, good only right behind their city: 上海浦东, 鞍山铁东.
        self._districts = {name: tuple(codes) for name, codes in districts.items()}
        self._named = {name: tuple(codes) for name, codes in named.items()}
        self._named |= spelt_alike(self._named, provinces_and_cities)
        self._automaton = _automaton(self._named)
        #: Districts by their short name, good where the words around speak of a place: 在闵行住院, 铁西医保.
        self._short = {
            name: codes
            for name, codes in self._districts.items()
            if name not in self._named and name not in _everyday()
        }
        self._shelter([county for county in counties if county.short_name in _everyday() and places.pool(county.pool)])
        self._amid_words = _automaton([*self._short, *self._sheltered])

    def _shelter(self, everyday: Iterable[County]) -> None:
        """Counties and districts whose short name is an everyday word: good where their insurance is spoken of, those of
        counties where a stay there is too."""
        self._sheltered: dict[str, tuple[str, ...]] = {}
        self._counties_alone: set[str] = set()
        for county in everyday:
            name = county.short_name
            if name not in self._named:
                self._sheltered[name] = tuple(dict.fromkeys((*self._sheltered.get(name, ()), county.pool)))
            if not county.name.endswith("区"):
                self._counties_alone.add(name)

    @property
    def names(self) -> Collection[str]:
        """Every name, provinces first; letters, where several sound alike."""
        return self._named.keys()

    def mentions(self, text: str) -> list[Mention]:
        """The places named, in order; an outer place written before an inner one is one mention with it."""
        if text not in _everyday() and (alone := self._districts.get(text)):
            return [Mention(0, len(text), text, self._named.get(text, alone))]
        named = (
            Mention(end - len(name) + 1, end + 1, name, self._named[name], self._county(name))
            for end, name in self._automaton.iter_long(text)
            if self._is_place(text, end - len(name) + 1, end + 1, name)
        )
        found = [*islice(named, _MOST_MENTIONS)]
        taken = {at for each in found for at in range(each.start, each.end)}
        for end, name in self._amid_words.iter_long(text):
            start = end - len(name) + 1
            if taken.isdisjoint(range(start, end + 1)) and (codes := self._amid(text, start, end + 1, name)):
                found.append(Mention(start, end + 1, name, codes))
        found += [each for each in self._briefly(text) if each.start not in taken]
        found.sort(key=lambda each: each.start)
        found = [_inside(text, each) for each in found]
        return [_in_its_capital(text, each) for each in self._narrowed(text, self._joined(text, found))]

    def _amid(self, text: str, start: int, end: int, name: str) -> tuple[str, ...]:
        """The codes of a name that is a place only where the words right before and behind speak of one."""
        if name in self._short:
            return self._short[name] if shortnames.is_district(text[:start], text[end:]) else ()
        is_named = shortnames.is_county if name in self._counties_alone else shortnames.is_everyday_district
        return self._sheltered[name] if is_named(name, text[:start], text[end:]) else ()

    def _briefly(self, text: str) -> Iterator[Mention]:
        """Places named by one character, and areas that are known by what could be a part of other words."""
        for match in BRIEFLY.finditer(text):
            group = 1 if match[1] else 2
            if self._places.get(BRIEF[match[group]]):
                yield Mention(*match.span(group), match[group], (BRIEF[match[group]],))
        for area, code in AREAS:
            if self._places.get(code):
                yield from (Mention(*match.span(), match[0], (code,)) for match in area.finditer(text))

    def _county(self, name: str) -> str:
        bearers = {county.code for county in self._counties.get(name, ()) if county.code}
        return bearers.pop() if len(bearers) == 1 and len(self._named[name]) == 1 else ""

    def _is_place(self, text: str, start: int, end: int, name: str) -> bool:
        rest = text[end:]
        if name.isascii() and re.search("[a-z]", text[max(0, start - 1) : start] + rest[:1]):
            return False  # anxi is no part of other letters
        if (_NO_PLACE.match(rest) and not (rest.startswith("以后") and text[:start].endswith(_GOES))) or (
            name in _HOSPITALS and (_ELSEWHERE.match(rest) or text[:start].endswith("上海"))
        ):
            return False
        if (name == "中山" and rest[:1] in {"装", "大"}) or (name == "单县" and _OF_A_PAPER.search(text[:start])):
            return False
        if name == "天门" and (
            text[:start].endswith("朝") or (_A_DAY.search(text[:start]) and rest[:1] in {"诊", "口"})
        ):
            return False
        if len(name) == _GIVEN_NAME and not rest.startswith(_UNITS) and _OF_A_PERSON.search(text[:start]):
            return False
        return not (name[0] == "保" and text[start - 1 : start] in _INSURED)

    def _joined(self, text: str, found: list[Mention]) -> list[Mention]:
        """江西上饶, 黄冈英山县, 上海浦东: the inner place, from where the outer one begins."""
        joined: list[Mention] = []
        for each in found:
            outer = joined[-1] if joined else None
            between = text[outer.end : each.start] if outer else "?"
            if outer and between in ("", "的", "省", "市", "(") and (inner := self._within(each.codes, outer.codes)):
                joined[-1] = replace(each, start=outer.start, codes=inner)
            else:
                joined.append(each)
        return [self._with_district(text, each) for each in joined]

    def _with_district(self, text: str, mention: Mention) -> Mention:
        for length in (3, 2):
            name = text[mention.end : mention.end + length]
            if name in self._districts and (inner := self._within(self._districts[name], mention.codes)):
                return replace(mention, end=mention.end + length, codes=inner)
        return mention

    def _within(self, inner: tuple[str, ...], outer: tuple[str, ...]) -> tuple[str, ...]:
        """Of the inner codes those that lie in one of the outer places."""
        return tuple(code for code in inner if any(other in self._places.chain(code) for other in outer))

    def _narrowed(self, text: str, found: list[Mention]) -> list[Mention]:
        """A name of several places, where another mention says which: 朝阳区（北京的）, 铁东区 鞍山. But 医保在朝阳，来北京住院."""
        done: list[Mention] = []
        for each in found:
            near = 1 if each.name in SHARED_AREAS else len(text)
            others = [other for other in found if other is not each and other.code and _apart(each, other) <= near]
            inner = next((w for other in others if (w := self._within(each.codes, other.codes))), ())
            done.append(replace(each, codes=inner) if len(each.codes) > 1 and inner else each)
        return [each for at, each in enumerate(done) if not self._said_again(text, done, at)]

    def _said_again(self, text: str, found: list[Mention], at: int) -> bool:
        """Whether a mention stands beside another one of the same place, or of the place that it lies in."""
        each = found[at]
        for other in found[max(0, at - 1) : at] + found[at + 1 : at + 2]:
            between = text[min(each.end, other.end) : max(each.start, other.start)]
            outer = each.code and other.code and each.code in self._places.chain(other.code)
            first = other.start < each.start and {*between}.isdisjoint("回去到")  # 户口在宜宾，回宜宾住院
            if len(between) <= 2 and outer and (each.code != other.code or first):
                return True
        return False


def _apart(one: Mention, other: Mention) -> int:
    """How many signs stand between two mentions."""
    return max(one.start, other.start) - min(one.end, other.end)


def _inside(text: str, each: Mention) -> Mention:
    """广东省内: the name without what begins 省内 and 省外."""
    begins = (
        each.name[-1] in "省市县"
        and text[each.end : each.end + 1] in {"内", "外", "里"}
        and len(each.name) > _GIVEN_NAME
    )
    return replace(each, end=each.end - 1, name=each.name[:-1]) if begins else each


def _in_its_capital(text: str, each: Mention) -> Mention:
    """广东省人民医院: the hospital of a province is in its capital, whose code ends in 0100."""
    if not each.code.endswith("0000") or each.code[:2] in _CITIES or not _OF_A_PROVINCE.match(text[each.end :]):
        return each
    return replace(each, codes=(f"{each.code[:2]}0100",))


def _automaton(names: Iterable[str]) -> ahocorasick.Automaton:
    found = ahocorasick.Automaton()
    for name in names:
        found.add_word(name, name)
    found.make_automaton()
    return found


def _names(place: Place) -> set[str]:
    """辽宁省, 辽宁; 恩施土家族苗族自治州 is also 恩施州."""
    names = {place.name, place.short_name}
    if "自治" in place.name and place.level != "province":
        names.add(place.short_name + place.name[-1])
    if place.code == NATION:
        return set()
    return {plain(name) for name in names if len(name) > 1}


def _county_names(county: County, taken: set[str]) -> set[str]:
    """彰武县 and 彰武; of a district the whole name alone, if what is left is short (西湖), of an everyday word too."""
    name, short = plain(county.name), plain(county.short_name)  # 乾县 as it is read, 干县
    names = {name} if len(name) > 2 or name[-1] in "县市旗" else set()
    if name.endswith("族区") or "自治" in name:
        names.add(short + name[-1])
    if len(short) > (2 if name.endswith("区") else 1) and short not in _everyday() and short not in taken:
        names.add(short)
    return names - {each for each in names if each in taken and each != name}
