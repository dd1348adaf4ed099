"""Who a clause is about, and who is ill."""

import pytest

from guides.understanding import meaning, subjects
from guides.understanding.understand import Reader


def named(reader: Reader, text: str) -> list[subjects.Person]:
    hits = reader.lexicon.hits(text)
    return subjects.people(
        text, [hit for hit, key, value in meaning.meant(text, hits) if key == "for_whom" and value != "self"]
    )


@pytest.mark.parametrize(
    ("text", "ill"),
    [
        ("我在苏州上班,我爸骨折住院了", "爸"),
        ("我跟老公在昆山上班,婆婆过来,昨天滑倒骨折,明天住院", "婆"),
        ("我奶奶八十三了,我爸妈在常州打工,前两天奶奶摔了", "奶"),
        ("我爸交的农合,我在青岛上班,她摔了一跤", "爸"),
        ("我爸交的农合", ""),
        ("大哥在医院陪护我爸,我爸前天摔了", "爸"),
        ("女儿上班交的社保,昨天我爱人查出胆结石", "爱人"),
    ],
)
def test_who_is_ill_is_told_by_the_words_up_to_the_next_person(reader: Reader, text: str, ill: str) -> None:
    assert subjects.patient(text, named(reader, text)) == ill


def test_clause_is_about_those_it_begins_with(reader: Reader) -> None:
    text = "我跟老公在昆山上班,婆婆住院了"
    assert subjects.subjects(text, text.index("上班"), named(reader, text)) == {"我", "老公"}
    assert not subjects.subjects("住在我爸家", 4, named(reader, "住在我爸家"))


def test_clause_without_a_subject_goes_on_with_the_last_one(reader: Reader) -> None:
    text = "我跟老公在昆山上班,社保也在昆山,婆婆住院了"
    assert subjects.carried(text, text.index("社保"), named(reader, text)) == {"我", "老公"}
    assert subjects.carried(text, text.index("住院"), named(reader, text)) == {"婆"}
    assert not subjects.carried("社保在昆山", 0, named(reader, "社保在昆山"))
