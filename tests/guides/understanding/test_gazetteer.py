"""Names of places in a text."""

import pytest

from guides.understanding.gazetteer import _MOST_MENTIONS, Gazetteer
from guides.understanding.writing import plain
from registry.placenames import counties
from registry.places import OUTSIDE, Places


def codes(gazetteer: Gazetteer, text: str) -> list[tuple[str, ...]]:
    return [mention.codes for mention in gazetteer.mentions(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("鞍山医保", ["210300"]),
        ("辽宁省鞍山市", ["210300"]),
        ("彰武县医保局", ["210900"]),
        ("彰武看病", ["210900"]),
        ("江西上饶", ["361100"]),
        ("贵州毕节的", ["520500"]),
        ("安徽六安", ["341500"]),
        ("黄冈英山县", ["421100"]),
        ("阜新细河区的", ["210900"]),
        ("上海浦东", ["310000"]),
        ("武侯", ["510100"]),
        ("呼市医保大厅", ["150100"]),
        ("襄樊的医保", ["420600"]),
        ("在莱芜市参保", ["370100"]),
        ("思茅参保的", ["530800"]),
        ("伊克昭盟的医保", ["150600"]),
        ("呼盟医保", ["150700"]),
        ("大兴安岭", ["232700"]),
        ("海南过冬", ["460000"]),
        ("吉林市医保局", ["220200"]),
        ("吉林省", ["220000"]),
        ("仙桃市医保局", ["429004"]),
        ("豫医保在粤住院", ["410000", "440000"]),
        ("辽宁朝阳市", ["211300"]),
        ("朝阳区(北京的)", ["110000"]),
        ("铁东区 鞍山医保中心", ["210300"]),
        ("王朝阳在北京住院", ["110000"]),
        ("我爸王建平医保在阜阳", ["341200"]),
        ("前海上班的", ["440300"]),
        ("以前海南的医保", ["460000"]),
        ("横琴的医保", ["440400"]),
        ("江北新区医保局", ["320100"]),
        ("成都天府新区", ["510100"]),
        ("兵团的医保", ["660000"]),
        ("乌市医保局", ["650100"]),
        ("广东省内看病", ["440000"]),
        ("万州的医保,转到重庆西南医院", ["500000", "500000"]),
        ("海淀医保", ["110000"]),
        ("道里医保局电话", ["230100"]),
        ("在闵行住院", ["310000"]),
        ("集美医保", ["350200"]),
        ("去乾县看病", ["610400"]),
        ("五大连池医保", ["231100"]),
        ("北京朝阳医保中心", ["110000"]),
        ("甘肃甘南", ["623000"]),
    ],
)
def test_place_is_found_by_what_people_call_it(gazetteer: Gazetteer, text: str, wanted: list[str]) -> None:
    assert codes(gazetteer, text) == [(code,) for code in wanted]


@pytest.mark.parametrize(
    "text",
    [
        "合作医疗怎么报", "惠民保是什么", "双通道的药", "医保定点医院", "医保山上能用吗", "新农合", "中山装", "南京路上", "北京银行", "瑞金医院",
        "同仁堂的药", "资源不够", "互助保障", "长寿", "平安", "公安局", "会同医院", "于都不知道", "", "转诊单县医院给开了",
    ],
)  # fmt: skip
def test_name_inside_another_word_is_no_place(gazetteer: Gazetteer, text: str) -> None:
    assert codes(gazetteer, text) == []


def test_name_of_several_places_keeps_all_of_them(gazetteer: Gazetteer) -> None:
    (west,) = codes(gazetteer, "铁西区医保大厅")
    assert set(west) == {"210100", "210300", "220300"}
    (drum,) = codes(gazetteer, "鼓楼区医保局")
    assert {"320100", "320300", "350100", "410200"} <= set(drum)
    assert codes(gazetteer, "天府新区医保") == [("510100", "511400")]
    assert codes(gazetteer, "在通州上学") == [("320600", "110000")]
    assert codes(gazetteer, "在通州上学，户口不在北京") == [("110000",), ("110000",)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("朝阳医保", {"211300", "110000", "220100"}),
        ("医保在朝阳,来北京住院", {"211300", "110000", "220100"}),
        ("铁西医保", {"210100", "210300", "220300"}),
        ("鼓楼医保大厅", {"320100", "320300", "350100", "410200"}),
        ("西湖医保局", {"330100", "360100"}),
        ("甘南的合作医疗", {"623000", "230200"}),
        ("长宁医保", {"511500", "310000"}),
        ("栖霞医保", {"370600", "320100"}),
    ],
)
def test_short_name_of_several_places_keeps_all_of_them(gazetteer: Gazetteer, text: str, wanted: set[str]) -> None:
    assert set(codes(gazetteer, text)[0]) == wanted


#: Names of insurers too.
INSURERS = {"太平", "泰山", "惠民", "平安"}


def test_every_short_name_is_found_where_its_insurance_is_spoken_of(gazetteer: Gazetteer, places: Places) -> None:
    """海淀医保, 万州医保: what a person of that place says first."""
    known = [county for county in counties() if places.pool(county.pool) and len(county.short_name) > 1]
    lost = {
        county.short_name
        for county in known
        if county.pool not in {code for found in codes(gazetteer, f"{plain(county.short_name)}医保") for code in found}
    }
    of_a_bigger_place = {name for name in lost if codes(gazetteer, f"{name}医保") != []}
    assert lost - of_a_bigger_place == INSURERS
    assert of_a_bigger_place <= {place.short_name for place in (*places.provinces, *places.pools)}


@pytest.mark.parametrize(
    "text", ["平安医保卡", "医保窗口态度友好", "人在朝天门", "光明正大交的医保", "西湖益联保怎么买"]
)
def test_word_that_is_a_district_too_is_none_elsewhere(gazetteer: Gazetteer, text: str) -> None:
    assert codes(gazetteer, text) == []


def test_sign_that_belongs_to_the_next_word_is_no_part_of_a_name(gazetteer: Gazetteer) -> None:
    (mention,) = gazetteer.mentions("广东省内看病")
    assert mention.name == "广东"


def test_every_place_is_found_by_its_own_name(gazetteer: Gazetteer, places: Places) -> None:
    every = [*places.provinces, *(place for place in places.pools if not place.is_provincial)]
    lost = [place.name for place in every if not any(place.code in found for found in codes(gazetteer, place.name))]
    assert lost == []


def test_every_county_is_found_behind_its_city(gazetteer: Gazetteer, places: Places) -> None:
    lost = []
    for county in counties():
        pool = places.pool(county.pool)
        if pool and county.code and pool.code not in OUTSIDE:
            text = places.full_name(pool.code) + county.name
            if not any(pool.code in found for found in codes(gazetteer, text)):
                lost.append(text)
    assert lost == []


def test_as_many_places_are_looked_at_as_may_be(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.mentions("北京、上海、" * 40)) <= _MOST_MENTIONS
