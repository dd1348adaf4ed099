"""Questions in English, and what is left as it was typed."""

import pytest

from guides.understanding.english import in_chinese
from guides.understanding.understand import Reader


@pytest.mark.parametrize("text", ["yidi jiuyi beian", "ydjy ba", "我的card丢了怎么办", "how", ""])
def test_what_is_no_english_question_stays_as_it_was(text: str) -> None:
    assert in_chinese(text) == text


def test_place_stands_before_what_is_done_there(reader: Reader) -> None:
    found = reader.read("How can a foreigner join medical insurance in Hangzhou")
    assert found.text == "在杭州怎么外国人参加医保"
    assert max(found.scores, key=lambda target: found.scores[target]) == "answer:non-local-enrol"
