"""When a treatment was, told by one word of time in a whole text."""

import pytest

from guides.understanding import when


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("去年国庆回娘家,我在承德早产住了十一天,票据锁在柜子里", "last_year"),
        ("上上周半夜去急诊,没带卡,发票在", "this_year"),
        ("前年的住院单子翻出来了", "earlier"),
        ("去年住院报过,今年又住院了", ""),
        ("今年六十八,住院的票没报", ""),
        ("我爸是上个月走的,住院费没报", ""),
        ("去年交了医保", ""),
        ("前年得的尿毒症,在福州住院直接报的", ""),
        ("下周要住院,去年住了一次", ""),
        ("老公住院花了十一万,惠民保是去年买的", ""),
        ("父亲去年秋里走的,走前在医院住了两个月", "last_year"),
        ("老婆前年开的刀", "earlier"),
    ],
)
def test_one_word_of_time_says_when_care_was(text: str, value: str) -> None:
    assert when.discharged(text)[0] == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("社保停了有俩月", "within_3_months"),
        ("合作医疗三个多月都没交", "within_a_year"),
        ("从厂里出来快一年了,保险断着", "within_a_year"),
        ("医保停缴已经一年半", "one"),
        ("欠了两三年的医保没缴", "three"),
        ("欠了好多年的医保没缴", "four_or_more"),
        ("学校的医保九月就停了", ""),
        ("断了两年,那年欠了三个月", ""),
        ("我交了八年医保,想去看病", ""),
    ],
)
def test_length_of_time_beside_a_lapse_is_that_of_the_lapse(text: str, value: str) -> None:
    assert when.lapsed(text)[0] == value
