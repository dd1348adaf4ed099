"""What is said and taken back in one breath is filled in by nobody."""

import time

import pytest

from guides.understanding import contradicting
from guides.understanding.understand import Reader


@pytest.mark.parametrize(
    ("text", "name", "asked"),
    [
        ("没住院，出院了", contradicting.LEFT_UNENTERED, {"stage", "discharged"}),
        ("出院了，没住过院", contradicting.LEFT_UNENTERED, {"stage", "discharged"}),
        ("还没出院，已经出院了", "出院", {"stage", "discharged"}),
        ("已经出院了，还没出院", "出院", {"stage", "discharged"}),
        ("办过备案，没办备案", "备案", {"filed_before"}),
        ("没备案，备案了", "备案", {"filed_before"}),
        ("备过案，没备案，能报吗", "备案", {"filed_before"}),
        ("我在北京住院，没住院", "住院", {"stage"}),
        ("我妈没住院 我妈在沈阳住院了", "住院", {"stage"}),
        ("卡丢了，卡没丢", "丢", {"trouble"}),
    ],
)
def test_what_is_taken_back_is_asked_and_not_filled_in(reader: Reader, text: str, name: str, asked: set[str]) -> None:
    found = reader.read(text)
    assert found.clashes == (name,)
    assert asked <= {*found.unclear}
    assert not any(found.value(key) for key in asked)


@pytest.mark.parametrize(
    "text",
    [
        "之前没备案，后来备案了",
        "没备案，刚备案了",
        "住院的时候没备案，出院后备案了",
        "没住院了，出院了",
        "我没住院，我妈出院了",
        "没住院，在门诊看的",
        "出院了，没备案",
        "卡没丢，就是刷不出来",
        "还没出院，出院了再报行吗",
        "备案了没有",
        "住院了没备案",
    ],
)
def test_what_was_otherwise_before_or_of_another_is_no_contradiction(reader: Reader, text: str) -> None:
    assert reader.read(text).clashes == ()


@pytest.mark.parametrize("text", ["没" * 300, "没住院，" * 75, "我" * 150 + "没" * 150, "在没 " * 75])
def test_no_text_takes_long(text: str) -> None:
    begin = time.process_time()
    contradicting.clashes(text)
    assert time.process_time() - begin < 0.02
