import re
from collections import defaultdict

import pytest
from django.db.models import Count

from registry import snapshot
from registry.models import Region
from registry.placenames import County, Fit, counties
from registry.places import NATION, Found, Place, Places

ANSHAN, LIAONING, BEIJING = "210300", "210000", "110000"


def codes(places):
    return [place.code for place in places]


def owners(found):
    return codes(each.place for each in found)


def things(places):
    """Whatever can be typed: pools, provinces above them, counties and former names."""
    above = [place for place in places.provinces if not place.is_pool]
    return [*above, *places.pools, *counties()]


def owner(thing):
    return thing.pool if isinstance(thing, County) else thing.code


@pytest.mark.parametrize("typed", ["鞍山市", "鞍山", "anshan", "AnShan", " 鞍 山 ", "鞍山市铁东区"])
def test_find_one_city_however_it_is_typed(places, typed):
    assert owners(places.find(typed))[0] == ANSHAN


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("恩施州", "422800"),
        ("恩施", "422800"),
        ("恩施土家族苗族自治州", "422800"),
        ("锡林郭勒盟", "152500"),
        ("大兴安岭地区", "232700"),
        ("大兴安岭", "232700"),
        ("苏州市", "320500"),
        ("苏州", "320500"),
        ("吉林市", "220200"),
        ("北京市", BEIJING),
        ("bj", BEIJING),
    ],
)
def test_find_typed_ending(places, typed, code):
    assert owners(places.find(typed))[0] == code


def test_find_initials_exact_fits_first(places):
    assert owners(places.find("as"))[:2] == [ANSHAN, "520400"]


def test_find_same_pinyin_offers_both(places):
    assert owners(places.find("suzhou")) == ["320500", "341300", "620900"]  # 苏州, 宿州, and 肃州区 of 酒泉


def test_find_beginning_before_inside(places):
    assert owners(places.find("鞍山")) == [ANSHAN, "340500"]  # 马鞍山 holds the words but does not begin with them


def test_find_provinces_before_cities(places):
    assert owners(places.find("广"))[:2] == ["440000", "450000"]
    assert owners(places.find("hn"))[:4] == ["410000", "430000", "460000", "340400"]


@pytest.mark.parametrize("typed", ["", "   ", "火星", "xyzzy", "%00"])
def test_find_nothing(places, typed):
    assert places.find(typed) == ()


@pytest.mark.parametrize("sign", ["ﷺ", "㍿", "鞍山", "第一条 ", "400元"])
def test_what_is_longer_than_any_name_is_none_and_not_looked_through(places, sign):
    """One sign may stand for eighteen, and a name may end behind each: a page of them took minutes."""
    assert places.find(sign * 20_000) == ()


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_find_limit(places, limit):
    assert len(places.find("a", limit=limit)) == limit


NAMES = ("name", "short_name", "pinyin", "initials")


@pytest.mark.parametrize("attribute", NAMES)
def test_everything_is_found_by_each_of_its_names_and_nothing_that_bears_it_is_left_out(places, attribute):
    bearers = defaultdict(set)
    for thing in things(places):
        bearers[getattr(thing, attribute)].add(owner(thing))
    for word, wanted in bearers.items():
        assert wanted <= set(owners(places.find(word))), word


@pytest.mark.parametrize("attribute", NAMES)
def test_no_name_is_ever_taken_for_a_place_that_does_not_bear_it(places, attribute):
    for thing in things(places):
        sure = places.sure(getattr(thing, attribute))
        assert sure is None or owner(thing) == sure.place.code, getattr(thing, attribute)


def test_full_name_as_it_is_printed_is_understood(places):
    for thing in things(places):
        county = thing if isinstance(thing, County) else None
        printed = places.found_name(Found(places.get(owner(thing)), Fit.FULL, county))
        assert places.sure(printed).place.code == owner(thing), printed


def written_after_each_other(places, thing):
    """A place as people write it behind the larger one, in full and for short: 辽宁鞍山, 辽宁 鞍山市, 鞍山铁东区."""
    outer = places.get(thing.pool) if isinstance(thing, County) else places.get(thing.parent)
    if outer is None or outer.code == NATION:
        return
    yield outer.short_name + thing.name
    yield f"{outer.name} {thing.name}"
    if not outer.short_name.endswith(thing.short_name):  # 吉林吉林 is said by nobody
        yield outer.name + thing.short_name


