"""Figures as people type them, clerks in forms and sheets and citizens in estimates: yuan and shares.

What cannot be read says what to write instead.
"""

import re
from decimal import Decimal

from calculators.core.money import FEN, MAX_INTEGER_DIGITS, WAN, plain

# Only the characters a Chinese keyboard really yields. Unicode normalisation would also turn 12² into 122.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９，．。－＋￥％﹪ｗＷ萬　\xa0−–—", "0123456789,..-+¥%%wW万  ---")
_CHINESE_NUMERALS = re.compile("[零〇一二两三四五六七八九十百千亿半壹贰叁肆伍陆柒捌玖拾佰仟]")
_DIGITS = "一二三四五六七八九"
_NUMERAL = rf"(?:[{_DIGITS}]?十[{_DIGITS}]?|[{_DIGITS}])"
_IN_WORDS = re.compile(
    rf"百分之 ?(?P<share>[0-9]+(?:\.[0-9]+)?|{_NUMERAL})(?![0-9{_DIGITS}十百点])|(?P<points>{_NUMERAL})(?= ?(?:个?百分点|个点))"
)
_NUMBER = r"(?P<number>[0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)"
_AMOUNT = re.compile(rf"(?:¥|RMB|人民币)? ?{_NUMBER} ?(?P<wan>[万W]?) ?(?:[元圆]整?|块钱?)?", re.IGNORECASE)
_SHARE = re.compile(rf"{_NUMBER} ?(?P<sign>%|个?百分点|个点)?")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]{0,4})?|\.[0-9]{1,4}")
_DIGIT_GAP = re.compile(r"(?<=[0-9]) (?=[0-9])")  # 12 000, as some people write the thousands
_THOUSANDS = re.compile(r"(?<![0-9,])([1-9]),([0-9]{3})(?![0-9,])")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")

_EMPTY = "请填写金额，比如 12000。"
_NEGATIVE = "金额不能是负数，请写 0 或比 0 大的数。"
_USE_DIGITS = "请改用数字写金额，比如 12000 或 1.2万。"
_DIGITS_ONLY = "请只用数字写金额，比如 12000、12,000.50 或 1.2万。"
_GROUPING = "数字中间的逗号或空格位置不对，请每三位写一个逗号（如 12,000），或者都不写。"
_TOO_FINE = "金额最多写到分，请只留两位小数，比如 12000.50。"
_TOO_LARGE = f"金额太大了，整数部分最多 {MAX_INTEGER_DIGITS} 位，请检查是不是多写了几个 0。"
_NO_SHARE = "请写 0 到 100% 之间的比例，例如 75%。"
#: A bare number up to 1 is a fraction (0.75), from here on a percentage (75); between them it may be tenths (7.5 折).
_SURELY_PERCENT = 10


class FigureError(ValueError):
    """A figure that cannot be read; `sentence` tells the person in plain Chinese what to do next."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def parse_yuan(text: str) -> Decimal:
    """Read an amount as people type it: `12000`, `12,000.50`, `１２０００`, `1.2万`, `12000块钱`, `￥12000`.

    Returns yuan, at most two decimals. Raises `FigureError` with a sentence that says what to do next.
    """
    typed = _DIGIT_GAP.sub(",", _tidy(text))
    match = _AMOUNT.fullmatch(typed)
    if match is None:
        raise FigureError(_why_unreadable(typed))
    number = match["number"]
    if "," in number and not _GROUPED.fullmatch(number):
        raise FigureError(_GROUPING)
    return _yuan(number.replace(",", ""), in_wan=bool(match["wan"]))


def parse_share(text: str) -> Decimal:
    """Read a share of a whole as a fraction from 0 to 1: `75%`, `75`, `0.75` and `75个百分点` are 0.75.

    Raises `FigureError`; for a bare number between 1 and 10, which may mean another one (`7.5`), with a question.
    """
    match = _SHARE.fullmatch(_tidy(text))
    number = Decimal(match["number"]) if match and "," not in match["number"] else None
    if match is None or number is None or number > 100:
        raise FigureError(_NO_SHARE)
    if match["sign"] or number >= _SURELY_PERCENT:
        return number / 100
    if number > 1:
        meant, written = plain(number * 10), plain(number)
        raise FigureError(f"是 {meant}% 还是 {written}%？是 {meant}% 就写 {meant}，是 {written}% 就写 {written}%。")
    return number


def parse_either(text: str) -> Decimal:
    """Read a figure that may be a share or yuan, whichever its sign says; a bare one up to 1 is a fraction, and what is
    more than that is left as it is written. Raises `FigureError`."""
    typed = _tidy(text)
    share = _SHARE.fullmatch(typed)
    if share and share["sign"]:
        return parse_share(text)
    return Decimal(typed) if _PLAIN.fullmatch(typed) else parse_yuan(text)


def without_thousands(text: str) -> str:
    """1,300 as 1300 among sums that a comma may part too: 800,700 are two, and no first sum is one yuan."""
    return _THOUSANDS.sub(r"\1\2", text)


def half_width(text: str) -> str:
    """The text with the full-width digits and signs of a Chinese keyboard made half-width."""
    return text.translate(_HALF_WIDTH)


def in_digits(text: str) -> str:
    """The same with shares in digits, as notices write them in words: 百分之八十五 is 85%, 十个百分点 is 10个百分点."""
    return _IN_WORDS.sub(_digits, half_width(text))


def _digits(found: re.Match[str]) -> str:
    return f"{_numeral(found['share'])}%" if found["share"] else _numeral(found["points"])


def _numeral(written: str) -> str:
    """A number below a hundred: 八十五 is 85, 十 is 10; digits are what they are."""
    if written[0].isdecimal():
        return written
    tens, ten, ones = written.rpartition("十")
    return str(((_DIGITS.index(tens) + 1 if tens else 1) * 10 if ten else 0) + (_DIGITS.index(ones) + 1 if ones else 0))


def _tidy(text: str) -> str:
    """One line on one keyboard, without the full stop that was copied with it."""
    typed = " ".join(in_digits(text).split())
    return typed.removesuffix(".") if typed.endswith(("元.", "万.", "%.", "点.")) else typed


def _yuan(digits: str, *, in_wan: bool) -> Decimal:
    # Decimals and size are checked on the digits: arithmetic on a very long number would round it first.
    whole, _, decimals = digits.partition(".")
    shift = 4 if in_wan else 0
    if len(decimals.rstrip("0")) > 2 + shift:
        raise FigureError(_TOO_FINE)
    if len(whole.lstrip("0")) + shift > MAX_INTEGER_DIGITS and whole.strip("0"):
        raise FigureError(_TOO_LARGE)
    amount = Decimal(f"{whole or 0}.{decimals.rstrip('0') or '0'}") * (WAN if in_wan else 1)
    return amount.quantize(FEN) if amount % 1 else amount.quantize(Decimal(1))


def _why_unreadable(typed: str) -> str:
    if not typed.strip("¥元万 "):
        return _EMPTY
    if typed.lstrip("¥ ").startswith(("-", "负")):
        return _NEGATIVE
    if _CHINESE_NUMERALS.search(typed) or re.search("[0-9]", typed.partition("万")[2]):
        return _USE_DIGITS
    return _DIGITS_ONLY
