"""Which of two places somebody is treated in."""

import pytest

from guides.understanding.understand import Reader


@pytest.mark.parametrize(
    ("text", "insured", "care"),
    [
        ("鸡西 转诊 哈尔滨 医保备案", "230300", "230100"),
        ("丹东转院到沈阳 医保报销", "210600", "210100"),
        ("我在苏州带孙子，老伴在淮安住院，医保淮安", "320800", "320800"),
        ("在郑州站转车摔了一跤，回洛阳住的院，医保在洛阳", "410300", ""),
        ("laogong zai kunshan dagong yibao zai huaian zhuyuan yao beian ma", "320800", "320500"),
        ("我在苏州打工，医保在淮安，在苏州住院", "320800", "320500"),
        ("在淮安住过院报完了，现在去苏州看病，医保淮安的", "320800", "320500"),
    ],
)
def test_place_of_care_beside_that_of_the_insurance(reader: Reader, text: str, insured: str, care: str) -> None:
    found = reader.read(text)
    assert found.value("insured_place") == insured
    assert found.value("care_place") == care


def test_place_of_a_filing_insures_nobody(reader: Reader) -> None:
    found = reader.read("备案上海的，想在上海换家医院")
    assert not found.value("insured_place")
    assert found.value("filed_before") == "same_city"


def test_nothing_is_filed_for_care_where_somebody_is_insured(reader: Reader) -> None:
    found = reader.read("我在东莞上班，我爸在衡阳住院，他的医保在衡阳，怎么报")
    assert found.scores.get("guide:remote-care", 0) < found.scores["guide:manual-claim"]
