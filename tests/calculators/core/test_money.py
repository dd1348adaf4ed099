from decimal import Decimal

import pytest

from calculators.core.money import (
    MoneyError,
    format_about,
    format_number,
    format_yuan,
    parse_yuan,
    round_to_fen,
)
from registry.workflow.review import BANNED

EMPTY = "请填写金额，比如 12000。"
NEGATIVE = "金额不能是负数，请写 0 或比 0 大的数。"
USE_DIGITS = "请改用数字写金额，比如 12000 或 1.2万。"
DIGITS_ONLY = "请只用数字写金额，比如 12000、12,000.50 或 1.2万。"
GROUPING = "数字中间的逗号或空格位置不对，请每三位写一个逗号（如 12,000），或者都不写。"
TOO_FINE = "金额最多写到分，请只留两位小数，比如 12000.50。"
TOO_LARGE = "金额太大了，整数部分最多 12 位，请检查是不是多写了几个 0。"


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
    ("typed", "amount"),
    [
        ("12000", "12000"),
        ("12,000.50", "12000.50"),
        ("１２０００", "12000"),
        ("１２，０００．５", "12000.50"),
        ("1.2万", "12000"),
        ("1.2345万", "12345"),
        ("1.234567万", "12345.67"),
        ("1.2 万元", "12000"),
        ("1,000万", "10000000"),
        ("12000元", "12000"),
        ("￥12000", "12000"),
        ("¥ 12000 元", "12000"),
        (" 12000\u3000", "12000"),
        ("12 000", "12000"),
        ("0", "0"),
        ("007", "7"),
        ("0.000", "0"),
        ("999999999999.99", "999999999999.99"),
        ("99999999.9999万", "999999999999"),
    ],
)
def test_parse_yuan_as_people_type_it(typed, amount):
    assert str(parse_yuan(typed)) == amount


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", EMPTY),
        ("  ", EMPTY),
        ("元", EMPTY),
        ("一万二", USE_DIGITS),
        ("5千", USE_DIGITS),
        ("1万2", USE_DIGITS),
        ("1.5亿", USE_DIGITS),
        ("-5", NEGATIVE),
        ("－5", NEGATIVE),
        ("−5", NEGATIVE),
        ("负5", NEGATIVE),
        ("￥-5", NEGATIVE),
        ("NaN", DIGITS_ONLY),
        ("inf", DIGITS_ONLY),
        ("1e5", DIGITS_ONLY),
        ("+5", DIGITS_ONLY),
        ("12²", DIGITS_ONLY),
        ("٣", DIGITS_ONLY),
        ("1.", DIGITS_ONLY),
        (".5", DIGITS_ONLY),
        ("1.2.3", DIGITS_ONLY),
        ("1万万", DIGITS_ONLY),
        ("1,2000", GROUPING),
        ("12,00", GROUPING),
        ("1 2", GROUPING),
        ("1.234", TOO_FINE),
        ("1.2345678万", TOO_FINE),
        ("1000000000000", TOO_LARGE),
        ("100000000万", TOO_LARGE),
        ("1" * 5000, TOO_LARGE),
    ],
)
def test_parse_yuan_refuses_and_says_what_to_do(typed, sentence):
    with pytest.raises(MoneyError) as refusal:
        parse_yuan(typed)
    assert refusal.value.sentence == sentence


def test_sentences_use_no_official_jargon():
    sentences = EMPTY + NEGATIVE + USE_DIGITS + DIGITS_ONLY + GROUPING + TOO_FINE + TOO_LARGE
    assert [word for word in BANNED if word in sentences] == []


@pytest.mark.parametrize("amount", ["0", "0.01", "7", "12600.50", "999999999999.99"])
def test_parse_yuan_reads_what_format_yuan_writes(amount):
    assert parse_yuan(format_yuan(Decimal(amount))) == Decimal(amount)
