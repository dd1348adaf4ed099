"""Figures as people type them."""

from decimal import Decimal

import pytest

from calculators.core.money import format_yuan
from calculators.core.typed import FigureError, parse_either, parse_share, parse_yuan
from registry.workflow.review import BANNED

EMPTY = "请填写金额，比如 12000。"
NEGATIVE = "金额不能是负数，请写 0 或比 0 大的数。"
USE_DIGITS = "请改用数字写金额，比如 12000 或 1.2万。"
DIGITS_ONLY = "请只用数字写金额，比如 12000、12,000.50 或 1.2万。"
GROUPING = "数字中间的逗号或空格位置不对，请每三位写一个逗号（如 12,000），或者都不写。"
TOO_FINE = "金额最多写到分，请只留两位小数，比如 12000.50。"
TOO_LARGE = "金额太大了，整数部分最多 12 位，请检查是不是多写了几个 0。"


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
        ("12000.", "12000"),
        ("12000。", "12000"),
        ("12000。50", "12000.50"),
        (".5", "0.50"),
        ("12,000.", "12000"),
        ("12000块", "12000"),
        ("12000块钱", "12000"),
        ("12000圆", "12000"),
        ("12000元整", "12000"),
        ("RMB12000", "12000"),
        ("rmb 12000", "12000"),
        ("人民币12000", "12000"),
        ("1.2w", "12000"),
        ("1.2Ｗ", "12000"),
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
        (".", DIGITS_ONLY),
        ("12000.5.", DIGITS_ONLY),
        ("12000块整", DIGITS_ONLY),
        ("RMB", DIGITS_ONLY),
        ("1.2.3", DIGITS_ONLY),
        ("1万万", DIGITS_ONLY),
        ("1,2000", GROUPING),
        ("12,00", GROUPING),
        ("10,50", GROUPING),
        ("1 2", GROUPING),
        ("1.234", TOO_FINE),
        ("1.2345678万", TOO_FINE),
        ("1000000000000", TOO_LARGE),
        ("100000000万", TOO_LARGE),
        ("1" * 5000, TOO_LARGE),
    ],
)
def test_parse_yuan_refuses_and_says_what_to_do(typed, sentence):
    with pytest.raises(FigureError) as refusal:
        parse_yuan(typed)
    assert refusal.value.sentence == sentence


def test_sentences_use_no_official_jargon():
    sentences = EMPTY + NEGATIVE + USE_DIGITS + DIGITS_ONLY + GROUPING + TOO_FINE + TOO_LARGE
    assert [word for word in BANNED if word in sentences] == []


@pytest.mark.parametrize("amount", ["0", "0.01", "7", "12600.50", "999999999999.99"])
def test_parse_yuan_reads_what_format_yuan_writes(amount):
    assert parse_yuan(format_yuan(Decimal(amount))) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "fraction"),
    [
        ("75", "0.75"),
        ("75%", "0.75"),
        ("７５％", "0.75"),
        (" 75 % ", "0.75"),
        ("75.", "0.75"),
        ("66.67", "0.6667"),
        ("0", "0"),
        ("10", "0.1"),
        ("100", "1"),
        ("9.99%", "0.0999"),
        ("0.75%", "0.0075"),
        ("0.75", "0.75"),
        (".75", "0.75"),
        ("０．８", "0.8"),
        ("1", "1"),
        ("1%", "0.01"),
        ("3个百分点", "0.03"),
        ("2 百分点", "0.02"),
        ("0.00", "0"),
    ],
)
def test_parse_share(typed, fraction):
    assert parse_share(typed) == Decimal(fraction)


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("7.5", "是 75% 还是 7.5%？是 75% 就写 75，是 7.5% 就写 7.5%。"),
        ("1.01", "是 10.1% 还是 1.01%？是 10.1% 就写 10.1，是 1.01% 就写 1.01%。"),
        ("9.99", "是 99.9% 还是 9.99%？是 99.9% 就写 99.9，是 9.99% 就写 9.99%。"),
    ],
)
def test_share_that_may_mean_another_is_asked_about(typed, question):
    with pytest.raises(FigureError) as refusal:
        parse_share(typed)
    assert refusal.value.sentence == question


@pytest.mark.parametrize("typed", ["100.01", "101%", "-1", "7.5折", "七成五", "75%%", "1,0", "", "%", "NaN", "1e1"])
def test_parse_share_refuses_and_says_what_to_do(typed):
    with pytest.raises(FigureError) as refusal:
        parse_share(typed)
    assert refusal.value.sentence == "请写 0 到 100% 之间的比例，例如 75%。"


@pytest.mark.parametrize(
    ("typed", "figure"),
    [("10%", "0.1"), ("10个百分点", "0.1"), ("0.9", "0.9"), ("1200", "1200"), ("0.12万", "1200"), ("1,200元", "1200")],
)
def test_figure_that_is_a_share_or_a_sum(typed, figure):
    assert parse_either(typed) == Decimal(figure)


@pytest.mark.parametrize("read", [parse_yuan, parse_share, parse_either])
@pytest.mark.parametrize("sign", ["：万元", "万", "1 ", "1,", "（万元）鞍山市"])
def test_what_is_no_figure_for_ever_is_refused_as_it_grows(read, sign):
    """From each 万 on the rest was read: it took minutes."""
    with pytest.raises(FigureError):
        read(sign * 100_000)
