from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import pytest

from calculators.core.money import format_about, format_number, format_short, format_yuan, roughly, round_to_fen


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.004", "0.00"), ("0.005", "0.01"), ("0.015", "0.02"), ("672.464", "672.46"), ("12", "12.00")],
)
def test_round_to_fen_half_up(amount, rounded):
    assert str(round_to_fen(Decimal(amount))) == rounded


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "0"),
        ("0.5", "0.50"),
        ("999.99", "999.99"),
        ("12600", "12,600"),
        ("12600.00", "12,600"),
        ("12600.5", "12,600.50"),
        ("123456789012.34", "123,456,789,012.34"),
        ("448.8850", "448.885"),
    ],
)
def test_format_number_as_people_read_it(amount, written):
    assert format_number(Decimal(amount)) == written


def test_format_yuan_has_unit():
    assert format_yuan(Decimal("12600")) == "12,600元"


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("9999.99", "9,999.99元"),
        ("10000", "约1万元（10,000元）"),
        ("12600", "约1.26万元（12,600元）"),
        ("12650.50", "约1.27万元（12,650.50元）"),
        ("1000000", "约100万元（1,000,000元）"),
        ("12345678", "约1,234.57万元（12,345,678元）"),
    ],
)
def test_format_about_in_wan(amount, written):
    assert format_about(Decimal(amount)) == written


@pytest.mark.parametrize(
    ("amount", "rounding", "written"),
    [
        ("52395", ROUND_HALF_UP, "5.24万元"),
        ("52395", ROUND_FLOOR, "5.23万元"),
        ("56318", ROUND_CEILING, "5.64万元"),
        ("9999.99", ROUND_HALF_UP, "1万元"),
        ("9949.99", ROUND_HALF_UP, "9,900元"),
        ("1000", ROUND_HALF_UP, "1,000元"),
        ("999.99", ROUND_HALF_UP, "1,000元"),
        ("999.99", ROUND_FLOOR, "990元"),
        ("100", ROUND_HALF_UP, "100元"),
        ("99.50", ROUND_HALF_UP, "100元"),
        ("82.50", ROUND_HALF_UP, "83元"),
        ("0", ROUND_HALF_UP, "0元"),
        ("12345678", ROUND_HALF_UP, "1234.57万元"),
    ],
)
def test_rough_amount_says_no_more_than_is_known(amount, rounding, written):
    assert format_short(roughly(Decimal(amount), rounding)) == written


def test_short_amount_is_never_rounded():
    written = [format_short(Decimal(amount)) for amount in ("12623", "12600", "9999.99", "10000.50")]
    assert written == ["12,623元", "1.26万元", "9,999.99元", "10,000.50元"]
