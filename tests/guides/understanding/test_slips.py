"""What is taken back while it is said."""

import pytest

from guides.understanding import slips
from guides.understanding.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("社保是在湛江交的不对不对是茂名交的", "社保是在茂名交的"),
        ("医保在湛江,说错了,茂名", "医保在茂名"),
        ("公司在湛江给上的,不对说错了,社保是劳务公司在茂名交的", "公司在茂名交的"),
        ("湛江的名字不对", "湛江的名字不对"),
        ("在湛江住院,名字不对", "在湛江住院,名字不对"),
        ("不对", "不对"),
        ("我爸在湛江,说错了现在转到茂名", "我爸在茂名"),
        ("要到湛江去哦不是湛江是茂名医院都约好了", "要到茂名去医院都约好了"),
        ("医保在湛江,不是湛江,是茂名", "医保在茂名"),
        ("在湛江住院不是茂名", "在湛江住院不是茂名"),
    ],
)
def test_right_place_stands_where_the_wrong_one_was_taken_back(gazetteer: Gazetteer, text: str, meant: str) -> None:
    assert slips.corrected(text, gazetteer.mentions(text)) == meant
