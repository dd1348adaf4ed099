"""Money in yuan (元) as `Decimal`: rounding to the fen, writing it as people read it, reading it as people type it."""

import re
from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
WAN = Decimal(10_000)
ZERO = Decimal(0)
ONE = Decimal(1)
MAX_INTEGER_DIGITS = 12

# Only the characters a Chinese keyboard really yields. Unicode normalisation would also turn 12² into 122.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９，．－＋￥　\xa0−–—", "0123456789,.-+¥  ---")
_CHINESE_NUMERALS = re.compile("[零〇一二两三四五六七八九十百千亿半壹贰叁肆伍陆柒捌玖拾佰仟]")
_AMOUNT = re.compile(r"¥? ?(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<wan>万?) ?元?")
_DIGIT_GAP = re.compile(r"(?<=[0-9]) (?=[0-9])")  # 12 000, as some people write the thousands
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")

_EMPTY = "请填写金额，比如 12000。"
_NEGATIVE = "金额不能是负数，请写 0 或比 0 大的数。"
_USE_DIGITS = "请改用数字写金额，比如 12000 或 1.2万。"
_DIGITS_ONLY = "请只用数字写金额，比如 12000、12,000.50 或 1.2万。"
_GROUPING = "数字中间的逗号或空格位置不对，请每三位写一个逗号（如 12,000），或者都不写。"
_TOO_FINE = "金额最多写到分，请只留两位小数，比如 12000.50。"
_TOO_LARGE = f"金额太大了，整数部分最多 {MAX_INTEGER_DIGITS} 位，请检查是不是多写了几个 0。"


class MoneyError(ValueError):
    """An amount that cannot be read; `sentence` tells the person in plain Chinese what to do next."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def round_to_fen(amount: Decimal) -> Decimal:
    """The amount in yuan rounded to two decimals, half up (四舍五入)."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def plain(number: Decimal) -> str:
    """A figure as it would be typed: no exponent, no zeros that say nothing: `0.85`, `1300`."""
    return f"{number.normalize():f}"


def format_number(amount: Decimal) -> str:
    """An amount in yuan as people read it: `12,600`, or `12,600.50` where there are fen; no unit, nothing rounded."""
    text = f"{amount:,f}"
    if "." not in text:
        return text
    if text[-3] != ".":  # one decimal, or a threshold that is finer than a fen
        whole, _, decimals = text.partition(".")
        text = f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
    return text.removesuffix(".00")


def format_yuan(amount: Decimal) -> str:
    """An amount with its unit: `12,600元`."""
    return format_number(amount) + "元"


def format_about(amount: Decimal) -> str:
    """An amount a person can say aloud, then the exact one: `约1.26万元（12,600元）`; below 1万 only the exact one."""
    if abs(amount) < WAN:
        return format_yuan(amount)
    wan = f"{round_to_fen(amount / WAN):,}"
    return f"约{wan.rstrip('0').rstrip('.')}万元（{format_yuan(amount)}）"


def parse_yuan(text: str) -> Decimal:
    """Read an amount as people type it: `12000`, `12,000.50`, `１２０００`, `1.2万`, `12000元`, `￥12000`.

    Returns yuan, at most two decimals. Raises `MoneyError` with a sentence that says what to do next.
    """
    typed = _DIGIT_GAP.sub(",", " ".join(text.translate(_HALF_WIDTH).split()))
    match = _AMOUNT.fullmatch(typed)
    if match is None:
        raise MoneyError(_why_unreadable(typed))
    number = match["number"]
    if "," in number and not _GROUPED.fullmatch(number):
        raise MoneyError(_GROUPING)
    return _yuan(number.replace(",", ""), in_wan=bool(match["wan"]))


def _yuan(digits: str, *, in_wan: bool) -> Decimal:
    # Decimals and size are checked on the digits: arithmetic on a very long number would round it first.
    whole, _, decimals = digits.partition(".")
    shift = 4 if in_wan else 0
    if len(decimals.rstrip("0")) > 2 + shift:
        raise MoneyError(_TOO_FINE)
    if len(whole.lstrip("0")) + shift > MAX_INTEGER_DIGITS and whole.strip("0"):
        raise MoneyError(_TOO_LARGE)
    amount = Decimal(f"{whole}.{decimals.rstrip('0') or '0'}") * (WAN if in_wan else 1)
    return amount.quantize(FEN) if amount % 1 else amount.quantize(Decimal(1))


def _why_unreadable(typed: str) -> str:
    if not typed.strip("¥元万 "):
        return _EMPTY
    if typed.lstrip("¥ ").startswith(("-", "负")):
        return _NEGATIVE
    if _CHINESE_NUMERALS.search(typed) or re.search("万.*[0-9]", typed):
        return _USE_DIGITS
    return _DIGITS_ONLY
