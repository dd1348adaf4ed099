import re

import pytest
from django.db.models import Count

from registry import snapshot
from registry.models import Region
from registry.places import NATION

ANSHAN, LIAONING, BEIJING = "210300", "210000", "110000"


def codes(found):
    return [place.code for place in found]


@pytest.mark.parametrize("typed", ["鞍山市", "鞍山", "anshan", "AnShan", " 鞍 山 ", "鞍山市铁东区"])
def test_find_one_city_however_it_is_typed(places, typed):
    assert codes(places.find(typed))[0] == ANSHAN


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
    assert codes(places.find(typed))[0] == code


def test_find_initials_exact_fits_first(places):
    assert codes(places.find("as"))[:2] == [ANSHAN, "520400"]


def test_find_same_pinyin_offers_both(places):
    assert codes(places.find("suzhou")) == ["320500", "341300"]


def test_find_beginning_before_inside(places):
    assert codes(places.find("鞍山")) == [ANSHAN, "340500"]  # 马鞍山 holds the words but does not begin with them


@pytest.mark.parametrize("typed", ["", "   ", "火星", "xyzzy", "%00"])
def test_find_nothing(places, typed):
    assert places.find(typed) == ()


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_find_limit(places, limit):
    assert len(places.find("a", limit=limit)) == limit


@pytest.mark.parametrize("attribute", ["name", "short_name", "pinyin"])
def test_find_every_pool_by_its_own_words(places, attribute):
    lost = [place.name for place in places.pools if place not in places.find(getattr(place, attribute), limit=30)]
    assert lost == []


@pytest.mark.parametrize(("typed", "code"), [("台湾", "710000"), ("香港", "810000"), ("aomen", "820000")])
def test_outside_is_found_and_is_no_pool(places, typed, code):
    assert codes(places.find(typed)) == [code]
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
    assert snapshot.load().places._by_code == places._by_code


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
