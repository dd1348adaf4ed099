"""What is kept of words that somebody chose to tell."""

import random

import pytest

from guides.finding.index import Index
from guides.understanding.gazetteer import Gazetteer
from guides.understanding.wish import LONGEST, wish
from registry.places import Places
from tests.guides.understanding.test_masking import GIVEN, SURNAMES

#: What stands in texts of ours, as far as it reads like a name.
OURS = Index([[(1.0, "老公 孙子 金额 养老金 高中生 单位 连续 安排 平时")]])


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("医保年审怎么弄", "医保年审怎么弄"),
        ("我叫王小明，医保年审怎么弄，电话13800138000", "我叫医保年审怎么弄电话"),
        ("彰武县的医保年审", "阜新的医保年审"),
        ("幸福小区的医保年审", "的医保年审"),
        ("花了五万多，year 2026 年审", "花了年审"),
        ("身份证二一零三〇三", "身份证"),
        ("电话壹叁捌零零壹叁捌零零零", "电话"),
        ("打幺三八洞洞幺三八", ""),
        ("一、三、八、零、零、一、三、八、零、零、零", ""),
        ("打一三八杠零零一杠三八零", ""),
        ("身份证 二，一，零，三〇二", "身份证"),
        ("㈠㈢㈧㈠㈢㈧", ""),
        ("電話壹叄捌貳", "电话"),
        ("一3三8八零", ""),
        ("一，十多万，三八零零", ""),
        ("我花了壹仟贰佰叁拾", "我花了"),
        ("报了十三亿", "报了"),
        ("花了二十来万，别人千把块", "花了别人"),
        ("每月万把块，药五毛，两块五", "每月药"),
        ("点八个亿", ""),
        ("一丶三丶八丶零丶", ""),
        ("一跟三跟八跟零跟零", ""),
        ("一个三一个八两个零", ""),
        ("一啊三啊八啊零", ""),
        ("仨俩八九，亖三八，卅捌", ""),
        ("卡的尾号五五，丢了", "卡的尾号丢了"),
        ("两个人三个孩子", "两个人三个孩子"),
        ("俩孩子三块钱的药", "俩孩子钱的药"),
        ("花了两千三百块钱", "花了钱"),
        ("花了一百二十五元", "花了"),
        ("三甲医院一个月十种病", "三甲医院一个月十种病"),
        ("报百分之八十吗", "报百分之八十吗"),
        ("万一三甲医院不收", "万一三甲医院不收"),
        ("一二级医院", "一二级医院"),
        ("家住园林大道十五栋三单元四楼东门年审", "东门年审"),
        ("住在和平路二百三十八号，能报吗", "能报吗"),
        ("家住东风新村十二组，能报吗", "能报吗"),
        ("医院三病区十五床的，能报吗", "医院的能报吗"),
        ("第八中学三年二班，医保交了没", "第八中学三年医保交了没"),
        ("五月初三生的，三个月没交医保", "生的三个月没交医保"),
        ("我妈七月份住院，三班倒怎么报", "我妈七月份住院三班倒怎么报"),
        ("住在胜利路十五号，年审", "年审"),
        ("住在胜利大街三号，年审", "年审"),
        ("一号线通到医院", "一号线通到医院"),
        ("王（秀）兰的卡丢了", "的卡丢了"),
        ("我妈王-秀-兰住院", "我妈住院"),
        ("王 秀 兰 年审", "年审"),
        ("李/建/国年审", "年审"),
        ("王,秀兰 年审", "年审"),
        ("我叫欧阳(娜)娜", ""),
        ("付(款)方式", "付款方式"),
        ("时间（长）了，医保（职工）年审", "时间长了医保职工年审"),
        ("我住中山路", ""),
        ("我家住鼓楼区湖南路", ""),
        ("家住彰武县中山路，年审", "家住阜新年审"),
        ("鞍山中山路的药店能刷吗", "鞍山的药店能刷吗"),
        ("我爸在人民路上被车撞了", "我爸被车撞了"),
        ("长安街上摔了", "摔了"),
        ("我家住中关村大街27号院子里住的老头医保卡坏了", "里住的老头医保卡坏了"),
        ("住阳光苑3栋2单元的老人", "的老人"),
        ("万科城市花园二期的年审", "的年审"),
        ("住金地格林小镇，能报吗", "能报吗"),
        ("住在后海胡同，年审", "年审"),
        ("半路上摔了", "半路上摔了"),
        ("去医院路上被撞了", "去医院路上被撞了"),
        ("高速路上车祸，路费报吗", "高速路上车祸路费报吗"),
        ("走大街上摔了", "走大街上摔了"),
        ("我们小区门口摔了", "我们小区门口摔了"),
        ("在台湾住院", "在台湾住院"),
        ("年审城镇职工还是乡镇居民", "年审城镇职工还是乡镇居民"),
        ("李 雷 卡坏了", ""),
        ("刘诗诗的卡丢了", "的卡丢了"),
        ("断保咋整", "断保咋整"),
        ("我", ""),
        ("12345 abc !!", ""),
        ("", ""),
    ],
)
def test_only_harmless_words_are_kept(gazetteer: Gazetteer, places: Places, told: str, kept: str) -> None:
    assert wish(told, gazetteer, places, OURS.knows) == kept


