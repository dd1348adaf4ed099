"""The file of county-level names: complete, each with a pool, told apart and read as people say it."""

import re

import pytest

from registry.placenames import counties, tidy

XIONGAN = {"容城县", "安新县", "雄县"}


def test_every_unit_of_the_country_is_there_once():
    codes = [county.code for county in counties() if county.code]
    assert len(codes) == len(set(codes)) == 2847 - 33  # those directly under a province are pools themselves


def test_every_name_leads_to_a_pool_and_is_none_itself(places):
    assert [county.name for county in counties() if places.pool(county.pool) is None] == []
    assert [county.name for county in counties() if places.get(county.code)] == []


def test_a_unit_belongs_to_its_city_and_the_three_of_xiongan_to_theirs():
    municipal = ("11", "12", "31", "50")
    strange = {
        county.name
        for county in counties()
        if county.code and county.code[:4] + "00" != county.pool and county.code[:2] not in municipal
    }
    assert strange == XIONGAN
    assert {county.pool for county in counties() if county.name in XIONGAN} == {"133100"}


def test_no_former_name_is_one_of_today_in_the_same_place():
    today = {(county.name, county.pool) for county in counties() if county.code}
    assert [county.name for county in counties() if not county.code and (county.name, county.pool) in today] == []


def test_names_are_written_as_they_are_looked_up():
    for county in counties():
        assert re.fullmatch("[a-z]+", county.pinyin), county
        assert len(county.initials) == len(county.short_name) > 1, county
        assert county.name == tidy(county.name), county


@pytest.mark.parametrize(
    ("name", "short_name", "pinyin"),
    [
        ("彰武县", "彰武", "zhangwu"),
        ("单县", "单县", "shanxian"),
        ("浚县", "浚县", "xunxian"),
        ("长子县", "长子", "zhangzi"),
        ("洪洞县", "洪洞", "hongtong"),
        ("都江堰市", "都江堰", "dujiangyan"),
        ("浦东新区", "浦东", "pudong"),
        ("永新区", "永新", "yongxin"),
        ("万柏林区", "万柏林", "wanbailin"),
        ("阿拉善左旗", "阿拉善左旗", "alashanzuoqi"),
        ("鄂温克族自治旗", "鄂温克", "ewenke"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江", "shuangjiang"),
        ("东乡族自治县", "东乡", "dongxiang"),
        ("城区", "城区", "chengqu"),
    ],
)
def test_short_names_and_how_they_are_read(name, short_name, pinyin):
    assert {(county.short_name, county.pinyin) for county in counties() if county.name == name} == {
        (short_name, pinyin)
    }
