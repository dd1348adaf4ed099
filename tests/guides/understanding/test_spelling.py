"""Mistypings, pinyin, initials."""

import pytest

from guides.understanding import spelling
from guides.understanding.spelling import Spelling
from guides.understanding.understand import Reader


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("意地就医被案怎么弄", "异地就医备案怎么弄"),
        ("外第看病医保能报消不", "外地看病医保能报销不"),
        ("社宝卡挂矢", "社保卡挂失"),
        ("武汉医保据电话", "武汉医保局电话"),
        ("自肥住院怎么报消", "自费住院怎么报销"),
        ("yidi jiuyi beian", "异地就医备案"),
        ("wo zai shanghai kanbing yibao zai anhui", "我在上海看病医保在安徽"),
        ("shebaoka diule zenmeban", "社保卡丢了怎么办"),
        ("ydjy", "异地就医"),
        ("2ci baoxiao", "二次报销"),
        ("2 ci baoxiao zenmeban", "二次报销怎么办"),
        ("社保卡被洗衣机搅断了", "社保卡被洗衣机搅断了"),
        ("拿票去社保局报", "拿票去社保局报"),
        ("这种事往哪举报", "这种事往哪举报"),
        ("zhengzhou yibaoju dianhua", "郑州医保局电话"),
        ("yibao zai harbin xyzzy", "医保在哈尔滨 xyzzy "),
        ("去昆名看病", "去昆明看病"),
        ("我医保再无锡", "我医保在无锡"),
        ("送到厦门中山医院", "送到厦门中山医院"),
        ("那家医院联网", "那家医院联网"),
        ("居明医保能抱销门诊吗", "居民医保能报销门诊吗"),
        ("惠名保理陪", "惠民保理赔"),
        ("我们是南通的少儿医保", "我们是南通的少儿医保"),
        ("同意转院但转诊单还没开", "同意转院但转诊单还没开"),
        ("医宝段缴了", "医保断缴了"),
        ("医保已经减掉了一大截", "医保已经减掉了一大截"),
        ("刚才在饭桌上说不出话", "刚才在饭桌上说不出话"),
        ("只要把医保卡押给他们", "只要把医保卡押给他们"),
        ("社保还是总部给交的", "社保还是总部给交的"),
    ],
)
def test_what_was_meant_is_read(reader: Reader, typed: str, meant: str) -> None:
    assert reader.spelled(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "时间还没到",
        "她是指这个",
        "这是一种报法",
        "在北京work",
        "xyzzy qwrt",
        "ct",
        "a",
        "3d",
        "b2b",
        "做2ct",
        "医保卡丢了",
    ],
)
def test_what_is_a_word_or_nothing_known_stays(reader: Reader, typed: str) -> None:
    assert reader.spelled(typed) == typed


def test_first_of_words_that_sound_alike_is_meant() -> None:
    assert Spelling(["挂失号", "挂式号"], []).mended("挂诗号", 0) == "挂失号"


def test_known_words_are_looked_for_so_often_and_no_more(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    looked = 0
    meant = Spelling._meant

    def counted(self, typed, sounds):
        nonlocal looked
        looked += 1
        return meant(self, typed, sounds)

    monkeypatch.setattr(Spelling, "_meant", counted)
    reader.spelling.mended("行长重调" * 75, 0)
    assert 0 < looked <= spelling._MOST_LOOKUPS