def test_no_more_than_a_few_words_are_kept(gazetteer: Gazetteer, places: Places) -> None:
    assert len(wish("医保年审" * 20, gazetteer, places, OURS.knows)) == LONGEST


def test_as_much_is_read_of_a_long_text_as_in_the_box(gazetteer: Gazetteer, places: Places) -> None:
    assert wish("医保年审" * 3_000, gazetteer, places, OURS.knows) == ("医保年审" * 5)[:LONGEST]


def test_what_is_kept_is_kept_again(gazetteer: Gazetteer, places: Places) -> None:
    once = wish("我叫王小明，患者李建国，彰武县的医保年审怎么弄", gazetteer, places, OURS.knows)
    assert wish(once, gazetteer, places, OURS.knows) == once


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("患者李建国住院怎么报", "患者住院怎么报"),
        ("患者 李 建 国", "患者"),
        ("病人：王秀英，年审", "病人年审"),
        ("参保人张伟要年审", "参保人年审"),
        ("我妈王秀英在北京住院", "我妈在北京住院"),
        ("我老公張偉失業了", "我老公失业了"),
        ("李建国，男，56岁，年审", "男岁年审"),
        ("北京李建国的年审", "北京的年审"),
        ("给谢宇文办年审", "给办年审"),
        ("李上海年审", "年审"),
        ("王朝阳住院", "住院"),
        ("患者王朝阳的医保卡", "患者的医保卡"),
        ("江平安，65岁住院", "岁住院"),
        ("欧阳娜娜住院", "住院"),
        ("医生让王东方转院", "医生让转院"),
        ("职工杜新宁年审", "职工年审"),
        ("社保局王朝阳说的", "社保局说的"),
        ("古丽·买买提，年审", "年审"),
        ("姓名：扎西多吉，年审", "姓名年审"),
    ],
)
def test_a_name_that_nothing_announces_is_not_kept(gazetteer: Gazetteer, places: Places, told: str, kept: str) -> None:
    assert wish(told, gazetteer, places, OURS.knows) == kept


@pytest.mark.parametrize(
    "told",
    [
        "患者高血压年审",
        "我是高中生年审",
        "给单位年审",
        "病人安排年审",
        "孙子年审",
        "本人连续年审",
        "石家庄年审",
        "我是车祸",
        "包皮手术",
        "易地安置",
        "跟单位说",
        "和方案不同",
    ],
)
def test_words_that_begin_like_a_name_are_kept(gazetteer: Gazetteer, places: Places, told: str) -> None:
    assert wish(told, gazetteer, places, OURS.knows) == told


def test_names_are_told_in_most_of_the_ways_they_are_written(gazetteer: Gazetteer, places: Places) -> None:
    chance, kept = random.Random(7), 0
    ways = ["患者{}年审", "我是{}，年审", "我爸{}在北京看病", "{}的年审", "参保人{}要年审", "给{}办年审", "病人：{}"]
    for _ in range(300):
        name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.randrange(1, 3)))
        kept += name in wish(chance.choice(ways).format(name), gazetteer, places, OURS.knows)
    assert kept <= 6