def test_place_behind_the_larger_one_is_understood_and_never_another(places):
    """Fewer than one in a hundred is asked about: two of one name in one city, one that was another's before."""
    written = [(thing, words) for thing in things(places) for words in written_after_each_other(places, thing)]
    unsure = []
    for thing, words in written:
        sure = places.sure(words)
        assert sure is None or sure.place.code == owner(thing), words
        if sure is None:
            unsure.append(words)
            assert owner(thing) in owners(places.find(words)), words
    assert len(unsure) < len(written) / 100, unsure


def test_pinyin_with_its_ending_is_understood_or_asked_about_and_never_another(places):
    endings = {"市": "shi", "区": "qu", "县": "xian", "旗": "qi", "盟": "meng"}
    bearers = defaultdict(set)
    for thing in things(places):
        if thing.name[-1] in endings and thing.name[:-1] == thing.short_name:
            bearers[thing.pinyin + endings[thing.name[-1]]].add(owner(thing))
    assert len(bearers) > 2500
    for words, wanted in bearers.items():
        sure = places.sure(words)
        assert sure is None or {sure.place.code} == wanted, words
        assert wanted <= set(owners(places.find(words))), words


def test_code_leads_to_its_own_pool(places):
    for thing in things(places):
        if thing.code:
            assert places.sure(thing.code).place.code == owner(thing), thing


@pytest.mark.parametrize(("typed", "code"), [("台湾", "710000"), ("香港", "810000"), ("aomen", "820000")])
def test_outside_is_found_and_is_no_pool(places, typed, code):
    assert owners(places.find(typed)) == [code]
    assert places.pool(code) is None
    assert code not in codes(places.provinces)


def test_cities_of_a_province(places):
    cities = codes(places.cities(LIAONING))
    assert cities == [*(f"21{number:02}00" for number in range(1, 15)), "219900"]


@pytest.mark.parametrize("code", [BEIJING, "120000", "310000", "500000", ANSHAN, NATION, "", "nonsense"])
def test_cities_of_a_municipality_and_of_no_province(places, code):
    assert places.cities(code) == ()


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        (ANSHAN, (ANSHAN, LIAONING, NATION)),
        (BEIJING, (BEIJING, NATION)),
        (NATION, (NATION,)),
        ("999999", (NATION,)),
        ("unknown", (NATION,)),
        (None, (NATION,)),
    ],
)
def test_chain(places, code, chain):
    assert places.chain(code) == chain


@pytest.mark.parametrize(
    ("code", "province"), [(ANSHAN, LIAONING), (LIAONING, LIAONING), (BEIJING, BEIJING), ("429004", "420000")]
)
def test_province_of(places, code, province):
    assert places.province_of(code) == province


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (ANSHAN, "辽宁省鞍山市"),
        (BEIJING, "北京市"),
        (LIAONING, "辽宁省"),
        ("219900", "辽宁省本级"),
        (NATION, "全国"),
        ("999999", ""),
        ("", ""),
    ],
)
def test_full_name(places, code, name):
    assert places.full_name(code) == name


@pytest.mark.parametrize(("code", "is_pool"), [(ANSHAN, True), (BEIJING, True), (LIAONING, False), (NATION, False)])
def test_pool(places, code, is_pool):
    assert (places.pool(code) is not None) == is_pool


def test_places_of_the_database_are_those_of_the_file(db, places):
    stored = snapshot.load().places
    codes = {place.code for place in (*places.provinces, *places.pools, *stored.provinces, *stored.pools)}
    assert len(codes) > 400
    assert {code: stored.get(code) for code in codes} == {code: places.get(code) for code in codes}


def test_regions_by_level(db):
    counted = Region.objects.order_by().values_list("level").annotate(Count("code"))
    assert dict(counted) == {"nation": 1, "province": 35, "prefecture": 375, "county": 33}


def test_pools_are_all_there(places):
    assert len(places.pools) == 412


def test_every_pool_has_an_area_code(places):
    assert [place.name for place in places.pools if not re.fullmatch(r"0\d{2,3}", place.area_code)] == []


