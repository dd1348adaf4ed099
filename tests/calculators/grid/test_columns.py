"""Specials as clerks write them in one cell: classes of hardship by any of their names, several of them at once."""

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from calculators.circumstances import Hardship, HospitalLevel
from calculators.grid.columns import BandsColumn, CasesColumn, SpecialsColumn, hardship_of
from calculators.models import BasicCase, BasicPolicy, PolicyBand, PolicySpecial
from registry.excel.columns import ChoiceColumn
from registry.excel.values import EXCEL_LETTERS

COLUMN = SpecialsColumn()


def specials(typed):
    return COLUMN.read(COLUMN.plain(typed))


def read(typed):
    return [COLUMN.show(special) for special in specials(typed)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("特困、低保对象：提高5个百分点", ["特困、孤儿：提高5个百分点", "低保：提高5个百分点"]),
        ("特困人员、第2次起：不设起付线", ["特困、孤儿、第2次起：不设起付线"]),
        ("情形“意外伤害”：一年最多支付3,000元", ["情形“意外伤害”：这一类一年最多3000元"]),
        ("情形“剖宫产”：定额支付1500", ["情形“剖宫产”：定额1500元"]),
        ("人群“甲”、人群“乙”：报销比例提高5个百分点", ["人群“甲”：提高5个百分点", "人群“乙”：提高5个百分点"]),
        ("低保：起付线800、700", ["低保：起付线800、700元"]),
    ],
)
def test_specials_as_notices_write_them(typed, kept):
    assert read(typed) == kept


@pytest.mark.parametrize("hardship", list(Hardship))
def test_what_is_shown_of_a_class_is_read_back(hardship):
    shown = SpecialsColumn().show(PolicySpecial(hardship=hardship.value, rate_add=Decimal("0.05")))
    assert read(shown) == [shown]
    assert specials(shown)[0].hardship == hardship.value


@pytest.mark.parametrize(
    ("typed", "hardship"),
    [
        ("孤儿", Hardship.EXTREME_POVERTY),
        ("低保边缘家庭", Hardship.LOW_INCOME_EDGE),
        ("防止返贫监测对象", Hardship.RELAPSE),
        ("困难群众", Hardship.ANY),
        ("建档立卡贫困人口", None),
    ],
)
def test_classes_of_hardship_by_their_names(typed, hardship):
    assert hardship_of(typed) is hardship


def test_nothing_but_figures_is_a_rate():
    with pytest.raises(ValidationError, match="看不懂“报销八成”"):
        read("低保：报销八成")


@pytest.mark.parametrize("typed", ["社区", "乡镇卫生院", "社区、乡镇卫生院", "community"])
def test_lowest_level_goes_by_either_name(typed):
    assert ChoiceColumn(BasicPolicy._meta.get_field("hospital_level")).read(typed) == HospitalLevel.COMMUNITY


@pytest.mark.parametrize(
    ("column", "typed"),
    [(BandsColumn(PolicyBand), "1,"), (CasesColumn(BasicCase), ","), (COLUMN, "低保、"), (COLUMN, "低保：报1,")],
)
def test_cell_as_long_as_it_may_be_is_soon_read(column, typed):
    cell = ("票据 " if isinstance(column, CasesColumn) else "") + typed * (EXCEL_LETTERS // len(typed) - 3)
    began = time.process_time()
    with suppress(ValidationError):
        column.children(BasicPolicy(), column.plain(cell))
    assert time.process_time() - began < 3


def test_longest_sum_is_read():
    (band, _) = BandsColumn(PolicyBand).read("1,000,000,000.00元以内 85%;以上 95%")
    assert band.up_to == 1_000_000_000
