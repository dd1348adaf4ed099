"""An insurance that was moved to a city, and a patient who was."""

import pytest

from guides.understanding.understand import Reader


@pytest.mark.parametrize(
    ("text", "insured", "care", "reason"),
    [
        ("医保去年就转到扬州了，下周去上海看病", "321000", "310000", ""),
        ("社保早就转去珠海了，在长沙住着院", "440400", "430100", ""),
        ("我医保原来在常德，前年转到株洲了，现在要去长沙住院", "430200", "430100", ""),
        ("县医院看不了，把我爸转到济南了，医保在聊城", "371500", "370100", "referral"),
        ("医保在聊城，转到济南的医院了", "371500", "370100", "referral"),
    ],
)
def test_where_an_insurance_was_moved_to_is_no_referral(
    reader: Reader, text: str, insured: str, care: str, reason: str
) -> None:
    understood = reader.read(text)
    assert (understood.value("insured_place"), understood.value("care_place")) == (insured, care)
    assert understood.value("reason") == reason


@pytest.mark.parametrize(
    ("text", "insured"),
    [
        ("我从长春调到青岛上班，长春那边职工医保停了，青岛新单位当月就给接上了", "370200"),
        ("沈阳的医保停了，大连新单位还没接上，怎么办", ""),
    ],
)
def test_who_is_employed_anew_is_insured_there(reader: Reader, text: str, insured: str) -> None:
    assert reader.read(text).value("insured_place") == insured
