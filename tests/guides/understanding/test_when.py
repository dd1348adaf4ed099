"""When a treatment was, and for how long nothing was paid, told by one word of time in a whole text."""

from collections.abc import Callable

import pytest

from guides.understanding.when import discharged, lapsed


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (discharged, "去年国庆回娘家,我在承德早产住了十一天,票据锁在柜子里", "last_year"),
        (discharged, "上上周半夜去急诊,没带卡,发票在", "this_year"),
        (discharged, "前年的住院单子翻出来了", "earlier"),
        (discharged, "上个礼拜住了五天,不知道要备案,先拿现金结的账", "this_year"),
        (discharged, "去年住院报过,今年又住院了", ""),
        (discharged, "今年六十八,住院的票没报", ""),
        (discharged, "我爸是上个月走的,住院费没报", ""),
        (discharged, "去年交了医保", ""),
        (discharged, "前年得的尿毒症,在福州住院直接报的", ""),
        (discharged, "下周要住院,去年住了一次", ""),
        (discharged, "老公住院花了十一万,惠民保是去年买的", ""),
        (discharged, "父亲去年秋里走的,走前在医院住了两个月", "last_year"),
        (discharged, "老婆前年开的刀", "earlier"),
        (discharged, "今年六月锁骨断了,手术住院都是自费", "this_year"),
        (discharged, "今年农合断了,想去住院", ""),
        (discharged, "昨天已经补上了,出院能直接结吗", ""),
        (discharged, "去年断过,今年交了,住院要等多久", ""),
        (lapsed, "社保停了有俩月", "within_3_months"),
        (lapsed, "合作医疗三个多月都没交", "within_a_year"),
        (lapsed, "医保就停了,到这个月正好两个月", "within_3_months"),
        (lapsed, "医保就停了,我在这边住了两个月", ""),
        (lapsed, "从厂里出来快一年了,保险断着", "within_a_year"),
        (lapsed, "医保停缴已经一年半", "one"),
        (lapsed, "农合断了一年零两个月", "one"),
        (lapsed, "怀孕七个月离职,医保自己续吗", ""),
        (lapsed, "怀着孕离职四个月,医保断着", "within_a_year"),
        (lapsed, "欠了两三年的医保没缴", "three"),
        (lapsed, "欠了好多年的医保没缴", "four_or_more"),
        (lapsed, "医保空了四十多天", "within_3_months"),
        (lapsed, "医保断缴一百来天", "within_a_year"),
        (lapsed, "社保停了一个季度", "within_3_months"),
        (lapsed, "医保断了10个月", "within_a_year"),
        (lapsed, "学校的医保九月就停了", ""),
        (lapsed, "断了两年,那年欠了三个月", ""),
        (lapsed, "我交了八年医保,想去看病", ""),
    ],
)
def test_one_word_of_time_tells_when_or_how_long(
    asked: Callable[[str], tuple[str, str]], text: str, value: str
) -> None:
    assert asked(text)[0] == value
