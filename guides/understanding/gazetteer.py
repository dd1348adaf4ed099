"""Names of places in a text: every province, 统筹区, county-level unit, and what people call them.

A name inside a longer name or word is none. A name that several places bear is kept with all of them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import ahocorasick

from registry.placenames import County
from registry.places import NATION, OUTSIDE, Place, Places

#: What people call places, and no table has.
NICKNAMES = {
    "呼市": "150100", "沪上": "310000", "魔都": "310000", "帝都": "110000", "羊城": "440100", "蓉城": "510100",
    "冰城": "230100", "鹏城": "440300", "山城重庆": "500000", "京城": "110000", "甬城": "330200", "榕城": "350100",
    "兵团": "", "浦东": "310000", "雄安": "133100",
}  # fmt: skip
#: One character for a province or a city; a place only in the company that ``_BRIEFLY`` asks for.
_BRIEF = {
    "京": "110000", "津": "120000", "冀": "130000", "晋": "140000", "蒙": "150000", "辽": "210000", "吉": "220000",
    "黑": "230000", "沪": "310000", "苏": "320000", "浙": "330000", "皖": "340000", "闽": "350000", "赣": "360000",
    "鲁": "370000", "豫": "410000", "鄂": "420000", "湘": "430000", "粤": "440000", "桂": "450000", "琼": "460000",
    "渝": "500000", "川": "510000", "蜀": "510000", "黔": "520000", "滇": "530000", "藏": "540000", "陕": "610000",
    "秦": "610000", "甘": "620000", "陇": "620000", "青": "630000", "宁": "640000", "新": "650000", "深": "440300",
    "杭": "330100", "甬": "330200", "蓉": "510100", "穗": "440100", "汉": "420100",
}  # fmt: skip
#: Too often the beginning or the end of something else.
_UNSURE_BRIEF = frozenset("新青宁甘吉黑蒙藏汉京秦")
_BRIEFLY = re.compile(
    rf"(?<![\u4e00-\u9fff])([{''.join(_BRIEF)}])(?<!新)(?=医保|社保|居保|农合|职工|籍)"
    rf"|(?:^|[在去来到回往从转至驻, ])([{''.join(sorted(set(_BRIEF) - _UNSURE_BRIEF))}])"
    r"(?=(?:医保|社保|看病|看|住院|住|就医|治|参保|打工|上班|工作|务工|的医院)|$|[, ])"
)
#: Names of counties that are everyday words, or parts of them: places only with their 县 or 市 behind them.
_WORDS = frozenset(
    [
        "合作",
        "惠民",
        "公安",
        "通道",
        "会同",
        "高要",
        "清水",
        "万年",
        "于都",
        "上高",
        "余干",
        "民乐",
        "高台",
        "华池",
        "大方",
        "富裕",
        "和平",
        "新华",
        "解放",
        "建设",
        "长安",
        "友谊",
        "东方",
        "向阳",
        "前进",
        "平安",
        "安宁",
        "永定",
        "城中",
        "城关",
        "桥东",
        "桥西",
        "新城",
        "南部",
        "长寿",
        "大通",
        "太和",
        "和顺",
        "和静",
        "平和",
        "开化",
        "共和",
        "同心",
        "兴安",
        "大安",
        "民权",
        "正安",
        "新和",
        "安定",
        "定安",
        "社旗",
        "化德",
        "富民",
        "安康",
        "保康",
        "通海",
        "通山",
        "通城",
        "通化",
        "通江",
        "通许",
        "通榆",
        "通河",
        "大化",
        "大田",
        "大新",
        "大名",
        "大姚",
        "大埔",
        "大冶",
        "永和",
        "永安",
        "永康",
        "永平",
        "永新",
        "永年",
        "安全",
        "安图",
        "安国",
        "安福",
        "安平",
        "安吉",
        "安乡",
        "安化",
        "安远",
        "安泽",
        "安龙",
        "安岳",
        "安达",
        "平原",
        "平江",
        "平果",
        "平顺",
        "平乐",
        "平利",
        "平昌",
        "平武",
        "平罗",
        "平南",
        "平远",
        "东明",
        "东光",
        "东安",
        "东平",
        "东源",
        "东至",
        "东乡",
        "东兴",
        "东台",
        "南康",
        "南和",
        "南城",
        "南丰",
        "南靖",
        "西和",
        "西华",
        "西平",
        "西吉",
        "西乡",
        "西充",
        "西畴",
        "西林",
        "西峡",
        "北安",
        "北票",
        "北流",
        "北镇",
        "中方",
        "中宁",
        "中江",
        "中阳",
        "中山",
        "中牟",
        "左权",
        "右玉",
        "上林",
        "上思",
        "上杭",
        "上栗",
        "下关",
        "乐安",
        "乐平",
        "乐业",
        "乐都",
        "乐至",
        "乐昌",
        "兴国",
        "兴文",
        "兴义",
        "兴业",
        "兴隆",
        "兴平",
        "兴和",
        "兴县",
        "光山",
        "光泽",
        "河口",
        "河间",
        "河津",
        "河曲",
        "保靖",
        "保亭",
        "城口",
        "城固",
        "城步",
        "白水",
        "白河",
        "石门",
        "石城",
        "石泉",
        "金门",
        "金山",
        "金沙",
        "黄平",
        "黄陵",
        "青年",
        "青山",
        "双江",
        "双牌",
        "双柏",
        "宁化",
        "宁海",
        "宁安",
        "安义",
        "全南",
        "全椒",
        "全州",
        "江口",
        "江安",
        "江山",
        "江华",
        "江永",
        "江达",
        "阳光",
        "阳新",
        "阳高",
        "天台",
        "天等",
        "天长",
        "天全",
        "天门",
        "新干",
        "新田",
        "新宁",
        "新化",
        "新河",
        "新县",
        "新民",
        "新安",
        "新乐",
        "新丰",
        "新兴",
        "新源",
        "新邵",
        "新昌",
        "新野",
        "新郑",
        "新密",
        "新蔡",
        "新龙",
        "新绛",
        "长治",
        "长丰",
        "长乐",
        "长岛",
        "长清",
        "长垣",
        "长泰",
        "长海",
        "长顺",
        "长武",
        "德化",
        "德保",
        "德安",
        "德兴",
        "德清",
        "德令",
        "信丰",
        "信宜",
        "文成",
        "文安",
        "文水",
        "文县",
        "正定",
        "正阳",
        "正宁",
        "明光",
        "明水",
        "明溪",
        "昌乐",
        "昌图",
        "昌宁",
        "昌江",
        "昌黎",
        "昌都",
        "成安",
        "成武",
        "成县",
        "方正",
        "方城",
        "方山",
        "武定",
        "武山",
        "武宁",
        "武安",
        "武平",
        "武强",
        "武胜",
        "武陟",
        "武隆",
        "庆云",
        "庆元",
        "庆城",
        "庆安",
        "集安",
        "集贤",
        "集美",
        "丰都",
        "丰县",
        "丰城",
        "丰宁",
        "丰顺",
        "三台",
        "三门",
        "三河",
        "三原",
        "三都",
        "三江",
        "三穗",
        "五台",
        "五河",
        "五华",
        "五原",
        "五常",
        "五莲",
        "五峰",
        "五寨",
        "五大连池",
        "九台",
        "九龙",
        "六枝",
        "八宿",
        "千阳",
        "万安",
        "万荣",
        "万源",
        "万载",
        "万宁",
        "临时",
        "资源",
        "互助",
        "定结",
        "康保",
        "清原",
        "定边",
        "社区",
        "林口",
        "东海",
        "凤凰",
        "金湖",
        "桃源",
        "武功",
        "盘山",
        "灵山",
        "岱山",
        "岐山",
        "永清",
        "怀安",
        "临近",
        "保德",
    ]
)
#: Behind a name, makes it a street, a company or a hospital elsewhere.
_NO_PLACE = re.compile(r"^(?:路|街(?!道)|大道|银行|牌|人寿|一样|意义|下来|问题|以后|上去|起来)")
_ELSEWHERE = re.compile(r"^(?:医院|友谊医院)")
#: Hospitals that bear the name of a place where they are not.
_HOSPITALS = frozenset(
    [
        "中山",
        "瑞金",
        "华山",
        "仁济",
        "朝阳",
        "友谊",
        "宣武",
        "安贞",
        "同济",
        "协和",
        "长海",
        "鼓楼",
        "西京",
        "华西",
        "燕达",
        "海淀",
    ]
)


#: As many places are looked at in one text.
_MOST_MENTIONS = 12


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
        for county in counties:
            if places.pool(county.pool):
                for name in _county_names(county, provinces_and_cities):
                    named[name][county.pool] = None
                    self._counties[name].append(county)
                if len(county.short_name) > 1:
                    districts[county.short_name][county.pool] = None
        named.update({name: {code: None} for name, code in NICKNAMES.items() if places.get(code)})
        #: Short names of districts, good only right behind their city: 上海浦东, 鞍山铁东.
        self._districts = {name: tuple(codes) for name, codes in districts.items()}
        self._named = {name: tuple(codes) for name, codes in named.items()}
        self._automaton = ahocorasick.Automaton()
        for name in self._named:
            self._automaton.add_word(name, name)
        self._automaton.make_automaton()

    @property
    def names(self) -> Iterable[str]:
        """Every name, provinces first."""
        return self._named

    def mentions(self, text: str) -> list[Mention]:
        """The places named, in order; an outer place written before an inner one is one mention with it."""
        found = [
            Mention(end - len(name) + 1, end + 1, name, self._named[name], self._county(name))
            for end, name in self._automaton.iter_long(text)
            if self._is_place(text, end - len(name) + 1, end + 1, name)
        ][:_MOST_MENTIONS]
        taken = {at for each in found for at in range(each.start, each.end)}
        for match in _BRIEFLY.finditer(text):
            group = 1 if match[1] else 2
            if match.start(group) not in taken and self._places.get(_BRIEF[match[group]]):
                found.append(Mention(*match.span(group), match[group], (_BRIEF[match[group]],)))
        found.sort(key=lambda each: each.start)
        return self._narrowed(text, self._joined(text, found))

    def _county(self, name: str) -> str:
        bearers = {county.code for county in self._counties.get(name, ()) if county.code}
        return bearers.pop() if len(bearers) == 1 and len(self._named[name]) == 1 else ""

    def _is_place(self, text: str, start: int, end: int, name: str) -> bool:
        rest = text[end:]
        if _NO_PLACE.match(rest) or (name in _HOSPITALS and _ELSEWHERE.match(rest)):
            return False
        if name == "中山" and rest[:1] in {"装", "大"}:
            return False
        return not (name == "保定" and text[start - 1 : start] == "医")

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
        """A name of several places, where another mention says which: 朝阳区（北京的）, 铁东区 鞍山."""
        done: list[Mention] = []
        for each in found:
            others = [other for other in found if other is not each and other.code]
            inner = next((w for other in others if (w := self._within(each.codes, other.codes))), ())
            done.append(replace(each, codes=inner) if len(each.codes) > 1 and inner else each)
        return [each for at, each in enumerate(done) if not self._said_again(text, done, at)]

    def _said_again(self, text: str, found: list[Mention], at: int) -> bool:
        """Whether a mention stands beside another one of the same place, or of the place that it lies in."""
        each = found[at]
        for other in found[max(0, at - 1) : at] + found[at + 1 : at + 2]:
            apart = max(other.start - each.end, each.start - other.end)
            outer = each.code and other.code and each.code in self._places.chain(other.code)
            if apart <= 2 and outer and (each.code != other.code or other.start < each.start):
                return True
        return False


def _names(place: Place) -> set[str]:
    """辽宁省, 辽宁; 恩施土家族苗族自治州 is also 恩施州."""
    names = {place.name, place.short_name}
    if "自治" in place.name and place.level != "province":
        names.add(place.short_name + place.name[-1])
    if place.code == NATION:
        return set()
    return {name for name in names if len(name) > 1}


def _county_names(county: County, taken: set[str]) -> set[str]:
    """彰武县 and 彰武; of a district the whole name alone, of an everyday word too."""
    name, short = county.name, county.short_name
    names = {name} if len(name) > 2 or name[-1] in "县市旗" else set()
    if name.endswith("族区") or "自治" in name:
        names.add(short + name[-1])
    is_district = name.endswith("区")
    if not is_district and len(short) > 1 and short not in _WORDS and short not in taken:
        names.add(short)
    return names - {each for each in names if each in taken and each != name}