@pytest.mark.parametrize(
    ("code", "short_name"),
    [("429004", "仙桃"), ("419001", "济源"), ("133100", "雄安"), ("660800", "第八师"), ("219900", "省本级")],
)
def test_unusual_pools_are_there(places, code, short_name):
    assert places.pool(code).short_name == short_name


HARD = {
    "彰武": ["彰武县，归辽宁省阜新市管"],
    "彰武县。": ["彰武县，归辽宁省阜新市管"],
    "zhangwuxian": ["彰武县，归辽宁省阜新市管"],
    "210922": ["彰武县，归辽宁省阜新市管"],
    "阜新": ["辽宁省阜新市"],
    "朝阳市": ["辽宁省朝阳市"],
    "朝阳县": ["朝阳县，归辽宁省朝阳市管"],
    "朝阳区": ["朝阳区，归北京市管", "朝阳区，归吉林省长春市管"],
    "朝阳": ["辽宁省朝阳市", "朝阳区，归北京市管", "朝阳区，归吉林省长春市管"],
    "鼓楼区": [f"鼓楼区，归{city}管" for city in ("江苏省南京市", "江苏省徐州市", "福建省福州市", "河南省开封市")],
    "鼓楼": [f"鼓楼区，归{city}管" for city in ("江苏省南京市", "江苏省徐州市", "福建省福州市", "河南省开封市")],
    "西湖区": ["西湖区，归浙江省杭州市管", "西湖区，归江西省南昌市管"],
    "铁西区": [f"铁西区，归{city}管" for city in ("辽宁省沈阳市", "辽宁省鞍山市", "吉林省四平市")],
    "大兴": ["大兴区，归北京市管", "黑龙江省大兴安岭地区"],
    "大兴区": ["大兴区，归北京市管"],
    "中山区": ["中山区，归辽宁省大连市管"],
    "西安区": ["西安区，归吉林省辽源市管", "西安区，归黑龙江省牡丹江市管"],
    "大同区": ["大同区，归黑龙江省大庆市管"],
    "长治市": ["山西省长治市"],
    "长治县": ["长治县（以前的名字），归山西省长治市管"],
    "鞍山区": [],
    "鞍山县": [],
    "鞍山市": ["辽宁省鞍山市"],
    "海南": ["海南省，再选城市", "海南区，归内蒙古自治区乌海市管", "青海省海南藏族自治州"],
    "吉林": ["吉林省，再选城市", "吉林省吉林市"],
    "吉林省": ["吉林省，再选城市"],
    "山东": ["山东省，再选城市"],
    "河北": ["河北省，再选城市", "河北区，归天津市管"],
    "河北区": ["河北区，归天津市管"],
    "辽宁省阜新市彰武县": ["彰武县，归辽宁省阜新市管"],
    "阜新彰武": ["彰武县，归辽宁省阜新市管"],
    "彰武县哈尔套镇": ["彰武县，归辽宁省阜新市管"],
    "北京朝阳": ["朝阳区，归北京市管"],
    "beijingchaoyang": ["朝阳区，归北京市管"],
    "吉林长春朝阳区": ["朝阳区，归吉林省长春市管"],
    "新疆生产建设兵团第八师石河子市": ["新疆生产建设兵团第八师（石河子市）"],
    "石河子市": ["新疆维吾尔自治区石河子市"],
    "石河子": ["新疆维吾尔自治区石河子市"],
    "五家渠": ["新疆维吾尔自治区五家渠市"],
    "第八师": ["新疆生产建设兵团第八师（石河子市）"],
    "农八师": ["农八师（以前的名字），归新疆生产建设兵团第八师（石河子市）管"],
    "辽宁省直": ["辽宁省本级（省直单位等）"],
    "仙桃": ["湖北省仙桃市"],
    "雄县": ["雄县，归河北省雄安新区管"],
    "河北省保定市容城县": ["容城县，归河北省雄安新区管"],
    "恩施市": ["恩施市，归湖北省恩施土家族苗族自治州管"],
    "彭水县": ["彭水苗族土家族自治县，归重庆市管"],
    "浦东": ["浦东新区，归上海市管"],
    "单县": ["单县，归山东省菏泽市管"],
    "shanxian": ["单县，归山东省菏泽市管", "陕县（以前的名字），归河南省三门峡市管"],
    "崇文区": ["崇文区（以前的名字），归北京市管"],
    "江北区": ["江北区，归浙江省宁波市管", "江北区（以前的名字），归重庆市管"],
    "莱芜市": ["莱芜市（以前的名字），归山东省济南市管"],
    "禄丰县": ["禄丰市，归云南省楚雄彝族自治州管"],
    "辽宁省本级": ["辽宁省本级（省直单位等）"],
}  # fmt: skip


