"""How many months pass between paying and being covered, and from which day on. Plain calendar arithmetic."""

import datetime as dt

from dateutil.relativedelta import relativedelta

#: The closed set of waiting terms: kind → its words. Only the second says since when the months count.
TERMS = {
    "wait": "参保后等几个月，没写从哪天算",
    "wait_paid_month": "参保后等几个月，交钱那个月算第一个月",
}
_MOST = 36
#: Who lapsed for so many years and more waits so many months at least, whatever is paid for them (国办发〔2024〕38号).
LONG_LAPSE, LEAST_AFTER_IT = 4, 6


def problem(kind: str, amount: str) -> str:
    """What to mend in a waiting term; '' when it is sound. 0 is the month of payment itself."""
    sound = kind in TERMS and amount.isascii() and amount.isdigit() and int(amount) <= _MOST
    return "" if sound else "请写要等几个月，只写数字，例如 3。交钱当月就能报的写 0。"


def months(fixed: int, yearly: int, years: int, repaired: int = 0) -> int:
    """The months to wait after a lapse of so many ``years``: the fixed ones, and ``yearly`` for each year, less one for
    each year that was paid for afterwards (``repaired``, of the years lapsed)."""
    added = max(0, yearly * years - min(repaired, years))
    least = LEAST_AFTER_IT if years >= LONG_LAPSE and repaired else 0
    return max(fixed + added, least)


def first_day(waited: int, paid: dt.date) -> dt.date:
    """The first day of cover where the month of payment counts as the first one that is waited; a month that is not
    waited at all covers from the payment on."""
    return paid.replace(day=1) + relativedelta(months=waited) if waited else paid
