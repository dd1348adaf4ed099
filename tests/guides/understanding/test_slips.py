"""What is taken back while it is said."""

import pytest

from guides.understanding import slips
from guides.understanding.gazetteer import Gazetteer
from guides.understanding.understand import Reader


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("社保是在湛江交的不对不对是茂名交的", "社保是在茂名交的"),
        ("医保在湛江,说错了,茂名", "医保在茂名"),
        ("公司在湛江给上的,不对说错了,社保是劳务公司在茂名交的", "公司在茂名交的"),
        ("湛江的名字不对", "湛江的名字不对"),
        ("在湛江住院,名字不对", "在湛江住院,名字不对"),
        ("不对", "不对"),
        ("医保是镇江的,哎不对,镇江那是以前,去年就转到泰州了,现在是泰州的职工医保", "医保是泰州的职工医保"),
        ("医保是马鞍山的,哎不对,那是以前,现在是芜湖的", "医保是芜湖的"),
        ("我爸在湛江,说错了现在转到茂名", "我爸在茂名"),
        ("要到湛江去哦不是湛江是茂名医院都约好了", "要到茂名去医院都约好了"),
        ("医保在湛江,不是湛江,是茂名", "医保在茂名"),
        ("在湛江住院不是茂名", "在湛江住院不是茂名"),
    ],
)
def test_right_place_stands_where_the_wrong_one_was_taken_back(gazetteer: Gazetteer, text: str, meant: str) -> None:
    assert slips.corrected(text, gazetteer.mentions(text)) == meant


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("备案那会儿我选成普通住院了，其实我是要在嘉兴看门诊", "stage", ""),
        ("备案那会儿我选成普通住院了，其实我是要在嘉兴看门诊", "care_type", "outpatient"),
        ("备案写成转诊了，其实是我在合肥长住，医保在六安", "reason", "lives_there"),
        ("我点成急诊抢救了，其实就是去上海做手术", "stage", ""),
        ("填成苏州了，其实我人在无锡住院了", "stage", "admitted"),
    ],
)
def test_what_stands_on_a_form_by_mistake_is_not_meant(reader: Reader, text: str, key: str, value: str) -> None:
    assert reader.read(text).value(key) == value
