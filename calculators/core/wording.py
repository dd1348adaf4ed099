"""How a person writes sums: differences, products, rates. Plain text, no units but the percent sign."""

from decimal import Decimal
from functools import lru_cache

from calculators.core.money import format_number, plain


@lru_cache(maxsize=512)  # the few rates policies use; never an amount of a visitor
def format_rate(rate: Decimal) -> str:
    """A fraction as people read it: `85%`, `76.5%`."""
    return f"{plain(rate * 100)}%"


def format_points(rate: Decimal) -> str:
    """A fraction as percentage points: `10`, `2.5`."""
    return format_rate(rate).removesuffix("%")


def less(*amounts: Decimal) -> str:
    """What is taken off, to be written behind an amount: ` − 800 − 50`, leaving out what is 0."""
    text = ""
    for amount in amounts:
        if amount:
            text += f" − {format_number(amount)}"
    return text


def factor(first: Decimal, *others: Decimal) -> str:
    """A difference to be multiplied: `(50,000 − 800)`, without brackets when nothing is taken off."""
    taken_off = less(*others)
    return f"({format_number(first)}{taken_off})" if taken_off else format_number(first)


def product(amounts: str, rate: Decimal, result: Decimal) -> str:
    """`50,000 × 85% = 42,500`, and why it is 0 although the rate is not."""
    small = "（不到半分钱，四舍五入为 0）" if rate and not result else ""
    return f"{amounts} × {format_rate(rate)} = {format_number(result)}{small}"


def capped(payer: str, left: Decimal | None, due: Decimal) -> str:
    """What is written behind a payment that a ceiling cuts short; empty when it does not."""
    return f"，{payer}最多还能付 {format_number(left)}" if left is not None and due > left else ""
