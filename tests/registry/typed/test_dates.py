"""Dates as people type them: into three boxes, into a cell, into an address."""

import contextlib
import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.typed.dates import DateError, Typed, date_words, in_address, in_one, read_day

TODAY = dt.date(2026, 11, 22)
NUMERALS = st.text("〇零○一二三四五六七八九十元1٣年月日号廿 ", max_size=6)
INCOMPLETE = "年、月、日三个框都要写。不想填，就都空着。"
NOT_A_NUMBER = "请只写数字，例如 2026、10、3。"
TOO_EARLY = "年份请写四位数，2000 年以后的，例如 2026。"
FUTURE = "这一天还没到。请写已经过去的日子，还没到就空着。"


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        (("2026", "10", "3"), "2026-10-03"),
        (("２０２６", "１０", "０３"), "2026-10-03"),
        ((" 2026年 ", "10月", "3号"), "2026-10-03"),
        (("2026", "11", "22"), "2026-11-22"),
        (("2000", "1", "1"), "2000-01-01"),
        (("2024", "2", "29"), "2024-02-29"),
        (("\u200b2026", "10\ufeff", "\u2060３日"), "2026-10-03"),
        (("2026年10月3日", "", ""), "2026-10-03"),
        (("20261003", "", ""), "2026-10-03"),
        (("二〇二五年十月三十一日", "", ""), "2025-10-31"),
        (("二〇二五年十月三一日", "", ""), "2025-10-31"),
        (("二〇二四年一二月三一日", "", ""), "2024-12-31"),
        (("二〇二五年一月二三日", "", ""), "2025-01-23"),
    ],
)
def test_understood(parts, date):
    assert Typed(*parts).understood(TODAY) == dt.date.fromisoformat(date)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("2026", "2", "30"), "2026年没有2月30日。请对着单子再看一遍。"),
        (("2026", "2", "29"), "2026年没有2月29日。请对着单子再看一遍。"),
        (("2026", "13", "1"), "2026年没有13月1日。请对着单子再看一遍。"),
        (("2026", "0", "1"), "2026年没有0月1日。请对着单子再看一遍。"),
        (("2026", "11", "23"), FUTURE),
        (("9999", "1", "1"), FUTURE),
        (("1999", "12", "31"), TOO_EARLY),
        (("26", "10", "3"), TOO_EARLY),
        (("115", "10", "3"), TOO_EARLY),
        (("1900", "10", "3"), TOO_EARLY),
        (("2026", "", ""), INCOMPLETE),
        (("2026", "10", ""), INCOMPLETE),
        (("", "年", "3"), INCOMPLETE),
        (("2026", "十", "3"), NOT_A_NUMBER),
        (("2026", "-1", "3"), NOT_A_NUMBER),
        (("2026", "1.5", "3"), NOT_A_NUMBER),
        (("20260", "1", "3"), NOT_A_NUMBER),
        (("2026", "²", "3"), NOT_A_NUMBER),
    ],
)
def test_refused_with_what_to_do(parts, sentence):
    with pytest.raises(DateError) as caught:
        Typed(*parts).understood(TODAY)
    assert caught.value.sentence == sentence


@given(NUMERALS, NUMERALS)
def test_numerals_are_a_date_or_none(month, day):
    with contextlib.suppress(DateError):
        assert read_day(f"二〇二五年{month}月{day}日").year == 2025


@given(st.dates(dt.date(2000, 1, 1), TODAY))
def test_address_and_boxes_say_the_same(date):
    assert in_address(date.isoformat()).understood(TODAY) == date


@given(st.tuples(st.text(), st.text(), st.text()) | st.tuples(NUMERALS, NUMERALS, NUMERALS))
def test_whatever_is_typed_is_a_past_date_or_a_sentence(parts):
    with contextlib.suppress(DateError):
        assert dt.date(2000, 1, 1) <= Typed(*parts).understood(TODAY) <= TODAY


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-3",
        "2026-10-03",
        "2026/10/3",
        "2026.10.3",
        "2026年10月3日",
        "２０２６年１０月３号",
        " 2026-\u200b10-3 ",
        "20261003",
    ],
)
def test_date_in_one(text):
    found = in_one(text)
    assert found is not None
    assert found.understood(TODAY) == dt.date(2026, 10, 3)


@pytest.mark.parametrize("text", ["2026-10-03。", "26-10-3", "2026-10", "10-3-2026", "2026-10-033", "tomorrow", ""])
def test_not_a_date_in_one(text):
    assert in_one(text) is None


@pytest.mark.parametrize("tail", ["", "。", "，", "）", "…", "，快看", "”", "日出院", " 快看", "!"])
def test_date_in_a_link_ends_where_a_chat_goes_on(tail):
    assert in_address(f"2026-10-03{tail}") == Typed("2026", "10", "03")


def test_day_of_any_year():
    assert read_day(" ２０２７年１月１日 ") == dt.date(2027, 1, 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("明年", "“明年”不是日期。请照 2027-01-01 的样子写。"),
        ("2027-02-30", "没有“2027-02-30”这一天，请看看月份和日子。"),
    ],
)
def test_what_is_no_day(typed, sentence):
    with pytest.raises(DateError) as refused:
        read_day(typed)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize("sign", [" ", "　", "年", "-", "起", "1", "二"])
def test_long_ones_are_refused_at_once_by_their_beginning(sign):
    typed = "1" + sign * 100_000 + "x"
    began = time.process_time()
    assert in_one(typed) is None
    with pytest.raises(DateError) as refused:
        read_day(typed)
    with pytest.raises(DateError):
        Typed(typed).understood(TODAY)
    assert time.process_time() - began < 1
    assert len(refused.value.sentence) < 150


def test_date_words():
    assert date_words(TODAY) == "2026年11月22日"
    assert date_words(TODAY, weekday=True) == "2026年11月22日（星期日）"
