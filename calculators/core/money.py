"""Money in yuan (元) as `Decimal`: rounding to the fen, and writing it as people read it."""

from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
WAN = Decimal(10_000)
ZERO = Decimal(0)
ONE = Decimal(1)
MAX_INTEGER_DIGITS = 12


def round_to_fen(amount: Decimal) -> Decimal:
    """The amount in yuan rounded to two decimals, half up (四舍五入)."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def plain(number: Decimal) -> str:
    """A figure as it would be typed: no exponent, no zeros that say nothing: `0.85`, `1300`."""
    return f"{number.normalize():f}"


def format_number(amount: Decimal) -> str:
    """An amount in yuan as people read it: `12,600`, or `12,600.50` where there are fen; no unit, nothing rounded."""
    text = f"{amount:,f}"
    if text[-3:-2] != "." and "." in text:  # one decimal, or a threshold that is finer than a fen
        whole, _, decimals = text.partition(".")
        text = f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
    return text.removesuffix(".00")


def format_yuan(amount: Decimal) -> str:
    """An amount with its unit: `12,600元`."""
    return format_number(amount) + "元"


def roughly(amount: Decimal, rounding: str) -> Decimal:
    """An amount that is not exact, no finer than it is known: from 1,000 yuan on in hundreds, from 100 on in tens, below
    in whole yuan; ``rounding`` is one of ``decimal``'s."""
    step = Decimal(100 if amount >= 1000 else 10 if amount >= 100 else 1)
    return (amount / step).quantize(ONE, rounding) * step


def format_short(amount: Decimal) -> str:
    """An amount as a person says it, nothing rounded: `5.24万元`, `7,600元`; `52,431元`, which is no shorter in 万."""
    return f"{plain(amount / WAN)}万元" if amount >= WAN and not amount % 100 else format_yuan(amount)


def format_about(amount: Decimal) -> str:
    """An amount a person can say aloud, then the exact one: `约1.26万元（12,600元）`; below 1万 only the exact one."""
    if abs(amount) < WAN:
        return format_yuan(amount)
    wan = f"{round_to_fen(amount / WAN):,}"
    return f"约{wan.rstrip('0').rstrip('.')}万元（{format_yuan(amount)}）"
