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
        ("下周要住院,去年住了一次", ""),
        ("老公住院花了十一万,惠民保是去年买的", ""),
        ("父亲去年秋里走的,走前在医院住了两个月", "last_year"),
        ("老婆前年开的刀", "earlier"),
    ],
)
def test_one_word_of_time_says_when_care_was(text: str, value: str) -> None:
    assert when.discharged(text)[0] == value