@pytest.mark.parametrize("typed", HARD)
def test_hard_names(places, typed):
    assert [places.offer(each) for each in places.find(typed)] == HARD[typed]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("彰武", "210900"),
        ("鞍山", ANSHAN),
        ("鞍山市高新区", ANSHAN),
        ("长治市城区", "140400"),
        ("110000", BEIJING),
        ("辽宁", LIAONING),
        ("大兴", None),
        ("朝阳", None),
        ("朝阳区", None),
        ("海南", None),
        ("as", None),
        ("鞍", None),
        ("山市", None),
        ("鞍山医保局", None),
        ("禄丰县", None),
        ("火星", None),
        ("", None),
    ],
)
def test_sure_only_of_what_can_mean_one_place(places, typed, code):
    sure = places.sure(typed)
    assert (sure.place.code if sure else None) == code


@pytest.mark.parametrize(
    "typed", ["朝\u200b阳区", "\ufeff朝阳区", "朝\u00a0阳\u3000区", "朝阳区。", "朝阳区，", "“朝阳区”", "朝阳区\u2006"]
)
def test_what_cannot_be_seen_or_said_is_no_part_of_a_name(places, typed):
    assert places.find(typed) == places.find("朝阳区") != ()


@pytest.mark.parametrize("typed", ["xi'an", "xi’an", "xiʼan", "ＸＩＡＮ", "Xi An"])
def test_letters_are_read_however_they_are_written(places, typed):
    assert owners(places.find(typed))[0] == "610100"


def test_ü_is_typed_as_v(places):
    assert owners(places.find("lüliang")) == owners(places.find("lvliang")) == ["141100"]


@pytest.mark.parametrize("code", ["210922", "110101", "130638", "500157"])
def test_county_belongs_to_its_pool(places, code):
    county = places.county(code)
    assert places.belongs(county) == f"{county.name}归{places.get(county.pool).name}管"


@pytest.mark.parametrize("code", ["", "210900", "110103", "999999", "彰武县"])
def test_county_of_no_code(places, code):
    assert places.county(code) is None  # 110103 was 崇文区


def test_county_whose_city_is_no_pool_is_not_found(places):
    """A clerk may take the mark from a city: then there is nothing that the name could lead to."""
    city = places.get("210900")
    fields = {name: getattr(city, name) for name in Place.__slots__}
    left = Places([places.get(NATION), places.get(LIAONING), Place(**{**fields, "is_pool": False})])
    assert left.county("210922") is None
    assert left.find("彰武县") == ()


def test_region_without_pinyin_is_found_by_its_name_alone():
    found = Places([Place("999900", "某某市", "某某", "prefecture", NATION, "", "", "", True)])
    assert owners(found.find("某某")) == ["999900"]
    assert found.find("") == ()


def test_every_division_with_a_city_is_one_place_with_it(places):
    divisions = [pool for pool in places.cities("660000") if pool.name.endswith("市）")]
    assert len(divisions) == 12
    for division in divisions:
        [city] = [pool for pool in places.cities("650000") if division.name.endswith(f"（{pool.name}）")]
        assert places.are_one(division.code, city.code)
        assert places.are_one(city.code, division.code)


@pytest.mark.parametrize(
    ("one", "other"), [("660800", "660100"), ("660800", "659002"), ("661100", "650100"), ("659001", "659002")]
)
def test_divisions_and_cities_that_do_not_belong_together_are_not_one(places, one, other):
    assert not places.are_one(one, other)


@pytest.mark.parametrize(
    ("code", "other"), [("660800", "659001"), ("659001", "660800"), ("661200", None), ("210300", None), ("", None)]
)
def test_other_entry_of_a_place_that_has_two(places, code, other):
    twin = places.twin(code)
    assert (twin.code if twin else None) == other


def test_provincial_insured_are_found_by_what_people_call_them(places):
    offered = {each.code for each in places.find("省直")}
    assert offered == {pool.code for pool in places.pools if pool.name.endswith("省本级")}
