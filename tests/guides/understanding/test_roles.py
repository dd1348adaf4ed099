"""Which of the places is which."""

import pytest

from guides.understanding.gazetteer import Gazetteer
from guides.understanding.placing import placed
from guides.understanding.roles import Role, the_only
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
        ("恩施州医院给开了转诊单，让上武汉同济", "422800", "420100"),
        ("在聊城入的合作医疗，上济南省立医院看病", "371500", "370100"),
        ("从铜仁来杭州看病要回铜仁开证明不", "520600", "330100"),
        ("放寒假回延安看病，学校在兰州，医保学校办的", "620100", "610600"),
        ("公司在北京，被派到郑州常驻", "110000", "410100"),
        ("爸妈在海南过冬，三亚租了房，医保是长春职工的", "220100", "460200"),
        ("人在无锡，医保在淮安，去口腔医院能报吗", "320800", "320200"),
        ("从吉林白山搬来，儿子部队在大连，在大连看病，医保没迁", "220600", "210200"),
        ("徐州 异地备案 去南京看病", "320300", "320100"),
        ("我在苏州失业了医保怎么办", "320500", ""),
        ("离职两个月了医保断了在南京", "320100", ""),
        ("退休了医保不够年限在上海怎么办", "310000", ""),
        ("我爸在长沙交了18年职工医保退休了还要交吗", "430100", ""),
        ("在上海失业了，现在在上海住院", "", "310000"),
        ("退休后在三亚过冬", "", "460200"),
        ("老家医保断了，人在上海", "", "310000"),
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
        ("外婆在老家邵阳，建议去长沙湘雅，我在深圳上班回不去", "430500", "430100"),
        ("在东莞打工，想去广州看病", "", "440100"),
        ("医保在上海，住到苏州养老院去了", "310000", "320500"),
        ("之前备到了昆明，现在想改去成都", "", "510100"),
        ("没备案就在杭州住上院了", "", "330100"),
        ("没转诊直接去了上海", "", "310000"),
        ("宜昌 居民医保 住院", "420500", ""),
        ("泉州 异地备案 上海", "350500", "310000"),
        ("老婆转到上海肿瘤医院，医保芜湖的", "340200", "310000"),
        ("医保公司一直在济宁给交着，在成都看门诊", "370800", "510100"),
        ("从安庆过来南京看孩子，是老家的居民医保，在南京住院", "340800", "320100"),
        ("从安庆过来南京看孩子，在南京住院", "", "320100"),
        ("我爸从甘肃会宁来乌鲁木齐帮我带娃 长住 怎么备案", "620400", "650100"),
        ("同一个省还用备案么？从襄阳去武汉", "420600", "420100"),
        ("在闵行住院 社保卡是安徽阜阳的", "341200", "310000"),
        ("人在宝安打工，医保在湖南邵阳", "430500", "440300"),
        ("医保在武昌，在岳麓住院", "420100", "430100"),
        ("在老家看病还要备案吗 户口衡阳 医保在深圳", "440300", "430400"),
        ("我在矿区上班，医保在大同", "140200", ""),
        ("去城东医院看病，医保海淀的", "110000", ""),
        ("海淀医院", "", ""),
        ("在苏州上班交的社保，老婆生孩子回老家盐城", "320500", "320900"),
        ("老爸在广东省人民医院住院，医保茂名的", "440900", "440100"),
        ("医保郴州的，在湖南儿童医院看病", "431000", "430100"),
        ("医保卡是黑龙江鸡西的，在威海养老，药店买药能刷不", "230300", "371000"),
        ("从遵义到贵阳看病能报吗", "520300", "520100"),
        ("从南阳跳槽到苏州，医保报销怎么办", "", "320500"),
        ("从成都回来，能报吗", "", "510100"),
        ("在宁波打工，社保在宁波交，回老家上饶住院", "330200", "361100"),
        ("医保在瓦房店，冬天去海南，在海口住院", "210200", "460100"),
        ("儿子在哈尔滨念大二，学校交的医保，在威海摔了住院", "230100", "371000"),
    ],
)
def test_role_follows_from_the_words_around(gazetteer: Gazetteer, text: str, insured: str, care: str) -> None:
    assert roles(gazetteer, text) == (insured, care)


@pytest.mark.parametrize("text", ["老家在铁岭", "鞍山 补医保卡", "从重庆换到贵阳", "鞍山医保局电话", "铁西区的医保"])
def test_place_that_nobody_is_insured_in_for_that_is_not_filled_in(gazetteer: Gazetteer, text: str) -> None:
    assert roles(gazetteer, text)[0] == ""


def test_place_of_an_earlier_filing_says_nothing_of_today(gazetteer: Gazetteer) -> None:
    assert roles(gazetteer, "之前备的是苏州，现在想改成去上海看") == ("", "310000")
    assert roles(gazetteer, "去年备过一次上海的，这次去苏州看") == ("", "320500")


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("卡是在老家衡水办的，人在石家庄", "131100"),
        ("我的社保卡是十年前在洛阳发的，现在住厦门", "410300"),
        ("衡水的社保卡丢了", "131100"),
        ("衡水的社保卡网点", ""),
        ("在衡水住院办的卡", ""),
    ],
)
def test_card_is_of_the_place_that_made_it(gazetteer: Gazetteer, text: str, issued: str) -> None:
    said = normal(text)
    named = the_only(placed(said, gazetteer.mentions(said)), Role.ISSUED)
    assert [each.code for each in named] == ([issued] if issued else [])


def test_three_places_leave_open_what_has_no_sign(gazetteer: Gazetteer) -> None:
    assert roles(gazetteer, "北京 上海 广州") == ("", "")
