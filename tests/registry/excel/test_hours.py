"""The hours of a counter in one cell: whatever looked at them first, what is wrong is said and nothing breaks."""

import datetime as dt

import pytest

from registry.excel.hours import COLUMNS
from registry.models import Office, OfficeHours

pytestmark = pytest.mark.django_db


def test_hours_that_only_the_row_refuses_are_named():
    (column,) = COLUMNS
    night = OfficeHours(weekday=0, opens=dt.time(1, 30), closes=dt.time(5))
    told = column.messages(Office(), {column.name: [night]})
    assert told[0] == "“星期一 01:30–05:00”：1:30 是半夜。下午请写 13:30。"
