"""Which of the places is which."""

import pytest

from guides.understanding.gazetteer import Gazetteer
from guides.understanding.roles import Role, placed, the_only
from guides.understanding.writing import normal


def roles(gazetteer: Gazetteer, text: str) -> tuple[str, str]:
    """Where one is insured, and where one is treated; '' for what is not said."""
    said = normal(text)
    found = placed(said, gazetteer.mentions(said))
    insured, care = (the_only(found, role) for role in (Role.INSURED, Role.CARE))
    return insured[0].code if len(insured) == 1 else "", care[0].code if len(care) == 1 else ""


@pytest.mark.parametrize(
    ("text", "insured", "care"),
    [
        ("医保在铁岭，现在住沈阳", "211200", "210100"),
        ("徐州 异地备案 去南京看病", "320300", "320100"),
        ("徐州医保在南京能用吗", "320300", "320100"),
        ("彰武到沈阳 转院手续 医保", "210900", "210100"),
        ("社保在深圳，回河源老家生的娃", "440300", "441600"),
        ("在重庆看的，票拿回达州报", "511700", "500000"),
        ("去年在上海做的手术，回宣城窗口手工报过", "341800", "310000"),
        ("已经从上海回来了，蚌埠居民医保", "340300", "310000"),
        ("她社保是在宁波交的，现在回江西上饶过年", "330200", "361100"),
        ("儿子在哈尔滨上大学，医保是学校统一交的，寒假回盘锦家里住院", "230100", "211100"),
        ("海城的医保去鞍山市中心医院", "210300", "210300"),
        ("阜新细河区的，异地住院回来报销", "210900", ""),
        ("没备案就在杭州住上院了", "", "330100"),
    ],
)
def test_role_follows_from_the_words_around(gazetteer: Gazetteer, text: str, insured: str, care: str) -> None:
    assert roles(gazetteer, text) == (insured, care)


@pytest.mark.parametrize("text", ["老家在铁岭", "鞍山 补医保卡", "从重庆换到贵阳", "鞍山医保局电话", "铁西区的医保"])
def test_place_that_nobody_is_insured_in_for_that_is_not_filled_in(gazetteer: Gazetteer, text: str) -> None:
    assert roles(gazetteer, text)[0] == ""


def test_place_of_an_earlier_filing_says_nothing_of_today(gazetteer: Gazetteer) -> None:
    assert roles(gazetteer, "之前备的是苏州，现在想改成去上海看") == ("", "310000")


def test_three_places_leave_open_what_has_no_sign(gazetteer: Gazetteer) -> None:
    assert roles(gazetteer, "北京 上海 广州") == ("", "")
