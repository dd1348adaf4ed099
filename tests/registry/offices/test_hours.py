"""The hours of a counter in one line: read as notices write them, refused with an example, and shown as one writes them."""

import pytest
from django.core.exceptions import ValidationError

from registry.offices import hours

WEEK = [f"星期{day} {span}" for day in "一二三四五" for span in ("08:30–11:30", "13:30–17:00")]


def said(typed):
    return [str(one) for one in hours.read(typed)]


@pytest.mark.parametrize(
    "typed",
    [
        "周一至周五8:30—11:30、13:30—17:00",
        "周一到周五 8:30-11:30 13:30-17:00",
        "星期一至星期五：上午8:30至11:30，下午1:30至5:00（节假日除外）",
        "工作日８：３０～１１：３０；１３：３０～１７：００。",
        "周一至五 8点半-11点半，13点30-17点",
        "周一、周二、周三、周四和周五 8:30-11:30、13:30-17:00",
        "周一至周三、周四、周五 8:30-11:30,13:30-17:00",
    ],
)
def test_working_week_is_read_however_it_is_written(typed):
    assert said(typed) == WEEK


def test_days_with_other_hours_stand_in_the_same_line():
    line = "周一至周四 8:30-12:00、13:30-17:00；周五 8:30-12:00；周六、周日 9:00-11:00"
    assert len(said(line)) == 11
    assert hours.show(hours.read(line)) == line
    assert said("周一 8:30-12:00，周日休息") == ["星期一 08:30–12:00"]
    assert said("") == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("8:30-11:30", "“8:30-11:30”前面请写哪几天，例如“周一至周五 8:30-11:30、13:30-17:00”。"),
        ("周一至周五", "“周一至周五”没有写几点。请照“周一至周五 8:30-11:30、13:30-17:00”的样子写。"),
        ("周一至周五 8:30", "看不懂“8:30”。请照“周一至周五"),
        ("夏季周一8:30-11:30", "看不懂“夏季周一8:30-11:30”。"),
        ("周五至周一 8:30-11:30", "“周五-周一”前后倒了。"),
        ("周一 8:30-11:75", "没有“11:75”这个时间，请再看看。"),
        ("周一 1:30-5:00", "1:30 是半夜。下午请写 13:30。"),
        ("周一 11:30-8:30", "“11:30-8:30”关门要晚于开门，请改时间。"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_write(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        hours.read(typed)
    assert refused.value.messages[0].startswith(sentence)
