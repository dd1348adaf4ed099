"""Letters that spell several places."""

import pytest

from guides.understanding.soundalikes import spelt_alike
from guides.understanding.understand import Reader

NAMED = {"泰州": ("321200",), "台州": ("331000",), "抚顺": ("210400",), "富顺": ("510300",), "海口": ("460100",)}


def test_letters_of_several_cities_have_them_all() -> None:
    assert spelt_alike(NAMED, {"泰州", "台州", "抚顺", "海口"}) == {"taizhou": ("321200", "331000")}


def test_a_city_is_meant_before_a_county_and_counties_are_alike() -> None:
    assert spelt_alike(NAMED, set())["fushun"] == ("210400", "510300")


def test_names_that_lead_to_the_same_place_are_not_several() -> None:
    assert spelt_alike({"泰州": ("321200",), "台州": ("321200",)}, set()) == {}


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("zai taizhou zhuyuan", {("321200", "331000")}),
        ("wozaifuzhoudagong", {("350100", "361000")}),
        ("jiangxi fuzhou yibaoju", {("361000",)}),
        ("shanxi yibao", {("140000", "610000")}),
        ("shaanxi yibao", {("610000",)}),
        ("fushun yibao", {("210400",)}),
        ("zhu zai xihuqu", {("330100", "360100", "210500")}),
    ],
)
def test_only_what_letters_tell_is_taken(reader: Reader, typed: str, codes: set[tuple[str, ...]]) -> None:
    found = {tuple(sorted(each.mention.codes)) for each in reader.read(typed).places}
    assert found == {tuple(sorted(each)) for each in codes}


def test_letters_within_others_are_no_place(reader: Reader) -> None:
    assert reader.read("医保在xanxix").places == ()
