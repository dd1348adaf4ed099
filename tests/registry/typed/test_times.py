import datetime as dt

import pytest

from registry.typed.times import TimeError, read_time


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("8:30", (8, 30)),
        ("８：３０", (8, 30)),
        ("08:30", (8, 30)),
        ("8.30", (8, 30)),
        ("8点半", (8, 30)),
        ("8点", (8, 0)),
        ("13时05分", (13, 5)),
        (" 17:00 ", (17, 0)),
    ],
)
def test_read_time(typed, time):
    assert read_time(typed) == dt.time(*time)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("早上", "“早上”不是时间。请照 8:30 或 13:30 的样子写。"),
        ("830", "“830”不是时间。请照 8:30 或 13:30 的样子写。"),
        ("25:00", "没有“25:00”这个时间，请再看看。"),
        ("8:60", "没有“8:60”这个时间，请再看看。"),
    ],
)
def test_what_is_no_time(typed, sentence):
    with pytest.raises(TimeError) as refused:
        read_time(typed)
    assert refused.value.sentence == sentence
